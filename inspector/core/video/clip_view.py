"""How any method judges a clip: methods of images by single frames, methods of clips by windows of several frames.

:func:`view_of` is the only place in the core that asks which of the two a method is.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor

from inspector.core.calibration import Calibration, calibrate
from inspector.core.errors import CategoryError
from inspector.core.images.light import correct_light
from inspector.core.methods.base import AnyMethod, Judgement
from inspector.core.methods.capabilities import TakesClips
from inspector.core.model import Model
from inspector.core.statistics import TaskStatistics
from inspector.core.video.detection import Detections
from inspector.core.video.frame_judgements import FrameJudgement, ScoredFrame
from inspector.core.video.knowledge import LookStatistics
from inspector.core.video.smoothing_windows import OVER_PAST_FRAMES, Smoothing
from inspector.core.video.windows import Look, Windows, cut_objects, resized

MAP_SAMPLES = 200  # frames, evenly spaced, from which statistics of places are taken
_LARGEST_ERROR = 10.0  # that counts, in units of the worst hundredth of good windows
_MAP_SIDE_PX = 256  # the longest side of a map that boxes are painted into


class ClipView(ABC):
    """How a method judges a clip.

    Attributes:
        looks: what it sees at each frame.
        smoothing: of its maps and scores over time.
    """

    looks: tuple[Look, ...]
    smoothing: Smoothing

    @property
    def needs_objects(self) -> bool:
        """Whether a detector must find the objects that it judges."""
        return any(look.subject == "objects" for look in self.looks)

    @property
    def sees_motion(self) -> bool:
        """Whether it judges by more than one frame."""
        return any(len(look.judged) > 1 for look in self.looks)

    @property
    def sees_single_frames(self) -> bool:
        """Whether it judges each whole frame by itself, as a picture."""
        return not self.needs_objects and not self.sees_motion

    def tasks_of(self, look: int) -> tuple[str, ...]:  # noqa: ARG002
        """The names of the tasks that are compared with good video under the look of this index."""
        return ()

    @abstractmethod
    def judge(self, model: Model, look: int, frames: Tensor, found: Detections, gain: Tensor) -> Judgement:
        """Judge one frame under one look, on the CPU.

        Args:
            look: index of the look.
            frames: (T, 3, H, W) at the look's offsets, on the model's device.
            found: the objects of the frame that is judged.
            gain: (1,) the brightness of the frame in the middle of the window.
        """

    @abstractmethod
    def with_statistics(self, model: Model, frames: Sequence[FrameJudgement], *, normalise: bool | None) -> Model:
        """The model with what these good frames say of its looks or maps; its good scores are still to come."""

    @abstractmethod
    def score(self, model: Model, judgement: FrameJudgement) -> ScoredFrame:
        """A frame's judgement compared with good video."""


class SingleFrames(ClipView):
    """A method of images judges each frame by itself."""

    smoothing = OVER_PAST_FRAMES

    def __init__(self, method: AnyMethod) -> None:
        self.looks = (Look("frame", method.config.image_size, judged=(0,), learned=(0,)),)

    def judge(self, model: Model, look: int, frames: Tensor, found: Detections, gain: Tensor) -> Judgement:  # noqa: ARG002
        return model.raw(resized(frames, self.looks[look].size)).cpu()

    def with_statistics(self, model: Model, frames: Sequence[FrameJudgement], *, normalise: bool | None) -> Model:
        sample = frames[:: -(-len(frames) // MAP_SAMPLES)]
        judgement = Judgement.together([frame.looks[0] for frame in sample])
        normalise = not model.method.map_is_relative if normalise is None else normalise
        return replace(model, calibration=calibrate(model.method, judgement, normalise=normalise))

    def score(self, model: Model, judgement: FrameJudgement) -> ScoredFrame:
        calibrated = model.calibrated(judgement.looks[0])
        anomaly_map = None if calibrated.maps is None else calibrated.maps[0]
        return ScoredFrame(judgement, (calibrated.scores[0],), torch.zeros(0, 5), anomaly_map)


class FrameWindows(ClipView):
    """A method of clips judges windows of the frame, or of the objects in it, under each of its looks."""

    def __init__(self, method: TakesClips[Any, Any]) -> None:
        self._method = method
        self.looks, self.smoothing = method.looks, method.smoothing

    def tasks_of(self, look: int) -> tuple[str, ...]:
        return self._method.tasks_of(look)

    def judge(self, model: Model, look: int, frames: Tensor, found: Detections, gain: Tensor) -> Judgement:
        size, taught = self.looks[look].size, None
        if self.looks[look].subject == "objects":
            windows, taught = cut_objects(frames, found.boxes, size), found.classes
        else:
            windows = resized(frames, size).transpose(0, 1)[None]
        windows = correct_light(windows, gain.expand(len(windows)))
        return self._method.judge_look(model.network, look, Windows(windows, taught).to(model.device)).cpu()

    def with_statistics(self, model: Model, frames: Sequence[FrameJudgement], *, normalise: bool | None) -> Model:  # noqa: ARG002
        looks = tuple(self._statistics(look, frames) for look in range(len(self.looks)))
        calibration = Calibration(torch.zeros(0), pixels=None, alignment=None, outline=None)
        return replace(model, clips=replace(model.knowledge, looks=looks), calibration=calibration)

    def _statistics(self, look: int, frames: Sequence[FrameJudgement]) -> LookStatistics:
        # Where nothing moves, a method that needs motion judges nothing, and there is nothing to learn from.
        moving = [frame for frame in frames if self.looks[look].subject == "objects" or not frame.still]
        judgements = [frame.looks[look] for frame in moving or frames]
        if not any(len(judgement.scores) for judgement in judgements):
            raise CategoryError(
                "The detector found no object in the held-out good clips, so there is nothing to compare with.",
                code="detector.no_object",
            )
        errors = [judgement.tasks for judgement in judgements if judgement.tasks is not None]
        tasks = None
        if errors and judgements[0].maps is None:
            tasks = TaskStatistics.from_errors(torch.cat(errors), self._method.chance_of(look), by_tail=True)
        return LookStatistics.from_scores(tasks, [window_scores(judgement, tasks) for judgement in judgements])

    def score(self, model: Model, judgement: FrameJudgement) -> ScoredFrame:
        boxes, anomaly_map = torch.zeros(0, 5), None
        scores: list[Tensor] = []
        for look, own, statistics in zip(self.looks, judgement.looks, model.knowledge.looks, strict=True):
            standardised = statistics.standardised(window_scores(own, statistics.tasks))
            if look.subject == "objects":
                places = torch.cat([relative_boxes(judgement), standardised[:, None]], dim=1)
                boxes = places[standardised.argsort(descending=True)]
                anomaly_map = paint(boxes, size=map_size(judgement.size), ground=statistics.ground)
            else:
                # A method that needs motion judges nothing where there is none: a good frame's score, and no alarm.
                scores.append(torch.zeros(()) if judgement.still else standardised[0])
                if anomaly_map is None and own.maps is not None:
                    anomaly_map = statistics.standardised(own.maps[0])
        return ScoredFrame(judgement, tuple(scores), boxes, anomaly_map)


def view_of(method: AnyMethod) -> ClipView:
    """How this method judges clips."""
    return FrameWindows(method) if isinstance(method, TakesClips) else SingleFrames(method)


def window_scores(judgement: Judgement, tasks: TaskStatistics | None) -> Tensor:
    """Scores (B,) of windows: the mean of the tasks' errors in units of good video, or the method's own score.

    An error counts for no more than ten times what the worst hundredth of good windows reach: one confidently wrong
    answer would otherwise outweigh everything before and after it. Source: eq. 6, where errors are taken as they are.
    """
    if tasks is None or judgement.tasks is None:
        return judgement.scores
    return tasks.normalise(judgement.tasks).clamp_max(_LARGEST_ERROR).mean(dim=(1, 2))


def relative_boxes(judgement: FrameJudgement) -> Tensor:
    """The boxes (N, 4) of a frame's objects in shares of its width and height."""
    height, width = judgement.size
    return judgement.boxes / torch.tensor([width, height, width, height])


def map_size(size: tuple[int, int]) -> tuple[int, int]:
    """The size (h, w) of the map that the objects of frames of a size are painted into."""
    scale = min(1.0, _MAP_SIDE_PX / max(size))
    return max(1, round(scale * size[0])), max(1, round(scale * size[1]))


def paint(boxes: Tensor, *, size: tuple[int, int], ground: float) -> Tensor:
    """A map (h, w) in which each place has the highest score of the boxes around it, and the ground elsewhere.

    Args:
        boxes: (N, 5) left, top, right, bottom in shares of width and height, and the score. Each covers a pixel or
            more.
    """
    height, width = size
    painted = torch.full(size, ground)
    for left, top, right, bottom, score in boxes.tolist():
        rows = slice(max(0, int(top * height)), max(int(top * height) + 1, math.ceil(bottom * height)))
        columns = slice(max(0, int(left * width)), max(int(left * width) + 1, math.ceil(right * width)))
        painted[rows, columns] = painted[rows, columns].clamp_min(score)
    return painted
