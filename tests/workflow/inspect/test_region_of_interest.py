"""A region of interest from the category's properties to the verdict."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image

from inspector.core.errors import ModelError, SettingError
from inspector.core.fitting import FitStep
from inspector.core.images.shapes import Brush
from inspector.core.methods import create_method
from inspector.data.category import ImageRef, scan_category
from inspector.data.properties import CategoryProperties, judged_mask
from inspector.store.models.model_folder import read_model
from inspector.workflow.inspect.images import inspect_image
from inspector.workflow.progress import Warned
from inspector.workflow.train.images import train
from inspector.workflow.train.learning import TrainDone
from tests.conftest import part, small_job

STROKE = Brush((((0.8, 0.7), (0.95, 0.7)),), (0.15, 0.15))
LOWER_HALF = CategoryProperties(region_of_interest=(0, 0.5, 1, 1), ignore=((0, 0.9, 0.2, 1), STROKE))


def stating(category, properties):
    return replace(scan_category(category), properties=properties)


def judging_lower_half(category, output, **changes):
    return replace(small_job(category, output, **changes), category=stating(category, LOWER_HALF))


@pytest.fixture(scope="module")
def lower_half(category, tmp_path_factory):
    output = tmp_path_factory.mktemp("models") / "lower"
    assert isinstance(list(train(judging_lower_half(category, output)))[-1], TrainDone)
    return read_model(output)


def inspected(stored, tmp_path, *, defect_at=None, left=20):
    pixels = part(5000)
    if defect_at is not None:
        pixels[defect_at - 4 : defect_at + 4, left : left + 8] = 255
    path = tmp_path / f"{defect_at}.png"
    Image.fromarray(pixels).save(path)
    return inspect_image(stored.model, stored.operating_point, ImageRef(path, path.name, ""))


def test_the_places_are_stored_and_told(lower_half, cli):
    expected = judged_mask(LOWER_HALF, (32, 32))
    assert np.array_equal(lower_half.model.judged.numpy(), expected)
    assert lower_half.card["judged"] == {
        "region_of_interest": [0, 0.5, 1, 1],
        "ignore": [[0, 0.9, 0.2, 1], {"brush": [[[0.8, 0.7], [0.95, 0.7]]], "radius": [0.15, 0.15]}],
        "share": round(expected.mean(), 4),
    }
    _, out, _ = cli("info", lower_half.folder)
    assert "39 % of the image: inside 0 0.5 1 1, outside 0 0.9 0.2 1, brush 0.65 0.55 1.1 0.85 (left top" in out


def test_only_a_defect_inside_is_rejected(lower_half, tmp_path):
    good, above, below = (inspected(lower_half, tmp_path, defect_at=y) for y in (None, 10, 36))
    assert below.decision == "NG"
    assert below.score > good.score + 10 * abs(above.score - good.score)
    assert all(region.top >= 22 for region in below.regions)  # interpolation blurs the border by a place
    outside = ~lower_half.model.judged.numpy()
    painted_over = inspected(lower_half, tmp_path, defect_at=33, left=38)
    assert painted_over.score - good.score < 0.3 * (below.score - good.score)  # only what reaches beyond the stroke
    for inspection in (above, painted_over):
        assert (inspection.anomaly_map[outside] == np.float32(lower_half.model.calibration.lowest)).all()


def test_thresholds_rest_on_judged_places(lower_half, stored):
    # The same images and weights: only what counts of the maps is another.
    assert len(lower_half.model.calibration.good_scores) == len(stored.model.calibration.good_scores)
    assert (lower_half.model.calibration.good_scores <= stored.model.calibration.good_scores).all()
    assert lower_half.operating_point.reject < stored.operating_point.reject


def test_a_category_without_a_region_is_judged_whole(stored):
    assert stored.model.judged is None
    assert "judged" not in stored.card


def test_another_region_is_another_training(category, tmp_path):
    events = train(judging_lower_half(category, tmp_path / "m"))
    next(event for event in events if isinstance(event, FitStep) and event.step == 2)
    events.close()
    with pytest.raises(ModelError, match="another region of interest"):
        list(train(small_job(category, tmp_path / "m", resume=True)))


def test_a_region_that_leaves_nothing_is_refused_before_the_work(category, tmp_path):
    nothing = CategoryProperties(region_of_interest=(0, 0, 0.5, 1), ignore=((0, 0, 0.6, 1),))
    job = replace(small_job(category, tmp_path / "m"), category=stating(category, nothing))
    updates = []
    with pytest.raises(SettingError, match="nothing is left to inspect"):
        updates += train(job)
    assert not any(isinstance(update, FitStep) for update in updates)


def by_tasks(category, output, **settings):
    training = {"steps": 2, "batch_size": 4}
    method = create_method("multitask", preset="cpu", width=1, fold=4, training=training, **settings)
    return judging_lower_half(category, output, method=method)


def test_a_method_that_judges_the_whole_says_so(category, tmp_path):
    events = list(train(by_tasks(category, tmp_path / "m", image_size=48)))
    assert [event.message for event in events if isinstance(event, Warned)] == [
        "Method 'multitask' scores the whole image: the region of interest and the ignored regions of disc do "
        "not apply."
    ]
    assert read_model(tmp_path / "m").model.judged is None


def test_of_crops_the_map_is_judged(category, tmp_path):
    list(train(by_tasks(category, tmp_path / "m", image_size=64, crop_side=32)))
    model = read_model(tmp_path / "m").model
    judgement = model.judge(torch.rand(2, 3, 64, 64, generator=torch.Generator().manual_seed(0)))
    assert torch.equal(judgement.scores, judgement.maps[:, model.judged].amax(dim=1))
