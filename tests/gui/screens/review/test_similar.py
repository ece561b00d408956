"""Similar parts: found from the keyboard, decided on together, and taken back in one step."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget

from inspector.core.operating_point import Decision
from inspector.store.records import ReviewDecision, current_reviews
from tests.gui.looking import action_of, label_text
from tests.gui.screens.review.looking import filter_of, gallery, order, press, settled


def sheet_of(screen, qtbot):
    qtbot.waitUntil(lambda: bool(screen.findChildren(QListWidget, "similar-parts")))
    sheet = screen.findChildren(QListWidget, "similar-parts")[-1]
    qtbot.waitUntil(sheet.hasFocus)
    return sheet


@pytest.fixture
def sheet(review, opened, qtbot):
    press(review, Qt.Key.Key_J)
    assert review.run.decision(review.view.place) is Decision.NG
    press(review, Qt.Key.Key_L)
    return sheet_of(review, qtbot)


def test_a_group_is_decided_and_undone_in_one_step(review, sheet, opened, qtbot):
    assert sheet.item(0).toolTip() == review.run.names[review.view.place]
    QTest.keyClick(sheet, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    names = [sheet.item(row).toolTip() for row in range(sheet.count())]
    assert len(names) > 1
    assert label_text(sheet.window(), "similar-chosen") == f"{len(names)} of {len(names)} selected"
    QTest.keyClick(sheet, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: opened.session.undo.count() == 1)  # a shortcut presses its button for a moment
    settled(opened, qtbot)
    decided = {name: review_.decision for name, review_ in current_reviews(review.run.path).items()}
    assert decided == dict.fromkeys(names, ReviewDecision.REJECT)
    undo = opened.session.undo
    assert undo.undoText().startswith(f"{len(names)} parts similar to ")
    undo.undo()
    settled(opened, qtbot)
    assert current_reviews(review.run.path) == {}


def test_nothing_is_decided_without_a_selection_or_after_escape(review, sheet, opened, qtbot):
    sheet.clearSelection()
    QTest.keyClick(sheet, Qt.Key.Key_R)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    settled(opened, qtbot)
    assert current_reviews(review.run.path) == {}
    assert not review.findChildren(QListWidget, "similar-parts") or not sheet.isVisible()


def test_a_part_without_a_region_says_so(review, opened, qtbot):
    places = order(review)
    good = next(place for place in places if review.run.decision(place) is Decision.OK)
    review.view.show_place(good)
    with qtbot.waitSignal(opened.session.said) as said:
        press(review, Qt.Key.Key_L)
    assert "no region" in said.args[0]


def test_a_part_like_no_other_is_reported_without_a_dialogue(review, opened, qtbot, monkeypatch):
    alone = (np.zeros((1, 6)), np.array([review.view.place]))
    monkeypatch.setattr("inspector.workflow.review.similar.region_features", lambda _: alone)
    with qtbot.waitSignal(opened.session.said) as said:
        press(review, Qt.Key.Key_L)
    assert said.args[0] == "No other part of this run has a region like this one."


def test_the_list_has_the_pictures_menu(review, qtbot):
    view, menu = gallery(review), review.view.pane.menu
    view.customContextMenuRequested.emit(QPoint(5, 70))
    qtbot.waitUntil(menu.isVisible)
    assert action_of(review.view, "Show similar parts …") in menu.actions()
    menu.close()


def test_texts_of_the_filters_are_not_cut_at_a_small_window(review, opened, qtbot):
    opened.resize(1280, 720)
    for combo in (filter_of(review, "review"), review.view.list.by_order):
        needed = combo.fontMetrics().horizontalAdvance(combo.currentText())
        qtbot.waitUntil(lambda combo=combo, needed=needed: combo.width() >= needed + 30)
