"""From a map to a score: its maximum, or the worst of areas of several sizes.

The maximum of the map (eq. 10 of RIAD) misses what is large and faint, such as a stain, and one bright place of a good
part makes it high. Areas of several sizes are therefore compared with what such areas reach in good images.
"""

import math
from dataclasses import dataclass
from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor

ScoringName = Literal["maximum", "areas"]

AREAS = (0.001, 0.01, 0.05)  # of the judged places, beside a single place
_REACHED = 0.9  # quantile of good images; a tail, since sizes differ in how far their good images scatter
_STEPS = 4  # in a side, from one area to the next
_COVERAGE = 0.5  # of an area must be judged, where any area is


@dataclass(frozen=True)
class AreaStatistics:
    """What the worst area of each size reaches in good images.

    Attributes:
        middle: (A,) float32, median over good images; the first is of a single place.
        spread: (A,) float32, how far above it the 90th percentile of good images is.
        shares: of the map's places, the size of each area but the first.
    """

    middle: Tensor
    spread: Tensor
    shares: tuple[float, ...]

    @classmethod
    def from_levels(cls, levels: Tensor, shares: tuple[float, ...]) -> "AreaStatistics":
        """From the levels (n, A) of good images, by :func:`area_levels`."""
        middle = levels.quantile(0.5, dim=0)
        spread = levels.quantile(_REACHED, dim=0) - middle
        smallest = 1e-6 + 1e-3 * middle.abs()  # of images that all have the same
        return cls(middle, torch.maximum(spread, smallest), shares)

    def combine(self, levels: Tensor) -> Tensor:
        """Scores (B,) from levels (B, A): the size that stands out most, in units of the map.

        How far each level is above that of a typical good image, in units of what good images reach, becomes the value
        of a single place that is as far above its own. Where a single place stands out most, the score is the map's
        maximum.
        """
        middle, spread = self.middle.to(levels.device), self.spread.to(levels.device)
        return (middle[0] + spread[0] * (levels - middle) / spread).amax(dim=1)

    def score(self, maps: Tensor, places: Tensor | None) -> Tensor:
        """Scores (B,) of maps (B, H, W); see :func:`area_levels`."""
        return self.combine(area_levels(maps, places, shares=self.shares))


def area_levels(maps: Tensor, places: Tensor | None, *, shares: tuple[float, ...]) -> Tensor:
    """The highest value of a single place and the highest mean over an area of each size: (B, H, W) to (B, A).

    Args:
        places: (H, W) or (B, H, W) bool, what is judged; None for all. An area lies at least half in them, or as far as
            the best does where they are too narrow for that. Where nothing is judged, levels are -inf.
        shares: of the map's places, the size of each area; they are squares where there is room.
    """
    height, width = maps.shape[-2:]
    counted, judged = maps, None
    if places is not None:
        inside = places.to(maps.device).expand(maps.shape)
        counted, judged = torch.where(inside, maps, 0.0), inside.to(maps.dtype)
        maps = torch.where(inside, maps, -torch.inf)
    levels = [maps.flatten(1).amax(dim=1)]
    for share in shares:
        h, w = _sides(share * height * width, height, width)
        step = (max(1, h // _STEPS), max(1, w // _STEPS))
        down, across = step
        # Down, then across: a tenth of the additions.
        means = F.avg_pool2d(F.avg_pool2d(counted[:, None], (h, 1), (down, 1)), (1, w), (1, across)).flatten(1)
        if judged is not None:
            covered = F.avg_pool2d(judged[:, None], (h, w), step).flatten(1)
            enough = (covered >= _COVERAGE * covered.amax(dim=1, keepdim=True)) & (covered > 0)
            means = torch.where(enough, means / covered.clamp_min(1e-6), -torch.inf)
        levels.append(means.amax(dim=1))
    return torch.stack(levels, dim=1)


def _sides(places: float, height: int, width: int) -> tuple[int, int]:
    """Height and width of a square of so many places, or of a rectangle where the map is too narrow for it."""
    h = min(height, max(1, round(math.sqrt(places))))
    w = min(width, max(1, round(places / h)))
    return min(height, max(1, round(places / w))), w
