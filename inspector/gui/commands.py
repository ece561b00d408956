"""Commands as data: each one has a text, a shortcut and a condition, and F1 lists them all."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Command:
    """One thing that a person can do.

    Attributes:
        group: heading under which F1 lists it.
        enabled: whether it can be done now; None for always.
    """

    group: str
    action: QAction
    enabled: Callable[[], bool] | None


class Commands(QObject):
    """Every command of the application, in the order of the screens."""

    def __init__(self) -> None:
        super().__init__()
        self._commands: list[Command] = []

    def add(
        self,
        owner: QWidget,
        text: str,
        run: Callable[[], object],
        *,
        group: str,
        shortcuts: tuple[str, ...] = (),
        enabled: Callable[[], bool] | None = None,
        anywhere: bool = False,
    ) -> QAction:
        """A new command; `run` is a bound method.

        Args:
            owner: the widget in which the shortcut works; with `anywhere`, in its whole window.
            text: what a button or menu says, which is also its accessible name.
        """
        action = QAction(text, owner)
        action.setShortcuts([QKeySequence(shortcut) for shortcut in shortcuts])
        context = Qt.ShortcutContext.WindowShortcut if anywhere else Qt.ShortcutContext.WidgetWithChildrenShortcut
        action.setShortcutContext(context)
        action.triggered.connect(run)
        owner.addAction(action)
        self._commands.append(Command(group, action, enabled))
        if enabled is not None:
            action.setEnabled(enabled())
        return action

    def refresh(self) -> None:
        """Ask every command whether it can be done now."""
        for command in self._commands:
            if command.enabled is not None:
                command.action.setEnabled(command.enabled())

    def by_group(self) -> dict[str, list[QAction]]:
        groups: dict[str, list[QAction]] = {}
        for command in self._commands:
            groups.setdefault(command.group, []).append(command.action)
        return groups


class CommandGroup:
    """The commands of one widget, which F1 lists under one heading; their keys work wherever the focus is in it."""

    def __init__(self, commands: Commands, owner: QWidget, heading: str) -> None:
        self._commands = commands
        self._owner = owner
        self._heading = heading

    def add(
        self,
        text: str,
        run: Callable[[], object],
        keys: tuple[str, ...] = (),
        enabled: Callable[[], bool] | None = None,
    ) -> QAction:
        """A new command; `run` is a bound method."""
        return self._commands.add(self._owner, text, run, group=self._heading, shortcuts=keys, enabled=enabled)


def keys(action: QAction) -> str:
    """The shortcuts of an action as a person reads them."""
    return " · ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())
