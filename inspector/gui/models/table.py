"""The table of models."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QTableView

from inspector.data.natural_order import natural_key
from inspector.gui.core_texts import stored_text
from inspector.gui.models.wording import ImageModelWording, ModelWording
from inspector.gui.numbers import fixed, moment_text
from inspector.gui.theme import current_theme
from inspector.gui.widgets.layout import NamedTable
from inspector.workflow.review.model_overview import ModelOverview

_NAME, _DATE = 0, 3
_LONGEST_NAME = 200  # px; what is longer is shortened in its middle
SORT_ROLE = int(Qt.ItemDataRole.UserRole)
NOTHING = "–"
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class _Column:
    """A column's title, text and what it is sorted by; empty texts are shown as a dash and sorted lowest."""

    title: str
    text: Callable[[ModelOverview], str]
    key: Callable[[ModelOverview], Any]
    number: bool = False


class ModelsTable(QAbstractTableModel):
    """The models of the open category, one a row."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._models: Sequence[ModelOverview] = ()
        self._wording: ModelWording = ImageModelWording()
        self._columns = (
            _Column(self.tr("Name"), _name, lambda model: natural_key(model.entry.name)),
            _Column(self.tr("Method"), method_text, method_text),
            _Column(self.tr("Learned from"), self._learned, self._learned_count, number=True),
            _Column(self.tr("Date"), created, lambda model: model.entry.created.timestamp()),
            _Column(self.tr("AUROC"), auroc, lambda model: -1.0 if model.auroc is None else model.auroc, number=True),
        )

    @property
    def models(self) -> Sequence[ModelOverview]:
        return self._models

    def set_models(self, models: Sequence[ModelOverview], wording: ModelWording) -> None:
        """Show models of the kind that the wording is of."""
        self.beginResetModel()
        self._models, self._wording = models, wording
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._models)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._columns)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return self._columns[section].title if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        model, column = self._models[index.row()], self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(model) or NOTHING
        if role == SORT_ROLE:
            return column.key(model)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return stored_text(model.entry.error or "") or column.text(model) or None
        if role == Qt.ItemDataRole.ForegroundRole and model.entry.error is not None:
            return QColor(current_theme().ng)
        return None

    def _learned(self, model: ModelOverview) -> str:
        return "" if model.entry.card is None else self._wording.learned_text(model.entry.card)

    def _learned_count(self, model: ModelOverview) -> int:
        return -1 if model.entry.card is None else self._wording.learned_count(model.entry.card)

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if self._columns[column].number else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


class SortedModels(QSortFilterProxyModel):
    """The table in the order that a person chose."""

    def __init__(self, table: ModelsTable) -> None:
        super().__init__(table)
        self._table = table
        self.setSourceModel(table)
        self.setSortRole(SORT_ROLE)

    def model_at(self, row: int) -> ModelOverview:
        return self._table.models[self.mapToSource(self.index(row, 0)).row()]

    def row_of(self, name: str) -> int | None:
        """The row of the model of this name."""
        return next((row for row in range(self.rowCount()) if self.model_at(row).entry.name == name), None)


class ModelsView(NamedTable):
    """Shows the models, whose names have the room that they need."""

    def __init__(self, models: SortedModels) -> None:
        super().__init__()
        self.setModel(models)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setObjectName("models")
        self.setTabKeyNavigation(False)  # Tab leaves the table
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(32)
        self.setSortingEnabled(True)
        self.sortByColumn(_DATE, Qt.SortOrder.DescendingOrder)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setMinimumSectionSize(56)
        self.fit_names_from_now_on()
        models.modelReset.connect(self.fit_names)

    def least_name_width(self) -> int:
        needed = max(self.sizeHintForColumn(_NAME), self.horizontalHeader().sectionSizeHint(_NAME))
        return min(_LONGEST_NAME, needed)


def created(model: ModelOverview) -> str:
    """When a model was made, in local time as the desktop's language writes it."""
    return moment_text(model.entry.created)


def auroc(model: ModelOverview) -> str:
    return "" if model.auroc is None else fixed(model.auroc, 3)


def preset_text(model: ModelOverview) -> str:
    """The preset, and that settings were changed."""
    if model.preset is None:
        return ""
    if not model.preset.changed:
        return model.preset.name
    return QCoreApplication.translate("ModelsTable", "{preset}, changed").format(preset=model.preset.name)


def _name(model: ModelOverview) -> str:
    if model.entry.error is None:
        return model.entry.name
    return QCoreApplication.translate("ModelsTable", "{name} (unusable)").format(name=model.entry.name)


def method_text(model: ModelOverview) -> str:
    """The method and its preset."""
    method = "" if model.entry.card is None else str(model.entry.card["method"])
    return " · ".join(part for part in (method, preset_text(model)) if part)
