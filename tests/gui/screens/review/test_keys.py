"""Keys of Review, whatever was clicked last."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from inspector.store.records import ReviewDecision, current_reviews
from tests.gui.screens.review.looking import (
    choose_from_list,
    filter_of,
    gallery,
    image,
    order,
    press,
    press_anywhere,
    row,
    settled,
)


def test_the_keyboard_walks_and_shows(review, qtbot):
    press(review, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_K)
    assert row(review) == 1
    view = image(review).view
    qtbot.waitUntil(lambda: view.heat.image is not None)
    assert view.heat.opacity() == pytest.approx(0.8)
    press(review, Qt.Key.Key_BracketLeft)
    assert view.heat.opacity() == pytest.approx(0.7)
    shown = view.heat.image
    press(review, Qt.Key.Key_Space)
    assert view.heat.opacity() == 0
    press(review, Qt.Key.Key_Space, Qt.Key.Key_BracketRight)
    assert view.heat.opacity() == pytest.approx(0.8)
    assert view.heat.image is shown, "a slider computes no map again"


def test_a_filter_that_was_chosen_leaves_the_keys_to_the_part(review, run, opened, qtbot):
    choose_from_list(filter_of(review, "verdict"), "NG", qtbot)
    qtbot.waitUntil(lambda: review.window().focusWidget() is gallery(review))
    decided = review.run.names[review.view.place]
    press_anywhere(review, Qt.Key.Key_R)
    settled(opened, qtbot)
    assert filter_of(review, "verdict").currentText() == "NG", "a letter is a decision, not a search in the filter"
    assert current_reviews(run)[decided].decision is ReviewDecision.REJECT


@pytest.mark.parametrize("name", ["heat-opacity", "false-reject-budget", "filter-verdict"])
def test_a_letter_decides_whatever_control_has_the_focus(review, run, opened, qtbot, name):
    press(review, Qt.Key.Key_J)
    control = review.view.findChild(QWidget, name)
    control.setFocus(Qt.FocusReason.TabFocusReason)
    decided, before = review.run.names[review.view.place], control.property("value")
    press_anywhere(review, Qt.Key.Key_D)
    settled(opened, qtbot)
    assert current_reviews(run)[decided].decision is ReviewDecision.REJECT
    assert control.property("value") == before


@pytest.mark.parametrize("name", ["heat-opacity", "review-threshold"])
def test_arrow_keys_are_for_the_control_that_has_the_focus(review, name):
    place, control = review.view.place, review.view.findChild(QWidget, name)
    control.setFocus(Qt.FocusReason.TabFocusReason)
    before = control.property("value")
    press_anywhere(review, Qt.Key.Key_Down)
    assert control.property("value") < before
    assert review.view.place == place


def test_buttons_and_sliders_take_no_focus_when_they_are_clicked(review):
    for text in ("Reset", "Outlines", "Good"):
        shown = next(one for one in review.view.findChildren(QAbstractButton) if one.text() == text)
        QTest.mouseClick(shown, Qt.MouseButton.LeftButton)
        assert gallery(review).hasFocus(), text
    QTest.mouseClick(review.view.findChild(QWidget, "heat-opacity"), Qt.MouseButton.LeftButton)
    assert gallery(review).hasFocus()


def test_enter_in_a_field_gives_the_keys_back(review, qtbot):
    field = review.view.findChild(QWidget, "false-reject-budget")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert gallery(review).hasFocus()


def test_every_part_is_decided_by_one_key_however_fast_they_come(review, run, opened, qtbot):
    count = len(order(review))
    pressed = [(Qt.Key.Key_A, Qt.Key.Key_R, Qt.Key.Key_U)[place % 3] for place in range(count)]
    wished = {}
    decisions = {
        Qt.Key.Key_A: ReviewDecision.ACCEPT,
        Qt.Key.Key_R: ReviewDecision.REJECT,
        Qt.Key.Key_U: ReviewDecision.UNSURE,
    }
    for key in pressed:
        wished[review.run.names[review.view.place]] = decisions[key]
        press_anywhere(review, key)
    settled(opened, qtbot)
    assert {name: review.decision for name, review in current_reviews(run).items()} == wished
    assert len(wished) == count


def test_h_leads_to_the_thresholds_and_return_back(review, qtbot):
    press(review, Qt.Key.Key_H)
    field = review.thresholds.reject
    assert field.hasFocus()
    for key in (Qt.Key.Key_9, Qt.Key.Key_Return):
        QTest.keyClick(field, key)
    assert field.value() == 9
    assert gallery(review).hasFocus()


def test_the_key_of_a_command_that_is_not_possible_says_so(review, opened):
    said = []
    opened.session.said.connect(said.append)
    QTest.keyClick(gallery(review), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert said == ["Not possible now: Apply thresholds (needs thresholds that were moved, and the run's model)"]
    press(review, Qt.Key.Key_Escape, Qt.Key.Key_5)  # there is no fifth type
    review.thresholds.budget.setFocus()
    QTest.keyClick(review.thresholds.budget, Qt.Key.Key_0)  # a digit of the field, whatever 0 is for elsewhere
    assert len(said) == 1
