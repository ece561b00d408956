"""Every screen at small sizes and with large text, by what Qt's layout measures: nothing is cut, all is in reach."""

from functools import partial

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QSplitterHandle,
    QWidget,
)

from inspector.gui.widgets.labels import ElidedLabel
from tests.gui.controls import control

SIZES = {
    "a small screen": (1280, 640),
    "1920×1080 at 150 %": (1280, 680),
    "1280×720 with QT_FONT_DPI=144": (853, 440),
}
CONTROLS = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QLabel)


def in_view(widget: QWidget) -> bool:
    """Whether a widget lies within all that surrounds it, or can be scrolled into view."""
    parent, child = widget.parentWidget(), widget
    while parent is not None and not child.isWindow():
        if isinstance(parent.parentWidget(), QScrollArea) and parent is parent.parentWidget().viewport():
            return in_view(parent.parentWidget())  # its content is as large as it has to be
        if not parent.rect().contains(QRect(child.pos(), child.size())):
            return False
        parent, child = parent.parentWidget(), parent
    return True


def is_cut(widget: QWidget) -> bool:
    """Whether a widget is smaller than its text needs."""
    if isinstance(widget, ElidedLabel) or not widget.size().isValid():
        return False
    if isinstance(widget, QLabel):
        if not widget.text() or widget.pixmap().isNull() is False:
            return False
        if widget.wordWrap():
            return widget.height() < widget.heightForWidth(widget.width()) - 1
        return widget.width() < widget.sizeHint().width() - 1
    if isinstance(widget, QAbstractButton):
        return widget.width() < widget.minimumSizeHint().width() or widget.height() < widget.minimumSizeHint().height()
    return widget.height() < widget.fontMetrics().height() + 4


def measured(window: QWidget) -> list[QWidget]:
    return [
        widget
        for kind in CONTROLS
        for widget in window.findChildren(kind)
        if widget.isVisible()
        and not isinstance(widget.parentWidget(), QAbstractSpinBox | QComboBox | QScrollBar | QSplitterHandle)
        and not (
            isinstance(widget.parentWidget().parentWidget(), QAbstractScrollArea)
            and not isinstance(widget.parentWidget().parentWidget(), QScrollArea)
        )
    ]


def nothing_out_of_reach(window: QWidget) -> None:
    assert [described(one) for one in measured(window) if not in_view(one)] == []


def described(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
    place = widget.mapTo(widget.window(), QPoint(0, 0))
    return f"{type(widget).__name__} {widget.accessibleName() or text[:40]!r} at {place.x()}, {place.y()}"


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_or_out_of_reach_on_any_screen(opened, qtbot, size):
    opened.resize(*SIZES[size])
    qtbot.waitUntil(lambda: opened.size().toTuple() == SIZES[size])
    for key in opened.screens:
        opened.show_screen(key)
        qtbot.waitUntil(partial(nothing_out_of_reach, opened), timeout=5000)
        assert opened.size().toTuple() == SIZES[size], f"{key} is larger than the window"
        widgets = measured(opened)
        assert len(widgets) >= 8
        assert [described(one) for one in widgets if is_cut(one)] == [], key


def test_the_main_button_of_train_stays_in_view(opened, qtbot):
    opened.resize(*SIZES["a small screen"])
    opened.show_screen("train")
    start = control(opened.screens["train"], QPushButton, "Start")
    qtbot.waitUntil(
        lambda: opened.rect().contains(QRect(start.mapTo(opened, QPoint(0, 0)), start.size())), timeout=5000
    )
