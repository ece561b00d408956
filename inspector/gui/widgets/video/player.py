"""One clip: the frame that is shown, the timeline below it, and how to move in time."""

import time
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.core.operating_point import OperatingPoint, ReadableScores
from inspector.gui.background.frames import FrameReader, FrameSource, ShownFrame
from inspector.gui.background.pictures import PictureLoader, Unavailable
from inspector.gui.commands import needs
from inspector.gui.numbers import number
from inspector.gui.screen import GAP, ElidedLabel, button
from inspector.gui.widgets.pictures.heat_controls import AddCommand
from inspector.gui.widgets.video.clock import ClipClock
from inspector.gui.widgets.video.frame_view import FrameView
from inspector.gui.widgets.video.timeline import Timeline, TimelineScores
from inspector.gui.widgets.video.tracks import TimelineMarks, TimelineTracks
from inspector.workflow.report.pictures import HeatScale

_FASTEST_MS = 15  # between two frames while playing
_ZOOM = 1.5
_CACHE_BYTES = 128 * 1024**2
_RAW = ReadableScores.raw_scores()


class ClipPlayer(QWidget):
    """Owns the frames of the clip it shows; frames are read in the background and played by the clip's own time.

    Args:
        add: makes a command of the screen from its text, what it does, its keys and when it can be done.
        beside, below: what stands to the right of the frame, and the line below it, if anything.
        around: commands for the row below the frame: those before the ones to play and step, and those after them.

    Signals:
        moved (int): the frame a person or the clock has gone to.
        shown (ShownFrame): it is on the screen now.
        event_chosen (int): the place of one of the clip's events that was clicked.
    """

    moved = Signal(int)
    shown = Signal(object)
    event_chosen = Signal(int)

    def __init__(
        self,
        *,
        add: AddCommand,
        beside: QWidget | None = None,
        below: QHBoxLayout | None = None,
        around: tuple[Sequence[QAction], Sequence[QAction]] = ((), ()),
    ) -> None:
        super().__init__()
        self.frame = 0
        self.clock = ClipClock(None, frames=0)
        self._marks: TimelineMarks | None = None
        self._scale: HeatScale | None = None
        self._point: OperatingPoint | None = None
        self._frames = PictureLoader(None, self, cache_bytes=_CACHE_BYTES, queue=1)
        self._frames.loaded.connect(self._frame_read)
        self._shown_frame: int | None = None
        self._written: Callable[[float], str] = number
        self._fitted = False  # the first frame of this clip is zoomed to fit
        self._playing_from = (0, 0.0)  # frame, and when it was shown
        self._until: int | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._build(add, (beside, below), around)

    @property
    def loading(self) -> bool:
        """Whether a frame is wanted that is not shown yet."""
        return not self._frames.idle

    @property
    def playing(self) -> bool:
        return self._timer.isActive()

    def show_clip(
        self,
        source: Callable[[], FrameSource],
        *,
        clock: ClipClock,
        scores: TimelineScores,
        marks: TimelineMarks,
        point: OperatingPoint | None,
        scale: HeatScale | None,
        frame: int,
        readable: ReadableScores = _RAW,
        written: Callable[[float], str] = number,
    ) -> None:
        """Another clip, at a frame.

        Args:
            readable: how the axis of the scores reads.
            written: a score as it stands on a frame.
        """
        self.stop()
        self._written = written
        self.clock, self._marks, self._point, self._scale = clock, marks, point, scale
        self._fitted = False
        self.timeline.show_scores(scores, point=point, readable=readable, clock=clock)
        self.tracks.show_marks(marks, clock)
        self._shown_frame = None
        reader = FrameReader(source)
        self._frames.use(reader.read, close=reader.close)
        self.go(frame)

    def show_nothing(self) -> None:
        """No clip is shown."""
        self.stop()
        self._frames.use(None)
        self._marks, self.frame, self.clock = None, 0, ClipClock(None, frames=0)
        self.timeline.show_scores(None, point=None, readable=_RAW, clock=self.clock)
        self.tracks.show_marks(TimelineMarks.none(), self.clock)
        self.view.show_frame(None, scale=None, point=None)
        self.time.setText("")

    def go(self, frame: int) -> None:
        """Show a frame, the nearest there is."""
        self.frame = max(0, min(frame, self.clock.frames - 1))
        self.timeline.set_cursor(self.frame)
        self.tracks.set_cursor(self.frame)
        words = [self.clock.long_text(self.frame)]
        unknown = self.clock.frame_rate is None
        if unknown:
            words.append(self.tr("played at {rate}/s").format(rate=number(self.clock.playing_rate)))
        self.time.setText(" · ".join(words))
        self.time.setToolTip(self.tr("The clip's frame rate is unknown.") if unknown else "")
        self.moved.emit(self.frame)
        found = self._frames.get(self.frame)
        if found is not None:
            self._frame_read(self.frame, found)

    def jump(self, frame: int) -> None:
        """Show a frame that a person chose; playing stops."""
        self.stop()
        self.go(frame)

    def play(self, *, until: int | None = None) -> None:
        """Play from here, to the clip's end or to a frame."""
        if self.frame >= self.clock.frames - 1:
            self.go(0)
        self._until = until
        self._playing_from = self.frame, time.monotonic()
        self._timer.start(max(_FASTEST_MS, round(1000 / self.clock.playing_rate)))
        self._show_playing()

    def stop(self) -> None:
        """Stay at this frame."""
        if self.playing:
            self._timer.stop()
            self._show_playing()

    def toggle_playing(self) -> None:
        if self.playing:
            self.stop()
        else:
            self.play()

    def set_event(self, place: int) -> None:
        """Emphasise one of the clip's events; -1 for none."""
        self.tracks.set_event(place)

    def step(self, frames: int) -> None:
        self.jump(self.frame + frames)

    def step_second(self, sign: int) -> None:
        self.step(sign * self.clock.second)

    def to_start(self) -> None:
        self.jump(0)

    def to_end(self) -> None:
        self.jump(self.clock.frames - 1)

    def _tick(self) -> None:
        if self.loading:  # slower than the clip: frames are left out, and none is asked for in vain
            return
        first, since = self._playing_from
        last = self.clock.frames - 1 if self._until is None else min(self._until, self.clock.frames - 1)
        frame = min(last, first + int((time.monotonic() - since) * self.clock.playing_rate))
        if frame != self.frame:
            self.go(frame)
        if frame >= last:
            self.stop()

    def _frame_read(self, index: int, read: ShownFrame | Unavailable) -> None:
        if self._marks is None or (index != self.frame and self._shown_frame == self.frame):
            return  # what is read for a place that was left is shown only until the right one is there
        self._shown_frame = index
        found = ShownFrame(index, None, read.reason) if isinstance(read, Unavailable) else read
        place = {event.event.peak_frame: event.place for event in self._marks.events}.get(found.index)
        self.view.show_frame(found, scale=self._scale, point=self._point, place=place, written=self._written)
        if not self._fitted and found.pixels is not None:
            self.view.fit()
            self._fitted = True
        self.shown.emit(found)

    def _show_playing(self) -> None:
        self._play.setText(self.tr("Pause") if self.playing else self.tr("Play"))

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a clip with frames"))
    def _has_frames(self) -> bool:
        return self.clock.frames > 0

    def _build(
        self,
        add: AddCommand,
        extra: tuple[QWidget | None, QHBoxLayout | None],
        around: tuple[Sequence[QAction], Sequence[QAction]],
    ) -> None:
        shown = self._has_frames
        self.view = FrameView()
        self.timeline, self.tracks = Timeline(), TimelineTracks()
        self.timeline.range_changed.connect(self.tracks.set_range)
        for widget in (self.timeline, self.tracks):
            widget.scrubbed.connect(self.jump)
        self.tracks.chosen.connect(self.event_chosen)
        back = add(self.tr("Previous frame"), partial(self.step, -1), ("Left",), shown)
        self._play = add(self.tr("Play"), self.toggle_playing, ("V",), shown)
        following = add(self.tr("Next frame"), partial(self.step, 1), ("Right",), shown)
        add(self.tr("One second back"), partial(self.step_second, -1), ("Shift+Left",), shown)
        add(self.tr("One second forward"), partial(self.step_second, 1), ("Shift+Right",), shown)
        add(self.tr("To the start of the clip"), self.to_start, ("Home",), shown)
        add(self.tr("To the end of the clip"), self.to_end, ("End",), shown)
        add(self.tr("Zoom in (timeline)"), partial(self.timeline.zoom, _ZOOM), ("Ctrl++", "Ctrl+="), shown)
        add(self.tr("Zoom out (timeline)"), partial(self.timeline.zoom, 1 / _ZOOM), ("Ctrl+-",), shown)
        whole = add(self.tr("Whole clip"), self.timeline.show_all, ("Ctrl+0",), shown)
        whole.setToolTip(self.tr("Shows the whole clip in the timeline; the mouse wheel zooms"))
        row = QHBoxLayout()
        before, after = around
        signs = {back: "◀", following: "▶"}  # or German words would make the window wider than small screens are
        for action in (*before, back, self._play, following, *after):
            row.addWidget(button(action, small=True, sign=signs.get(action, "")))
        self.time = ElidedLabel("heading")
        self.time.setObjectName("clip-time")
        self.time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addStretch()
        times = QHBoxLayout()
        times.addWidget(self.time, stretch=1)
        times.addWidget(button(whole, small=True))
        top = QHBoxLayout()
        top.setSpacing(GAP)
        top.addWidget(self.view, stretch=1)
        beside, below = extra
        if beside is not None:
            top.addWidget(beside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        layout.addLayout(top, stretch=3)
        if below is not None:
            layout.addLayout(below)
        layout.addLayout(row)
        layout.addLayout(times)
        layout.addWidget(self.timeline, stretch=1)
        layout.addWidget(self.tracks)
