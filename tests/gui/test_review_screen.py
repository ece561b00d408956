"""Review, driven as a person drives it: keys, clicks, and what then stands in the files."""

import shutil

import numpy as np
import pyqtgraph
import pytest
import torch
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit

from inspector.core.operating_point import Decision, OperatingPoint
from inspector.data.category import ImageRef, scan_category
from inspector.store.models.model_folder import read_model
from inspector.store.records import ReviewDecision, current_reviews, operating_point_history, review_history
from inspector.workflow.inspect.images import inspect_batch


@pytest.fixture
def run(opened, model_folder, category):
    """The test images of the small category, and one that cannot be read, inspected by a model of the workspace."""
    workspace = opened.session.workspace
    folder = workspace.models / "disc"
    shutil.copytree(model_folder, folder)
    broken = category.parent / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    images = (*scan_category(category).test, ImageRef(broken, str(broken), ""))
    path = workspace.runs / "disc-test.h5"
    list(inspect_batch(read_model(folder), images, output=path, device=torch.device("cpu"), base=category))
    opened.session.models_changed.emit()
    opened.session.runs_changed.emit()
    return path


@pytest.fixture
def review(opened, run, qtbot):
    opened.activateWindow()
    opened.session.open_run(run)
    screen = opened.screens["review"]
    qtbot.waitUntil(lambda: screen.run is not None)
    assert screen.list.gallery.hasFocus(), "keys work without a click"
    return screen


def press(screen, *keys):
    for key in keys:
        QTest.keyClick(screen.list.gallery, key)


def names(screen):
    return [screen.run.names[place] for place in screen.list.order]


def answer(qtbot, screen, text):
    """Type into the dialog that is open, and confirm."""
    qtbot.waitUntil(lambda: bool(screen.findChildren(QInputDialog)))
    dialog = screen.findChildren(QInputDialog)[-1]
    field = dialog.findChild(QLineEdit)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_what_cannot_be_judged_comes_first_and_then_the_worst(review):
    scores = [review.run.scores[place] for place in review.list.order]
    assert scores[0] != scores[0]
    assert scores[1:] == sorted(scores[1:], reverse=True)
    assert review.part._badge.word() == "ERROR"
    assert "broken.png" in review.part._facts.text()


def test_a_person_decides_with_one_key_a_part_and_takes_it_back(review, run):
    press(review, Qt.Key.Key_J)
    first, second = review.list.order[1], review.list.order[2]
    press(review, Qt.Key.Key_R, Qt.Key.Key_U)
    assert review.place == review.list.order[3]
    reviews = current_reviews(run)
    assert reviews[review.run.names[first]].decision is ReviewDecision.REJECT
    assert reviews[review.run.names[second]].decision is ReviewDecision.UNSURE
    QTest.keyClick(review.window(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert set(current_reviews(run)) == {review.run.names[first]}
    assert [review.decision for review in review_history(run)] == [
        ReviewDecision.REJECT,
        ReviewDecision.UNSURE,
        None,
    ]


def test_parts_not_reviewed_yet_vanish_as_they_are_reviewed(review, qtbot):
    review.list.by_state.setFocus()
    qtbot.keyClicks(review.list.by_state, "no")
    before = names(review)
    press(review, Qt.Key.Key_A)
    assert names(review) == before[1:]
    assert review.run.names[review.place] == before[1]


def test_filters_by_label_and_verdict(review, qtbot):
    review.list.by_label.setFocus()
    qtbot.keyClicks(review.list.by_label, "bl")
    assert names(review)
    assert all(name.startswith("test/blob/") for name in names(review))
    qtbot.keyClicks(review.list.by_decision, "co")
    assert names(review) == []
    assert review.part._name.text() == "No part passes the filters."


def test_the_keyboard_walks_and_shows(review, qtbot):
    press(review, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_K)
    assert review.list.row() == 1
    view = review.part._view
    qtbot.waitUntil(lambda: view._heat.image is not None)
    assert view._heat.opacity() == pytest.approx(0.8)
    press(review, Qt.Key.Key_BracketLeft)
    assert view._heat.opacity() == pytest.approx(0.7)
    shown = view._heat.image
    press(review, Qt.Key.Key_Space)
    assert view._heat.opacity() == 0
    press(review, Qt.Key.Key_Space, Qt.Key.Key_BracketRight)
    assert view._heat.opacity() == pytest.approx(0.8)
    assert view._heat.image is shown, "a slider computes no map again"


def test_why_shows_what_the_method_saw_at_each_region_size(review, qtbot):
    press(review, Qt.Key.Key_J, Qt.Key.Key_W)
    qtbot.waitUntil(lambda: review.part._why.explanation is not None, timeout=20_000)
    assert {"map k=4", "map k=8"} <= set(review.part._why.explanation.maps)
    press(review, Qt.Key.Key_S)
    assert review.part._view._beside[0].picture.image is not None


def drag(widget, start, end):
    """Press, move and release the left button, as a hand does."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    kinds = QEvent.Type
    places = [start + (end - start) * share for share in (0, 0.3, 0.6, 1)]
    steps = [(kinds.MouseMove, places[0], none, none), (kinds.MouseButtonPress, places[0], left, left)]
    steps += [(kinds.MouseMove, place, none, left) for place in places[1:]]
    steps += [(kinds.MouseButtonRelease, places[-1], left, none)]
    for kind, place, button, buttons in steps:
        where = QPointF(place)
        globally = widget.mapToGlobal(where)
        QApplication.sendEvent(
            widget, QMouseEvent(kind, where, globally, button, buttons, Qt.KeyboardModifier.NoModifier)
        )
        QApplication.processEvents()


def test_dragging_a_threshold_shows_what_it_does_and_changes_nothing(review, run, opened, monkeypatch):
    monkeypatch.setitem(pyqtgraph.CONFIG_OPTIONS, "mouseRateLimit", -1)  # or quick moves would be left out
    panel, histogram = review.thresholds, review.thresholds.histogram
    labelled = review.run.labelled_scores()
    known, defective = labelled.known, labelled.defective
    scores = review.run.scores[known]
    panel.set_point(OperatingPoint(review=scores.min() - 1, reject=scores.min()))
    before = panel.point

    def at(value):
        scene = histogram.plotItem.vb.mapViewToScene(QPointF(value, 0.5))
        return QPointF(histogram.mapFromScene(scene))

    drag(histogram.viewport(), at(before.reject), at(scores.max()))
    assert panel.point.reject == pytest.approx(scores.max(), abs=0.05 * np.ptp(scores))
    assert panel.point.review == before.review
    ng = scores > panel.point.reject
    assert panel._cells[1, 3].text() == str(sum(ng & ~defective[known]))
    assert panel._cells[2, 3].text() == str(sum(ng & defective[known]))
    assert panel.changed
    middle = (scores.min() + scores.max()) / 2
    panel.set_point(OperatingPoint(review=middle, reject=scores.max()))
    drag(histogram.viewport(), at(scores.max()), at(scores.min()))
    assert panel.point.review == panel.point.reject < middle, "one line pushes the other"
    assert operating_point_history(opened.session.workspace.models / "disc") == []


def test_a_wish_sets_the_threshold_that_proves_most_and_says_what_is_missing(review):
    panel = review.thresholds
    panel.set_point(OperatingPoint(review=0, reject=0))
    panel.wish.setFocus()
    panel.wish.selectAll()
    QTest.keyClicks(panel.wish, "2")
    QTest.keyClick(panel.wish, Qt.Key.Key_Return)
    good = review.stored.model.calibration.good_scores
    assert panel.point.reject == good.max().item(), "exactly the largest good score, not what the field rounds it to"
    assert f"{len(good)} good images" in panel._proof.text()
    wanted = 149 - len(good)  # (1 − 0.02)^149 < 0.05
    assert f"add {5 * wanted} good images to the category" in panel._proof.text()


def test_a_review_threshold_typed_too_high_stops_at_the_reject_threshold(review):
    panel = review.thresholds
    panel.set_point(OperatingPoint(review=0.1, reject=0.2))
    panel.review.setFocus()
    panel.review.selectAll()
    QTest.keyClicks(panel.review, panel.review.locale().toString(5.0))
    QTest.keyClick(panel.review, Qt.Key.Key_Return)
    assert panel.point.review <= panel.point.reject == 0.2
    panel.set_point(OperatingPoint(review=0.2, reject=0.2))
    assert "no part goes to REVIEW" in panel._proof.text()


def test_thresholds_are_applied_with_a_reason_recorded_and_taken_back(review, opened, qtbot):
    folder = opened.session.workspace.models / "disc"
    before = review.run.point
    panel = review.thresholds
    worst_defect = max(score for score in review.run.scores if score == score)
    panel.set_point(OperatingPoint(review=worst_defect + 1, reject=worst_defect + 2))
    review.apply_thresholds()
    answer(qtbot, review, "  ")
    assert review.findChildren(QInputDialog)[-1].isVisible(), "it waits for a reason"
    assert operating_point_history(folder) == []
    answer(qtbot, review, "new lamp")
    qtbot.waitUntil(lambda: len(operating_point_history(folder)) == 1)
    change = operating_point_history(folder)[-1]
    assert change.reason == "new lamp"
    assert change.new == panel.point
    assert review.run.decision(review.list.order[1]) is Decision.OK
    assert not panel.changed
    QTest.keyClick(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert operating_point_history(folder)[-1].new == before
    assert "new lamp" in operating_point_history(folder)[-1].reason
    assert review.run.point == before


def test_a_person_without_labels_makes_the_figures_by_reviewing(opened, run, category, qtbot):
    workspace = opened.session.workspace
    images = [ImageRef(image.path, str(image.path), "") for image in scan_category(category).test]
    path = workspace.runs / "monday.h5"
    list(inspect_batch(read_model(workspace.models / "disc"), images, output=path, device=torch.device("cpu")))
    opened.session.open_run(path)
    screen = opened.screens["review"]
    qtbot.waitUntil(lambda: screen.run is not None and screen.run.path == path)
    assert screen.thresholds._overkill.text() == "no good part is known"
    screen.list.gallery.setFocus()
    screen.list.go(len(screen.list.order) - 1)
    press(screen, Qt.Key.Key_A)
    assert sum(int(screen.thresholds._cells[1, column].text()) for column in (1, 2, 3)) == 1
    assert "%" in screen.thresholds._overkill.text()


def test_a_run_whose_model_is_gone_can_be_reviewed_but_not_changed(opened, run, qtbot):
    shutil.rmtree(opened.session.workspace.models / "disc")
    opened.session.open_run(run)
    screen = opened.screens["review"]
    qtbot.waitUntil(lambda: screen.run is not None)
    screen.list.gallery.setFocus()
    press(screen, Qt.Key.Key_J, Qt.Key.Key_R)
    assert len(current_reviews(run)) == 1
    assert "not in this workspace" in screen.thresholds._proof.text()
    screen.thresholds.set_point(OperatingPoint(review=0, reject=1))
    assert not screen._can_apply()


def test_a_damaged_run_is_told_and_the_screen_stays(opened, run, qtbot):
    damaged = run.with_name("damaged.h5")
    damaged.write_bytes(b"nothing")
    with qtbot.waitSignal(opened.session.failed) as told:
        opened.session.open_run(damaged)
    assert "damaged.h5" in told.args[0].message
    assert told.args[0].expected
