"""Clips that the camera of the good ones cannot have taken, or that show nothing, are never OK."""

import shutil
from pathlib import Path

import pytest
import torch
from PIL import Image

from inspector.core.errors import VideoError
from inspector.core.methods import create_method
from inspector.core.operating_point import Decision
from inspector.data.video.category import find_clips, scan_video
from inspector.store.models.model_folder import read_model
from inspector.store.runs.video_run import VideoRun
from inspector.workflow.inspect.video import inspect_video
from inspector.workflow.progress import Warned
from inspector.workflow.train.video import VideoTrainJob, train_video
from tests.conveyor import SIZE, write_frames

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("good")
    for number in range(2):
        write_frames(root / "training" / f"{number}", phase=number)
    return root


def job(root: Path, output: Path, **options) -> VideoTrainJob:
    settings = {"image_size": 32, "region_sizes": 4, "base_width": 4, "depth": 2, "training": {"steps": 2}}
    method = create_method("riad", preset="video", **settings)
    return VideoTrainJob(
        category=scan_video(root),
        output=output,
        method=method,
        device=CPU,
        seed=0,
        max_false_reject=0.01,
        max_review=0.05,
        samples=100,
        **options,
    )


@pytest.fixture(scope="module")
def stored(good, tmp_path_factory):
    output = tmp_path_factory.mktemp("models") / "model"
    list(train_video(job(good, output)))
    return read_model(output)


def inspected(stored, clip: Path, output: Path):
    """The record of one clip, and the reason why its first lost frame is lost."""
    list(inspect_video(stored, find_clips([clip]).items, output=output, device=CPU))
    with VideoRun(output) as run:
        frames = [run.frame(0, index) for index in range(run.clips[0].frames or 0)]
        return run.clips[0], next((frame.error for frame in frames if frame.error is not None), None)


def test_images_of_no_number_are_inspected_as_frames_and_reported(good, stored, tmp_path):
    (tmp_path / "photos").mkdir()
    for file, name in zip(sorted((good / "training" / "0").iterdir())[:12], "abcdefghijkl", strict=True):
        shutil.copy(file, tmp_path / "photos" / f"{name}.png")
    updates = list(inspect_video(stored, find_clips([tmp_path]).items, output=tmp_path / "r.clips", device=CPU))
    warned = [update.message for update in updates if isinstance(update, Warned)]
    assert any("have no numbers in their names, and are the frames of a clip" in message for message in warned)


def resized(good: Path, target: Path, size: tuple[int, int]) -> Path:
    target.mkdir(parents=True)
    for file in sorted((good / "training" / "0").iterdir())[:20]:
        Image.open(file).resize(size).save(target / file.name)
    return target


def test_a_model_knows_how_large_the_frames_of_its_clips_are(stored):
    assert stored.model.depth.least_px == max(SIZE)
    assert stored.model.depth.aspect == (1.5, 1.5)


def test_a_clip_of_another_shape_is_not_judged(good, stored, tmp_path):
    record, _ = inspected(stored, resized(good, tmp_path / "tall", (48, 72)), tmp_path / "run.clips")
    assert "another shape than those the model learned" in record.error
    assert "tall" in record.error
    assert record.decision is None


def test_a_far_coarser_clip_is_not_judged_and_a_finer_one_is(good, stored, tmp_path):
    record, _ = inspected(stored, resized(good, tmp_path / "tiny", (12, 8)), tmp_path / "tiny.clips")
    assert "12×8 px are too coarse" in record.error
    assert record.decision is None
    record, _ = inspected(stored, resized(good, tmp_path / "large", (144, 96)), tmp_path / "large.clips")
    assert record.error is None


def test_a_clip_of_a_covered_camera_is_never_ok(good, stored, tmp_path):
    clip = tmp_path / "clip"
    shutil.copytree(good / "training" / "0", clip)
    for index in range(30, 40):
        Image.new("RGB", SIZE[::-1], (9, 9, 9)).save(clip / f"{index:03d}.png")
    record, reason = inspected(stored, clip, tmp_path / "run.clips")
    assert record.lost == 10
    assert record.decision is not Decision.OK
    assert "as if the camera was covered" in reason


def test_training_refuses_clips_of_two_cameras_by_name_or_leaves_one_out(good, tmp_path):
    root = tmp_path / "mixed"
    shutil.copytree(good, root)
    resized(good, root / "training" / "2", (48, 72))
    with pytest.raises(VideoError, match="training/2 has frames of 48×72 px, other proportions than training/0"):
        list(train_video(job(root, tmp_path / "model")))
    events = list(train_video(job(root, tmp_path / "model", skip_unreadable=True)))
    assert any(isinstance(event, Warned) and "training/2" in event.message for event in events)
    assert read_model(tmp_path / "model").card["category"]["clips"] == 2
