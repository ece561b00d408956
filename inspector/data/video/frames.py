"""Frames of a clip from any source, and lost frames."""

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
