"""What is done around the graph of one tile: the scale, the tiles, the blending of their maps, the score."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from .look import features, light_gain, overview
from .pixels import Array, array_of, resize, stretch, unit_range

_LEAST_WEIGHT = 0.1  # of a tile's outermost rows and columns
_STEPS, _COVERAGE = 4, 0.5


class Tiles:
    """What is done around the graph; `values` are the metadata's `stages`, `side` the (height, width) of a tile."""

    def __init__(self, values: Mapping[str, Any], *, side: tuple[int, int]) -> None:
        self.side = side
        self.scale, self.overlap_px = float(values["scale"]), int(values["overlap_px"])
        self.stride = int(values["stride"])
        height, width = values["picture_map"]
        self.picture_map = (int(height), int(width))
        self.lowest = float(values["lowest"])
        names = ("judged", "light_reference", "part_mean", "part_whitening", "median", "sigma", "middle", "reach")
        self.arrays = {name: array_of(values[name]) for name in names if name in values}
        self.part_limit = float(values.get("part_limit", 1.0))
        self.shares: list[float] = values.get("shares", [])

    def frame(self, samples: Array) -> tuple[Array, Array | None, tuple[int, int]]:
        """Samples (C, H, W) at the scale at which they are judged, (C, h, w) of at least a tile; (h, w) bool, what was
        not padded, None where nothing was; and the size without padding."""
        size = (max(1, round(samples.shape[1] * self.scale)), max(1, round(samples.shape[2] * self.scale)))
        samples = resize(samples, size)
        padding = [max(0, least - side) for least, side in zip(self.side, size, strict=True)]
        if not any(padding):
            return samples, None, size
        inside = np.pad(np.ones(size, bool), [(0, more) for more in padding])
        return np.pad(samples, [(0, 0), *((0, more) for more in padding)], mode="edge"), inside, size

    def map_of(self, size: tuple[int, int]) -> tuple[int, int]:
        """(h, w) of the map of samples of some size."""
        return -(-size[0] // self.stride), -(-size[1] // self.stride)

    def judge(
        self, judge: Callable[[Array], Array], samples: Array, inside: Array | None, content: tuple[int, int]
    ) -> dict[str, Array]:
        """`score` (1,), `map` (1, h, w), and `light` and `unlike` (1,) where the model has them.

        Args:
            judge: the graph: a tile (1, 3, *side) float32 in [0, 1] to its map.
            samples, inside, content: as of `frame`.
        """
        found: dict[str, Array] = {}
        look = overview(samples)
        gain = np.float32(1)
        if "light_reference" in self.arrays:
            gain = light_gain(look, self.arrays["light_reference"])
            found["light"] = np.array([gain], np.float32)
        if "part_mean" in self.arrays:
            off = (features(look) - self.arrays["part_mean"]) @ self.arrays["part_whitening"]
            found["unlike"] = np.array([np.sqrt(np.square(off).sum()) / self.part_limit], np.float32)
        values = self._stitched(judge, samples, gain)
        if "median" in self.arrays:
            median, sigma = (stretch(self.arrays[name], values.shape) for name in ("median", "sigma"))
            values = (values - median) / sigma
        places = self._places(inside, (samples.shape[1], samples.shape[2]), content)
        score = values.max() if places is None else values[places].max(initial=-np.inf)
        if places is not None:
            values = np.where(places, values, np.float32(self.lowest))
        if self.shares:
            levels = area_levels(values, places, self.shares)
            middle, spread = self.arrays["middle"], self.arrays["reach"]
            score = (middle[0] + spread[0] * (levels - middle) / spread).max()
        return found | {"score": np.array([score], np.float32), "map": values[None]}

    def _stitched(self, judge: Callable[[Array], Array], samples: Array, gain: np.float32) -> Array:
        """The maps of all tiles, blended and reduced; memory grows with the result alone."""
        (high, wide), (height, width), stride = self.side, samples.shape[1:], self.stride
        tops, lefts = starts(height, high, self.overlap_px), starts(width, wide, self.overlap_px)
        down, across = _falling(high), _falling(wide)
        weight, rows_total, columns_total = (
            down[:, None] * across,
            _total(tops, down, height),
            _total(lefts, across, width),
        )
        sums = np.zeros((high, width), np.float32)
        rows, columns = self.map_of((height, width))
        reduced = np.full((rows, columns), -np.inf, np.float32)
        for top, below in pairwise([*tops, height]):
            for left in lefts:
                tile = unit_range(samples[:, top : top + high, left : left + wide])
                if "light_reference" in self.arrays:
                    tile = np.clip(tile / gain, 0, 1)
                sums[:, left : left + wide] += judge(tile[None]) * weight
            count = below - top  # no further tile reaches these rows
            values = sums[:count] / rows_total[top:below, None] / columns_total
            values = np.pad(values, ((0, 0), (0, columns * stride - width)), constant_values=-np.inf)
            values = values.reshape(count, columns, stride).max(axis=2)
            np.maximum.at(reduced, np.arange(top, below) // stride, values)
            sums = np.pad(sums[count:], ((0, count), (0, 0)))
        return reduced

    def _places(self, inside: Array | None, size: tuple[int, int], content: tuple[int, int]) -> Array | None:
        """(h, w) bool, the places of the map that are judged; None for all."""
        rows, columns = self.map_of(size)
        places: Array | None = None
        if inside is not None:
            filled = np.pad(inside, ((0, rows * self.stride - size[0]), (0, columns * self.stride - size[1])))
            places = np.asarray(filled.reshape(rows, self.stride, columns, self.stride).any(axis=(1, 3)))
        if "judged" not in self.arrays:
            return places
        judged, used = self.arrays["judged"], self.map_of(content)
        row, column = (
            np.minimum((np.arange(n) * np.float32(whole / n)).astype(int), whole - 1)
            for n, whole in zip(used, judged.shape, strict=True)
        )
        mask = np.ones((rows, columns), bool) if places is None else places
        mask[: used[0], : used[1]] &= judged[row[:, None], column]
        mask[used[0] :], mask[:, used[1] :] = False, False
        return mask


def starts(whole: int, tile: int, overlap_px: int) -> list[int]:
    """Where tiles begin along a side, evenly spread with at least so much overlap."""
    count = 1 if whole <= tile else 1 + -(-(whole - tile) // max(1, tile - overlap_px))
    return [round(index * (whole - tile) / max(1, count - 1)) for index in range(count)]


def _falling(tile: int) -> Array:
    """(tile,): 1 in the middle of a tile, falling linearly to its borders."""
    return (1 - np.abs(2 * (np.arange(tile, dtype=np.float32) + 0.5) / tile - 1)).clip(_LEAST_WEIGHT)


def _total(begin: Sequence[int], weight: Array, whole: int) -> Array:
    """(whole,): the sum of all tiles' weights along one side."""
    total = np.zeros(whole, np.float32)
    for start in begin:
        total[start : start + len(weight)] += weight
    return total


def area_levels(values: Array, places: Array | None, shares: Sequence[float]) -> Array:
    """(A,): the highest value of a place of a map (h, w), and the highest mean over an area of each share."""
    inside = np.ones(values.shape, bool) if places is None else places
    levels = [values[inside].max(initial=-np.inf)]
    sums, counts = (_integral(np.where(inside, one, 0.0)) for one in (values, 1.0))
    for share in shares:
        height, width = values.shape
        pixels = share * height * width
        h = min(height, max(1, round(pixels**0.5)))
        w = min(width, max(1, round(pixels / h)))
        h = min(height, max(1, round(pixels / w)))
        step = (max(1, h // _STEPS), max(1, w // _STEPS))
        total, covered = (
            (one[h:, w:] - one[:-h, w:] - one[h:, :-w] + one[:-h, :-w])[:: step[0], :: step[1]] / (h * w)
            for one in (sums, counts)
        )
        enough = (covered >= _COVERAGE * covered.max()) & (covered > 0)
        levels.append(np.where(enough, total / covered.clip(1e-6), -np.inf).max())
    return np.array(levels)


def _integral(values: Array) -> Array:
    return np.pad(values, ((1, 0), (1, 0))).cumsum(axis=0, dtype=np.float64).cumsum(axis=1)
