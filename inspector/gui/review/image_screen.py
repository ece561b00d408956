"""Review: look through a run from the worst part down, decide, and set the thresholds."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QHBoxLayout, QInputDialog, QVBoxLayout, QWidget

from inspector.core.errors import InspectorError
from inspector.core.operating_point import OperatingPoint
from inspector.gui.background.job import Failed
from inspector.gui.review.images.list import InspectionList
from inspector.gui.review.images.pane import ImagePane
from inspector.gui.review.screen import RunScreen
from inspector.gui.review.threshold_panel import ThresholdPanel
from inspector.gui.review.undo import Decide, SetThresholds
from inspector.gui.screen import EmptyState, button, card
from inspector.gui.widgets.thumbnails import Thumbnails
from inspector.store.models.model_folder import StoredModel
from inspector.store.records import ReviewDecision
from inspector.store.runs.run_types import IMAGE_RUN_SUFFIX
from inspector.workflow.review.images import ReviewedImageRun
from inspector.workflow.review.thresholds import change_operating_point

_AHEAD = 3  # pictures decoded before they are asked for


class ReviewScreen(RunScreen):
    """The Review screen of images; `place` is that of the part that is shown."""

    place: int | None = None
    _settings_key = "review"
    _suffix = IMAGE_RUN_SUFFIX

    def _run_reader(self, path: Path) -> Callable[[], ReviewedImageRun]:
        return partial(ReviewedImageRun, path)

    def _show_run(self) -> None:
        if self.stored is not None:
            self.run.point = self.stored.operating_point
        self.part.show_run(self.run, self.stored)
        self._show_scores()

    def _show_nothing(self) -> None:
        self.place = None
        self.part.show_run(None, None)
        self.thresholds.show_run(None, None, remarks=())

    def _show_scores(self) -> None:
        good = None if self.stored is None else self.stored.model.calibration.good_scores.numpy()
        remarks = () if self.stored is None else self.stored.card.get("remarks", ())
        self.thresholds.show_run(self.run, good, remarks=remarks)

    def _place_chosen(self, place: int) -> None:
        if place < 0:
            self.place = None
            self.part.show_nothing(self.tr("No part passes the filters."))
        else:
            self.place = place
            self.part.show_part(place, ahead=self.list.ahead(_AHEAD))
        self.commands.refresh()

    def next_part(self) -> None:
        self.list.go(self.list.row() + 1)

    def previous_part(self) -> None:
        self.list.go(self.list.row() - 1)

    def _decide(self, decision: ReviewDecision) -> None:
        place = self.place
        self.session.undo.push(Decide(self, self.run, place, decision))
        if self.place == place:  # it stays in the list: go on to the next
            self.next_part()

    def _show_review(self, place: int) -> None:
        self.part.show_words()
        if not self.run.labels[place]:  # what a person decided is then what is known of the part
            point = self.thresholds.point
            self._show_scores()
            self.thresholds.set_point(point)

    def apply_thresholds(self) -> None:
        """Ask for a reason and record the thresholds that are shown."""
        dialog = QInputDialog(self)
        dialog.setWindowTitle(self.tr("Apply the thresholds"))
        dialog.setLabelText(
            self.tr("Review above {review:.4g}, reject above {reject:.4g}. Why? The reason is recorded.").format(
                review=self.thresholds.point.review, reject=self.thresholds.point.reject
            )
        )
        dialog.textValueSelected.connect(self._apply_because)
        dialog.textValueChanged.connect(self._reason_typed)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        self._confirm = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
        self._confirm.setEnabled(False)

    def _reason_typed(self, reason: str) -> None:
        self._confirm.setEnabled(bool(reason.strip()))

    def _apply_because(self, reason: str) -> None:
        change = SetThresholds(self, self.stored, self.run.point, self.thresholds.point, reason.strip())
        self.session.undo.push(change)

    def keep_thresholds(self, stored: StoredModel, point: OperatingPoint, reason: str) -> None:
        """Record an operating point of a model, and decide anew by it if it is the run's; for the undo commands."""
        try:
            change_operating_point(
                stored.folder,
                review=point.review,
                reject=point.reject,
                max_false_reject=None,
                max_review=None,
                reason=reason,
            )
        except InspectorError as error:
            self.session.failed.emit(Failed.of(error))
            return
        self.session.models_changed.emit()
        self.session.said.emit(
            self.tr("In force and recorded: review above {review:.4g}, reject above {reject:.4g}.").format(
                review=point.review, reject=point.reject
            )
        )
        if self.stored is None or self.stored.identity != stored.identity:
            return
        self.stored = replace(self.stored, operating_point=point)
        self.run.point = point
        self._show_scores()
        self.list.refill()
        self.part.show_changed(self.stored)
        self.commands.refresh()

    def reset_thresholds(self) -> None:
        self.thresholds.set_point(self.run.point)

    def _empty(self) -> EmptyState:
        train = self._add(self.tr("Train a model"), self._to_train)
        inspect = self._add(self.tr("Inspect images"), self._to_inspect)
        return EmptyState(
            self.tr("Nothing to review yet"),
            self.tr("Train a model or inspect a batch: its parts then appear here, the worst first."),
            (train, inspect),
        )

    def _content(self) -> QWidget:
        add, judged = self._add, self._has_part
        decisions = (
            add(self.tr("Accept"), self.accept, ("A",), judged),
            add(self.tr("Reject"), self.reject, ("R",), judged),
            add(self.tr("Unsure"), self.unsure, ("U",), judged),
        )
        add(self.tr("Next part"), self.next_part, ("J", "Right", "Down"), judged)
        add(self.tr("Previous part"), self.previous_part, ("K", "Left", "Up"), judged)
        thumbnails = Thumbnails(self)
        self.list = InspectionList(thumbnails)
        self.list.place_chosen.connect(self._place_chosen)
        self.part = ImagePane(self.session, add=add, decisions=decisions)
        return self._split(self.list, self.part, self._right(thumbnails), sizes=(250, 700, 330))

    def _right(self, thumbnails: Thumbnails) -> QWidget:
        self.thresholds = ThresholdPanel(thumbnails)
        self.thresholds.wanted.connect(self.list.show_place)
        self.thresholds.moved.connect(self.commands.refresh)
        apply = self._add(
            self.tr("Apply thresholds …"),
            self.apply_thresholds,
            ("Ctrl+Return",),
            self._can_apply,
        )
        reset = self._add(self.tr("Reset"), self.reset_thresholds, (), self._moved)
        right = card()
        layout = QVBoxLayout(right)
        layout.addWidget(self.thresholds, stretch=1)
        row = QHBoxLayout()
        row.addWidget(button(reset))
        row.addWidget(button(apply, primary=True), stretch=1)
        layout.addLayout(row)
        right.setMinimumWidth(310)
        right.setMaximumWidth(460)
        return right

    def _has_part(self) -> bool:
        return self.place is not None

    def _moved(self) -> bool:
        return self.thresholds.changed

    def _can_apply(self) -> bool:
        return self.stored is not None and self.thresholds.changed
