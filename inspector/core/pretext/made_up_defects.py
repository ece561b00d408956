"""Defects drawn into good images: small ones and large ones, faint to clear, as factories know them.

They stand in for defective images wherever something is chosen before any defect was seen. They are no measure of how
well a model finds real defects.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor

DefectName = Literal["scratch", "spot", "cut_paste", "stain", "discolouration"]

_CONTRAST = (0.15, 0.5)  # of the image's own range of brightness
_FAINT_CONTRAST = (0.08, 0.25)  # of what is large
_SMALLEST_RANGE = 0.2  # of brightness, for images of one colour
_MASK_FROM = 0.25  # of the defect's opacity
_PARTS_OF_A_LINE = 48


def make_defects(
    images: Tensor,
    *,
    generator: torch.Generator,
    kinds: Sequence[DefectName] | None = None,
    where: Tensor | None = None,
) -> tuple[Tensor, Tensor]:
    """One defect drawn into each of some good images, which stay as they are.

    Args:
        images: (B, 3, H, W) in [0, 1].
        generator: on the CPU.
        kinds: of the images in turn, from the first again when they end; None for all kinds.
        where: (H, W) bool, places in which the middle of a defect may lie; None for all.

    Returns:
        The images with their defects, and (B, H, W) bool: where these are.
    """
    names = tuple(DEFECTS) if kinds is None else tuple(kinds)
    candidates = None if where is None else where.cpu().nonzero()
    made, masks = [], []
    for index, image in enumerate(images):
        height, width = image.shape[-2:]
        if candidates is None or len(candidates) == 0:
            y, x = (_uniform(0.1, 0.9, generator) * side for side in (height, width))
        else:
            y, x = candidates[int(torch.randint(len(candidates), (1,), generator=generator))].tolist()
        drawn, opacity = DEFECTS[names[index % len(names)]](image, (y, x), generator)
        opacity = opacity.to(image.device)
        made.append((image * (1 - opacity) + drawn * opacity).clamp(0, 1))
        masks.append(opacity > _MASK_FROM)
    return torch.stack(made), torch.stack(masks)


def scratch(image: Tensor, middle: tuple[float, float], generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """A bent line, a fifteenth to a third of the image long and about 1 px wide at 128 px."""
    height, width = image.shape[-2:]
    side = min(height, width)
    half = 0.5 * side * _uniform(1 / 15, 1 / 3, generator)
    angle = _uniform(0, math.pi, generator)
    bend = _uniform(-0.3, 0.3, generator) * half
    along = torch.linspace(-1, 1, _PARTS_OF_A_LINE)
    across = bend * (1 - along.square())
    line_y = middle[0] + half * along * math.sin(angle) + across * math.cos(angle)
    line_x = middle[1] + half * along * math.cos(angle) - across * math.sin(angle)
    ys, xs = _grid(height, width)
    squared = (ys[..., None] - line_y).square() + (xs[..., None] - line_x).square()
    distance = squared.amin(dim=-1).sqrt()
    radius = max(0.5, side * _uniform(0.003, 0.008, generator))
    opacity = (radius + 0.5 - distance).clamp(0, 1)
    return _shifted(image, opacity, _CONTRAST, generator), opacity


def spot(image: Tensor, middle: tuple[float, float], generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """A small ellipse: a pit, a pore or a speck of dirt, one to four hundredths of the image in radius."""
    radius = min(image.shape[-2:]) * _uniform(0.01, 0.04, generator)
    opacity = _ellipse(image, middle, max(1.0, radius), softness=0.5, generator=generator)
    return _shifted(image, opacity, _CONTRAST, generator), opacity


def cut_paste(image: Tensor, middle: tuple[float, float], generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """A piece of the same image from elsewhere in it, with soft edges."""
    height, width = image.shape[-2:]
    side = min(height, width)
    shifts = [int(_uniform(0.15, 0.85, generator) * length) for length in (height, width)]
    opacity = _ellipse(image, middle, side * _uniform(0.03, 0.1, generator), softness=1.5, generator=generator)
    return image.roll(shifts, dims=(-2, -1)), opacity


def stain(image: Tensor, middle: tuple[float, float], generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """An irregular patch of another colour through which the part is seen."""
    height, width = image.shape[-2:]
    radius = min(height, width) * _uniform(0.05, 0.12, generator)
    cells = [max(2, round(2 * side / radius)) for side in (height, width)]
    rough = torch.randn(1, 1, *cells, generator=generator)
    noise = F.interpolate(rough, (height, width), mode="bicubic", align_corners=False)[0, 0]
    ys, xs = _grid(height, width)
    distance = ((ys - middle[0]).square() + (xs - middle[1]).square()).sqrt() / radius
    opacity = ((1 - distance + 0.35 * noise) * 4).clamp(0, 1) * (distance < 2)
    return _shifted(image, opacity, _CONTRAST, generator), opacity * _uniform(0.5, 1, generator)


def discolouration(image: Tensor, middle: tuple[float, float], generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """A large place that is a little darker, brighter or of another colour, without an edge."""
    radius = min(image.shape[-2:]) * _uniform(0.15, 0.35, generator)
    opacity = _ellipse(image, middle, radius, softness=0.6 * radius, generator=generator)
    return _shifted(image, opacity, _FAINT_CONTRAST, generator), opacity


DEFECTS: Mapping[DefectName, Callable[[Tensor, tuple[float, float], torch.Generator], tuple[Tensor, Tensor]]] = {
    "scratch": scratch,
    "spot": spot,
    "cut_paste": cut_paste,
    "stain": stain,
    "discolouration": discolouration,
}


def _shifted(image: Tensor, opacity: Tensor, contrast: tuple[float, float], generator: torch.Generator) -> Tensor:
    """The image darker or brighter by a share of its range, in half of the cases in another colour too if it has any.

    Where there is no room, as for dark on black, it goes the other way.
    """
    values = image.flatten()[:: max(1, image.numel() // 10_000)]
    span = max(_SMALLEST_RANGE, (values.quantile(0.95) - values.quantile(0.05)).item())
    amount = span * _uniform(*contrast, generator)
    if _uniform(0, 1, generator) < 0.5:
        amount = -amount
    weight = opacity.to(image.device)
    here = ((image * weight).sum() / (weight.sum() * len(image)).clamp_min(1e-6)).item()
    if not 0 <= here + amount <= 1 and 0 <= here - amount <= 1:
        amount = -amount
    colour = torch.ones(3)
    coloured = bool((image != image[:1]).any())
    if _uniform(0, 1, generator) < 0.5 and coloured:
        colour = torch.empty(3).uniform_(0.3, 1, generator=generator)
        colour /= colour.amax()
    return image + amount * colour.to(image.device)[:, None, None]


def _ellipse(
    image: Tensor, middle: tuple[float, float], radius: float, *, softness: float, generator: torch.Generator
) -> Tensor:
    """(H, W): 1 within an ellipse of this mean radius, falling to 0 over twice the softness around its edge, in px."""
    ys, xs = _grid(*image.shape[-2:])
    angle = _uniform(0, math.pi, generator)
    aspect = math.exp(_uniform(0, math.log(2), generator))
    y, x = ys - middle[0], xs - middle[1]
    long = (x * math.cos(angle) + y * math.sin(angle)) / math.sqrt(aspect)
    short = (y * math.cos(angle) - x * math.sin(angle)) * math.sqrt(aspect)
    distance = (long.square() + short.square()).sqrt()
    return ((radius + softness - distance) / (2 * softness)).clamp(0, 1)


def _grid(height: int, width: int) -> tuple[Tensor, Tensor]:
    ys, xs = torch.meshgrid(torch.arange(height) + 0.5, torch.arange(width) + 0.5, indexing="ij")
    return ys, xs


def _uniform(low: float, high: float, generator: torch.Generator) -> float:
    return low + (high - low) * torch.rand((), generator=generator).item()
