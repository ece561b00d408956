"""Disjoint mask sets and reconstruction from partial inpaintings.

Source: V. Zavrtanik, M. Kristan, D. Skočaj, "Reconstruction by inpainting for visual anomaly detection",
Pattern Recognition 112 (2021), section 3 and equations 1 to 2.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from inspector.core.errors import SettingError


def assign_squares(size: tuple[int, int], k: int, n: int, *, generator: torch.Generator, count: int = 1) -> Tensor:
    """Partition the k×k squares of an image at random into n disjoint sets of equal size (within one).

    Args:
        size: (H, W) of the image in pixels, both divisible by k.
        k: side of a square in pixels.
        n: number of sets, at least 2.
        generator: CPU generator; the same state gives the same partition.
        count: how many independent partitions to draw.

    Returns:
        (count, H/k, W/k) uint8: the set, 0 to n−1, that each square belongs to.

    Raises:
        SettingError: if k does not divide the size, or there are fewer squares than sets.

    Source: RIAD, section 3, with set = rank modulo n, which also works if n does not divide the number of squares.
    """
    height, width = size
    if height % k or width % k:
        raise SettingError(
            "Region size {k} does not divide the network's image size {height}×{width}.",
            code="mask.size_not_divisible",
            k=k,
            height=height,
            width=width,
        )
    rows, columns = height // k, width // k
    if not 2 <= n <= min(rows * columns, 255):
        raise SettingError(
            "{squares} squares of {k} px cannot form {n} disjoint sets.",
            code="mask.too_few_squares",
            n=n,
            squares=rows * columns,
            k=k,
        )
    device = generator.device
    order = torch.rand(count, rows * columns, generator=generator, device=device).argsort(dim=1)
    rank = torch.arange(rows * columns, device=device).expand(count, -1) % n
    return torch.empty_like(order).scatter_(1, order, rank).to(torch.uint8).view(count, rows, columns)


def keep_masks(assignment: Tensor, k: int, n: int) -> Tensor:
    """The n binary masks M_Si of a partition, at pixel resolution.

    Args:
        assignment: (B, H/k, W/k) from :func:`assign_squares`.

    Returns:
        (B, n, H, W) bool: False where set i is to be filled in. Over the sets, each pixel is False exactly once.

    Source: RIAD, section 3 (M_Si is 0 on the squares of S_i).
    """
    pixels = assignment.repeat_interleave(k, dim=-2).repeat_interleave(k, dim=-1)
    sets = torch.arange(n, device=assignment.device, dtype=assignment.dtype).view(1, n, 1, 1)
    return pixels.unsqueeze(1) != sets


def reconstruct(inpaint: Callable[[Tensor], Tensor], images: Tensor, keep: Tensor) -> Tensor:
    """Assemble the reconstruction I_r from n inpaintings, each of which fills only its own squares.

    Args:
        inpaint: maps (B', C, H, W) with removed squares at 0 to the same shape, filled.
        images: (B, C, H, W).
        keep: (B, n, H, W) or (1, n, H, W) bool from :func:`keep_masks`.

    Returns:
        (B, C, H, W). Each pixel comes from the pass in which its square was removed: none has seen its own value.

    Source: RIAD, eq. 1 (M_Si ⊙ I) and eq. 2 (I_r = Σ_i (1 − M_Si) ⊙ I_ri).
    """
    batch, channels, height, width = images.shape
    n = keep.shape[1]
    mask = keep.unsqueeze(2).to(images.dtype)  # (B or 1, n, 1, H, W)
    masked = (images.unsqueeze(1) * mask).reshape(batch * n, channels, height, width)  # eq. 1
    filled = inpaint(masked).view(batch, n, channels, height, width)
    return (filled * (1 - mask)).sum(dim=1)  # eq. 2
