"""Tracks below the timeline of a clip: events, labelled intervals, lost frames and still stretches."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from inspector.core.operating_point import Decision
from inspector.core.video.inspection import ClipEvent
from inspector.data.video.category import Intervals
from inspector.gui.numbers import number
from inspector.gui.theme import current_theme
from inspector.gui.widgets.verdict import draw_shape, verdict_word
from inspector.gui.widgets.video.clock import ClipClock, event_span
from inspector.gui.widgets.video.timeline import GUTTER

_TRACK, _GAP = 17, 3
_NARROWEST = 5  # pixels of an event, however short
_SHAPE = 13


@dataclass(frozen=True, eq=False)
class TimelineMarks:
    """Of one clip.

    Attributes:
        labelled: frames on which something is known to be wrong, as intervals [start, end).
        lost: (n,) frames that could not be read.
        still: (n,) frames on which nothing moved.
    """

    events: Sequence[ClipEvent]
    labelled: Intervals
    lost: np.ndarray
    still: np.ndarray

    @classmethod
    def none(cls) -> "TimelineMarks":
        """No marks."""
        return cls((), (), np.zeros(0, np.int64), np.zeros(0, np.int64))


class TimelineTracks(QWidget):
    """Three tracks below a timeline, of the same frames. Events have the shape and, where there is room, the word of
    their decision beside its colour; those to review are hatched.

    Signals:
        chosen (int): the place of an event that was clicked.
        scrubbed (int): a frame that was clicked.
    """

    chosen = Signal(int)
    scrubbed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.marks = TimelineMarks.none()
        self._clock = ClipClock(None, frames=1)
        self.first, self.last = 0.0, 1.0
        self._cursor, self._event = 0, -1
        self.setFixedHeight(3 * _TRACK + 4 * _GAP)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Events, labelled intervals and lost frames"))

    def show_marks(self, marks: TimelineMarks, clock: ClipClock) -> None:
        self.marks, self._clock = marks, clock
        self._cursor, self._event = 0, -1
        self.update()

    def set_range(self, first: float, last: float) -> None:
        """Show the same frames as the timeline."""
        self.first, self.last = first, last
        self.update()

    def set_cursor(self, frame: int) -> None:
        self._cursor = frame
        self.update()

    def set_event(self, place: int) -> None:
        """Emphasise an event; -1 for none."""
        self._event = place
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(400, self.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        place = self._event_at(event.position())
        if place is not None:
            self.chosen.emit(place)
        elif event.position().x() >= GUTTER:
            self.scrubbed.emit(self._frame_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.buttons() & Qt.MouseButton.LeftButton and event.position().x() >= GUTTER:
            self.scrubbed.emit(self._frame_at(event.position().x()))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._event_at(QPointF(event.pos()))
            if place is not None:
                QToolTip.showText(event.globalPos(), self._event_words(place), self)
                return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(theme.card))
        for track, name in enumerate((self.tr("Events"), self.tr("Labelled"), self.tr("Lost, no motion"))):
            painter.setPen(QColor(theme.muted))
            words = QRectF(4, self._top(track), GUTTER - 10, _TRACK)
            text = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(words.width()))
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
            painter.fillRect(QRectF(GUTTER, self._top(track), self.width() - GUTTER, _TRACK), QColor(theme.canvas))
        painter.setClipRect(QRectF(GUTTER, 0, self.width() - GUTTER, self.height()))
        self._paint_lost_and_still(painter)
        for start, end in self.marks.labelled:
            self._paint_labelled(painter, start, end)
        for place, event in enumerate(self.marks.events):
            self._paint_event(painter, event, chosen=place == self._event)
        painter.setPen(QPen(QColor(theme.accent), 2))
        x = float(self._x(self._cursor + 0.5))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.end()

    def _paint_event(self, painter: QPainter, event: ClipEvent, *, chosen: bool) -> None:
        bar = self.event_bar(event)
        if not bar.intersects(QRectF(self.rect())):
            return
        theme, decision = current_theme(), event.event.decision
        colour = QColor(theme.verdict(decision))
        if decision is Decision.NG:
            painter.fillRect(bar, colour)
        else:  # hatched, so that they differ without colour, too
            painter.fillRect(bar, QColor(theme.card))
            painter.fillRect(bar, QBrush(colour, Qt.BrushStyle.BDiagPattern))
        painter.setPen(QPen(QColor(theme.text if chosen else theme.verdict(decision)), 2 if chosen else 1))
        painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5))
        shown = bar.intersected(QRectF(GUTTER, bar.top(), self.width() - GUTTER, bar.height()))
        word = verdict_word(decision)
        wide = painter.fontMetrics().horizontalAdvance(word)
        room = shown.width() - _SHAPE - 4
        if room < 0:
            return
        whole = room >= wide + 8
        left = shown.center().x() - (_SHAPE + (wide + 4 if whole else 0)) / 2
        place = QRectF(left, bar.center().y() - _SHAPE / 2, _SHAPE, _SHAPE)
        if decision is Decision.NG:
            draw_shape(painter, place, decision, ink=theme.card, mark=None)
        else:
            painter.fillRect(place.adjusted(-2, -1, wide + 8 if whole else 2, 1), QColor(theme.card))
            draw_shape(painter, place, decision, ink=theme.verdict(decision), mark=theme.card)
        if whole:
            painter.setPen(QColor(theme.card if decision is Decision.NG else theme.verdict(decision)))
            words = QRectF(place.right() + 4, bar.top(), wide + 2, bar.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, word)

    def _paint_labelled(self, painter: QPainter, start: int, end: int) -> None:
        colour = QColor(current_theme().accent)
        bar = self._bar(1, start, end)
        painter.setPen(QPen(colour, 1))
        colour.setAlpha(90)
        painter.setBrush(colour)
        painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_lost_and_still(self, painter: QPainter) -> None:
        """Still stretches are dotted, lost frames are crosses; several on one pixel are drawn once."""
        theme, top = current_theme(), self._top(2)
        dots = QBrush(QColor(theme.muted), Qt.BrushStyle.Dense5Pattern)
        columns, wide = self._columns(self.marks.still), max(1.0, self._x(1) - self._x(0))
        for run in np.split(columns, np.flatnonzero(np.diff(columns) > wide + 1) + 1):
            if len(run):
                painter.fillRect(QRectF(run[0], top + 2, run[-1] - run[0] + wide, _TRACK - 4), dots)
        painter.setPen(QPen(QColor(theme.ng), 1.6))
        middle, arm = top + _TRACK / 2, 4
        for column in self._columns(self.marks.lost):
            painter.drawLine(QPointF(column - arm, middle - arm), QPointF(column + arm, middle + arm))
            painter.drawLine(QPointF(column - arm, middle + arm), QPointF(column + arm, middle - arm))

    def _columns(self, frames: np.ndarray) -> np.ndarray:
        """The pixels at which these frames begin, once each, of those that are in sight."""
        inside = frames[(frames >= self.first - 1) & (frames <= self.last + 1)]
        return np.unique(np.floor(self._places(inside)))

    def event_bar(self, event: ClipEvent) -> QRectF:
        """Where an event is drawn."""
        return self._bar(0, event.event.start, event.event.end)

    def _bar(self, track: int, start: int, end: int) -> QRectF:
        left, right = self._x(start), self._x(end)
        if right - left < _NARROWEST:
            left, right = (left + right - _NARROWEST) / 2, (left + right + _NARROWEST) / 2
        return QRectF(left, self._top(track), right - left, _TRACK)

    def _top(self, track: int) -> float:
        return _GAP + track * (_TRACK + _GAP)

    def _x(self, frame: float) -> float:
        """Where a frame begins."""
        return float(self._places(np.asarray(frame)))

    def _places(self, frames: np.ndarray) -> np.ndarray:
        """Where frames begin."""
        return GUTTER + (frames - 0.5 - self.first) / (self.last - self.first) * (self.width() - GUTTER)

    def _frame_at(self, x: float) -> int:
        share = (x - GUTTER) / max(1, self.width() - GUTTER)
        return int(np.clip(round(self.first + share * (self.last - self.first)), 0, self._clock.frames - 1))

    def _event_at(self, point: QPointF) -> int | None:
        for place, event in enumerate(self.marks.events):
            if self.event_bar(event).contains(point):
                return place
        return None

    def _event_words(self, place: int) -> str:
        found = self.marks.events[place]
        return self.tr("{decision}: {span}, peak {peak} at {when}").format(
            decision=verdict_word(found.event.decision),
            span=event_span(found),
            peak=number(found.event.peak),
            when=self._clock.text(found.event.peak_frame),
        )
