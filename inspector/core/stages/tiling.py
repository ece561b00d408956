"""Images larger than the network's input, judged in overlapping tiles at a stated resolution."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from inspector.core.methods.base import Judgement

_LEAST_WEIGHT = 0.01  # of a tile's outermost pixels, which at the image's border no other tile covers


@dataclass(frozen=True)
class Tiling:
    """At which resolution images are judged, and how far tiles overlap.

    Attributes:
        scale: pixels of the network's input per pixel of the image, or of the canonical picture; at most 1.
        overlap_px: of neighbouring tiles, in pixels of the network's input.
        stride: pixels of a tile's map, along each side, that become one of the stitched map: their maximum.
    """

    scale: float
    overlap_px: int
    stride: int = 1

    def scaled(self, size: tuple[int, int]) -> tuple[int, int]:
        """(h, w) at which an image (H, W) is judged."""
        return max(1, round(size[0] * self.scale)), max(1, round(size[1] * self.scale))


def tiles(size: tuple[int, int], *, side: tuple[int, int], overlap_px: int) -> list[tuple[int, int]]:
    """Top left corners (y, x) of the tiles that cover an image of at least their size, evenly spread, row by row.

    Args:
        size: (h, w) of the image.
        side: (h, w) of a tile.
        overlap_px: the least overlap of neighbours.
    """
    rows, columns = (list(_starts(whole, tile, overlap_px)) for whole, tile in zip(size, side, strict=True))
    return [(top, left) for top in rows for left in columns]


def judge_tiles(
    judge: Callable[[Tensor], Judgement], images: Tensor, tiling: Tiling, *, side: tuple[int, int]
) -> Judgement:
    """One judgement of images (B, 3, h, w) of at least a tile's size, by a judge of tiles (B, 3, *side).

    Maps are the means of the tiles that overlap, weighted by how far a pixel lies from the border of its tile, then
    reduced by the tiling's stride. Scores are their maxima. Evidence that is a picture or a map is stitched likewise,
    without the reduction.
    """
    size = (images.shape[-2], images.shape[-1])
    weight = _weight(side).to(images.device)
    total = torch.zeros(size, device=images.device)
    sums: dict[str, Tensor] = {}
    for top, left in tiles(size, side=side, overlap_px=tiling.overlap_px):
        place = (..., slice(top, top + side[0]), slice(left, left + side[1]))
        judgement = judge(images[place])
        assert judgement.maps is not None  # only methods with a map are tiled
        total[place] += weight
        for name, value in {_MAP: judgement.maps, **judgement.evidence}.items():
            if tuple(value.shape[-2:]) == tuple(side):
                sums.setdefault(name, value.new_zeros(*value.shape[:-2], *size))[place] += weight * value
    maps = sums.pop(_MAP) / total
    if tiling.stride > 1:
        maps = F.max_pool2d(maps[:, None], tiling.stride, ceil_mode=True)[:, 0]
    return Judgement(maps.flatten(1).amax(dim=1), maps, {name: value / total for name, value in sums.items()})


_MAP = ""  # no evidence has this name


def _starts(whole: int, tile: int, overlap_px: int) -> Iterator[int]:
    count = 1 if whole <= tile else 1 + -(-(whole - tile) // max(1, tile - overlap_px))
    for index in range(count):
        yield round(index * (whole - tile) / max(1, count - 1))


def _weight(side: tuple[int, int]) -> Tensor:
    """(h, w): 1 in the middle of a tile, falling linearly to its borders."""
    rows, columns = (1 - (2 * (torch.arange(n) + 0.5) / n - 1).abs() for n in side)
    return (rows[:, None] * columns).clamp_min(_LEAST_WEIGHT)
