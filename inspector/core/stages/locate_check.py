"""Whether parts are found, and from which quality on: good images that were held out, moved by known amounts."""

import cmath
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from inspector.line.locate import Locator
from inspector.line.placement import Placement
from inspector.line.pose_fit import Poses, agreement, extent_of, likeness, refine, sampled
from inspector.line.pose_search import symmetries

_MOVES = 48  # of all images together, and at least one of each
_DRAWS = 20  # of a move, until one leaves the part inside the picture
_SHIFT, _GROWTH = 0.15, 0.2
# Error as a share of the part's length up to which a part counts as found where it is; of one with a third gone.
_RIGHT, _RIGHT_DAMAGED = 0.02, 0.05
_SAME = 0.7  # likeness of the reference to itself, turned, from which nobody can tell the turn
_MIRRORED = 0.9  # of the good parts' likeness, up to which a mirrored part is another part
# Sizes and angles at which a search could go wrong, and how far off, as a share of the part's length.
_NEAR = ((1.15, 0.0), (0.87, 20.0), (1.07, 180.0), (0.93, -20.0), (1.0, 90.0), (1.0, -90.0))
_NEAR_SHIFT = 0.08
_HELD = 0.9  # share of the moved images in which the part must be found
# Share of the moved images in which it may be placed wrongly, though it was found before they were moved. By then even
# limits that all of these miss let others pass.
_MISPLACED = 0.05
_WHOLE = 0.95  # share of the part inside the picture, from which a moved image says something
_LEAST_VISIBLE = 0.87  # share of the part inside the picture; less only where good images show less


@dataclass(frozen=True)
class Move:
    """A similarity about the middle of a picture: turned, scaled and shifted (in longer sides)."""

    degrees: float
    scale: float
    shift: complex

    @property
    def z(self) -> complex:
        return cmath.rect(self.scale, math.radians(self.degrees))

    def __call__(self, picture: Tensor) -> Tensor:
        """A picture (3, H, W) so moved; what comes in from outside is of the border's colour."""
        extent = extent_of(picture.shape)
        grid = _positions(picture)
        at = (grid - extent / 2 - self.shift) / self.z + extent / 2
        where = torch.stack([at.real * (2 / extent.real) - 1, at.imag * (2 / extent.imag) - 1], dim=-1)
        moved = F.grid_sample(picture[None], where[None], padding_mode="border", align_corners=False)[0]
        inside = (where.abs() <= 1).all(dim=-1)
        return torch.where(inside, moved, border_colour(picture)[:, None, None])

    def of(self, pose: tuple[complex, complex], extent: complex) -> tuple[complex, complex]:
        """Where a part lies afterwards."""
        z, t = pose
        return self.z * z, self.z * (t - extent / 2) + extent / 2 + self.shift


def random_move(generator: torch.Generator, *, degrees: tuple[float, float], growth: float, shift: float) -> Move:
    u = torch.rand(4, generator=generator).tolist()
    angle = degrees[0] + u[0] * (degrees[1] - degrees[0])
    return Move(angle, 1 + growth * (2 * u[1] - 1), complex(shift * (2 * u[2] - 1), shift * (2 * u[3] - 1)))


def border_colour(picture: Tensor) -> Tensor:
    """(3,), the median along the border."""
    edges = (picture[:, 0], picture[:, -1], picture[:, :, 0], picture[:, :, -1])
    return torch.cat(edges, dim=1).median(dim=1).values


def pose_of(placement: Placement, picture_size: tuple[int, int]) -> tuple[complex, complex]:
    """Turn with scale, and place of the centre, in longer sides of the picture."""
    side = max(picture_size)
    h, w = placement.size
    matrix = placement.matrix
    return complex(matrix[0, 0], matrix[1, 0]), complex(*(matrix @ (w / 2, h / 2, 1) / side))


class PoseError:
    """How far one pose of a part is from another, where turns that nobody can tell do not count."""

    def __init__(self, locator: Locator) -> None:
        reference = locator.reference
        self._length, self._corner = reference.length, abs(reference.extent) / 2
        self._centre: complex | None = None
        if locator.mark is not None:
            self._same = [(1 + 0j, 0j)]
            return
        poses, same = symmetries(reference)
        middle = reference.extent / 2
        if not locator.motion.turns:  # about which the part is round
            self._centre = complex(((poses.t[1:] - middle) / (1 - poses.z[1:])).mean())
        same[0] = 1.0
        poses = poses[(same >= _SAME) & (same >= np.roll(same, 1)) & (same >= np.roll(same, -1))]
        self._same = [(complex(z), complex(t) - middle) for z, t in zip(poses.z, poses.t, strict=True)]

    def __call__(self, pose: tuple[complex, complex], expected: tuple[complex, complex]) -> float:
        """The longest way that a point of the part is off, as a share of its length."""
        (z, t), (true_z, true_t) = pose, expected
        if self._centre is not None:
            off = abs(z * self._centre + t - true_z * self._centre - true_t)
            return (off + abs(abs(z) - abs(true_z)) * self._corner) / self._length
        return (
            min(
                abs(z - true_z * same_z) * self._corner + abs(t - true_z * same_t - true_t)
                for same_z, same_t in self._same
            )
            / self._length
        )


@dataclass(frozen=True)
class _Trial:
    """How well a place fits, whether it is stable, and whether it is the part's."""

    quality: float
    agreement: float
    stable: bool
    right: bool


def _trial(placement: Placement, *, right: bool) -> _Trial:
    return _Trial(placement.quality, placement.agreement, placement.stable and placement.marked, right)


def checked(locator: Locator, pictures: Sequence[Tensor], *, generator: torch.Generator) -> Locator | None:
    """A locator with the likeness from which it is sure; None where it does not find good parts.

    Good images (3, H, W) are moved by known amounts. Each place that is wrong, and what is not the part, lies below one
    of the limits, of which each lies below that of parts of which a third is gone, if it can.
    """
    error = PoseError(locator)
    # Of a part that is turned by its mark, and of which a third is gone, perhaps with the mark, the angle says nothing.
    marked = locator.mark is not None
    error_damaged = PoseError(replace(locator, mark=None, motion=locator.searched)) if marked else error
    # Where the angle is free, turning the picture shows whether another angle does harm.
    low, high = locator.motion.degrees if locator.motion.turns else (-180.0, 180.0)
    share = 1.0 if high - low >= 360 else 0.6  # the picture may show the part turned already
    growth = _GROWTH if locator.motion.grows else 0.0
    whole: list[_Trial] = []
    unmoved: list[_Trial] = []  # the image of each of these as it was
    damaged: list[_Trial] = []
    wrong: list[_Trial] = []
    mirrored: list[float] = []
    least_visible = _LEAST_VISIBLE
    for picture in pictures:
        size = (picture.shape[1], picture.shape[2])
        extent = extent_of(picture.shape)
        still = locator.place(picture.numpy())
        plain = pose_of(still, size)
        least_visible = min(least_visible, visible_share(locator, extent, plain) - 0.02)
        puzzled = locator.place(_puzzled(locator, picture, plain).numpy())
        wrong.append(_Trial(puzzled.quality, puzzled.agreement, puzzled.stable, right=False))
        mirrored.append(locator.place(picture.flip(-1).numpy()).quality)
        for number in range(max(2, _MOVES // len(pictures))):
            draws = (
                random_move(generator, degrees=(share * low, share * high), growth=growth, shift=_SHIFT)
                for _ in range(_DRAWS)
            )
            inside = (one for one in draws if visible_share(locator, extent, one.of(plain, extent)) >= _WHOLE)
            move = next(inside, None)
            if move is None:
                continue
            expected = move.of(plain, extent)
            moved = move(picture)
            if number % 2:
                moved = _without_third(locator, moved, expected, generator)
            placement = locator.place(moved.numpy())
            pose = pose_of(placement, size)
            right = error_damaged(pose, expected) <= _RIGHT_DAMAGED if number % 2 else error(pose, expected) <= _RIGHT
            trial = _trial(placement, right=right)
            if not number % 2:
                whole.append(trial)
                unmoved.append(_trial(still, right=True))
                wrong += _mistaken(locator, moved, expected, error) if number == 0 else []
            elif right:
                damaged.append(trial)
            if not right and placement.marked:  # else it is not found whatever fits
                wrong.append(trial)
    if not any(trial.right for trial in whole):
        return None
    least_agreement = _between(
        [trial.agreement for trial in wrong],
        whole=[trial.agreement for trial in whole if trial.right],
        damaged=[trial.agreement for trial in damaged],
    )
    least_quality = _between(
        [trial.quality for trial in wrong if trial.agreement >= least_agreement],
        whole=[trial.quality for trial in whole if trial.right],
        damaged=[trial.quality for trial in damaged],
    )
    mirror = max(mirrored)
    if mirror < _MIRRORED * min(trial.quality for trial in whole if trial.right):  # else it is its own mirror image
        least_quality = max(least_quality, 1.02 * mirror)

    def is_found(trial: _Trial) -> bool:
        return trial.stable and trial.quality >= least_quality and trial.agreement >= least_agreement

    found = [trial.right and is_found(trial) for trial in whole]
    misplaced = [not trial.right for trial, before in zip(whole, unmoved, strict=True) if is_found(before)]
    if sum(found) < _HELD * len(found) or sum(misplaced) > _MISPLACED * len(misplaced):
        return None
    return replace(locator, least_quality=least_quality, least_agreement=least_agreement, least_visible=least_visible)


def _between(wrong: Sequence[float], *, whole: Sequence[float], damaged: Sequence[float]) -> float:
    """A limit above all that is wrong: half-way to what most damaged, or else nearly all whole parts reach, if any."""
    mistaken = max(wrong, default=0.0)
    for values, share in ((damaged, 0.1), (whole, 0.02)):
        if values and (low := float(np.quantile(values, share))) > mistaken:
            return (mistaken + low) / 2
    return 1.02 * mistaken


def _mistaken(locator: Locator, picture: Tensor, pose: tuple[complex, complex], error: PoseError) -> list[_Trial]:
    """Places near the part's that a search could end at, and that are wrong."""
    reference, image, extent = locator.reference, locator.relief(picture.numpy()), extent_of(picture.shape)
    turns, scales = locator.searched.turns, locator.searched.grows
    z = np.array([cmath.rect(size if scales else 1.0, math.radians(angle) if turns else 0.0) for size, angle in _NEAR])
    t = _NEAR_SHIFT * locator.length * np.exp(2.5j * np.arange(len(z)))
    start = _one(pose).after(z, t)
    poses = refine(image, extent, start, reference, steps=10, turns=turns, scales=scales)
    qualities, _ = likeness(image, extent, poses, reference)
    return [
        _Trial(float(qualities[index]), agreement(image, extent, poses[[index]], reference), stable=True, right=False)
        for index in range(len(poses))
        if error((complex(poses.z[index]), complex(poses.t[index])), pose) > _RIGHT_DAMAGED
    ]


def _positions(picture: Tensor) -> Tensor:
    h, w = picture.shape[-2:]
    y, x = torch.meshgrid(torch.arange(h) + 0.5, torch.arange(w) + 0.5, indexing="ij")
    return torch.complex(x, y) / max(h, w)


def visible_share(locator: Locator, extent: complex, pose: tuple[complex, complex]) -> float:
    """Of a part that lies so, how much is inside a picture of some extent."""
    reference = locator.reference
    _, inside = sampled(np.zeros((2, 2)), extent, _one(pose), reference.points.grid)
    return float((reference.points.weight * inside[0]).sum())


def _one(pose: tuple[complex, complex]) -> Poses:
    return Poses(*(np.array([one]) for one in pose))


def _in_part(locator: Locator, picture: Tensor, pose: tuple[complex, complex]) -> Tensor:
    """Positions of a picture's pixels in the canonical picture, from its centre, in units of its half sides."""
    at = (_positions(picture) - pose[1]) / pose[0]
    extent = locator.reference.extent
    return torch.complex(at.real / extent.real * 2, at.imag / extent.imag * 2)


def _without_third(
    locator: Locator, picture: Tensor, pose: tuple[complex, complex], generator: torch.Generator
) -> Tensor:
    """A picture whose part has lost a third, at one of its ends or sides."""
    at = _in_part(locator, picture, pose)
    turn = 1j ** int(torch.randint(4, (), generator=generator))
    gone = (at.real.abs() <= 1) & (at.imag.abs() <= 1) & ((at * turn).real > 1 / 3)
    return torch.where(gone, border_colour(picture)[:, None, None], picture)


def _puzzled(locator: Locator, picture: Tensor, pose: tuple[complex, complex]) -> Tensor:
    """A picture in which the part's quarters have changed places: the same material and light, and not the part."""
    extent = extent_of(picture.shape)
    at = _in_part(locator, picture, pose)
    inside = (at.real.abs() <= 1) & (at.imag.abs() <= 1)
    swapped = torch.complex(at.real - at.real.sign(), at.imag - at.imag.sign())
    size = locator.reference.extent
    source = torch.complex(swapped.real * size.real / 2, swapped.imag * size.imag / 2) * pose[0] + pose[1]
    where = torch.stack([source.real * (2 / extent.real) - 1, source.imag * (2 / extent.imag) - 1], dim=-1)
    moved = F.grid_sample(picture[None], where[None], padding_mode="border", align_corners=False)[0]
    return torch.where(inside, moved, picture)
