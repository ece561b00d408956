"""What a model of clips knows of its camera besides the network: the background, and what good video looks like."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from inspector.core.statistics import TaskStatistics
from inspector.core.video.detection import DetectorSettings

_MAD_TO_SIGMA = 1.4826
ASSUMED_RATE = 10.0  # frames per second of clips of unknown rate


@dataclass(frozen=True)
class LookStatistics:
    """What held-out good video scores under one look of a method of clips.

    Attributes:
        tasks: of the look's tasks, by which scores of windows are made; None where windows have scores alone.
        lowest: the lowest score of a good window.
        typical, spread: median and 1.4826·MAD of good frames' scores (of the highest of their windows), the units in
            which scores of several looks are added.
    """

    tasks: TaskStatistics | None
    lowest: float
    typical: float
    spread: float

    @classmethod
    def from_scores(cls, tasks: TaskStatistics | None, scores: Sequence[Tensor]) -> "LookStatistics":
        """From the scores (n,) of each good frame's windows; there is at least one window."""
        lowest = torch.cat(list(scores)).min()
        frames = torch.stack([torch.cat([windows, lowest[None]]).max() for windows in scores])
        typical = frames.median()
        spread = _MAD_TO_SIGMA * (frames - typical).abs().median()
        return cls(tasks, lowest.item(), typical.item(), max(spread.item(), 1e-6))

    @property
    def ground(self) -> float:
        """The value of a place without an object, standardised."""
        return (self.lowest - self.typical) / self.spread

    def standardised(self, scores: Tensor) -> Tensor:
        """Scores or maps in units of good frames' spread: a typical good frame has 0."""
        return (scores - self.typical) / self.spread


@dataclass(frozen=True)
class VideoKnowledge:
    """What a model knows of the clips of its camera.

    Attributes:
        looks: statistics for each look of a method of clips; none for methods of images.
        detector: what finds objects, for methods that judge them; None for others.
        background: the empty scene by `median_background`, if the detector needs it; else None.
        frame_rate: frames per second of the clips it learned from; None if it was unknown.
        stretch: frames of good video whose highest score counts as one in the calibration.
    """

    looks: tuple[LookStatistics, ...]
    detector: DetectorSettings | None
    background: Tensor | None
    frame_rate: float | None
    stretch: int


def frames_of(seconds: float, frame_rate: float | None) -> int:
    """The number of frames in a time, at least one; at 10 frames per second if the rate is unknown."""
    return max(1, round(seconds * (frame_rate or ASSUMED_RATE)))
