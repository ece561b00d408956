"""What all screens have in common, and small pieces that they are made of."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QSettings, Qt
from PySide6.QtGui import QAction, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from inspector.gui.commands import Commands, keys
from inspector.gui.session import Session

GAP = 12


class Screen(QWidget):
    """One step of the work; `key` names it in settings and in `Session.screen_wanted`."""

    key: str

    def __init__(self, session: Session, commands: Commands) -> None:
        super().__init__()
        self.session, self.commands = session, commands

    def title(self) -> str:
        """What the rail calls it."""
        raise NotImplementedError

    def entered(self) -> None:
        """The screen is shown now."""


class EmptyState(QWidget):
    """What to do next, where there is nothing to show yet."""

    def __init__(self, title: str, text: str, actions: Sequence[QAction] = ()) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setSpacing(GAP)
        layout.addStretch()
        self._title, self._text = label(title, "title"), label(text, "muted")
        for line in (self._title, self._text):
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            line.setWordWrap(True)
            layout.addWidget(line)
        for place, action in enumerate(actions):
            layout.addWidget(button(action, primary=place == 0), alignment=Qt.AlignmentFlag.AlignCenter)
        layout.addStretch()

    def say(self, title: str, text: str) -> None:
        self._title.setText(title)
        self._text.setText(text)


class Switch(QWidget):
    """Shows one of two widgets: what to do next, or the content."""

    def __init__(self, empty: QWidget, content: QWidget) -> None:
        super().__init__()
        self._stack = QStackedLayout(self)
        self._stack.addWidget(empty)
        self._stack.addWidget(content)

    def show_content(self, there: bool) -> None:
        self._stack.setCurrentIndex(int(there))


class KeptSplitter(QSplitter):
    """A splitter whose sizes are those that a person gave it the last time; `key` names them in the settings."""

    def __init__(self, orientation: Qt.Orientation, *, settings: QSettings, key: str) -> None:
        super().__init__(orientation)
        self._settings, self._key = settings, key
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(self._keep)

    def restore(self) -> None:
        """Take on those sizes; after all widgets are in it, which have their first sizes."""
        kept = self._settings.value(self._key)
        if kept is not None:
            self.restoreState(kept)

    def _keep(self) -> None:
        self._settings.setValue(self._key, self.saveState())


def label(text: str, role: str = "") -> QLabel:
    """A label; roles are the style sheet's: title, heading, muted, warning, number, large-number."""
    made = QLabel(text)
    made.setProperty("role", role)
    return made


class ElidedLabel(QLabel):
    """A line that takes the room it gets, ends in … where that is too little, and is whole in its tip."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:  # noqa: N802
        super().setText(text)
        self.setToolTip(text)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter, area = QPainter(self), self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        align, role = self.alignment(), self.foregroundRole()
        self.style().drawItemText(painter, area, align, self.palette(), self.isEnabled(), text, role)
        painter.end()


def button(action: QAction, *, primary: bool = False, small: bool = False) -> QPushButton:
    """A button that does what the action does, is enabled as it is, and shows its shortcut on hovering."""
    made = ActionButton(action)
    made.setProperty("role", "primary" if primary else "tool" if small else "")
    return made


class ActionButton(QPushButton):
    """A push button for an action."""

    def __init__(self, action: QAction) -> None:
        super().__init__()
        self._action = action
        self.setCheckable(action.isCheckable())
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setText(self._action.text())
        self.setAccessibleName(self._action.text())
        self.setEnabled(self._action.isEnabled())
        self.setChecked(self._action.isChecked())
        shortcut = keys(self._action)
        text = self._action.toolTip() if self._action.toolTip() != self._action.text() else self._action.text()
        self.setToolTip(f"{text} ({shortcut})" if shortcut else text)


def card() -> QFrame:
    """A frame for things that belong together."""
    made = QFrame()
    made.setObjectName("card")
    return made


def row(widgets: Sequence[QWidget]) -> QHBoxLayout:
    """Widgets beside each other, with the same stretch."""
    made = QHBoxLayout()
    for widget in widgets:
        made.addWidget(widget, stretch=1)
    return made


def dropped(event: QDropEvent) -> list[Path]:
    """The files and folders that are dragged or dropped."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def combo_box(name: str, chosen: Callable[..., object]) -> QComboBox:
    """A combo box that shrinks with its place; `chosen` is called when a person chooses, with the index."""
    combo = _ComboBox()
    combo.setAccessibleName(name)
    combo.setToolTip(name)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(12)
    combo.activated.connect(chosen)
    return combo


class _ComboBox(QComboBox):
    """Letters search in it, and are not the screen's keys while it has the focus."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and event.text().isprintable() and event.text():
            event.accept()
            return True
        return super().event(event)
