"""Widgets found as a person finds them: by what is written on them, or by the name that a screen reader says."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QInputDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

Widget = TypeVar("Widget", bound=QWidget)


def control(parent: QWidget, kind: type[Widget], name: str) -> Widget:
    """The one visible widget of a kind with this text or accessible name."""
    found = [widget for widget in parent.findChildren(kind) if widget.isVisible() and name in _names(widget)]
    assert len(found) == 1, f"{kind.__name__} {name!r}: {len(found)} are visible"
    return found[0]


def choose_method(screen: QWidget, name: str) -> None:
    """On Train, by the name that the command line has for it."""
    method = control(screen, QComboBox, "Method")
    method.setCurrentIndex(method.findData(name))


def is_shown(parent: QWidget, kind: type[Widget], name: str) -> bool:
    """Whether there is a visible widget of a kind with this text or accessible name."""
    return any(widget.isVisible() and name in _names(widget) for widget in parent.findChildren(kind))


def text_of(parent: QWidget, name: str) -> str:
    """What the visible label with this object name says; empty where none is visible."""
    labels = parent.findChildren(QLabel, name)
    assert labels, name
    return "".join(label.text() for label in labels if label.isVisible())


def _names(widget: QWidget) -> set[str]:
    text = widget.text().replace("&", "") if isinstance(widget, QAbstractButton | QLabel) else ""
    return {widget.accessibleName(), text} - {""}


def type_a_name(review: QWidget, qtbot: QtBot, name: str, *, listed: QWidget) -> None:
    """Press M on the list of Review, and type the name of a type of defect into the dialog."""
    QTest.keyClick(listed, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: bool(review.findChildren(QInputDialog, "type-name")))
    dialog = review.findChildren(QInputDialog, "type-name")[-1]
    qtbot.waitUntil(dialog.isActiveWindow)
    for letter in name:
        QTest.keyClick(dialog.focusWidget(), letter)
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not review.findChildren(QInputDialog, "type-name"))
    review.window().activateWindow()
    qtbot.waitUntil(review.window().isActiveWindow)
    listed.setFocus()
