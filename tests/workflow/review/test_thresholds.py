import shutil

import pytest

from inspector.core.errors import SettingError
from inspector.store.models.model_folder import read_model
from inspector.workflow.review.thresholds import change_operating_point

NOTHING = {"review": None, "reject": None, "max_false_reject": None, "max_review": None}


@pytest.fixture
def copy(model_folder, tmp_path):
    return shutil.copytree(model_folder, tmp_path / "copy")


def change(folder, **changes):
    return change_operating_point(folder, **(NOTHING | {"reason": "trial", "user": "ann"} | changes))


def test_a_value_replaces_only_what_it_names(copy):
    old = read_model(copy).operating_point
    change(copy, reject=old.reject + 5)
    now = read_model(copy).operating_point
    assert (now.review, now.reject) == (old.review, old.reject + 5)


def test_a_wish_chooses_by_order_statistics(copy):
    good = sorted(read_model(copy).model.calibration.good_scores.tolist())
    changed = change(copy, max_false_reject=0.7)
    # of 5 scores, the 95 % bound of rank 2 is 0.657 and that of rank 3 is 0.811
    assert changed.new.reject == good[-2]
    assert changed.new.review <= changed.new.reject


def test_every_change_is_kept(copy):
    first = change(copy, reject=100.0)
    second = change(copy, review=50.0, reason="more looks")
    assert second.old == first.new
    assert (second.new.review, second.new.reject) == (50.0, 100.0)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"reject": 1.0, "max_false_reject": 0.1},
        {"review": 1.0, "max_review": 0.1},
        {"reject": 5.0, "reason": "  "},
        {"review": 10.0, "reject": 5.0},
        {"max_false_reject": 2.0},
    ],
)
def test_senseless_changes_are_refused_and_leave_no_record(copy, changes):
    before = read_model(copy).operating_point
    with pytest.raises(SettingError):
        change(copy, **changes)
    assert read_model(copy).operating_point == before
