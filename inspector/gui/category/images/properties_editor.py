"""What a person states about the open category: changed with undo, written in the background at once."""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand

from inspector.data.category import Category
from inspector.data.properties import CategoryProperties, Mark
from inspector.gui.background.job import BackgroundJob, Done, Ended, Failed
from inspector.gui.session import Session
from inspector.workflow.category import save_properties


class PropertiesEditor(QObject):
    """Holds the properties as they are stated now, which may be ahead of the session's category for a moment.

    Signal `changed` (CategoryProperties): something else is stated now, or another category is open.
    """

    changed = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.stated = CategoryProperties()
        self._category: Category | None = None
        # Shared with the worker that writes: only the newest matters, and a deque hands over whole things.
        self._to_write: deque[tuple[Category, CategoryProperties]] = deque(maxlen=1)
        self._job: BackgroundJob | None = None
        session.category_changed.connect(self._category_changed)

    def state(self, text: str, **changes: Any) -> None:
        """Change properties.

        Args:
            text: what undo calls it.
            changes: fields of `CategoryProperties`.
        """
        properties = self.stated.model_copy(update=changes)
        if self._category is not None and properties != self.stated:
            self._session.undo.push(_Statement(text, self, self.stated, properties))

    def mark(self, text: str, names: Sequence[str], mark: Mark | None) -> None:
        """Mark images by their names; None removes their marks."""
        marks = {name: said for name, said in self.stated.marks.items() if name not in set(names)}
        if mark is not None:
            marks |= dict.fromkeys(names, mark)
        self.state(text, marks=marks)

    def apply(self, properties: CategoryProperties) -> None:
        """State this now and write it; for undo and redo."""
        self.stated = properties
        self._to_write.append((self._category, properties))
        self.changed.emit(properties)
        self._write()

    def _write(self) -> None:
        if self._job is None:
            self._job = self._session.start(
                self._writes,
                title=self.tr("Writing the category's properties"),
                ended=self._ended,
                quietly=True,
            )

    def _writes(self) -> Iterator[Category]:
        """Write what is newest until there is nothing newer; also when it is stopped as the window closes."""
        try:
            while self._to_write:
                yield save_properties(*self._to_write.pop())
        except GeneratorExit:
            if self._to_write:
                save_properties(*self._to_write.pop())
            raise

    def _ended(self, ended: Ended) -> None:
        self._job = None
        if isinstance(ended, Failed):
            self._take_back()
        elif self._to_write:
            self._write()
        elif isinstance(ended, Done) and self._category is not None and ended.result.root == self._category.root:
            self._session.replace_category(ended.result)

    def _take_back(self) -> None:
        """What cannot be written is not stated: the fields show again what the file says."""
        self._to_write.clear()
        stack = self._session.undo
        newest = stack.command(stack.index() - 1) if stack.index() else None
        if isinstance(newest, _Statement):
            newest.setObsolete(True)
            stack.undo()  # which only removes it, as it is obsolete
        if self._category is not None:
            self.stated = self._category.properties
            self.changed.emit(self.stated)

    def _category_changed(self, _category: object) -> None:
        category = self._session.images
        self._category = category
        self.stated = CategoryProperties() if category is None else category.properties
        self.changed.emit(self.stated)


class _Statement(QUndoCommand):
    def __init__(
        self, text: str, keeper: PropertiesEditor, before: CategoryProperties, after: CategoryProperties
    ) -> None:
        super().__init__(text)
        self._keeper, self._before, self._after = keeper, before, after

    def redo(self) -> None:
        self._keeper.apply(self._after)

    def undo(self) -> None:
        self._keeper.apply(self._before)
