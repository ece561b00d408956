"""Judging the frames of an unbroken stretch of a clip, each with those around it."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from inspector.core.model import Model
from inspector.core.video.clip_view import view_of
from inspector.core.video.detection import Detections, Detector
from inspector.core.video.frame_judgements import FrameJudgement

LONGEST_SIDE_PX = 640  # of frames at the size of analysis
_BRIGHTNESS_SIDE_PX = 120  # enough to measure brightness


@dataclass(eq=False)
class _BufferedFrame:
    """A frame that may still be needed: its pixels, its brightness and the objects found in it."""

    index: int
    image: Tensor
    gain: Tensor
    found: Detections

    @property
    def size(self) -> tuple[int, int]:
        return self.image.shape[-2], self.image.shape[-1]


class FrameJudge:
    """Judges every frame of an unbroken stretch, fed one by one; holds no more frames than a window spans.

    A frame nearer to an end of the stretch than half a window is judged by the nearest whole window, with its own
    objects: so every frame of a stretch that is as long as a window is judged, `latency` frames late.

    Args:
        model: its calibration is not used.
        detector: for methods that judge objects; it is restarted.
    """

    def __init__(self, model: Model, detector: Detector | None) -> None:
        self._model, self._detector, self._view = model, detector, view_of(model.method)
        offsets = [offset for look in self._view.looks for offset in look.judged]
        self._past, self.latency = -min(0, *offsets, 0), max(0, *offsets, 0)
        self.span = self._past + self.latency + 1
        self._frames: deque[_BufferedFrame] = deque(maxlen=self.span)
        self._count = 0
        if detector is not None:
            detector.restart()

    def push(self, index: int, image: Tensor) -> Iterator[FrameJudgement]:
        """Take the next frame (3, H, W) in [0, 1]; return the judgements that are now known, oldest first."""
        found = Detections.none() if self._detector is None else self._detector.detect(image)
        self._frames.append(_BufferedFrame(index, image, self._gain(image), found))
        self._count += 1
        if self._count == self.span:
            for place in range(self._past + 1):
                yield self._judged(place)
        elif self._count > self.span:
            yield self._judged(self._past)

    def finish(self) -> Iterator[FrameJudgement]:
        """The judgements of the last frames; the stretch has ended."""
        whole = self._count >= self.span
        for place in range(self._past + 1 if whole else 0, len(self._frames)):
            yield self._judged(place) if whole else self._unjudged(self._frames[place])

    def _gain(self, image: Tensor) -> Tensor:
        step = max(1, min(image.shape[-2:]) // _BRIGHTNESS_SIDE_PX)
        return self._model.gain(image[None, :, ::step, ::step].to(self._model.device))

    @torch.inference_mode()
    def _judged(self, place: int) -> FrameJudgement:
        """The judgement of the frame at a place in the buffer, by the whole window."""
        frame, middle = self._frames[place], self._frames[self._past]
        judgements = []
        for number, look in enumerate(self._view.looks):
            images = torch.stack([self._frames[self._past + offset].image for offset in look.judged])
            images = images.to(self._model.device)
            judgements.append(self._view.judge(self._model, number, images, frame.found, middle.gain))
        still = all(bool(one.evidence["still"].all()) if "still" in one.evidence else False for one in judgements)
        return FrameJudgement(frame.index, frame.size, frame.found.boxes, tuple(judgements), still)

    def _unjudged(self, frame: _BufferedFrame) -> FrameJudgement:
        return FrameJudgement(frame.index, frame.size, frame.found.boxes, ())


def analysis_size(size: tuple[int, int]) -> tuple[int, int]:
    """The size (H, W) at which frames of a size are analysed."""
    scale = min(1.0, LONGEST_SIDE_PX / max(size))
    return max(1, round(scale * size[0])), max(1, round(scale * size[1]))
