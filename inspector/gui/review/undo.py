"""What can be undone in Review; every undoing is a record of its own."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QUndoCommand

from inspector.core.operating_point import OperatingPoint
from inspector.store.models.model_folder import StoredModel
from inspector.store.records import ReviewDecision
from inspector.workflow.review.images import ReviewedImageRun
from inspector.workflow.review.video import ReviewedVideoRun

if TYPE_CHECKING:
    from inspector.gui.review.image_screen import ReviewScreen
    from inspector.gui.review.screen import RunScreen


class Decide(QUndoCommand):
    """A person's decision on one part or event; undone, the one before holds again."""

    def __init__(
        self, screen: "RunScreen", run: ReviewedImageRun | ReviewedVideoRun, place: int, decision: ReviewDecision
    ) -> None:
        super().__init__(QCoreApplication.translate("ReviewUndo", "review"))
        before = run.review_of(place)
        self._screen, self._run, self._place, self._new = screen, run, place, decision
        self._old = None if before is None else before.decision

    def redo(self) -> None:
        self._screen.keep_review(self._run, self._place, self._new)

    def undo(self) -> None:
        self._screen.keep_review(self._run, self._place, self._old)


class SetThresholds(QUndoCommand):
    """A change of a model's thresholds; undoing it is a change of its own in the records."""

    def __init__(
        self, screen: "ReviewScreen", stored: StoredModel, old: OperatingPoint, new: OperatingPoint, reason: str
    ) -> None:
        super().__init__(QCoreApplication.translate("ReviewUndo", "thresholds"))
        self._screen, self._stored, self._old, self._new, self._reason = screen, stored, old, new, reason

    def redo(self) -> None:
        self._screen.keep_thresholds(self._stored, self._new, self._reason)

    def undo(self) -> None:
        undone = QCoreApplication.translate("ReviewUndo", "Undone: {reason}")
        self._screen.keep_thresholds(self._stored, self._old, undone.format(reason=self._reason))
