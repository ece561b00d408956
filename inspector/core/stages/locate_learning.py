"""Learns from good images alone where the part is, what it looks like and how it may lie."""

import cmath
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor

from inspector.core.stages.locate import Locator, Motion, grey_at
from inspector.core.stages.locate_check import checked
from inspector.core.stages.part_outline import part_mask
from inspector.core.stages.pose_fit import Poses, Reference, centred_grid, extent_of, relief, sampled
from inspector.core.stages.pose_search import symmetries

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
_ALIGNED = 0.012  # displacement as a share of the part's length, up to which parts lie in one pose


@dataclass(frozen=True)
class _View:
    """A good image with its relief (h, w) and where the part is in it, (h', w') bool; None for all of it."""

    picture: Tensor
    relief: Tensor
    mask: Tensor | None

    @property
    def extent(self) -> complex:
        return extent_of(self.picture)


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
    order = torch.randperm(len(pictures), generator=generator).tolist()
    count = min(_MOST_LEARNED, round(len(order) * 0.6))
    chosen = [pictures[index] for index in order[: count + _MOST_HELD_OUT]]
    masks = [part_mask(picture) for picture in chosen]
    if sum(mask is not None for mask in masks) < _GROUNDED * len(masks):
        masks = [None] * len(masks)
    lengths = sorted(_box(mask)[1] for mask in masks if mask is not None)
    length = lengths[len(lengths) // 2] if lengths else 1.0
    density = min(_MOST_PX, round(_PART_PX / length))
    window = 2 * max(1, round(density * length / _WINDOWS / 2)) + 1
    colour = _colour(chosen)
    views = [
        _View(picture, relief(grey_at(picture, colour, density), window=window), mask)
        for picture, mask in zip(chosen, masks, strict=True)
    ]
    scales = (1.0, 1.0) if motion == "rigid" else _ANY_SCALE
    start = Locator(_reference(views[0], density), colour, window, Motion(_ANY_ANGLE, scales), 0.0, 0.0, 0.0)
    learner = _Learner([view for view in views[:count] if lengths == [] or view.mask is not None], density)
    locator = learner.first(start)
    locator, _ = learner.join(locator)
    locator, _ = learner.join(locator)
    if _is_round(locator.reference):
        locator = replace(locator, motion=Motion((0.0, 0.0), scales))
    locator, poses = learner.join(locator)
    allowed = _allowed(locator, poses, motion)
    if allowed is None:
        return None
    return checked(
        replace(locator, motion=allowed),
        [view.picture for view in views[count:]],
        generator=generator,
    )


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
            quality = _place(tried, others)[1].median().item()
            if quality > best:
                best, locator = quality, tried
        return locator

    def join(self, locator: Locator) -> tuple[Locator, Poses]:
        """With the mean of all images as the reference, in the canonical pose; and how they lie as against it."""
        poses, qualities = _place(locator, self._views)
        used = (qualities >= min(_ALIKE * qualities.median(), qualities.max())).nonzero().flatten().tolist()
        views = [self._views[index] for index in used]
        poses = _canonical(poses[used], turns=locator.motion.turns)
        wide = 1.5 * locator.reference.length
        grid_size = (round(wide * self._density),) * 2
        grid = centred_grid(grid_size, complex(wide, wide))
        part = torch.stack(
            [_part_at(view, poses[[index]], grid).reshape(grid_size) for index, view in enumerate(views)]
        ).mean(dim=0)
        if locator.motion.turns and _scattered(poses):
            axis = _principal_axis(part, wide)
            poses = poses.after(torch.tensor([axis]), torch.zeros(1))
            part = torch.stack(
                [_part_at(view, poses[[index]], grid).reshape(grid_size) for index, view in enumerate(views)]
            ).mean(dim=0)
        centre, extent = _box_in(part >= min(_OFTEN, part.max().item()), wide)
        poses = poses.after(torch.ones(1), torch.tensor([centre]))
        return replace(locator, reference=self._mean(views, poses, extent)), poses

    def _mean(self, views: Sequence[_View], poses: Poses, extent: complex) -> Reference:
        size = (round(extent.imag * self._density), round(extent.real * self._density))
        extent = complex(size[1], size[0]) / self._density
        grid = centred_grid(size, extent)
        samples = [
            (sampled(view.relief, view.extent, poses[[index]], grid), _part_at(view, poses[[index]], grid))
            for index, view in enumerate(views)
        ]
        values = torch.cat([values for (values, _), _ in samples])
        inside = torch.cat([inside for (_, inside), _ in samples]).float()
        part = torch.stack([part for _, part in samples]).mean(dim=0)
        count = inside.sum(dim=0).clamp_min(1)
        mean = (values * inside).sum(dim=0) / count
        spread = ((values - mean).square() * inside).sum(dim=0) / count
        part = F.max_pool2d(part.reshape(1, *size), 5, stride=1, padding=2).flatten()  # its outline, too
        weight = (part - 0.3).clamp(0, 0.4) * inside.mean(dim=0) / (0.1 + spread)
        return Reference(mean.reshape(size), (weight / weight.sum()).reshape(size), extent)


def _place(locator: Locator, views: Sequence[_View]) -> tuple[Poses, Tensor]:
    found = []
    for view in views:
        poses, qualities, _ = locator.candidates(view.relief, view.extent)
        best = int(qualities.argmax())
        found.append((poses[[best]], qualities[best]))
    return (
        Poses(torch.cat([poses.z for poses, _ in found]), torch.cat([poses.t for poses, _ in found])),
        torch.stack([quality for _, quality in found]),
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
    pose = Poses(torch.ones(1, dtype=torch.complex64), torch.tensor([centre], dtype=torch.complex64))
    values, _ = sampled(view.relief, view.extent, pose, grid)
    weight = F.max_pool2d(_part_at(view, pose, grid).reshape(1, *size), 5, stride=1, padding=2)[0]
    return Reference(values.reshape(size), weight / weight.sum(), extent)


def _part_at(view: _View, pose: Poses, grid: Tensor) -> Tensor:
    """How much of each place of a grid is the part, (P,) in [0, 1]."""
    mask = torch.ones_like(view.relief) if view.mask is None else view.mask.float()
    return sampled(mask, view.extent, pose, grid)[0][0]


def _box(mask: Tensor) -> tuple[complex, float, complex]:
    """Centre, length and extent of a part in longer sides of its picture."""
    pitch = 1 / max(mask.shape)
    rows, columns = (mask.any(dim=1 - axis).nonzero().flatten() for axis in (0, 1))
    top, bottom, left, right = rows[0].item(), rows[-1].item() + 1, columns[0].item(), columns[-1].item() + 1
    extent = complex(right - left, bottom - top) * pitch
    return complex(left + right, top + bottom) * pitch / 2, max(extent.real, extent.imag), extent


def _box_in(part: Tensor, wide: float) -> tuple[complex, complex]:
    """Centre, from the centre of a square grid of some width, and extent of a part in it, with a margin."""
    centre, length, extent = _box(part)
    margin = 2 * _MARGIN * length
    return (centre - complex(0.5, 0.5)) * wide, (extent + complex(margin, margin)) * wide


def _canonical(poses: Poses, *, turns: bool) -> Poses:
    """As against a reference of their mean size and, where they do not lie at all angles, their mean angle."""
    scale = poses.z.abs().log().mean().exp()
    turned = poses.z / poses.z.abs()
    mean = turned.mean()
    upright = torch.ones(1, dtype=torch.complex64) if not turns or _scattered(poses) else (mean / mean.abs())[None]
    return poses.after(1 / (scale * upright), torch.zeros(1))


def _scattered(poses: Poses) -> bool:
    return bool((poses.z / poses.z.abs()).mean().abs() < 0.8)


def _principal_axis(part: Tensor, wide: float) -> complex:
    """The turn that brings the longer axis of what is to the right to where it is."""
    grid = centred_grid((part.shape[0], part.shape[1]), complex(wide, wide))
    weight = part.flatten() / part.sum()
    centred = grid - (weight * grid).sum()
    moment = complex((weight * centred.square()).sum())
    return cmath.exp(1j * cmath.phase(moment) / 2)


def _is_round(reference: Reference) -> bool:
    return symmetries(reference, step_degrees=30)[1].min().item() >= _ROUND


def _allowed(locator: Locator, poses: Poses, motion: MotionChoice) -> Motion | None:
    """How parts may lie; None where all lie in one pose and nobody asked."""
    scales = poses.z.abs()
    smallest, largest = scales.min().item(), scales.max().item()
    degrees = locator.motion.degrees
    if motion == "rigid":
        return Motion(degrees, (1.0, 1.0))
    if motion == "similarity":
        return Motion(degrees, (smallest / 1.25, largest * 1.25))
    corners = locator.reference.extent / 2 * torch.tensor([1, 1j, -1, -1j]) * cmath.exp(0.25j)
    moved = ((poses.z - 1)[:, None] * corners + (poses.t - poses.t.mean())[:, None]).abs().amax(dim=1)
    if moved.quantile(0.75).item() <= _ALIGNED * locator.reference.length:
        return None
    if locator.motion.turns and not _scattered(poses):
        widest = 1.5 * poses.degrees().abs().max().item() + 5
        degrees = (-widest, widest) if widest < 180 else degrees
    grows = scales.quantile(0.95).log() - scales.quantile(0.05).log() > 0.03
    return Motion(degrees, (smallest / 1.1, largest * 1.1) if grows else (1.0, 1.0))


def _colour(pictures: Sequence[Tensor]) -> Tensor:
    """(3,) of length 1, in which neighbouring pixels of the pictures differ most."""
    outer = torch.zeros(3, 3)
    for picture in pictures:
        small = F.avg_pool2d(picture, max(1, max(picture.shape[1:]) // 128))
        for axis in (1, 2):
            slope = small.diff(dim=axis).flatten(1)
            outer += slope @ slope.T / slope.shape[1]
    colour = torch.linalg.eigh(outer).eigenvectors[:, -1]
    return colour * colour.sum().sign()
