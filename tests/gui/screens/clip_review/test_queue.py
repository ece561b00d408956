"""Many events decided one after the other: what is listed, what remains, and where the keys go meanwhile."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QTabBar

from inspector.store.records import ReviewDecision, current_reviews
from tests.gui.clips import write_clips, write_run
from tests.gui.screens.clip_review.looking import LEFT, press, reviewed, rows, says, settled, shown_index, tree


@pytest.fixture
def queue(screen, tmp_path, qtbot):
    """A run of clips of which nobody knows anything, under review."""
    root = write_clips(tmp_path / "belt")
    (root / "frame_labels.csv").unlink()
    return reviewed(screen, write_run(root, screen.session.workspace.runs / "evening.clips"), qtbot)


def choose(screen, qtbot, name, word):
    combo = screen.view.findChild(QComboBox, name)
    QTest.keyClick(combo, Qt.Key.Key_Home)
    for _ in range(combo.findText(word)):
        QTest.keyClick(combo, Qt.Key.Key_Down)
    assert combo.currentText() == word
    settled(screen, qtbot)


def test_decided_events_leave_the_list_of_a_batch_without_labels(queue, qtbot):
    assert rows(queue) == [("02", ["0:02.2"]), ("01", ["0:05.0", "0:01.0"]), ("03", [])]
    assert says(queue, "counted") == "Events: 3 of 3, reviewed: 0. Clips: 3 of 3"
    press(queue, Qt.Key.Key_R)
    settled(queue, qtbot)
    assert rows(queue) == [("01", ["0:05.0", "0:01.0"]), ("03", [])]
    assert (says(queue, "clip-name"), shown_index(queue)) == ("01", 50), "what followed it is shown"
    assert says(queue, "counted").startswith("2 left · Events: 2 of 3, reviewed: 1.")
    press(queue, Qt.Key.Key_A)
    settled(queue, qtbot)
    assert (says(queue, "clip-name"), shown_index(queue)) == ("01", 14), "no event is skipped"
    said = []
    queue.session.said.connect(said.append)
    press(queue, Qt.Key.Key_U)
    settled(queue, qtbot)
    assert rows(queue) == [("03", [])], "on a clip without an event nobody decides"
    assert said == ["Every listed event is decided."]
    assert {name: one.decision for name, one in current_reviews(queue.run.path).items()} == {
        "testing/02#22": ReviewDecision.REJECT,
        "testing/01#50": ReviewDecision.ACCEPT,
        "testing/01#10": ReviewDecision.UNSURE,
    }
    queue.session.undo.undo()
    settled(queue, qtbot)
    assert rows(queue) == [("01", ["0:01.0"]), ("03", [])]
    assert (says(queue, "event-review"), shown_index(queue)) == ("not reviewed", 14)
    assert tree(queue).currentItem().text(0).startswith("0:01.0")


def test_the_events_of_one_decision_are_listed_and_none_gives_way_to_a_sentence(queue, qtbot):
    press(queue, Qt.Key.Key_R)
    settled(queue, qtbot)
    choose(queue, qtbot, "filter-review", "defective")
    assert rows(queue) == [("02", ["0:02.2"])]
    assert (says(queue, "clip-name"), says(queue, "event-review")[:1]) == ("02", "✖")
    choose(queue, qtbot, "filter-review", "unsure")
    assert rows(queue) == []
    assert (says(queue, "clip-about"), says(queue, "clip-name")) == ("Nothing matches the filters.", "")
    press(queue, Qt.Key.Key_A)
    assert len(current_reviews(queue.run.path)) == 1, "no key decides on what is not shown"
    queue.session.undo.undo()  # which shows the event, whatever is chosen
    settled(queue, qtbot)
    assert (says(queue, "clip-name"), says(queue, "event-review")) == ("02", "not reviewed")
    assert len(rows(queue)) == 3


def test_a_labelled_run_lists_every_event_decided_or_not(review, qtbot):
    press(review, Qt.Key.Key_R)
    settled(review, qtbot)
    assert [len(events) for _, events in rows(review)] == [1, 2, 0]
    assert says(review, "counted").startswith("2 left · ")


def test_the_frame_that_is_looked_at_stays_when_the_list_is_filtered(review, qtbot):
    press(review, Qt.Key.Key_Left, Qt.Key.Key_Left)
    settled(review, qtbot)
    before = shown_index(review)
    QTest.keyClicks(review.view.findChild(QLineEdit, "filter-name"), "02")
    settled(review, qtbot)
    assert (says(review, "clip-name"), shown_index(review)) == ("02", before)


def test_turning_to_another_page_by_mouse_lets_no_key_press_a_button(with_model, qtbot):
    tabs = with_model.view.findChild(QTabBar)
    with_model.thresholds.reject.setFocus()
    QTest.mouseClick(tabs, LEFT, pos=tabs.tabRect(0).center())
    assert QApplication.focusWidget() is tree(with_model)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    settled(with_model, qtbot)
    assert current_reviews(with_model.run.path) == {}


def test_the_times_of_events_are_read_in_a_narrow_list(with_model, qtbot):
    with_model.resize(900, 600)
    press(with_model, Qt.Key.Key_R, Qt.Key.Key_N)
    settled(with_model, qtbot)
    listed = tree(with_model)
    event = listed.topLevelItem(0).child(0)
    text = listed.fontMetrics().horizontalAdvance(event.text(0))
    assert text + listed.iconSize().width() < listed.visualItemRect(event).width()
