"""Buttons and combo boxes as all screens have them."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLineEdit, QPushButton

from inspector.gui.commands import keys
from inspector.gui.widgets.fields import ComboBox


def button(action: QAction, *, primary: bool = False, small: bool = False, sign: str = "") -> QPushButton:
    """A button that does what the action does, is enabled as it is, and shows its shortcut on hovering.

    Args:
        sign: what stands on it in place of the action's words, which its tool tip has then.
    """
    made = ActionButton(action, sign=sign)
    made.setProperty("role", "primary" if primary else "tool" if small else "")
    return made


def check_box(action: QAction) -> QCheckBox:
    """A check box for a checkable action, enabled as it is; its tool tip is the action's, with the shortcut."""
    return ActionCheckBox(action)


class KeysInToolTip(QObject):
    """Keeps a button's tool tip: what its action does, and the keys it has now."""

    def __init__(self, shown: QAbstractButton, action: QAction) -> None:
        super().__init__(shown)
        self._shown, self._action = shown, action
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        shortcut = keys(self._action)
        text = self._action.text().replace("&", "")
        self._shown.setToolTip(f"{text} ({shortcut})" if shortcut else text)


class ActionButton(QPushButton):
    """A push button for an action."""

    def __init__(self, action: QAction, *, sign: str = "") -> None:
        super().__init__()
        self._action, self._sign = action, sign
        self.setCheckable(action.isCheckable())
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        _show_action(self, self._action, text=self._sign or self._action.text())


class ActionCheckBox(QCheckBox):
    """A check box for an action."""

    def __init__(self, action: QAction) -> None:
        super().__init__()
        self._action = action
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        _show_action(self, self._action, text=self._action.text())


def _show_action(shown: QAbstractButton, action: QAction, *, text: str) -> None:
    shown.setText(text)
    shown.setAccessibleName(action.text())
    shown.setEnabled(action.isEnabled())
    shown.setChecked(action.isChecked())
    shortcut = keys(action)
    tip = action.toolTip() if action.toolTip() != action.text() else action.text()
    shown.setToolTip(f"{tip} ({shortcut})" if shortcut else tip)


def filter_box(name: str, changed: Callable[..., object]) -> QLineEdit:
    """A field for a part of the names in a list; `changed` is called at every letter, with the text."""
    box = QLineEdit()
    box.setObjectName("filter-name")
    box.setPlaceholderText(name)
    box.setAccessibleName(name)
    box.setClearButtonEnabled(True)
    box.textChanged.connect(changed)
    return box


def combo_box(name: str, chosen: Callable[..., object]) -> QComboBox:
    """A combo box that shrinks with its place; `chosen` is called when a person chooses, with the index."""
    combo = ComboBox()
    combo.setAccessibleName(name)
    combo.setToolTip(name)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(12)
    combo.activated.connect(chosen)
    return combo
