"""The estimate of a training on clips: as many steps, stages that add up, and nothing left behind."""

import itertools
import shutil
import time
from pathlib import Path

import pytest
import torch
from PIL import Image

from inspector.core.errors import CategoryError, VideoError
from inspector.core.methods import create_method
from inspector.data.video.category import scan_video
from inspector.workflow.progress import Progress
from inspector.workflow.train.estimate_video import estimate_video_training
from inspector.workflow.train.learning import TrainDone
from inspector.workflow.train.video import VideoTrainJob, train_video
from tests.conveyor import FRAMES, SIZE, write_frames

OBJECTS = {"object_size": 16, "fold": 1, "depth": 3, "width": 4}
CLIPS = 6


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("belt")
    for number in range(CLIPS):
        write_frames(root / "training" / f"{number}", phase=number)
    return root


def job(root: Path, output: Path, *, training: dict, samples: int = 200) -> VideoTrainJob:
    return VideoTrainJob(
        category=scan_video(root),
        output=output,
        method=create_method("ssmtl", preset="cpu", **OBJECTS, training=training),
        device=torch.device("cpu"),
        seed=0,
        max_false_reject=0.01,
        max_review=0.05,
        samples=samples,
    )


def test_it_has_the_steps_of_the_training_and_stages_that_add_up(good, tmp_path):
    training = job(good, tmp_path / "model", training={"epochs": 1, "steps": None, "batch_size": 16})
    *progress, found = estimate_video_training(training)
    assert not list(tmp_path.iterdir())
    assert all(isinstance(update, Progress) for update in progress)
    phases = found.phases_s
    assert list(phases) == ["Reading", "Sampling", "Training", "Comparing", "Calibrating"]
    assert sum(phases.values()) == pytest.approx(found.seconds)
    assert phases["Training"] == pytest.approx(found.steps * found.step_ms / 1000)
    assert min(phases["Reading"], phases["Sampling"], phases["Calibrating"]) > 0
    done = next(event for event in train_video(training) if isinstance(event, TrainDone))
    assert found.steps == done.steps == 200 // 16


def test_every_part_is_counted_as_often_as_it_happens(good, tmp_path, monkeypatch):
    ticks = itertools.count()
    monkeypatch.setattr(time, "perf_counter", lambda: float(next(ticks)))  # everything takes a second
    *_, found = estimate_video_training(job(good, tmp_path / "model", training={"steps": 30, "batch_size": 8}))
    assert found.steps == 30
    assert found.step_ms == 1000
    assert found.reading_s == CLIPS / 3  # of every second one, three of six
    # Two of six clips are held out whole; 25 frames of a window and 15 more are read in a second, and 5 more judged.
    assert found.sampling_s == pytest.approx(4 * FRAMES / 40)
    assert found.calibration_s == pytest.approx(2 * FRAMES / 30)


def test_a_clip_that_cannot_be_read_is_passed_over(good, tmp_path):
    root = tmp_path / "belt"
    shutil.copytree(good, root)
    (root / "training" / "00.mp4").write_bytes(b"nothing")
    assert list(estimate_video_training(job(root, tmp_path / "model", training={"steps": 3})))[-1].steps == 3
    for frame in (root / "training").rglob("*.png"):
        frame.write_bytes(b"nothing")
    with pytest.raises(VideoError):
        list(estimate_video_training(job(root, tmp_path / "model", training={"steps": 3})))


def test_where_no_object_shows_nothing_can_be_measured(tmp_path):
    folder = tmp_path / "belt" / "training" / "still"
    folder.mkdir(parents=True)
    for index in range(150):
        Image.new("RGB", SIZE[::-1], (90, 90, 90)).save(folder / f"{index:03d}.png")
    with pytest.raises(CategoryError, match="no object was found in the frames by which the time is measured"):
        list(estimate_video_training(job(tmp_path / "belt", tmp_path / "model", training={"steps": 3})))
