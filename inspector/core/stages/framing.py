"""What of a picture the network sees, and how its map comes back into the picture."""

from dataclasses import dataclass
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Tensor

from inspector.core.images.resizing import map_at, resize, resized_to_unit_range, unit_range
from inspector.core.stages.placement import to_canonical, to_image
from inspector.core.stages.tiling import Tiling
from inspector.line.pixels import Array
from inspector.line.placement import Placement


class Locates(Protocol):
    """Finds the part; see :class:`inspector.line.locate.Locator`."""

    def place(self, picture: Array) -> Placement:
        """Where the part lies in a picture (3, H, W) in [0, 1]."""


@dataclass(frozen=True)
class Framed:
    """A picture as it is judged.

    Attributes:
        samples: (3, h, w) float32 in [0, 1]; in tiles, those of a file of 8 bits stay (1 or 3, h, w) uint8.
        inside: (h, w) bool, what shows the picture and is not padding; None where all does.
        picture_size: (H, W) of the picture.
        placement: where the part lies in it; None where parts are not located.
        content: (h, w) of `samples` without what was padded at the bottom and on the right.
    """

    samples: Tensor
    inside: Tensor | None
    picture_size: tuple[int, int]
    placement: Placement | None
    content: tuple[int, int]

    @property
    def pixels(self) -> Tensor:
        """(3, h, w) float32 in [0, 1]."""
        return unit_range(self.samples)

    def to_picture(self, anomaly_map: Tensor, size: tuple[int, int], *, outside: float) -> Tensor:
        """A map of what is judged, at any resolution, as one of size (a, b) that covers the whole picture.

        Args:
            outside: the value where nothing is judged.
        """
        height, width = self.samples.shape[-2:]
        rows, columns = (
            max(1, round(side * used / padded))
            for side, used, padded in zip(anomaly_map.shape, self.content, (height, width), strict=True)
        )
        values = anomaly_map[:rows, :columns]
        if self.placement is not None:
            return to_image(values, self.placement, self.picture_size, size, outside=outside)
        if rows > size[0] and columns > size[1]:  # the worst of the pixels that become one
            return F.adaptive_max_pool2d(values[None], size)[0]
        return values if tuple(values.shape) == tuple(size) else map_at(values, size)


@dataclass(frozen=True)
class Framing:
    """What of a picture is judged, and at which size.

    Attributes:
        image_size: (h, w) of the network's input.
        locator: finds the part; None where the whole picture is judged as it lies.
        tiling: judges in tiles of the network's input size; None brings every picture to that size.
    """

    image_size: tuple[int, int]
    locator: Locates | None = None
    tiling: Tiling | None = None

    def frame(self, picture: Tensor) -> Framed:
        """What is judged of a picture (C, H, W): grey or RGB, uint8 or float32 in [0, 1].

        Without a locator, a large picture of 8 bits is never in memory whole as float32.
        """
        height, width = picture.shape[1:]
        if self.locator is not None:
            picture = unit_range(picture)
        placement = None if self.locator is None else self.locator.place(picture.numpy())
        frame = (height, width) if placement is None else placement.size
        size = self.image_size if self.tiling is None else self.tiling.scaled(frame)
        inside = None
        if placement is not None:
            samples, inside = to_canonical(picture, placement, size)
        elif self.tiling is None:
            samples = resized_to_unit_range(picture, size)
        else:
            samples = resize(picture, size)
        padded = (max(size[0], self.image_size[0]), max(size[1], self.image_size[1]))
        if padded != size:
            samples, inside = _padded(samples, inside, padded)
        return Framed(samples, inside, (height, width), placement, size)


def _padded(samples: Tensor, inside: Tensor | None, size: tuple[int, int]) -> tuple[Tensor, Tensor]:
    """Samples (C, h, w) at a larger size, with the border repeated; and what was not added."""
    height, width = samples.shape[1:]
    right, bottom = size[1] - width, size[0] - height
    known = torch.ones(height, width, dtype=torch.bool) if inside is None else inside
    rows, columns = (torch.arange(whole).clamp_max(side - 1) for whole, side in zip(size, (height, width), strict=True))
    return samples[:, rows][..., columns], F.pad(known, (0, right, 0, bottom))
