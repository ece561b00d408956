"""At which angle a part lies that is round but for a mark, such as a ring with a notch: by that mark."""

import cmath
import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .pixels import Array
from .pose_fit import Poses, Reference, sampled

ANGLES = 360
RINGS = 48  # on which a part is compared with the reference
_FAINT = 4.0  # deviations of what the rest of the part shows, at which a place counts half


@dataclass(frozen=True)
class Mark:
    """What a part that is round but for it shows at one angle alone.

    Attributes:
        reference: the part, with its mark where it is in the canonical pose.
        centre: of what is round, in the reference's frame.
        least: share of the mark from which it counts as there.
    """

    reference: Reference
    centre: complex
    least: float = 0.0

    def __post_init__(self) -> None:
        if not (self._radius > 0 and math.isfinite(self.least)):
            raise ValueError("no part is round about such a centre")

    def find(self, image: Array, extent: complex, pose: Poses) -> tuple[Poses, float, float]:
        """The pose after the turn that shows the mark; how much of it is there, and how much at most at another angle.

        Args:
            image: (h, w), the relief of a picture of some extent.
            pose: one, in which the part lies but for its angle.
        """
        shares = self._shares(self.unrolled(image, extent, pose))
        best = int(shares.argmax())
        before, at, after = (float(shares[(best + step) % ANGLES]) for step in (-1, 0, 1))
        bend = 2 * at - before - after
        beside = (after - before) / 2 / bend if bend > 0 else 0.0
        turn = cmath.rect(1.0, 2 * math.pi * (best + beside) / ANGLES)
        turned = pose.after(turn, self.centre * (1 - turn))
        return turned, at, float(shares[np.roll(self._elsewhere, best)].max(initial=0.0))

    def unrolled(self, image: Array, extent: complex, pose: Poses) -> Array:
        """What a part in one pose shows otherwise than its circles do on the whole, (rings, angles)."""
        values, inside = (one[0].reshape(RINGS, ANGLES) for one in sampled(image, extent, pose, self._circles))
        mean = (values * inside).sum(axis=1) / inside.sum(axis=1).clip(1)
        unrolled: Array = (values - mean[:, None]) * inside
        return unrolled

    @cached_property
    def weight(self) -> Array:
        """(rings, angles), of the reference and of the area that a place stands for."""
        extent = self.reference.extent
        weight = sampled(self.reference.weight, extent, self._middle, self._circles)[0][0].reshape(RINGS, ANGLES)
        weighted: Array = weight * (np.arange(RINGS, dtype=np.float32) + 0.5)[:, None]
        return weighted

    def _shares(self, part: Array) -> Array:
        """How much of the mark an unrolled part shows at each angle, (angles,)."""
        products = (np.fft.rfft(part) * np.fft.rfft(self._template).conj()).sum(axis=0)
        shares: Array = np.fft.irfft(products, ANGLES)
        return shares

    @cached_property
    def _circles(self) -> Array:
        """(3, rings · angles) as of `centred_grid`."""
        radius = (np.arange(RINGS) + 0.5) / RINGS * self._radius
        at = self.centre + radius[:, None] * np.exp(2j * np.pi / ANGLES * np.arange(ANGLES))
        return np.stack([at.real.ravel(), at.imag.ravel(), np.ones(at.size)]).astype(np.float32)

    @property
    def _middle(self) -> Poses:
        """Of the reference in a picture that it fills."""
        return Poses(np.ones(1), np.array([self.reference.extent / 2]))

    @property
    def _radius(self) -> float:
        """Of the largest circle about the centre that the reference holds."""
        extent = self.reference.extent
        return min(extent.real / 2 - abs(self.centre.real), extent.imag / 2 - abs(self.centre.imag))

    @cached_property
    def _template(self) -> Array:
        """(rings, angles), whose products with an unrolled part are the share of the mark that it shows."""
        extent = self.reference.extent
        shown = self.unrolled(self.reference.relief, extent, self._middle)
        noise = np.float32(_FAINT * 1.48) * np.median(np.abs(shown), axis=1, keepdims=True)
        weight = self.weight * np.square(shown) / (np.square(shown) + np.square(noise) + 1e-9)
        template: Array = weight * shown / max(float((weight * np.square(shown)).sum()), 1e-9)
        return template

    @cached_property
    def _elsewhere(self) -> Array:
        """(angles,) bool, which turns away from the mark's do not show it any more."""
        extent = self.reference.extent
        shares = self._shares(self.unrolled(self.reference.relief, extent, self._middle))
        elsewhere = np.ones(ANGLES, bool)
        for way in (1, -1):
            turn = 0
            while turn < ANGLES // 2 and shares[way * turn] > 0:
                elsewhere[way * turn] = False
                turn += 1
        return elsewhere
