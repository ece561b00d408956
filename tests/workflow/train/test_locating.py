"""Parts that lie anywhere are located before they are learned and judged, and what is not found is never OK."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from inspector.core.errors import CategoryError, ImageError, SettingError
from inspector.core.methods import create_method
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.core.stages.placement import to_canonical
from inspector.data.category import ImageRef
from inspector.data.properties import CategoryProperties
from inspector.store.models.model_folder import StoredModel, read_model
from inspector.store.runs.image_run import ImageRun
from inspector.workflow.advise import locating
from inspector.workflow.advise.locating import choose_locator, locate_for, tile_of_located
from inspector.workflow.inspect.images import inspect_batch, inspect_image
from inspector.workflow.progress import Warned
from inspector.workflow.train import images
from inspector.workflow.train.images import train
from tests.conftest import small_job
from tests.core.stages.test_locate import bracket, poses
from tests.core.stages.test_mark_learning import angles, ring

PARTS = 6
CALM = OperatingPoint(review=1e6, reject=1e7)  # by the score alone everything is OK


def write(path: Path, picture: torch.Tensor) -> ImageRef:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray((picture.permute(1, 2, 0) * 255).round().byte().numpy()).save(path)
    return ImageRef(path, path.name, "")


@pytest.fixture(scope="session")
def located(made_once) -> tuple[StoredModel, list[str]]:
    """A model that locates, as read from its folder, and what its training warned of."""

    def learn(folder: Path) -> list[str]:
        """From a category of brackets in any pose, and one image without."""
        for index, picture in enumerate(poses(PARTS)):
            write(folder / "train" / "good" / f"{index}.png", picture)
        write(folder / "train" / "good" / "empty.png", 0.6 + 0.01 * torch.randn(3, 96, 128))
        job = small_job(folder, folder / "model", steps=1, score="ssim", locate="rigid")
        return [update.message for update in train(job) if isinstance(update, Warned)]

    folder, warnings = made_once("brackets", learn)
    return read_model(folder / "model"), warnings


def test_a_good_image_without_the_part_is_left_out_by_name(located):
    stored, warnings = located
    assert any("empty.png" in sentence for sentence in warnings)
    assert len(stored.card["split"]["training"]) + len(stored.card["split"]["calibration"]) == PARTS


def test_a_model_that_was_read_finds_the_part(located):
    stored, _ = located
    picture = bracket(degrees=50.0, at=(60.0, 50.0))
    placement = stored.model.framing.frame(picture).placement
    assert placement is not None
    assert placement.found
    shown, _ = to_canonical(picture, placement, (48, 64))
    upright, _ = to_canonical(bracket(), stored.model.framing.frame(bracket()).placement, (48, 64))
    assert (shown - upright).abs().mean() < 0.02


def test_a_part_that_is_not_found_is_never_ok_and_the_run_says_why(located, tmp_path):
    stored, _ = located
    images = [
        write(tmp_path / "part.png", bracket(degrees=140.0)),
        write(tmp_path / "cut.png", bracket(at=(8.0, 48.0))),
        write(tmp_path / "two.png", torch.minimum(bracket(at=(34.0, 26.0)), bracket(at=(92.0, 70.0)))),
    ]
    decisions = [inspect_image(stored.model, CALM, image) for image in images]
    assert [one.located for one in decisions] == [True, False, False]
    assert [one.decision for one in decisions] == [Decision.OK, Decision.REVIEW, Decision.REVIEW]
    assert decisions[1].doubt.startswith("Part not found")

    list(inspect_batch(stored, images, output=tmp_path / "run.h5", device=torch.device("cpu")))
    with ImageRun(tmp_path / "run.h5") as run:
        table = run.table()
        assert table.not_found.tolist() == [False, True, True]
        assert [run.record(index).located for index in range(3)] == [True, False, False]
        assert table.judged_by(CALM).decisions[1:] == [Decision.REVIEW, Decision.REVIEW]


def test_the_map_lies_on_the_part_in_the_image(located, tmp_path):
    stored, _ = located
    picture = bracket(degrees=90.0, at=(30.0, 48.0))  # all of it in the left half
    inspection = inspect_image(stored.model, CALM, write(tmp_path / "left.png", picture))
    right = inspection.anomaly_map[:, -8:]
    assert np.ptp(right) == 0  # nothing there is judged
    assert inspection.anomaly_map.max() > right.max()


def test_where_nothing_stands_out_the_training_is_refused_or_goes_on_without(tmp_path):
    generator = torch.Generator().manual_seed(0)
    images = [write(tmp_path / f"{n}.png", torch.rand(3, 32, 32, generator=generator)) for n in range(4)]
    with pytest.raises(CategoryError, match="cannot be located"):
        list(choose_locator("rigid", images, bits=None, seed=0, extend=None))
    updates = choose_locator("auto", images, bits=None, seed=0, extend=None)
    assert not any(isinstance(one, Warned) for one in updates)


def test_where_nobody_says_parts_in_any_pose_are_located_and_the_training_says_so(tmp_path):
    images = [write(tmp_path / f"{index}.png", picture) for index, picture in enumerate(poses(PARTS))]
    assert CategoryProperties().locate == "auto"
    updates = choose_locator("auto", images, bits=None, seed=0, extend=None)
    (warning,) = [one for one in updates if isinstance(one, Warned)]
    assert "each part is located first" in warning.message


def test_a_look_tells_aligned_parts_so_that_no_search_is_made(tmp_path, monkeypatch):
    monkeypatch.setattr(locating, "learn_locator", None)  # calling it fails
    images = [write(tmp_path / f"{index}.png", bracket(noise=index)) for index in range(PARTS)]
    assert not any(isinstance(one, Warned) for one in choose_locator("auto", images, bits=None, seed=0, extend=None))


def test_round_parts_in_one_place_are_located_where_they_lie_turned_by_their_mark(tmp_path):
    turned = [write(tmp_path / f"{number}.png", ring(degrees)) for number, degrees in enumerate(angles(15))]
    upright = [write(tmp_path / f"upright {number}.png", ring(40.0, noise=number)) for number in range(15)]
    for rings, is_located in ((turned, True), (upright, False)):
        updates = choose_locator("auto", rings, bits=None, seed=0, extend=None)
        assert any(isinstance(one, Warned) for one in updates) == is_located


def test_a_method_with_the_settings_of_its_paper_judges_images_as_published():
    paper, cpu = (create_method("riad", preset=preset) for preset in ("paper", "cpu"))
    assert locate_for("auto", paper) == "off"
    assert locate_for("auto", cpu) == "auto"
    assert locate_for("rigid", paper) == "rigid"


def test_the_preview_names_the_images_in_which_the_part_is_not_found(located, tmp_path, monkeypatch):
    stored, _ = located
    monkeypatch.setattr(locating, "learn_locator", lambda *_args, **_options: stored.model.locator)
    empty = torch.full((3, 96, 128), 0.6)
    images = [write(tmp_path / "a.png", bracket(degrees=25.0)), write(tmp_path / "b.png", empty)]
    (tmp_path / "c.png").write_bytes(b"no image")
    images.append(ImageRef(tmp_path / "c.png", "c.png", ""))
    updates = locating.preview_locating("rigid", images, bits=None, seed=0, most=3)
    shown = [one for one in updates if isinstance(one, locating.LocatedImage)]
    assert [(one.image.name, one.placement.found) for one in shown] == [("a.png", True), ("b.png", False)]


def test_located_parts_are_judged_whole(located):
    stored, _ = located
    assert tile_of_located("auto", stored.model.locator) == "off"
    assert tile_of_located(64, None) == 64
    with pytest.raises(SettingError, match="judged whole"):
        tile_of_located(64, stored.model.locator)


def test_a_part_outside_of_the_region_of_interest_has_no_verdict(located, tmp_path):
    stored, _ = located
    left = torch.zeros(stored.model.map_size, dtype=torch.bool)
    left[:, : left.shape[1] // 3] = True
    model = replace(stored.model, judged=left)
    inside, outside = (
        inspect_image(model, CALM, write(tmp_path / "part.png", bracket(degrees=90.0, at=(x, 48.0))))
        for x in (34.0, 98.0)
    )
    assert inside.decision is Decision.OK
    assert (outside.decision, outside.score) == (None, None)
    assert "nothing of this image is judged" in outside.error


def test_a_training_is_refused_where_the_region_of_interest_leaves_nothing_of_a_part(located, tmp_path, monkeypatch):
    stored, _ = located
    corner = CategoryProperties(region_of_interest=(0.0, 0.0, 0.04, 0.04))
    job = small_job(stored.folder.parent, tmp_path / "model", steps=1, locate="rigid")

    def known(*_arguments, **_options):
        yield from ()
        return stored.model.locator

    monkeypatch.setattr(images, "choose_locator", known)  # as learning it takes seconds
    with pytest.raises(ImageError, match=r"\d\.png: nothing of this image is judged"):
        list(train(replace(job, category=replace(job.category, properties=corner))))
