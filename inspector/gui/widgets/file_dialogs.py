"""File dialogs in which nothing can be renamed, deleted or made: for who may look and choose alone."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def choose_folder_read_only(parent: QWidget, title: str, start: str) -> Path | None:
    """A folder that a person chose. The system's own dialogs rename and delete, so Qt's is shown."""
    options = QFileDialog.Option.ReadOnly | QFileDialog.Option.DontUseNativeDialog | QFileDialog.Option.ShowDirsOnly
    chosen = QFileDialog.getExistingDirectory(parent, title, start, options)
    return Path(chosen) if chosen else None
