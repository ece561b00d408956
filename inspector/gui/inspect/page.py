"""What the Inspect screens of images and of clips have in common: what to inspect, with which model, and how far it is.

What is inspected goes into a run, which can be opened in Review.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from inspector.data.category import Category
from inspector.data.video.category import VideoCategory
from inspector.gui.background.job import Done, Ended, once
from inspector.gui.commands import Commands
from inspector.gui.file_changes import discarding
from inspector.gui.inspect.counts import Counts
from inspector.gui.inspect.images.batch import Inspecting
from inspector.gui.inspect.model_choice import ModelChoice
from inspector.gui.inspect.table import BatchTable
from inspector.gui.inspect.video.batch import ClipInspecting
from inspector.gui.numbers import duration
from inspector.gui.screen import GAP, KeptSplitter, Screen, button, dropped, label, row
from inspector.gui.session import Session
from inspector.gui.widgets.interrupted import Interrupted, InterruptedCard
from inspector.gui.widgets.run_exports import RunExports
from inspector.store.listing import RunEntry, list_models
from inspector.store.workspace import Workspace

_COLUMN_WIDTH = 372


@dataclass(frozen=True)
class Words:
    """What is said of images in other words than of clips."""

    group: str  # heading of the commands
    no_model: str
    nothing_chosen: str
    interrupted: str  # a run, by its {name}, of so many, {n}


class BatchScreen(Screen):
    """Owns what is chosen; what is inspected is `inspecting`'s.

    Its subclasses say in the methods at the end what is inspected, and how it is shown.
    """

    key = "inspect"
    table: BatchTable
    _settings_key: str
    _of_clips: bool
    _inspecting: type[Inspecting | ClipInspecting]
    _list_runs: Callable[[Workspace], list[RunEntry]]

    def __init__(self, session: Session, commands: Commands) -> None:
        super().__init__(session, commands)
        self.paths: list[Path] = []
        self._workspace: Workspace | None = None  # of the batch that is shown
        self._words = self._make_words()
        self.inspecting = self._inspecting(session, parent=self)
        self.exports = RunExports(session, self)
        self.model = ModelChoice()  # asked for by the commands before it has its place
        self.setAcceptDrops(True)
        self._add_commands()
        self._build()
        self.inspecting.changed.connect(self._refresh)
        self.inspecting.warned.connect(self._warn)
        session.category_changed.connect(self._category_changed)
        session.model_wanted.connect(self.model.choose)
        session.models_changed.connect(self._list)
        session.runs_changed.connect(self._list)
        self._category_changed(session.category)

    def title(self) -> str:
        return self.tr("Inspect")

    def entered(self) -> None:
        self.model.setFocus()
        self._list()

    def start(self) -> None:
        if self._can_start():
            entry = self.model.currentData()
            self.session.settings.setValue(f"{self._settings_key}/model", entry.name)
            self._clear()
            self._begin(entry.folder)
            self.commands.refresh()

    def choose(self, paths: Sequence[Path]) -> None:
        """Files and folders to inspect next."""
        if self._at_work():
            return
        self.paths = list(paths)
        folder = paths[0] if paths[0].is_dir() else paths[0].parent
        self.session.settings.setValue(f"{self._settings_key}/folder", str(folder))
        if len(paths) == 1:
            self.what.setText(str(paths[0]))
        else:
            self.what.setText(self.tr("Chosen: {n}, from {folder}").format(n=len(paths), folder=paths[0].parent))
        self.commands.refresh()

    def resume_run(self, path: Path) -> None:
        """Go on with an interrupted run."""
        if not self._at_work():
            self._clear()
            self.inspecting.go_on(path, [entry.folder for entry in self.model.entries])

    def discard_run(self, path: Path) -> None:
        """Put an interrupted run aside; Undo brings it back until the application ends."""
        text = self.tr("Discard an interrupted run")
        self.session.undo.push(discarding(self.session, path, text, self._list))
        self.session.said.emit(self.tr("The interrupted run is discarded; Undo brings it back."))

    def open_in_review(self) -> None:
        self.session.open_run(self.inspecting.run)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if self._can_choose() and dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        self.choose(dropped(event))
        event.acceptProposedAction()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "table"):
            self.table.model().repaint()

    def _category_changed(self, _category: object) -> None:
        if self.session.workspace != self._workspace and not self._at_work():
            self._workspace = self.session.workspace
            self.model.entries, self.paths = [], []
            self.what.setText(self._words.nothing_chosen)
            self._clear()
            self.inspecting.forget()
        self._list()

    def _list(self) -> None:
        """Look for models and interrupted runs, in the background."""
        if self._category() is None:
            return
        workspace = self.session.workspace
        for work, title, ended in (
            (partial(list_models, workspace), self.tr("Listing models"), self._found_models),
            (partial(self._list_runs, workspace), self.tr("Listing runs"), self._found_runs),
        ):
            self.session.start(once(work), title=title, ended=ended, quietly=True)

    def _found_models(self, ended: Ended) -> None:
        if not isinstance(ended, Done):
            return
        sound = [entry for entry in ended.result if entry.error is None]
        fitting = [entry for entry in sound if ("clips" in entry.card) == self._of_clips]
        self.model.offer(fitting, last=self.session.settings.value(f"{self._settings_key}/model"))
        self._model_chosen()

    def _found_runs(self, ended: Ended) -> None:
        if not isinstance(ended, Done):
            return
        # While something is at work, a run that is not complete may be the one it writes.
        unfinished = [] if self.session.shown_jobs else [entry for entry in ended.result if entry.interrupted]
        self.interrupted.show_items([self._item(entry) for entry in unfinished])

    def _item(self, entry: RunEntry) -> Interrupted:
        if entry.error is not None:
            return Interrupted(entry.path, entry.error, can_continue=False)
        text = self._words.interrupted.format(name=Path(entry.name).stem, n=entry.images)
        return Interrupted(entry.path, text, can_continue=True)

    def _model_chosen(self) -> None:
        self.thresholds.setText(self.model.thresholds() or self._words.no_model)
        self.commands.refresh()

    def _refresh(self) -> None:
        work = self.inspecting
        for widget in (self.model, self.interrupted):
            widget.setEnabled(not self._at_work())
        self.counts.show_counts(work.counts)
        self.bar.setMaximum(max(1, work.total))
        self.bar.setValue(work.done)
        facts = self._progress_facts()
        if work.seconds_left is not None:
            facts.append(self.tr("{time} left").format(time=duration(work.seconds_left)))
        self.progress.setText(" · ".join(facts))
        self.commands.refresh()

    def _clear(self) -> None:
        """Take away what was told of the batch before."""
        self.message.hide()

    def _warn(self, text: str) -> None:
        self.message.setText(text)
        self.message.show()

    def _category(self) -> Category | VideoCategory | None:
        """The one that is open, if its kind is that of the screen."""
        return self.session.clips if self._of_clips else self.session.images

    def _can_start(self) -> bool:
        return not self._at_work() and bool(self.paths) and self.model.currentData() is not None

    def _at_work(self) -> bool:
        return self.inspecting.job is not None

    def _can_choose(self) -> bool:
        return not self._at_work() and self._category() is not None

    def _has_run(self) -> bool:
        return not self._at_work() and self.inspecting.run is not None

    def _choose_folder(self, title: str) -> None:
        folder = QFileDialog.getExistingDirectory(self, title, self._last_folder())
        if folder:
            self.choose([Path(folder)])

    def _choose_files(self, title: str, kinds: str) -> None:
        files, _ = QFileDialog.getOpenFileNames(self, title, self._last_folder(), kinds)
        if files:
            self.choose([Path(file) for file in files])

    def _last_folder(self) -> str:
        return str(self.session.settings.value(f"{self._settings_key}/folder", "") or self._category().root)

    def _add(
        self, text: str, run: Callable[[], object], *keys: str, enabled: Callable[[], bool] | None = None
    ) -> QAction:
        return self.commands.add(self, text, run, group=self._words.group, shortcuts=keys, enabled=enabled)

    def _add_commands(self) -> None:
        self._actions = [
            self._add(self.tr("Start"), self.start, "Ctrl+Return", "Ctrl+Enter", enabled=self._can_start),
            self._add(self.tr("Stop"), self.inspecting.stop, "Ctrl+.", enabled=self._at_work),
        ]
        self._choosing = self._add_choosing()
        self._after = [
            self._add(self.tr("Open in Review"), self.open_in_review, "Ctrl+R", enabled=self._has_run),
            self._add(self.tr("Export CSV …"), self.export_csv, "Ctrl+E", enabled=self._has_run),
            self._add(self.tr("HTML report …"), self.export_report, "Ctrl+H", enabled=self._has_run),
        ]

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._content())

    def _content(self) -> QWidget:
        content = QWidget()
        across = QHBoxLayout(content)
        across.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        across.setSpacing(2 * GAP)
        across.addWidget(self._left())
        across.addWidget(self._right(), stretch=1)
        return content

    def _left(self) -> QWidget:
        left = QWidget()
        left.setFixedWidth(_COLUMN_WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self.interrupted = InterruptedCard(self.resume_run, self.discard_run)
        self.model.currentIndexChanged.connect(self._model_chosen)
        self.thresholds, self.what = label("", "muted"), label(self._words.nothing_chosen, "muted")
        self.message, self.progress = label("", "warning"), label("")
        for text in (self.thresholds, self.what, self.message, self.progress):
            text.setWordWrap(True)
        self.message.hide()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the batch"))
        self.counts = Counts(columns=2)
        model, what = label(self.tr("Model"), "heading"), label(self.tr("What to inspect"), "heading")
        model.setBuddy(self.model)
        for widget in (self.interrupted, model, self.model, self.thresholds, what, self.what):
            column.addWidget(widget)
        column.addLayout(row([button(action) for action in self._choosing]))
        self._add_choices(column)
        self.buttons = [button(action, primary=place == 0) for place, action in enumerate(self._actions)]
        column.addLayout(row(self.buttons))
        column.addSpacing(GAP)
        for widget in (self.bar, self.progress, self.counts, self.message):
            column.addWidget(widget)
        column.addStretch()
        self.review_button, csv, report = (button(action) for action in self._after)
        column.addWidget(self.review_button)
        column.addLayout(row([csv, report]))
        return left

    def _split(self, above: QWidget, below: QWidget, *, stretches: tuple[int, int]) -> KeptSplitter:
        key = f"{self._settings_key}/splitter"
        self.splitter = KeptSplitter(Qt.Orientation.Vertical, settings=self.session.settings, key=key)
        self.splitter.setHandleWidth(GAP)
        for place, (widget, stretch) in enumerate(zip((above, below), stretches, strict=True)):
            self.splitter.addWidget(widget)
            self.splitter.setStretchFactor(place, stretch)
        self.splitter.restore()
        return self.splitter

    # What is inspected, and how it is shown

    def _make_words(self) -> Words:
        raise NotImplementedError

    def _begin(self, model: Path) -> None:
        """Inspect what is chosen with the model in this folder."""
        raise NotImplementedError

    def _progress_facts(self) -> list[str]:
        """How far the batch is; nothing where there is none."""
        raise NotImplementedError

    def export_csv(self) -> None:
        raise NotImplementedError

    def export_report(self) -> None:
        raise NotImplementedError

    def _add_choosing(self) -> list[QAction]:
        """The commands that choose what to inspect."""
        raise NotImplementedError

    def _add_choices(self, column: QVBoxLayout) -> None:
        """What else is asked of what is chosen."""

    def _right(self) -> QWidget:
        """The `table` of the batch, and what is seen beside it."""
        raise NotImplementedError
