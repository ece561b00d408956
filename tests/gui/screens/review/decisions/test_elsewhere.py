"""Decisions and thresholds that others record while a run is open: they are shown, said, and come back by undoing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inspector.core.operating_point import OperatingPoint
from inspector.store.records import ReviewDecision, current_reviews, record_review
from inspector.workflow.review.thresholds import change_operating_point
from tests.gui.looking import label_text
from tests.gui.screens.review.looking import order, press, settled

WAIT_MS = 20_000


@pytest.fixture
def said(opened):
    lines = []
    opened.session.said.connect(lines.append)
    return lines


def decide_elsewhere(run, name, decision, user="anna"):
    return record_review(run, image=name, decision=decision, user=user, reason="by the command line")


def undo(review):
    QTest.keyClick(review.window(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def test_a_decision_made_elsewhere_is_shown_and_said(review, run, said, qtbot):
    place = order(review)[1]
    review.view.show_place(place)
    assert label_text(review.view, "image-decision") == "no decision yet"
    decide_elsewhere(run, review.run.names[place], ReviewDecision.REJECT)
    qtbot.waitUntil(
        lambda: label_text(review.view, "image-decision") == "✖ defective · decided by anna", timeout=WAIT_MS
    )
    name = review.view.name_of(place)
    assert f"{name} was decided elsewhere: defective, by anna." in said
    decide_elsewhere(run, review.run.names[place], None)
    qtbot.waitUntil(lambda: label_text(review.view, "image-decision") == "no decision yet", timeout=WAIT_MS)
    assert said[-1] == f"{name} was changed elsewhere: no decision is in force."


def test_several_decisions_made_elsewhere_are_counted(review, run, said, qtbot):
    for place in order(review)[1:4]:
        decide_elsewhere(run, review.run.names[place], ReviewDecision.UNSURE)
    qtbot.waitUntil(lambda: "3 decisions were made elsewhere and are shown now." in said, timeout=WAIT_MS)
    assert review.run.reviewed() == 3


def test_undoing_restores_what_was_decided_elsewhere_before(review, run, opened, said, qtbot):
    place = order(review)[1]
    name = review.run.names[place]
    review.view.show_place(place)
    decide_elsewhere(run, name, ReviewDecision.REJECT)
    press(review, Qt.Key.Key_A)  # before anybody has seen that
    settled(opened, qtbot)
    part = review.view.name_of(place)
    assert f"anna had decided elsewhere that {part} is defective. Press Ctrl+Z to restore that." in said
    assert current_reviews(run)[name].decision is ReviewDecision.ACCEPT
    undo(review)
    settled(opened, qtbot)
    assert said[-1] == f"Undone: {part} – good", "and no line that asks for another undo"
    restored = current_reviews(run)[name]
    assert (restored.decision, restored.user, restored.reason) == (
        ReviewDecision.REJECT,
        "anna",
        "by the command line",
    )
    assert label_text(review.view, "image-decision") == "✖ defective · decided by anna"


def test_undoing_leaves_alone_what_was_decided_elsewhere_since(review, run, opened, said, qtbot):
    place = order(review)[1]
    name = review.run.names[place]
    review.view.show_place(place)
    press(review, Qt.Key.Key_A)
    settled(opened, qtbot)
    decide_elsewhere(run, name, ReviewDecision.REJECT)
    undo(review)
    settled(opened, qtbot)
    assert current_reviews(run)[name].user == "anna"
    assert current_reviews(run)[name].decision is ReviewDecision.REJECT
    assert f"Not undone: {review.view.name_of(place)} was decided anew elsewhere." in said
    review.view.show_place(place)
    qtbot.waitUntil(
        lambda: label_text(review.view, "image-decision") == "✖ defective · decided by anna", timeout=WAIT_MS
    )


def test_own_decisions_are_not_said_to_be_others(review, opened, said, qtbot):
    press(review, Qt.Key.Key_Home, Qt.Key.Key_J, Qt.Key.Key_R, Qt.Key.Key_U)
    settled(opened, qtbot)
    qtbot.wait(50)
    settled(opened, qtbot)
    assert not [line for line in said if "elsewhere" in line]


def test_thresholds_applied_elsewhere_are_in_force_here_too(review, opened, said, qtbot):
    before = review.run.point
    other = OperatingPoint(review=before.review, reject=before.reject + 1)
    change_operating_point(
        review.model.folder,
        review=other.review,
        reject=other.reject,
        max_false_reject=None,
        max_review=None,
        reason="new lamp",
    )
    qtbot.waitUntil(lambda: review.run.point == other, timeout=WAIT_MS)
    settled(opened, qtbot)
    assert review.thresholds.point == other
    assert [line for line in said if line.startswith("Other thresholds were applied elsewhere.")]
