"""Thresholds of a model that a person applies in Review: the question for the reason, the record, and its undoing."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QT_TRANSLATE_NOOP, QObject, Signal
from PySide6.QtWidgets import QWidget

from inspector.core.operating_point import OperatingPoint
from inspector.gui.commands import needs
from inspector.gui.review.decisions.undo import SetThresholds
from inspector.gui.review.reason_dialog import ReasonDialog
from inspector.gui.review.threshold_panel import ThresholdPanel
from inspector.gui.session import Session
from inspector.store.records import OperatingPointChange
from inspector.workflow.review.model import ReviewModel
from inspector.workflow.review.thresholds import change_operating_point


class ThresholdChanges(QObject):
    """Records the operating points of `model`, that of the run which is open; each change can be undone.

    Args:
        panel: that which shows the thresholds now.

    Signals: `recorded` (Path): folder of the model whose operating point is another.
    """

    recorded = Signal(object)

    def __init__(self, session: Session, parent: QWidget, *, panel: Callable[[], ThresholdPanel]) -> None:
        super().__init__(parent)
        self._session, self._parent, self._panel = session, parent, panel
        self.model: ReviewModel | None = None

    @needs(QT_TRANSLATE_NOOP("Needs", "needs thresholds that were moved, and the run's model"))
    def can_apply(self) -> bool:
        """Whether thresholds were moved, and there is a model that they are of."""
        return self.model is not None and self._panel().changed

    def apply(self) -> None:
        """Ask for a reason and record the thresholds that are shown."""
        panel = self._panel()
        dialog = ReasonDialog(self._parent, panel.point, panel.written)
        dialog.textValueSelected.connect(self._apply_because)
        dialog.open()

    def record_thresholds(self, folder: Path, point: OperatingPoint, reason: str) -> None:
        """Write an operating point to a model's records; for the undo commands."""
        self._session.change(partial(_change_thresholds, folder, point, reason), self._recorded)

    def _apply_because(self, reason: str) -> None:
        if self.model is not None:
            change = partial(_change_thresholds, self.model.folder, self._panel().point, reason.strip())
            self._session.change(change, self._applied)

    def _applied(self, changed: tuple[Path, OperatingPointChange]) -> None:
        folder, change = changed
        if self.model is not None and self.model.folder == folder:
            self._session.undo.push(SetThresholds(self, folder, change))
        self._recorded(changed)

    def _recorded(self, changed: tuple[Path, OperatingPointChange]) -> None:
        folder, _ = changed
        self._session.models_changed.emit()
        self._session.said.emit(self.tr("In force and recorded. All scores are shown by these thresholds now."))
        self.recorded.emit(folder)


def _change_thresholds(folder: Path, point: OperatingPoint, reason: str) -> tuple[Path, OperatingPointChange]:
    """Run off the GUI thread."""
    change = change_operating_point(
        folder, review=point.review, reject=point.reject, max_false_reject=None, max_review=None, reason=reason
    )
    return folder, change
