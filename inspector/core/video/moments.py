"""What a method makes of each moment of a clip, before it is compared with good video and smoothed over time."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from inspector.core.images.light import correct_light
from inspector.core.methods.base import Judgement
from inspector.core.methods.capabilities import TakesClips
from inspector.core.model import Model
from inspector.core.video.detection import Detections, Detector
from inspector.core.video.looks import looks_of
from inspector.core.video.windows import Look, Windows, brought_to, cut_objects

LONGEST_SIDE = 640  # pixels that frames are looked at with at most


@dataclass(frozen=True, eq=False)
class Moment:
    """What a method says of one frame with those around it.

    Attributes:
        index: of the frame in its clip.
        size: (H, W) of the frame as it was looked at.
        boxes: (N, 4) float32 of the objects, in pixels of that size.
        looks: a judgement on the CPU for each of the method's looks, of its N objects or of the one frame; none where
            the stretch of frames is shorter than a window.
        still: nothing moves, so that a method that needs motion says nothing.
    """

    index: int
    size: tuple[int, int]
    boxes: Tensor
    looks: tuple[Judgement, ...]
    still: bool = False


@dataclass(eq=False)
class _Seen:
    """A frame that may still be needed: its pixels, its brightness and the objects found in it."""

    index: int
    image: Tensor
    gain: Tensor
    found: Detections


class MomentStream:
    """Judges every frame of an unbroken stretch, fed one by one; keeps no more frames than a window spans.

    A frame nearer to an end of the stretch than a window reaches is judged by the nearest whole window, with the
    objects of its own: so every frame of a stretch that is as long as a window is judged, `latency` frames late.

    Args:
        model: its calibration is not used.
        detector: for methods that look at objects; it is restarted.
    """

    def __init__(self, model: Model, detector: Detector | None) -> None:
        self._model, self._detector = model, detector
        self._looks = looks_of(model.method)
        offsets = [offset for look in self._looks for offset in look.judged]
        self._past, self.latency = -min(0, *offsets, 0), max(0, *offsets, 0)
        self.span = self._past + self.latency + 1
        self._seen: deque[_Seen] = deque(maxlen=self.span)
        self._count = 0
        if detector is not None:
            detector.restart()

    def push(self, index: int, image: Tensor) -> Iterator[Moment]:
        """Take the next frame (3, H, W) in [0, 1], and give the moments that are now known, oldest first."""
        nothing = Detections.none()
        found = nothing if self._detector is None else self._detector.detect(image)
        self._seen.append(_Seen(index, image, self._gain(image), found))
        self._count += 1
        if self._count == self.span:
            for place in range(self._past + 1):
                yield self._moment(place)
        elif self._count > self.span:
            yield self._moment(self._past)

    def finish(self) -> Iterator[Moment]:
        """The moments of the last frames; the stretch has ended."""
        whole = self._count >= self.span
        first = self._past + 1 if whole else 0
        for place in range(first, len(self._seen)):
            yield self._moment(place) if whole else self._unjudged(self._seen[place])

    def _gain(self, image: Tensor) -> Tensor:
        step = max(1, min(image.shape[-2:]) // 120)  # its brightness needs no more
        return self._model.gain(image[None, :, ::step, ::step].to(self._model.device))

    def _moment(self, place: int) -> Moment:
        """Of the frame at a place among those kept, by the whole window."""
        seen = self._seen[place]
        middle = self._seen[self._past]
        judgements = tuple(self._judged(look, which, seen, middle) for which, look in enumerate(self._looks))
        still = all(bool(one.evidence["still"].all()) if "still" in one.evidence else False for one in judgements)
        return Moment(seen.index, tuple(seen.image.shape[-2:]), seen.found.boxes, judgements, still)

    @torch.inference_mode()
    def _judged(self, look: Look, which: int, seen: _Seen, middle: _Seen) -> Judgement:
        device, method = self._model.device, self._model.method
        frames = torch.stack([self._seen[self._past + offset].image for offset in look.judged]).to(device)
        if not isinstance(method, TakesClips):
            return self._model.raw(brought_to(frames, look.size)).cpu()
        taught = None
        if look.of == "objects":
            windows = cut_objects(frames, seen.found.boxes, look.size)
            taught = seen.found.classes
        else:
            windows = brought_to(frames, look.size).transpose(0, 1)[None]
        windows = correct_light(windows, middle.gain.expand(len(windows)))
        return method.judge_look(self._model.network, which, Windows(windows, taught).to(device)).cpu()

    def _unjudged(self, seen: _Seen) -> Moment:
        return Moment(seen.index, tuple(seen.image.shape[-2:]), seen.found.boxes, ())


def looked_at(size: tuple[int, int]) -> tuple[int, int]:
    """The size (H, W) that frames of a size are looked at with."""
    scale = min(1.0, LONGEST_SIDE / max(size))
    return max(1, round(scale * size[0])), max(1, round(scale * size[1]))
