"""Images larger than the network's input, judged in overlapping tiles at a stated resolution."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F
from torch import Tensor

from inspector.core.methods.base import Judgement

_OVERLAP = 0.25  # of a tile's side
_AT_ONCE = 4  # tiles in a pass, but on a processor, where more take memory and are no quicker
_LEAST_WEIGHT = 0.1  # of a tile's outermost rows and columns, which at the image's border no other tile covers
_LARGEST_MAP = 2**20  # values of the stitched map of the largest image that was learned from
_MOST_MAP = 4 * _LARGEST_MAP  # values of the stitched map of any image
_LARGEST_PICTURE_MAP = 1024  # values of a stored map along its longer side
_LARGEST_SCALE, _LONGEST_STRIDE, _LONGEST_STORED_MAP = 256.0, 2**16, 2**14  # that a file may state
_MAP = ""  # no evidence has this name


@dataclass(frozen=True)
class Tiling:
    """At which resolution images are judged, and how far tiles overlap.

    Attributes:
        scale: pixels of the network's input per pixel of the image, or of the canonical picture.
        overlap_px: of neighbouring tiles, in pixels of the network's input.
        stride: pixels of a tile's map, along each side, that become one of the stitched map: their maximum.

    Raises:
        ValueError: if one of them is none that a training chooses.
    """

    scale: float
    overlap_px: int
    stride: int = 1

    def __post_init__(self) -> None:
        if not (0 < self.scale <= _LARGEST_SCALE and self.overlap_px >= 0 and 1 <= self.stride <= _LONGEST_STRIDE):
            raise ValueError(f"images cannot be judged in tiles at {self}")

    def scaled(self, size: tuple[int, int]) -> tuple[int, int]:
        """(h, w) at which an image (H, W) is judged."""
        return max(1, round(size[0] * self.scale)), max(1, round(size[1] * self.scale))

    def bounded(self, size: tuple[int, int]) -> "Tiling":
        """The same, or with a longer stride where an image (h, w), as it is judged, is much larger than those known."""
        stride = self.stride
        while size[0] * size[1] > _MOST_MAP * stride**2:
            stride += 1
        return replace(self, stride=stride)

    def map_of(self, size: tuple[int, int]) -> tuple[int, int]:
        """(h, w) of the stitched map of images (H, W) at the resolution at which they are judged."""
        return -(-size[0] // self.stride), -(-size[1] // self.stride)


def tiling_of(shown_px: int, sizes: Sequence[tuple[int, int]], *, side: tuple[int, int]) -> Tiling:
    """The tiling in which a tile shows so many pixels of the image along its shorter side.

    Args:
        sizes: (H, W) of images as they come; the largest one's map is kept to about a million values.
        side: (h, w) of a tile: the network's input size.
    """
    tiling = Tiling(min(side) / shown_px, round(_OVERLAP * min(side)))
    largest = max((height * width for height, width in map(tiling.scaled, sizes)), default=1)
    stride = 1
    while largest > _LARGEST_MAP * stride**2:
        stride += 1
    return Tiling(tiling.scale, tiling.overlap_px, stride)


def picture_map_of(tiling: Tiling, sizes: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """(h, w) of the map that is stored of every picture: the stitched map of the typical one, or a smaller one of its
    shape."""
    height, width = tiling.scaled(sorted(sizes)[len(sizes) // 2])
    rows, columns = tiling.map_of((height, width))
    shrunk = min(1.0, _LARGEST_PICTURE_MAP / max(rows, columns))
    return max(1, round(rows * shrunk)), max(1, round(columns * shrunk))


def map_size_of(sides: Sequence[int]) -> tuple[int, int]:
    """(H, W) of the maps of whole pictures, as a file states it.

    Raises:
        TypeError, ValueError: if it is none.
    """
    height, width = sides
    if not (1 <= height <= _LONGEST_STORED_MAP and 1 <= width <= _LONGEST_STORED_MAP):
        raise ValueError(f"no map has a size of {height} × {width}")
    return height, width


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
    """One judgement of images (B, C, h, w) of at least a tile's size, by a judge of tiles (n · B, C, *side).

    Maps are the means of the tiles that overlap, weighted by how far a pixel lies from the border of its tile, then
    reduced by the tiling's stride. Scores are their maxima. Evidence that is a picture or a map is stitched likewise,
    and reduced to its means. Beside the images, memory grows with the stitched map alone.
    """
    height, width = images.shape[-2:]
    tops = list(_starts(height, side[0], tiling.overlap_px))
    lefts = list(_starts(width, side[1], tiling.overlap_px))
    bands: dict[str, _Band] = {}
    at_once = 1 if images.device.type == "cpu" else _AT_ONCE
    for top, below in zip(tops, [*tops[1:], height], strict=True):
        for first in range(0, len(lefts), at_once):
            group = lefts[first : first + at_once]
            batch = torch.cat([images[..., top : top + side[0], left : left + side[1]] for left in group])
            for name, value in _planes(judge(batch), side).items():
                if name not in bands:
                    bands[name] = _Band((tops, lefts), side, (height, width), tiling.stride, worst=name == _MAP)
                bands[name].add(value, group)
        for band in bands.values():
            band.complete(top, below)
    maps = bands.pop(_MAP).stitched()
    return Judgement(maps.flatten(1).amax(dim=1), maps, {name: band.stitched() for name, band in bands.items()})


def _planes(judgement: Judgement, side: tuple[int, int]) -> dict[str, Tensor]:
    """What of a judgement of tiles can be stitched, by name."""
    assert judgement.maps is not None  # only methods with a map are tiled
    planes = {_MAP: judgement.maps, **judgement.evidence}
    return {name: value for name, value in planes.items() if tuple(value.shape[-2:]) == tuple(side)}


class _Band:
    """One map or picture of many: the weighted sums of a row of tiles, and what is above it reduced by the stride.

    Args:
        starts: tops and lefts of the tiles.
        worst: whether the pixels that become one give their maximum, or else their mean.
    """

    def __init__(
        self,
        starts: tuple[list[int], list[int]],
        side: tuple[int, int],
        size: tuple[int, int],
        stride: int,
        *,
        worst: bool,
    ) -> None:
        self._weights = _falling(side[0]), _falling(side[1])
        self._totals = tuple(
            _total(begin, weight, whole) for begin, weight, whole in zip(starts, self._weights, size, strict=True)
        )
        self._side, self._size, self._stride, self._worst = side, size, stride, worst
        self._nothing = -torch.inf if worst else 0.0
        self._sums: Tensor | None = None
        self._reduced: Tensor | None = None

    def add(self, values: Tensor, lefts: Sequence[int]) -> None:
        """Take the values (n · B, …, h, w) of n tiles of the current row, by their lefts."""
        down, across = (weight.to(values.device) for weight in self._weights)
        weighted = values * (down[:, None] * across)
        parts = weighted.chunk(len(lefts))
        if self._sums is None:
            self._sums = weighted.new_zeros(*parts[0].shape[:-1], self._size[1])
        for part, left in zip(parts, lefts, strict=True):
            self._sums[..., left : left + self._side[1]] += part

    def complete(self, top: int, below: int) -> None:
        """No further tile reaches the rows from `top` to `below`: the next row of tiles begins there."""
        assert self._sums is not None  # tiles were added
        rows, stride = below - top, self._stride
        down, across = (total.to(self._sums.device) for total in self._totals)
        values = self._sums[..., :rows, :] / down[top:below, None] / across
        self._sums = F.pad(self._sums[..., rows:, :], (0, 0, 0, rows))
        # The first rows may belong to a row of the result that was begun before.
        planes = F.pad(values.flatten(0, -3)[:, None], (0, 0, top % stride, 0), value=self._nothing)
        pooled = (
            F.max_pool2d(planes, stride, ceil_mode=True)
            if self._worst
            else F.avg_pool2d(planes, stride, ceil_mode=True, divisor_override=1)
        )[:, 0].unflatten(0, values.shape[:-2])
        if self._reduced is None:
            shape = (*values.shape[:-2], -(-self._size[0] // stride), pooled.shape[-1])
            self._reduced = pooled.new_full(shape, self._nothing)
        rows_of = self._reduced[..., top // stride : top // stride + pooled.shape[-2], :]
        rows_of.copy_(torch.maximum(rows_of, pooled) if self._worst else rows_of + pooled)

    def stitched(self) -> Tensor:
        """(B, …, ⌈h / stride⌉, ⌈w / stride⌉), once all rows are complete."""
        assert self._reduced is not None
        if self._worst:
            return self._reduced
        rows, columns = (torch.bincount(torch.arange(side) // self._stride) for side in self._size)
        return self._reduced / (rows[:, None] * columns).to(self._reduced)


def _starts(whole: int, tile: int, overlap_px: int) -> Iterator[int]:
    count = 1 if whole <= tile else 1 + -(-(whole - tile) // max(1, tile - overlap_px))
    for index in range(count):
        yield round(index * (whole - tile) / max(1, count - 1))


def _falling(tile: int) -> Tensor:
    """(tile,): 1 in the middle of a tile, falling linearly to its borders."""
    return (1 - (2 * (torch.arange(tile) + 0.5) / tile - 1).abs()).clamp_min(_LEAST_WEIGHT)


def _total(starts: Sequence[int], weight: Tensor, whole: int) -> Tensor:
    """(whole,): the sum of all tiles' weights along one side."""
    total = torch.zeros(whole)
    for start in starts:
        total[start : start + len(weight)] += weight
    return total
