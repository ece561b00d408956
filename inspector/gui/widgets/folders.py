"""Folders: chosen where nothing may be changed, and shown in the system's file manager."""

import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector.gui.dialogs import NextStep, OutcomeDialog

_LOOK_MS = 200


def choose_folder_read_only(parent: QWidget, title: str, start: str) -> Path | None:
    """A folder that a person chose, in a dialog in which nothing can be renamed, deleted or made.

    It is Qt's: the system's own dialogs rename and delete.
    """
    options = QFileDialog.Option.ReadOnly | QFileDialog.Option.DontUseNativeDialog | QFileDialog.Option.ShowDirsOnly
    chosen = QFileDialog.getExistingDirectory(parent, title, start, options)
    return Path(chosen) if chosen else None


class FolderOpener(QObject):
    """Shows a folder in the file manager; where none can be started, its path, to be copied.

    On Linux it runs `xdg-open` itself: Qt reports no failure once that has started.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent, self._folder = parent, Path()
        self._codes: SimpleQueue[int] = SimpleQueue()
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self._look)

    def open(self, folder: Path) -> None:
        self._folder = folder
        if sys.platform == "linux":  # the thread waits as long as the file manager is open, and ends with the program
            threading.Thread(target=_open, args=(folder, self._codes), daemon=True).start()
            self._looking.start()
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._show_path()

    def _look(self) -> None:
        with suppress(Empty):
            code = self._codes.get_nowait()
            self._looking.stop()
            if code:
                self._show_path()

    def _show_path(self) -> None:
        copy = NextStep(self.tr("Copy path"), self._copy)
        text = self.tr("The file manager could not be started. The folder is:")
        OutcomeDialog(text, [str(self._folder)], self._parent, next_step=copy).open()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(str(self._folder))


def _open(folder: Path, codes: SimpleQueue[int]) -> None:
    """Run in a thread of its own; the file manager may be the process itself, and stays open when the program ends."""
    silent, command = subprocess.DEVNULL, ["xdg-open", str(folder)]
    try:
        ended = subprocess.run(command, stdin=silent, stdout=silent, stderr=silent, start_new_session=True, check=False)
        codes.put(ended.returncode)
    except OSError:
        codes.put(1)
