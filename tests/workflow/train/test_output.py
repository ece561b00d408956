"""The output of a training: one owner, room for what is written, and what happens when there is none."""

import errno
import os
import shutil
from collections import namedtuple

import pytest
from safetensors import SafetensorError

from inspector.core.errors import InUseError, ModelError, StorageError
from inspector.core.fitting import FitStep
from inspector.core.methods import create_method
from inspector.store.models.model_folder import checkpoint_of, read_model
from inspector.store.owner import Claim, owner_of
from inspector.workflow.progress import Progress, Waiting, Warned
from inspector.workflow.train import learning, output
from inspector.workflow.train.images import train
from inspector.workflow.train.learning import TrainDone
from tests.conftest import small_job

Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def _without_waiting(monkeypatch):
    monkeypatch.setattr(output, "WAIT_S", 0)


def refusing(write, times: int):
    """A function that finds the disk full so many times, as safetensors says it, and then writes."""
    left = [times]

    def written(*arguments, **options):
        left[0] -= 1
        if left[0] >= 0:
            raise SafetensorError("Error while serializing: I/O error: No space left on device (os error 28)")
        return write(*arguments, **options)

    return written


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("interval", [0, 1000], ids=["at every step", "at the last step"])
def test_a_training_that_finds_the_disk_full_waits_and_ends_in_the_same_model(
    category, tmp_path, monkeypatch, times, interval
):
    *_, whole = train(small_job(category, tmp_path / "whole", steps=5))
    save = "inspector.store.models.model_folder.save_file"
    from inspector.store.models import model_folder

    monkeypatch.setattr(save, refusing(model_folder.save_file, times))
    monkeypatch.setattr(learning, "CHECKPOINT_INTERVAL_S", interval)
    *updates, done = train(small_job(category, tmp_path / "model", steps=5))
    waits = [update.reason for update in updates if isinstance(update, Waiting)]
    assert len(waits) == times
    assert all(reason.code == "training.waits_for_space" and "MB" in str(reason) for reason in waits)
    assert isinstance(done, TrainDone)
    assert read_model(done.model).card["weights_sha256"] == read_model(whole.model).card["weights_sha256"]
    assert not checkpoint_of(done.model).exists()


def test_the_model_waits_for_room_too(category, tmp_path, monkeypatch):
    monkeypatch.setattr(learning, "write_model", _full_once(learning.write_model))
    *updates, done = train(small_job(category, tmp_path / "model", steps=2))
    assert [update.reason.code for update in updates if isinstance(update, Waiting)] == ["training.waits_for_space"]
    read_model(done.model)


def _full_once(write):
    return refusing_storage(write, 1)


def refusing_storage(write, times: int):
    left = [times]

    def written(*arguments, **options):
        left[0] -= 1
        if left[0] >= 0:
            raise StorageError("the disk is full", code="storage.full")
        return write(*arguments, **options)

    return written


def test_it_goes_on_only_when_there_is_room(category, tmp_path, monkeypatch):
    free = iter([10**12, 0, 0, 10**12])  # before the training, and each time it looks
    monkeypatch.setattr(output.shutil, "disk_usage", lambda _path: Usage(0, 0, next(free)))
    monkeypatch.setattr(learning, "write_model", _full_once(learning.write_model))
    *updates, _done = train(small_job(category, tmp_path / "model", steps=2))
    assert len([update for update in updates if isinstance(update, Waiting)]) == 3
    assert next(free, None) is None


def test_stopped_while_it_waits_it_says_why_nothing_was_saved(category, tmp_path, monkeypatch):
    monkeypatch.setattr(output, "write_checkpoint", refusing_storage(output.write_checkpoint, 10**6))
    training = train(small_job(category, tmp_path / "model", steps=2))
    next(update for update in training if isinstance(update, Waiting))
    with pytest.raises(StorageError, match="full"):
        training.close()
    assert owner_of(tmp_path / "model") is None


def test_a_disk_without_room_is_refused_before_the_first_step(category, tmp_path, monkeypatch):
    monkeypatch.setattr(output.shutil, "disk_usage", lambda _path: Usage(0, 0, 2**20))
    updates = []
    with pytest.raises(StorageError) as refused:
        updates.extend(train(small_job(category, tmp_path / "model")))
    assert refused.value.code == "training.no_space"
    assert refused.value.fields["free"] == 1
    assert refused.value.fields["needed"] > 1
    assert not any(isinstance(update, FitStep) for update in updates)


def test_a_second_training_into_one_output_is_refused_at_its_beginning(category, tmp_path):
    first = train(small_job(category, tmp_path / "model", steps=3))
    next(update for update in first if isinstance(update, FitStep))
    for resume in (False, True):
        with pytest.raises(InUseError, match=str(os.getpid())):
            next(train(small_job(category, tmp_path / "model", resume=resume)))
    *_, done = first
    assert isinstance(done, TrainDone)
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_a_training_that_another_has_taken_over_ends(category, tmp_path, monkeypatch):
    first = train(small_job(category, tmp_path / "model", steps=3))
    next(update for update in first if isinstance(update, FitStep))

    def lost(claim):
        raise InUseError("taken over", code="in_use")

    monkeypatch.setattr(Claim, "check", lost)
    with pytest.raises(InUseError):
        list(first)


def test_a_folder_that_is_removed_is_noticed_at_the_next_step(category, tmp_path):
    folder = tmp_path / "models"
    training = train(small_job(category, folder / "model", steps=4))
    next(update for update in training if isinstance(update, FitStep))
    shutil.rmtree(folder)
    update = next(update for update in training if isinstance(update, FitStep | Waiting))
    assert isinstance(update, Waiting)
    assert update.reason.code == "training.folder_gone"
    assert next(training) == update or isinstance(next(training), Waiting)
    folder.mkdir()
    *_, done = training
    read_model(done.model)


def test_a_checkpoint_that_fails_otherwise_is_told_and_ends_nothing(category, tmp_path, monkeypatch):
    monkeypatch.setattr("inspector.store.durable.sync_file", _refuse_checkpoints())
    *updates, done = train(small_job(category, tmp_path / "model", steps=2))
    assert any(isinstance(update, Warned) and "no permission" in update.message for update in updates)
    assert isinstance(done, TrainDone)


def _refuse_checkpoints():
    from inspector.store import durable

    sync = durable.sync_file

    def written(path):
        if ".checkpoint" in path.name:
            raise OSError(errno.EACCES, "Permission denied")
        sync(path)

    return written


def test_an_existing_model_is_refused_whoever_works_on_it(category, model_folder):
    with pytest.raises(ModelError, match="never overwritten"):
        next(train(small_job(category, model_folder)))


def test_weights_that_do_not_fit_are_refused_before_anything_is_read(category, untrained_weights, tmp_path):
    method = create_method("patchcore", preset="cpu", backbone="resnet18")
    job = small_job(category, tmp_path / "m", method=method, weights=untrained_weights, locate="auto")
    updates = []
    with pytest.raises(ModelError, match="which backbone 'resnet18' needs"):
        updates.extend(train(job))
    assert not [update for update in updates if isinstance(update, Progress)]


def test_a_training_without_anything_to_resume_says_that_it_begins_anew(category, tmp_path):
    updates = list(train(small_job(category, tmp_path / "m", steps=2, resume=True)))
    said = [update.message for update in updates if isinstance(update, Warned)]
    assert "There is no interrupted training of m to resume, so it begins anew." in said
    updates = list(train(small_job(category, tmp_path / "n", steps=2)))
    assert not [update for update in updates if isinstance(update, Warned) and "begins anew" in update.message]
