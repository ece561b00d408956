"""What can be undone in Review; every undoing is a record of its own.

The records are written in the background, in the order of the commands: a failure is shown by the session and raises
nothing here.
"""

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QUndoCommand

from inspector.core.operating_point import OperatingPoint
from inspector.store.records import OperatingPointChange, ReviewDecision


class RecordsReviews(Protocol):
    """Writes decisions to a run's records, and shows them where that run is open."""

    def record_review(self, run: Path, name: str, decision: ReviewDecision | None) -> None: ...

    def show_record(self, run: Path, name: str) -> None: ...


class RecordsThresholds(Protocol):
    """Writes operating points to a model's records, and decides anew where a run of it is open."""

    def record_thresholds(self, folder: Path, point: OperatingPoint, reason: str) -> None: ...


class Decide(QUndoCommand):
    """A person's decision on one image or event of a run; undone, the one before is in force again."""

    def __init__(
        self,
        screen: RecordsReviews,
        run: Path,
        name: str,
        *,
        old: ReviewDecision | None,
        new: ReviewDecision,
        text: str,
    ) -> None:
        super().__init__(text)
        self._screen, self._run, self._name, self._old, self._new = screen, run, name, old, new

    def redo(self) -> None:
        self._screen.record_review(self._run, self._name, self._new)

    def undo(self) -> None:
        self._screen.record_review(self._run, self._name, self._old)
        self._screen.show_record(self._run, self._name)


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
