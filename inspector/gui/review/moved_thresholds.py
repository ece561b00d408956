"""Thresholds that a person moved in Review and did not apply: they wait for their run to be opened again."""

import json

from PySide6.QtCore import QCoreApplication

from inspector.core.operating_point import OperatingPoint
from inspector.gui.review.page import ReviewPage
from inspector.gui.review.threshold_panel import ThresholdBasis, ThresholdPanel
from inspector.gui.session import Session
from inspector.workflow.review.reviewed_run import ReviewedRun

_SETTING = "review/moved_thresholds"
_MOST = 20  # runs, the latest


class MovedThresholds:
    """By run, with the thresholds that were in force: under others, they would mean something else.

    The settings hold them, so that closing the window loses none and has to ask nothing.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def store(self, run: ReviewedRun | None, page: ReviewPage | None, *, quietly: bool) -> None:
        """What was moved waits for the run to be opened again; nothing is said where that happens at once."""
        if run is None or page is None or not page.thresholds.changed:
            return
        moved, found = page.thresholds.point, self._read()
        found.pop(str(run.path), None)
        found[str(run.path)] = [moved.review, moved.reject, run.point.review, run.point.reject]
        self._write(dict(list(found.items())[-_MOST:]))
        if not quietly:
            translate = QCoreApplication.translate
            self._session.said.emit(
                translate(
                    "MovedThresholds",
                    "The thresholds that you moved are not applied. The run has them when it is opened again.",
                )
            )

    def show(self, run: ReviewedRun, basis: ThresholdBasis, panel: ThresholdPanel, *, quietly: bool) -> None:
        """Let the panel show a run, with what was moved when it was shown before, which is then forgotten."""
        panel.show_basis(basis)
        found = self._read()
        values = found.pop(str(run.path), None)
        if values is None:
            return
        self._write(found)
        review, reject, *before = values
        still = before == [run.point.review, run.point.reject]
        if still:
            panel.set_point(OperatingPoint(review=review, reject=reject))
        if not quietly:
            translate = QCoreApplication.translate
            self._session.said.emit(
                translate("MovedThresholds", "Shown with the thresholds that you moved and did not apply.")
                if still
                else translate(
                    "MovedThresholds",
                    "Other thresholds are in force by now: those that you moved before are dropped.",
                )
            )

    def _read(self) -> dict[str, list[float]]:
        try:
            found = json.loads(str(self._session.settings.value(_SETTING, "{}")))
            return {str(run): [float(value) for value in values] for run, values in found.items() if len(values) == 4}
        except (ValueError, TypeError, AttributeError):  # not written by this program
            return {}

    def _write(self, found: dict[str, list[float]]) -> None:
        self._session.settings.setValue(_SETTING, json.dumps(found))
