"""The keys of a screen work wherever a person has clicked last."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QGraphicsView,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

_ARROWS = {
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
}
_MARGIN = 8  # around what is scrolled into sight
_RINGED = (  # the style sheet shows the focus of the others
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QGraphicsView,
    QLineEdit,
    QTabBar,
)


def keep_keys(screen: QWidget, go_home: Callable[[], None]) -> None:
    """Let the letters of a screen be its commands whatever was clicked last; its controls must be in it already.

    A click on a button, a slider or a tab takes no focus. A list that drops down has every key while it is open, and
    gives the focus back once it is closed; a field does so once Enter is pressed. Arrow keys and Space go to the
    control that has the focus. A click on the name beside a field is one into the field, or its number would be keys.

    Args:
        go_home: gives the focus to what the screen is about.
    """
    keys, names, open_list = _ControlKeys(screen), _FieldNames(screen), _OpenList(screen, go_home)
    for kind in (QAbstractButton, QAbstractSlider, QTabBar):
        for control in screen.findChildren(kind):
            if not isinstance(control, QScrollBar):
                control.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                control.installEventFilter(keys)
    for field in screen.findChildren(QAbstractSpinBox):
        field.lineEdit().returnPressed.connect(go_home)
        field.installEventFilter(keys)
    for name in screen.findChildren(QLabel):
        if isinstance(name.buddy(), QAbstractSpinBox):
            name.installEventFilter(names)
    for combo in screen.findChildren(QComboBox):
        combo.installEventFilter(keys)
        combo.view().installEventFilter(open_list)


def tab_into(before: QWidget, after: QWidget) -> None:
    """Let Tab come to the controls of `after` once it has passed `before`, whenever they were made."""
    last: QWidget | None = before
    while last is not None and not last.focusPolicy() & Qt.FocusPolicy.TabFocus:  # Qt orders none but those
        last = last.previousInFocusChain()
    for control in after.findChildren(QWidget):
        in_window = control.window() is after.window()  # the list of a combo box is a window of its own
        if last is not None and in_window and control.focusPolicy() & Qt.FocusPolicy.TabFocus:
            QWidget.setTabOrder(last, control)
            last = control


class PressedByReturn(QObject):
    """Lets Return press the button that has the focus, as Space does, wherever no command has Return for its key."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, window: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        focused = window.focusWidget() if isinstance(window, QWidget) else None
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.isAutoRepeat():
            return False
        if not isinstance(focused, QPushButton | QToolButton):
            return False
        focused.click()
        return True


class FocusInSight(QObject):
    """Shows which control has the focus: with a ring on those that show it too little, scrolled into sight.

    A click scrolls nothing, or what is clicked would move away below the mouse.
    """

    def __init__(self, application: QApplication, window: QWidget) -> None:
        super().__init__(window)
        self._ring: QWidget | None = None  # a child of the control, above it, that Qt frees with it
        application.focusChanged.connect(self._moved)

    def eventFilter(self, _control: QObject, event: QEvent) -> bool:  # noqa: N802
        ring, framed = self._ring, self._framed()
        if event.type() == QEvent.Type.Resize and ring is not None and framed is not None:
            ring.setGeometry(framed.rect())
        return False

    def _framed(self) -> QWidget | None:
        """The control with the ring; None where none has one, or it is gone with its ring."""
        return None if self._ring is None or not isValid(self._ring) else self._ring.parentWidget()

    def _moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        ring, framed = self._ring, self._framed()
        if ring is not None and framed is not None:
            framed.removeEventFilter(self)
            ring.hide()
            ring.deleteLater()
        self._ring = None
        if isinstance(now, _RINGED):
            self._ring = _ring_of(now)
            now.installEventFilter(self)
        if now is not None and not isinstance(now, QAbstractScrollArea) and not QGuiApplication.mouseButtons():
            _scroll_to(now)


def _ring_of(control: QWidget) -> QWidget:
    """A line along the border of a control.

    It is a widget of Qt alone: one with code of its own, which Qt calls while the control dies, crashed.
    """
    ring = QWidget(control)
    ring.setObjectName("focus-ring")
    ring.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    ring.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    ring.setGeometry(control.rect())
    ring.raise_()
    ring.show()
    return ring


def _scroll_to(widget: QWidget) -> None:
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget, _MARGIN, _MARGIN)
        around = around.parentWidget()


class _ControlKeys(QObject):
    """Says which keys a control has for itself, before Qt looks for a command of the screen."""

    def eventFilter(self, control: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier:
            return False
        pressed = event.key() == Qt.Key.Key_Space and isinstance(control, QAbstractButton | QComboBox)
        if pressed or event.key() in _ARROWS:
            event.accept()
            return True
        if isinstance(control, QAbstractSpinBox) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()  # it ends what was typed, and is no command such as to play
            return True
        if isinstance(control, QAbstractSpinBox) and event.text().isalpha():
            event.ignore()  # no number has letters
            return True
        return False


class _FieldNames(QObject):
    """Gives the focus to the field whose name is clicked."""

    def eventFilter(self, name: QObject, event: QEvent) -> bool:  # noqa: N802
        field = name.buddy() if event.type() == QEvent.Type.MouseButtonPress and isinstance(name, QLabel) else None
        if not isinstance(field, QAbstractSpinBox) or not field.isEnabled():
            return False
        field.setFocus(Qt.FocusReason.MouseFocusReason)
        field.selectAll()
        return True


class _OpenList(QObject):
    """Has every key for itself, and calls `go_home` when it has closed."""

    def __init__(self, screen: QWidget, go_home: Callable[[], None]) -> None:
        super().__init__(screen)
        self._go_home = go_home

    def eventFilter(self, _list: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # Qt itself looks for Enter and Esc here
        elif event.type() == QEvent.Type.Hide:
            QTimer.singleShot(0, self, self._closed)  # when the combo box has taken the focus back itself
        return False

    def _closed(self) -> None:
        self._go_home()


class RowInSight(QObject):
    """Scrolls to the current row when a list has got smaller: a line above it that wraps would half hide the row."""

    def __init__(self, shown: QAbstractItemView) -> None:
        super().__init__(shown)
        self._shown = shown
        self._scrolling = QTimer(self, interval=0, singleShot=True)  # once the list is laid out for its size
        self._scrolling.timeout.connect(self._scroll)
        shown.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Resize:
            self._scrolling.start()
        return super().eventFilter(watched, event)

    def _scroll(self) -> None:
        self._shown.scrollTo(self._shown.currentIndex())
