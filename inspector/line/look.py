"""What is said of a picture as a whole: how bright it is, and whether it shows a part."""

from itertools import pairwise

import numpy as np

from .pixels import Array, unit_range

_OVERVIEW_PX = 512
_LEVELS = np.arange(1, 20, dtype=np.float32) * np.float32(0.05)
_DARKEST, _BRIGHTEST, _GAIN_LIMIT = 0.04, 0.98, 0.3
_SIDE, _SCALES = 64, 4
_RINGS = (0.0, 0.35, 0.65, 0.95, 2.0)


def overview(samples: Array) -> Array:
    """Samples (C, H, W) as (3, h, w) float32 with sides of some hundred pixels."""
    rows, columns = (max(1, side // _OVERVIEW_PX) for side in samples.shape[1:])
    return unit_range(samples[:, ::rows, ::columns])


def light_gain(look: Array, reference: Array) -> np.float32:
    """Brightness of (3, h, w) as a multiple of the training images': the median over quantiles of their ratio."""
    ordered = np.sort(look.mean(axis=0), axis=None)
    rank = _LEVELS * (len(ordered) - 1)
    below = np.floor(rank).astype(int)
    share = rank - below
    quantiles = ordered[below] * (1 - share) + ordered[np.minimum(below + 1, len(ordered) - 1)] * share
    usable = (quantiles > _DARKEST) & (quantiles < _BRIGHTEST) & (reference > _DARKEST) & (reference < _BRIGHTEST)
    if not usable.any():
        return np.float32(1)
    ratios = np.sort(quantiles[usable] / reference[usable])
    return np.float32(ratios[(len(ratios) - 1) // 2].clip(1 - _GAIN_LIMIT, 1 + _GAIN_LIMIT))


def features(look: Array) -> Array:
    """(D,): what a picture (3, h, w) looks like as a whole, of which nothing changes much where a part moves."""
    rows, columns = (_cells(side) for side in look.shape[1:])
    small = rows.T @ look @ columns
    grey = small.mean(axis=0)
    brightness, level = grey.mean() + 0.02, 1 / 255
    found = [np.log(brightness), np.log(grey.std() + level)]
    scaled = grey
    for scale in range(_SCALES):
        if scale:
            half = len(scaled) // 2
            scaled = scaled.reshape(half, 2, half, 2).mean(axis=(1, 3))
        a, b = (np.log(np.sqrt(np.square(np.diff(scaled, axis=axis)).mean()) + level / 2) for axis in (1, 0))
        found += [(a + b) / 2, a - b]
    red, green, blue = small
    for colour in (red - green, blue - (red + green) / 2):
        found += [3 * colour.mean() / brightness, np.log(colour.std() + level)]
    ordered = np.sort(grey, axis=None)
    for quantile in (0.05, 0.25, 0.5, 0.75, 0.95):
        found.append(np.log((ordered[int(quantile * len(ordered))] + 0.05) / (brightness + 0.05)))
    line = np.linspace(-1, 1, _SIDE, dtype=np.float32)
    radius = np.hypot(line[:, None], line)
    rings = [(radius >= low) & (radius < high) for low, high in pairwise(_RINGS)]
    found += [grey[ring].mean() / brightness for ring in rings]
    detail = np.abs(np.diff(grey, axis=0, append=grey[-1:])) + np.abs(np.diff(grey, axis=1, append=grey[:, -1:]))
    by_ring = np.array([np.log(detail[ring].mean() + level) for ring in rings])
    return np.array([*found, *(by_ring - by_ring.mean())])


def _cells(side: int) -> Array:
    """(side, 64) shares that each pixel of a line has in the means over its cells."""
    edges = np.arange(_SIDE) * side // _SIDE, -(-(np.arange(1, _SIDE + 1) * side) // _SIDE)
    at = np.arange(side)[:, None]
    inside = ((at >= edges[0]) & (at < edges[1])).astype(np.float32)
    return inside / inside.sum(axis=0)
