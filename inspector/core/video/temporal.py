"""Scores and maps over time: smoothing, scaling by clip, and the events a person is shown.

Each kind of smoothing exists twice: as a function of a whole clip, and as an object that takes frame by frame, holds no
more frames than its window spans, and returns the same numbers, late by the window's latency. Both treat a lost frame
as if it did not exist; where a gap matters, finish one stream and begin another.
"""

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from inspector.core.errors import SettingError
from inspector.core.images.similarity import mean_filter
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.core.video.smoothing_windows import TimeWindow


def smooth(values: Tensor, window: TimeWindow) -> Tensor:
    """Weighted mean over time of one clip's scores (T,) or maps (T, H, W), centred or causal as the window is."""
    count, past = len(values), len(window.weights) - 1 - window.latency
    total, weight = torch.zeros_like(values), values.new_zeros(count)
    for place, share in enumerate(window.weights):
        offset = place - past  # of the frame that counts from the frame it counts for
        target, source = slice(max(0, -offset), count - max(0, offset)), slice(max(0, offset), count - max(0, -offset))
        if target.start < target.stop:
            total[target] += share * values[source]
            weight[target] += share
    return total if window.zero_ends else total / weight.reshape(-1, *[1] * (values.dim() - 1))


class Smoother:
    """:func:`smooth`, frame by frame, of scalars or maps of one size."""

    def __init__(self, window: TimeWindow) -> None:
        self._window = window
        self._frames: deque[Tensor | None] = deque([None] * len(window.weights), maxlen=len(window.weights))
        self._pushed = self._returned = 0

    def push(self, value: Tensor) -> Tensor | None:
        """Take the next frame's value and return that of the frame `latency` before it; None before there is one."""
        self._frames.append(value)
        self._pushed += 1
        return self._smoothed() if self._pushed > self._window.latency else None

    def finish(self) -> Iterator[Tensor]:
        """The values of the last frames, not returned yet; the clip has ended."""
        while self._returned < self._pushed:
            self._frames.append(None)
            if self._frames[-1 - self._window.latency] is not None:
                yield self._smoothed()

    def _smoothed(self) -> Tensor:
        self._returned += 1
        total, weight = torch.zeros(()), 0.0
        for share, value in zip(self._window.weights, self._frames, strict=True):
            if value is not None:
                total, weight = total + share * value, weight + share
        return total if self._window.zero_ends else total / weight


def mean_filter_3d(maps: Tensor, *, side: int, window: TimeWindow) -> Tensor:
    """Mean of maps (T, H, W) over squares of `side` pixels and over time; at the borders over what is there.

    Source: Georgescu et al., CVPR 2021, section 3.4; code published with its predecessor takes 9 × 9 × 9, centred.
    """
    return smooth(mean_filter(maps, side), window)


class MeanFilter3d:
    """:func:`mean_filter_3d`, frame by frame."""

    def __init__(self, *, side: int, window: TimeWindow) -> None:
        self._side, self._smoother = side, Smoother(window)

    def push(self, anomaly_map: Tensor) -> Tensor | None:
        """Take the next map (H, W) and return the one `latency` before it; None before there is one."""
        return self._smoother.push(mean_filter(anomaly_map[None], self._side)[0])

    def finish(self) -> Iterator[Tensor]:
        """The maps not returned yet; the clip has ended."""
        return self._smoother.finish()


def scale_per_clip(scores: Tensor) -> Tensor:
    """One clip's scores (T,) brought to [0, 1] by its own least and greatest, as published figures are.

    For comparison with them only: it needs the whole clip, gives a clip without anything abnormal a 1 all the same,
    and is no score to put a threshold on. Scores that are all equal become 0.
    """
    low, high = scores.min(), scores.max()
    return torch.zeros_like(scores) if low == high else (scores - low) / (high - low)


@dataclass(frozen=True)
class Event:
    """A stretch of frames in which something is wrong.

    Attributes:
        start, end: its frames, [start, end).
        peak_frame, peak: its first worst frame and the score of it.
        decision: NG if the peak is above the reject threshold, else REVIEW.
    """

    start: int
    end: int
    peak_frame: int
    peak: float
    decision: Decision


class EventFinder:
    """Finds events in frame scores, with the two thresholds of an operating point as hysteresis.

    An event is a stretch of frames above the review threshold; stretches with fewer than `min_gap` frames between them
    are one. It is NG once a frame of it is above the reject threshold, and continues until the scores are back at the
    review threshold, so that a score that wavers around either makes one event and not many.

    Args:
        min_gap: in frames, at least 1, lost ones counted; an event is returned that many frames after its last.

    Raises:
        SettingError: if `min_gap` is less than 1.
    """

    def __init__(self, point: OperatingPoint, *, min_gap: int) -> None:
        if min_gap < 1:
            raise SettingError(
                "The gap between two events must be at least 1 frame, not {frames}.", code="event.gap", frames=min_gap
            )
        self._point, self._min_gap = point, min_gap
        self.current: Event | None = None  # the event that has not ended yet, up to now

    def push(self, frame: int, score: float) -> Event | None:
        """Take a frame's score, frames in ascending order; return the event that has ended, if one has.

        Args:
            score: NaN where the frame is not judged, which is no event.
        """
        decision = self._point.decide(score)
        above = decision is not Decision.OK and not math.isnan(score)
        ended = None
        if self.current is not None and frame - self.current.end + (not above) >= self._min_gap:
            ended, self.current = self.current, None
        if not above:
            return ended
        if self.current is None:
            self.current = Event(frame, frame + 1, frame, score, decision)
        elif score > self.current.peak:
            self.current = replace(self.current, end=frame + 1, peak_frame=frame, peak=score, decision=decision)
        else:
            self.current = replace(self.current, end=frame + 1)
        return ended

    def finish(self) -> Event | None:
        """The event that lasts until the clip's end, if one does."""
        ended, self.current = self.current, None
        return ended


def find_events(scores: np.ndarray, point: OperatingPoint, *, min_gap: int) -> list[Event]:
    """The events of one clip's frame scores (T,), none lost, as an :class:`EventFinder` gives them."""
    finder = EventFinder(point, min_gap=min_gap)
    found = [finder.push(frame, score) for frame, score in enumerate(scores.tolist())]
    return [event for event in (*found, finder.finish()) if event is not None]
