"""How many regions there are of each type: a Pareto chart and its table."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from inspector.gui.numbers import count, percent
from inspector.gui.screen import GAP, label
from inspector.gui.theme import current_theme
from inspector.gui.widgets.layout import resize_on_screen
from inspector.gui.widgets.painting import paint_axes
from inspector.workflow.review.defect_types import ParetoBar, TypeCount, pareto

_MOST_BARS = 12
_LONGEST = 14  # letters of a name below its bar


@dataclass(frozen=True)
class ParetoWords:
    """What the dialog says of a kind.

    Attributes:
        counted: what has a type.
        parts: what holds several of these; empty where each is counted for itself.
        hint: what a double click does.
        unnamed: that `{n}` that were rejected have no type.
    """

    counted: str
    parts: str
    hint: str
    unnamed: str


class ParetoDialog(QDialog):
    """The types of a run, the most frequent first, with the share of each and of all before it.

    Signals: `requested` (str): the parts of this type are to be listed.
    """

    requested = Signal(str)

    def __init__(self, parent: QWidget, counts: Sequence[TypeCount], words: ParetoWords) -> None:
        super().__init__(parent)
        self._words = words
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("pareto")
        self.setWindowTitle(self.tr("Types of defects"))
        bars = pareto(counts)
        unnamed = sum(one.parts for one in counts if not one.name)
        layout = QVBoxLayout(self)
        layout.setSpacing(GAP)
        layout.addWidget(_chart(bars[:_MOST_BARS], words.counted, self.tr("Cumulative share (%)")), stretch=3)
        self.table = self._make_table(bars)
        layout.addWidget(self.table, stretch=2)
        hint = words.hint
        if unnamed:
            hint += " " + words.unnamed.format(n=count(unnamed))
        layout.addWidget(label(hint, "muted"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        resize_on_screen(self, 640, 560)
        self.table.setFocus()

    def _make_table(self, bars: Sequence[ParetoBar]) -> QTableWidget:
        words = self._words
        titles = [self.tr("Type"), words.counted, words.parts, self.tr("Share"), self.tr("Cumulative")]
        table = QTableWidget(len(bars), len(titles))
        table.setObjectName("pareto-types")
        table.setAccessibleName(self.tr("Types of defects, the most frequent first"))
        table.setHorizontalHeaderLabels(titles)
        table.verticalHeader().hide()
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for row, bar in enumerate(bars):
            one = bar.count
            texts = (one.name, count(one.regions), count(one.parts), percent(bar.share), percent(bar.total))
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if column:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                table.setItem(row, column, item)
        table.setColumnHidden(titles.index(words.parts), not words.parts)
        table.itemActivated.connect(self._activated)
        if bars:
            table.setCurrentCell(0, 0)
        return table

    def _activated(self, item: QTableWidgetItem) -> None:
        name = self.table.item(item.row(), 0)
        if name is not None:
            self.requested.emit(name.text())
            self.accept()


def _chart(bars: Sequence[ParetoBar], left: str, right: str) -> pg.PlotWidget:
    """Bars by their numbers, and over them the cumulative share, on one scale: the whole is 100 %."""
    theme = current_theme()
    chart = pg.PlotWidget(enableMenu=False)
    chart.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the table below says the same
    chart.setMouseEnabled(x=False, y=False)
    chart.hideButtons()
    paint_axes(chart, theme)
    places, heights = np.arange(len(bars)), np.array([bar.count.regions for bar in bars])
    whole = int(bars[0].count.regions / bars[0].share + 0.5) if bars else 1
    chart.addItem(pg.BarGraphItem(x=places, height=heights, width=0.7, brush=theme.accent, pen=None))
    totals = np.array([bar.total * whole for bar in bars])
    line = pg.PlotDataItem(places, totals, pen=pg.mkPen(theme.text, width=2), symbol="o", symbolBrush=theme.text)
    chart.addItem(line)
    chart.getAxis("bottom").setTicks(
        [[(place, _short(bar.count.name)) for place, bar in zip(places, bars, strict=True)]]
    )
    chart.showAxis("right")
    chart.getAxis("right").setTicks([[(whole * share / 100, str(share)) for share in (0, 20, 40, 60, 80, 100)]])
    for axis, title in (("left", left), ("right", right)):
        chart.setLabel(axis, title, color=theme.muted)
    chart.setXRange(-0.6, max(len(bars), 1) - 0.4, padding=0)
    chart.setYRange(0, whole * 1.05, padding=0)
    return chart


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
