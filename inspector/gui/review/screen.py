"""What the Review screens of images and of clips have in common: a run is opened, decided on, and closed."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.core.errors import InspectorError
from inspector.gui.background.job import Failed
from inspector.gui.commands import Commands
from inspector.gui.review.images.list import InspectionList
from inspector.gui.review.video.list import ClipList
from inspector.gui.screen import GAP, EmptyState, KeptSplitter, Screen, Switch
from inspector.gui.session import Session
from inspector.store.listing import list_models
from inspector.store.models.model_folder import StoredModel, read_model
from inspector.store.records import ReviewDecision
from inspector.store.runs.lifecycle import final_name
from inspector.store.workspace import Workspace
from inspector.workflow.review.images import ReviewedImageRun
from inspector.workflow.review.video import ReviewedVideoRun


class RunScreen(Screen):
    """Owns the run under review and the model it was made with.

    Its subclasses say in the methods at the end how a run is read, shown and decided on.
    """

    key = "review"
    list: InspectionList | ClipList
    _settings_key: str
    _suffix: str  # of the runs that it shows

    def __init__(self, session: Session, commands: Commands) -> None:
        super().__init__(session, commands)
        self.run: ReviewedImageRun | ReviewedVideoRun | None = None
        self.stored: StoredModel | None = None
        self._switch = Switch(self._empty(), self._content())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, GAP, GAP, GAP)
        layout.addWidget(self._switch)
        self.list.run_chosen.connect(self.open_run)
        session.run_opened.connect(self.open_run)
        session.runs_changed.connect(self._runs_changed)
        session.category_changed.connect(self._category_changed)

    @property
    def _opening(self) -> tuple[str, str]:
        """Key of the run that is being opened."""
        return self._settings_key, "run"

    def title(self) -> str:
        return self.tr("Review")

    def entered(self) -> None:
        newest = self.list.newest()
        if self.run is None and newest is not None and not self.session.awaits(self._opening):
            self.open_run(newest)
        self.list.take_focus()

    def open_run(self, path: Path) -> None:
        """Show a run of this screen's kind; what cannot be read is told through the session."""
        if final_name(path).endswith(self._suffix):
            read = partial(_read_with_model, self._run_reader(path), self.session.workspace)
            self.session.latest(self._opening, read, self._opened)

    def _opened(self, opened: tuple[ReviewedImageRun | ReviewedVideoRun, StoredModel | None]) -> None:
        self._close_run()
        self.run, self.stored = opened
        self._switch.show_content(True)
        self._show_run()
        self.list.show_run(self.run)
        self.commands.refresh()
        if self.isVisible():
            self.list.take_focus()  # its keys work at once

    def _close_run(self) -> None:
        if self.run is not None:
            self.run.close()
        self.run = self.stored = None
        self._show_nothing()
        self.list.show_run(None)
        self._switch.show_content(False)

    def _category_changed(self, _category: object) -> None:
        workspace = self.session.workspace
        if self.run is not None and (workspace is None or not self.run.path.is_relative_to(workspace.folder)):
            self._close_run()

    def _runs_changed(self) -> None:
        self.list.list_runs(self.session.workspace)

    def accept(self) -> None:
        self._decide(ReviewDecision.ACCEPT)

    def reject(self) -> None:
        self._decide(ReviewDecision.REJECT)

    def unsure(self) -> None:
        self._decide(ReviewDecision.UNSURE)

    def keep_review(
        self, run: ReviewedImageRun | ReviewedVideoRun, place: int, decision: ReviewDecision | None
    ) -> None:
        """Record a decision, and show it if its run is open still; for the undo commands."""
        shown = self.run is not None and self.run.path == run.path
        try:
            (self.run if shown else run).review(place, decision)
        except InspectorError as error:
            self.session.failed.emit(Failed.of(error))
            return
        if shown:
            self.list.reviewed(place)
            self._show_review(place)

    def _add(
        self,
        text: str,
        run: Callable[[], object],
        keys: tuple[str, ...] = (),
        enabled: Callable[[], bool] | None = None,
    ) -> QAction:
        return self.commands.add(self, text, run, group=self._group(), shortcuts=keys, enabled=enabled)

    def _split(self, *widgets: QWidget, sizes: Sequence[int]) -> KeptSplitter:
        """The widgets beside each other, of which the second grows."""
        key = f"{self._settings_key}/splitter"
        splitter = KeptSplitter(Qt.Orientation.Horizontal, settings=self.session.settings, key=key)
        for widget in widgets:
            splitter.addWidget(widget)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes(sizes)
        splitter.restore()
        return splitter

    def _to_train(self) -> None:
        self.session.screen_wanted.emit("train")

    def _to_inspect(self) -> None:
        self.session.screen_wanted.emit("inspect")

    # How a run is read, shown and decided on

    def _group(self) -> str:
        """Heading of the commands."""
        return self.title()

    def _empty(self) -> EmptyState:
        """What to do where there is no run."""
        raise NotImplementedError

    def _content(self) -> QWidget:
        """The `list`, and what is seen of a run beside it."""
        raise NotImplementedError

    def _run_reader(self, path: Path) -> Callable[[], ReviewedImageRun | ReviewedVideoRun]:
        """What reads a run off the GUI thread."""
        raise NotImplementedError

    def _show_run(self) -> None:
        """Show what is there beside the list, which then shows its first place."""

    def _show_nothing(self) -> None:
        """Forget what is shown of a run beside the list."""
        raise NotImplementedError

    def _decide(self, decision: ReviewDecision) -> None:
        """Decide on what is shown, and go on to what follows."""
        raise NotImplementedError

    def _show_review(self, place: int) -> None:
        """Show a decision beside the list."""
        raise NotImplementedError


def _read_with_model(
    read: Callable[[], ReviewedImageRun | ReviewedVideoRun], workspace: Workspace | None
) -> tuple[ReviewedImageRun | ReviewedVideoRun, StoredModel | None]:
    """A run, and its model where the workspace has it; run off the GUI thread."""
    run = read()
    for entry in list_models(workspace) if workspace is not None else ():
        if entry.error is None and entry.card["sha256"] == run.about.get("model"):
            return run, read_model(entry.folder)
    return run, None
