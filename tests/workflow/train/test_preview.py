"""Previews while a network learns: what they show, and that they change nothing."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from inspector.core.building import build_network
from inspector.core.errors import SettingError
from inspector.core.fitting import FitStep
from inspector.core.methods import create_method
from inspector.core.model import Model
from inspector.core.stages.framing import Framing
from inspector.core.stages.tiling import Tiling
from inspector.data.category import ImageRef, scan_category
from inspector.data.properties import CategoryProperties
from inspector.store.models.model_folder import read_model
from inspector.workflow.train.images import train
from inspector.workflow.train.learning import TrainDone
from inspector.workflow.train.preview import Preview, defective_images, preview_image, shown_part
from tests.conftest import part, small_job, tasked_job, write_category


def previews(events):
    return [event for event in events if isinstance(event, Preview)]


def untrained(**changes) -> Model:
    method = create_method("riad", preset="cpu", image_size=(32, 32), base_width=4, depth=3, region_sizes=(4, 8))
    return Model(method, build_network(method, seed=0), None, calibration=None, **changes)


def test_previews_change_nothing_and_show_an_image_that_is_not_learned(category, model_folder, tmp_path):
    events = list(train(small_job(category, tmp_path / "m", preview_interval_s=0)))
    assert isinstance(events[-1], TrainDone)
    assert (tmp_path / "m" / "model.safetensors").read_bytes() == (model_folder / "model.safetensors").read_bytes()
    shown = previews(events)
    assert [preview.step for preview in shown] == [*range(1, 30), 30]
    good, bad = shown[0].pictures[:2], shown[0].pictures[2:]
    assert [picture.name for picture in good] == read_model(tmp_path / "m").card["split"]["calibration"][:2]
    assert [(picture.name, picture.label) for picture in bad] == [
        (f"test/blob/{number:03}.png", "blob") for number in range(4)
    ]
    for preview in shown:
        assert [picture.name for picture in preview.pictures] == [picture.name for picture in shown[0].pictures]
    for picture in shown[-1].pictures:
        assert (picture.image.shape, picture.image.dtype) == ((32, 32, 3), np.uint8)
        assert (picture.reconstruction.shape, picture.reconstruction.dtype) == ((32, 32, 3), np.uint8)
        assert (picture.anomaly_map.shape, picture.anomaly_map.dtype) == ((32, 32), np.float32)
    first, last = (np.abs(preview.pictures[0].image - preview.pictures[0].reconstruction.astype(float)).mean()
                   for preview in (shown[0], shown[-1]))  # fmt: skip
    assert last < first


def test_the_scale_is_that_of_the_good_images(category, tmp_path):
    preview = previews(train(small_job(category, tmp_path / "m", steps=2, preview_interval_s=0)))[-1]
    good = np.stack([picture.anomaly_map for picture in preview.pictures if picture.label == "good"])
    assert len(good) == 2
    assert (good <= preview.low).mean() == pytest.approx(0.995, abs=1 / good.size)
    assert (preview.low + preview.high) / 2 == pytest.approx(good.max())


def test_what_is_not_judged_counts_in_no_scale(category, tmp_path):
    job = small_job(category, tmp_path / "m", steps=2, preview_interval_s=0)
    left = CategoryProperties(region_of_interest=(0.0, 0.0, 0.5, 1.0))
    preview = previews(train(replace(job, category=replace(job.category, properties=left))))[-1]
    for picture in preview.pictures:
        assert picture.judged[:, :16].all()
        assert not picture.judged[:, 16:].any()
    assert any(picture.anomaly_map.max() > picture.anomaly_map[:, :16].max() for picture in preview.pictures)
    good = np.stack([picture.anomaly_map[:, :16] for picture in preview.pictures if picture.label == "good"])
    assert (preview.low + preview.high) / 2 == pytest.approx(good.max())


def test_between_the_first_step_and_the_end_the_interval_is_kept(category, tmp_path):
    events = list(train(small_job(category, tmp_path / "m", steps=6, preview_interval_s=3600)))
    assert [preview.step for preview in previews(events)] == [1, 6]
    steps = [event.step for event in events[: events.index(previews(events)[0])] if isinstance(event, FitStep)]
    assert steps == [1]


def test_no_interval_no_previews(category, tmp_path):
    assert not previews(train(small_job(category, tmp_path / "m", steps=2)))
    with pytest.raises(SettingError, match="0 s or more"):
        small_job(category, tmp_path / "m", preview_interval_s=-1)


def test_a_method_without_a_map_shows_its_images(category, tmp_path):
    job = replace(tasked_job(category, tmp_path / "m"), preview_interval_s=0)
    preview = next(event for event in train(job) if isinstance(event, Preview))
    assert (preview.low, preview.high) == (None, None)
    for picture in preview.pictures:
        assert picture.anomaly_map is None
        assert picture.reconstruction is None
        assert picture.image.shape[-1] == 3


def test_training_stopped_at_a_preview_goes_on_to_the_same_model(category, model_folder, tmp_path):
    job = small_job(category, tmp_path / "m", preview_interval_s=0)
    for step in (4, 30):
        events = train(small_job(category, tmp_path / "m", preview_interval_s=0, resume=True))
        next(event for event in events if isinstance(event, Preview) and event.step == step)
        events.close()
    list(train(small_job(category, job.output, resume=True)))
    assert (tmp_path / "m" / "model.safetensors").read_bytes() == (model_folder / "model.safetensors").read_bytes()


def test_defective_images_are_of_different_types_and_readable(tmp_path):
    root, model = write_category(tmp_path / "c"), untrained()
    shutil.copytree(root / "test" / "blob", root / "test" / "scratch")
    (root / "test" / "blob" / "000.png").write_bytes(b"no image")

    def names():
        return [image.name for image in defective_images(scan_category(root).test, model=model)]

    assert names() == [
        "test/blob/001.png", "test/scratch/000.png", "test/blob/002.png", "test/scratch/001.png"
    ]  # fmt: skip
    for path in (root / "test" / "scratch").iterdir():
        path.write_bytes(b"")
    assert names() == ["test/blob/001.png", "test/blob/002.png", "test/blob/003.png"]
    shutil.rmtree(root / "test" / "blob")
    assert names() == []


def test_a_folder_of_good_images_shows_held_out_ones_alone(tmp_path):
    root = tmp_path / "plain"
    root.mkdir()
    for i in range(6):
        Image.fromarray(part(i)).save(root / f"{i}.png")
    (preview, *_) = previews(train(small_job(root, tmp_path / "m", steps=2, preview_interval_s=0)))
    assert [picture.label for picture in preview.pictures] == ["good"]


def test_what_remembers_is_shown_when_it_has_something_to_judge_by(category, tmp_path, untrained_weights):
    method = create_method("patchcore", preset="cpu", image_size=64, search_dimension=16)
    job = small_job(category, tmp_path / "m", method=method, weights=untrained_weights, preview_interval_s=0)
    (preview,) = previews(train(job))
    assert preview.step == 3
    assert preview.pictures[1].anomaly_map.max() > preview.pictures[0].anomaly_map.max()


def test_of_an_image_in_tiles_the_middle_is_shown():
    framing = Framing((32, 32), tiling=Tiling(1.0, overlap_px=8))
    picture = torch.rand(3, 50, 300)
    shown = shown_part(framing.frame(picture), framing)
    assert torch.equal(shown.samples, picture[:, :, 118:182])
    judged = torch.zeros(32, 32, dtype=torch.bool)
    judged[:, :16] = True
    model = untrained(judged=judged, tiling=framing.tiling)
    part = preview_image(ImageRef(Path("a.png"), "a.png", "good", None), framing.frame(picture), model)
    assert part.judged[:, :32].all()  # of 118 to 182: the left half of the image ends at 150
    assert not part.judged[:, 32:].any()
    whole = Framing((32, 32))
    assert shown_part(whole.frame(picture), whole).samples.shape == (3, 32, 32)
