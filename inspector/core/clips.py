"""What a method is shown of a clip: looks, and batches of windows of frames."""

import math
from dataclasses import dataclass
from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor


@dataclass(frozen=True)
class Look:
    """What a method is shown at each moment of a clip.

    Attributes:
        of: the whole frame, or each object that a detector finds in the moment's frame: the same box cut out of every
            frame of the window.
        size: (h, w) in pixels that it is brought to.
        judged: the frames of a window that is judged, as ascending offsets from the moment, such as (-3, …, 3).
        learned: the frames of a window that is learned from; may reach further.
    """

    of: Literal["frame", "objects"]
    size: tuple[int, int]
    judged: tuple[int, ...]
    learned: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Windows:
    """A batch of windows under one look.

    Attributes:
        frames: (B, 3, T, h, w) float32 in [0, 1], oldest first.
        taught: (B, D) what teachers say of the frame of the moment, for methods that learn to say the same (class
            probabilities, logits); None where there is no teacher.
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
    """The same boxes cut out of every frame: (N, 3, T, h, w).

    Args:
        frames: (T, 3, H, W) in [0, 1].
        boxes: (N, 4) left, top, right, bottom in pixels of the frames; of what is outside them nothing is taken.
        size: (h, w) that each is brought to.
    """
    height, width = frames.shape[-2:]
    objects = [frames.new_zeros(0, frames.shape[1], len(frames), *size)]
    for left, top, right, bottom in boxes.tolist():
        top, left = min(max(0, math.floor(top)), height - 1), min(max(0, math.floor(left)), width - 1)
        inside = frames[:, :, top : max(top + 1, math.ceil(bottom)), left : max(left + 1, math.ceil(right))]
        objects.append(brought_to(inside, size).transpose(0, 1)[None])
    return torch.cat(objects)


def brought_to(frames: Tensor, size: tuple[int, int]) -> Tensor:
    """Frames (T, 3, H, W) at another size, anti-aliased bilinear, as images are brought to a network's."""
    if tuple(frames.shape[-2:]) == tuple(size):
        return frames
    return F.interpolate(frames, size, mode="bilinear", align_corners=False, antialias=True)
