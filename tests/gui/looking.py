"""Finding on the screen what a person sees, by the names that widgets have, and doing what hands do."""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QLabel, QLineEdit, QWidget


def label_text(parent: QObject, name: str) -> str:
    """What the label of this object name says."""
    found = parent.findChild(QLabel, name)
    assert found is not None, f"there is no label {name}"
    return found.text()


def action_of(widget: QWidget, text: str) -> QAction:
    """The command of a widget or of one of those in it, by its text."""
    (found,) = {
        action for one in (widget, *widget.findChildren(QWidget)) for action in one.actions() if action.text() == text
    }
    return found


def answer(qtbot, screen, text):
    """Type into the dialog that is open, and confirm."""
    qtbot.waitUntil(lambda: bool(screen.findChildren(QInputDialog)))
    dialog = screen.findChildren(QInputDialog)[-1]
    field = dialog.findChild(QLineEdit)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def drag(widget, start, end):
    """Press, move and release the left button, as a hand does.

    Args:
        end: where to, or what says where by now, as a hand follows what moves meanwhile.
    """
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    kinds = QEvent.Type
    steps = [(kinds.MouseMove, 0, none, none), (kinds.MouseButtonPress, 0, left, left)]
    steps += [(kinds.MouseMove, share, none, left) for share in (0.3, 0.6, 1)]
    steps += [(kinds.MouseButtonRelease, 1, left, none)]
    for kind, share, button, buttons in steps:
        where = QPointF(start + ((end() if callable(end) else end) - start) * share)
        globally = widget.mapToGlobal(where)
        QApplication.sendEvent(
            widget, QMouseEvent(kind, where, globally, button, buttons, Qt.KeyboardModifier.NoModifier)
        )
        QApplication.processEvents()
