"""Review: open a run, decide on what it holds, and set the thresholds of the model that made it."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QStackedLayout, QVBoxLayout

from inspector.core.operating_point import OperatingPoint
from inspector.data.category import Category
from inspector.data.video.category import VideoCategory
from inspector.gui.background.job import Failed
from inspector.gui.commands import CommandGroup, Commands, needs
from inspector.gui.review.decisions.elsewhere import DecidedElsewhere
from inspector.gui.review.decisions.records import RunRecords
from inspector.gui.review.moved_thresholds import MovedThresholds
from inspector.gui.review.opened_run import OpenedRun, open_run, threshold_basis
from inspector.gui.review.page import ReviewPage, make_page
from inspector.gui.review.run_choice import RunChoice
from inspector.gui.review.run_files import RunFiles
from inspector.gui.review.threshold_changes import ThresholdChanges
from inspector.gui.review.threshold_panel import ThresholdPanel
from inspector.gui.review.view import AnyReviewView, MakeView, ReviewParts
from inspector.gui.screen import GAP, Screen
from inspector.gui.session import Session
from inspector.store.listing import RunEntry
from inspector.store.records import ReviewDecision
from inspector.workflow.kinds import KindName
from inspector.workflow.review.model import ReviewModel
from inspector.workflow.review.reviewed_run import ReviewedRun

_OPENING, _LISTING = "review run", "review runs"  # keys of what is done in the background


class ReviewScreen(Screen):
    """Owns the run under review, the decisions on it and the thresholds; a view for each kind shows what it holds."""

    key = "review"

    def __init__(self, session: Session, commands: Commands, views: Mapping[KindName, MakeView]) -> None:
        super().__init__(session, commands, title=QCoreApplication.translate("ReviewScreen", "Review"))
        self.run: ReviewedRun | None = None
        self.model: ReviewModel | None = None
        self._file_is_right = False  # and not what is shown: a decision could not be written
        self._root: Path | None = None  # of the category
        self._just_opened = False  # whether its runs are not known yet
        self._moved = MovedThresholds(session)
        self._records = RunRecords(session, self)
        self._records.changed.connect(self._records_changed)
        self._records.requested.connect(self._show_place)
        self._records.failed.connect(self._not_recorded)
        self._elsewhere = DecidedElsewhere(session, self._records, view=lambda: self.view)
        self._records.thresholds_changed.connect(self._thresholds_applied_elsewhere)
        self._point_elsewhere: OperatingPoint | None = None  # in force before others may have applied another
        self.threshold_changes = ThresholdChanges(session, self, panel=lambda: self.thresholds)
        self.threshold_changes.recorded.connect(self._thresholds_recorded)
        self._actions = self._add_commands()
        group = CommandGroup(commands, self, self.title)
        self._files = RunFiles(session, self, add=group, view=lambda: self.view)
        self._pages = {name: commands.later(partial(self._make_page, name, make)) for name, make in views.items()}
        self._kind = next(iter(self._pages))  # that is open
        self._runs: list[RunEntry] = []  # of the category, as far as they are known
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, GAP, GAP, GAP)
        self._stack = QStackedLayout()
        layout.addLayout(self._stack)  # before it holds widgets, which would else be windows for a moment
        session.run_opened.connect(self.open_run)
        session.runs_changed.connect(self._list_runs)
        session.category_changed.connect(self._category_changed)
        session.closing.connect(self._store_moved)

    @property
    def _page(self) -> ReviewPage:
        """That of the kind that is open."""
        return self._pages[self._kind].get()

    @property
    def view(self) -> AnyReviewView:
        """That of the kind that is open."""
        return self._page.view

    @property
    def thresholds(self) -> ThresholdPanel:
        """Those of the kind that is open."""
        return self._page.thresholds

    def entered(self) -> None:
        self._open_newest()
        self.view.take_focus()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        self._show_page()
        super().showEvent(event)

    # The run

    def open_run(self, path: Path) -> None:
        """Show a run of the open category; what cannot be read is reported through the session."""
        kind, category, workspace = self.session.kind, self.session.category, self.session.workspace
        if kind is not None and category is not None and workspace is not None:
            self.session.latest(
                _OPENING, partial(open_run, kind, path, category, workspace), self._opened, failed=self._not_read
            )
            self._show_awaited()

    def _open_newest(self) -> None:
        newest = self._page.runs.newest()
        if self.run is None and newest is not None and not self.session.awaits(_OPENING):
            self.open_run(newest)

    def _opened(self, opened: OpenedRun) -> None:
        self._show_page()  # made, where it was not, before there is a run that its commands ask for
        again = self.run is not None and self.run.path == opened.run.path
        same_reviews = again and not self._file_is_right
        self._store_moved(quietly=again)
        if self.run is not None:
            if same_reviews:
                opened.run.keep_reviews(self.run)
            self.run.close()
        self._file_is_right = False
        self.run, self.model = opened.run, opened.model
        self._files.show_run(opened)
        self._records.show_run(opened, same_reviews=same_reviews)
        self.threshold_changes.model = opened.model
        self._page.switch.show_content(True)
        self._page.runs.show_run(self.run.path)
        self.view.show_run(self.run, self.model, keep_place=again)
        self._moved.show(self.run, threshold_basis(self.run, self.model), self.thresholds, quietly=again)
        self._say_thresholds_elsewhere(opened.run.point)
        self.commands.refresh()
        if self.isVisible() and not again:
            self.view.take_focus()  # its keys work at once

    def _not_read(self, failed: Failed) -> None:
        self._show_awaited()
        self.session.failed.emit(failed)

    def _show_awaited(self) -> None:
        """Where there is no run yet: whether there will be one in a moment."""
        page = self._pages[self._kind].made
        if page is not None:
            opening, listing = self.session.awaits(_OPENING), self.session.awaits(_LISTING)
            listed = self.tr("Reading the runs …") if listing else ""
            page.empty.show_awaited(self.tr("Opening the run …") if opening else listed)

    def _close_run(self) -> None:
        self._store_moved(quietly=False)
        if self.run is not None:
            self.run.close()
        self.run = self.model = self.threshold_changes.model = None
        self._records.show_run(None)
        self._files.show_run(None)
        self._page.runs.show_run(None)
        self.thresholds.show_basis(None)
        self.view.show_run(None, None, keep_place=False)
        self._page.switch.show_content(False)
        self.commands.refresh()

    def _category_changed(self, category: Category | VideoCategory | None) -> None:
        workspace = self.session.workspace
        if self.run is not None and (workspace is None or not self.run.path.is_relative_to(workspace.folder)):
            self._close_run()
        root, known = None if category is None else category.root, self._root
        self._root, self._just_opened = root, self._just_opened or root != known
        kind = self._kind if category is None else category.kind
        if root != known or kind != self._kind:
            self._runs = []
        self._kind = kind
        if self.isVisible():
            self._show_page()

    def _show_page(self) -> None:
        self._stack.setCurrentWidget(self._page.switch)
        self._show_awaited()

    def _list_runs(self) -> None:
        kind, workspace = self.session.kind, self.session.workspace
        if kind is not None and workspace is not None:
            self.session.latest(_LISTING, partial(kind.list_runs, workspace), self._listed_runs, failed=self._not_read)
            self._show_awaited()

    def _listed_runs(self, entries: list[RunEntry]) -> None:
        self._runs = entries
        page = self._pages[self._kind].made
        if page is not None:
            page.runs.show_runs(entries, page.view.run_counts)
        was_opened, self._just_opened = self._just_opened, False
        idle = self.run is None and not self.session.awaits(_OPENING)  # a run may be newer than this list
        if self.isVisible() and was_opened and not entries and idle:
            self.session.screen_requested.emit("category")  # there is nothing to review in it yet
        elif self.isVisible():
            self._open_newest()
        self._show_awaited()

    # Decisions

    def decide(self, decision: ReviewDecision) -> None:
        """Record a decision on what is shown, and go on to what follows."""
        view = self.view
        if view.place is not None:
            place, decided = view.place, view.word_of(decision)
            self._records.decide([place], decision, f"{view.name_of(place)} – {decided}")
            view.advance(place)
            label = "" if self.run is None else self.run.contradicted_label(place, decision)
            if label:
                text = self.tr("You decided {decision}, but {name} is labelled {label}. Press Ctrl+Z to undo.")
                self.session.said.emit(text.format(decision=decided, name=view.name_of(place), label=label))

    def name_region(self, place: int, region: int, type_name: str | None) -> None:
        """Record the type of a region of what is at a place, and say so: a digit may have been meant for a field."""
        if self._records.name_region(place, region, type_name):
            text = (
                self.tr("The type of {name} was removed. Press Ctrl+Z to undo.")
                if type_name is None
                else self.tr("{name} was named '{type}'. Press Ctrl+Z to undo.")
            )
            self.session.said.emit(text.format(name=self.view.name_of(place), type=type_name))

    def _records_changed(self, places: Sequence[int]) -> None:
        if self.run is not None:
            self.thresholds.update_basis(threshold_basis(self.run, self.model))
            for place in places:
                self.view.show_review(place)

    def _show_place(self, place: int) -> None:
        self.view.show_place(place)

    def _not_recorded(self) -> None:
        if self.run is not None:
            self._file_is_right = True
            self.open_run(self.run.path)

    # Thresholds

    def _thresholds_recorded(self, folder: Path) -> None:
        if self.run is not None and self.model is not None and self.model.folder == folder:
            self.open_run(self.run.path)

    def _thresholds_applied_elsewhere(self) -> None:
        """Others recorded something about the model: judge by what is in force now, which may be what it was."""
        if self.run is not None:
            self._point_elsewhere = self.run.point
            self.open_run(self.run.path)

    def _say_thresholds_elsewhere(self, point: OperatingPoint) -> None:
        before, self._point_elsewhere = self._point_elsewhere, None
        if before is not None and point != before:
            self.session.models_changed.emit()
            self.session.said.emit(
                self.tr("Other thresholds were applied elsewhere. They are in force, and everything is shown by them.")
            )

    def go_to_thresholds(self) -> None:
        """Give the keyboard to the reject threshold, next to the histogram."""
        self._page.go_to_thresholds()

    def reset_thresholds(self) -> None:
        self.thresholds.reset()

    def _store_moved(self, *, quietly: bool = True) -> None:
        self._moved.store(self.run, self._pages[self._kind].made, quietly=quietly)  # closing makes no page

    # Layout

    def _make_page(self, kind: KindName, make: MakeView) -> ReviewPage:
        page = make_page(make, self._actions, self._files.actions, self._parts)
        page.runs.chosen.connect(self.open_run)
        page.view.selected.connect(self.commands.refresh)
        page.thresholds.moved.connect(self.commands.refresh)
        self._stack.addWidget(page.switch)
        if kind == self._kind:
            page.runs.show_runs(self._runs, page.view.run_counts)
        return page

    def _parts(self, runs: RunChoice, thresholds: QFrame, applied: QLabel) -> ReviewParts:
        decide_group, name = self._records.decide, self.name_region
        return ReviewParts(self.session, self.commands, runs, thresholds, applied, self.decide, decide_group, name)

    def _add_commands(self) -> dict[str, QAction]:
        add, request = CommandGroup(self.commands, self, self.title).add, self.session.screen_requested.emit
        apply = self.tr("Apply thresholds …")
        return {
            "train": add(self.tr("Train a model"), partial(request, "train")),
            "inspect": add(self.tr("Inspect a batch"), partial(request, "inspect")),
            "apply": add(apply, self.threshold_changes.apply, ("Ctrl+Return",), self.threshold_changes.can_apply),
            "reset": add(self.tr("Reset"), self.reset_thresholds, (), self._thresholds_moved),
            "thresholds": add(self.tr("Go to the thresholds"), self.go_to_thresholds, ("H",), self._has_run),
        }

    @needs(QT_TRANSLATE_NOOP("Needs", "needs an open run"))
    def _has_run(self) -> bool:
        return self.run is not None

    @needs(QT_TRANSLATE_NOOP("Needs", "needs thresholds that were moved"))
    def _thresholds_moved(self) -> bool:
        return self.run is not None and self.thresholds.changed
