"""Models: what was trained on the category, how well it does, and what changes from one model to another."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QItemSelectionModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from inspector.data.category import Category, ImageRef
from inspector.data.video.category import VideoCategory
from inspector.gui.background.job import Done, Ended, Stopped
from inspector.gui.commands import Commands, needs
from inspector.gui.file_changes import discarding, renaming
from inspector.gui.models.comparison import ComparisonView
from inspector.gui.models.details import ModelDetails
from inspector.gui.models.export_dialog import ExportDialog, ExportedDialog
from inspector.gui.models.selected import SelectedModels
from inspector.gui.models.table import ModelsTable, ModelsView, SortedModels
from inspector.gui.models.wording import ModelWording
from inspector.gui.models.work_bar import WorkBar
from inspector.gui.screen import GAP, EmptyState, SavedSplitter, Screen, Switch, button
from inspector.gui.session import Session
from inspector.gui.widgets.folders import FolderOpener
from inspector.store.models.model_folder import read_model
from inspector.workflow.device import choose_device
from inspector.workflow.export.models import ExportJob, ExportUpdate, default_output, export_onnx
from inspector.workflow.review.comparison.models import compare_models
from inspector.workflow.review.model_overview import ModelOverview, overview

_SPLITTER = "models/splitter"
_EXPORT_FOLDER = "export/folder"


class ModelsScreen(Screen):
    """The list of the models with the details of each, and the comparison of two.

    Args:
        wordings: what is said of models, and what they can do, by the name of their kind.
    """

    key = "models"

    def __init__(self, session: Session, commands: Commands, wordings: Mapping[str, ModelWording]) -> None:
        super().__init__(session, commands, title=QCoreApplication.translate("ModelsScreen", "Models"))
        self._wordings = wordings
        self._wording = next(iter(wordings.values()))
        self._wanted: str | None = None  # name of the model to select when the list is read
        self._listing = False  # what is selected meanwhile is not what will be
        self._table = ModelsTable(self)
        self._sorted = SortedModels(self._table)
        self._details = ModelDetails()
        self._folders = FolderOpener(self)
        self._selected = SelectedModels(lambda: self.selected)
        self._work = WorkBar(session)
        self._work.changed.connect(commands.refresh)
        self._view = self._make_view()
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(self._make_list_page())
        self._comparison = self._make_comparison()
        self._pages.addWidget(self._comparison)
        train = commands.add(
            self, self.tr("Train a model"), partial(session.screen_requested.emit, "train"), group=self.title
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

    def entered(self) -> None:
        if self._is_compared():
            self._comparison.take_focus()
        else:
            self._view.setFocus()
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
        self.session.said.emit(self.tr("Deleted: {names}. Press Ctrl+Z to restore.").format(names=names))

    def open_folder(self) -> None:
        self._folders.open(self.selected[0].entry.folder)

    def review(self) -> None:
        run = self.selected[0].test_run
        if run is not None:
            self.session.open_run(run)

    def inspect(self) -> None:
        self.session.inspect_with(self.selected[0].entry.name)

    def compare(self) -> None:
        """The older one of the two selected models is A, the newer one B."""
        first, second = self.selected
        self._compare(first.entry.name, second.entry.name)

    def swap(self) -> None:
        compared = self._comparison.compared
        if compared is None:
            return
        self._compare(compared.second.name, compared.first.name)

    def export(self) -> None:
        """Ask what to write, then where to, write it, and report how it compares with the model."""
        category = self.session.category
        if category is None:
            return
        images = [*category.train, *category.test]
        entry = self.selected[0].entry
        in_stages = not {"locator", "tiling"}.isdisjoint(entry.card or ())
        dialog = ExportDialog(entry.name, images=len(images), in_stages=in_stages, parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(partial(self._export, entry.folder, images, dialog))
        dialog.open()

    def _export(self, folder: Path, images: Sequence[ImageRef], dialog: ExportDialog) -> None:
        int8, allow_flips = dialog.int8, dialog.allow_flips
        last_folder = Path(str(self.session.settings.value(_EXPORT_FOLDER, "") or Path.home()))
        suggested = str(last_folder / default_output(folder, int8=int8).name)
        title, kinds = self.tr("Export for the line"), self.tr("ONNX file (*.onnx)")
        chosen, _ = QFileDialog.getSaveFileName(self, title, suggested, kinds)
        if not chosen:
            return
        target = Path(chosen)
        self.session.settings.setValue(_EXPORT_FOLDER, str(target.parent))
        export = partial(_exporting, folder, target, images, int8=int8, allow_flips=allow_flips)
        self._start(export, self.tr("Exporting {name}").format(name=folder.name), self._exported)

    def back(self) -> None:
        """From the comparison to the list."""
        self._pages.setCurrentIndex(0)
        self._view.setFocus()
        self.commands.refresh()

    def _make_view(self) -> QTableView:
        view = ModelsView(self._sorted)
        view.setAccessibleName(self.tr("Models"))
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
        chosen, on_list = self._selected, self._view
        row.addWidget(
            button(self._add(self.tr("Compare"), self.compare, self._comparable, on=page, keys=("C",)), primary=True)
        )
        row.addWidget(button(self._add(self.tr("Open test results"), self.review, chosen.tested, on=page)))
        row.addWidget(button(self._add(self.tr("Inspect with this model"), self.inspect, chosen.one, on=page)))
        row.addWidget(button(self._add(self.tr("Export for the line …"), self.export, self._exportable, on=page)))
        row.addStretch()
        row.addWidget(button(self._add(self.tr("Rename"), self.rename, chosen.one, on=on_list, keys=("F2",))))
        row.addWidget(button(self._add(self.tr("Delete"), self.delete, chosen.any, on=on_list, keys=("Del",))))
        row.addWidget(button(self._add(self.tr("Open folder"), self.open_folder, chosen.just_one, on=page)))
        column.addLayout(row)
        stop = self._add(self.tr("Stop"), self._work.stop, self._is_working, on=page, keys=("Esc",), anywhere=True)
        self._work.add_button(stop)
        column.addWidget(self._work)
        splitter = SavedSplitter(Qt.Orientation.Horizontal, settings=self.session.settings, key=_SPLITTER)
        splitter.addWidget(self._view)
        splitter.addWidget(self._details)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([800, 320])
        splitter.restore()
        column.addWidget(splitter, stretch=1)
        return page

    def _make_comparison(self) -> ComparisonView:
        view = ComparisonView(self.session)
        keys = ("Alt+Left", "Esc")
        back = self._add(self.tr("Back to the models"), self.back, self._is_compared, on=view, keys=keys, anywhere=True)
        view.add_buttons(back, self._add(self.tr("Swap A and B"), self.swap, self._is_compared, on=view, keys=("X",)))
        return view

    def _add(
        self,
        text: str,
        run: Callable[[], object],
        enabled: Callable[[], bool],
        *,
        on: QWidget,
        keys: tuple[str, ...] = (),
        anywhere: bool = False,
    ) -> QAction:
        return self.commands.add(on, text, run, group=self.title, shortcuts=keys, enabled=enabled, anywhere=anywhere)

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a model that can be exported, selected alone"))
    def _exportable(self) -> bool:
        return self._selected.one() and self._wording.exports and not self._work.busy

    @needs(QT_TRANSLATE_NOOP("Needs", "needs two selected models"))
    def _comparable(self) -> bool:
        return self._selected.two() and not self._work.busy

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a running export or comparison"))
    def _is_working(self) -> bool:
        return self._work.busy

    @needs(QT_TRANSLATE_NOOP("Needs", "needs an open comparison"))
    def _is_compared(self) -> bool:
        return self._pages.currentIndex() == 1

    def _selection_changed(self) -> None:
        if self._listing:
            return
        self._details.show_models(self.selected, self._wording)
        self.commands.refresh()

    def _double_clicked(self) -> None:
        if self._selected.tested():
            self.review()

    def _category_changed(self, category: Category | VideoCategory | None) -> None:
        if category is not None:
            self._wording = self._wordings[category.kind]
        self._pages.setCurrentIndex(0)
        self._read()

    def _read(self) -> None:
        """Read the list again; what was selected stays selected."""
        category, kind, workspace = self.session.category, self.session.kind, self.session.workspace
        if category is None or kind is None or workspace is None:
            self._show_list([])
        else:
            if not self._table.models:
                self._empty.say(self.tr("Reading the models …"), "")
            self.session.latest("models", partial(overview, workspace, category, kind=kind), self._show_list)

    def _show_list(self, models: list[ModelOverview]) -> None:
        names = [self._wanted] if self._wanted is not None else [model.entry.name for model in self.selected]
        self._wanted = None
        self._listing = True
        self._table.set_models(models, self._wording)
        selection = self._view.selectionModel()
        rows = [row for name in names if (row := self._sorted.row_of(name)) is not None] or [0][: len(models)]
        for row in rows:
            flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
            selection.select(self._sorted.index(row, 0), flags)
        if rows:
            selection.setCurrentIndex(self._sorted.index(rows[0], 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        self._listing = False
        self._selection_changed()
        if self.session.category is None:
            self._empty.say(
                self.tr("No category is open"),
                self.tr("Press Ctrl+O to open a folder of images or videos. Models trained on it are listed here."),
            )
        else:
            self._empty.say(
                self.tr("No models yet"),
                self.tr("Train a model on the good images or videos of this category. It is then listed here."),
            )
        was_next = self._empty.isAncestorOf(self.focusWidget())
        self._switch.show_content(bool(models))
        if models and was_next:
            self._view.setFocus()  # its button is gone, and keys must still work here

    def _compare(self, first: str, second: str) -> None:
        category, kind, workspace = self.session.category, self.session.kind, self.session.workspace
        if category is None or kind is None or workspace is None:
            return
        compare = partial(
            compare_models,
            workspace.models / first,
            workspace.models / second,
            kind=kind,
            category=category,
            workspace=workspace,
            device=choose_device("auto"),
        )
        title = self.tr("Comparing {first} with {second}").format(first=first, second=second)
        self._start(compare, title, self._compared)

    def _start(self, work: Callable[[], Iterable[object]], title: str, ended: Callable[[Ended], None]) -> None:
        if not self._is_compared():
            self._view.setFocus()  # the button that had it is disabled meanwhile, and would pass it to Delete
        self._work.start(work, title, ended)

    def _exported(self, ended: Ended) -> None:
        if isinstance(ended, Done):
            dialog = ExportedDialog(ended.result, ended.warnings, self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()
        elif isinstance(ended, Stopped):
            self.session.said.emit(self.tr("Stopped. Nothing was written."))

    def _compared(self, ended: Ended) -> None:
        if isinstance(ended, Done):
            self._pages.setCurrentIndex(1)
            self.commands.refresh()  # the way back can be gone, and have the focus
            self._comparison.show_comparison(ended.result, self._wording)
        elif isinstance(ended, Stopped):
            self.session.said.emit(self.tr("Stopped. The next comparison resumes from what is finished."))
        self.session.runs_changed.emit()


def _exporting(
    folder: Path, output: Path, images: Sequence[ImageRef], *, int8: bool, allow_flips: int
) -> Iterator[ExportUpdate]:
    return export_onnx(ExportJob(read_model(folder), output, images, int8=int8, allow_flips=allow_flips))
