import json
import shutil

import pytest
import torch
from PIL import Image

from inspector.core.errors import CategoryError, ImageError, ModelError, StorageError
from inspector.core.fitting import FitStep
from inspector.data.category import scan_category
from inspector.store.models.model_folder import checkpoint_of, read_model
from inspector.workflow.progress import Progress, Warned
from inspector.workflow.train.images import train
from inspector.workflow.train.learning import TrainDone
from tests.conftest import part, small_job, write_category


def finish(job):
    return next(event for event in train(job) if isinstance(event, TrainDone))


def weights(folder):
    return (folder / "model.safetensors").read_bytes()


def stop_at(job, step):
    events = train(job)
    next(event for event in events if isinstance(event, FitStep) and event.step == step)
    events.close()


def test_the_model_says_what_it_learned_from(category, model_folder):
    card = read_model(model_folder).card
    names = {path.name for path in (category / "train" / "good").iterdir()}
    training, calibration = (
        {name.split("/")[-1] for name in card["split"][side]} for side in ("training", "calibration")
    )
    assert training | calibration == names
    assert not training & calibration
    assert len(calibration) == 5  # a fifth of 24
    assert card["category"]["name"] == "disc"
    assert card["training"]["seed"] == 0
    assert set(card["versions"]) == {"inspector", "python", "torch"}


def test_the_same_seed_gives_the_same_model(category, model_folder, tmp_path):
    finish(small_job(category, tmp_path / "again"))
    assert weights(tmp_path / "again") == weights(model_folder)
    finish(small_job(category, tmp_path / "other", seed=1))
    assert weights(tmp_path / "other") != weights(model_folder)


@pytest.mark.parametrize("step", [1, 17])
def test_an_interrupted_training_resumed_ends_in_the_same_model(category, model_folder, tmp_path, step):
    output = tmp_path / "model"
    stop_at(small_job(category, output), step)
    assert not output.exists()
    assert checkpoint_of(output).exists()
    with pytest.raises(ModelError, match="interrupted training"):
        finish(small_job(category, output))
    done = finish(small_job(category, output, resume=True))
    assert weights(output) == weights(model_folder)
    assert done.operating_point == read_model(model_folder).operating_point
    assert not checkpoint_of(output).exists()


def test_a_training_stopped_by_hand_becomes_a_whole_model_that_says_so(category, tmp_path):
    job = small_job(category, tmp_path / "model")
    for event in train(job):
        if isinstance(event, FitStep) and event.step == 3:
            job.stop_here.set()
    card = read_model(tmp_path / "model").card
    assert card["training"]["steps"] == 3
    assert card["remarks"][0] == "Learning was stopped by hand at step 3 of 30."
    assert len(read_model(tmp_path / "model").calibration.good_scores) == len(card["split"]["calibration"])
    assert not checkpoint_of(tmp_path / "model").exists()


@pytest.mark.parametrize("failing", ["train.learning.write_model", "train.calibrating.calibrate"])
def test_what_fails_after_the_learning_costs_no_learning(category, model_folder, tmp_path, monkeypatch, failing):
    def fails(*_, **__):
        raise StorageError("the disk is full")

    output = tmp_path / "model"
    with monkeypatch.context() as patched:
        patched.setattr(f"inspector.workflow.{failing}", fails)
        with pytest.raises(StorageError):
            finish(small_job(category, output))
    assert checkpoint_of(output).exists()
    events = list(train(small_job(category, output, resume=True)))
    assert not [event for event in events if isinstance(event, FitStep)]
    assert weights(output) == weights(model_folder)
    assert not checkpoint_of(output).exists()


def test_stopped_while_it_is_calibrated_a_training_is_kept(category, model_folder, tmp_path):
    output = tmp_path / "model"
    events = train(small_job(category, output))
    next(event for event in events if isinstance(event, Progress) and event.stage == "Calibrating")
    events.close()
    finish(small_job(category, output, resume=True))
    assert weights(output) == weights(model_folder)


def test_a_checkpoint_that_cannot_be_written_is_told_and_ends_nothing(category, tmp_path, monkeypatch):
    def full(path, *_, **__):
        raise StorageError(f"{path}: cannot be written: the disk is full; free some space.")

    monkeypatch.setattr("inspector.workflow.train.output.write_checkpoint", full)
    events = list(train(small_job(category, tmp_path / "m", steps=2)))
    (warning,) = [event.message for event in events if isinstance(event, Warned)]
    assert warning.endswith("free some space. The training continues, but could not be resumed from step 2.")
    assert isinstance(events[-1], TrainDone)


def test_resuming_with_other_settings_or_images_is_refused(category, tmp_path):
    stop_at(small_job(category, tmp_path / "m"), 2)
    with pytest.raises(ModelError, match="another seed"):
        finish(small_job(category, tmp_path / "m", seed=5, resume=True))
    changed = shutil.copytree(category, tmp_path / "changed")
    Image.fromarray(part(77)).save(changed / "train" / "good" / "lot99_099.png")
    with pytest.raises(ModelError, match="another images"):
        finish(small_job(changed, tmp_path / "m", resume=True))


def test_resume_without_an_interrupted_training_starts_one(category, tmp_path):
    assert finish(small_job(category, tmp_path / "m", resume=True, steps=2)).steps == 2


def test_lots_stay_on_one_side(category, tmp_path):
    done = finish(small_job(category, tmp_path / "m", steps=2, group_by=r"(lot\d+)_"))
    split = read_model(tmp_path / "m").card["split"]
    lots = [{name.split("/")[-1][:5] for name in split[side]} for side in ("training", "calibration")]
    assert not lots[0] & lots[1]
    assert done.calibration_groups == len(lots[1])


def test_progress_is_told_from_zero_to_all(category, tmp_path):
    events = [event for event in train(small_job(category, tmp_path / "m", steps=3)) if isinstance(event, Progress)]
    last = {event.stage: (event.done, event.total) for event in events}
    assert last == {"Reading": (24, 24), "Training": (3, 3), "Calibrating": (5, 5)}


def test_light_that_does_not_vary_is_not_corrected(category, tmp_path):
    steady = scan_category(category).properties.variation.stated(flip=None, rotation_degrees=None, light=False)
    finish(small_job(category, tmp_path / "m", steps=2, variation=steady))
    model = read_model(tmp_path / "m").model
    assert model.light_reference is None
    assert torch.equal(model.gain(torch.rand(2, 3, 32, 32)), torch.ones(2))


def test_an_unreadable_good_image_is_named_and_can_be_left_out(tmp_path):
    root = write_category(tmp_path / "c")
    (root / "train" / "good" / "lot00_bad.png").write_bytes(b"")
    with pytest.raises(ImageError, match=r"lot00_bad\.png") as refused:
        finish(small_job(root, tmp_path / "m"))
    assert refused.value.code == "training.unreadable_image"
    events = list(train(small_job(root, tmp_path / "m", steps=2, skip_unreadable=True)))
    assert [event for event in events if isinstance(event, Warned) and "lot00_bad.png" in event.message]
    assert "lot00_bad" not in json.dumps(read_model(tmp_path / "m").card)


def test_images_of_another_camera_are_named_and_can_be_accepted(tmp_path):
    root = write_category(tmp_path / "c")
    Image.fromarray(part(5)).resize((300, 40)).save(root / "train" / "good" / "wide.png")
    with pytest.raises(CategoryError, match=r"wide\.png is 300×40 px.*48×48 px"):
        finish(small_job(root, tmp_path / "m"))
    assert finish(small_job(root, tmp_path / "m", steps=2, mixed_sizes=True)).calibrated_on == 5


def test_identical_files_are_not_on_both_sides(tmp_path):
    root = tmp_path / "copies"
    root.mkdir()
    for i in range(12):
        Image.fromarray(part(i % 3)).save(root / f"{i}.png")
    finish(small_job(root, tmp_path / "m", steps=2))
    split = read_model(tmp_path / "m").card["split"]
    kinds = [{int(name.split(".")[0]) % 3 for name in split[side]} for side in ("training", "calibration")]
    assert not kinds[0] & kinds[1]


def test_one_good_image_is_not_enough(tmp_path):
    (tmp_path / "one").mkdir()
    Image.fromarray(part(0)).save(tmp_path / "one" / "a.png")
    with pytest.raises(CategoryError, match="at least two"):
        finish(small_job(tmp_path / "one", tmp_path / "m"))


def test_a_place_that_cannot_be_written_is_found_out_before_the_work(category, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError):
        next(train(small_job(category, tmp_path / "file" / "m")))


def test_an_existing_model_is_not_replaced(category, model_folder):
    with pytest.raises(ModelError, match="never overwritten"):
        next(train(small_job(category, model_folder)))
