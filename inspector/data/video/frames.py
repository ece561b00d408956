"""Frames of a clip from any source, lost frames, and windows of frames."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from torch import Tensor


@dataclass(frozen=True, eq=False)
class Frame:
    """One frame of a clip.

    Attributes:
        index: its place in the clip, from 0, lost frames counted.
        time_s: when it is shown, in seconds from the clip's start; None for a folder without a stated rate.
        image: (3, H, W) float32 RGB in [0, 1].
        doubtful: a frame was lost since the last one that stands for itself (key frame): parts of this picture may
            be of an earlier moment.
    """

    index: int
    time_s: float | None
    image: Tensor
    doubtful: bool = False


@dataclass(frozen=True)
class LostFrame:
    """A frame that is damaged or missing: its place, its time where that is known, and what is wrong."""

    index: int
    time_s: float | None
    reason: str


@dataclass(frozen=True)
class FrameCount:
    """How many frames a clip has, lost ones counted.

    Attributes:
        number: of frames.
        known: "counted" one by one; "stated" by the file, which may be wrong where the file is damaged; or "estimated"
            from duration and rate.
    """

    number: int
    known: Literal["counted", "stated", "estimated"]


def frame_windows(
    frames: Iterable[Frame | LostFrame], length: int, *, skip: int
) -> Iterator[tuple[Frame, ...] | LostFrame]:
    """The last `length` frames at each moment, oldest first, leaving out `skip` frames between any two of them.

    Causal: the first window comes with frame `(length - 1) · (skip + 1)`, its newest. No window spans a gap: after a
    lost frame, which is passed on in its place, windows start again. At most one window's span of frames is in memory.
    """
    step = skip + 1
    recent: deque[Frame] = deque(maxlen=(length - 1) * step + 1)
    for frame in frames:
        if isinstance(frame, LostFrame):
            recent.clear()
            yield frame
            continue
        if recent and recent[-1].index + 1 != frame.index:
            recent.clear()
        recent.append(frame)
        if len(recent) == recent.maxlen:
            yield tuple(recent)[::step]
