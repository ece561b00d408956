"""What a person states about the open category: changed with undo, written in the background at once."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeAlias, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand

from inspector.core.errors import InspectorError
from inspector.data.category import Category
from inspector.data.properties import CategoryProperties, Mark
from inspector.data.video.category import VideoCategory
from inspector.gui.background.job import Failed
from inspector.gui.session import Session
from inspector.store.workspace import Workspace
from inspector.workflow.category import save_properties
from inspector.workflow.kinds import Kind

CategoryT = TypeVar("CategoryT", Category, VideoCategory)

# Only the newest matters; a deque hands over whole things between threads.
_ToWrite = deque[tuple[CategoryT, CategoryProperties, Workspace]]


class PropertiesEditor(QObject, Generic[CategoryT]):
    """Holds the properties as they are stated now, which may be ahead of the session's category for a moment.

    Args:
        kind: of the categories it is for; while another is open it has none.

    Signal `changed` (CategoryProperties): something else is stated now, or another category is open.
    """

    changed = Signal(object)

    def __init__(
        self, session: Session, kind: Kind[CategoryT, Any, Any, Any, Any, Any], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._kind: Kind[CategoryT, Any, Any, Any, Any, Any] = kind
        self.current = CategoryProperties()
        self._category: CategoryT | None = None
        self._to_write: _ToWrite[CategoryT] = deque(maxlen=1)  # each category has its own
        self._running = 0
        self._newest: _Written[CategoryT] | None = None
        session.category_changed.connect(self._category_changed)
        session.mark_requested.connect(self._mark_wanted)
        session.properties_requested.connect(self._properties_wanted)

    @property
    def category(self) -> CategoryT | None:
        """The category that is open, as it was written last."""
        return self._category

    def change(self, text: str, **changes: Any) -> None:
        """State something else.

        Args:
            text: what undo calls it.
            changes: fields of `CategoryProperties`.
        """
        properties = self.current.model_copy(update=changes)
        if self._category is not None and properties != self.current:
            self._session.undo.push(_Change(text, self, self.current, properties))

    def mark(self, text: str, names: Sequence[str], mark: Mark | None) -> None:
        """Mark images or clips by their names; None removes their marks."""
        marks = {name: other for name, other in self.current.marks.items() if name not in set(names)}
        if mark is not None:
            marks |= dict.fromkeys(names, mark)
        self.change(text, marks=marks)

    def _mark_wanted(self, text: str, name: str, mark: Mark | None) -> None:
        self.mark(text, [name], mark)

    def _properties_wanted(self, text: str, changes: dict[str, Any]) -> None:
        self.change(text, **changes)

    def apply(self, properties: CategoryProperties) -> None:
        """State this now and write it; for undo and redo."""
        workspace = self._session.workspace
        if self._category is None or workspace is None:
            return
        self.current = properties
        self._to_write.append((self._category, properties, workspace))
        self.changed.emit(properties)
        self._running += 1
        self._session.change(partial(_write_newest, self._to_write), self._written)

    def _written(self, written: "_Written[CategoryT] | None") -> None:
        self._running -= 1
        if written is not None and written.failed is not None:
            self._session.failed.emit(written.failed)
            if self._is_open(written.root):
                self._take_back()
            return
        self._newest = written or self._newest
        if self._newest is None or self._running:  # what was stated since then is still to come
            return
        newest, self._newest = self._newest, None
        if newest.category is not None and self._is_open(newest.root):
            self._session.replace_category(newest.category)

    def _is_open(self, root: Path) -> bool:
        return self._category is not None and self._category.root == root

    def _take_back(self) -> None:
        """What cannot be written is not stated: the fields show again what the file says."""
        self._to_write.clear()
        stack = self._session.undo
        newest = stack.command(stack.index() - 1) if stack.index() else None
        if isinstance(newest, _Change):
            newest.setObsolete(True)
            stack.undo()  # which only removes it, as it is obsolete
        if self._category is not None:
            self.current = self._category.properties
            self.changed.emit(self.current)

    def _category_changed(self) -> None:
        category = self._session.category_of(self._kind)
        if category is None or not self._is_open(category.root):
            self._to_write = deque(maxlen=1)
        self._category = category
        self.current = CategoryProperties() if category is None else category.properties
        self.changed.emit(self.current)


ImageProperties: TypeAlias = PropertiesEditor[Category]
ClipProperties: TypeAlias = PropertiesEditor[VideoCategory]


@dataclass(frozen=True)
class _Written(Generic[CategoryT]):
    """What came of writing.

    Attributes:
        category: as it is now; None where it could not be written.
        failed: why not.
    """

    root: Path
    category: CategoryT | None
    failed: Failed | None = None


def _write_newest(to_write: _ToWrite[CategoryT]) -> _Written[CategoryT] | None:
    """Run off the GUI thread; None where nothing is left to be written."""
    try:
        category, properties, workspace = to_write.pop()
    except IndexError:
        return None
    try:
        return _Written(category.root, save_properties(category, properties, workspace=workspace))
    except InspectorError as error:
        return _Written(category.root, None, Failed.of(error))


class _Change(QUndoCommand):
    def __init__(
        self, text: str, editor: PropertiesEditor[Any], before: CategoryProperties, after: CategoryProperties
    ) -> None:
        super().__init__(text)
        self._editor, self._before, self._after = editor, before, after

    def redo(self) -> None:
        self._editor.apply(self._after)

    def undo(self) -> None:
        self._editor.apply(self._before)
