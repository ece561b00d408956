"""The estimate of a training: the same steps, hand-worked seconds, and nothing left behind."""

import itertools
import shutil
import time

import pytest
import torch
from PIL import Image

from inspector.core.errors import CategoryError, ImageError
from inspector.core.methods import create_method
from inspector.workflow.progress import Progress
from inspector.workflow.train import estimate
from inspector.workflow.train.estimate import Estimate, estimate_training
from inspector.workflow.train.extend import extension
from inspector.workflow.train.images import train
from inspector.workflow.train.learning import TrainDone
from tests.conftest import part, small_job, tasked_job, write_category


def estimated(job):
    return list(estimate_training(job))[-1]


def steps_of(job):
    return next(event.steps for event in train(job) if isinstance(event, TrainDone))


def contents(folder):
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*")}


@pytest.fixture
def remembering(untrained_weights):
    method = create_method("patchcore", preset="cpu", image_size=64, search_dimension=16, training={"batch_size": 4})
    return {"method": method, "weights": untrained_weights}


@pytest.fixture
def ticking(monkeypatch):
    """A clock that is a second later whenever it is read, so that everything takes a second."""
    ticks = itertools.count()
    monkeypatch.setattr(time, "perf_counter", lambda: float(next(ticks)))


def test_every_part_is_counted_as_often_as_it_happens(category, tmp_path, ticking):
    job = small_job(category, tmp_path / "m", steps=30)
    found = estimated(job)
    # 24 images to read, 30 steps, 5 images to calibrate with, one end of the learning
    assert found == Estimate(
        seconds=24 + 30 + 5 + 1, step_ms=1000, steps=30, reading_s=24, calibration_s=5, comparing_s=0, at_least=False
    )
    # and 2 good and 4 defective images after the first step, at the end, and on the way for a tenth of the learning
    found = estimated(small_job(category, tmp_path / "m", steps=30, preview_interval_s=10))
    assert found.seconds == pytest.approx(60 + (2 + 30 / 54) * 6)


def test_learning_to_locate_counts_for_as_many_images_as_the_training_takes(category, tmp_path, ticking, monkeypatch):
    taken = []

    def learn(_locate, images, *, most, **_options):
        taken.append(most)
        yield Progress("Learning to locate", 0, most)

    monkeypatch.setattr(estimate, "learn_to_locate", learn)
    job = small_job(category, tmp_path / "m", steps=30, locate="auto")
    assert estimated(job).seconds == pytest.approx(60 + 24 / taken[0])  # a second for those, and 24 good images


def test_what_is_watched_counts(category, tmp_path, ticking):
    method = create_method("adacl", preset="cpu", image_size=32, width=1, training={"steps": 60, "batch_size": 4})
    found = estimated(small_job(category, tmp_path / "m", method=method))
    assert found.seconds == 24 + 60 + 5 + 1 + 2  # looked at after steps 25 and 50


def test_the_clock_is_the_machines(category, tmp_path):
    found = estimated(small_job(category, tmp_path / "m", steps=7))
    assert 0 < found.reading_s + found.calibration_s + 7 * found.step_ms / 1000 <= found.seconds
    assert found.steps == 7


@pytest.mark.parametrize("group_by", [None, r"(lot\d+)_"])
def test_epochs_give_the_steps_of_the_training(tmp_path, group_by):
    root = write_category(tmp_path / "c")
    for i in range(9):  # identical images are on one side, which changes how many are learned from
        shutil.copy(root / "train" / "good" / "lot00_000.png", root / "train" / "good" / f"lot00_9{i:02d}.png")
    method = create_method(
        "riad", preset="cpu", image_size=32, base_width=2, depth=2, region_sizes=4, fold=1,
        training={"epochs": 2, "batch_size": 1},
    )  # fmt: skip
    job = small_job(root, tmp_path / "m", method=method, group_by=group_by, seed=3)  # holds the copies out
    learned = {None: 20, r"(lot\d+)_": 25}[group_by]
    assert estimated(job).steps == steps_of(job) == 2 * learned


def test_one_pass_is_at_least_so_long_and_needs_no_weights(category, tmp_path, remembering):
    found = estimated(small_job(category, tmp_path / "m", method=remembering["method"]))
    assert found.at_least
    assert found.seconds > 0
    assert found.steps == steps_of(small_job(category, tmp_path / "m", **remembering))


def test_extending_counts_the_new_images(category, tmp_path, remembering):
    from inspector.store.models.model_folder import read_model

    steps_of(small_job(category, tmp_path / "old", calibrate="held-out", **remembering))
    old = read_model(tmp_path / "old")
    root = shutil.copytree(category, tmp_path / "grown")
    for i in range(10):
        Image.fromarray(part(500 + i)).save(root / "train" / "good" / f"lot9{i}_{500 + i}.png")
    job = small_job(root, tmp_path / "new", **extension(old))
    bank = old.model.network.bank.clone()
    found = estimated(job)
    assert torch.equal(old.model.network.bank, bank)
    assert found.steps == steps_of(job) == 2


def test_nothing_is_written_and_it_may_be_stopped_at_any_time(category, tmp_path):
    before, state = contents(category), torch.get_rng_state()
    events = len(list(estimate_training(tasked_job(category, tmp_path / "folder" / "m"))))
    for count in range(events):
        started = estimate_training(tasked_job(category, tmp_path / "folder" / "m"))
        for _ in range(count):
            next(started)
        started.close()
    assert contents(category) == before
    assert contents(tmp_path) == {}
    assert torch.equal(torch.get_rng_state(), state)


def test_progress_rises_to_all(category, tmp_path):
    *progress, last = estimate_training(small_job(category, tmp_path / "m"))
    assert isinstance(last, Estimate)
    done = [event.done for event in progress if isinstance(event, Progress)]
    assert done == sorted(done)
    assert done[-1] == progress[-1].total


def test_unreadable_images_are_passed_over_unless_there_is_no_other(tmp_path):
    root = write_category(tmp_path / "c", train_good=6)
    paths = sorted((root / "train" / "good").iterdir())
    for path in paths[:5]:
        path.write_bytes(path.name.encode())
    assert estimated(small_job(root, tmp_path / "m", steps=2)).steps == 2
    paths[5].write_bytes(b"no image")
    with pytest.raises(ImageError, match="lot0"):
        estimated(small_job(root, tmp_path / "m"))


def test_what_cannot_be_split_is_refused_as_by_the_training(category, tmp_path):
    with pytest.raises(CategoryError, match="does not match"):
        estimated(small_job(category, tmp_path / "m", group_by="zzz"))
