"""Changes of files that can be undone until the application ends: done in order, off the GUI thread."""

from collections.abc import Callable
from pathlib import Path

import shiboken6
from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtGui import QImage, QUndoCommand

from inspector.core.errors import StorageError
from inspector.gui.background.job import Failed
from inspector.gui.session import Session
from inspector.store.workspace import discard, rename_model, restore


class FileChange(QUndoCommand):
    """Does and takes back a change through `Session.change`; one that fails is shown and leaves the undo stack.

    Args:
        text: what Undo calls it.
        do, take_back: called off the GUI thread, never at the same time.
        changed: called in the GUI thread after either.
    """

    def __init__(
        self,
        session: Session,
        text: str,
        *,
        do: Callable[[], object],
        take_back: Callable[[], object],
        changed: Callable[[], object],
    ) -> None:
        super().__init__(text)
        self._session, self._changed = session, changed
        self._do, self._take_back = do, take_back
        self._done = False  # the worker's alone
        self._dropped = False

    def redo(self) -> None:
        if not self._dropped:
            self._session.change(self._redo, self._ended, failed=self._redo_failed)

    def undo(self) -> None:
        if not self._dropped:
            self._session.change(self._undo, self._ended, failed=self._undo_failed)

    def _redo(self) -> None:
        if not self._done:
            self._do()
            self._done = True

    def _undo(self) -> None:
        if self._done:
            self._take_back()
            self._done = False

    def _ended(self, _result: object) -> None:
        self._changed()

    def _redo_failed(self, failed: Failed) -> None:
        if self._drop():
            stack = self._session.undo
            if stack.command(stack.index() - 1) is self:
                stack.undo()  # which only removes it, as it is obsolete
        self._session.failed.emit(failed)

    def _undo_failed(self, failed: Failed) -> None:
        if self._drop():
            stack = self._session.undo
            if stack.command(stack.index()) is self:
                stack.redo()  # as above
        self._session.failed.emit(failed)

    def _drop(self) -> bool:
        """Do nothing any more; False where the stack was cleared meanwhile."""
        self._dropped = True
        there = shiboken6.isValid(self)
        if there:
            self.setObsolete(True)
        return there


def discarding(session: Session, path: Path, text: str, changed: Callable[[], object]) -> FileChange:
    """Put a model, a run or interrupted work aside; it is gone for good when the category is closed."""
    place: list[Path] = []

    def do() -> None:
        place[:] = [discard(path)]

    def take_back() -> None:
        restore(place[0], path)

    return FileChange(session, text, do=do, take_back=take_back, changed=changed)


def renaming(session: Session, folder: Path, name: str, text: str) -> FileChange:
    """Give a model another name."""
    renamed = folder.with_name(name)

    def do() -> None:
        rename_model(folder, name)

    def take_back() -> None:
        rename_model(renamed, folder.name)

    return FileChange(session, text, do=do, take_back=take_back, changed=session.models_changed.emit)


def save_picture(picture: QImage, path: Path) -> Path:
    """Write a picture that came from the clipboard; off the GUI thread.

    Raises:
        StorageError: if it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        written = picture.save(str(path))
    except OSError:
        written = False
    if not written:
        raise StorageError(
            str(QT_TRANSLATE_NOOP("Errors", "{file} cannot be written.")), code="pasted.unwritable", file=path
        )
    return path
