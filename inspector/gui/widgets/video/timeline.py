"""Scores of a clip over time: thresholds, labelled intervals, and a cursor to scrub with."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QWheelEvent

from inspector.core.operating_point import OperatingPoint, ReadableScores
from inspector.data.video.category import Intervals
from inspector.gui.numbers import clock_text, number
from inspector.gui.theme import current_theme
from inspector.gui.widgets.painting import paint_axes
from inspector.gui.widgets.score_axis import ScoreAxis
from inspector.gui.widgets.video.clock import ClipClock

GUTTER = 112  # width of the axis, and of the names of the tracks below it
_LEAST_FRAMES = 20  # that fill the width
_STEP = 1.25  # of one notch of the wheel
_FOLLOW = 0.1  # share of the width that stays between the cursor and the edge it is followed at
_TITLE_HEIGHT = 17
_SMOOTH = 4000  # frames, at most, whose curve is drawn smoothly, which takes time where it is dense
_MARGIN = 0.06  # share of the height above and below the scores


@dataclass(frozen=True, eq=False)
class TimelineScores:
    """What a timeline shows of a clip.

    Attributes:
        index: (n,) frames that were judged or lost, ascending.
        score: (n,) NaN where there is none.
        labelled: frames on which something is known to be wrong, as intervals [start, end).
    """

    index: np.ndarray
    score: np.ndarray
    labelled: Intervals = ()


class Timeline(pg.PlotWidget):
    """One clip's scores, frames from left to right; a click or a drag scrubs, the wheel zooms time.

    Of a long clip as many points are drawn as there is room for, highest and lowest of each stretch, so that no peak is
    lost and the cursor moves freely.

    Signals:
        scrubbed (int): the frame a person wants to see.
        range_changed (float, float): the frames between which the time is shown.
    """

    scrubbed = Signal(int)
    range_changed = Signal(float, float)

    def __init__(self) -> None:
        self._time_axis = _TimeAxis("bottom")
        self._score_axis, self._readable = ScoreAxis("left"), ReadableScores.raw_scores()
        super().__init__(axisItems={"bottom": self._time_axis, "left": self._score_axis}, enableMenu=False)
        self._frames = 1
        self._panned_from: float | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the screen has keys for all of it
        self.setMouseEnabled(x=False, y=False)  # as below, and not by pyqtgraph's gestures
        self.hideButtons()
        self.setMinimumHeight(136)
        self.setAccessibleName(self.tr("Scores over time"))
        self.getAxis("left").setWidth(GUTTER)
        self.plotItem.layout.setContentsMargins(0, 0, 0, 0)
        self.curve = pg.PlotDataItem(autoDownsampleFactor=1.0)  # a point a pixel: it is drawn anew with every move
        self.plotItem.setDownsampling(auto=True, mode="peak")  # of the plot: it overrules what its curves say
        self.plotItem.setClipToView(True)
        self.addItem(self.curve)
        self._review, self._reject = self._threshold(), self._threshold()
        self._point: OperatingPoint | None = None
        self._cursor = pg.InfiniteLine(angle=90)
        self._cursor.setZValue(20)
        self.addItem(self._cursor)
        self.bands: list[pg.LinearRegionItem] = []
        self._view = self.plotItem.getViewBox()
        self._view.setDefaultPadding(0)
        self._view.sigXRangeChanged.connect(self._range_changed)
        self._paint_theme()

    def show_scores(
        self,
        scores: TimelineScores | None,
        *,
        point: OperatingPoint | None,
        readable: ReadableScores,
        clock: ClipClock,
    ) -> None:
        """Another clip, in its whole length; None for an empty timeline."""
        self._readable = readable
        self._score_axis.show_scale(readable)
        self._frames = max(1, clock.frames)
        self._time_axis.set_clock(clock)
        for band in self.bands:
            self.removeItem(band)
        self.bands = [self._band(interval) for interval in (() if scores is None else scores.labelled)]
        judged = np.zeros(0, bool) if scores is None else np.isfinite(scores.score)
        for line in (self._review, self._reject):
            line.setVisible(scores is not None and point is not None)
        self._cursor.setVisible(scores is not None)
        self.getAxis("left").setStyle(showValues=bool(judged.any()))
        if scores is None or not judged.any():
            self.curve.setData([], [])
            values = np.asarray([0.0, 1.0])
        else:
            index, values = scores.index[judged], scores.score[judged]
            # Frames without a score are left out, not drawn as NaN, which would swallow a peak beside them. `connect`
            # has one element a point: whether the line goes on to the next.
            self.curve.setData(
                index.astype(np.float64),
                values,
                connect=np.append(np.diff(index) == 1, False).astype(np.int32),
                antialias=len(index) <= _SMOOTH,
            )
        self._point = point
        self._show_thresholds()
        if point is not None:
            self._review.setValue(point.review)
            self._reject.setValue(point.reject)
            values = np.append(values, [point.review, point.reject])
        low, high = float(values.min()), float(values.max())
        margin = _MARGIN * max(high - low, 1e-9)
        self.setYRange(low - margin, high + margin, padding=0)
        self._view.setLimits(xMin=-0.5, xMax=self._frames - 0.5, minXRange=min(_LEAST_FRAMES, self._frames))
        self.show_all()
        self.set_cursor(0)

    def set_cursor(self, frame: int) -> None:
        """Show which frame is shown, and move along where that is out of sight."""
        self._cursor.setValue(frame)
        first, last = self._view.viewRange()[0]
        width = last - first
        if width < self._frames - 0.5 and not first <= frame <= last:
            near = first + _FOLLOW * width if frame > last else last - _FOLLOW * width
            self.show_from(first + frame - near)

    def zoom(self, factor: float, *, about: float | None = None) -> None:
        """Zoom in (above 1) or out in time, about a frame; the cursor's where none is named."""
        about = self._cursor.value() if about is None else about
        first, last = self._view.viewRange()[0]
        width = float(np.clip((last - first) / factor, min(_LEAST_FRAMES, self._frames), self._frames))
        self.show_from(about - (about - first) * width / (last - first), width)

    def show_all(self) -> None:
        """The whole clip."""
        self.show_from(-0.5, float(self._frames))

    def frame_at(self, x: float) -> int:
        """The frame at a place of the widget, the nearest where there is none."""
        place = self._view.mapSceneToView(self.mapToScene(int(x), 0)).x()
        return int(np.clip(round(place), 0, self._frames - 1))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self.scrubbed.emit(self.frame_at(event.position().x()))
        elif event.button() == Qt.MouseButton.MiddleButton:
            self._panned_from = event.position().x()
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.scrubbed.emit(self.frame_at(event.position().x()))
        elif event.buttons() & Qt.MouseButton.MiddleButton and self._panned_from is not None:
            self._pan(self._panned_from - event.position().x())
            self._panned_from = event.position().x()
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._panned_from = None
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        turned, sideways = event.angleDelta().y(), event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(sideways) > abs(turned):
            self._pan(-(sideways or turned))
        elif turned:
            self.zoom(_STEP ** (turned / 120), about=self.frame_at(event.position().x()))
        event.accept()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_view"):
            self._paint_theme()

    def _pan(self, pixels: float) -> None:
        first, last = self._view.viewRange()[0]
        self.show_from(first + pixels * (last - first) / max(1.0, self._view.width()))

    def show_from(self, first: float, width: float | None = None) -> None:
        """Show `width` frames from one on, as far as the clip goes; as many as now where it is None."""
        if width is None:
            before, after = self._view.viewRange()[0]
            width = after - before
        first = float(np.clip(first, -0.5, max(-0.5, self._frames - 0.5 - width)))
        self._view.setXRange(first, first + width, padding=0)

    def _range_changed(self, _view: object, shown: Sequence[float]) -> None:
        self.range_changed.emit(*shown)

    def _threshold(self) -> pg.InfiniteLine:
        line = pg.InfiniteLine(angle=0)
        line.setZValue(10)
        self.addItem(line)
        return line

    def _band(self, interval: tuple[int, int]) -> pg.LinearRegionItem:
        start, end = interval
        band = pg.LinearRegionItem((start - 0.5, end - 0.5), movable=False)
        band.setZValue(-10)
        self._paint_band(band)
        self.addItem(band)
        return band

    def _paint_band(self, band: pg.LinearRegionItem) -> None:
        colour = QColor(current_theme().accent)
        for line in band.lines:
            line.setPen(pg.mkPen(colour, width=1, style=Qt.PenStyle.DotLine))
        colour.setAlpha(28)
        band.setBrush(colour)

    def _paint_theme(self) -> None:
        theme = current_theme()
        paint_axes(self, theme)
        self.curve.setPen(pg.mkPen(theme.text, width=1))
        self._cursor.setPen(pg.mkPen(theme.accent, width=2))
        for line, colour, style in (
            (self._review, theme.review, Qt.PenStyle.DashLine),
            (self._reject, theme.ng, Qt.PenStyle.SolidLine),
        ):
            line.setPen(pg.mkPen(colour, width=2, style=style))
        for band in self.bands:
            self._paint_band(band)
        self._show_thresholds()

    def _show_thresholds(self) -> None:
        """Above the plot, where the words hide nothing of it."""
        if self._point is None:
            self.setTitle(None)
            return
        theme = current_theme()
        review = self.tr("Review above {value}").format(value=number(self._readable.relative(self._point.review)))
        reject = self.tr("Reject above {value}").format(value=number(self._readable.relative(self._point.reject)))
        shown = ((theme.review, f"┅ {review}"), (theme.ng, f"━ {reject}"))
        words = " &nbsp; ".join(f'<span style="color:{colour}">{text}</span>' for colour, text in shown)
        self.setTitle(words, size="9pt", justify="right")
        self.plotItem.layout.setRowFixedHeight(0, _TITLE_HEIGHT)  # pyqtgraph takes twice as much
        self.plotItem.titleLabel.setMaximumHeight(_TITLE_HEIGHT)


class _TimeAxis(pg.AxisItem):
    """Frames as times, where the frame rate is known."""

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self._timed = False

    def set_clock(self, clock: ClipClock) -> None:
        self._timed = clock.frame_rate is not None
        self.setScale(1 / (clock.frame_rate or 1.0))  # so that its steps are round seconds
        self.picture = None
        self.update()

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:  # noqa: N802
        if not self._timed:
            return [f"{round(value * scale)}" for value in values]
        times = [clock_text(max(0.0, value * scale)) for value in values]
        return times if spacing * scale < 1 else [text.removesuffix(f"{QLocale().decimalPoint()}0") for text in times]
