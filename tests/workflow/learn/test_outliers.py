"""Confirmed parts that score far above the other good ones are not learned unasked."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from PIL import Image

from inspector.cli.commands.people.learn import OutlierChoice
from inspector.core.errors import RunError
from inspector.core.methods import create_method
from inspector.core.operating_point import OperatingPoint
from inspector.data.category import ImageRef
from inspector.store.models.model_folder import StoredModel, read_model
from inspector.store.records import ReviewDecision, record_review
from inspector.workflow.inspect.images import inspect_batch
from inspector.workflow.learn.confirmed_parts import LearnDone
from inspector.workflow.learn.outliers import (
    Outliers,
    RejectChange,
    ScoredPart,
    defects_hidden,
    outliers_among,
    outliers_refused,
)
from inspector.workflow.learn.remarks import outliers_learned
from inspector.workflow.review.thresholds import change_operating_point
from tests.conftest import part, small_job, trained
from tests.workflow.learn.test_confirmed_parts import CPU, learned, run_of


@pytest.fixture(scope="module")
def odd_run(stored: StoredModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of six parts that were confirmed to be good, of which new2.png is nothing of the kind."""
    folder = tmp_path_factory.mktemp("odd")
    images = []
    for number in range(6):
        path = folder / f"new{number}.png"
        picture = Image.fromarray(part(500 + number)) if number != 2 else Image.effect_noise((48, 48), 200)
        picture.convert("RGB").save(path)
        images.append(ImageRef(path, path.name, ""))
    run = folder / "tuesday.h5"
    for _ in inspect_batch(stored, images, output=run, device=CPU, base=folder):
        pass
    for image in images:
        record_review(run, image=image.name, decision=ReviewDecision.ACCEPT, user="anna", reason="")
    return run


def test_an_odd_part_that_was_confirmed_does_not_raise_the_threshold_unasked(
    stored: StoredModel, odd_run: Path, tmp_path: Path, cli: Callable[..., tuple[int, str, str]]
) -> None:
    """Of another product, or defective: the reject threshold would rest on it, and everything would pass."""
    arguments = ("learn", stored.folder, odd_run, "--output", tmp_path / "new")

    code, out, err = cli(*arguments, "--json")

    assert code == 3
    assert not (tmp_path / "new").exists()
    error = json.loads(out)["error"]
    assert error["code"] == "learn.outliers"
    assert error["fields"]["parts"].startswith("new2.png (")
    assert error["fields"]["old"] == f"{stored.operating_point.reject:.4g}"
    assert float(error["fields"]["new"]) > stored.operating_point.reject
    assert "pass --outliers leave-out" in " ".join(err.split())
    with pytest.raises(RunError, match=r"new2\.png .* would pass"):
        learned(stored, odd_run, tmp_path / "new")


def test_an_odd_part_is_left_out_on_request(
    stored: StoredModel, odd_run: Path, tmp_path: Path, cli: Callable[..., tuple[int, str, str]]
) -> None:
    code, out, err = cli(
        "learn", stored.folder, odd_run, "--output", tmp_path / "new", "--outliers", "leave-out", "--json"
    )

    assert code == 0
    done = json.loads(out)
    assert [one["image"] for one in done["left_out"]] == ["new2.png"]
    assert "are left out: new2.png (" in err
    added = [one["image"] for one in read_model(tmp_path / "new").card["confirmed"]["images"]]
    assert added == [f"new{number}.png" for number in (0, 1, 3, 4, 5)]
    scores = read_model(tmp_path / "new").calibration.good_scores
    assert len(scores) == len(stored.calibration.good_scores) + 5
    assert float(scores.max()) < done["left_out"][0]["score"]


def test_an_odd_part_that_is_learned_all_the_same_is_named_with_both_thresholds(
    stored: StoredModel, odd_run: Path, tmp_path: Path, cli: Callable[..., tuple[int, str, str]]
) -> None:
    code, out, _ = cli("learn", stored.folder, odd_run, "--output", tmp_path / "new", "--outliers", "learn")

    assert code == 0
    new, old = read_model(tmp_path / "new"), stored.operating_point
    reject = new.operating_point.reject
    assert f"reject {reject:.4g} (before: review {old.review:.4g}, reject {old.reject:.4g})" in out
    (raised,) = [line for line in out.splitlines() if line.startswith("Raised by")]
    assert f"new2.png (raw score {reject:.4g})" in raised
    (remark,) = [one for one in new.card["remarks"] if one not in stored.card["remarks"]]
    assert f"The reject threshold is {reject:.4g} and was {old.reject:.4g}" in remark
    assert "train again" not in remark
    assert new.card["confirmed"]["thresholds_before"] == {"review": old.review, "reject": old.reject}


def test_thresholds_that_a_person_set_are_not_dropped_without_a_word(stored: StoredModel, tmp_path: Path) -> None:
    folder = shutil.copytree(stored.folder, tmp_path / "old")
    change_operating_point(
        folder, review=0.001, reject=None, max_false_reject=None, max_review=None, reason="watch", user="anna"
    )
    old = read_model(folder)

    done = learned(old, run_of(old, tmp_path, accepted=2), tmp_path / "new")[-1]

    assert isinstance(done, LearnDone)
    (remark,) = done.new_remarks
    assert "that anna set for old (review 0.001, " in remark
    assert ": watch)" in remark


def test_a_single_odd_part_is_not_remembered_unasked(category: Path, untrained_weights: Path, tmp_path: Path) -> None:
    """A memory that knows it lets defects like it pass, whatever the threshold."""
    method = create_method("patchcore", preset="cpu", image_size=(64, 64), search_dimension=16)
    old = read_model(trained(small_job(category, tmp_path / "old", method=method, weights=untrained_weights)).model)
    path = tmp_path / "odd.png"
    Image.effect_noise((48, 48), 200).convert("RGB").save(path)
    list(inspect_batch(old, [ImageRef(path, path.name, "")], output=tmp_path / "run.h5", device=CPU, base=tmp_path))
    record_review(tmp_path / "run.h5", image=path.name, decision=ReviewDecision.ACCEPT, user="anna", reason="")

    with pytest.raises(RunError, match=r"odd\.png"):
        learned(old, tmp_path / "run.h5", tmp_path / "new")


def test_thresholds_that_read_the_same_stay() -> None:
    """Not `would be 4.791 and not 4.791`."""
    parts = [ScoredPart("defect/49.png", 9.77, "defect")]
    same, other = RejectChange(4.79112, 4.79113), RejectChange(4.79, 4.8)
    for refused in (outliers_refused, defects_hidden):
        error = str(refused(parts, same, run="monday"))
        assert "would stay 4.791" in error
        assert "known as good" in error
        assert "defect/49.png (raw score 9.77, labelled defect)" in error
        assert "would be 4.8" in str(refused(parts, other, run="monday"))
    remark = outliers_learned(["49.png"], same, model="old")
    assert "threshold stays 4.791, but parts like these are now known as good" in remark
    assert "threshold is 4.8 and was 4.79." in outliers_learned(["49.png"], other, model="old")


def test_few_scores_tell_an_odd_part_by_its_distance_from_a_typical_one() -> None:
    point = OperatingPoint(review=1.5, reject=2.0)
    known = np.array([0.9, 1.0, 1.1, 2.0])
    assert outliers_among(known, np.array([1.2, 2.4]), point) == []
    assert outliers_among(known, np.array([1.2, 2.5, 9.0]), point) == [2, 1]
    assert outliers_among(np.linspace(1.0, 1.2, 30), np.array([2.3, 2.5]), point) == [1]
    assert outliers_among(np.linspace(0.0, 2.0, 30), np.array([2.6]), point) == []  # as widely as good parts differ


def test_odd_parts_do_not_vouch_for_one_another() -> None:
    point = OperatingPoint(review=1.2, reject=1.2)
    known = np.linspace(1.0, 1.2, 8)
    assert outliers_among(known, np.array([1.1, 4.2, 4.5, 5.6, 5.9]), point) == [4, 3, 2, 1]
    assert outliers_among(known, np.full(60, 3.0), point) == list(range(60))  # a new day: a person decides


@pytest.mark.parametrize("outliers", get_args(Outliers))
def test_the_command_line_has_the_choices_of_the_workflow(outliers: str) -> None:
    assert OutlierChoice(outliers).value == outliers
    assert len(OutlierChoice) == len(get_args(Outliers))
