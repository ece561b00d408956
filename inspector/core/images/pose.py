"""How good parts lie in their images: in one pose or several, and which turns of a part nobody can tell."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from kornia.geometry.transform import rotate
from torch import Tensor

# Fine steps where a part is loose in its fixture, coarse ones where it comes as it falls.
_TURNS = (5, -5, 10, -10, 15, -15, *range(30, 181, 15), *range(-30, -180, -15))
# Two parts lie differently when a turn takes away more than half of what differs between them, and more than
# what shifting leaves undone.
_HALVED, _NOTICED = 0.5, 0.03
_STEPS = 4
_WIDEST = 0.9  # quantile of turns told as their range: a few odd pairs do not widen it


@dataclass(frozen=True)
class Pose:
    """How pairs of good images resemble one another, plain and with one of them turned or mirrored.

    `kept_…` is the likeness of pairs with one image turned or mirrored as a share of their likeness as they are:
    near 1 where nobody can tell (a part that is symmetric, or one that comes in all poses), well below 1 where
    good parts show which way is up. In [0, 1] but for chance. Likeness is by :func:`likeness`.

    Attributes:
        likeness: median of pairs of good images, in [-1, 1]; near 0 for stochastic texture.
        kept_turned_90, kept_turned_180: turned by a quarter (the worse way round), by half.
        kept_mirrored_horizontal, kept_mirrored_vertical: mirrored left to right, top to bottom.
        turned_pairs: share of pairs of which one lies turned to the other.
        turned_degrees: by how much at most, but for a tenth of the pairs; 0 to 180.
        mirrored_pairs_horizontal, mirrored_pairs_vertical: share of pairs of which one is the other mirrored.
    """

    likeness: float
    kept_turned_90: float
    kept_turned_180: float
    kept_mirrored_horizontal: float
    kept_mirrored_vertical: float
    turned_pairs: float
    turned_degrees: float
    mirrored_pairs_horizontal: float
    mirrored_pairs_vertical: float


def likeness(a: Tensor, b: Tensor, *, steps: int = 1) -> Tensor:
    """The highest correlation of two images over all shifts: (n, h, w) and (n, h, w) to (n,) in [-1, 1] but for chance.

    By correlation the strength of the light does not matter, by shifting (cyclic) the place does not.

    Args:
        steps: shifts per pixel, between which images are interpolated as the waves that they consist of.
    """
    return _likeness(_waves(a), _waves(b), a.shape[-2:], steps=steps)


def _waves(images: Tensor) -> Tensor:
    """What standardised images (n, h, w) consist of, for comparisons with several others."""
    return torch.fft.rfft2(_standardised(images))


def _likeness(a: Tensor, b: Tensor, size: Sequence[int], *, steps: int = 1) -> Tensor:
    """:func:`likeness` of images of a size, given their waves."""
    height, width = size
    spectrum = a * b.conj()
    rows = 0
    if steps > 1:
        rows = (steps - 1) * height // 2  # of finer waves, which neither image has
        spectrum = torch.fft.ifftshift(F.pad(torch.fft.fftshift(spectrum, dim=1), (0, 0, rows, rows)), dim=1)
    products = steps**2 * torch.fft.irfft2(spectrum, s=(height + 2 * rows, steps * width))
    return products.flatten(1).amax(dim=1)


def measure_pose(reliefs: Tensor, *, pairs: int, generator: torch.Generator) -> Pose:
    """Compare images with others, drawn at random: neighbours are often from one lot.

    Args:
        reliefs: (n, h, h), n ≥ 2, square; see :func:`inspector.core.images.appearance.relief`.
        pairs: at most so many; a few images are each compared with several others.
        generator: CPU generator that draws them.
    """
    order = torch.randperm(len(reliefs), generator=generator)
    rounds = range(1, min(len(reliefs) - 1, math.ceil(pairs / len(reliefs))) + 1)
    first = reliefs[order.repeat(len(rounds))[:pairs]]
    second = reliefs[torch.cat([order.roll(by) for by in rounds])[:pairs]]
    waves, size = _waves(first), first.shape[-2:]

    def like_first(others: Tensor, *, steps: int = 1) -> Tensor:
        return _likeness(waves, _waves(others), size, steps=steps)

    plain = like_first(second)
    turned = torch.stack([like_first(_turned(second, degrees)) for degrees in _TURNS])  # (turns, pairs)
    best, which = turned.max(dim=0)
    # Threads of a few pixels fit badly where they lie half a pixel apart, and better turned, by chance.
    as_it_lies = like_first(second, steps=_STEPS)
    lies_turned = _halves(best, as_it_lies)
    degrees = torch.where(lies_turned, torch.tensor(_TURNS, dtype=torch.float32).abs()[which], 0.0)
    upright = torch.maximum(as_it_lies, best)
    mirrored = {axis: like_first(second.flip(axis)) for axis in (-1, -2)}

    def remaining(other: Tensor) -> float:
        return (other.median() / plain.median().clamp_min(1e-6)).item()

    def share(pairs_found: Tensor) -> float:
        return pairs_found.float().mean().item()

    quarters = [like_first(second.rot90(k, (1, 2))) for k in (1, 3)]
    return Pose(
        likeness=plain.median().item(),
        kept_turned_90=min(remaining(quarter) for quarter in quarters),
        kept_turned_180=remaining(like_first(second.rot90(2, (1, 2)))),
        kept_mirrored_horizontal=remaining(mirrored[-1]),
        kept_mirrored_vertical=remaining(mirrored[-2]),
        turned_pairs=share(lies_turned),
        turned_degrees=torch.quantile(degrees, _WIDEST).item(),
        mirrored_pairs_horizontal=share(_halves(mirrored[-1], upright)),
        mirrored_pairs_vertical=share(_halves(mirrored[-2], upright)),
    )


def _halves(better: Tensor, worse: Tensor) -> Tensor:
    return (1 - better < _HALVED * (1 - worse)) & (better - worse > _NOTICED)


def _turned(images: Tensor, degrees: float) -> Tensor:
    # Reflection and not zeros: black corners would differ from every ground.
    # As channels of one image, whose new places are worked out once.
    return rotate(images[None], torch.tensor([float(degrees)]), padding_mode="reflection")[0]


def _standardised(images: Tensor) -> Tensor:
    """Mean 0 and length 1, (n, h, w); an empty image stays 0 and is like no other."""
    centred = images - images.mean(dim=(1, 2), keepdim=True)
    return centred / centred.flatten(1).norm(dim=1).clamp_min(1e-6)[:, None, None]
