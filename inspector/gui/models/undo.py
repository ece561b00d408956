"""Renaming and deleting a model, so that it can be undone until the application ends."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QUndoCommand

from inspector.core.errors import InspectorError
from inspector.gui.background.job import Failed
from inspector.gui.session import Session
from inspector.store.workspace import discard, rename_model, restore


class _OnDisk(QUndoCommand):
    """A change on disk that may fail: then it is shown, and the command is dropped."""

    def __init__(self, session: Session, text: str) -> None:
        super().__init__(text)
        self._session = session

    def _try(self, change: Callable[[], None]) -> None:
        try:
            change()
        except InspectorError as error:
            self.setObsolete(True)
            self._session.failed.emit(Failed.of(error))
        else:
            self._session.models_changed.emit()


class RenameModel(_OnDisk):
    """Give a model another name."""

    def __init__(self, session: Session, text: str, *, folder: Path, name: str) -> None:
        super().__init__(session, text)
        self._folder, self._name = folder, name

    def redo(self) -> None:
        self._try(self._rename)

    def undo(self) -> None:
        self._try(self._rename)

    def _rename(self) -> None:
        old = self._folder.name
        self._folder = rename_model(self._folder, self._name)
        self._name = old


class DeleteModel(_OnDisk):
    """Put a model aside; it is gone for good when the category is closed."""

    def __init__(self, session: Session, text: str, *, folder: Path) -> None:
        super().__init__(session, text)
        self._folder = folder

    def redo(self) -> None:
        self._try(self._discard)

    def undo(self) -> None:
        self._try(self._restore)

    def _discard(self) -> None:
        self._discarded = discard(self._folder)

    def _restore(self) -> None:
        restore(self._discarded, self._folder)
