"""Times of a clip's frames as people read them."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QCoreApplication

from inspector.core.video.inspection import ClipEvent
from inspector.core.video.knowledge import ASSUMED_RATE
from inspector.gui.numbers import clock_text


class ClipClock:
    """Knows when each frame of a clip is shown, as far as that is known.

    Args:
        frame_rate: frames a second, the mean where it varies; None where it is not known.
        frames: how many the clip has.
        index, time_s: frame indices (n,), ascending, and their times (n,), NaN where not known, where they were kept.
    """

    def __init__(
        self,
        frame_rate: float | None,
        *,
        frames: int,
        index: Sequence[int] | np.ndarray = (),
        time_s: Sequence[float] | np.ndarray = (),
    ) -> None:
        self.frame_rate, self.frames = frame_rate, frames
        self._index, self._time_s = np.asarray(index, np.int64), np.asarray(time_s, np.float64)

    @property
    def playing_rate(self) -> float:
        """Frames a second to play the clip at."""
        return self.frame_rate or ASSUMED_RATE

    @property
    def second(self) -> int:
        """About how many frames a second has."""
        return max(1, round(self.playing_rate))

    def seconds(self, frame: int) -> float | None:
        """When a frame is shown; None where that is not known."""
        place = int(np.searchsorted(self._index, frame))
        if place < len(self._index) and self._index[place] == frame and np.isfinite(self._time_s[place]):
            return float(self._time_s[place])
        return None if self.frame_rate is None else frame / self.frame_rate

    def text(self, frame: int) -> str:
        """`0:03.2`; `frame 32` where no time is known."""
        seconds = self.seconds(frame)
        if seconds is None:
            return QCoreApplication.translate("ClipClock", "frame {frame}").format(frame=frame)
        return clock_text(seconds)

    def long_text(self, frame: int) -> str:
        """Time and frame, with how many there are."""
        of = QCoreApplication.translate("ClipClock", "frame {frame} of {frames}").format(
            frame=frame, frames=max(0, self.frames - 1)
        )
        seconds = self.seconds(frame)
        return of if seconds is None else f"{clock_text(seconds)} · {of}"


def event_span(found: ClipEvent) -> str:
    """From when to when: `0:03.2 – 0:07.1`, or `frames 12 – 34` where no time is known."""
    if found.start_s is None or found.end_s is None:
        return QCoreApplication.translate("ClipClock", "frames {first} – {last}").format(
            first=found.event.start, last=found.event.end - 1
        )
    return f"{clock_text(found.start_s)} – {clock_text(found.end_s)}"


def short_span(found: ClipEvent) -> str:
    """The span where there is little room: `0:03.2–0:07.1`, or `12–34` where no time is known."""
    if found.start_s is None or found.end_s is None:
        return f"{found.event.start}–{found.event.end - 1}"
    return f"{clock_text(found.start_s)}–{clock_text(found.end_s)}"


def short_start(found: ClipEvent) -> str:
    """When it begins, where there is little room: `0:03.2`, or `12` where no time is known."""
    return str(found.event.start) if found.start_s is None else clock_text(found.start_s)
