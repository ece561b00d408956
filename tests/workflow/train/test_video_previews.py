"""Frames of clips that a training shows while it learns."""

from pathlib import Path
from types import SimpleNamespace

import pytest
import torch

from inspector.core.methods import create_method
from inspector.data.video.category import scan_video
from inspector.store.models.model_folder import read_model
from inspector.workflow.train.learning import TrainDone
from inspector.workflow.train.preview import Preview
from inspector.workflow.train.video import VideoTrainJob, train_video
from tests.conveyor import write_category

TINY = {"image_size": 32, "base_width": 4, "depth": 3, "region_sizes": (4, 8), "training": {"steps": 6}}
OBJECTS = {"object_size": 16, "fold": 1, "depth": 3, "width": 4, "training": {"steps": 2, "batch_size": 32}}


@pytest.fixture(scope="module")
def conveyor(tmp_path_factory) -> Path:
    """With a test clip of which some frames are known to be abnormal."""
    root = write_category(tmp_path_factory.mktemp("conveyor"), good=5, frames=30)
    clip = next(clip for clip in scan_video(root).test if clip.label != "good")
    rows = [f"{clip.path.stem},{frame},{int(10 <= frame < 20)}" for frame in range(30)]
    (root / "frame_labels.csv").write_text("\n".join(["clip,frame,abnormal", *rows]), "utf-8")
    return root


def updates(root: Path, output: Path, method: str, settings, *, interval_s: float | None):
    job = VideoTrainJob(
        category=scan_video(root), output=output, method=create_method(method, preset="cpu", **settings), seed=0,
        device=torch.device("cpu"), max_false_reject=0.01, max_review=0.05, samples=60, preview_interval_s=interval_s,
    )  # fmt: skip
    return list(train_video(job))


def test_the_same_frames_are_shown_all_through_the_training_and_change_nothing(conveyor, tmp_path):
    shown = updates(conveyor, tmp_path / "shown", "riad", TINY, interval_s=0)
    previews = [update for update in shown if isinstance(update, Preview)]
    assert [preview.step for preview in previews] == [1, 2, 3, 4, 5, 6]
    labels = [picture.label for picture in previews[0].pictures]
    assert labels[0] == "good"
    assert labels[-1] != "good"
    assert previews[0].pictures[-1].name.endswith(" · 15"), "the middle of what is abnormal"
    names = {tuple(picture.name for picture in preview.pictures) for preview in previews}
    assert len(names) == 1
    assert all(picture.anomaly_map is not None for picture in previews[-1].pictures)
    learned = {name for name, _, _ in read_model(tmp_path / "shown").card["split"]["training"]}
    assert not any(picture.name.rpartition(" · ")[0] in learned for picture in previews[0].pictures)
    quiet = updates(conveyor, tmp_path / "quiet", "riad", TINY, interval_s=None)
    assert not any(isinstance(update, Preview) for update in quiet)
    weights = [read_model(tmp_path / name).card["weights_sha256"] for name in ("shown", "quiet")]
    assert weights[0] == weights[1]


def test_a_method_that_looks_at_objects_in_motion_shows_no_single_frames(conveyor, tmp_path):
    found = updates(conveyor, tmp_path / "belt", "ssmtl", OBJECTS, interval_s=0)
    assert isinstance(found[-1], TrainDone)
    assert not any(isinstance(update, Preview) for update in found)


def test_previews_take_no_more_than_a_tenth_of_the_time(conveyor, tmp_path, monkeypatch):
    now = iter(range(1000))  # each look at the clock is a second later: a preview takes one, and nine steps follow
    monkeypatch.setattr("inspector.workflow.train.preview.time", SimpleNamespace(monotonic=lambda: float(next(now))))
    settings = TINY | {"training": {"steps": 30}}
    found = updates(conveyor, tmp_path / "shown", "riad", settings, interval_s=1)
    assert [update.step for update in found if isinstance(update, Preview)] == [1, 10, 19, 28, 30]
