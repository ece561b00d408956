"""Good parts that people confirmed in a run become part of a model."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

from inspector.core.errors import InUseError, RunError, StorageError
from inspector.core.images.variation import Variation
from inspector.core.methods import create_method
from inspector.data.category import ImageRef
from inspector.data.images.reading import read_image
from inspector.store.models.card import is_crossed
from inspector.store.models.model_folder import StoredModel, file_sha256, read_model, write_model
from inspector.store.owner import Claim
from inspector.store.records import ReviewDecision, record_review
from inspector.store.runs.image_run import ImageRun
from inspector.workflow.inspect.images import inspect_batch
from inspector.workflow.learn import learned_model
from inspector.workflow.learn.confirmed_parts import LearnDone, LearnJob, learn_confirmed
from inspector.workflow.progress import Waiting, Warned
from inspector.workflow.train import output as train_output
from inspector.workflow.train.learning import TrainDone
from tests.conftest import part, small_job, trained
from tests.core.stages.test_locate import bracket
from tests.workflow.train.test_locating import located, write

__all__ = ["located"]  # the fixture

CPU = torch.device("cpu")


def run_of(
    stored: StoredModel, folder: Path, *, accepted: int, others: int = 2, first: int = 500, label: str = ""
) -> Path:
    """A run of good parts that the model does not know, of which the first are confirmed to be good."""
    folder.mkdir(exist_ok=True)
    images = []
    for number in range(accepted + others):
        path = folder / f"new{number}.png"
        Image.fromarray(part(first + number)).save(path)
        images.append(ImageRef(path, path.name, label))
    run = folder / "monday.h5"
    for _ in inspect_batch(stored, images, output=run, device=CPU, base=folder):
        pass
    for image in images[:accepted]:
        record_review(run, image=image.name, decision=ReviewDecision.ACCEPT, user="anna", reason="")
    record_review(run, image=images[-1].name, decision=ReviewDecision.REJECT, user="anna", reason="dent")
    return run


def learned(stored: StoredModel, run: Path, output: Path) -> list[object]:
    job = LearnJob(stored=stored, run=run, output=output, seed=0, device=CPU, max_false_reject=0.05, max_review=0.1)
    return list(learn_confirmed(job))


def test_a_trained_model_is_calibrated_on_what_was_confirmed_too(stored: StoredModel, tmp_path: Path) -> None:
    before = file_sha256(stored.folder / "model.safetensors")
    run = run_of(stored, tmp_path, accepted=3)

    *updates, done = learned(stored, run, tmp_path / "new")

    new = read_model(tmp_path / "new")
    with ImageRun(run) as opened:
        scores = torch.tensor(opened.table().scores[:3])
    count = len(stored.calibration.good_scores)
    assert torch.equal(new.calibration.good_scores[:count], stored.calibration.good_scores)
    torch.testing.assert_close(new.calibration.good_scores[count:].double(), scores)
    assert isinstance(done, TrainDone)
    assert done.calibrated_on == count + 3
    weights, old = new.model.network.state_dict(), stored.model.network.state_dict()
    assert all(torch.equal(value, old[name]) for name, value in weights.items())
    assert file_sha256(stored.folder / "model.safetensors") == before
    (warning,) = [one.message for one in updates if isinstance(one, Warned)]
    assert "4 of the 5 images of monday.h5 were reviewed" in warning


def test_the_record_says_what_was_added_from_where_and_by_whom(stored: StoredModel, tmp_path: Path) -> None:
    run = run_of(stored, tmp_path, accepted=2)
    learned(stored, run, tmp_path / "new")

    card = read_model(tmp_path / "new").card
    assert card["extends"] == {"model": stored.identity, "folder": stored.folder.name}
    assert card["confirmed"]["run"] == "monday.h5"
    for number, one in enumerate(card["confirmed"]["images"]):
        assert (one["image"], one["by"]) == (f"new{number}.png", "anna")
        assert one["sha256"] == file_sha256(tmp_path / one["image"])
    assert card["split"]["calibration"][-2:] == ["new0.png", "new1.png"]


def test_confirmed_parts_that_lie_among_the_defective_ones_are_named(stored: StoredModel, tmp_path: Path) -> None:
    for label, names in (("dent", "new0.png, new1.png"), ("good", ""), ("", "")):
        run = run_of(stored, tmp_path / f"of {label}", accepted=2, label=label)
        warned = [one.message for one in learned(stored, run, tmp_path / f"as {label}") if isinstance(one, Warned)]
        contradicting = [text for text in warned if "among the defective ones" in text]
        assert len(contradicting) == bool(names)
        assert all(f"{names}. If one shows a defect, defects like it will pass" in text for text in contradicting)


def test_two_processes_do_not_learn_into_one_model(stored: StoredModel, tmp_path: Path) -> None:
    run = run_of(stored, tmp_path, accepted=1, others=1)
    with Claim(tmp_path / "new", user="bert"), pytest.raises(InUseError, match="bert"):
        learned(stored, run, tmp_path / "new")
    learned(stored, run, tmp_path / "new")


def test_on_a_full_disk_learning_waits_for_room(
    stored: StoredModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = iter([True])

    def write(folder: Path, *arguments: Any, **options: Any) -> None:
        if next(full, False):
            raise StorageError("{file} cannot be written: the disk is full.", code="storage.full", file=str(folder))
        write_model(folder, *arguments, **options)

    monkeypatch.setattr(learned_model, "write_model", write)
    monkeypatch.setattr(train_output, "WAIT_S", 0.01)
    updates = learned(stored, run_of(stored, tmp_path, accepted=1, others=1), tmp_path / "new")
    assert [str(one.reason).partition(":")[0] for one in updates if isinstance(one, Waiting)] == [
        f"{tmp_path} is full. The training waits until 2 MB are free there."
    ]
    assert read_model(tmp_path / "new").card["confirmed"]["images"]


def test_what_the_model_knows_is_not_learned_twice(stored: StoredModel, tmp_path: Path) -> None:
    run = run_of(stored, tmp_path, accepted=1)
    learned(stored, run, tmp_path / "new")

    with pytest.raises(RunError, match="does not know yet"):
        learned(read_model(tmp_path / "new"), run, tmp_path / "again")


def test_without_a_confirmed_part_there_is_nothing_to_learn(stored: StoredModel, tmp_path: Path) -> None:
    with pytest.raises(RunError, match="holds no image that a person confirmed to be good"):
        learned(stored, run_of(stored, tmp_path, accepted=0), tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_memory_is_calibrated_by_memories_of_the_others(
    category: Path, untrained_weights: Path, tmp_path: Path
) -> None:
    method = create_method("patchcore", preset="cpu", image_size=(64, 64), search_dimension=16)
    still = Variation(gain=0, offset=0)  # a part in other light than it was learned in is no nearer than a new one
    trained(small_job(category, tmp_path / "old", method=method, weights=untrained_weights, variation=still))
    old = read_model(tmp_path / "old")
    run = run_of(old, tmp_path, accepted=5, others=1)

    learned(old, run, tmp_path / "new")

    new = read_model(tmp_path / "new")
    sides = [set(new.card["split"][side]) - set(old.card["split"][side]) for side in ("training", "calibration")]
    assert [len(side) for side in sides] == [5, 5]
    assert int(new.model.network.seen) == int(old.model.network.seen) * (1 + 5 / len(old.card["split"]["training"]))
    assert is_crossed(new.card)
    before = len(old.calibration.good_scores)
    assert torch.equal(new.calibration.good_scores[:before], old.calibration.good_scores)
    added = new.calibration.good_scores[before:]
    framing = new.model.framing
    pictures = [read_image(tmp_path / f"new{number}.png") for number in range(5)]
    by_itself = [new.model.judge_framed(framing.frame(picture)).scores for picture in pictures]
    assert len(added) == 5
    assert (added > torch.cat(by_itself)).all()  # what is remembered is nearer than it is to new parts


def test_what_the_training_set_aside_stays_aside(stored: StoredModel, tmp_path: Path) -> None:
    """A good image that is unlike all others would set the threshold as soon as anything is learned."""
    known = stored.calibration.good_scores
    odd = replace(stored.calibration, good_scores=torch.cat([known, 9 * known.max()[None]]))
    split = stored.card["split"] | {"calibrate": "cross"}
    model = replace(stored, model=replace(stored.model, calibration=odd), card=stored.card | {"split": split})
    assert model.operating_point.reject < odd.good_scores.max()

    learned(model, run_of(stored, tmp_path, accepted=3), tmp_path / "new")

    new = read_model(tmp_path / "new")
    assert len(new.calibration.good_scores) == len(known) + 4
    assert new.operating_point.reject < odd.good_scores.max()
    choice = new.card["threshold_choice"]
    assert choice["rank"] == 2  # it counts as rejected
    assert choice["threshold"] == new.calibration.good_scores.sort(descending=True).values[1]


def test_the_command_says_what_became_of_them(
    stored: StoredModel, tmp_path: Path, cli: Callable[..., tuple[int, str, str]]
) -> None:
    run = run_of(stored, tmp_path, accepted=2)

    code, out, err = cli("learn", stored.folder, run, "--output", tmp_path / "new")

    assert code == 0
    assert "2 new images: 0 learned, 2 to calibrate" in out
    said = " ".join(out.split())
    assert "only the confirmed parts count, 2 parts: about 33 % are expected to be rejected" in said
    assert "were reviewed" in err
    assert read_model(tmp_path / "new").card["confirmed"]["run"] == "monday.h5"


def test_old_good_images_do_not_promise_anything_of_another_day(stored: StoredModel, tmp_path: Path) -> None:
    known = torch.zeros(998)  # of a day on which parts looked another way
    old = replace(stored.calibration, good_scores=known + stored.calibration.good_scores.min())
    model = replace(stored, model=replace(stored.model, calibration=old))

    done = learned(model, run_of(stored, tmp_path, accepted=9), tmp_path / "new")[-1]

    assert isinstance(done, LearnDone)
    assert done.reject.bound_95 <= 0.05
    assert done.alone is not None
    assert done.alone.parts == 9
    assert done.alone.expected > 0.5


def test_an_image_that_was_replaced_since_is_not_what_was_confirmed(stored: StoredModel, tmp_path: Path) -> None:
    run = run_of(stored, tmp_path, accepted=3)
    Image.fromarray(part(900, defect=True)).save(tmp_path / "new1.png")  # the next day's part of that name

    updates = learned(stored, run, tmp_path / "new")

    assert any(
        "new1.png has another size or time of change" in one.message for one in updates if isinstance(one, Warned)
    )
    added = read_model(tmp_path / "new").card["confirmed"]["images"]
    assert [one["image"] for one in added] == ["new0.png", "new2.png"]
    for number in (0, 2):
        Image.fromarray(part(900, defect=True)).save(tmp_path / f"new{number}.png")
    with pytest.raises(RunError, match="another size or time of change"):
        learned(stored, run, tmp_path / "none")


def test_a_run_of_another_model_is_named(stored: StoredModel, tmp_path: Path) -> None:
    run = run_of(stored, tmp_path, accepted=2)
    learned(stored, run, tmp_path / "new")
    again = run_of(read_model(tmp_path / "new"), tmp_path / "more", accepted=1, first=600)

    for model, expected in ((read_model(tmp_path / "new"), 0), (stored, 1)):
        updates = learned(model, again, tmp_path / f"again{expected}")
        assert (
            sum("made with another model, new:" in one.message for one in updates if isinstance(one, Warned))
            == expected
        )


def test_a_run_of_a_model_of_other_parts_is_refused(
    stored: StoredModel, tmp_path: Path, cli: Callable[..., tuple[int, str, str]]
) -> None:
    """What people confirmed of another product would pass from then on."""
    root = tmp_path / "other"
    for number in range(12):
        path = root / "train" / "good" / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(part(700 + number)).save(path)
    other = read_model(trained(small_job(root, tmp_path / "models" / "other", steps=2)).model)
    run = run_of(other, tmp_path / "run", accepted=2)
    arguments = ("learn", stored.folder, run, "--output", tmp_path / "new")

    code, _, err = cli(*arguments)

    assert code == 3
    said = " ".join(err.split())
    assert "was made with another model, other, which shares no good image with" in said
    assert "pass --other-model" in said
    assert not (tmp_path / "new").exists()
    (other.folder / "model.json").unlink()  # nobody knows then what it learned
    assert cli(*arguments)[0] == 3
    assert cli(*arguments, "--other-model")[0] == 0
    assert len(read_model(tmp_path / "new").card["confirmed"]["images"]) == 2


def test_a_run_of_another_training_of_the_same_category_is_learned(
    stored: StoredModel, category: Path, tmp_path: Path
) -> None:
    other = read_model(trained(small_job(category, tmp_path / "other", steps=2, seed=1)).model)
    run = run_of(other, tmp_path / "run", accepted=2)

    updates = learned(stored, run, tmp_path / "new")

    assert any("made with another model, other:" in one.message for one in updates if isinstance(one, Warned))


def test_a_part_that_is_not_found_is_not_learned(located: tuple[StoredModel, list[str]], tmp_path: Path) -> None:
    stored, _ = located
    images = [write(tmp_path / "part.png", bracket(degrees=20.0)), write(tmp_path / "cut.png", bracket(at=(8.0, 48.0)))]
    run = tmp_path / "run.h5"
    list(inspect_batch(stored, images, output=run, device=CPU, base=tmp_path))
    for image in images:
        record_review(run, image=image.name, decision=ReviewDecision.ACCEPT, user="anna", reason="")

    updates = learned(stored, run, tmp_path / "new")

    assert any("cut.png: the part is not found in it" in one.message for one in updates if isinstance(one, Warned))
    assert [one["image"] for one in read_model(tmp_path / "new").card["confirmed"]["images"]] == ["part.png"]


def test_info_lists_what_was_learned_from_which_run(
    stored: StoredModel, tmp_path: Path, cli: Callable[..., tuple[int, str, str]]
) -> None:
    learned(stored, run_of(stored, tmp_path, accepted=2), tmp_path / "new")
    again = run_of(read_model(tmp_path / "new"), tmp_path / "more", accepted=1, first=600)
    learned(read_model(tmp_path / "new"), again, tmp_path / "newer")

    out = cli("info", tmp_path / "newer")[1]

    today = read_model(tmp_path / "newer").card["created"][:10]
    first, second = out[out.index("Learned ") :].splitlines()[:2]
    assert f"2 good parts of monday.h5, confirmed by anna on {today}: new0.png, new1.png" in first
    assert first.endswith(f"before, parts were rejected above {stored.operating_point.reject:.6g}")
    assert f"1 good part of monday.h5, confirmed by anna on {today}: new0.png" in second
    assert "Learned " not in cli("info", stored.folder)[1]
