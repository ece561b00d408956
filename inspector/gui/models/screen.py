"""Models: what was trained on the category, how it does, and what changes from one model to another."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QInputDialog,
    QProgressBar,
    QSplitter,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from inspector.data.category import ImageRef
from inspector.gui.background.job import BackgroundJob, Done, Ended, Snapshot, Stopped, once
from inspector.gui.commands import Commands
from inspector.gui.file_changes import discarding, renaming
from inspector.gui.models.comparison import ComparisonView
from inspector.gui.models.details import ModelDetails
from inspector.gui.models.export_dialog import ExportDialog, ExportedDialog
from inspector.gui.models.table import ModelsTable, SortedModels
from inspector.gui.screen import GAP, EmptyState, Screen, Switch, button, label
from inspector.gui.session import Session
from inspector.store.models.model_folder import read_model
from inspector.workflow.device import choose_device
from inspector.workflow.export.models import ExportJob, ExportUpdate, default_output, export_onnx
from inspector.workflow.progress import Progress
from inspector.workflow.review.model_comparison import compare_models
from inspector.workflow.review.model_overview import ModelOverview, overview

_DATE = 4
_SPLITTER = "models/splitter"
_EXPORT_FOLDER = "export/folder"


class ModelsScreen(Screen):
    """The list of the models with what is known of each, and the comparison of two."""

    key = "models"

    def __init__(self, session: Session, commands: Commands) -> None:
        super().__init__(session, commands)
        self._reading: BackgroundJob | None = None
        self._outdated = False  # whether something changed while the list was being read
        self._working: BackgroundJob | None = None  # a comparison or an export
        self._wanted: str | None = None  # name of the model to select when the list is read
        self._table = ModelsTable(self)
        self._sorted = SortedModels(self._table)
        self._details = ModelDetails()
        self._view = self._make_view()
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(self._make_list_page())
        self._comparison = self._make_comparison()
        self._pages.addWidget(self._comparison)
        train = commands.add(
            self, self.tr("Train a model"), partial(session.screen_wanted.emit, "train"), group=self.title()
        )
        self._empty = EmptyState("", "", [train])
        self._switch = Switch(self._empty, pages)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, GAP, GAP, GAP)
        layout.addWidget(self._switch)
        session.category_changed.connect(self._category_changed)
        for signal in (session.models_changed, session.runs_changed):
            signal.connect(self._read)
        self._show_list([])

    def title(self) -> str:
        return self.tr("Models")

    def entered(self) -> None:
        self._read()

    @property
    def selected(self) -> list[ModelOverview]:
        """The selected models, from the oldest to the newest."""
        rows = {index.row() for index in self._view.selectionModel().selectedRows()}
        models = [self._sorted.model_at(row) for row in rows]
        return sorted(models, key=lambda model: (model.entry.created, model.entry.name))

    def rename(self) -> None:
        folder = self.selected[0].entry.folder
        name, agreed = QInputDialog.getText(
            self, self.tr("Rename the model"), self.tr("New name of {name}:").format(name=folder.name), text=folder.name
        )
        if agreed and name != folder.name:
            self._wanted = name
            text = self.tr("renaming {name}").format(name=folder.name)
            self.session.undo.push(renaming(self.session, folder, name, text))

    def delete(self) -> None:
        models = self.selected
        names = ", ".join(model.entry.name for model in models)
        self.session.undo.beginMacro(self.tr("deleting {names}").format(names=names))
        for model in models:
            self.session.undo.push(discarding(self.session, model.entry.folder, "", self.session.models_changed.emit))
        self.session.undo.endMacro()
        self.session.said.emit(self.tr("Deleted: {names}. Ctrl+Z brings it back.").format(names=names))

    def open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.selected[0].entry.folder)))

    def review(self) -> None:
        self.session.open_run(self.selected[0].test_run)

    def inspect(self) -> None:
        self.session.inspect_with(self.selected[0].entry.name)

    def compare(self) -> None:
        """The older one of the two selected models is A, the newer one B."""
        first, second = self.selected
        self._compare(first.entry.name, second.entry.name)

    def swap(self) -> None:
        compared = self._comparison.compared
        self._compare(compared.second.name, compared.first.name)

    def export(self) -> None:
        """Ask what to write and where to, write it, and tell how it compares with the model."""
        folder = self.selected[0].entry.folder
        category = self.session.images
        images = [*category.train, *category.test]
        dialog = ExportDialog(folder.name, images=len(images), parent=self)
        agreed = dialog.exec() == ExportDialog.DialogCode.Accepted
        int8, allow_flips = dialog.int8, dialog.allow_flips
        dialog.deleteLater()
        if not agreed:
            return
        kept = Path(str(self.session.settings.value(_EXPORT_FOLDER, "") or Path.home()))
        suggested = str(kept / default_output(folder, int8=int8).name)
        title, kinds = self.tr("Export for the line"), self.tr("ONNX file (*.onnx)")
        chosen, _ = QFileDialog.getSaveFileName(self, title, suggested, kinds)
        if not chosen:
            return
        target = Path(chosen)
        self.session.settings.setValue(_EXPORT_FOLDER, str(target.parent))
        self._work(
            partial(_exporting, folder, target, images, int8=int8, allow_flips=allow_flips),
            self.tr("Exporting {name}").format(name=folder.name),
            self._exported,
        )

    def stop(self) -> None:
        self._working.stop()

    def back(self) -> None:
        """From the comparison to the list."""
        self._pages.setCurrentIndex(0)
        self._view.setFocus()
        self.commands.refresh()

    def _make_view(self) -> QTableView:
        view = QTableView()
        view.setModel(self._sorted)
        view.setAccessibleName(self.tr("Models"))
        view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        view.setTabKeyNavigation(False)  # Tab leaves the table
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(32)
        view.setSortingEnabled(True)
        view.sortByColumn(_DATE, Qt.SortOrder.DescendingOrder)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(56)
        view.selectionModel().selectionChanged.connect(self._selection_changed)
        view.doubleClicked.connect(self._double_clicked)
        return view

    def _make_list_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        one, two = self._one, self._two
        on_list = self._view
        row.addWidget(button(self._add(self.tr("Compare"), self.compare, two, on=page, keys=("C",)), primary=True))
        row.addWidget(button(self._add(self.tr("Review its test"), self.review, self._tested, on=page)))
        row.addWidget(button(self._add(self.tr("Inspect with it"), self.inspect, one, on=page)))
        row.addWidget(button(self._add(self.tr("Export for the line …"), self.export, self._exportable, on=page)))
        row.addStretch()
        row.addWidget(button(self._add(self.tr("Rename"), self.rename, one, on=on_list, keys=("F2",))))
        row.addWidget(button(self._add(self.tr("Delete"), self.delete, self._any, on=on_list, keys=("Del",))))
        row.addWidget(button(self._add(self.tr("Open folder"), self.open_folder, self._just_one, on=page)))
        column.addLayout(row)
        column.addWidget(self._make_progress())
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._view)
        splitter.addWidget(self._details)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([800, 320])
        kept = self.session.settings.value(_SPLITTER)
        if kept is not None:
            splitter.restoreState(kept)
        splitter.splitterMoved.connect(self._keep_splitter)
        self._splitter = splitter
        column.addWidget(splitter, stretch=1)
        return page

    def _make_progress(self) -> QWidget:
        self._progress = QWidget()
        row = QHBoxLayout(self._progress)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        self._doing = label("")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        stop = self._add(self.tr("Stop"), self.stop, self._is_working, on=self, keys=("Esc",))
        row.addWidget(self._doing)
        row.addWidget(self._bar, stretch=1)
        row.addWidget(button(stop))
        self._progress.hide()
        return self._progress

    def _make_comparison(self) -> ComparisonView:
        back = self._add(self.tr("Back to the models"), self.back, self._is_compared, on=self, keys=("Alt+Left",))
        swap = self._add(self.tr("Swap A and B"), self.swap, self._is_compared, on=self, keys=("X",))
        return ComparisonView(self.session, back=back, swap=swap)

    def _add(self, text: str, run: object, enabled: object, *, on: QWidget, keys: tuple[str, ...] = ()) -> QAction:
        return self.commands.add(on, text, run, group=self.title(), shortcuts=keys, enabled=enabled)

    def _any(self) -> bool:
        return bool(self.selected)

    def _just_one(self) -> bool:
        return len(self.selected) == 1

    def _one(self) -> bool:
        return self._just_one() and self.selected[0].entry.error is None

    def _exportable(self) -> bool:
        return self._one() and self._working is None and self.session.images is not None

    def _tested(self) -> bool:
        return self._one() and self.selected[0].test_run is not None

    def _two(self) -> bool:
        models = self.selected
        sound = all(model.entry.error is None for model in models)
        return len(models) == 2 and sound and self._working is None and self.session.images is not None

    def _is_working(self) -> bool:
        return self._working is not None

    def _is_compared(self) -> bool:
        return self._pages.currentIndex() == 1

    def _selection_changed(self) -> None:
        self._details.show_models(self.selected)
        self.commands.refresh()

    def _double_clicked(self) -> None:
        if self._tested():
            self.review()

    def _keep_splitter(self) -> None:
        self.session.settings.setValue(_SPLITTER, self._splitter.saveState())

    def _category_changed(self) -> None:
        self._pages.setCurrentIndex(0)
        self._read()

    def _read(self) -> None:
        """Read the list again; what was selected stays selected."""
        category, workspace = self.session.category, self.session.workspace
        if category is None or workspace is None:
            self._show_list([])
            return
        if self._reading is not None:
            self._outdated = True
            return
        self._outdated = False
        self._reading = self.session.start(
            once(partial(overview, workspace, category)),
            title=self.tr("Reading the models"),
            ended=self._listed,
            quietly=True,
        )

    def _listed(self, ended: Ended) -> None:
        self._reading = None
        if self._outdated:
            self._read()
        elif isinstance(ended, Done):
            self._show_list(ended.result)

    def _show_list(self, models: list[ModelOverview]) -> None:
        names = [self._wanted] if self._wanted is not None else [model.entry.name for model in self.selected]
        self._wanted = None
        self._table.set_models(models)
        selection = self._view.selectionModel()
        rows = [row for name in names if (row := self._sorted.row_of(name)) is not None] or [0][: len(models)]
        for row in rows:
            flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
            selection.select(self._sorted.index(row, 0), flags)
        if rows:
            selection.setCurrentIndex(self._sorted.index(rows[0], 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        self._selection_changed()
        if self.session.category is None:
            self._empty.say(
                self.tr("No category is open"),
                self.tr("Open a folder of images with Ctrl+O. The models that are trained on it are listed here."),
            )
        else:
            self._empty.say(
                self.tr("No models yet"),
                self.tr("A model learns from what is good in this category. Train one to list and compare it here."),
            )
        self._switch.show_content(bool(models))

    def _compare(self, first: str, second: str) -> None:
        models = self.session.workspace.models
        self._work(
            partial(
                compare_models,
                models / first,
                models / second,
                category=self.session.images,
                workspace=self.session.workspace,
                device=choose_device("auto"),
            ),
            self.tr("Comparing {first} with {second}").format(first=first, second=second),
            self._compare_ended,
        )

    def _work(self, events: partial, title: str, ended: Callable[[Ended], None]) -> None:
        """Do one thing that takes time, in the row below the buttons."""
        self._working = self.session.start(events, title=title, updated=self._work_updated, ended=ended)
        self._doing.setText(title)
        self._bar.setMaximum(0)
        self._progress.show()
        self.commands.refresh()

    def _work_updated(self, snapshot: Snapshot) -> None:
        progress = snapshot.latest.get(Progress)
        if progress is not None:
            self._bar.setMaximum(progress.total)
            self._bar.setValue(progress.done)

    def _exported(self, ended: Ended) -> None:
        self._working = None
        self._progress.hide()
        if isinstance(ended, Done):
            told = ExportedDialog(ended.result, self)
            told.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            told.open()
        elif isinstance(ended, Stopped):
            self.session.said.emit(self.tr("Stopped. Nothing was written."))
        self.commands.refresh()

    def _compare_ended(self, ended: Ended) -> None:
        self._working = None
        self._progress.hide()
        if isinstance(ended, Done):
            self._pages.setCurrentIndex(1)
            self._comparison.show_comparison(ended.result)
        elif isinstance(ended, Stopped):
            self.session.said.emit(self.tr("Stopped. What was inspected is kept, and the next comparison goes on."))
        self.commands.refresh()
        self.session.runs_changed.emit()


def _exporting(
    folder: Path, output: Path, images: Sequence[ImageRef], *, int8: bool, allow_flips: int
) -> Iterator[ExportUpdate]:
    return export_onnx(ExportJob(read_model(folder), output, images, int8=int8, allow_flips=allow_flips))
