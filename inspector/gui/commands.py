"""Commands as data: each one has a text, keys that a person can change and a condition; F1 lists them all."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QStackedLayout, QWidget

_SETTING = "keys"
_EARLIER = {  # what earlier versions called commands, whose keys a person may have chosen
    "InspectPage: InspectPage._enter_operator()": "InspectScreen: InspectScreen.enter_operator()",
    "ImageReview: ImageReview.show_similar()": "ImageReview: SimilarItems.show()",
    "ReviewScreen: ReviewScreen._to_inspect()": "ReviewScreen: SignalInstance.emit(inspect)",
    "ReviewScreen: ReviewScreen._to_train()": "ReviewScreen: SignalInstance.emit(train)",
    "ReviewScreen: ReviewScreen.apply_thresholds()": "ReviewScreen: ThresholdChanges.apply()",
    "ReviewScreen: ReviewScreen.export_csv()": "ReviewScreen: RunFiles.export_csv()",
    "ReviewScreen: ReviewScreen.export_pictures()": "ReviewScreen: RunFiles.export_pictures()",
    "ReviewScreen: ReviewScreen.export_report()": "ReviewScreen: RunFiles.export_report()",
    "ReviewScreen: ReviewScreen.export_reviews()": "ReviewScreen: RunFiles.export_reviews()",
}
_NEEDS = "needs"  # of a condition
MadeT = TypeVar("MadeT")
ConditionT = TypeVar("ConditionT", bound=Callable[..., bool])


def needs(what: object) -> Callable[[ConditionT], ConditionT]:
    """States beside a command's condition what it needs, for whoever looks for the command where it is not met.

    Args:
        what: such as "needs an open run", marked by QT_TRANSLATE_NOOP("Needs", …), which the stubs type as an object.
    """

    def state(condition: ConditionT) -> ConditionT:
        setattr(condition, _NEEDS, str(what))
        return condition

    return state


@dataclass(frozen=True)
class Command:
    """One thing that a person can do.

    Attributes:
        identity: what the settings know it by, in every language; the same command for images and for clips has one.
        group: heading under which F1 lists it.
        owner: the widget in which its keys work.
        enabled: whether it can be done now; None for always.
        default_keys: those that it has unless a person gives it others.
        place: where it is listed.
    """

    identity: str
    group: str
    owner: QWidget
    action: QAction
    enabled: Callable[[], bool] | None
    default_keys: tuple[str, ...]
    place: int

    @property
    def title(self) -> str:
        return self.action.text().replace("&", "")

    @property
    def needs(self) -> str:
        """What has to be so before it can be done, in the language of the screen; empty where it always can."""
        condition: object = self.enabled
        while isinstance(condition, partial):
            condition = condition.func
        return QCoreApplication.translate("Needs", getattr(condition, _NEEDS, ""))

    @property
    def keys(self) -> tuple[str, ...]:
        """As they are now, in the writing of the settings."""
        return tuple(key.toString() for key in self.action.shortcuts())

    def works_at(self, focused: QWidget | None) -> bool:
        """Whether its keys work while this widget has the focus, as far as it can be done at all."""
        if not self.owner.isVisible() or not self.action.isVisible():
            return False
        everywhere = self.action.shortcutContext() == Qt.ShortcutContext.WindowShortcut
        return everywhere or self.owner is focused or (focused is not None and self.owner.isAncestorOf(focused))

    def meets(self, other: "Command") -> bool:
        """Whether the keys of both work in one place, so that one key cannot be both."""
        if self.owner.window() is not other.owner.window() or self.identity == other.identity:
            return False
        if _take_turns(self.owner, other.owner):
            return False
        everywhere = Qt.ShortcutContext.WindowShortcut
        return (
            everywhere in (self.action.shortcutContext(), other.action.shortcutContext())
            or self.owner is other.owner
            or self.owner.isAncestorOf(other.owner)
            or other.owner.isAncestorOf(self.owner)
        )


class Later(Generic[MadeT]):
    """Something with commands of its own, such as the page of a kind, that is made when it is first needed.

    Attributes:
        made: it; None before.
    """

    def __init__(self, commands: "Commands", make: Callable[[], MadeT], *, place: int) -> None:
        self._commands, self._make, self._place = commands, make, place
        self.made: MadeT | None = None

    def get(self) -> MadeT:
        """Make it, unless that is done."""
        if self.made is None:
            with self._commands.listed_at(self._place):
                self.made = self._make()
        return self.made


class Commands(QObject):
    """Every command of the application, in the order of the screens; keeps the keys that a person chose in settings."""

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self._commands: list[Command] = []
        self._later: list[Later[Any]] = []
        self._place = 0  # of what is added now
        self._settings = settings
        self._chosen = _read_chosen(settings)

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
        identity = _identity(owner, run)
        defaults = tuple(QKeySequence(shortcut).toString() for shortcut in shortcuts)
        action.setShortcuts([QKeySequence(key) for key in self._chosen.get(identity, defaults)])
        context = Qt.ShortcutContext.WindowShortcut if anywhere else Qt.ShortcutContext.WidgetWithChildrenShortcut
        action.setShortcutContext(context)
        action.triggered.connect(run)
        owner.addAction(action)
        self._commands.append(Command(identity, group, owner, action, enabled, defaults, self._place))
        if enabled is not None:
            action.setEnabled(enabled())
        return action

    def later(self, make: Callable[[], MadeT]) -> Later[MadeT]:
        """What is made when it is first needed, or when all commands are listed, which then lists its own here."""
        later = Later(self, make, place=self._place + 1)
        self._later.append(later)
        self._place += 2
        return later

    @contextmanager
    def listed_at(self, place: int) -> Iterator[None]:
        """List what is added in it at a place that was kept for it."""
        before, self._place = self._place, place
        try:
            yield
        finally:
            self._place = before

    def refresh(self) -> None:
        """Ask every command whether it can be done now."""
        for command in self._commands:
            if command.enabled is not None:
                command.action.setEnabled(command.enabled())

    def by_group(self) -> dict[str, list[Command]]:
        groups: dict[str, list[Command]] = {}
        for command in self._all():
            groups.setdefault(command.group, []).append(command)
        return groups

    def change_keys(self, command: Command, keys: Sequence[str]) -> None:
        """Give a command, for images and for clips, other keys from now on."""
        for one in self._commands:
            if one.identity == command.identity:
                one.action.setShortcuts([QKeySequence(key) for key in keys])
        if tuple(keys) == command.default_keys:
            self._chosen.pop(command.identity, None)
        else:
            self._chosen[command.identity] = list(keys)
        self._settings.setValue(_SETTING, json.dumps(self._chosen))

    def reset_keys(self) -> None:
        """Give every command the keys that it came with."""
        for command in self._all():
            self.change_keys(command, command.default_keys)

    def blocked(self, key: QKeySequence, focused: QWidget | None) -> Command | None:
        """The command that a key would do here if that were possible now; None where there is none, or another does."""
        found = [one for one in self._commands if key in one.action.shortcuts() and one.works_at(focused)]
        return found[0] if found and not any(one.action.isEnabled() for one in found) else None

    def with_key(self, key: str, command: Command) -> list[Command]:
        """The other commands that have this key where the command would have it, too."""
        everything = self._all()
        same = [one for one in everything if one.identity == command.identity]
        return [other for other in everything if key in other.keys and any(map(other.meets, same))]

    def _all(self) -> list[Command]:
        """Also those of what nobody needed yet."""
        for later in self._later:
            later.get()
        return sorted(self._commands, key=lambda command: command.place)


class BlockedKeys(QObject):
    """Says what a key would do where that is not possible now: whoever waits for a dialog would type into the screen.

    Nothing is said of Esc, which people also press where there is nothing to leave.
    """

    def __init__(self, window: QWidget, commands: Commands, say: Callable[[str], object]) -> None:
        super().__init__(window)
        self._commands, self._say = commands, say
        window.installEventFilter(self)

    def eventFilter(self, window: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent) or event.isAutoRepeat():
            return False
        focused = window.focusWidget() if isinstance(window, QWidget) else None
        command = self._commands.blocked(QKeySequence(event.keyCombination()), focused)
        if command is not None and event.key() != Qt.Key.Key_Escape:
            text = self.tr("Not possible now: {command} ({needs})")
            self._say(text.format(command=command.title.removesuffix(" …"), needs=command.needs))
        return False


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


def _take_turns(one: QWidget, other: QWidget) -> bool:
    """Whether two widgets are on different pages of the same place, and never seen together."""
    around: QWidget | None = one
    while around is not None and around is not other and not around.isAncestorOf(other):
        around = around.parentWidget()
    return around is not None and around not in (one, other) and isinstance(around.layout(), QStackedLayout)


def _identity(owner: QWidget, run: Callable[[], object]) -> str:
    """What a command does, as the code calls it."""
    values: tuple[object, ...] = ()
    while isinstance(run, partial):
        values, run = (*run.args, *values), run.func
    name = getattr(run, "__qualname__", type(run).__name__)
    return f"{type(owner).__name__}: {name}({', '.join(map(str, values))})"


def _read_chosen(settings: QSettings) -> dict[str, list[str]]:
    """The keys that a person chose, by the commands' identities; none where the settings are not understood."""
    try:
        chosen = json.loads(str(settings.value(_SETTING, "{}")))
    except ValueError:
        return {}
    if not isinstance(chosen, dict):
        return {}
    return {
        _EARLIER.get(str(identity), str(identity)): keys
        for identity, keys in chosen.items()
        if isinstance(keys, list) and all(isinstance(key, str) for key in keys)
    }


def keys(action: QAction) -> str:
    """The shortcuts of an action as a person reads them."""
    return " · ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())
