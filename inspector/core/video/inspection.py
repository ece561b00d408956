"""The outcome on a clip: frame by frame, and as the events a person is shown."""

from dataclasses import dataclass, field

import numpy as np

from inspector.core.operating_point import Decision
from inspector.core.video.temporal import Event


def no_boxes() -> np.ndarray:
    """The boxes (0, 5) of a frame without any."""
    return np.zeros((0, 5), np.float32)


@dataclass(frozen=True, eq=False)
class FrameRecord:
    """What came of judging one frame of a clip, or why it could not be judged.

    Attributes:
        index: its place in the clip, from 0, lost frames counted.
        time_s: when it is shown, in seconds from the clip's start; None where the frame rate is not known.
        score: smoothed over time, higher is worse; None where the frame is lost or cannot be judged.
        decision: None where there is no score.
        boxes: (N, 5) float32 left, top, right, bottom in pixels of the frame, and the box's score, worst first; none
            for methods without.
        anomaly_map: (h, w) float32 that covers the frame; None where there is none, or where it was not kept.
        still: nothing moves, so that a method which needs motion says nothing.
        error: why the frame is lost, one sentence; None when it was read.
        doubtful: a frame before it was lost, so that the picture may be of an earlier moment; the decision is never OK.
    """

    index: int
    time_s: float | None
    score: float | None
    decision: Decision | None
    boxes: np.ndarray = field(default_factory=no_boxes)
    anomaly_map: np.ndarray | None = None
    still: bool = False
    error: str | None = None
    doubtful: bool = False


@dataclass(frozen=True)
class ClipEvent:
    """An event with its times and its place.

    Attributes:
        event: its frames, its peak and its decision.
        start_s, end_s, peak_s: when its first frame, the frame after its last, and its worst frame are shown, in
            seconds from the clip's start; None where the frame rate is not known.
        place: left, top, right, bottom in pixels of the frame of what made the peak, which may have been there some
            frames before it, since scores are smoothed; None for methods without a place.
    """

    event: Event
    start_s: float | None
    end_s: float | None
    peak_s: float | None
    place: tuple[float, float, float, float] | None
