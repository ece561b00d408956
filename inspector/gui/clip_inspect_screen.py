"""Inspect clips: a batch with a finished model, each clip with how far it is, each event as it is found, into a run."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QIcon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from inspector.core.clip_inspection import ClipEvent
from inspector.data.clips import ClipCategory
from inspector.data.video import VIDEO_SUFFIXES
from inspector.gui.clip_clock import event_span
from inspector.gui.clip_inspecting import ClipInspecting
from inspector.gui.commands import Commands
from inspector.gui.counts import Counts
from inspector.gui.expected_time import duration
from inspector.gui.interrupted import DiscardInterrupted, Interrupted, InterruptedCard
from inspector.gui.job import Done, Ended, once
from inspector.gui.rate_box import RateBox
from inspector.gui.run_exports import RunExports
from inspector.gui.screen import GAP, Screen, button, label
from inspector.gui.session import Session
from inspector.gui.verdict import verdict_pixmap, verdict_word
from inspector.store.listing import ModelEntry, RunEntry, list_clip_runs, list_models
from inspector.store.workspace import Workspace

_COLUMN_WIDTH = 372
_ICON = 16
_MODEL, _FOLDER = "clip_inspect/model", "clip_inspect/folder"
_SPLITTER = "clip_inspect/splitter"


class ClipInspectScreen(Screen):
    """Owns what is chosen; what is inspected is `inspecting`'s."""

    key = "inspect"

    def __init__(self, session: Session, commands: Commands) -> None:
        super().__init__(session, commands)
        self.paths: list[Path] = []
        self.models: list[ModelEntry] = []
        self._workspace: Workspace | None = None  # of the batch that is shown
        self.inspecting = ClipInspecting(session, parent=self)
        self.exports = RunExports(session, self)
        self.setAcceptDrops(True)
        self._add_commands()
        self._build()
        self.inspecting.changed.connect(self._refresh)
        self.inspecting.found.connect(self._found)
        self.inspecting.warned.connect(self._warn)
        session.clips_changed.connect(self._clips_changed)
        session.model_wanted.connect(self.use_model)
        session.models_changed.connect(self._list)
        session.runs_changed.connect(self._list)

    def title(self) -> str:
        return self.tr("Inspect")

    def entered(self) -> None:
        self.model.setFocus()
        self._list()

    def use_model(self, name: str) -> None:
        """Choose the model of this name, if it is there."""
        names = [entry.name for entry in self.models]
        if name in names:
            self.model.setCurrentIndex(names.index(name))

    def start(self) -> None:
        if self._can_start():
            entry = self.model.currentData()
            self.session.settings.setValue(_MODEL, entry.name)
            self._forget_events()
            self.inspecting.start(entry.folder, self.paths, folder_rate=self.rate.rate)
            self.commands.refresh()

    def choose_test(self) -> None:
        """The test clips of the category."""
        self.choose([clip.path for clip in self.session.clips.test])
        self.what.setText(self.tr("The test clips of the category: {n}").format(n=len(self.paths)))

    def choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Inspect a folder of clips"), self._last_folder())
        if folder:
            self.choose([Path(folder)])

    def choose_files(self) -> None:
        kinds = " ".join(f"*{suffix}" for suffix in sorted(VIDEO_SUFFIXES))
        files, _ = QFileDialog.getOpenFileNames(
            self, self.tr("Inspect clips"), self._last_folder(), self.tr("Videos ({kinds})").format(kinds=kinds)
        )
        if files:
            self.choose([Path(file) for file in files])

    def choose(self, paths: Sequence[Path]) -> None:
        """Files and folders to inspect next."""
        if self.inspecting.job is not None:
            return
        self.paths = list(paths)
        self.session.settings.setValue(_FOLDER, str(paths[0] if paths[0].is_dir() else paths[0].parent))
        if len(paths) == 1:
            self.what.setText(str(paths[0]))
        else:
            self.what.setText(self.tr("Chosen: {n}, from {folder}").format(n=len(paths), folder=paths[0].parent))
        self.commands.refresh()

    def continue_run(self, path: Path) -> None:
        """Go on with an interrupted run."""
        if self.inspecting.job is None:
            self._forget_events()
            self.inspecting.go_on(path, [entry.folder for entry in self.models])

    def discard_run(self, path: Path) -> None:
        """Put an interrupted run aside; Undo brings it back until the application ends."""
        self.session.undo.push(DiscardInterrupted(path, self.tr("Discard an interrupted run"), self._list))
        self.session.said.emit(self.tr("The interrupted run is discarded; Undo brings it back."))

    def open_in_review(self) -> None:
        self.session.open_run(self.inspecting.run)

    def export_csv(self) -> None:
        self.exports.events_csv(self.inspecting.run)

    def export_report(self) -> None:
        batch = self.inspecting.batch
        self.exports.clip_report(self.inspecting.run, model=batch.stored.folder, clips=batch.clips)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if self.inspecting.job is None and _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        self.choose(_dropped(event))
        event.acceptProposedAction()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "inspecting"):
            self.inspecting.states.repaint()

    def _clips_changed(self, category: ClipCategory | None) -> None:
        if self.session.workspace != self._workspace and self.inspecting.job is None:
            self._workspace = self.session.workspace
            self.models, self.paths = [], []
            self.what.setText(self._nothing_chosen())
            self._forget_events()
            self.inspecting.forget()
        if category is not None:
            self._list()

    def _list(self) -> None:
        """Look for models and interrupted runs, in the background."""
        workspace = self.session.workspace
        if self.session.clips is None or workspace is None:
            return
        for work, title, ended in (
            (partial(list_models, workspace), self.tr("Listing models"), self._found_models),
            (partial(list_clip_runs, workspace), self.tr("Listing runs"), self._found_runs),
        ):
            self.session.start(once(work), title=title, ended=ended, quietly=True)

    def _found_models(self, ended: Ended) -> None:
        if not isinstance(ended, Done):
            return
        before = {entry.name for entry in self.models}
        chosen = self.model.currentData()
        wanted = chosen.name if chosen is not None else self.session.settings.value(_MODEL)
        self.models = [entry for entry in ended.result if entry.error is None and "clips" in entry.card]
        newer = [entry.name for entry in self.models if entry.name not in before]
        if before and newer:  # a model that was just trained is the one to try
            wanted = newer[0]
        self.model.blockSignals(True)
        self.model.clear()
        for entry in self.models:
            self.model.addItem(entry.name, entry)
        names = [entry.name for entry in self.models]
        self.model.setCurrentIndex(names.index(wanted) if wanted in names else min(0, len(names) - 1))
        self.model.blockSignals(False)
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
        text = self.tr("Interrupted: {name}, clips: {n}.").format(name=Path(entry.name).stem, n=entry.images)
        return Interrupted(entry.path, text, can_continue=True)

    def _model_chosen(self) -> None:
        entry = self.model.currentData()
        if entry is None:
            self.thresholds.setText(self.tr("No model of clips yet: train one first."))
        else:
            self.rate.setValue(entry.card["clips"]["frame_rate"] or 0)  # the model knows what it has learned at
            point = entry.operating_point
            self.thresholds.setText(
                self.tr("Review above {review}, reject above {reject}").format(
                    review=f"{point.review:.4g}", reject=f"{point.reject:.4g}"
                )
            )
        self.commands.refresh()

    def _refresh(self) -> None:
        work, at_work = self.inspecting, self.inspecting.job is not None
        for widget in (self.model, self.rate, self.interrupted):
            widget.setEnabled(not at_work)
        self.counts.show_counts(work.counts)
        self.bar.setMaximum(max(1, work.total))
        self.bar.setValue(work.done)
        facts = [self.tr("{done} of {total} frames").format(done=work.done, total=work.total)] if work.batch else []
        if at_work and work.frames_a_second is not None:
            facts.append(self.tr("{rate:.3g} a second").format(rate=work.frames_a_second))
        if work.seconds_left is not None:
            facts.append(self.tr("{time} left").format(time=duration(work.seconds_left)))
        self.progress.setText(" · ".join(facts))
        self.commands.refresh()

    def _found(self, clip: str, found: ClipEvent) -> None:
        event = found.event
        words = f"{verdict_word(event.decision)} · {clip} · {event_span(found)}"
        item = QListWidgetItem(self.tr("{event} · peak {peak}").format(event=words, peak=f"{event.peak:.4g}"))
        item.setIcon(QIcon(verdict_pixmap(event.decision, _ICON, ratio=2)))
        self.events.insertItem(0, item)

    def _forget_events(self) -> None:
        self.events.clear()
        self.message.hide()

    def _warn(self, text: str) -> None:
        self.message.setText(text)
        self.message.show()

    def _can_start(self) -> bool:
        return self.inspecting.job is None and bool(self.paths) and self.model.currentData() is not None

    def _at_work(self) -> bool:
        return self.inspecting.job is not None

    def _can_choose(self) -> bool:
        return self.inspecting.job is None and self.session.clips is not None

    def _has_test(self) -> bool:
        return self._can_choose() and bool(self.session.clips.test)

    def _has_run(self) -> bool:
        return self.inspecting.job is None and self.inspecting.run is not None

    def _last_folder(self) -> str:
        return str(self.session.settings.value(_FOLDER, "") or self.session.clips.root)

    def _nothing_chosen(self) -> str:
        return self.tr("Choose videos or a folder with clips, or drop them here.")

    def _splitter_moved(self) -> None:
        self.session.settings.setValue(_SPLITTER, self.splitter.saveState())

    def _add_commands(self) -> None:
        group = self.tr("Inspecting clips")

        def add(text: str, run: object, *shortcuts: str, enabled: object = None) -> QAction:
            return self.commands.add(self, text, run, group=group, shortcuts=shortcuts, enabled=enabled)

        self.model = QComboBox()  # asked for by the commands before it has its place
        self._actions = [
            add(self.tr("Start"), self.start, "Ctrl+Return", "Ctrl+Enter", enabled=self._can_start),
            add(self.tr("Stop"), self.inspecting.stop, "Ctrl+.", enabled=self._at_work),
        ]
        self._choosing = [
            add(self.tr("Test clips"), self.choose_test, "Ctrl+T", enabled=self._has_test),
            add(self.tr("Folder …"), self.choose_folder, "Ctrl+D", enabled=self._can_choose),
            add(self.tr("Videos …"), self.choose_files, "Ctrl+I", enabled=self._can_choose),
        ]
        self._after = [
            add(self.tr("Open in Review"), self.open_in_review, "Ctrl+R", enabled=self._has_run),
            add(self.tr("Export CSV …"), self.export_csv, "Ctrl+E", enabled=self._has_run),
            add(self.tr("HTML report …"), self.export_report, "Ctrl+H", enabled=self._has_run),
        ]

    def _build(self) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        across.setSpacing(2 * GAP)
        across.addWidget(self._left())
        across.addWidget(self._right(), stretch=1)

    def _left(self) -> QWidget:
        left = QWidget()
        left.setFixedWidth(_COLUMN_WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self.interrupted = InterruptedCard(self.continue_run, self.discard_run)
        self.model.setAccessibleName(self.tr("Model"))
        self.model.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.model.currentIndexChanged.connect(self._model_chosen)
        self.thresholds, self.what = label("", "muted"), label(self._nothing_chosen(), "muted")
        self.message, self.progress = label("", "warning"), label("")
        for text in (self.thresholds, self.what, self.message, self.progress):
            text.setWordWrap(True)
        self.message.hide()
        self.rate = RateBox()
        rate = QHBoxLayout()
        named = label(self.tr("Frames a second of folders"), "muted")
        named.setBuddy(self.rate)
        rate.addWidget(named, stretch=1)
        rate.addWidget(self.rate)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the batch"))
        self.counts = Counts(columns=2)
        model, what = label(self.tr("Model"), "heading"), label(self.tr("What to inspect"), "heading")
        model.setBuddy(self.model)
        for widget in (self.interrupted, model, self.model, self.thresholds, what, self.what):
            column.addWidget(widget)
        column.addLayout(_row([button(action) for action in self._choosing]))
        column.addLayout(rate)
        self.buttons = [button(action, primary=place == 0) for place, action in enumerate(self._actions)]
        column.addLayout(_row(self.buttons))
        for widget in (self.bar, self.progress, self.counts, self.message):
            column.addWidget(widget)
        column.addStretch()
        self.review_button, csv, report = (button(action) for action in self._after)
        column.addWidget(self.review_button)
        column.addLayout(_row([csv, report]))
        return left

    def _right(self) -> QSplitter:
        self.table = QTableView()
        self.table.setModel(self.inspecting.states)
        self.table.setAccessibleName(self.tr("Clips of the batch"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in ((1, 110), (2, 130), (3, 90), (4, 110)):
            self.table.setColumnWidth(column, width)
        self.events = QListWidget()
        self.events.setIconSize(QSize(_ICON, _ICON))
        self.events.setAccessibleName(self.tr("Events, newest first"))
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        named = label(self.tr("Events, newest first"), "heading")
        named.setBuddy(self.events)
        column.addWidget(named)
        column.addWidget(self.events)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(below)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setHandleWidth(GAP)
        state = self.session.settings.value(_SPLITTER)
        if state is not None:
            self.splitter.restoreState(state)
        self.splitter.splitterMoved.connect(self._splitter_moved)
        return self.splitter


def _row(widgets: Sequence[QWidget]) -> QHBoxLayout:
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget, stretch=1)
    return row


def _dropped(event: QDragEnterEvent | QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
