"""What all screens have in common."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from inspector.gui.commands import Commands
from inspector.gui.session import Session

# The small pieces that screens are made of; new code imports them from their own modules.
from inspector.gui.widgets.controls import ActionButton as ActionButton
from inspector.gui.widgets.controls import button as button
from inspector.gui.widgets.controls import combo_box as combo_box
from inspector.gui.widgets.labels import ElidedLabel as ElidedLabel
from inspector.gui.widgets.labels import label as label
from inspector.gui.widgets.layout import GAP as GAP
from inspector.gui.widgets.layout import EmptyState as EmptyState
from inspector.gui.widgets.layout import SavedSplitter as SavedSplitter
from inspector.gui.widgets.layout import Switch as Switch
from inspector.gui.widgets.layout import card as card
from inspector.gui.widgets.layout import row as row


class Screen(QWidget):
    """One step of the work; `key` names it in settings and in `Session.screen_requested`.

    Args:
        title: what the rail calls it.
    """

    key: str

    def __init__(self, session: Session, commands: Commands, *, title: str) -> None:
        super().__init__()
        self.session, self.commands, self.title = session, commands, title

    def entered(self) -> None:
        """The screen is shown now."""


def dropped(event: QDropEvent) -> list[Path]:
    """The files and folders that are dragged or dropped."""
    return local_paths(event.mimeData())


def local_paths(mime: QMimeData) -> list[Path]:
    """The files and folders in a clipboard or a drag."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def accept_copy(event: QDropEvent) -> None:
    """Take what is dragged as a copy, whatever its source proposes: nothing is ever moved away."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
