"""Types of defects in Review: typed once, then given by a digit, proposed, filtered by, and undone."""

import re
import threading

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QDialogButtonBox,
    QInputDialog,
    QLabel,
    QPushButton,
    QTableWidget,
)

from inspector.core.inspection import Inspection
from inspector.core.operating_point import Decision
from inspector.core.regions import Region
from inspector.gui.review.images.region_walk import RegionWalk
from inspector.store.records import current_defect_types, current_reviews
from inspector.workflow.review import type_proposals
from inspector.workflow.review.images import ReviewedImageRun
from tests.gui.controls import type_a_name
from tests.gui.looking import action_of, label_text
from tests.gui.screens.review.looking import filter_of, gallery, order, press, press_anywhere, settled


@pytest.fixture
def defective(review, opened, qtbot):
    """The places of parts with regions, as they are listed; the first one is shown."""
    places = [place for place in order(review) if review.run.decision(place) is Decision.NG]
    assert len(places) >= 3
    review.view.show_place(places[0])
    settled(opened, qtbot)
    return places


def show(review, opened, qtbot, place):
    review.view.show_place(place)
    settled(opened, qtbot)


def types(review):
    return {name: found for name, found in current_defect_types(review.run.path).items() if found}


def test_where_there_is_no_region_no_keys_are_offered(review, defective, opened, qtbot):
    type_a_name(review, qtbot, "scratch", listed=gallery(review))
    good = next(place for place in order(review) if review.run.decision(place) is Decision.OK)
    show(review, opened, qtbot, good)
    assert label_text(review.view, "type-legend") == "Nothing to name here"


def test_a_name_is_typed_once_then_picked_by_a_digit_and_undone_by_its_name(review, defective, opened, qtbot):
    first, second, third = (review.run.names[place] for place in defective[:3])
    decisions = [review.run.decision(place) for place in range(len(review.run))]
    type_a_name(review, qtbot, "scratch", listed=gallery(review))
    assert "1\u00a0scratch" in label_text(review.view, "type-legend")
    show(review, opened, qtbot, defective[1])
    said = []
    opened.session.said.connect(said.append)
    press(review, Qt.Key.Key_1)
    assert said == [f"{review.view.name_of(defective[1])} was named 'scratch'. Press Ctrl+Z to undo."]
    press(review, Qt.Key.Key_1)
    assert len(said) == 1, "it has that type already"
    show(review, opened, qtbot, defective[2])
    type_a_name(review, qtbot, "Dent", listed=gallery(review))
    settled(opened, qtbot)
    assert types(review) == {first: {0: "scratch"}, second: {0: "scratch"}, third: {0: "Dent"}}
    assert "1\u00a0scratch   2\u00a0Dent" in label_text(review.view, "type-legend")
    assert "Dent" in gallery(review).model().index(order(review).index(defective[2]), 0).data(
        Qt.ItemDataRole.AccessibleTextRole
    )
    undo = opened.session.undo
    assert undo.undoText() == "name 'Dent'"
    press_anywhere(opened, Qt.Key.Key_0)
    assert undo.undoText() == "remove the name 'Dent'"
    assert said[-1] == f"The type of {review.view.name_of(defective[2])} was removed. Press Ctrl+Z to undo."
    undo.undo()
    undo.undo()
    settled(opened, qtbot)
    assert types(review) == {first: {0: "scratch"}, second: {0: "scratch"}}
    assert "Dent" not in label_text(review.view, "type-legend")
    assert current_reviews(review.run.path) == {}, "a type is no decision"
    assert [review.run.decision(place) for place in range(len(review.run))] == decisions


@pytest.mark.parametrize("name", ["false-reject-budget", "reject-threshold"])
def test_a_digit_after_a_click_on_the_name_of_a_field_is_for_the_field(review, defective, name, opened, qtbot):
    type_a_name(review, qtbot, "scratch", listed=gallery(review))
    settled(opened, qtbot)
    undone = opened.session.undo.index()
    show(review, opened, qtbot, defective[1])
    gallery(review).setFocus()
    field = review.view.findChild(QAbstractSpinBox, name)
    beside = next(one for one in review.view.findChildren(QLabel) if one.buddy() is field)
    QTest.mouseClick(beside, Qt.MouseButton.LeftButton)
    press_anywhere(review, Qt.Key.Key_1)
    assert opened.session.undo.index() == undone, "no part was named"
    assert field.text().removesuffix(field.suffix()) == "1", "typed over what was there"


def test_a_digit_after_a_click_beside_the_fields_of_the_thresholds_names_nothing(review, defective, opened, qtbot):
    type_a_name(review, qtbot, "scratch", listed=gallery(review))
    settled(opened, qtbot)
    undone = opened.session.undo.index()
    show(review, opened, qtbot, defective[1])
    gallery(review).setFocus()
    panel = review.thresholds
    for beside, field in ((panel.outcome, panel.reject), (panel.proof, panel.budget)):
        QTest.mouseClick(beside, Qt.MouseButton.LeftButton, pos=QPoint(beside.width() - 3, 3))
        press_anywhere(review, Qt.Key.Key_1)
        assert opened.session.undo.index() == undone
        assert field.text().removesuffix(field.suffix()) == "1", "typed over what was there"
    press_anywhere(review, Qt.Key.Key_J)
    assert review.view.place == defective[2], "letters are keys of the screen whatever was clicked last"
    panel.requested.emit(0)
    assert gallery(review).hasFocus(), "a click on a picture beside the line leads to the part, and so do its digits"


def test_a_type_can_be_typed_before_the_part_is_read(review, defective, opened, qtbot, monkeypatch):
    """Its letters would else be keys of the screen, and decide on parts."""
    gate, read = threading.Event(), ReviewedImageRun.read_part

    def slow(run, place):
        gate.wait(10)
        return read(run, place)

    monkeypatch.setattr(ReviewedImageRun, "read_part", slow)
    review.view.show_place(defective[1])
    type_a_name(review, qtbot, "scar", listed=gallery(review))
    gate.set()
    settled(opened, qtbot)
    assert not current_reviews(review.run.path)


def test_a_digit_after_a_click_in_the_histogram_is_for_the_part(review, defective, opened, qtbot):
    type_a_name(review, qtbot, "scratch", listed=gallery(review))
    show(review, opened, qtbot, defective[1])
    panel = review.thresholds
    for place in (QPoint(80, 40), QPoint(panel.histogram.width() - 20, 60)):
        panel.budget.setFocus()
        QTest.mouseClick(panel.histogram.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert gallery(review).hasFocus()
    press_anywhere(review, Qt.Key.Key_1)
    assert review.run.types_at(defective[1])


def test_the_same_type_in_other_letters_is_the_same_and_a_digit_without_a_type_does_nothing(
    review, defective, opened, qtbot
):
    type_a_name(review, qtbot, "scratch", listed=gallery(review))
    press(review, Qt.Key.Key_2, Qt.Key.Key_9)
    show(review, opened, qtbot, defective[1])
    type_a_name(review, qtbot, " SCRATCH", listed=gallery(review))
    settled(opened, qtbot)
    assert review.run.type_names == ["scratch"]
    assert len(types(review)) == 2


def test_a_name_needs_letters(review, defective, qtbot):
    press(review, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: bool(review.findChildren(QInputDialog, "type-name")))
    dialog = review.findChildren(QInputDialog, "type-name")[-1]
    dialog.setTextValue("  ")
    assert not dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert review.run.type_names == []


def test_a_proposal_is_shown_with_how_often_it_is_right_and_taken_by_a_key(
    review, defective, opened, qtbot, monkeypatch
):
    monkeypatch.setattr(type_proposals, "LEAST_NAMED", 2)
    monkeypatch.setattr(type_proposals, "LEAST_RIGHT", 0)
    accept = review.view.findChild(QPushButton, "accept-type")
    for place, name in zip(defective, ("blob", "hole"), strict=False):
        show(review, opened, qtbot, place)
        assert not accept.isVisible()
        type_a_name(review, qtbot, name, listed=gallery(review))
    show(review, opened, qtbot, defective[2])
    qtbot.waitUntil(accept.isVisible)
    assert label_text(review.view, "type-proposal") == "right for 0 of 2", "each was left out, and the other is wrong"
    proposed = accept.text().removeprefix("Y  ").rstrip("?")
    assert proposed in ("blob", "hole")
    press(review, Qt.Key.Key_Y)
    settled(opened, qtbot)
    assert types(review)[review.run.names[defective[2]]] == {0: proposed}
    assert not accept.isVisible()


def test_no_type_is_proposed_where_less_than_half_would_have_been_right(review, defective, opened, qtbot, monkeypatch):
    monkeypatch.setattr(type_proposals, "LEAST_NAMED", 2)
    for place, name in zip(defective, ("blob", "hole"), strict=False):
        show(review, opened, qtbot, place)
        type_a_name(review, qtbot, name, listed=gallery(review))
    show(review, opened, qtbot, defective[2])
    qtbot.waitUntil(lambda: bool(label_text(review.view, "type-proposal")))
    assert label_text(review.view, "type-proposal") == "No type is proposed: right for 0 of 2"
    assert not review.view.findChild(QPushButton, "accept-type").isVisible()
    press(review, Qt.Key.Key_Y)
    settled(opened, qtbot)
    assert review.run.names[defective[2]] not in types(review)


def test_parts_are_listed_by_type_and_the_chart_leads_there(review, defective, opened, qtbot):
    assert not filter_of(review, "type").isVisible()
    type_a_name(review, qtbot, "scratch", listed=gallery(review))
    show(review, opened, qtbot, defective[1])
    press(review, Qt.Key.Key_1)
    show(review, opened, qtbot, defective[2])
    type_a_name(review, qtbot, "dent", listed=gallery(review))
    assert filter_of(review, "type").isVisible()
    action_of(review.view, "Pareto chart of the types …").trigger()
    qtbot.waitUntil(lambda: bool(review.findChildren(QTableWidget, "pareto-types")))
    table = review.findChildren(QTableWidget, "pareto-types")[-1]
    rows = [[table.item(row, column).text() for column in range(5)] for row in range(table.rowCount())]
    percent = "\N{NO-BREAK SPACE}%"
    assert rows == [
        ["scratch", "2", "2", f"66.7{percent}", f"66.7{percent}"],
        ["dent", "1", "1", f"33.3{percent}", f"100{percent}"],
    ]
    header = table.horizontalHeader()
    assert all(header.sectionSize(place) >= header.sectionSizeHint(place) for place in range(1, 5))
    rest = len(defective) - 3
    assert any(f"without a type: {rest}" in one.text() for one in table.window().findChildren(QLabel)) or not rest
    (close,) = table.window().findChildren(QPushButton)
    assert close.text() == "Close"
    table.setCurrentCell(1, 0)
    QTest.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: order(review) == [defective[2]])
    assert filter_of(review, "type").currentText() == "dent"


def test_the_scores_are_shown_by_type(review, defective, opened, qtbot):
    panel = review.thresholds
    box = panel.findChild(QCheckBox, "by-type")
    type_a_name(review, qtbot, "<scratch>", listed=gallery(review))
    assert box.isVisible()
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    assert box.isChecked()
    legends = [one.text() for one in panel.findChildren(QLabel) if "■" in one.text()]
    assert len(legends) == 1
    assert "&lt;scratch&gt;&nbsp;1</span>" in legends[0]
    counted = {name: int(number) for name, number in re.findall(r"&nbsp;([\w,;&<>]+?)&nbsp;(\d+)</span>", legends[0])}
    run = review.run
    bad = sum(bool(label) and label != "good" for label in run.labels)
    assert counted["blob"] == bad - 1, "the others are of the type of their folder"


def test_a_click_chooses_the_smallest_region_that_holds_it(review):
    moved, view = [], review.view.pane.view
    view.show_part(np.zeros((100, 100, 3), np.uint8), keep_view=False)
    walk = RegionWalk(view, lambda: moved.append(walk.region))
    view.clicked.connect(walk.choose)
    large, small = Region(0, 0, 90, 90, 8000, 9.0, 0, 0), Region(60, 60, 20, 20, 400, 5.0, 60, 60)
    walk.show_part(Inspection("a", "", score=2.0, decision=Decision.NG, regions=(large, small), size=(100, 100)))

    def click(x, y, *, to=0):
        at = view.mapFromScene(view.main.mapViewToScene(QPointF(x, y)))
        QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=at + QPoint(to, 0))

    click(70, 70)
    click(20, 20)
    click(95, 95)
    click(70, 70, to=30)
    assert moved == [1, 0], "neither beside all regions nor at the end of a drag"
