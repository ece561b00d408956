"""Objects in a frame, whatever finds them."""

from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor


@dataclass(frozen=True, eq=False)
class Detections:
    """The objects found in one frame.

    Attributes:
        boxes: (N, 4) float32 left, top, right, bottom in pixels of the frame.
        confidence: (N,) float32 in [0, 1].
        classes: (N, C) float32, the probability of each class; None for detectors without classes.
    """

    boxes: Tensor
    confidence: Tensor
    classes: Tensor | None = None

    def __len__(self) -> int:
        return len(self.boxes)

    @classmethod
    def none(cls, classes: int | None = None) -> "Detections":
        """No object, by a detector of so many classes."""
        return cls(torch.zeros(0, 4), torch.zeros(0), None if classes is None else torch.zeros(0, classes))


class Detector(Protocol):
    """Finds objects in the frames of a clip, given one after the other.

    A detector may remember earlier frames (a background that changes slowly): `restart` tells it that a clip begins or
    that frames were lost. The same frames since a restart give the same detections, always.
    """

    @property
    def classes(self) -> int | None:
        """How many classes it tells apart; None for a detector without classes."""

    def restart(self) -> None: ...

    def detect(self, frame: Tensor) -> Detections:
        """The objects of one frame (3, H, W), RGB float32 in [0, 1], most confident first."""
