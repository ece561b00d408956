"""Scores of good and defective parts, with the two thresholds to drag."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QMouseEvent, QTransform

from inspector.core.operating_point import OperatingPoint, ReadableScores
from inspector.gui.numbers import count
from inspector.gui.theme import current_theme
from inspector.gui.widgets.painting import paint_axes
from inspector.gui.widgets.score_axis import ScoreAxis, whole_steps

_BINS = 60
_ROOM = 0.03  # of the scores' range, on each side of them
_SOLID_ALPHA = 110
_LEAST_SHARE = 1e-3  # of the largest score, that a logarithmic axis still shows


class Fill(Enum):
    """How bars are filled, so that they differ without their colours; the value stands for them in a legend."""

    SOLID = "■"
    OUTLINE = "□"
    HATCHED = "▧"
    DOTTED = "▒"


_PATTERNS = {
    Fill.SOLID: Qt.BrushStyle.SolidPattern,
    Fill.OUTLINE: Qt.BrushStyle.NoBrush,
    Fill.HATCHED: Qt.BrushStyle.FDiagPattern,
    Fill.DOTTED: Qt.BrushStyle.Dense5Pattern,
}


@dataclass(frozen=True, eq=False)
class ScoreGroup:
    """Scores (n,) of parts that belong together, and how their bars look."""

    name: str
    scores: np.ndarray
    colour: str
    fill: Fill


class ThresholdHistogram(pg.PlotWidget):
    """Both lines are always in view, and where they are equal one is drawn upwards from the middle.

    What it is given and what it tells is raw; its axis shows the scores as people read them.

    Signals:
        moved: (OperatingPoint) while a threshold is dragged; review never above reject.
        pressed: with the mouse, on a line or beside them.
    """

    moved = Signal(object)
    pressed = Signal()

    def __init__(self) -> None:
        self._axis = ScoreAxis()
        super().__init__(enableMenu=False, axisItems={"bottom": self._axis})
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the numbers below it are for the keyboard
        self.setMouseEnabled(x=False, y=False)
        self.hideButtons()
        self.getAxis("left").setWidth(46)
        self._curves: list[tuple[pg.PlotDataItem, ScoreGroup]] = []
        self._groups: Sequence[ScoreGroup] = ()
        self._logarithmic = False
        self._range = (0.0, 1.0)
        self._review = self._line()
        self._reject = self._line()
        for line in (self._review, self._reject):
            line.sigPositionChanged.connect(self._dragged)
            line.sigPositionChangeFinished.connect(self._drag_ended)
        self._point: OperatingPoint | None = None
        self._silent = False
        for signal in (self.plotItem.vb.sigRangeChanged, self.plotItem.vb.sigResized):
            signal.connect(self._fill_bars)
        self._paint_theme()

    def _line(self) -> pg.InfiniteLine:
        line = pg.InfiniteLine(angle=90, movable=True)
        line.setZValue(10)
        self.addItem(line)
        return line

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mousePressEvent(event)
        event.accept()  # what is around it takes none of its clicks for one of its own
        self.pressed.emit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_reject"):
            self._paint_theme()

    def _paint_theme(self) -> None:
        theme = current_theme()
        paint_axes(self, theme)
        for axis, title in (("bottom", self.tr("Score")), ("left", self.tr("Number"))):
            self.setLabel(axis, title, color=theme.muted)
        for line, colour, style in (
            (self._review, theme.review, Qt.PenStyle.DashLine),
            (self._reject, theme.ng, Qt.PenStyle.SolidLine),
        ):
            line.setPen(pg.mkPen(colour, width=3, style=style))
            line.setHoverPen(pg.mkPen(colour, width=5, style=style))

    def show_scores(self, groups: Sequence[ScoreGroup], point: OperatingPoint, *, readable: ReadableScores) -> None:
        """Histograms of some groups of parts, drawn over one another, on one axis.

        Args:
            groups: the last one in front.
            readable: how scores read.
        """
        self._groups = groups
        self._axis.show_scale(readable)
        self._draw(point)

    def set_logarithmic(self, logarithmic: bool) -> None:
        """Show scores and counts on logarithmic axes, or on linear ones."""
        self._logarithmic = logarithmic
        if self._point is not None:
            self._draw(self._point)

    def set_point(self, point: OperatingPoint) -> None:
        """Move the lines without telling."""
        self._silent, self._point = True, point
        review, reject = self._at(point.review), self._at(point.reject)
        self._review.setValue(review)
        self._reject.setValue(reject)
        # A dashed line below a solid one of the same place would not be seen.
        self._reject.setSpan(0.5 if point.review == point.reject else 0.0, 1.0)
        left, right = self.viewRange()[0]
        dragged = self._review.moving or self._reject.moving  # the axis stays below the hand until it lets go
        if not dragged and not left < min(review, reject) <= max(review, reject) < right:
            self._show_range(min(review, reject), max(review, reject))
        self._silent = False

    def _draw(self, point: OperatingPoint) -> None:
        for curve, _ in self._curves:
            self.removeItem(curve)
        self._curves = []
        self._axis.set_logarithmic(self._logarithmic)
        placed = [(self._places(np.asarray(group.scores)), group) for group in self._groups]
        every = np.concatenate([self._places(np.asarray([point.review, point.reject])), *(one for one, _ in placed)])
        low, high = float(every.min()), float(every.max())
        room = _ROOM * max(high - low, 1e-9)
        edges = np.linspace(low - room, high + room, _BINS + 1)
        tallest = 1.0
        for scores, group in placed:
            counts = np.histogram(scores, edges)[0].astype(float)
            heights = np.log10(1 + counts) if self._logarithmic else counts
            tallest = max(tallest, float(heights.max(initial=0)))
            pen = pg.mkPen(group.colour, width=1.5)
            curve = pg.PlotDataItem(edges, heights, stepMode="center", fillLevel=0, pen=pen)
            self.addItem(curve)
            self._curves.append((curve, group))
        self._range = float(edges[0]), float(edges[-1])
        self.setXRange(*self._range, padding=0)
        self.setYRange(0, tallest * 1.08, padding=0)
        self._show_counts(tallest)
        self._fill_bars()
        self.set_point(point)

    def _fill_bars(self) -> None:
        """Patterns keep their size on the screen, whatever the axes show."""
        across, down = self.plotItem.vb.viewPixelSize()
        for curve, group in self._curves:
            colour = QColor(group.colour)
            if group.fill is Fill.SOLID:
                colour.setAlpha(_SOLID_ALPHA)
            brush = QBrush(colour, _PATTERNS[group.fill])
            brush.setTransform(QTransform.fromScale(across, down))
            curve.setFillBrush(brush)

    def _show_counts(self, tallest: float) -> None:
        """Name the heights of the bars by what they count, on either axis."""
        if self._logarithmic:
            steps = [0, 1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, 100_000]
            ticks = [(float(np.log10(1 + step)), step) for step in steps if np.log10(1 + step) <= tallest * 1.08]
        else:
            ticks = [(float(step), step) for step in whole_steps(int(tallest))]
        self.getAxis("left").setTicks([[(place, count(step)) for place, step in ticks]])

    def _show_range(self, low: float, high: float) -> None:
        """The scores and both lines, with room for a line to be dragged on."""
        first, last = self._range
        room = _ROOM * (last - first)
        self.setXRange(min(first, low - room), max(last, high + room), padding=0)

    def _places(self, scores: np.ndarray) -> np.ndarray:
        """Scores as places on the axis."""
        if not self._logarithmic:
            return scores
        return np.log10(np.maximum(scores, self._least()))

    def _at(self, score: float) -> float:
        return float(self._places(np.asarray([score]))[0])

    def _least(self) -> float:
        """What a logarithmic axis begins with: nothing below 0 has a place on it."""
        largest = max(
            (float(np.max(scores)) for scores in (group.scores for group in self._groups) if len(scores)), default=1.0
        )
        return max(largest, 1e-9) * _LEAST_SHARE

    def _drag_ended(self) -> None:
        if self._point is not None:
            self.set_point(self._point)

    def _dragged(self, line: pg.InfiniteLine) -> None:
        if self._silent or self._point is None:
            return
        value = float(10 ** line.value()) if self._logarithmic else float(line.value())
        review = value if line is self._review else self._point.review
        reject = value if line is self._reject else self._point.reject
        if review > reject or math.isclose(review, reject, rel_tol=1e-9):  # one line pushes the other
            review = reject = value
        self.set_point(OperatingPoint(review=review, reject=reject))
        self.moved.emit(self._point)
