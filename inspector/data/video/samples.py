"""A random sample of the windows of good clips, in memory, and the training batches of `fit()` made of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from inspector.core.images.variation import Variation, vary
from inspector.core.video.windows import ClipBatch, Windows

CACHE_BYTES = 1024**3
_LEVELS = 255


@dataclass(eq=False)
class Samples:
    """A uniform random sample of the windows offered, in constant memory.

    It holds as many as fit into `CACHE_BYTES`, stored in eight bits, and in one channel where they are grey. Source:
    reservoir sampling (algorithm R; Vitter, "Random sampling with a reservoir", 1985).

    Attributes:
        most: the largest number of windows in the sample.
        offered: how many windows were offered.
    """

    most: int
    generator: torch.Generator
    offered: int = 0
    _windows: list[Tensor] = field(default_factory=list)
    _teacher_outputs: list[Tensor | None] = field(default_factory=list)

    def place(self) -> int | None:
        """Where the next window goes; None if it is left out and need not be cut."""
        self.offered += 1
        if self.offered <= self.most:
            return self.offered - 1
        place = int(torch.randint(self.offered, (1,), generator=self.generator))
        return place if place < self.most else None

    def put(self, place: int, window: Tensor, taught: Tensor | None = None) -> None:
        """Keep a window (3, T, h, w) in [0, 1] at its place, with the outputs of its teacher (D,)."""
        stored = (window * _LEVELS).round().to(torch.uint8)
        if is_grey(stored.transpose(0, 1)):
            stored = stored[:1].clone()
        if place == len(self._windows):
            self._windows.append(stored)
            self._teacher_outputs.append(taught)
        else:
            self._windows[place], self._teacher_outputs[place] = stored, taught

    def __len__(self) -> int:
        return len(self._windows)

    def windows(self, indices: Sequence[int]) -> Windows:
        """(B, 3, T, h, w) float32 in [0, 1]."""
        frames = torch.stack([self._windows[index].expand(3, -1, -1, -1) for index in indices])
        taught = [one for index in indices if (one := self._teacher_outputs[index]) is not None]
        return Windows(frames.float() / _LEVELS, torch.stack(taught) if taught else None)


def most_samples(size: tuple[int, int], frames: int, most: int, *, grey: bool) -> int:
    """How many windows of so many frames of a size fit into the memory there is for them, up to those wanted."""
    channels = 1 if grey else 3
    return max(1, min(most, CACHE_BYTES // (channels * frames * size[0] * size[1])))


def is_grey(frames: Tensor) -> bool:
    """Whether all channels (…, 3, H, W) are the same, so that one of them is enough."""
    return bool((frames[..., :1, :, :] == frames).all())


class TrainingWindows:
    """Samples of each look as a source of training batches, varied as the user stated.

    Args:
        samples: of each look, at least one window of each.
        images: whether the method takes single frames as images.
    """

    def __init__(self, samples: Sequence[Samples], variation: Variation, *, images: bool) -> None:
        self._samples, self._images = samples, images
        # A window is varied as one tall picture, which may be mirrored or lit otherwise but not turned.
        self._variation = (
            variation if images else variation.model_copy(update={"rotation_degrees": 0.0, "flip_vertical": False})
        )

    def __len__(self) -> int:
        return max(map(len, self._samples))

    def batch(self, indices: list[int], *, generator: torch.Generator) -> Tensor | ClipBatch:
        """(B, 3, h, w) for a method of images, else windows of each look, as many of one as of the others."""
        batches = []
        for samples in self._samples:
            windows = samples.windows([index % len(samples) for index in indices])
            steps, height = windows.frames.shape[2:4]
            tall = vary(windows.frames.flatten(2, 3), self._variation, generator=generator)
            batches.append(Windows(tall.unflatten(2, (steps, height)), windows.taught))
        return batches[0].frames[:, :, 0] if self._images else ClipBatch(tuple(batches))
