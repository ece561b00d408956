"""What stands large when a batch has ended: its own outcome, and not the verdict of its last part."""

import pytest

from inspector.core.operating_point import Decision
from inspector.gui.inspect.item_view import ItemPicture, ItemView
from inspector.gui.inspect.outcome import BatchOutcome
from tests.gui.controls import text_of

LAST = ItemPicture(Decision.OK, False, None, "", "z.png · score 0.20")
COUNTS = {Decision.NG: 58, Decision.REVIEW: 2, Decision.OK: 15}


@pytest.fixture
def view(qtbot) -> ItemView:
    """The last part of a batch is OK."""
    view = ItemView(name="Part", empty="", badge_height=100)
    qtbot.addWidget(view)
    view.show()
    view.show_item(LAST)
    return view


def test_the_outcome_takes_the_place_of_the_last_verdict(view):
    view.show_outcome(None)
    assert view.badge.word() == "OK", "while the batch runs"
    assert text_of(view, "batch-outcome") == ""
    view.show_outcome(BatchOutcome(COUNTS, finished=True))
    view.show_item(LAST)  # its picture may be painted after the batch has ended
    assert (view.badge.word(), view.badge.accessibleName()) == ("58 NG", "Batch: 58 NG")
    assert text_of(view, "batch-outcome") == "2 REVIEW · 15 OK · finished"
    assert view.caption.text() == "OK · z.png · score 0.20", "the picture says which verdict is its own"


def test_whoever_looks_at_a_part_sees_its_verdict_and_the_outcome(view):
    view.show_outcome(BatchOutcome(COUNTS, finished=True))
    view.choose(True)
    assert (view.badge.word(), view.caption.text()) == ("OK", "z.png · score 0.20")
    assert text_of(view, "batch-outcome") == "Batch: 58 NG · 2 REVIEW · 15 OK · finished"
    view.show_outcome(None)
    view.show_outcome(BatchOutcome({Decision.NG: 2}, finished=True))
    assert view.badge.word() == "2 NG", "of the next batch"


def test_parts_that_are_ok_so_far_do_not_make_a_stopped_batch_ok(view):
    view.show_outcome(BatchOutcome({Decision.OK: 12}, finished=False))
    assert (view.badge.word(), text_of(view, "batch-outcome")) == ("", "12 OK · stopped")
    view.show_outcome(BatchOutcome({Decision.OK: 12, Decision.REVIEW: 1}, finished=False))
    assert (view.badge.word(), text_of(view, "batch-outcome")) == ("1 REVIEW", "12 OK · stopped")


@pytest.mark.parametrize(
    ("counts", "headline", "rest"),
    [
        ({Decision.OK: 75}, "75 OK", "finished"),
        ({Decision.OK: 3, Decision.REVIEW: 2, None: 1}, "1 ERROR", "2 REVIEW · 3 OK · finished"),
        ({Decision.NG: 1, None: 4}, "1 NG", "4 ERROR · finished"),
        ({Decision.NG: 1, Decision.OK: 0}, "NG", "finished"),
    ],
)
def test_the_headline_is_the_worst_verdict(counts, headline, rest):
    outcome = BatchOutcome(counts, finished=True)
    assert (outcome.headline, outcome.rest()) == (headline, rest)
