"""Inspect: a batch of parts with a finished model, each with its verdict, into a run."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from inspector.data.images import IMAGE_SUFFIXES
from inspector.gui.commands import Commands
from inspector.gui.counts import Counts
from inspector.gui.expected_time import duration
from inspector.gui.inspecting import Inspecting
from inspector.gui.interrupted import DiscardInterrupted, Interrupted, InterruptedCard
from inspector.gui.job import Done, Ended, once
from inspector.gui.operator_view import OperatorView
from inspector.gui.part_view import PartView
from inspector.gui.run_exports import RunExports
from inspector.gui.screen import GAP, EmptyState, Screen, Switch, button, label
from inspector.gui.session import Session
from inspector.store.listing import ModelEntry, RunEntry, list_models, list_runs
from inspector.store.workspace import Workspace

_COLUMN_WIDTH = 372
_BADGE_HEIGHT = 104
_MODEL, _FOLDER, _SPLITTER = "inspect/model", "inspect/folder", "inspect/splitter"


class InspectScreen(Screen):
    """Owns what is chosen; what is inspected is `inspecting`'s, which the operator view shares."""

    key = "inspect"

    def __init__(self, session: Session, commands: Commands) -> None:
        super().__init__(session, commands)
        self.paths: list[Path] = []
        self.models: list[ModelEntry] = []
        self._workspace: Workspace | None = None  # of the batch that is shown
        self.inspecting = Inspecting(session, parent=self)
        self.exports = RunExports(session, self)
        self.setAcceptDrops(True)
        self._add_commands()
        self._build()
        self.operator = OperatorView(
            self.inspecting,
            commands,
            start_or_stop=self.start_or_stop,
            choose=self.choose_folder,
            told=self.told,
            parent=self,
        )
        self.inspecting.changed.connect(self._refresh)
        self.inspecting.shown.connect(self.view.show_part)
        self.inspecting.warned.connect(self._warn)
        session.category_changed.connect(self._category_changed)
        session.model_wanted.connect(self.use_model)
        session.models_changed.connect(self._list)
        session.runs_changed.connect(self._list)
        self._category_changed(session.category)

    def title(self) -> str:
        return self.tr("Inspect")

    def entered(self) -> None:
        self.model.setFocus()
        self._list()

    def told(self) -> tuple[str, str]:
        """Which model and which images, for the operator."""
        entry = self.model.currentData()
        return (entry.name if entry is not None else self.tr("No model")), self.what.text()

    def use_model(self, name: str) -> None:
        """Choose the model of this name, if it is there."""
        names = [entry.name for entry in self.models]
        if name in names:
            self.model.setCurrentIndex(names.index(name))

    def start(self) -> None:
        if self._can_start():
            entry = self.model.currentData()
            self.session.settings.setValue(_MODEL, entry.name)
            self.message.hide()
            self.inspecting.start(entry.folder, self.paths)
            self.commands.refresh()

    def start_or_stop(self) -> None:
        if self.inspecting.job is not None:
            self.inspecting.stop()
        else:
            self.start()

    def choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Inspect a folder of images"), self._last_folder())
        if folder:
            self.choose([Path(folder)])

    def choose_files(self) -> None:
        kinds = " ".join(f"*{suffix}" for suffix in IMAGE_SUFFIXES)
        files, _ = QFileDialog.getOpenFileNames(
            self, self.tr("Inspect images"), self._last_folder(), self.tr("Images ({kinds})").format(kinds=kinds)
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
        self.operator.refresh()

    def continue_run(self, path: Path) -> None:
        """Go on with an interrupted run."""
        if self.inspecting.job is None:
            self.message.hide()
            self.inspecting.go_on(path, [entry.folder for entry in self.models])

    def discard_run(self, path: Path) -> None:
        """Put an interrupted run aside; Undo brings it back until the application ends."""
        self.session.undo.push(DiscardInterrupted(path, self.tr("Discard an interrupted run"), self._list))
        self.session.said.emit(self.tr("The interrupted run is discarded; Undo brings it back."))

    def open_in_review(self) -> None:
        self.session.open_run(self.inspecting.run)

    def export_csv(self) -> None:
        self.exports.csv(self.inspecting.run)

    def export_report(self) -> None:
        self.exports.report(self.inspecting.run, model=self.inspecting.batch.stored.folder)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if self.session.category is not None and self.inspecting.job is None and _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        self.choose(_dropped(event))
        event.acceptProposedAction()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "inspecting"):
            self.inspecting.parts.repaint()

    def _category_changed(self, category: object) -> None:
        self._switch.show_content(category is not None)
        if self.session.workspace != self._workspace and self.inspecting.job is None:
            self._workspace = self.session.workspace
            self.models = []
            self.inspecting.forget()
        self._list()

    def _list(self) -> None:
        """Look for models and interrupted runs, in the background."""
        workspace = self.session.workspace
        if workspace is None:
            return
        for work, title, ended in (
            (partial(list_models, workspace), self.tr("Listing models"), self._found_models),
            (partial(list_runs, workspace), self.tr("Listing runs"), self._found_runs),
        ):
            self.session.start(once(work), title=title, ended=ended, quietly=True)

    def _found_models(self, ended: Ended) -> None:
        if not isinstance(ended, Done):
            return
        before = {entry.name for entry in self.models}
        chosen = self.model.currentData()
        wanted = chosen.name if chosen is not None else self.session.settings.value(_MODEL)
        self.models = [entry for entry in ended.result if entry.error is None]
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
        text = self.tr("Interrupted: {name}, images: {n}.").format(name=Path(entry.name).stem, n=entry.images)
        return Interrupted(entry.path, text, can_continue=True)

    def _model_chosen(self) -> None:
        entry = self.model.currentData()
        if entry is None:
            self.thresholds.setText(self.tr("No model yet: train one first."))
        else:
            point = entry.operating_point
            self.thresholds.setText(
                self.tr("Review above {review}, reject above {reject}").format(
                    review=f"{point.review:.4g}", reject=f"{point.reject:.4g}"
                )
            )
        self.commands.refresh()

    def _refresh(self) -> None:
        at_work = self.inspecting.job is not None
        for widget in (self.model, *self.choosers, self.interrupted):
            widget.setEnabled(not at_work)
        self.counts.show_counts(self.inspecting.counts)
        total, done = self.inspecting.total, self.inspecting.done
        self.bar.setMaximum(max(1, total))
        self.bar.setValue(done)
        if self.inspecting.batch is None:
            self.view.clear()
        text = f"{done} / {total}" if total else ""
        if self.inspecting.seconds_left is not None and at_work:
            text = self.tr("{progress} · {time} left").format(
                progress=text, time=duration(self.inspecting.seconds_left)
            )
        self.progress.setText(text)
        self.commands.refresh()

    def _warn(self, text: str) -> None:
        self.message.setText(text)
        self.message.show()

    def _row_chosen(self, index: QModelIndex) -> None:
        self.inspecting.look_at(index.row())

    def _can_start(self) -> bool:
        return self.inspecting.job is None and bool(self.paths) and self.model.currentData() is not None

    def _at_work(self) -> bool:
        return self.inspecting.job is not None

    def _has_run(self) -> bool:
        return self.inspecting.job is None and self.inspecting.run is not None

    def _has_category(self) -> bool:
        return self.session.category is not None

    def _enter_operator(self) -> None:
        self.operator.enter()

    def _go_to_category(self) -> None:
        self.session.screen_wanted.emit("category")

    def _last_folder(self) -> str:
        return str(self.session.settings.value(_FOLDER, "") or self.session.category.root)

    def _splitter_moved(self) -> None:
        self.session.settings.setValue(_SPLITTER, self.splitter.saveState())

    def _add_commands(self) -> None:
        def add(text: str, run: object, *shortcuts: str, enabled: object = None) -> QAction:
            return self.commands.add(self, text, run, group=self.title(), shortcuts=shortcuts, enabled=enabled)

        # Asked for before there is a combo box to look at.
        self.model = QComboBox()
        self._actions = [
            add(self.tr("Start"), self.start, "Ctrl+Return", "Ctrl+Enter", enabled=self._can_start),
            add(self.tr("Stop"), self.inspecting.stop, "Ctrl+.", enabled=self._at_work),
        ]
        self._choosing = [
            add(self.tr("Folder …"), self.choose_folder, "Ctrl+D", enabled=self._has_category),
            add(self.tr("Images …"), self.choose_files, "Ctrl+I", enabled=self._has_category),
        ]
        self._after = [
            add(self.tr("Open in Review"), self.open_in_review, "Ctrl+R", enabled=self._has_run),
            add(self.tr("Export CSV …"), self.export_csv, "Ctrl+E", enabled=self._has_run),
            add(self.tr("HTML report …"), self.export_report, "Ctrl+H", enabled=self._has_run),
        ]
        self._operator = add(self.tr("Operator view"), self._enter_operator, "F11", enabled=self._has_category)
        self._choose = add(self.tr("Choose a category"), self._go_to_category)

    def _build(self) -> None:
        content = QWidget()
        across = QHBoxLayout(content)
        across.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        across.setSpacing(2 * GAP)
        across.addWidget(self._left())
        across.addWidget(self._right(), stretch=1)
        empty = EmptyState(
            self.tr("No category is open"),
            self.tr("Open a folder of images of good parts and train a model on them; then parts are inspected here."),
            [self._choose],
        )
        self._switch = Switch(empty, content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._switch)

    def _left(self) -> QWidget:
        left = QWidget()
        left.setFixedWidth(_COLUMN_WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self.interrupted = InterruptedCard(self.continue_run, self.discard_run)
        column.addWidget(self.interrupted)
        heading = label(self.tr("Model"), "heading")
        heading.setBuddy(self.model)
        self.model.setAccessibleName(self.tr("Model"))
        self.model.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.model.currentIndexChanged.connect(self._model_chosen)
        self.thresholds = label("", "muted")
        self.what = label(self.tr("Choose a folder or images, or drop them here."), "muted")
        self.message = label("", "warning")
        self.progress = label("")
        for text in (self.thresholds, self.what, self.message):
            text.setWordWrap(True)
        self.message.hide()
        self.choosers = [button(action) for action in self._choosing]
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the batch"))
        self.counts = Counts(columns=2)
        for widget in (heading, self.model, self.thresholds, label(self.tr("What to inspect"), "heading"), self.what):
            column.addWidget(widget)
        column.addLayout(_row(self.choosers))
        self.buttons = [button(action, primary=place == 0) for place, action in enumerate(self._actions)]
        column.addLayout(_row(self.buttons))
        column.addSpacing(GAP)
        for widget in (self.bar, self.progress, self.counts, self.message):
            column.addWidget(widget)
        column.addStretch()
        self.review_button, csv, report = (button(action) for action in self._after)
        column.addWidget(self.review_button)
        column.addLayout(_row([csv, report]))
        column.addWidget(button(self._operator))
        return left

    def _right(self) -> QSplitter:
        self.view = PartView(badge_height=_BADGE_HEIGHT)
        self.table = QTableView()
        self.table.setModel(self.inspecting.parts)
        self.table.setAccessibleName(self.tr("Finished parts, newest first"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setIconSize(QSize(16, 16))
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setColumnWidth(1, 140)
        self.table.setColumnWidth(2, 120)
        self.table.selectionModel().currentRowChanged.connect(self._row_chosen)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.addWidget(self.view)
        self.splitter.addWidget(self.table)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 1)
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
