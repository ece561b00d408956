"""Where a reference lies in a picture: a coarse search over all places, angles and sizes, then Gauss-Newton steps.

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

_ENERGY = 0.8  # of the turned and scaled templates, that the products which stand for all of them keep
_FAINT = 1.0  # of a picture's mean energy, so that nothing is like a template by chance
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


def refine(
    image: Tensor, extent: complex, poses: Poses, reference: Reference, *, steps: int, turns: bool, scales: bool
) -> Poses:
    """Poses after Gauss-Newton steps that bring the picture nearer to the reference; defects weigh little.

    Source: Baker and Matthews, "Lucas-Kanade 20 years on", IJCV 2004, inverse compositional with robust weights.
    """
    points = reference.points
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


def symmetries(reference: Reference, *, step_degrees: float = 10.0) -> tuple[Poses, Tensor]:
    """How like itself a reference is, turned by each angle about the centre that suits best.

    Returns:
        For each step, the pose that brings the reference onto itself, and how like it is there, (n,).
    """
    small = reference.at(max(1, round(max(reference.relief.shape) / 64)))
    count = round(360 / step_degrees)
    angles = torch.arange(count) * (2 * math.pi / count)
    z = torch.polar(torch.ones(count), angles)
    search = PoseSearch(reference.at(max(1, round(max(reference.relief.shape) / 24))), z=z)
    coarse = search.reference.relief
    middle = max(coarse.shape) // 4
    scores = search.scores(F.pad(coarse, (middle, middle, middle, middle)))
    place = scores.flatten(1).argmax(dim=1)
    wide = coarse.shape[1] + 2 * middle
    x, y = (place % wide - middle + 0.5) / coarse.shape[1], (place // wide - middle + 0.5) / coarse.shape[0]
    poses = Poses(z, torch.complex(x * reference.extent.real, y * reference.extent.imag))
    poses = refine(small.relief, small.extent, poses, small, steps=8, turns=True, scales=False)
    return poses, likeness(small.relief, small.extent, poses, small)[0]


class PoseSearch:
    """A coarse search for a reference at all places, and at some angles and sizes.

    Args:
        reference: some 24 px long, so that the search is quick.
        z: (N,) complex64, the turns and sizes to try.
    """

    def __init__(self, reference: Reference, *, z: Tensor) -> None:
        self.reference = reference
        self.z = z
        h, w = reference.relief.shape
        self._side = 2 * math.ceil(math.hypot(h, w) * z.abs().max().item() / 2) + 1
        span = self._side / reference.density
        grid = centred_grid((self._side, self._side), complex(span, span))
        # The template of a turned part: the reference where the inverse pose brings each pixel.
        inverse = Poses(1 / z, torch.full((len(z),), reference.extent / 2))
        weight = reference.weight
        centred = reference.relief - (weight * reference.relief).sum()
        size = z.abs()[:, None].square()  # a larger template has more pixels
        templates = sampled(weight * centred, reference.extent, inverse, grid)[0] / size
        templates /= (weight * centred.square()).sum().sqrt()
        weights = sampled(weight, reference.extent, inverse, grid)[0] / size
        self._templates, self._weights = _Correlation(templates), _Correlation(weights)

    def scores(self, image: Tensor) -> Tensor:
        """Correlation of each template with a picture (h, w) of the reference's density, around each place: (N, h, w).

        Where the picture shows next to nothing, it is near 0.
        """
        energy = image.square()
        around = self._weights(energy).clamp_min_(0).add_(_FAINT * energy.mean()).sqrt_()
        return self._templates(image).div_(around)

    def best(self, image: Tensor, extent: complex, count: int, *, apart: float) -> Poses:
        """The most likely poses, no two of which are nearly the same.

        Args:
            apart: distance in longer sides within which two places are the same.
        """
        scores = self.scores(image)
        h, w = image.shape
        flat = scores.flatten(1)
        height, place = flat.max(dim=1)
        t = torch.complex((place % w + 0.5) / w * extent.real, (place // w + 0.5) / h * extent.imag)
        # The best place for each template; and, since another part may lie elsewhere, the best far from all these.
        z = self.z
        anywhere, which = flat.max(dim=0)
        top = int(height.argmax())
        rows, columns = torch.arange(h)[:, None], torch.arange(w)[None]
        row, column = int(place[top]) // w, int(place[top]) % w
        far = (
            (rows - row).square() + (columns - column).square() > (2 * apart * self.reference.density) ** 2
        ).flatten()
        chosen: list[int] = []
        remaining = height.clone()
        for _ in range(count):
            index = int(remaining.argmax())
            if remaining[index] <= 0:
                break
            chosen.append(index)
            ratio = z / z[index]
            same = (t - t[index]).abs() < apart
            same &= (ratio.angle().abs() < 0.3) & (ratio.abs().log().abs() < 0.16)
            remaining[same] = 0
        poses = Poses(z[chosen], t[chosen])
        if far.any():
            second = int(torch.where(far, anywhere, -torch.inf).argmax())
            other = complex((second % w + 0.5) / w * extent.real, (second // w + 0.5) / h * extent.imag)
            poses = Poses(torch.cat([poses.z, z[which[second]][None]]), torch.cat([poses.t, torch.tensor([other])]))
        return poses


class _Correlation:
    """Correlation of a picture with many templates (N, side²) that resemble one another: by few products."""

    def __init__(self, templates: Tensor) -> None:
        norms = templates.norm(dim=1, keepdim=True).clamp_min(1e-12)
        alike = templates / norms
        energies, u = torch.linalg.eigh(alike @ alike.T)  # in place of a decomposition of the many pixels
        energies, u = energies.flip(0), u.flip(1)
        rank = int((energies.cumsum(0) < _ENERGY * energies.sum()).sum()) + 1
        u = u[:, :rank]
        self._shares = (norms * u).contiguous()  # (N, rank)
        self._side = math.isqrt(templates.shape[1])
        self._basis = (u.T @ alike).unflatten(1, (self._side, self._side))
        self._spectra: tuple[tuple[int, int], Tensor] | None = None  # for pictures of the latest size

    def __call__(self, image: Tensor) -> Tensor:
        """(h, w) to (N, h, w), the sum of products with each template's centre at each place."""
        h, w = image.shape
        size = (max(h, self._side), max(w, self._side))
        spectra = self._spectra
        if spectra is None or spectra[0] != size:
            middle = self._side // 2
            padded = F.pad(self._basis, (0, size[1] - self._side, 0, size[0] - self._side))
            spectra = (size, torch.fft.rfft2(padded.roll((-middle, -middle), dims=(1, 2))).conj().contiguous())
            self._spectra = spectra
        products = torch.fft.irfft2(torch.fft.rfft2(image, s=size) * spectra[1], s=size)[:, :h, :w]
        return (self._shares @ products.flatten(1)).unflatten(1, (h, w))
