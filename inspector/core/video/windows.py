"""What a method sees of a clip: looks, and batches of windows of frames."""

import math
from dataclasses import dataclass
from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor

_LEAST_SIDE = 0.1  # of a square around an object, of the frame's shorter side


@dataclass(frozen=True)
class Look:
    """What a method sees of each frame of a clip.

    Attributes:
        subject: the whole frame, or each object that a detector finds in the frame that is judged: a square around it,
            the same in every frame of the window (see `cut_objects`).
        size: (h, w) in pixels that it is resized to.
        judged: the frames of a window that is judged, as ascending offsets from the frame, such as (-3, …, 3).
        learned: the frames of a window that is learned from; may reach further.
    """

    subject: Literal["frame", "objects"]
    size: tuple[int, int]
    judged: tuple[int, ...]
    learned: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Windows:
    """A batch of windows under one look.

    Attributes:
        frames: (B, 3, T, h, w) float32 in [0, 1], oldest first.
        taught: (B, D) the outputs of teacher networks (class probabilities, logits) for the frame that is judged, which
            methods learn to reproduce; None without a teacher.
    """

    frames: Tensor
    taught: Tensor | None = None

    def to(self, device: torch.device) -> "Windows":
        return Windows(self.frames.to(device), None if self.taught is None else self.taught.to(device))


@dataclass(frozen=True, eq=False)
class ClipBatch:
    """A training batch of a method of clips: for each of its looks the windows, as many of one as of the others."""

    looks: tuple[Windows, ...]

    def to(self, device: torch.device) -> "ClipBatch":
        return ClipBatch(tuple(windows.to(device) for windows in self.looks))

    def __len__(self) -> int:
        return len(self.looks[0].frames)


def cut_objects(frames: Tensor, boxes: Tensor, size: tuple[int, int]) -> Tensor:
    """The same places cut out of every frame, a square around each object: (N, 3, T, h, w).

    Squares keep motion in proportion to the object's longer side: the box of a walker is narrow, and stretched to a
    square it would show him move faster than a cyclist. A square has at least a tenth of the frame's shorter side, so
    that a fragment of an object is seen with what it belongs to; one that would reach outside is moved inside.

    Args:
        frames: (T, 3, H, W) in [0, 1].
        boxes: (N, 4) left, top, right, bottom in pixels of the frames.
        size: (h, w) that each is resized to.
    """
    height, width = frames.shape[-2:]
    least = _LEAST_SIDE * min(height, width)
    objects = [frames.new_zeros(0, frames.shape[1], len(frames), *size)]
    for left, top, right, bottom in boxes.tolist():
        side = math.ceil(max(right - left, bottom - top, least))
        rows, columns = _inside((top + bottom) / 2, side, height), _inside((left + right) / 2, side, width)
        objects.append(resized(frames[:, :, rows, columns], size).transpose(0, 1)[None])
    return torch.cat(objects)


def _inside(middle: float, side: int, length: int) -> slice:
    """A range of pixels around a middle, moved inside a length; all of it if that is shorter."""
    start = max(0, min(round(middle - side / 2), length - side))
    return slice(start, min(length, start + side))


def resized(frames: Tensor, size: tuple[int, int]) -> Tensor:
    """Frames (T, 3, H, W) at another size, anti-aliased bilinear, as images are resized for networks."""
    if tuple(frames.shape[-2:]) == tuple(size):
        return frames
    return F.interpolate(frames, size, mode="bilinear", align_corners=False, antialias=True)
