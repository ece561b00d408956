"""How well a reference fits a picture in some pose, and poses that fit better.

Positions are complex numbers x + iy in longer sides of the picture, so that a similarity is z·v + t: `z` turns and
scales a point of the reference, whose origin is its centre, and `t` moves it into the picture.
"""

import math
from dataclasses import dataclass
from functools import cached_property

import torch
import torch.nn.functional as F
from torch import Tensor

from inspector.core.images.resizing import resize

_EDGES = 0.95  # of what all points show of a move, that those show by which poses are refined
_CELLS_ALONG = 6  # the part, each of which is compared with the reference by itself
_OUTLIER = 2.0  # medians of |residual| from which a place counts less: it may be a defect
_TEXTURELESS = 0.25  # of the picture's own contrast, so that sensor noise on even ground makes no relief


@dataclass(frozen=True)
class Poses:
    """Similarities from the reference into a picture, (n,) complex64 each."""

    z: Tensor
    t: Tensor

    def __len__(self) -> int:
        return len(self.z)

    def __getitem__(self, index: Tensor | list[int] | slice) -> "Poses":
        return Poses(self.z[index], self.t[index])

    def after(self, z: Tensor, t: Tensor) -> "Poses":
        """First z·v + t, then these."""
        return Poses(self.z * z, self.z * t + self.t)

    def degrees(self) -> Tensor:
        return self.z.angle().rad2deg()


@dataclass(frozen=True)
class Reference:
    """What is looked for, at one resolution.

    Attributes:
        relief: (h, w) float32, of the part.
        weight: (h, w) float32 ≥ 0, sum 1.
        extent: width + i height.
    """

    relief: Tensor
    weight: Tensor
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
        both = shrunk(torch.stack([self.relief, self.weight]), factor)
        return Reference(both[0], both[1] / both[1].sum(), self.extent)

    @cached_property
    def points(self) -> "_Points":
        """Its pixels that have a weight."""
        size = (self.relief.shape[0], self.relief.shape[1])
        used = self.weight.flatten() > 0
        down, across = torch.gradient(self.relief, spacing=1 / self.density)
        pixels = (self.relief, self.weight, across, down)
        return _Points(centred_grid(size, self.extent)[used], *(values.flatten()[used] for values in pixels))

    @cached_property
    def edges(self) -> "_Points":
        """Those of its points at which a small move shows most."""
        points = self.points
        shown, order = (points.weight * (points.across.square() + points.down.square())).sort(descending=True)
        used = order[: int((shown.cumsum(0) < _EDGES * shown.sum()).sum()) + 1].sort().values
        fields = (points.grid, points.relief, points.weight, points.across, points.down)
        return _Points(*(values[used] for values in fields))

    @cached_property
    def cells(self) -> tuple[Tensor, int]:
        """The square cell in which each of its points lies, (P,) int64, and how many cells there are."""
        grid, side = self.points.grid, _CELLS_ALONG / self.length
        corner = self.extent / 2
        columns = math.ceil(self.extent.real * side)
        row, column = ((at * side).long() for at in (grid.imag + corner.imag, grid.real + corner.real))
        return row * columns + column, columns * math.ceil(self.extent.imag * side)


@dataclass(frozen=True)
class _Points:
    """Pixels of a reference, (P,) each: where they lie from its centre (complex), what they show, the slope there."""

    grid: Tensor
    relief: Tensor
    weight: Tensor
    across: Tensor
    down: Tensor


def shrunk(images: Tensor, factor: int) -> Tensor:
    """Pictures (C, h, w) with fewer pixels."""
    return resize(images, (max(1, round(images.shape[1] / factor)), max(1, round(images.shape[2] / factor))))


def centred_grid(size: tuple[int, int], extent: complex) -> Tensor:
    """(h·w,) complex positions of the pixels of a grid (h, w) over an extent, from its centre."""
    y, x = (
        ((torch.arange(n) + 0.5) / n - 0.5) * whole for n, whole in zip(size, (extent.imag, extent.real), strict=True)
    )
    return torch.complex(x.repeat(size[0]), y.repeat_interleave(size[1]))


def extent_of(picture: Tensor) -> complex:
    """Width + i height of a picture (…, H, W) in longer sides."""
    height, width = picture.shape[-2:]
    return complex(width, height) / max(height, width)


def relief(grey: Tensor, *, window: int) -> Tensor:
    """What is brighter or darker than what is around it, in units of the contrast there: (…, h, w), in about ±2.

    Light that is stronger, weaker or uneven does not change it.
    """
    grey = grey[None] if grey.ndim == 2 else grey
    detail = grey - _mean(grey, window)
    contrast = _mean(detail.square(), window).clamp_min(0)
    floor = _TEXTURELESS * contrast.mean(dim=(-2, -1), keepdim=True).clamp_min(1e-8)
    return (detail / (contrast + floor).sqrt()).squeeze(0)


def _mean(values: Tensor, window: int) -> Tensor:
    for kernel in ((window, 1), (1, window)):
        padding = (kernel[0] // 2, kernel[1] // 2)
        values = F.avg_pool2d(values, kernel, stride=1, padding=padding, count_include_pad=False)
    return values


def sampled(image: Tensor, extent: complex, poses: Poses, grid: Tensor) -> tuple[Tensor, Tensor]:
    """A picture (h, w) where poses bring a grid (P,): (n, P), 0 outside; and what is inside, (n, P) bool."""
    x, y = 2 / extent.real, 2 / extent.imag
    z, t = poses.z, poses.t
    rows = (z.real * x, z.imag * y, -z.imag * x, z.real * y, t.real * x - 1, t.imag * y - 1)
    matrices = torch.stack(rows, dim=-1).unflatten(-1, (3, 2))
    where = torch.stack([grid.real, grid.imag, torch.ones_like(grid.real)], dim=-1) @ matrices  # (n, P, 2)
    values = F.grid_sample(image[None, None], where[None], mode="bilinear", align_corners=False)[0, 0]
    return values, (where.abs() <= 1).all(dim=-1)


def likeness(image: Tensor, extent: complex, poses: Poses, reference: Reference) -> tuple[Tensor, Tensor]:
    """Correlation of a picture with the reference at some poses, and the share of the part inside it: (n,) each.

    What lies outside the picture is like nothing.
    """
    points = reference.points
    values, inside = sampled(image, extent, poses, points.grid)
    weight, expected = points.weight * inside, points.relief
    products = (weight * values) @ expected
    norms = ((weight * values.square()).sum(dim=1) * (weight @ expected.square())).sqrt()
    visible = weight.sum(dim=1)
    return products / norms.clamp_min(1e-6) * visible, visible


def agreement(image: Tensor, extent: complex, pose: Poses, reference: Reference) -> float:
    """Correlation of a picture with the reference at one pose, place by place: the median over what the part shows.

    A part of which a piece is gone agrees as before; one that is placed wrongly does not anywhere.
    """
    points = reference.points
    values, inside = sampled(image, extent, pose, points.grid)
    values, expected = values[0] * inside[0], points.relief
    weighted = points.weight * torch.stack([values * expected, values.square(), expected.square()])
    cells, count = reference.cells
    products, energy, expected_energy = torch.zeros(3, count).index_add_(1, cells, weighted)
    correlation, order = (products / (energy * expected_energy).sqrt().clamp_min(1e-9)).sort()
    share = expected_energy[order].cumsum(0) / expected_energy.sum()
    return correlation[int((share < 0.5).sum())].item()


def refine(
    image: Tensor, extent: complex, poses: Poses, reference: Reference, *, steps: int, turns: bool, scales: bool
) -> Poses:
    """Poses after Gauss-Newton steps that bring the picture nearer to the reference; defects weigh little.

    Source: Baker and Matthews, "Lucas-Kanade 20 years on", IJCV 2004, inverse compositional with robust weights.
    """
    points = reference.edges
    grid, expected, across, down = points.grid, points.relief, points.across, points.down
    columns = [across, down]
    if turns:
        columns.append(down * grid.real - across * grid.imag)
    if scales:
        columns.append(across * grid.real + down * grid.imag)
    slopes = torch.stack(columns, dim=1)  # (P, 2 to 4)
    outer = (slopes[:, :, None] * slopes[:, None, :]).flatten(1)
    for _ in range(steps):
        values, inside = sampled(image, extent, poses, grid)
        weight = points.weight * inside  # (n, P)
        weighted = weight * values
        gain = (weighted @ expected) / (weighted * values).sum(dim=1).clamp_min(1e-6)
        residual = gain.clamp(0.5, 2)[:, None] * values - expected
        spread = (weight * residual.abs()).sum(dim=1) / weight.sum(dim=1).clamp_min(1e-6)
        weight = weight / (1 + (residual / (_OUTLIER * spread.clamp_min(1e-3)[:, None])).square())
        normal = (weight @ outer).unflatten(1, (slopes.shape[1], slopes.shape[1]))
        normal = normal + 1e-6 * normal.diagonal(dim1=1, dim2=2).mean(dim=1)[:, None, None] * torch.eye(len(columns))
        step = torch.linalg.solve_ex(normal, (weight * residual) @ slopes).result  # (n, 2 to 4)
        turn = step[:, 2] if turns else torch.zeros(len(step))
        growth = step[:, -1] if scales else torch.zeros(len(step))
        factor = 1 / torch.complex(1 + growth.clamp(-0.1, 0.1), turn.clamp(-0.2, 0.2))
        if not scales:
            factor = factor / factor.abs()
        poses = poses.after(factor, -factor * torch.complex(step[:, 0], step[:, 1]))
    return poses
