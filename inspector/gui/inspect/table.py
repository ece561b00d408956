"""The table of what is inspected: a row for each part or clip."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QAbstractItemView

from inspector.core.operating_point import Decision
from inspector.gui.widgets.layout import NamedTable

_ICON = 16
SORT_ROLE = Qt.ItemDataRole.UserRole + 1  # by which a column is sorted; a number or a text
VERDICT_ROLE = Qt.ItemDataRole.UserRole + 2  # of a row: a `Decision`; None where there is none
Index = QModelIndex | QPersistentModelIndex


class _Rows(QSortFilterProxyModel):
    """The rows of one verdict, or all, in the order of a column, or of the batch."""

    def __init__(self, model: QAbstractItemModel) -> None:
        super().__init__()
        self._verdict: tuple[Decision | None] | None = None
        self.setSourceModel(model)
        self.setSortRole(SORT_ROLE)
        self.setDynamicSortFilter(True)

    def show_verdict(self, verdict: tuple[Decision | None] | None) -> None:
        """Show only rows of this verdict; None for all."""
        self._verdict = verdict
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:  # noqa: N802
        if self._verdict is None:
            return True
        # Qt hands a verdict back as the text that it is.
        return bool(self.sourceModel().index(row, 0, parent).data(VERDICT_ROLE) == self._verdict[0])

    def lessThan(self, left: Index, right: Index) -> bool:  # noqa: N802
        first, second = left.data(SORT_ROLE), right.data(SORT_ROLE)
        return bool(first < second)


class BatchTable(NamedTable):
    """Chosen by row, and sorted by a click on a column; a third click brings back the order of the batch.

    Signal `row_chosen` (int): the row of the model, however the table is sorted.

    Args:
        widths: of the columns after the first, which takes the rest.
    """

    row_chosen = Signal(int)

    def __init__(self, model: QAbstractItemModel, *, name: str, widths: Sequence[int]) -> None:
        super().__init__()
        self._rows = _Rows(model)
        self._last_chosen = QPersistentModelIndex()  # moves with its row
        self._rows.setParent(self)
        self.setModel(self._rows)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setIconSize(QSize(_ICON, _ICON))
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        for column, width in enumerate(widths, start=1):
            self.setColumnWidth(column, width)
        self.fit_names_from_now_on()
        self.selectionModel().selectionChanged.connect(self._selected)  # the focus alone makes a row the current one
        self.clicked.connect(self._chosen)  # also where it is selected already

    def show_verdict(self, verdict: tuple[Decision | None] | None) -> None:
        """Show only rows of this verdict; None for all."""
        self._rows.show_verdict(verdict)

    def show_worst_first(self, worst: bool) -> None:
        """Sort by the last column, which says how bad each is, worst first; or not at all."""
        column = self.model().columnCount() - 1 if worst else -1
        self.sortByColumn(column, Qt.SortOrder.DescendingOrder)

    def _selected(self) -> None:
        """Another row is selected, or the same one has moved, as others came before it: nobody has chosen that."""
        for index in self.selectionModel().selectedRows():
            if self._rows.mapToSource(index) != self._last_chosen:
                self._chosen(index)

    def _chosen(self, index: QModelIndex) -> None:
        source = self._rows.mapToSource(index)
        if source.isValid():
            self._last_chosen = QPersistentModelIndex(source)
            self.row_chosen.emit(source.row())


def severity_of(decision: Decision | None) -> int:
    """How bad a verdict is, for sorting; what could not be judged is the worst."""
    return len(Decision) if decision is None else list(Decision).index(decision)
