"""Whether a picture shows the product at all: how unlike all good images it is as a whole.

A method judges details against good details, so a picture without a part (an empty conveyor, a lamp that is off, a
hand before the lens, another product) can look better to it than a good part. This check looks at the whole picture
and at nothing small: on a texture, too, which has no part, it says that this is not the product.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import torch
import torch.nn.functional as F
from kornia.geometry.transform import translate
from torch import Tensor

from inspector.core.images.variation import Variation, vary

MOST_IMAGES = 300  # that are learned from: more say nothing new about the whole picture
FEWEST_IMAGES = 4  # fewer have nothing to be held out against
_SIDE = 64
_VARIED_SIDE = 128
_GREY_LEVEL = 1 / 255
_DARK = 0.02  # keeps ratios to the brightness finite
_SCALES = 4
_RINGS = (0.0, 0.35, 0.65, 0.95, 2.0)  # radii in half sides
_LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
# A good part on another day is moved, turned and under another light, by more than the one day of training shows.
_COPIES = 4
_TURNED_DEGREES, _MOVED, _GAIN, _OFFSET = 10.0, 0.12, 0.25, 0.05
_FOLDS = 5
_USUAL = 0.9  # quantile of held-out good images: an odd image among them must not make everything usual
_MARGIN = 2.5
_FLOOR = 0.05  # spread that every feature has at least: 5 % of a brightness, a contrast or an amount of detail


@dataclass(frozen=True)
class PartCheck:
    """How good images look as a whole, and how unlike them a picture may be.

    Attributes:
        mean: (D,) float32, of the features of good images.
        whitening: (D, D) float32; features times it have unit variance over good images.
        limit: distance in whitened features beyond which a picture does not show the product.
        count: good images that it was learned from.
    """

    mean: Tensor
    whitening: Tensor
    limit: float
    count: int

    def unlike(self, images: Tensor) -> Tensor:
        """How unlike all good images each of (B, 3, H, W) in [0, 1] is, (B,); above 1 it does not show the product.

        The Mahalanobis distance of the picture's features over the limit.
        """
        centred = features(images) - self.mean.to(images.device)
        return (centred @ self.whitening.to(images.device)).square().sum(dim=1).sqrt() / self.limit

    def joined(self, other: "PartCheck") -> "PartCheck":
        """What both have learned, as if learned together, with the wider of their limits."""
        count = self.count + other.count
        share = other.count / count
        between = other.mean - self.mean
        covariance = (1 - share) * self._covariance() + share * other._covariance()
        covariance += share * (1 - share) * torch.outer(between, between)
        return PartCheck(self.mean + share * between, _whitening(covariance), max(self.limit, other.limit), count)

    def _covariance(self) -> Tensor:
        return torch.linalg.inv((self.whitening @ self.whitening.T).double()).float()


def learn_part_check(images: Tensor, variation: Variation, *, generator: torch.Generator) -> PartCheck | None:
    """Learn from good images (n, 3, H, W) in [0, 1]; None where there are fewer than `FEWEST_IMAGES`.

    Each is seen in a few copies, moved, turned and lit as on another day. Each fifth of the images is compared with
    the others, and the limit lies well beyond the worst copies of all but a tenth of them. An image beyond it, such as
    an empty picture among the good ones, is left out, and all is done anew.

    Args:
        variation: what may vary between good parts besides.
        generator: CPU generator.
    """
    if len(images) < FEWEST_IMAGES:
        return None
    copies = torch.stack([features(images), *(features(_varied(images, variation, generator)) for _ in range(_COPIES))])
    worst = _held_out(copies)
    usual = worst <= _limit(worst)
    copies = copies[:, usual]
    mean, whitening = _fit(copies.flatten(0, 1))
    return PartCheck(mean, whitening, _limit(_held_out(copies)), copies.shape[1])


def _held_out(copies: Tensor) -> Tensor:
    """How far the worst copy of each image lies from the others' images, (copies, n, D) to (n,)."""
    worst = torch.empty(copies.shape[1])
    fold = torch.arange(len(worst)) % _FOLDS
    for held_out in (fold == index for index in range(min(_FOLDS, len(worst)))):
        mean, whitening = _fit(copies[:, ~held_out].flatten(0, 1))
        worst[held_out] = ((copies[:, held_out] - mean) @ whitening).norm(dim=-1).amax(dim=0)
    return worst


def _limit(worst: Tensor) -> float:
    return _MARGIN * worst.quantile(_USUAL).item()


def thumbnail(images: Tensor) -> Tensor:
    """Images (B, 3, H, W) at the size that :func:`learn_part_check` needs, so that many fit into memory."""
    return _shrunk(images, _VARIED_SIDE)


def features(images: Tensor) -> Tensor:
    """What (B, 3, H, W) in [0, 1] look like as a whole: (B, D), none of which moving or turning a part changes much.

    Brightness, contrast and the histogram's shape; colour and its spread; the amount and direction of detail at four
    scales; brightness and detail in four rings around the centre. Amounts are logarithms, so that all are ratios.
    """
    images = _shrunk(images, _SIDE)
    grey = images.mean(dim=1)  # (B, S, S)
    brightness = grey.mean(dim=(1, 2)) + _DARK
    found = [brightness.log(), (_spread(grey) + _GREY_LEVEL).log()]
    scaled = grey[:, None]
    for scale in range(_SCALES):
        if scale:
            scaled = F.avg_pool2d(scaled, 2)
        across = scaled[..., 1:] - scaled[..., :-1]
        down = scaled[..., 1:, :] - scaled[..., :-1, :]
        a, b = ((part.square().mean(dim=(1, 2, 3)).sqrt() + _GREY_LEVEL / 2).log() for part in (across, down))
        found += [(a + b) / 2, a - b]
    red, green, blue = images.unbind(dim=1)
    for colour in (red - green, blue - (red + green) / 2):
        found += [3 * colour.mean(dim=(1, 2)) / brightness, (_spread(colour) + _GREY_LEVEL).log()]
    ordered = grey.flatten(1).sort(dim=1).values
    for level in _LEVELS:
        found.append(((ordered[:, int(level * _SIDE**2)] + 0.05) / (brightness + 0.05)).log())
    rings = _rings().to(images)
    found += ((grey.flatten(1) @ rings) / brightness[:, None]).unbind(dim=1)
    detail = F.pad((grey[:, 1:] - grey[:, :-1]).abs(), (0, 0, 0, 1)) + F.pad(
        (grey[..., 1:] - grey[..., :-1]).abs(), (0, 1)
    )
    by_ring = (detail.flatten(1) @ rings + _GREY_LEVEL).log()
    found += (by_ring - by_ring.mean(dim=1, keepdim=True)).unbind(dim=1)
    return torch.stack(found, dim=1)


def _varied(images: Tensor, variation: Variation, generator: torch.Generator) -> Tensor:
    wider = variation.model_copy(
        update={
            "rotation_degrees": max(variation.rotation_degrees, _TURNED_DEGREES),
            "gain": max(variation.gain, _GAIN),
            "offset": max(variation.offset, _OFFSET),
        }
    )
    small = thumbnail(images)
    shifts = (2 * torch.rand(len(images), 2, generator=generator) - 1) * _MOVED * _VARIED_SIDE
    return vary(translate(small, shifts, padding_mode="reflection"), wider, generator=generator)


def _fit(values: Tensor) -> tuple[Tensor, Tensor]:
    mean = values.mean(dim=0)
    centred = values - mean
    covariance = centred.T @ centred / len(values) + _FLOOR**2 * torch.eye(len(mean))
    return mean, _whitening(covariance)


def _whitening(covariance: Tensor) -> Tensor:
    variances, directions = torch.linalg.eigh(covariance.double())
    return (directions / variances.sqrt()).float()


def _spread(values: Tensor) -> Tensor:
    """Standard deviation of (B, S, S), (B,)."""
    return (values - values.mean(dim=(1, 2), keepdim=True)).square().mean(dim=(1, 2)).sqrt()


def _shrunk(images: Tensor, side: int) -> Tensor:
    """Means over the cells of a `side` × `side` grid, whatever the size: as products, which every runtime has."""
    rows, columns = (_cells(size, side).to(images) for size in images.shape[-2:])
    return rows.T @ images @ columns


@lru_cache(maxsize=16)
def _cells(size: int, side: int) -> Tensor:
    """(size, side) shares that each pixel of a line has in the means over its cells."""
    return F.adaptive_avg_pool1d(torch.eye(size)[None], side)[0]


@lru_cache(maxsize=1)
def _rings() -> Tensor:
    """(S·S, rings) shares that each place has in the mean over each ring."""
    line = torch.linspace(-1, 1, _SIDE)
    radius = torch.hypot(line[:, None], line[None]).flatten()
    inside = torch.stack([(radius >= low) & (radius < high) for low, high in pairwise(_RINGS)], dim=1)
    return inside.float() / inside.sum(dim=0)
