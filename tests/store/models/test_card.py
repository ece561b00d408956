"""What a model's card says of its records, and cards that are none."""

import errno
import json
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from inspector.core.errors import InspectorError, ModelError, StorageError
from inspector.line.mark import Mark
from inspector.store.listing import list_models
from inspector.store.models.card import FORMAT, card_sha256, format_of, read_card
from inspector.store.models.model_folder import read_model
from inspector.store.records import RECORDS_FILE, OperatingPointChange, operating_point_history
from inspector.store.workspace import Workspace
from inspector.workflow.review.thresholds import change_operating_point
from tests.workflow.train.test_locating import located

__all__ = ["located"]  # the fixture


@pytest.fixture
def copy(model_folder, tmp_path):
    return shutil.copytree(model_folder, tmp_path / "copy")


def change(folder: Path, reject: float) -> OperatingPointChange:
    return change_operating_point(
        folder, review=None, reject=reject, max_false_reject=None, max_review=None, reason="trial", user="ann"
    )


def test_a_change_leaves_the_identity_and_says_how_many_there_are(copy, stored):
    high = stored.operating_point.reject + 1
    change(copy, high)
    change(copy, high + 1)
    again = read_model(copy)
    assert again.operating_point.reject == high + 1
    assert again.identity == stored.identity
    assert again.card["records"]["count"] == 2


@pytest.mark.parametrize(
    "lose",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.with_name("records.sqlite.copy").replace(path),
        lambda path: path.with_name("of another").replace(path),
    ],
    ids=["missing", "empty", "an earlier copy", "of another model"],
)
def test_a_model_without_its_records_is_not_judged_by_the_thresholds_of_its_birth(copy, stored, lose):
    high = stored.operating_point.reject + 1
    change(copy, high)
    shutil.copy(copy / RECORDS_FILE, copy / "records.sqlite.copy")
    change(copy, high + 1)
    other = shutil.copytree(copy, copy.with_name("other"))
    with closing(sqlite3.connect(other / RECORDS_FILE)) as database, database:
        database.execute("DROP TRIGGER operating_points_remain")
        database.execute("DELETE FROM operating_points")
    for reject in (high + 2, high + 3):
        shutil.copy(stored.folder / "model.json", other / "model.json")
        change(other, reject)
    shutil.copy(other / RECORDS_FILE, copy / "of another")
    lose(copy / RECORDS_FILE)
    for use in (lambda: read_model(copy), lambda: change(copy, high + 4)):
        with pytest.raises(ModelError) as refused:
            use()
        assert refused.value.code == "model.records_missing"


def test_a_record_that_the_card_does_not_expect_yet_counts(copy, stored):
    """Power may be cut between the two."""
    high = stored.operating_point.reject + 1
    change(copy, high)
    before = (copy / "model.json").read_bytes()
    change(copy, high + 1)
    (copy / "model.json").write_bytes(before)
    assert read_model(copy).operating_point.reject == high + 1
    change(copy, high + 2)
    assert read_model(copy).card["records"]["count"] == 3


def test_a_disk_that_is_full_leaves_the_model_with_its_old_thresholds(copy, stored, monkeypatch):
    high = stored.operating_point.reject + 1
    change(copy, high)
    before = {path.name: path.read_bytes() for path in copy.iterdir() if path.name != RECORDS_FILE}

    def full(_path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("inspector.store.models.card.sync_file", full)
    with pytest.raises(StorageError) as refused:
        change(copy, high + 1)
    assert refused.value.code == "storage.full"
    assert read_model(copy).operating_point.reject == high
    assert {path.name: path.read_bytes() for path in copy.iterdir() if path.name != RECORDS_FILE} == before
    assert len(operating_point_history(copy)) == 1


def test_a_disk_too_small_for_the_first_record_leaves_the_thresholds_of_birth(copy, stored):
    """SQLite leaves an empty file then; no change was made, so none is expected."""
    (copy / RECORDS_FILE).touch()
    assert read_model(copy).operating_point == stored.operating_point
    assert change(copy, stored.operating_point.reject + 1).old == stored.operating_point


@pytest.mark.parametrize("records", [None, [], {}, {"count": "2", "head": ""}, {"count": 10**30, "head": 1}])
def test_a_count_of_records_that_is_none(copy, records):
    card = json.loads((copy / "model.json").read_text("utf-8"))
    (copy / "model.json").write_text(json.dumps(card | {"records": records}), "utf-8")
    with pytest.raises(ModelError):
        read_model(copy)


def test_a_point_of_birth_that_is_none_is_a_sentence(model_folder):
    from inspector.store.models.card import operating_point_in_force

    for point in ({"review": 2, "reject": 1}, {"review": "a", "reject": None}, [], None):
        with pytest.raises(ModelError):
            operating_point_in_force(model_folder, {"operating_point": point})


@pytest.mark.parametrize(
    "changes",
    [
        {"training": None},
        {"training": {"seed": 0, "steps": 10**300, "seconds": 1, "device": "cpu", "threads": 1}},
        {"threshold_choice": {"images": 3, "expected": "a", "bound_95": float("nan"), "wish": 0.1}},
        {"split": {"training": [], "calibration": []}},
        {"versions": ["inspector"]},
        {"category": {"name": 3, "fingerprint": None}},
        {"category": {"name": "disc", "fingerprint": "", "clips": 3, "frames": 9}},
        {"config": [1]},
        {"config": {"image_size": [32, 32], "msgms_weight": float("inf")}},
        {"depth": None},
        {"judged": {"region_of_interest": [0.9, 0, 0.1, 1], "ignore": [], "share": 0.5}},
        {"confirmed": {"run": "r", "images": []}},
        {"confirmed": {"run": "r", "images": [{"image": "a", "sha256": "", "by": "ann", "at": ""}], "earlier": {}}},
        {"clips": {"frame_rate": None, "stretch": 1, "detector": None, "looks": []}},
        {"calibration": {"alignment": 0.5, "outline": None, "lowest": None}},
        {"calibration": {"alignment": 0.5, "outline": 1e300, "lowest": 0.0}},
        {"operating_point": {"review": 0.5, "reject": 1e300}},
        {"operating_point": {"review": -1e300, "reject": 0.5}},
        {"calibration": {"alignment": 0.5, "outline": 0.0, "lowest": 1.0}},
        {"calibration": {"alignment": 0.5, "outline": 1.0, "lowest": 0.0, "areas": []}},
        {"tiling": {"scale": 1.0, "overlap_px": 8, "stride": 1}},
        {"tiling": {"scale": 1.0, "overlap_px": 32, "stride": 1}, "picture_map": [32, 32]},
        {"tiling": {"scale": 1.0, "overlap_px": 8, "stride": True}, "picture_map": [32, 32]},
        {"picture_map": [32, 32]},
        {"note": float("nan")},
        {"user": "\ud800"},
    ],
    ids=str,
)
def test_values_that_no_card_has_are_found_when_it_is_read(model_folder, tmp_path, changes):
    card = json.loads((model_folder / "model.json").read_text("utf-8")) | changes
    if changes != {"user": "\ud800"}:  # which has no hash
        card["sha256"] = card_sha256(card)
    (tmp_path / "model.json").write_text(json.dumps(card))
    with pytest.raises(ModelError) as refused:
        read_card(tmp_path)
    assert refused.value.code == "model.damaged"


def test_the_list_of_models_says_which_card_is_nonsense(model_folder, tmp_path):
    folder = tmp_path / "models" / "disc"
    folder.mkdir(parents=True)
    card = json.loads((model_folder / "model.json").read_text("utf-8")) | {"user": ["ann"]}
    (folder / "model.json").write_text(json.dumps(card | {"sha256": card_sha256(card)}))
    [entry] = list_models(Workspace(tmp_path))
    assert entry.error is not None
    assert "user: expected text, found" in entry.error


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
@pytest.mark.parametrize("name", ["model.json", "model.safetensors"])
@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero"), os.mkdir])
def test_what_is_no_file_is_refused_at_once(copy, name, make):
    (copy / name).unlink()
    make(copy / name)
    with pytest.raises(ModelError):
        read_model(copy)


def test_a_card_of_a_hundred_thousand_brackets(copy):
    (copy / "model.json").write_text("[" * 100_000)
    with pytest.raises(InspectorError):
        read_model(copy)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no fork")
def test_thresholds_changed_by_two_at_once_are_both_recorded(copy, stored):
    high = stored.operating_point.reject + 1
    children = []
    for place in range(2):
        child = os.fork()
        if child == 0:
            try:
                for step in range(5):
                    change(copy, high + 10 * place + step)
                os._exit(0)
            finally:
                os._exit(1)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0]
    assert len(operating_point_history(copy)) == 10
    read_model(copy)


def test_earlier_programs_refuse_a_model_that_turns_parts_by_a_mark(located):
    model = located[0].model
    assert format_of(model) == FORMAT - 1
    assert format_of(replace(model, locator=None)) == FORMAT - 2
    marked = replace(model.locator, mark=Mark(model.locator.reference, 0j, 0.5))
    assert format_of(replace(model, locator=marked)) == FORMAT
