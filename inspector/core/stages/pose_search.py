"""A coarse search for a reference in a picture, over all places, angles and sizes at once."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from inspector.core.stages.pose_fit import Poses, Reference, centred_grid, likeness, refine, sampled

_ENERGY = 0.8  # of the turned and scaled templates, that the products which stand for all of them keep
_FAINT = 1.0  # of a picture's mean energy, so that nothing is like a template by chance


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
