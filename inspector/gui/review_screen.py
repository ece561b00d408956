"""Review: look through a run from the worst part down, decide, and set the thresholds."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialogButtonBox, QHBoxLayout, QInputDialog, QSplitter, QVBoxLayout, QWidget

from inspector.core.calibration import OperatingPoint
from inspector.core.errors import InspectorError
from inspector.gui.commands import Commands
from inspector.gui.job import Done, Ended, Failed, Job, once
from inspector.gui.part_pane import PartPane
from inspector.gui.review_undo import Decide, SetThresholds
from inspector.gui.run_list import RunList
from inspector.gui.screen import GAP, EmptyState, Screen, Switch, button, card
from inspector.gui.session import Session
from inspector.gui.threshold_panel import ThresholdPanel
from inspector.gui.thumbnails import Thumbnails
from inspector.store.listing import list_models
from inspector.store.model_file import StoredModel, read_model
from inspector.store.records import ReviewDecision
from inspector.workflow.review import ReviewedRun
from inspector.workflow.threshold import change_operating_point

_AHEAD = 3  # pictures decoded before they are asked for


class ReviewScreen(Screen):
    """Owns the run under review and the model it was made with."""

    key = "review"

    def __init__(self, session: Session, commands: Commands) -> None:
        super().__init__(session, commands)
        self.run: ReviewedRun | None = None
        self.stored: StoredModel | None = None
        self.place: int | None = None
        self._opening: Job | None = None
        self._build()
        session.run_opened.connect(self.open_run)
        session.runs_changed.connect(self._runs_changed)
        session.category_changed.connect(self._category_changed)

    def title(self) -> str:
        return self.tr("Review")

    def entered(self) -> None:
        newest = self.list.newest()
        if self.run is None and newest is not None:
            self.open_run(newest)
        self.list.gallery.setFocus()

    def open_run(self, path: Path) -> None:
        """Show a run; what cannot be read is told through the session."""
        if self._opening is None:
            self._opening = self.session.start(
                once(lambda: self._read(path)), title=self.tr("Opening a run"), ended=self._opened, quietly=True
            )

    def _read(self, path: Path) -> tuple[ReviewedRun, StoredModel | None]:
        run = ReviewedRun(path)
        workspace = self.session.workspace
        for entry in list_models(workspace) if workspace is not None else ():
            if entry.error is None and entry.card["sha256"] == run.about["model"]:
                return run, read_model(entry.folder)
        return run, None

    def _opened(self, ended: Ended) -> None:
        self._opening = None
        if not isinstance(ended, Done):
            return
        self._close_run()
        self.run, self.stored = ended.result
        if self.stored is not None:
            self.run.point = self.stored.operating_point
        self._switch.show_content(True)
        self.part.show_run(self.run, self.stored)
        self._show_scores()
        self.list.show_run(self.run)
        self.commands.refresh()
        if self.isVisible():
            self.list.gallery.setFocus()  # its keys work at once

    def _close_run(self) -> None:
        if self.run is not None:
            self.run.close()
        self.run = self.stored = self.place = None
        self.list.show_run(None)
        self.part.show_run(None, None)
        self.thresholds.show_run(None, None, remarks=())
        self._switch.show_content(False)

    def _category_changed(self, _category: object) -> None:
        workspace = self.session.workspace
        if self.run is not None and (workspace is None or not self.run.path.is_relative_to(workspace.folder)):
            self._close_run()

    def _runs_changed(self) -> None:
        self.list.list_runs(self.session.workspace)

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

    def accept(self) -> None:
        self._decide(ReviewDecision.ACCEPT)

    def reject(self) -> None:
        self._decide(ReviewDecision.REJECT)

    def unsure(self) -> None:
        self._decide(ReviewDecision.UNSURE)

    def next_part(self) -> None:
        self.list.go(self.list.row() + 1)

    def previous_part(self) -> None:
        self.list.go(self.list.row() - 1)

    def _decide(self, decision: ReviewDecision) -> None:
        place = self.place
        self.session.undo.push(Decide(self, self.run, place, decision))
        if self.place == place:  # it stays in the list: go on to the next
            self.next_part()

    def keep_review(self, run: ReviewedRun, place: int, decision: ReviewDecision | None) -> None:
        """Record a decision, and show it if its run is open still; for the undo commands."""
        shown = self.run is not None and self.run.path == run.path
        try:
            (self.run if shown else run).review(place, decision)
        except InspectorError as error:
            self.session.failed.emit(Failed.of(error))
            return
        if not shown:
            return
        self.list.reviewed(place)
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
                read_model(stored.folder),
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

    def _build(self) -> None:
        train = self._add(self.tr("Train a model"), self._to_train)
        inspect = self._add(self.tr("Inspect images"), self._to_inspect)
        empty = EmptyState(
            self.tr("Nothing to review yet"),
            self.tr("Train a model or inspect a batch: its parts then appear here, the worst first."),
            (train, inspect),
        )
        self._switch = Switch(empty, self._content())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, GAP, GAP, GAP)
        layout.addWidget(self._switch)

    def _add(
        self,
        text: str,
        run: Callable[[], object],
        keys: tuple[str, ...] = (),
        enabled: Callable[[], bool] | None = None,
    ) -> QAction:
        return self.commands.add(self, text, run, group=self.title(), shortcuts=keys, enabled=enabled)

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
        self.list = RunList(thumbnails)
        self.list.run_chosen.connect(self.open_run)
        self.list.place_chosen.connect(self._place_chosen)
        self.part = PartPane(self.session, add=add, decisions=decisions)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.list)
        splitter.addWidget(self.part)
        splitter.addWidget(self._right(thumbnails))
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([250, 700, 330])
        kept = self.session.settings.value("review/splitter")
        if kept is not None:
            splitter.restoreState(kept)
        splitter.splitterMoved.connect(self._keep_sizes)
        self._splitter = splitter
        return splitter

    def _keep_sizes(self) -> None:
        self.session.settings.setValue("review/splitter", self._splitter.saveState())

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

    def _to_train(self) -> None:
        self.session.screen_wanted.emit("train")

    def _to_inspect(self) -> None:
        self.session.screen_wanted.emit("inspect")

    def _has_part(self) -> bool:
        return self.place is not None

    def _moved(self) -> bool:
        return self.thresholds.changed

    def _can_apply(self) -> bool:
        return self.stored is not None and self.thresholds.changed
