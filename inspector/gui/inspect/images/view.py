"""Inspect: a batch of parts with a finished model, each with its verdict, into a run."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from inspector.data.images.reading import IMAGE_SUFFIXES
from inspector.gui.commands import Commands
from inspector.gui.inspect.images.batch import Inspecting
from inspector.gui.inspect.item_view import PartView
from inspector.gui.inspect.operator_view import OperatorView
from inspector.gui.inspect.page import BatchScreen, Words
from inspector.gui.inspect.table import BatchTable
from inspector.gui.screen import EmptyState, Switch, button
from inspector.gui.session import Session
from inspector.store.listing import list_runs
from inspector.workflow.kinds import IMAGES

_BADGE_HEIGHT = 104


class InspectScreen(BatchScreen):
    """The Inspect screen of images, whose batch the operator view shares."""

    _settings_key = "inspect"
    _of_clips = False
    _inspecting = Inspecting
    _list_runs = staticmethod(partial(list_runs, kind="images"))

    def __init__(self, session: Session, commands: Commands) -> None:
        super().__init__(session, commands)
        self.operator = OperatorView(
            self.inspecting,
            commands,
            start_or_stop=self.start_or_stop,
            choose=self.choose_folder,
            told=self.told,
            parent=self,
        )
        self.inspecting.shown.connect(self.view.show_part)

    def told(self) -> tuple[str, str]:
        """Which model and which images, for the operator."""
        entry = self.model.currentData()
        return (entry.name if entry is not None else self.tr("No model")), self.what.text()

    def start_or_stop(self) -> None:
        if self._at_work():
            self.inspecting.stop()
        else:
            self.start()

    def choose_folder(self) -> None:
        self._choose_folder(self.tr("Inspect a folder of images"))

    def choose_files(self) -> None:
        kinds = " ".join(f"*{suffix}" for suffix in IMAGE_SUFFIXES)
        self._choose_files(self.tr("Inspect images"), self.tr("Images ({kinds})").format(kinds=kinds))

    def choose(self, paths: Sequence[Path]) -> None:
        """Files and folders to inspect next."""
        super().choose(paths)
        self.operator.refresh()

    def export_csv(self) -> None:
        run = self.inspecting.run
        self.exports.table(run, partial(IMAGES.export_table, run))

    def export_report(self) -> None:
        run, model = self.inspecting.run, self.inspecting.batch.stored.folder
        title = self.tr("Inspection {name}").format(name=run.stem)
        self.exports.report(run, partial(IMAGES.export_report, run, model=model, title=title))

    def _make_words(self) -> Words:
        return Words(
            group=self.title(),
            no_model=self.tr("No model yet: train one first."),
            nothing_chosen=self.tr("Choose a folder or images, or drop them here."),
            interrupted=self.tr("Interrupted: {name}, images: {n}."),
        )

    def _begin(self, model: Path) -> None:
        self.inspecting.start(model, self.paths)

    def _category_changed(self, category: object) -> None:
        self._switch.show_content(self.session.images is not None)
        super()._category_changed(category)

    def _refresh(self) -> None:
        super()._refresh()
        if self.inspecting.batch is None:
            self.view.clear()

    def _progress_facts(self) -> list[str]:
        total, done = self.inspecting.total, self.inspecting.done
        return [f"{done} / {total}"] if total else []

    def _row_chosen(self, index: QModelIndex) -> None:
        self.inspecting.look_at(index.row())

    def _has_category(self) -> bool:
        return self.session.images is not None

    def _enter_operator(self) -> None:
        self.operator.enter()

    def _go_to_category(self) -> None:
        self.session.screen_wanted.emit("category")

    def _add_choosing(self) -> list[QAction]:
        return [
            self._add(self.tr("Folder …"), self.choose_folder, "Ctrl+D", enabled=self._can_choose),
            self._add(self.tr("Images …"), self.choose_files, "Ctrl+I", enabled=self._can_choose),
        ]

    def _add_commands(self) -> None:
        super()._add_commands()
        self._operator = self._add(self.tr("Operator view"), self._enter_operator, "F11", enabled=self._has_category)
        self._choose = self._add(self.tr("Choose a category"), self._go_to_category)

    def _content(self) -> QWidget:
        empty = EmptyState(
            self.tr("No category is open"),
            self.tr("Open a folder of images of good parts and train a model on them; then parts are inspected here."),
            [self._choose],
        )
        self._switch = Switch(empty, super()._content())
        return self._switch

    def _left(self) -> QWidget:
        left = super()._left()
        left.layout().addWidget(button(self._operator))
        return left

    def _right(self) -> QWidget:
        self.view = PartView(badge_height=_BADGE_HEIGHT)
        name = self.tr("Finished parts, newest first")
        self.table = BatchTable(self.inspecting.parts, name=name, widths=(140, 120))
        self.table.selectionModel().currentRowChanged.connect(self._row_chosen)
        return self._split(self.view, self.table, stretches=(3, 1))
