"""Learns from good images alone where the part is, what it looks like and how it may lie."""

import cmath
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import torch
import torch.nn.functional as F
from scipy import ndimage
from torch import Tensor

from inspector.core.images.resizing import resize
from inspector.core.stages.locate_check import checked
from inspector.core.stages.mark_learning import centre_of, proven_mark, turned_alike
from inspector.core.stages.part_outline import part_mask
from inspector.line.locate import Locator, Motion, grey_at
from inspector.line.mark import Mark
from inspector.line.pixels import Array
from inspector.line.pose_fit import Poses, Reference, centred_grid, extent_of, relief, sampled
from inspector.line.pose_search import symmetries

MotionChoice = Literal["auto", "rigid", "similarity"]
FEWEST_IMAGES = 5
_MOST_LEARNED, _MOST_HELD_OUT = 30, 15
_PART_PX, _MOST_PX = 90, 256  # length of the part in the reference; of the picture's longer side
_WINDOWS = 6  # of the relief, along the part
_SEEDS, _SEED_IMAGES = 4, 10
_MARGIN = 0.08  # of the part's length, around it
_ANY_ANGLE = (-180.0, 180.0)
_ANY_SCALE = (0.62, 1.6)  # while good images are brought together
_ROUND = 0.75  # likeness of the reference to itself at the angle where it is least, from which no angle differs
_ALIKE = 0.6  # of the median likeness, from which an image is part of the reference
_OFTEN = 0.4  # share of the images in which a place shows the part, from which it belongs to it
_GROUNDED = 0.7  # share of the good images in which the part stands out
_NARROWEST_PX = 3  # of a reference
_LEAST_RELIEF = 1e-6  # variance of a reference, below which it shows nothing
_ALIGNED = 0.15  # displacement as a share of the part's length, up to which parts are judged as well where they lie


@dataclass(frozen=True)
class _View:
    """A good image with its relief (h, w) and where the part is in it, (h', w') bool; None for all of it."""

    picture: Tensor
    relief: Array
    mask: Array | None

    @property
    def extent(self) -> complex:
        return extent_of(self.picture.shape)


def learn_locator(
    pictures: Sequence[Tensor], motion: MotionChoice = "auto", *, generator: torch.Generator
) -> Locator | None:
    """Learn to find the part from good images, (3, H, W) in [0, 1] each.

    Args:
        motion: how parts may lie: anywhere at any angle (`rigid`), in another size, too (`similarity`), or as the good
            images do, with a margin (`auto`).
        generator: CPU generator.

    Returns:
        None where there are too few images, where locating does not hold on those that were held out, and, for `auto`,
        where the parts lie in one pose already.
    """
    if len(pictures) < FEWEST_IMAGES:
        return None
    try:
        return _learned(pictures, motion, generator=generator)
    except _NothingShownError:
        return None


def looks_round(pictures: Sequence[Tensor]) -> bool:
    """Whether what good pictures (3, H, W) show together, where they lie, is a part that no angle differs from."""
    height, width = pictures[0].shape[1:]
    longer = max(height, width)
    size = (max(1, round(height / longer * _MOST_PX)), max(1, round(width / longer * _MOST_PX)))
    mean = torch.stack([resize(picture, size) for picture in pictures]).mean(dim=0)
    mask = part_mask(mean)
    length = 1.0 if mask is None else _box(mask)[1]
    density, window = _resolution(length)
    grey = grey_at(mean.numpy(), _colour([mean]), density)
    try:
        return _is_round(_reference(_View(mean, relief(grey, window=window), mask), density))
    except _NothingShownError:
        return False


def _resolution(length: float) -> tuple[int, int]:
    """Pixels of the picture's longer side at which a part of some length is found, and the window of the relief."""
    density = min(_MOST_PX, round(_PART_PX / length))
    return density, 2 * max(1, round(density * length / _WINDOWS / 2)) + 1


class _NothingShownError(Exception):
    """Of images that show nothing in common, or nothing at all."""


def _learned(pictures: Sequence[Tensor], motion: MotionChoice, *, generator: torch.Generator) -> Locator | None:
    order = torch.randperm(len(pictures), generator=generator).tolist()
    count = min(_MOST_LEARNED, round(len(order) * 0.6))
    chosen = [pictures[index] for index in order[: count + _MOST_HELD_OUT]]
    masks = [part_mask(picture) for picture in chosen]
    if sum(mask is not None for mask in masks) < _GROUNDED * len(masks):
        masks = [None] * len(masks)
    lengths = sorted(_box(mask)[1] for mask in masks if mask is not None)
    length = lengths[len(lengths) // 2] if lengths else 1.0
    density, window = _resolution(length)
    colour = _colour(chosen)
    views = [
        _View(picture, relief(grey_at(picture.numpy(), colour, density), window=window), mask)
        for picture, mask in zip(chosen, masks, strict=True)
    ]
    scales = (1.0, 1.0) if motion == "rigid" else _ANY_SCALE
    start = Locator(_reference(views[0], density), colour, window, Motion(_ANY_ANGLE, scales), 0.0, 0.0, 0.0)
    learner = _Learner([view for view in views[:count] if lengths == [] or view.mask is not None], density)
    locator = learner.first(start)
    locator, _ = learner.join(locator)
    locator, _ = learner.join(locator)
    held_out = [view.picture for view in views[count:]]
    if _is_round(locator.reference):
        locator, poses = learner.join(replace(locator, motion=Motion((0.0, 0.0), scales)))
        marked, turned = learner.marked(locator, Motion(_ANY_ANGLE, scales))
        mark = proven_mark(marked, held_out, generator=generator)
        if mark is not None:
            allowed = _allowed(marked, turned, motion)
            if allowed is None:
                return None
            found = checked(replace(marked, mark=mark, motion=allowed), held_out, generator=generator)
            if found is not None:
                return found
    else:
        locator, poses = learner.join(locator)
    allowed = _allowed(locator, poses, motion)
    return None if allowed is None else checked(replace(locator, motion=allowed), held_out, generator=generator)


class _Learner:
    """Brings good images together."""

    def __init__(self, views: Sequence[_View], density: float) -> None:
        self._views = views
        self._density = density

    def first(self, start: Locator) -> Locator:
        """Of a few images, that which is found best in the others."""
        others = self._views[:_SEED_IMAGES]
        best, locator = -1.0, start
        for seed in self._views[:_SEEDS]:
            tried = replace(start, reference=_reference(seed, self._density))
            quality = float(np.median(_place(tried, others)[1]))
            if quality > best:
                best, locator = quality, tried
        return locator

    def join(self, locator: Locator) -> tuple[Locator, Poses]:
        """With the mean of all images as the reference, in the canonical pose; and how they lie as against it."""
        views, poses = self._alike(locator)
        poses = _canonical(poses, turns=locator.motion.turns)
        wide = 1.5 * locator.reference.length
        grid_size = (round(wide * self._density),) * 2
        grid = centred_grid(grid_size, complex(wide, wide))
        part = _mean_part(views, poses, grid).reshape(grid_size)
        if locator.motion.turns and _scattered(poses):
            axis = _principal_axis(part, wide)
            poses = poses.after(axis, 0)
            part = _mean_part(views, poses, grid).reshape(grid_size)
        centre, extent = _box_in(part >= min(_OFTEN, part.max()), wide)
        poses = poses.after(1, centre)
        return replace(locator, reference=self._mean(views, poses, extent)), poses

    def marked(self, locator: Locator, motion: Motion) -> tuple[Locator, Poses]:
        """The same, of a part that is round, with its angle by what it shows at one alone; and how they lie then."""
        views, poses = self._alike(locator)
        poses = turned_alike(locator.reference, [(view.relief, view.extent) for view in views], poses)
        poses = _canonical(poses, turns=True)
        reference = self._mean(views, poses, locator.reference.extent)
        mark = Mark(reference, centre_of(reference))
        return replace(locator, reference=reference, mark=mark, motion=motion), poses

    def _alike(self, locator: Locator) -> tuple[list[_View], Poses]:
        """The views that are like the reference, and how they lie."""
        poses, qualities = _place(locator, self._views)
        used = np.flatnonzero(qualities >= min(_ALIKE * np.median(qualities), qualities.max())).tolist()
        return [self._views[index] for index in used], poses[used]

    def _mean(self, views: Sequence[_View], poses: Poses, extent: complex) -> Reference:
        size = (round(extent.imag * self._density), round(extent.real * self._density))
        extent = complex(size[1], size[0]) / self._density
        grid = centred_grid(size, extent)
        samples = [sampled(view.relief, view.extent, poses[[index]], grid) for index, view in enumerate(views)]
        values = np.concatenate([values for values, _ in samples])
        inside = np.concatenate([inside for _, inside in samples]).astype(np.float32)
        count = inside.sum(axis=0).clip(1)
        mean = (values * inside).sum(axis=0) / count
        spread = (np.square(values - mean) * inside).sum(axis=0) / count
        part = _with_outline(_mean_part(views, poses, grid).reshape(size)).ravel()
        weight = (part - 0.3).clip(0, 0.4) * inside.mean(axis=0) / (0.1 + spread)
        return _showing(mean.reshape(size), weight.reshape(size), extent)


def _place(locator: Locator, views: Sequence[_View]) -> tuple[Poses, Array]:
    found = []
    for view in views:
        poses, qualities, _ = locator.candidates(view.relief, view.extent)
        best = int(qualities.argmax())
        found.append((poses[[best]], qualities[best]))
    return (
        Poses(*(np.concatenate(ends) for ends in zip(*((poses.z, poses.t) for poses, _ in found), strict=True))),
        np.array([quality for _, quality in found]),
    )


def _reference(view: _View, density: float) -> Reference:
    """One image as the reference."""
    if view.mask is None:
        centre, extent = view.extent / 2, view.extent
    else:
        centre, length, extent = _box(view.mask)
        margin = 2 * _MARGIN * length
        extent += complex(margin, margin)
    size = (round(extent.imag * density), round(extent.real * density))
    grid = centred_grid(size, extent)
    pose = Poses(np.array([1 + 0j]), np.array([centre]))
    values, _ = sampled(view.relief, view.extent, pose, grid)
    weight = _with_outline(_part_at(view, pose, grid).reshape(size))
    return _showing(values.reshape(size), weight, extent)


def _showing(values: Array, weight: Array, extent: complex) -> Reference:
    """A reference of values and weights (h, w) that shows something; the weights are ≥ 0 and need not sum to 1.

    Raises:
        _NothingShownError: if it shows nothing.
    """
    if not weight.any() or min(weight.shape) < _NARROWEST_PX:
        raise _NothingShownError
    weight = weight / weight.sum()
    if (weight * np.square(values - (weight * values).sum())).sum() < _LEAST_RELIEF:
        raise _NothingShownError
    return Reference(values, weight, extent)


def _part_at(view: _View, pose: Poses, grid: Array) -> Array:
    """How much of each place of a grid is the part, (P,) in [0, 1]."""
    mask = np.ones_like(view.relief) if view.mask is None else view.mask.astype(np.float32)
    part: Array = sampled(mask, view.extent, pose, grid)[0][0]
    return part


def _mean_part(views: Sequence[_View], poses: Poses, grid: Array) -> Array:
    """The same of all views together."""
    parts = [_part_at(view, poses[[index]], grid) for index, view in enumerate(views)]
    mean: Array = np.mean(parts, axis=0)
    return mean


def _with_outline(part: Array) -> Array:
    """How much of each place (h, w), or of its neighbours, is the part."""
    widened: Array = ndimage.maximum_filter(part, 5)
    return widened


def _box(mask: Array) -> tuple[complex, float, complex]:
    """Centre, length and extent of a part in longer sides of its picture."""
    pitch = 1 / max(mask.shape)
    rows, columns = (np.flatnonzero(mask.any(axis=1 - axis)).tolist() for axis in (0, 1))
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    extent = complex(right - left, bottom - top) * pitch
    return complex(left + right, top + bottom) * pitch / 2, max(extent.real, extent.imag), extent


def _box_in(part: Array, wide: float) -> tuple[complex, complex]:
    """Centre, from the centre of a square grid of some width, and extent of a part in it, with a margin."""
    centre, length, extent = _box(part)
    margin = 2 * _MARGIN * length
    return (centre - complex(0.5, 0.5)) * wide, (extent + complex(margin, margin)) * wide


def _canonical(poses: Poses, *, turns: bool) -> Poses:
    """As against a reference of their mean size and, where they do not lie at all angles, their mean angle."""
    scale = np.exp(np.log(np.abs(poses.z)).mean())
    mean = (poses.z / np.abs(poses.z)).mean()
    upright = 1 if not turns or _scattered(poses) else mean / abs(mean)
    return poses.after(1 / (scale * upright), 0)


def _scattered(poses: Poses) -> bool:
    return bool(abs((poses.z / np.abs(poses.z)).mean()) < 0.8)


def _principal_axis(part: Array, wide: float) -> complex:
    """The turn that brings the longer axis of what is to the right to where it is."""
    x, y, _ = centred_grid(part.shape, complex(wide, wide))
    weight = part.ravel() / part.sum()
    at = x + 1j * y
    moment = complex((weight * np.square(at - (weight * at).sum())).sum())
    return cmath.exp(1j * cmath.phase(moment) / 2)


def _is_round(reference: Reference) -> bool:
    return bool(symmetries(reference, step_degrees=30)[1].min() >= _ROUND)


def _allowed(locator: Locator, poses: Poses, motion: MotionChoice) -> Motion | None:
    """How parts may lie; None where all lie in one pose and nobody asked."""
    scales = np.abs(poses.z)
    smallest, largest = float(scales.min()), float(scales.max())
    degrees = locator.motion.degrees
    if motion == "rigid":
        return Motion(degrees, (1.0, 1.0))
    if motion == "similarity":
        return Motion(degrees, (smallest / 1.25, largest * 1.25))
    corners = locator.reference.extent / 2 * np.array([1, 1j, -1, -1j]) * cmath.exp(0.25j)
    moved = np.abs((poses.z - 1)[:, None] * corners + (poses.t - poses.t.mean())[:, None]).max(axis=1)
    if np.quantile(moved, 0.75) <= _ALIGNED * locator.reference.length:
        return None
    if locator.motion.turns and not _scattered(poses):
        widest = 1.5 * float(np.abs(poses.degrees()).max()) + 5
        degrees = (-widest, widest) if widest < 180 else degrees
    grows = np.log(np.quantile(scales, 0.95) / np.quantile(scales, 0.05)) > 0.03
    return Motion(degrees, (smallest / 1.1, largest * 1.1) if grows else (1.0, 1.0))


def _colour(pictures: Sequence[Tensor]) -> Array:
    """(3,) of length 1, in which neighbouring pixels of the pictures differ most."""
    outer = torch.zeros(3, 3)
    for picture in pictures:
        coarser = max(1, max(picture.shape[1:]) // 128)
        small = F.avg_pool2d(picture, [min(coarser, side) for side in picture.shape[1:]])
        for axis in (1, 2):
            slope = small.diff(dim=axis).flatten(1)
            outer += slope @ slope.T / max(1, slope.shape[1])
    colour = torch.linalg.eigh(outer).eigenvectors[:, -1]
    return (colour * colour.sum().sign()).numpy()
