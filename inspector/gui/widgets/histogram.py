"""Scores of good and defective parts, with the two thresholds to drag."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor

from inspector.core.operating_point import OperatingPoint
from inspector.gui.theme import current_theme
from inspector.gui.widgets.painting import paint_axes

_BINS = 60


class ThresholdHistogram(pg.PlotWidget):
    """Signals: `moved` (OperatingPoint) while a threshold is dragged; review never above reject."""

    moved = Signal(object)

    def __init__(self) -> None:
        super().__init__(enableMenu=False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the numbers below it are for the keyboard
        self.setMouseEnabled(x=False, y=False)
        self.hideButtons()
        self.getAxis("left").setWidth(34)
        self._curves: list[pg.PlotDataItem] = []
        self._review = self._line()
        self._reject = self._line()
        for line in (self._review, self._reject):
            line.sigPositionChanged.connect(self._dragged)
        self._point: OperatingPoint | None = None
        self._silent = False
        self._paint_theme()

    def _line(self) -> pg.InfiniteLine:
        line = pg.InfiniteLine(angle=90, movable=True)
        line.setZValue(10)
        self.addItem(line)
        return line

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_reject"):
            self._paint_theme()

    def _paint_theme(self) -> None:
        theme = current_theme()
        paint_axes(self, theme)
        for line, colour, style in (
            (self._review, theme.review, Qt.PenStyle.DashLine),
            (self._reject, theme.ng, Qt.PenStyle.SolidLine),
        ):
            line.setPen(pg.mkPen(colour, width=3, style=style))
            line.setHoverPen(pg.mkPen(colour, width=5, style=style))

    def show_scores(self, kinds: Sequence[tuple[np.ndarray, str]], point: OperatingPoint) -> None:
        """Histograms of some kinds of part, drawn over one another, on one axis.

        Args:
            kinds: scores (n,) and colour of each kind, the last one in front.
        """
        for curve in self._curves:
            self.removeItem(curve)
        self._curves = []
        every = np.concatenate([np.asarray([point.review, point.reject]), *(scores for scores, _ in kinds)])
        low, high = float(every.min()), float(every.max())
        room = 0.03 * max(high - low, 1e-9)
        edges = np.linspace(low - room, high + room, _BINS + 1)
        tallest = 1
        for scores, colour in kinds:
            counts, _ = np.histogram(scores, edges)
            tallest = max(tallest, int(counts.max(initial=0)))
            fill = QColor(colour)
            fill.setAlpha(110)
            curve = pg.PlotDataItem(
                edges, counts, stepMode="center", fillLevel=0, brush=fill, pen=pg.mkPen(colour, width=1.5)
            )
            self.addItem(curve)
            self._curves.append(curve)
        self.setXRange(edges[0], edges[-1], padding=0)
        self.setYRange(0, tallest * 1.08, padding=0)
        self.set_point(point)

    def set_point(self, point: OperatingPoint) -> None:
        """Move the lines without telling."""
        self._silent, self._point = True, point
        self._review.setValue(point.review)
        self._reject.setValue(point.reject)
        self._silent = False

    def _dragged(self, line: pg.InfiniteLine) -> None:
        if self._silent:
            return
        review, reject = self._review.value(), self._reject.value()
        if review > reject:  # one line pushes the other
            review = reject = line.value()
        self.set_point(OperatingPoint(review=review, reject=reject))
        self.moved.emit(self._point)
