"""What can be undone in Review; every undoing is a record of its own.

The records are written in the background, in the order of the commands: a failure is shown by the session and raises
nothing here.
"""

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QUndoCommand

from inspector.core.operating_point import OperatingPoint
from inspector.gui.review.decisions.change import DecisionChange
from inspector.store.records import OperatingPointChange


class RecordsReviews(Protocol):
    """Writes decisions and types to a run's records, and shows them where that run is open."""

    def record_decision(self, change: DecisionChange) -> None: ...

    def take_back_decision(self, change: DecisionChange) -> None: ...

    def record_type(self, run: Path, name: str, region: int, type_name: str | None) -> None: ...

    def show_record(self, run: Path, name: str) -> None: ...


class RecordsThresholds(Protocol):
    """Writes operating points to a model's records, and decides anew where a run of it is open."""

    def record_thresholds(self, folder: Path, point: OperatingPoint, reason: str) -> None: ...


class Decide(QUndoCommand):
    """A person's decision on one or more images or events of a run; undone, those before are in force again."""

    def __init__(self, screen: RecordsReviews, change: DecisionChange) -> None:
        super().__init__(change.text)
        self._screen, self._change = screen, change

    def redo(self) -> None:
        self._screen.record_decision(self._change)

    def undo(self) -> None:
        self._screen.take_back_decision(self._change)
        self._screen.show_record(self._change.run, self._change.names[0])


class NameRegion(QUndoCommand):
    """The type of a region, or of an event; undone, the one before is in force again.

    Args:
        where: the name in the run's records, and the number of the region.
        old, new: types; None for none.
    """

    def __init__(
        self, screen: RecordsReviews, run: Path, where: tuple[str, int], *, old: str | None, new: str | None
    ) -> None:
        if new is None:
            text = QCoreApplication.translate("ReviewUndo", "remove the name '{type}'").format(type=old)
        else:
            text = QCoreApplication.translate("ReviewUndo", "name '{type}'").format(type=new)
        super().__init__(text)
        self._screen, self._run, self._where, self._old, self._new = screen, run, where, old, new

    def redo(self) -> None:
        self._screen.record_type(self._run, *self._where, self._new)

    def undo(self) -> None:
        self._screen.record_type(self._run, *self._where, self._old)
        self._screen.show_record(self._run, self._where[0])


class SetThresholds(QUndoCommand):
    """A change of a model's thresholds, which was recorded before it came here; undoing it is one of its own."""

    def __init__(self, screen: RecordsThresholds, folder: Path, change: OperatingPointChange) -> None:
        super().__init__(QCoreApplication.translate("ReviewUndo", "thresholds"))
        self._screen, self._folder, self._change = screen, folder, change
        self._recorded = True  # already, when the command comes onto the stack

    def redo(self) -> None:
        if not self._recorded:
            self._screen.record_thresholds(self._folder, self._change.new, self._change.reason)
        self._recorded = False

    def undo(self) -> None:
        undone = QCoreApplication.translate("ReviewUndo", "Undone: {reason}")
        self._screen.record_thresholds(self._folder, self._change.old, undone.format(reason=self._change.reason))
