"""Decisions on events and thresholds of video, as a person makes them in Review."""

import csv

import pyqtgraph
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QToolButton

from inspector.core.operating_point import Decision, OperatingPoint
from inspector.store.records import ReviewDecision, current_reviews, operating_point_history
from tests.gui.clips import POINT
from tests.gui.looking import action_of, answer, drag, label_text
from tests.gui.screens.clip_review.looking import (
    LEFT,
    outcome,
    press,
    rows,
    says,
    settled,
    shown_index,
    tree,
)


def test_a_person_decides_on_events_with_one_key_each_and_takes_it_back(review, run, qtbot):
    press(review, Qt.Key.Key_R)
    settled(review, qtbot)
    assert says(review, "clip-name") == "01", "on to the next alarm"
    press(review, Qt.Key.Key_A)
    settled(review, qtbot)
    assert {key: one.decision for key, one in current_reviews(run).items()} == {
        "testing/02#22": ReviewDecision.REJECT,
        "testing/01#50": ReviewDecision.ACCEPT,
    }
    assert "reviewed: 2" in says(review, "counted")
    press(review, Qt.Key.Key_N)
    settled(review, qtbot)
    assert says(review, "event-review").startswith("✔ good: false alarm")
    review.session.undo.undo()
    settled(review, qtbot)
    assert set(current_reviews(run)) == {"testing/02#22"}
    assert says(review, "event-review") == "not reviewed"


def test_after_the_last_event_a_decision_says_that_none_is_left(review, qtbot):
    said = []
    review.session.said.connect(said.append)
    last = sum(len(events) for _, events in rows(review))
    for _ in range(last):
        press(review, Qt.Key.Key_R)
        settled(review, qtbot)
    assert said[-1] == "Every listed event is decided."
    assert {len(one) for _, one in rows(review)} == {0, 1, 2}
    assert all(review.run.review_of(place) is not None for place in range(len(review.run.events)))
    press(review, Qt.Key.Key_End, Qt.Key.Key_N)
    assert said[-1] == "No later event in the listed clips."


def test_events_stay_apart_in_the_list_once_they_are_decided(review, qtbot):
    for _ in range(2):
        press(review, Qt.Key.Key_R)
        settled(review, qtbot)
    listed = tree(review)
    name, decided = (listed.columnWidth(column) for column in (0, 1))
    assert decided < name, "the words of a decision leave the event's time its room"


def test_a_threshold_of_video_is_dragged_and_shows_overkill_and_escape(with_model, qtbot, monkeypatch):
    monkeypatch.setitem(pyqtgraph.CONFIG_OPTIONS, "mouseRateLimit", -1)  # or quick moves would be left out
    panel = with_model.thresholds
    assert outcome(with_model) == [[0, 0, 0], [0, 0, 1]], "of 01 and 03 nothing is known"
    for key in (Qt.Key.Key_N, Qt.Key.Key_A, Qt.Key.Key_N, Qt.Key.Key_N, Qt.Key.Key_A):
        press(with_model, key)
        settled(with_model, qtbot)
    assert outcome(with_model) == [[0, 0, 1], [0, 0, 1]], "01 is good, as all its events are false alarms"
    assert label_text(panel, "overkill").startswith("100.0 %")
    histogram = panel.histogram

    def at(value):
        scene = histogram.plotItem.vb.mapViewToScene(QPointF(value, 0.5))
        return QPointF(histogram.mapFromScene(scene))

    drag(histogram.viewport(), at(POINT.reject), at(7.5))
    assert panel.point.reject == pytest.approx(7.5, abs=0.3)
    assert panel.point.review == POINT.review
    assert outcome(with_model) == [[0, 1, 0], [0, 1, 0]]
    assert label_text(panel, "overkill").startswith("0.0 %")
    drag(histogram.viewport(), at(POINT.review), at(7.2))
    assert outcome(with_model) == [[1, 0, 0], [0, 1, 0]], "a frame of 02 is lost, so that it is never OK"
    assert label_text(panel, "escape").startswith("0.0 %")
    assert "4 calibration stretches of good video" in label_text(panel, "threshold-proof")
    assert operating_point_history(with_model.session.workspace.models / "belt") == []


def test_thresholds_of_video_are_applied_and_the_events_found_anew(with_model, qtbot):
    folder = with_model.session.workspace.models / "belt"
    assert [event.decision for event in with_model.run.events] == [Decision.REVIEW, Decision.NG, Decision.NG]
    press(with_model, Qt.Key.Key_R)
    with_model.thresholds.set_point(OperatingPoint(review=4.0, reject=6.5))
    press(with_model, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    answer(qtbot, with_model, "new lamp")
    settled(with_model, qtbot)
    change = operating_point_history(folder)[-1]
    assert (change.old, change.new, change.reason) == (POINT, OperatingPoint(review=4.0, reject=6.5), "new lamp")
    assert rows(with_model) == [("02", ["0:02.2"]), ("01", ["0:05.0"]), ("03", [])]
    assert [event.decision for event in with_model.run.events] == [Decision.REVIEW, Decision.NG]
    assert not with_model.thresholds.changed
    assert "reviewed: 1" in says(with_model, "counted"), "the decision stays with its event"
    with_model.session.undo.undo()
    settled(with_model, qtbot)
    assert operating_point_history(folder)[-1].new == POINT
    assert rows(with_model) == [("02", ["0:02.2"]), ("01", ["0:05.0", "0:01.0"]), ("03", [])]
    with_model.session.undo.undo()
    settled(with_model, qtbot)
    assert current_reviews(with_model.run.path) == {}


def test_a_model_that_is_gone_leaves_nothing_to_apply(review):
    review.thresholds.set_point(OperatingPoint(review=1.0, reject=6.5))
    assert not action_of(review, "Apply thresholds …").isEnabled()
    assert "not in this workspace" in label_text(review.thresholds, "threshold-proof")


def test_a_picture_near_the_threshold_leads_to_its_clip(with_model, qtbot):
    nearest = with_model.thresholds.nearest.findChildren(QToolButton)
    shown = [button for button in nearest if button.isVisible()]
    assert [button.accessibleName() for button in shown] == ["03  1", "01  4.5", "02  7"]
    qtbot.waitUntil(lambda: not shown[1].icon().isNull())
    QTest.mouseClick(shown[1], LEFT)
    settled(with_model, qtbot)
    assert (says(with_model, "clip-name"), shown_index(with_model)) == ("01", 50)


def test_reviews_of_events_are_exported_as_a_table(review, tmp_path, qtbot, monkeypatch):
    press(review, Qt.Key.Key_R)
    settled(review, qtbot)
    press(review, Qt.Key.Key_U)
    target = tmp_path / "reviews.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    press(review, Qt.Key.Key_E, modifier=Qt.KeyboardModifier.ControlModifier)
    settled(review, qtbot)
    with target.open(encoding="utf-8-sig", newline="") as file:
        found = [(row["clip"], row["start_frame"], row["decision"]) for row in csv.DictReader(file)]
    assert found == [("testing/02", "22", "reject"), ("testing/01", "50", "unsure")]


def test_no_key_decides_on_an_event_that_is_about_to_go(review, run, qtbot):
    press(review, Qt.Key.Key_R, Qt.Key.Key_A)
    settled(review, qtbot)
    assert {name: one.decision for name, one in current_reviews(run).items()} == {
        "testing/02#22": ReviewDecision.REJECT
    }
