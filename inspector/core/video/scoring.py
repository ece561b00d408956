"""From the judgements of a clip's frames to their scores: compared with good video, painted into a map, smoothed.

Source: Georgescu et al., CVPR 2021, section 3.4: the scores of objects in a map, a 3-D mean filter, the maximum of each
frame, a temporal Gaussian. What they scale by each video's least and greatest is here in units of good video.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import torch
from torch import Tensor

from inspector.core.model import Model
from inspector.core.video.clip_view import view_of
from inspector.core.video.detection import Detector
from inspector.core.video.frame_judgements import FrameJudgement, ScoredFrame
from inspector.core.video.judging import FrameJudge
from inspector.core.video.temporal import MeanFilter3d, Smoother

Mode = Literal["streaming", "offline"]


@dataclass(frozen=True, eq=False)
class FrameVerdict:
    """What is known of one frame in the end.

    Attributes:
        index: of the frame in its clip.
        score: higher is worse; None if the stretch of frames around it is too short to be judged.
        boxes: (N, 5) float32 left, top, right, bottom in shares of the frame's width and height, and the object's
            score; worst first.
        map: (h, w) float32, higher is worse; None for methods that show no place.
        mode: how it was smoothed.
        still: nothing moves, so that a method that needs motion has nothing to judge; the score is a good frame's.
    """

    index: int
    score: float | None
    boxes: Tensor
    map: Tensor | None
    mode: Mode
    still: bool = False


class FrameScorer:
    """Scores the judgements of an unbroken stretch's frames, fed one by one, `latency` frames late.

    Args:
        model: calibrated, with its `clips`.
        mode: `streaming` smooths causally; `offline` as published, by frames before and after.
    """

    def __init__(self, model: Model, mode: Mode) -> None:
        self._model, self._mode, self._view = model, mode, view_of(model.method)
        smoothing, offline = self._view.smoothing, mode == "offline"
        over_scores = smoothing.score_offline if offline else smoothing.score_streaming
        self._scores = Smoother(over_scores)
        self.latency = over_scores.latency
        self._maps: MeanFilter3d | None = None
        if self._view.needs_objects:
            over_maps = smoothing.map_offline if offline else smoothing.map_streaming
            self._maps = MeanFilter3d(side=smoothing.filter_side, window=over_maps)
            self.latency += over_maps.latency
        self._unfiltered: deque[ScoredFrame] = deque()
        self._unsmoothed: deque[FrameVerdict] = deque()

    def push(self, judgement: FrameJudgement) -> Iterator[FrameVerdict]:
        """Take the next frame's judgement; return the verdicts that are now known, oldest first."""
        if not judgement.looks:
            yield FrameVerdict(judgement.index, None, torch.zeros(0, 5), None, self._mode)
            return
        scored = self._view.score(self._model, judgement)
        if self._maps is None or scored.anomaly_map is None:
            yield from self._smoothed(scored)
            return
        self._unfiltered.append(scored)
        filtered = self._maps.push(scored.anomaly_map)
        if filtered is not None:
            yield from self._filtered(filtered)

    def finish(self) -> Iterator[FrameVerdict]:
        """The verdicts not returned yet; the stretch has ended."""
        if self._maps is not None:
            for filtered in self._maps.finish():
                yield from self._filtered(filtered)
        for score in self._scores.finish():
            yield replace(self._unsmoothed.popleft(), score=score.item())

    def _filtered(self, anomaly_map: Tensor) -> Iterator[FrameVerdict]:
        scored = self._unfiltered.popleft()
        scores = (*scored.scores, anomaly_map.amax())
        yield from self._smoothed(replace(scored, scores=scores, anomaly_map=anomaly_map))

    def _smoothed(self, scored: ScoredFrame) -> Iterator[FrameVerdict]:
        judgement = scored.judgement
        self._unsmoothed.append(
            FrameVerdict(judgement.index, None, scored.boxes, scored.anomaly_map, self._mode, judgement.still)
        )
        score = self._scores.push(torch.stack(scored.scores).mean())
        if score is not None:
            yield replace(self._unsmoothed.popleft(), score=score.item())


class ClipJudge:
    """A model at work on a clip: frames in, verdicts out, in the order of the frames, `latency` frames late.

    Lost frames divide the clip into stretches: what is smoothed or judged together never spans one.

    Args:
        detector: for methods that judge objects, as the model's `clips` describe it.
        modes: see :class:`FrameScorer`; each returns a verdict on every frame, for no more work of the network.
    """

    def __init__(self, model: Model, detector: Detector | None, *, modes: Sequence[Mode]) -> None:
        self._model, self._detector, self._modes = model, detector, modes
        self._begin()

    @property
    def latency(self) -> int:
        """How many frames after its own a verdict comes, in the slowest of the modes."""
        return self._judge.latency + max(scorer.latency for scorer in self._scorers)

    @property
    def longest_wait(self) -> int:
        """The same for the first frames of a stretch, which wait for a whole window."""
        return self._judge.span - 1 + max(scorer.latency for scorer in self._scorers)

    def push(self, index: int, image: Tensor) -> Iterator[FrameVerdict]:
        """Take the next frame (3, H, W), RGB float32 in [0, 1]."""
        for judgement in self._judge.push(index, image):
            yield from self._scored(judgement)

    def finish(self) -> Iterator[FrameVerdict]:
        """The verdicts not returned yet: the clip has ended or a frame is lost. The next frame begins a new stretch."""
        for judgement in self._judge.finish():
            yield from self._scored(judgement)
        for scorer in self._scorers:
            yield from scorer.finish()
        self._begin()

    def _scored(self, judgement: FrameJudgement) -> Iterator[FrameVerdict]:
        for scorer in self._scorers:
            yield from scorer.push(judgement)

    def _begin(self) -> None:
        self._judge = FrameJudge(self._model, self._detector)
        self._scorers = [FrameScorer(self._model, mode) for mode in self._modes]
