"""How well a reference fits a picture in some pose, and poses that fit better.

Positions are complex numbers x + iy in longer sides of the picture, so that a similarity is z·v + t: `z` turns and
scales a point of the reference, whose origin is its centre, and `t` moves it into the picture.
"""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .pixels import Array

_EDGES = 0.95  # of what all points show of a move, that those show by which poses are refined
_CELLS_ALONG = 6  # the part, each of which is compared with the reference by itself
_OUTLIER = 4.0  # medians of |residual| from which a place counts less: it may be a defect
_CONVERGED = 2e-4  # of the part's length, below which a step ends a refinement
# Of a part that is unlike the reference, Gauss-Newton steps are too short, and converge slowly.
_LENGTHENED, _CONTINUED = 1.5, 0.3  # what a step counts, and what is added of the one before, with momentum
_TEXTURELESS = 0.25  # of the picture's own contrast, so that sensor noise on even ground makes no relief


@dataclass(frozen=True)
class Poses:
    """Similarities from the reference into a picture, (n,) complex each."""

    z: Array
    t: Array

    def __len__(self) -> int:
        return len(self.z)

    def __getitem__(self, index: Array | list[int] | slice) -> "Poses":
        return Poses(self.z[index], self.t[index])

    def after(self, z: Array | complex, t: Array | complex) -> "Poses":
        """First z·v + t, then these."""
        return Poses(self.z * z, self.z * t + self.t)

    def degrees(self) -> Array:
        return np.degrees(np.angle(self.z))


@dataclass(frozen=True)
class Reference:
    """What is looked for, at one resolution.

    Attributes:
        relief: (h, w) float32, of the part.
        weight: (h, w) float32 ≥ 0, sum 1.
        extent: width + i height.
    """

    relief: Array
    weight: Array
    extent: complex

    @property
    def density(self) -> float:
        """Pixels per longer side of the picture."""
        return max(self.relief.shape) / self.length

    @property
    def length(self) -> float:
        return max(self.extent.real, self.extent.imag)

    def at(self, factor: int) -> "Reference":
        """The same with fewer pixels."""
        relief, weight = shrunk(np.stack([self.relief, self.weight]), factor)
        return Reference(relief, weight / weight.sum(), self.extent)

    def inner(self, pose: Poses, extent: complex, share: float) -> "Reference":
        """The same with weight only where a picture of some extent shows it farthest from its border, in one pose.

        Args:
            share: of the weight, that is left.
        """
        points = self.points
        at = pose.z * (points.grid[0] + 1j * points.grid[1]) + pose.t
        depth = np.minimum.reduce([at.real, at.imag, extent.real - at.real, extent.imag - at.imag])
        order = np.argsort(depth)
        outer = order[points.weight[order].cumsum() < 1 - share]
        weight = self.weight.copy()
        weight.ravel()[np.flatnonzero(self.weight)[outer]] = 0
        return Reference(self.relief, weight / weight.sum(), self.extent)

    def distance(self, poses: Poses, pose: Poses) -> Array:
        """The longest way that one of its corners lies from where one pose has it, as a share of its length: (n,)."""
        corners = self.extent / 2, self.extent.conjugate() / 2
        z, t = (poses.z - pose.z)[:, None], (poses.t - pose.t)[:, None]
        off = np.abs(z * np.array([*corners, -corners[0], -corners[1]]) + t).max(axis=1)
        distance: Array = off / (self.length * np.abs(pose.z))
        return distance

    @cached_property
    def points(self) -> "_Points":
        """Its pixels that have a weight."""
        down, across = np.gradient(self.relief, np.float32(1 / self.density))
        grid = centred_grid(self.relief.shape, self.extent)
        used = self.weight.ravel() > 0
        return _Points(grid[:, used], *(one.ravel()[used] for one in (self.relief, self.weight, across, down)))

    @cached_property
    def edges(self) -> "_Points":
        """Those of its points at which a small move shows most."""
        points = self.points
        shown = points.weight * (np.square(points.across) + np.square(points.down))
        order = np.argsort(-shown, kind="stable")
        used = np.sort(order[: int((shown[order].cumsum() < _EDGES * shown.sum()).sum()) + 1])
        fields = (points.relief, points.weight, points.across, points.down)
        return _Points(points.grid[:, used], *(one[used] for one in fields))

    @cached_property
    def cells(self) -> tuple[Array, int]:
        """The square cell in which each of its points lies, (P,) int64, and how many cells there are."""
        side = _CELLS_ALONG / self.length
        columns = math.ceil(self.extent.real * side)
        across, down = (
            ((at + half / 2) * side).astype(np.int64)
            for at, half in zip(self.points.grid[:2], (self.extent.real, self.extent.imag), strict=True)
        )
        return down * columns + across, columns * math.ceil(self.extent.imag * side)


@dataclass(frozen=True)
class _Points:
    """Pixels of a reference: (3, P) of where they lie from its centre, as of `centred_grid`; (P,) float32 of what they
    show, how much they count, and the slope there."""

    grid: Array
    relief: Array
    weight: Array
    across: Array
    down: Array


def shrunk(images: Array, factor: int) -> Array:
    """Pictures (…, h, w) with fewer pixels, anti-aliased."""
    rows, columns = (reducing(side, max(1, round(side / factor))) for side in images.shape[-2:])
    reduced: Array = rows @ images @ columns.T
    return reduced


def reducing(pixels: int, count: int, *, whole: int = 1) -> Array:
    """(count, n), which brings pixels of an image, of which `whole` each have become one, to so many, anti-aliased."""
    edges = (np.arange(-(-pixels // whole) + 1, dtype=np.float32) * whole).clip(max=pixels)
    pitch = pixels / count
    off = (np.arange(count, dtype=np.float32)[:, None] + 0.5) * pitch - (edges[1:] + edges[:-1]) / 2
    weights = (1 - np.abs(off) / max(pitch, whole)).clip(0)
    reducing: Array = weights / weights.sum(axis=1, keepdims=True)
    return reducing


def centred_grid(size: tuple[int, ...], extent: complex) -> Array:
    """(3, h·w) float32: x, y and 1 of the pixels of a grid (h, w) over an extent, from its centre."""
    height, width = size
    x, y = (
        (((np.arange(n) + 0.5) / n - 0.5) * whole).astype(np.float32)
        for n, whole in ((width, extent.real), (height, extent.imag))
    )
    return np.stack([np.tile(x, height), np.repeat(y, width), np.ones(height * width, np.float32)])


def extent_of(size: tuple[int, ...]) -> complex:
    """Width + i height of a picture (…, H, W) in longer sides, by its shape."""
    height, width = size[-2:]
    return complex(width, height) / max(height, width)


def relief(grey: Array, *, window: int) -> Array:
    """What is brighter or darker than what is around it, in units of the contrast there: (h, w), in about ±2.

    Light that is stronger, weaker or uneven does not change it.
    """
    detail = grey - _mean(grey, window)
    contrast = _mean(np.square(detail), window).clip(0)
    floor = _TEXTURELESS * max(1e-8, float(contrast.mean()))
    found: Array = (detail / np.sqrt(contrast + floor)).astype(np.float32)
    return found


def _mean(values: Array, window: int) -> Array:
    """(h, w), over a square window around each pixel, of what of it lies in the picture."""
    for axis in (0, 1):
        count = values.shape[axis]
        low, high = (np.arange(count) - window // 2).clip(0), (np.arange(count) + window // 2 + 1).clip(max=count)
        sums = np.insert(values.cumsum(axis=axis, dtype=np.float64), 0, 0, axis=axis)
        share = (high - low).reshape((-1, 1) if axis == 0 else (1, -1))
        values = (sums.take(high, axis) - sums.take(low, axis)) / share
    return values


def sampled(image: Array, extent: complex, poses: Poses, grid: Array) -> tuple[Array, Array]:
    """A picture (h, w) where poses bring a grid (3, P), bilinear and 0 outside; and what is inside: (n, P) each."""
    height, width = image.shape
    z, t = poses.z, poses.t
    across, down = width / extent.real, height / extent.imag  # pixels
    x = np.stack([z.real, -z.imag, t.real], axis=1) * across
    y = np.stack([z.imag, z.real, t.imag], axis=1) * down
    x, y = x.astype(np.float32) @ grid, y.astype(np.float32) @ grid  # (n, P)
    inside = (x >= 0) & (x <= width) & (y >= 0) & (y <= height)
    around = np.zeros((height + 2, width + 2), np.float32)  # so that every place has four neighbours
    around[1:-1, 1:-1] = image
    left, column_share = _between(x, width)
    top, row_share = _between(y, height)
    top *= width + 2
    top += left
    flat = around.ravel()
    upper, lower = flat.take(top), flat.take(top + (width + 2))
    upper += column_share * (flat.take(top + 1) - upper)
    lower += column_share * (flat.take(top + (width + 3)) - lower)
    upper += row_share * (lower - upper)
    return upper, inside


def _between(at: Array, count: int) -> tuple[Array, Array]:
    """The pixel before each position along a side that a pixel was added to at both ends, and how far behind it."""
    at = (at + np.float32(0.5)).clip(0, count + 1)
    before = np.minimum(at.astype(np.intp), count)
    at -= before
    return before, at


def likeness(image: Array, extent: complex, poses: Poses, reference: Reference) -> tuple[Array, Array]:
    """Correlation of a picture with the reference at some poses, and the share of the part inside it: (n,) each.

    What lies outside the picture is like nothing.
    """
    points = reference.points
    values, inside = sampled(image, extent, poses, points.grid)
    weight, expected = points.weight * inside, points.relief
    products = (weight * values) @ expected
    norms = np.sqrt((weight * np.square(values)).sum(axis=1) * (weight @ np.square(expected)))
    visible = weight.sum(axis=1)
    return products / norms.clip(1e-6) * visible, visible


def agreement(image: Array, extent: complex, pose: Poses, reference: Reference) -> float:
    """Correlation of a picture with the reference at one pose, place by place: the median over what the part shows.

    A part of which a piece is gone agrees as before; one that is placed wrongly does not anywhere.
    """
    points = reference.points
    values, inside = sampled(image, extent, pose, points.grid)
    values, expected = values[0] * inside[0], points.relief
    cells, count = reference.cells
    products, energy, expected_energy = (
        np.bincount(cells, points.weight * one, count)
        for one in (values * expected, np.square(values), np.square(expected))
    )
    correlation = products / np.sqrt(energy * expected_energy).clip(1e-9)
    order = np.argsort(correlation)
    share = expected_energy[order].cumsum() / expected_energy.sum()
    return float(correlation[order[int((share < 0.5).sum())]])


def refine(
    image: Array,
    extent: complex,
    poses: Poses,
    reference: Reference,
    *,
    steps: int,
    turns: bool,
    scales: bool,
    momentum: bool = False,
) -> Poses:
    """Poses after Gauss-Newton steps that bring the picture nearer to the reference; defects weigh little.

    Args:
        steps: at most so many, fewer where they no longer move any of the poses.
        momentum: whether steps are lengthened and continue the ones before, which converges sooner over some eight
            steps, and overshoots in a few.

    Source: Baker and Matthews, "Lucas-Kanade 20 years on", IJCV 2004, inverse compositional with robust weights; the
    momentum by Polyak, "Some methods of speeding up the convergence of iteration methods", 1964.
    """
    points = reference.edges
    expected, across, down = points.relief, points.across, points.down
    x, y, _ = points.grid
    columns = [across, down]
    if turns:
        columns.append(down * x - across * y)
    if scales:
        columns.append(across * x + down * y)
    slopes = np.stack(columns, axis=1)  # (P, 2 to 4)
    count = len(columns)
    corner = abs(reference.extent) / 2
    outer = (slopes[:, :, None] * slopes[:, None, :]).reshape(-1, count * count)
    before = np.zeros((len(poses), count))
    for _ in range(steps):
        values, inside = sampled(image, extent, poses, points.grid)
        weight = points.weight * inside  # (n, P)
        weighted = weight * values
        gain = (weighted @ expected) / (weighted * values).sum(axis=1).clip(1e-6)
        residual = gain.clip(0.5, 2)[:, None] * values - expected
        spread = (weight * np.abs(residual)).sum(axis=1) / weight.sum(axis=1).clip(1e-6)
        weight /= 1 + np.square(residual / (np.float32(_OUTLIER) * spread.clip(1e-3)[:, None]))
        normal = (weight @ outer).reshape(-1, count, count).astype(np.float64)
        ridge = 1e-6 * np.trace(normal, axis1=1, axis2=2) / count + 1e-12  # also where nothing is inside
        normal += ridge[:, None, None] * np.eye(count)
        step = np.linalg.solve(normal, ((weight * residual) @ slopes)[..., None].astype(np.float64))[..., 0]
        if momentum:
            step = before = _LENGTHENED * step + _CONTINUED * before
        turn = step[:, 2] if turns else np.zeros(len(step))
        growth = step[:, -1] if scales else np.zeros(len(step))
        factor = 1 / (1 + growth.clip(-0.1, 0.1) + 1j * turn.clip(-0.2, 0.2))
        if not scales:
            factor = factor / np.abs(factor)
        shift = step[:, 0] + 1j * step[:, 1]
        poses = poses.after(factor, -factor * shift)
        if (np.abs(shift) + np.hypot(turn, growth) * corner < _CONVERGED * reference.length).all():
            break
    return poses
