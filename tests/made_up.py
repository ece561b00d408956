"""Images of good parts and textures whose properties are known, (n, 3, 64, 64) in [0, 1]."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

SIDE = 64
_CENTRE = (SIDE - 1) / 2


def grid() -> tuple[Tensor, Tensor]:
    """x and y of the pixels' centres, from the middle of the image."""
    y, x = torch.meshgrid(torch.arange(float(SIDE)), torch.arange(float(SIDE)), indexing="ij")
    return x - _CENTRE, y - _CENTRE


def photographs(scenes: list[Tensor], *, seed: int = 0) -> Tensor:
    """Scenes (h, w) under sensor noise."""
    stack = torch.stack(scenes)
    noise = 0.02 * torch.randn(stack.shape, generator=torch.Generator().manual_seed(seed))
    return (stack + noise)[:, None].expand(-1, 3, -1, -1).clamp(0, 1)


def arrow(*, degrees: float = 0, right: float = 0, down: float = 0) -> Tensor:
    """A bright arrow on a dark ground: the same top to bottom, and in no other way."""
    x, y = grid()
    angle = math.radians(degrees)
    x, y = x - right, y - down
    along, across = x * math.cos(angle) + y * math.sin(angle), y * math.cos(angle) - x * math.sin(angle)
    shaft = (along.abs() < 12) & (across.abs() < 2)
    head = (along > 4) & (along < 14) & (across.abs() < 14 - along)
    return 0.2 + 0.6 * (shaft | head).float()


def hook(*, mirrored: bool) -> Tensor:
    """A shape that is not its own mirror image, however it is turned."""
    x, y = grid()
    if mirrored:
        x = -x
    body = (x.abs() < 4) & (y.abs() < 20)
    arm = (x > 0) & (x < 16) & (y > 12) & (y < 20)
    return 0.2 + 0.6 * (body | arm).float()


def disc(*, radius: float = 20, right: float = 0, down: float = 0) -> Tensor:
    x, y = grid()
    return 0.2 + 0.6 * (torch.hypot(x - right, y - down) < radius).float()


def stripes(*, phase: float, period: float = 8) -> Tensor:
    x, y = grid()
    return 0.5 + 0.2 * torch.sin(2 * math.pi * (x + 0.3 * y) / period + phase)


def grains(seed: int, *, size: int = 3) -> Tensor:
    """Stochastic texture with grains of some `size` pixels."""
    noise = torch.randn(1, 1, SIDE + size - 1, SIDE + size - 1, generator=torch.Generator().manual_seed(seed))
    smooth = F.avg_pool2d(noise, size, stride=1)[0, 0]
    return 0.5 + 0.1 * smooth / smooth.std()


def places(n: int, *, seed: int = 0, reach: float = 14) -> list[dict[str, float]]:
    """Where parts may lie that nobody lays down in one place."""
    drawn = torch.rand(n, 2, generator=torch.Generator().manual_seed(seed)) * 2 - 1
    return [{"right": reach * x, "down": reach * y} for x, y in drawn.tolist()]
