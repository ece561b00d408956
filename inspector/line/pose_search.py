"""A coarse search for a reference in a picture, over all places, angles and sizes at once."""

import math

import numpy as np

from .pixels import Array
from .pose_fit import Poses, Reference, centred_grid, likeness, refine, sampled

_ENERGY = 0.8  # of the turned and scaled templates, that the products which stand for all of them keep
_FAINT = 1.0  # of a picture's mean energy, so that nothing is like a template by chance


def symmetries(reference: Reference, *, step_degrees: float = 10.0) -> tuple[Poses, Array]:
    """How like itself a reference is, turned by each angle about the centre that suits best.

    Returns:
        For each step, the pose that brings the reference onto itself, and how like it is there, (n,).
    """
    small = reference.at(max(1, round(max(reference.relief.shape) / 64)))
    count = round(360 / step_degrees)
    z = np.exp(2j * np.pi / count * np.arange(count))
    search = PoseSearch(reference.at(max(1, round(max(reference.relief.shape) / 24))), z=z)
    coarse = search.reference.relief
    middle = max(coarse.shape) // 4
    place = search.scores(np.pad(coarse, middle)).reshape(count, -1).argmax(axis=1)
    wide = coarse.shape[1] + 2 * middle
    x, y = (place % wide - middle + 0.5) / coarse.shape[1], (place // wide - middle + 0.5) / coarse.shape[0]
    poses = Poses(z, x * reference.extent.real + 1j * y * reference.extent.imag)
    poses = refine(small.relief, small.extent, poses, small, steps=8, turns=True, scales=False)
    return poses, likeness(small.relief, small.extent, poses, small)[0]


class PoseSearch:
    """A coarse search for a reference at all places, and at some angles and sizes.

    Args:
        reference: some 24 px long, so that the search is quick.
        z: (N,) complex, the turns and sizes to try.
    """

    def __init__(self, reference: Reference, *, z: Array) -> None:
        self.reference = reference
        self.z = z
        size = np.abs(z)
        self._side = 2 * math.ceil(math.hypot(*reference.relief.shape) * size.max() / 2) + 1
        span = self._side / reference.density
        grid = centred_grid((self._side, self._side), complex(span, span))
        # The template of a turned part: the reference where the inverse pose brings each pixel.
        inverse = Poses(1 / z, np.full(len(z), reference.extent / 2))
        weight = reference.weight
        centred = reference.relief - (weight * reference.relief).sum()
        area = np.square(size).astype(np.float32)[:, None]  # a larger template has more pixels
        templates = sampled(weight * centred, reference.extent, inverse, grid)[0] / area
        templates /= np.sqrt((weight * np.square(centred)).sum())
        weights = sampled(weight, reference.extent, inverse, grid)[0] / area
        self._templates, self._weights = _Correlation(templates), _Correlation(weights)

    def scores(self, image: Array) -> Array:
        """Correlation of each template with a picture (h, w) of the reference's density, around each place: (N, h, w).

        Where the picture shows next to nothing, it is near 0.
        """
        energy = np.square(image)
        around = self._weights(energy).clip(0)
        around += _FAINT * energy.mean() + 1e-12  # also where the picture shows nothing at all
        scores: Array = self._templates(image) / np.sqrt(around, out=around)
        return scores

    def best(self, image: Array, extent: complex, count: int, *, apart: float) -> Poses:
        """The most likely poses, no two of which are nearly the same.

        Args:
            apart: distance in longer sides within which two places are the same.
        """
        h, w = image.shape
        flat = self.scores(image).reshape(len(self.z), -1)
        place = flat.argmax(axis=1)
        height = flat[np.arange(len(flat)), place]

        def centres(index: Array) -> Array:
            return (index % w + 0.5) / w * extent.real + 1j * (index // w + 0.5) / h * extent.imag

        # The best place for each template; and, since another part may lie elsewhere, the best far from all these.
        z, t = self.z, centres(place)
        row, column = divmod(int(place[height.argmax()]), w)
        near = np.square(np.arange(h) - row)[:, None] + np.square(np.arange(w) - column)
        far = (near > (2 * apart * self.reference.density) ** 2).ravel()
        chosen: list[int] = []
        remaining = height.copy()
        for _ in range(count):
            index = int(remaining.argmax())
            if chosen and remaining[index] <= 0:
                break
            chosen.append(index)
            ratio = z / z[index]
            same = np.abs(t - t[index]) < apart
            same &= (np.abs(np.angle(ratio)) < 0.3) & (np.abs(np.log(np.abs(ratio))) < 0.16)
            remaining[same] = 0
        poses = Poses(z[chosen], t[chosen])
        if far.any():
            anywhere = flat.max(axis=0)
            second = np.atleast_1d(np.where(far, anywhere, -np.inf).argmax())
            other = z[flat[:, second[0]].argmax()]
            poses = Poses(np.append(poses.z, other), np.append(poses.t, centres(second)))
        return poses


class _Correlation:
    """Correlation of a picture with many templates (N, side²) that resemble one another: by few products."""

    def __init__(self, templates: Array) -> None:
        norms = np.linalg.norm(templates, axis=1, keepdims=True).clip(1e-12)
        alike = templates / norms
        energies, u = np.linalg.eigh(alike @ alike.T)  # in place of a decomposition of the many pixels
        energies, u = energies[::-1], u[:, ::-1]
        rank = int((energies.cumsum() < _ENERGY * energies.sum()).sum()) + 1
        u = u[:, :rank]
        self._shares = np.ascontiguousarray(norms * u)  # (N, rank)
        self._side = math.isqrt(templates.shape[1])
        self._basis = (u.T @ alike).reshape(rank, self._side, self._side)
        self._spectra: tuple[tuple[int, int], Array] | None = None  # for pictures of the latest size

    def __call__(self, image: Array) -> Array:
        """(h, w) to (N, h, w), the sum of products with each template's centre at each place."""
        h, w = image.shape
        size = (max(h, self._side), max(w, self._side))
        spectra = self._spectra
        if spectra is None or spectra[0] != size:
            middle = self._side // 2
            padded = np.zeros((len(self._basis), *size), np.float32)
            padded[:, : self._side, : self._side] = self._basis
            spectra = (size, np.fft.rfft2(np.roll(padded, (-middle, -middle), axis=(1, 2))).conj())
            self._spectra = spectra
        products = np.fft.irfft2(np.fft.rfft2(image, s=size) * spectra[1], s=size)[:, :h, :w]
        found: Array = self._shares @ products.reshape(len(products), -1)
        return found.reshape(-1, h, w)
