"""Folders: chosen where nothing may be changed, and shown in the system's file manager."""

import subprocess
import sys
from pathlib import Path

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
        self._process: subprocess.Popen[bytes] | None = None
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self._look)

    def open(self, folder: Path) -> None:
        self._folder = folder
        if sys.platform != "linux":
            if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
                self._show_path()
            return
        silent = subprocess.DEVNULL
        try:  # the file manager may be the process itself, and stays open when this program ends
            self._process = subprocess.Popen(
                ["xdg-open", str(folder)], stdin=silent, stdout=silent, stderr=silent, start_new_session=True
            )
        except OSError:
            self._show_path()
        else:
            self._looking.start()

    def _look(self) -> None:
        code = None if self._process is None else self._process.poll()
        if code is not None:
            self._looking.stop()
            if code:
                self._show_path()

    def _show_path(self) -> None:
        copy = NextStep(self.tr("Copy path"), self._copy)
        text = self.tr("The file manager could not be started. The folder is:")
        OutcomeDialog(text, [str(self._folder)], self._parent, next_step=copy).open()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(str(self._folder))
