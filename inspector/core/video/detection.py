"""Objects in a frame, whatever finds them."""

from dataclasses import dataclass
from typing import Literal, Protocol, Self

import torch
from pydantic import BaseModel, ConfigDict, Field, model_validator
from torch import Tensor

from inspector.core.metrics.video import box_overlaps


class DetectorSettings(BaseModel):
    """Which detector finds objects, and which of its boxes are used.

    Attributes:
        kind: `background`, whatever differs from the empty scene, without classes and weights; `onnx`, a YOLOX detector
            in a file; `torchvision`, one of torchvision's detectors, trained on COCO.
        path: the file of an `onnx` detector.
        name: of a `torchvision` detector, such as `fasterrcnn_mobilenet_v3_large_320_fpn`.
        confidence: boxes of a trained detector with less confidence are ignored.
        overlap: of two boxes of a trained detector that share more of their union than this, the less confident is
            ignored, whatever their classes.
        contrast: how many times its usual spread a pixel must differ from the background to belong to an object.
        smallest_px: boxes with a shorter side, in pixels of the frame, are ignored.
        most: objects per frame; the most confident are used.
        margin: by what share of its width and height a box is grown on each side.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["background", "onnx", "torchvision"] = "background"
    path: str | None = None
    name: str | None = None
    confidence: float = Field(0.25, ge=0, le=1)
    overlap: float = Field(0.5, gt=0, le=1)
    contrast: float = Field(8.0, gt=0)
    smallest_px: float = Field(8.0, ge=1)
    most: int = Field(64, ge=1)
    margin: float = Field(0.1, ge=0, le=1)

    @model_validator(mode="after")
    def _check_origin(self) -> Self:
        if (self.path is not None) != (self.kind == "onnx"):
            raise ValueError("a detector of kind 'onnx', and no other, needs the path of its file")
        if (self.name is not None) != (self.kind == "torchvision"):
            raise ValueError("a detector of kind 'torchvision', and no other, needs the name of its model")
        return self


@dataclass(frozen=True, eq=False)
class Detections:
    """The objects found in one frame.

    Attributes:
        boxes: (N, 4) float32 left, top, right, bottom in pixels of the frame.
        confidence: (N,) float32 in [0, 1].
        classes: (N, C) float32, the probability of each class where there is an object; None for detectors without
            classes.
    """

    boxes: Tensor
    confidence: Tensor
    classes: Tensor | None = None

    def __len__(self) -> int:
        return len(self.boxes)

    def __getitem__(self, chosen: Tensor) -> "Detections":
        """Those at the given places, or where a mask is true."""
        classes = None if self.classes is None else self.classes[chosen]
        return Detections(self.boxes[chosen], self.confidence[chosen], classes)

    @classmethod
    def none(cls, classes: int | None = None) -> "Detections":
        """No object, by a detector of so many classes."""
        return cls(torch.zeros(0, 4), torch.zeros(0), None if classes is None else torch.zeros(0, classes))


class Detector(Protocol):
    """Finds objects in the frames of a clip, given one after the other.

    A detector may remember earlier frames (a background that changes slowly): `restart` marks the start of a clip or
    lost frames. The same frames since a restart give the same detections, always.
    """

    @property
    def classes(self) -> int | None:
        """How many classes it distinguishes; None for a detector without classes."""

    def restart(self) -> None: ...

    def detect(self, frame: Tensor) -> Detections:
        """The objects of one frame (3, H, W), RGB float32 in [0, 1], most confident first."""


def without_doubles(found: Detections, settings: DetectorSettings) -> Detections:
    """Those that are confident enough and overlap no more confident one, most confident first."""
    confident = found[found.confidence >= settings.confidence]
    confident = confident[confident.confidence.argsort(descending=True, stable=True)]
    shared = box_overlaps(confident.boxes.numpy(), confident.boxes.numpy()) > settings.overlap
    distinct: list[int] = []
    for place in range(len(confident)):
        if not shared[place, distinct].any():
            distinct.append(place)
    return confident[torch.tensor(distinct, dtype=torch.int64)]


def as_set(found: Detections, settings: DetectorSettings, *, size: tuple[int, int]) -> Detections:
    """The detections in a frame of size (H, W) that are large enough, with margins, most confident first.

    Parts of boxes outside the frame are cut off.
    """
    inside = _inside(found.boxes, size)
    large = (inside[:, 2:] - inside[:, :2]).amin(dim=1) >= settings.smallest_px
    best = found.confidence.argsort(descending=True, stable=True)
    taken = best[large[best]][: settings.most]
    boxes = inside[taken]
    margin = settings.margin * (boxes[:, 2:] - boxes[:, :2])
    grown = torch.cat([boxes[:, :2] - margin, boxes[:, 2:] + margin], dim=1)
    classes = None if found.classes is None else found.classes[taken]
    return Detections(_inside(grown, size), found.confidence[taken], classes)


def _inside(boxes: Tensor, size: tuple[int, int]) -> Tensor:
    """Boxes without what lies outside a frame of size (H, W)."""
    height, width = size
    return boxes.clamp_min(0).minimum(torch.tensor([width, height, width, height]).to(boxes))
