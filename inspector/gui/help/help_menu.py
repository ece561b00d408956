"""The commands of the menu Help: finding commands, their keys, and the tour."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QWidget

from inspector.gui.commands import Commands
from inspector.gui.help.commands_dialog import CommandsDialog
from inspector.gui.help.demo import DemoRenderer
from inspector.gui.help.palette import CommandPalette
from inspector.gui.help.tour import Tour
from inspector.gui.screen import Screen
from inspector.gui.session import Session

_TOUR_SHOWN = "tour/shown"


class Help(QObject):
    """Owns the tour, which starts by itself when the demonstration is open for the first time.

    Args:
        show_screen: called with a screen's key.
    """

    def __init__(
        self,
        window: QMainWindow,
        session: Session,
        commands: Commands,
        demo: DemoRenderer,
        *,
        screens: Mapping[str, Screen],
        buttons: Mapping[str, QWidget],
        show_screen: Callable[[str], None],
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._commands, self._demo = window, session, commands, demo
        self._show_screen = show_screen
        self._tour_wanted = False
        self._tour = Tour(window, screens, buttons, show_screen)
        session.category_changed.connect(self._category_changed)

    def actions(self, *, group: str) -> list[QAction]:
        """The commands of the menu."""
        return [
            self._commands.add(self._window, text, run, group=group, shortcuts=keys, anywhere=True)
            for text, run, keys in (
                (self.tr("&Find a command …"), self.find_command, ("Ctrl+K",)),
                (self.tr("&Commands and keys"), self.show_commands, ("F1",)),
                (self.tr("&Tour of the demonstration"), self.start_tour, ()),
            )
        ]

    def show_commands(self) -> None:
        CommandsDialog(self._commands, self._window).open()

    def find_command(self) -> None:
        palette = CommandPalette(self._commands, self._window)
        palette.chosen.connect(self._run_command)
        palette.show()

    def start_tour(self) -> None:
        """Open the demonstration, if it is not open, and show what the screens are for."""
        if self._shows_demo():
            self._begin_tour()
        else:
            self._tour_wanted = True
            self._demo.open()

    def _run_command(self, action: QAction) -> None:
        """Run a command on the screen that it belongs to."""
        owner = action.parent()
        while owner is not None and not isinstance(owner, Screen):
            owner = owner.parent()
        if owner is not None and not owner.isVisible():
            self._show_screen(owner.key)
        action.trigger()

    def _category_changed(self) -> None:
        shown = self._session.settings.value(_TOUR_SHOWN) is not None
        if self._shows_demo() and (self._tour_wanted or not shown):
            self._begin_tour()

    def _begin_tour(self) -> None:
        self._tour_wanted = False
        self._session.settings.setValue(_TOUR_SHOWN, True)
        self._tour.start()

    def _shows_demo(self) -> bool:
        return self._session.category is not None and self._session.category.root == self._demo.root
