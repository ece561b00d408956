"""Defects drawn into good images to learn from them, and images as another day's camera and light show them.

Not what `make_defects` draws, by which a choice is made, but for pieces from elsewhere, which both draw.
"""

import math

import torch
import torch.nn.functional as F
from kornia.filters import gaussian_blur2d
from torch import Tensor

from inspector.core.images.variation import moved

SIZE = (256, 256)
MOST_DEFECTS = 4  # in a drawn image; a third has none


def with_change(good: Tensor, place: int, span: float, generator: torch.Generator) -> Tensor:
    """(4, H, W): one of the good images with defects drawn into it, and by how much each pixel has changed."""
    image = good[place]
    change = torch.zeros(SIZE)
    for _ in range(max(0, int(uniform(-1, MOST_DEFECTS + 1, generator)))):
        opacity = shape(generator)
        drawn = (image + (content(image, good, opacity, span, generator) - image) * opacity).clamp(0, 1)
        change = torch.maximum(change, (drawn - image).abs().amax(dim=0))
        image = drawn
    return torch.cat([image, change[None]])


def shape(generator: torch.Generator) -> Tensor:
    """(H, W): the opacity of a rectangle, an ellipse or a ragged blob, short or long, with an edge sharp or soft."""
    ys, xs = torch.meshgrid(*(torch.linspace(0, 1, side) for side in SIZE), indexing="ij")
    y, x = ys - uniform(0.03, 0.97, generator), xs - uniform(0.03, 0.97, generator)
    size = math.exp(uniform(math.log(0.012), math.log(0.16), generator))
    longest = 12 if uniform(0, 1, generator) < 0.35 else 2.5
    aspect = math.exp(uniform(0, math.log(longest) / 2, generator))
    angle, kind = uniform(0, math.pi, generator), uniform(0, 1, generator)
    long = (x * math.cos(angle) + y * math.sin(angle)) / aspect
    short = (y * math.cos(angle) - x * math.sin(angle)) * aspect
    distance = (torch.maximum(long.abs(), short.abs()) if kind < 0.3 else torch.hypot(long, short)) / size
    if kind > 0.5:
        distance = distance + 0.35 * noise(1, max(3, min(64, int(1.2 / size))), generator)[0]
    sharp = 1.5 / (SIZE[0] * size)
    soft = max(sharp, uniform(0.05, 0.8, generator)) if uniform(0, 1, generator) < 0.6 else sharp
    return ((1 - distance) / soft + 0.5).clamp(0, 1) * (distance < 3)


def content(image: Tensor, good: Tensor, opacity: Tensor, span: float, generator: torch.Generator) -> Tensor:
    """(3, H, W): what is seen where a defect is opaque."""
    kind = int(uniform(0, 5, generator))
    if kind <= 1:
        return piece(image, good, opacity, blended=kind == 1, generator=generator)
    if kind == 2:
        channels = 3 if bool((image != image[:1]).any()) and uniform(0, 1, generator) < 0.5 else 1
        cells = int(math.exp(uniform(math.log(4), math.log(100), generator)))
        texture = noise(channels, cells, generator) * uniform(0.02, 0.4, generator)
        texture = texture + noise(channels, 3, generator) * uniform(0, 0.2, generator)
        level = image.mean().item() if uniform(0, 1, generator) < 0.5 else uniform(0, 1, generator)
        through = uniform(0, 0.8, generator)
        return (through * image + (1 - through) * level + span * texture).clamp(0, 1)
    if kind == 3:
        sigma = uniform(1.5, 5, generator)
        return gaussian_blur2d(image[None], (4 * round(sigma) + 1,) * 2, (sigma, sigma))[0]
    flow = noise(2, int(uniform(4, 16, generator)), generator) * uniform(0.012, 0.06, generator)
    grid = F.affine_grid(torch.eye(2, 3)[None], [1, 3, *SIZE], align_corners=False) + flow.permute(1, 2, 0)
    return F.grid_sample(image[None], grid, padding_mode="reflection", align_corners=False)[0]


def piece(image: Tensor, good: Tensor, opacity: Tensor, *, blended: bool, generator: torch.Generator) -> Tensor:
    """Another good image, rolled by much or by a little, and mirrored or not."""
    furthest = 0.06 if uniform(0, 1, generator) < 0.3 else 0.5
    shifts = [int(uniform(-furthest, furthest, generator) * side) for side in SIZE]
    other = good[int(torch.randint(len(good), (1,), generator=generator))].roll(shifts, (-2, -1))
    for axis in (-1, -2):
        other = other.flip(axis) if uniform(0, 1, generator) < 0.5 else other
    if not blended:
        return 0.5 * (other + image) if uniform(0, 1, generator) < 0.3 else other
    # Seamless: the difference around it, spread smoothly into it, is added.
    around = 1 - opacity[None]
    spread = [
        gaussian_blur2d(F.avg_pool2d(values[None], 8), (9, 9), (3.0, 3.0), border_type="constant")
        for values in ((image - other) * around, around)
    ]
    return other + F.interpolate(spread[0] / (spread[1] + 1e-3), SIZE, mode="bilinear", align_corners=False)[0]


def another_day(images: Tensor, far: float, generator: torch.Generator, *, alike: bool) -> Tensor:
    """Images (n, 3 or 4, H, W) as on a day when camera and light have changed; a fourth channel is only moved.

    Args:
        far: 1 moves by up to 5 % of the sides, turns by up to 2.9°, scales by up to 5 %, and changes gain (20 %), a
            gradient (15 %), tint (6 %), gamma (12 %) and blur (0.8 px).
        alike: one day for all of them, otherwise a day each.
    """
    if alike:  # as channels of one image, which are moved together
        images = moved(images.flatten(0, 1)[None], 0.05 * far, generator=generator)[0].view(images.shape)
    else:
        images = moved(images, 0.05 * far, generator=generator)

    def draw(most: float, *shape: int) -> Tensor:
        drawn = torch.empty(1 if alike else len(images), *shape).uniform_(-most * far, most * far, generator=generator)
        return drawn.expand(len(images), *shape)

    colour, others = images[:, :3].clamp_min(1e-4), images[:, 3:]
    tint = draw(0.06, 3, 1, 1) * (colour != colour[:, :1]).flatten(1).any(dim=1).view(-1, 1, 1, 1)
    down, right = (torch.linspace(-1, 1, side) for side in SIZE)
    slope = 1 + draw(0.15, 1, 1, 1) * down[:, None] + draw(0.15, 1, 1, 1) * right
    lit = colour ** (1 + draw(0.12, 1, 1, 1)) * (1 + draw(0.2, 1, 1, 1)) * (1 + tint) * slope
    sigma = draw(0.8, 2).abs()[:, :1].expand(-1, 2).clamp_min(0.1)
    return torch.cat([gaussian_blur2d(lit.clamp(0, 1), (5, 5), sigma), others], dim=1)


def noise(channels: int, cells: int, generator: torch.Generator) -> Tensor:
    drawn = torch.randn(1, channels, cells, cells, generator=generator)
    return F.interpolate(drawn, SIZE, mode="bicubic", align_corners=False)[0]


def uniform(low: float, high: float, generator: torch.Generator) -> float:
    return low + (high - low) * torch.rand((), generator=generator).item()
