"""From the moments of a clip to scores of its frames: compared with good video, painted into a map, smoothed.

Source: Georgescu et al., CVPR 2021, section 3.4: the scores of objects in a map, a 3-D mean filter, the maximum of each
frame, a temporal Gaussian. What they scale by each video's least and greatest is here in units of good video.
"""

import math
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import torch
from torch import Tensor

from inspector.core.methods.base import Judgement
from inspector.core.methods.capabilities import TakesClips
from inspector.core.model import Model
from inspector.core.statistics import TaskStatistics
from inspector.core.video.detection import Detector
from inspector.core.video.looks import needs_objects, smoothing_of
from inspector.core.video.moments import Moment, MomentStream
from inspector.core.video.temporal import MeanFilter3d, Smoother
from inspector.core.video.windows import Look

Mode = Literal["streaming", "offline"]
_MOST = 10.0  # that an error counts for, in units of the worst hundredth of good windows
_MAP_SIDE = 256  # pixels of the longest side of a map that boxes are painted into


@dataclass(frozen=True, eq=False)
class FrameVerdict:
    """What is known of one frame in the end.

    Attributes:
        index: of the frame in its clip.
        score: higher is worse; None where the stretch of frames around it is too short to be judged.
        boxes: (N, 5) float32 left, top, right, bottom in shares of the frame's width and height, and the object's
            score; worst first.
        map: (h, w) float32, higher is worse; None for methods that show no place.
        mode: how it was smoothed.
        still: nothing moves, so that a method that needs motion says nothing; the score is then a good frame's.
    """

    index: int
    score: float | None
    boxes: Tensor
    map: Tensor | None
    mode: Mode
    still: bool = False


class MomentScorer:
    """Scores the moments of an unbroken stretch, fed one by one, `latency` moments late.

    Args:
        model: calibrated, with its `clips`.
        mode: `streaming` smooths causally; `offline` as published, by frames before and after.
    """

    def __init__(self, model: Model, mode: Mode) -> None:
        self._model, self._mode, smoothing = model, mode, smoothing_of(model.method)
        offline = mode == "offline"
        over_scores = smoothing.score_offline if offline else smoothing.score_streaming
        self._scores = Smoother(over_scores)
        self.latency = over_scores.latency
        self._maps: MeanFilter3d | None = None
        if needs_objects(model.method):
            over_maps = smoothing.map_offline if offline else smoothing.map_streaming
            self._maps = MeanFilter3d(side=smoothing.filter_side, window=over_maps)
            self.latency += over_maps.latency
        self._unfiltered: deque[_Scored] = deque()
        self._unsmoothed: deque[FrameVerdict] = deque()

    def push(self, moment: Moment) -> Iterator[FrameVerdict]:
        """Take the next moment, and give the frames that are now known, oldest first."""
        if not moment.looks:
            yield FrameVerdict(moment.index, None, torch.zeros(0, 5), None, self._mode)
            return
        method = self._model.method
        if not isinstance(method, TakesClips):
            judgement = self._model.calibrated(moment.looks[0])
            anomaly_map = None if judgement.maps is None else judgement.maps[0]
            yield from self._smoothed(_Scored(moment, [judgement.scores[0]], torch.zeros(0, 5), anomaly_map))
            return
        scored = self._scored(method.looks, moment)
        if self._maps is None:
            yield from self._smoothed(scored)
            return
        self._unfiltered.append(scored)
        filtered = self._maps.push(scored.anomaly_map)
        if filtered is not None:
            yield from self._filtered(filtered)

    def finish(self) -> Iterator[FrameVerdict]:
        """The frames still owed; the stretch has ended."""
        if self._maps is not None:
            for filtered in self._maps.finish():
                yield from self._filtered(filtered)
        for score in self._scores.finish():
            yield replace(self._unsmoothed.popleft(), score=score.item())

    def _scored(self, looks: Sequence[Look], moment: Moment) -> "_Scored":
        boxes, anomaly_map = torch.zeros(0, 5), None
        parts: list[Tensor] = []
        known = self._model.clips.looks
        for look, judgement, statistics in zip(looks, moment.looks, known, strict=True):
            scores = statistics.standardised(window_scores(judgement, statistics.tasks))
            if look.of == "objects":
                boxes = torch.cat([shares_of(moment), scores[:, None]], dim=1)[scores.argsort(descending=True)]
                anomaly_map = paint(boxes, size=map_size(moment.size), ground=statistics.ground)
            else:
                # What needs motion to judge by says nothing where there is none: a good frame's score, and no alarm.
                parts.append(torch.zeros(()) if moment.still else scores[0])
                if anomaly_map is None and judgement.maps is not None:
                    anomaly_map = statistics.standardised(judgement.maps[0])
        return _Scored(moment, parts, boxes, anomaly_map)

    def _filtered(self, anomaly_map: Tensor) -> Iterator[FrameVerdict]:
        scored = self._unfiltered.popleft()
        yield from self._smoothed(replace(scored, parts=[*scored.parts, anomaly_map.amax()], anomaly_map=anomaly_map))

    def _smoothed(self, scored: "_Scored") -> Iterator[FrameVerdict]:
        moment = scored.moment
        self._unsmoothed.append(
            FrameVerdict(moment.index, None, scored.boxes, scored.anomaly_map, self._mode, moment.still)
        )
        score = self._scores.push(torch.stack(scored.parts).mean())
        if score is not None:
            yield replace(self._unsmoothed.popleft(), score=score.item())


@dataclass(frozen=True, eq=False)
class _Scored:
    """A moment with the scores that make its frame's as their mean (late fusion), its objects and its map."""

    moment: Moment
    parts: list[Tensor]
    boxes: Tensor
    anomaly_map: Tensor | None


def window_scores(judgement: Judgement, tasks: TaskStatistics | None) -> Tensor:
    """Scores (B,) of windows: the mean of the tasks' errors, measured by good video, or the method's own score.

    An error counts for no more than ten times what the worst hundredth of good windows reach: a network that is wrong
    and very sure of it would else outshine all that comes before and after. Source: eq. 6, where errors are taken as
    they are.
    """
    if tasks is None:
        return judgement.scores
    return tasks.normalise(judgement.tasks).clamp_max(_MOST).mean(dim=(1, 2))


def shares_of(moment: Moment) -> Tensor:
    """The boxes (N, 4) of a moment's objects in shares of the frame's width and height."""
    height, width = moment.size
    return moment.boxes / torch.tensor([width, height, width, height])


def map_size(size: tuple[int, int]) -> tuple[int, int]:
    """The size (h, w) of the map that the objects of frames of a size are painted into."""
    scale = min(1.0, _MAP_SIDE / max(size))
    return max(1, round(scale * size[0])), max(1, round(scale * size[1]))


def paint(boxes: Tensor, *, size: tuple[int, int], ground: float) -> Tensor:
    """A map (h, w) in which each place has the highest score of the boxes it is in, and elsewhere the ground.

    Args:
        boxes: (N, 5) left, top, right, bottom in shares of width and height, and the score. Each is at least a pixel.
    """
    height, width = size
    painted = torch.full(size, ground)
    for left, top, right, bottom, score in boxes.tolist():
        rows = slice(max(0, int(top * height)), max(int(top * height) + 1, math.ceil(bottom * height)))
        columns = slice(max(0, int(left * width)), max(int(left * width) + 1, math.ceil(right * width)))
        painted[rows, columns] = painted[rows, columns].clamp_min(score)
    return painted


class ClipJudge:
    """A model at work on a clip: frames in, verdicts out, in the order of the frames, `latency` frames late.

    Frames that are lost part the clip into stretches: what is smoothed or judged together never spans one.

    Args:
        detector: for methods that look at objects, as the model's `clips` describe it.
        modes: see :class:`MomentScorer`; each gives a verdict on every frame, for no more work of the network.
    """

    def __init__(self, model: Model, detector: Detector | None, *, modes: Sequence[Mode]) -> None:
        self._model, self._detector, self._modes = model, detector, modes
        self._begin()

    @property
    def latency(self) -> int:
        """Frames that a verdict comes after its own, in the slowest of the modes."""
        return self._moments.latency + max(scorer.latency for scorer in self._scorers)

    @property
    def longest_wait(self) -> int:
        """The same of the first frames of a stretch, which wait for a whole window."""
        return self._moments.span - 1 + max(scorer.latency for scorer in self._scorers)

    def push(self, index: int, image: Tensor) -> Iterator[FrameVerdict]:
        """Take the next frame (3, H, W), RGB float32 in [0, 1]."""
        for moment in self._moments.push(index, image):
            yield from self._scored(moment)

    def finish(self) -> Iterator[FrameVerdict]:
        """The verdicts still owed: the clip has ended, or a frame is lost. What comes next is a new stretch."""
        for moment in self._moments.finish():
            yield from self._scored(moment)
        for scorer in self._scorers:
            yield from scorer.finish()
        self._begin()

    def _scored(self, moment: Moment) -> Iterator[FrameVerdict]:
        for scorer in self._scorers:
            yield from scorer.push(moment)

    def _begin(self) -> None:
        self._moments = MomentStream(self._model, self._detector)
        self._scorers = [MomentScorer(self._model, mode) for mode in self._modes]
