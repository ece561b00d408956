"""Finds the part in a picture, however it lies there: fixturing by a reference that is learned from good images."""

import cmath
import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .mark import Mark
from .pixels import Array
from .placement import Placement
from .pose_fit import Poses, Reference, agreement, extent_of, likeness, reducing, refine, relief, shrunk
from .pose_search import PoseSearch

_LARGEST_REFERENCE_PX = 1024
_COARSE_PX, _MIDDLE_PX = 24, 45  # length of the reference
_HYPOTHESES, _LIKELY, _FINALISTS = 6, 3, 2
# At the middle resolution of all and of the likely poses, and at the fine one of the finalists; a size is found more
# slowly.
_STEPS, _STEPS_SCALED = (3, 3, 2), (4, 5, 3)
_MOST_STEPS = 12  # of the best pose: a part that is unlike the reference, such as bent, takes more
# Starts beside the best pose, in lengths of the part and radians; and how far from it, in those lengths, they may end.
_BESIDE = ((0.015 + 0.015j, 0.01), (-0.015 - 0.015j, -0.01))
_BESIDE_STEPS, _APART = 8, 0.002
# The rest of a part that is cut off and unlike the reference lies otherwise than the whole.
_CUT = 0.985  # share of the part inside the picture, below which it is cut off
_FURTHER = 0.06  # of the part, without which it must lie at the same place: as nearly as this, in lengths of the part
_APART_CUT, _APART_CUT_SCALED = 0.004, 0.006
_AGREEMENT_CUT = 0.3  # of the way from the least agreement of whole parts to 1
_ANGLE_STEP, _SCALE_STEP = 10.0, 1.12  # a coarse pose is off by half of each at most
_SCALE_STEP_UPRIGHT = 1.04  # rings are mistaken for their neighbours sooner, and there are fewer templates


@dataclass(frozen=True)
class Motion:
    """How parts may lie, as against the reference.

    Attributes:
        degrees: lowest and highest angle; a span of 360 is any angle, and a span of 0 none.
        scales: lowest and highest size as a multiple of the reference's.
    """

    degrees: tuple[float, float]
    scales: tuple[float, float]

    @property
    def turns(self) -> bool:
        return self.degrees[1] > self.degrees[0]

    @property
    def grows(self) -> bool:
        return self.scales[1] > self.scales[0]

    def allows(self, z: complex) -> bool:
        """Whether a part may lie turned and scaled so."""
        low, high = self.degrees
        degrees = math.degrees(cmath.phase(z))
        turned = not self.turns or (degrees - low) % 360 <= high - low
        return turned and (not self.grows or self.scales[0] <= abs(z) <= self.scales[1])

    def angles(self) -> Array:
        low, high = self.degrees
        count = round((high - low) / _ANGLE_STEP)
        if high - low >= 360:
            return np.arange(count) * (360.0 / count)
        return np.linspace(low, high, count + 1) if self.turns else np.zeros(1)

    def sizes(self) -> Array:
        low, high = (math.log(scale) for scale in self.scales)
        step = _SCALE_STEP if self.turns else _SCALE_STEP_UPRIGHT
        count = max(1, round((high - low) / math.log(step)) + 1)
        return np.exp([(low + high) / 2] if count == 1 else np.linspace(low, high, count))


@dataclass(frozen=True)
class Locator:
    """Finds a part that may lie anywhere, turned and in another size.

    Lengths are in longer sides of the picture, so that a picture may have any resolution.

    Attributes:
        reference: what good parts look like in the canonical pose, which is also what the canonical picture shows.
        colour: (3,) float32, along which good images have the most contrast.
        window: of the relief, in pixels of the reference.
        motion: how parts may lie.
        least_quality: likeness of the whole part below which it is not found.
        least_agreement: likeness of the median place of the part below which it is not found.
        least_visible: share of the part inside the picture, below which it is not found.
        mark: shows the angle of a part that is round but for it; None for parts of another form or without one.

    Raises:
        ValueError: if the reference or the motion is none that is learned from images.
    """

    reference: Reference
    colour: Array
    window: int
    motion: Motion
    least_quality: float
    least_agreement: float
    least_visible: float
    mark: Mark | None = None

    def __post_init__(self) -> None:
        (lowest, highest), (smallest, largest), extent = self.motion.degrees, self.motion.scales, self.reference.extent
        if not (
            0 <= highest - lowest <= 361
            and 0.01 <= smallest <= largest <= 100
            and 0 < min(extent.real, extent.imag) <= max(extent.real, extent.imag) <= 10
            and 1 <= self.window <= _LARGEST_REFERENCE_PX
            and max(self.reference.relief.shape) <= _LARGEST_REFERENCE_PX
        ):
            raise ValueError("no good part lies as this states")

    def place(self, picture: Array) -> Placement:
        """Where the part lies in a picture (3, H, W) float32 in [0, 1]."""
        height, width = picture.shape[1:]
        image = self.relief(picture)
        frame = extent_of(picture.shape)
        poses, qualities, visible = self.candidates(image, frame)
        best = int(qualities.argmax())
        marked = True
        if self.mark is not None:
            pose, share, elsewhere = self.mark.find(image, frame, poses[[best]])
            marked = share >= self.mark.least > elsewhere
            pose = self._refined(image, frame, pose, self.reference, steps=_MOST_STEPS, momentum=True)
            poses.z[best], poses.t[best] = pose.z[0], pose.t[0]
            qualities[[best]], visible[[best]] = likeness(image, frame, pose, self.reference)
        z, t = complex(poses.z[best]), complex(poses.t[best])
        quality = max(0.0, min(1.0, float(qualities[best])))
        agrees = max(0.0, agreement(image, frame, poses[[best]], self.reference))
        stable = self._is_stable(image, frame, poses[[best]])
        whole = visible[best] >= _CUT
        least_agreement = self.least_agreement + (0 if whole else _AGREEMENT_CUT) * (1 - self.least_agreement)
        rivals = np.abs(poses.t - t) > 0.5 * self.length * abs(z)
        alone = not (rivals & (qualities >= max(self.least_quality, 0.8 * quality))).any()
        found = bool(
            quality >= self.least_quality
            and agrees >= least_agreement
            and visible[best] >= self.least_visible
            and self.motion.allows(z)
            and alone
            and marked
            and stable
            and (whole or self._agrees_with_less(image, frame, poses[[best]], float(visible[best])))
        )
        side = max(height, width)
        extent = self.reference.extent
        size = (max(1, round(extent.imag * side)), max(1, round(extent.real * side)))
        return Placement(self._matrix(z, t, size, side), size, quality, agrees, stable, found, marked)

    def relief(self, picture: Array) -> Array:
        """A picture (3, H, W) as it is searched, (h, w) at the density of the reference."""
        return relief(grey_at(picture, self.colour, self.reference.density), window=self.window)

    def candidates(self, image: Array, extent: complex) -> tuple[Poses, Array, Array]:
        """The likeliest poses in a relief (h, w), how like the reference it is there, and how much is visible."""
        coarse, middle = self._factors
        steps = _STEPS_SCALED if self.motion.grows else _STEPS
        poses = self._search.best(shrunk(image, coarse), extent, _HYPOTHESES, apart=0.2 * self.length)
        small = shrunk(image, middle)
        for left, more in ((_LIKELY, steps[0]), (_FINALISTS, steps[1])):
            poses = self._refined(small, extent, poses, self._middle, steps=more)
            poses = poses[self._likeliest(likeness(small, extent, poses, self._middle)[0], poses, left)]
        poses = self._refined(image, extent, poses, self.reference, steps=steps[2])
        order = np.argsort(-likeness(image, extent, poses, self.reference)[0])
        best, others = poses[order[:1]], poses[order[1:]]
        best = self._refined(image, extent, best, self.reference, steps=_MOST_STEPS, momentum=True)
        poses = Poses(np.append(best.z, others.z), np.append(best.t, others.t))
        return poses, *likeness(image, extent, poses, self.reference)

    def _is_stable(self, image: Array, extent: complex, pose: Poses) -> bool:
        """Whether refinement that starts beside a pose ends there."""
        shift, turn = (np.array(one) for one in zip(*_BESIDE, strict=True))
        z = np.exp(1j * turn) if self.searched.turns else np.ones(len(turn))
        poses = pose.after(z, shift * self.length)
        poses = self._refined(image, extent, poses, self.reference, steps=_BESIDE_STEPS, momentum=True)
        return bool((self.reference.distance(poses, pose) <= _APART).all())

    def _agrees_with_less(self, image: Array, extent: complex, pose: Poses, visible: float) -> bool:
        """Whether a part that is cut off lies at the same place by still less of it."""
        less = self.reference.inner(pose, extent, visible - _FURTHER)
        end = self._refined(image, extent, pose, less, steps=_BESIDE_STEPS, momentum=True)
        return bool(self.reference.distance(end, pose)[0] <= (_APART_CUT_SCALED if self.motion.grows else _APART_CUT))

    def _refined(
        self,
        image: Array,
        extent: complex,
        poses: Poses,
        reference: Reference,
        *,
        steps: int,
        momentum: bool = False,
    ) -> Poses:
        turns, scales = self.searched.turns, self.searched.grows
        return refine(image, extent, poses, reference, steps=steps, turns=turns, scales=scales, momentum=momentum)

    def _likeliest(self, qualities: Array, poses: Poses, count: int) -> Array:
        """The indices of so many poses, and of the best one that is another part."""
        chosen: Array = np.argsort(-qualities)[:count]
        far = np.abs(poses.t - poses.t[chosen[0]]) > 0.5 * self.length
        return np.unique(np.append(chosen, (qualities * far).argmax())) if far.any() else chosen

    @property
    def length(self) -> float:
        """Of the part, in longer sides of the picture."""
        return self.reference.length

    @cached_property
    def searched(self) -> Motion:
        """What the search goes through; where a mark shows the angle, that is found afterwards."""
        return self.motion if self.mark is None else Motion((0.0, 0.0), self.motion.scales)

    @cached_property
    def _factors(self) -> tuple[int, int]:
        pixels = max(self.reference.relief.shape)
        return max(1, round(pixels / _COARSE_PX)), max(1, round(pixels / _MIDDLE_PX))

    @cached_property
    def _middle(self) -> Reference:
        return self.reference.at(self._factors[1])

    @cached_property
    def _search(self) -> PoseSearch:
        z = (self.searched.sizes()[:, None] * np.exp(1j * np.radians(self.searched.angles()))).ravel()
        return PoseSearch(self.reference.at(self._factors[0]), z=z)

    def _matrix(self, z: complex, t: complex, size: tuple[int, int], side: int) -> Array:
        """(2, 3) float64 from pixels of the canonical picture to pixels of the image."""
        extent = self.reference.extent
        across, down = extent.real / size[1], extent.imag / size[0]
        origin = t - z * extent / 2
        return side * np.array(
            [[z.real * across, -z.imag * down, origin.real], [z.imag * across, z.real * down, origin.imag]]
        )


def grey_at(picture: Array, colour: Array, density: float) -> Array:
    """A picture (3, H, W) along a colour, with so many pixels on its longer side: (h, w)."""
    height, width = picture.shape[1:]
    side = max(height, width)
    whole = max(1, int(side / density / 1.5))
    grey = np.tensordot(colour, picture, 1)
    if whole > 1:  # which is quick
        grey = _means(_means(grey, whole).T, whole).T
    rows, columns = (reducing(n, max(1, round(n / side * density)), whole=whole) for n in (height, width))
    reduced: Array = rows @ grey @ columns.T
    return reduced


def _means(values: Array, count: int) -> Array:
    """(h, w), of so many rows each; the last may be of fewer."""
    full = len(values) // count * count
    means = values[:full:count].copy()
    for row in range(1, count):
        means += values[row:full:count]
    means *= np.float32(1 / count)
    rest = values[full:]
    return np.append(means, rest.mean(axis=0, keepdims=True), axis=0) if len(rest) else means
