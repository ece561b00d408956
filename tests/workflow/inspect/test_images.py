import numpy as np
import pytest
import torch
from PIL import Image

from inspector.core.errors import RunError
from inspector.core.images.resizing import map_at
from inspector.core.operating_point import Decision
from inspector.data.category import ImageRef, collect_images
from inspector.store.runs.image_run import ImageRun
from inspector.workflow.inspect.images import (
    InspectDone,
    Inspected,
    drift,
    inspect_batch,
    inspect_image,
    nearly_all_rejected,
)
from inspector.workflow.progress import Warned
from tests.data.images.bad_files import make_bad_files

CPU = torch.device("cpu")


def ref(path):
    return ImageRef(path, path.name, "")


def batch(stored, images, output, **options):
    return list(inspect_batch(stored, images, output=output, device=CPU, **options))


def test_the_defect_is_found_where_it_is(stored, category):
    for path in sorted((category / "test" / "blob").iterdir()):
        inspection = inspect_image(stored.model, stored.operating_point, ref(path))
        assert inspection.decision is Decision.NG
        worst = inspection.regions[0]
        # the blob's centre is at (0.6, 0.38) of the side
        assert worst.left <= 0.6 * 48 <= worst.left + worst.width
        assert worst.top <= 0.38 * 48 <= worst.top + worst.height
        assert inspection.size == (48, 48)
        assert inspection.anomaly_map.shape == (32, 32)
        assert inspection.anomaly_map.max() <= inspection.score  # an area may stand out more than its worst place


def test_regions_are_shown_exactly_where_the_part_is_not_ok(stored, category):
    review = stored.operating_point.review
    for path in sorted((category / "test").rglob("*.png")):
        inspection = inspect_image(stored.model, stored.operating_point, ref(path))
        assert (inspection.decision is Decision.OK) == (inspection.score <= review) == (inspection.regions == ())
        assert set(inspection.timings_ms) == {"decode", "model", "post"}


def test_the_same_images_get_the_same_scores_in_any_batch(stored, category, tmp_path):
    images = collect_images([category / "test"])
    batch(stored, images, tmp_path / "a.h5")
    batch(stored, images[::-1], tmp_path / "b.h5")
    batch(stored, images[3:4], tmp_path / "c.h5")
    with ImageRun(tmp_path / "a.h5") as a, ImageRun(tmp_path / "b.h5") as b, ImageRun(tmp_path / "c.h5") as c:
        scores = {inspection.name: inspection.score for inspection in a}
        assert scores == {inspection.name: inspection.score for inspection in b}
        assert scores[images[3].name] == c[0].score


@pytest.mark.parametrize("gain", [0.92, 1.08])
def test_a_good_part_under_a_changed_lamp_keeps_its_score(stored, category, tmp_path, gain):
    good = sorted((category / "test" / "good").iterdir())
    shifts = []
    for path in good:
        pixels = (np.asarray(Image.open(path), np.float32) * gain).clip(0, 255).round().astype(np.uint8)
        Image.fromarray(pixels).save(tmp_path / path.name)
        before = inspect_image(stored.model, stored.operating_point, ref(path))
        after = inspect_image(stored.model, stored.operating_point, ref(tmp_path / path.name))
        assert after.light / before.light == pytest.approx(gain, abs=0.02)
        shifts.append(after.score - before.score)
    spread = stored.model.calibration.good_scores.std().item()
    assert abs(np.mean(shifts)) < spread


def test_every_kind_of_bad_file_is_an_error_record_and_the_rest_is_inspected(stored, category, tmp_path):
    bad = make_bad_files(tmp_path / "bad")
    good = collect_images([category / "test" / "good"])
    images = [*good[:2], *(ref(path) for path in bad.values()), *good[2:]]
    events = batch(stored, images, tmp_path / "run.h5")
    assert isinstance(events[-1], InspectDone)
    with ImageRun(tmp_path / "run.h5") as run:
        inspections = list(run)
    assert len(inspections) == len(images) >= 34
    errors = [inspection for inspection in inspections if inspection.error is not None]
    assert {inspection.name for inspection in errors} == {path.name for path in bad.values()}
    for inspection in errors:
        assert inspection.name in inspection.error
        assert inspection.score is None
    assert sum(inspection.decision is not None for inspection in inspections) == len(good)


def test_stopped_and_resumed_nothing_is_done_twice(stored, category, tmp_path):
    images = collect_images([category / "test"])
    events = inspect_batch(stored, images, output=tmp_path / "r.h5", device=CPU)
    for event in events:
        if isinstance(event, Inspected) and event.index == 2:
            break
    events.close()
    again = batch(stored, images, tmp_path / "r.h5", resume=True)
    assert [event.index for event in again if isinstance(event, Inspected)] == list(range(3, len(images)))
    with ImageRun(tmp_path / "r.h5") as run:
        assert len(list(run)) == len(images)
    with pytest.raises(RunError, match="already exists"):
        batch(stored, images, tmp_path / "r.h5", resume=True)


def test_a_run_knows_where_its_images_are(stored, category, tmp_path, monkeypatch):
    images = [ImageRef(path, path.relative_to(category).as_posix(), "good") for path in
              sorted((category / "test" / "good").iterdir())]  # fmt: skip
    batch(stored, images, tmp_path / "r.h5", base=category)
    with ImageRun(tmp_path / "r.h5") as run:
        assert [run.path_of(inspection.name) for inspection in run] == [image.path for image in images]
    monkeypatch.chdir(category)
    batch(stored, images[:1], tmp_path / "here.h5")
    monkeypatch.chdir(tmp_path)
    with ImageRun(tmp_path / "here.h5") as run:
        assert run.path_of(images[0].name) == images[0].path


def test_a_run_resumed_from_elsewhere_keeps_its_base(stored, category, tmp_path):
    images = [ImageRef(path, path.name, "good") for path in sorted((category / "test" / "good").iterdir())]
    events = inspect_batch(stored, images, output=tmp_path / "r.h5", device=CPU, base=category / "test" / "good")
    next(event for event in events if isinstance(event, Inspected))
    events.close()
    assert isinstance(batch(stored, images, tmp_path / "r.h5", resume=True)[-1], InspectDone)
    with ImageRun(tmp_path / "r.h5") as run:
        assert run.path_of(images[0].name) == images[0].path


def test_a_dim_lamp_is_told(stored, category, tmp_path):
    for path in (category / "test" / "good").iterdir():
        pixels = np.asarray(Image.open(path), np.float32) * 0.85
        Image.fromarray(pixels.round().astype(np.uint8)).save(tmp_path / path.name)
    events = batch(stored, collect_images([tmp_path]), tmp_path / "r.h5")
    (warning,) = [event.message for event in events if isinstance(event, Warned)]
    assert "15 % darker" in warning


def test_a_batch_of_which_nearly_all_is_rejected_may_show_a_changed_set_up():
    ng, ok = Decision.NG, Decision.OK
    assert "18 of 20 images are NG" in nearly_all_rejected([ng] * 18 + [ok] * 2 + [None] * 5)
    assert nearly_all_rejected([ng] * 17 + [ok] * 3) is None
    assert nearly_all_rejected([ng] * 19) is None, "somebody may suspect these"
    assert nearly_all_rejected([None] * 30) is None


def test_small_changes_of_light_are_not_told():
    assert drift([]) is None
    assert drift([1.01, 0.99, 1.02]) is None
    assert "brighter" in drift([1.1, 1.12, 0.9])
    assert drift([1.056, 0.993]) is None, "between the two in the middle"


def test_the_map_at_the_images_resolution_keeps_its_place():
    anomaly_map = torch.zeros(8, 8)
    anomaly_map[2, 6] = 1
    full = map_at(anomaly_map, (80, 40))
    assert full.shape == (80, 40)
    assert divmod(full.argmax().item(), 40) == (pytest.approx(25, abs=1), pytest.approx(32, abs=1))
