"""Finds the part in a picture, however it lies there: fixturing by a reference that is learned from good images."""

import math
from dataclasses import dataclass
from functools import cached_property

import torch
import torch.nn.functional as F
from torch import Tensor

from inspector.core.stages.placement import Placement
from inspector.core.stages.pose_fit import Poses, Reference, agreement, extent_of, likeness, refine, relief, shrunk
from inspector.core.stages.pose_search import PoseSearch

_COARSE_PX, _MIDDLE_PX = 24, 45  # length of the reference
_HYPOTHESES, _LIKELY, _FINALISTS = 6, 3, 2
# At the middle resolution of all and of the likely poses, at the fine one of the finalists and of the best; a size is
# found more slowly.
_STEPS, _STEPS_SCALED = (3, 3, 2, 3), (4, 5, 3, 5)
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
        degrees = torch.tensor(z).angle().rad2deg().item()
        turned = not self.turns or (degrees - low) % 360 <= high - low
        return turned and (not self.grows or self.scales[0] <= abs(z) <= self.scales[1])

    def angles(self) -> Tensor:
        low, high = self.degrees
        count = round((high - low) / _ANGLE_STEP)
        if high - low >= 360:
            return torch.arange(count) * (360.0 / count)
        return torch.linspace(low, high, count + 1) if self.turns else torch.zeros(1)

    def sizes(self) -> Tensor:
        low, high = (torch.tensor(scale).log() for scale in self.scales)
        step = _SCALE_STEP if self.turns else _SCALE_STEP_UPRIGHT
        count = max(1, round((high - low).item() / math.log(step)) + 1)
        if count == 1:
            return ((low + high) / 2).exp()[None]
        return torch.linspace(low.item(), high.item(), count).exp()


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
    """

    reference: Reference
    colour: Tensor
    window: int
    motion: Motion
    least_quality: float
    least_agreement: float
    least_visible: float

    @torch.inference_mode()
    def place(self, picture: Tensor) -> Placement:
        """Where the part lies in a picture (3, H, W) in [0, 1]."""
        height, width = picture.shape[1:]
        image = self.relief(picture)
        poses, qualities, visible = self.candidates(image, extent_of(picture))
        best = int(qualities.argmax())
        z, t = complex(poses.z[best]), complex(poses.t[best])
        quality = max(0.0, min(1.0, qualities[best].item()))
        agrees = max(0.0, agreement(image, extent_of(picture), poses[[best]], self.reference))
        rivals = (poses.t - t).abs() > 0.5 * self.length * abs(z)
        alone = not (rivals & (qualities >= max(self.least_quality, 0.8 * quality))).any()
        found = (
            quality >= self.least_quality
            and agrees >= self.least_agreement
            and visible[best].item() >= self.least_visible
            and self.motion.allows(z)
            and alone
        )
        side = max(height, width)
        extent = self.reference.extent
        size = (max(1, round(extent.imag * side)), max(1, round(extent.real * side)))
        return Placement(self._matrix(z, t, size, side), size, quality, agrees, found)

    def relief(self, picture: Tensor) -> Tensor:
        """A picture (3, H, W) as it is searched, (h, w) at the density of the reference."""
        return relief(grey_at(picture, self.colour, self.reference.density), window=self.window)

    def candidates(self, image: Tensor, extent: complex) -> tuple[Poses, Tensor, Tensor]:
        """The likeliest poses in a relief (h, w), how like the reference it is there, and how much is visible."""
        coarse, middle = self._factors
        steps = _STEPS_SCALED if self.motion.grows else _STEPS
        poses = self._search.best(shrunk(image[None], coarse)[0], extent, _HYPOTHESES, apart=0.2 * self.length)
        small = shrunk(image[None], middle)[0]
        for left, more in ((_LIKELY, steps[0]), (_FINALISTS, steps[1])):
            poses = self._refined(small, extent, poses, self._middle, steps=more)
            poses = poses[self._likeliest(likeness(small, extent, poses, self._middle)[0], poses, left)]
        poses = self._refined(image, extent, poses, self.reference, steps=steps[2])
        order = likeness(image, extent, poses, self.reference)[0].argsort(descending=True)
        best, others = poses[order[:1]], poses[order[1:]]
        best = self._refined(image, extent, best, self.reference, steps=steps[3])
        poses = Poses(torch.cat([best.z, others.z]), torch.cat([best.t, others.t]))
        return poses, *likeness(image, extent, poses, self.reference)

    def _refined(self, image: Tensor, extent: complex, poses: Poses, reference: Reference, *, steps: int) -> Poses:
        turns, scales = self.motion.turns, self.motion.grows
        return refine(image, extent, poses, reference, steps=steps, turns=turns, scales=scales)

    def _likeliest(self, qualities: Tensor, poses: Poses, count: int) -> Tensor:
        """The indices of so many poses, and of the best one that is another part."""
        chosen = qualities.topk(min(count, len(poses))).indices
        far = (poses.t - poses.t[chosen[0]]).abs() > 0.5 * self.length
        return torch.cat([chosen, (qualities * far).argmax()[None]]).unique() if far.any() else chosen

    @property
    def length(self) -> float:
        """Of the part, in longer sides of the picture."""
        return self.reference.length

    @cached_property
    def _factors(self) -> tuple[int, int]:
        pixels = max(self.reference.relief.shape)
        return max(1, round(pixels / _COARSE_PX)), max(1, round(pixels / _MIDDLE_PX))

    @cached_property
    def _middle(self) -> Reference:
        return self.reference.at(self._factors[1])

    @cached_property
    def _search(self) -> PoseSearch:
        z = torch.polar(self.motion.sizes()[:, None], self.motion.angles().deg2rad()[None]).flatten()
        return PoseSearch(self.reference.at(self._factors[0]), z=z)

    def _matrix(self, z: complex, t: complex, size: tuple[int, int], side: int) -> Tensor:
        """(2, 3) float64 from pixels of the canonical picture to pixels of the image."""
        extent = self.reference.extent
        across, down = extent.real / size[1], extent.imag / size[0]
        origin = t - z * extent / 2
        return side * torch.tensor(
            [[z.real * across, -z.imag * down, origin.real], [z.imag * across, z.real * down, origin.imag]],
            dtype=torch.float64,
        )


def grey_at(picture: Tensor, colour: Tensor, density: float) -> Tensor:
    """A picture (3, H, W) along a colour, with so many pixels on its longer side: (h, w)."""
    height, width = picture.shape[1:]
    side = max(height, width)
    whole = max(1, int(side / density / 1.5))
    if whole > 1:  # which is quick; the last row and column may show fewer pixels
        picture = F.avg_pool2d(picture, whole, ceil_mode=True, count_include_pad=False)
    rows, columns = (_reducing(n, max(1, round(n / side * density)), whole=whole) for n in (height, width))
    return rows @ torch.tensordot(colour, picture, 1) @ columns.T


def _reducing(pixels: int, count: int, *, whole: int) -> Tensor:
    """(count, n), which brings pixels of an image, of which `whole` each have become one, to so many, anti-aliased."""
    edges = (torch.arange(-(-pixels // whole) + 1) * whole).clamp_max(pixels)
    pitch = pixels / count
    off = (torch.arange(count)[:, None] + 0.5) * pitch - (edges[1:] + edges[:-1]) / 2
    weights = (1 - off.abs() / max(pitch, whole)).clamp_min(0)
    return weights / weights.sum(dim=1, keepdim=True)
