"""Gradient magnitude similarity, its multi-scale form, SSIM: as maps and as losses.

Source: V. Zavrtanik, M. Kristan, D. Skočaj, "Reconstruction by inpainting for visual anomaly detection",
Pattern Recognition 112 (2021), equations 3 to 10.
"""

from collections.abc import Mapping

import torch
import torch.nn.functional as F
from kornia.metrics import ssim as kornia_ssim
from torch import Tensor

GMS_CONSTANT = 0.0026  # c of eq. 4: 170 / 255², for images in [0, 1]
MSGMS_SCALES = 4
_GRADIENT_EPSILON = 1e-12  # keeps the square root differentiable where a patch is flat
_SSIM_WINDOW = 11  # Gaussian, σ = 1.5 (Wang et al. 2004)


def gradient_magnitude(images: Tensor) -> Tensor:
    """Gradient magnitude by the Prewitt operator scaled by 1/3, per channel.

    Args:
        images: (B, C, H, W), float. Edges are replicated, so that the frame of an image is no gradient.

    Returns:
        (B, C, H, W), at least 0.

    Source: RIAD, eq. 3.
    """
    padded = F.pad(images, (1, 1, 1, 1), mode="replicate")
    # Prewitt = difference of the outer rows (columns) of sums over three neighbours: two cheap passes.
    row_sum = padded[..., :, :-2] + padded[..., :, 1:-1] + padded[..., :, 2:]
    column_sum = padded[..., :-2, :] + padded[..., 1:-1, :] + padded[..., 2:, :]
    dy = (row_sum[..., 2:, :] - row_sum[..., :-2, :]) / 3
    dx = (column_sum[..., :, 2:] - column_sum[..., :, :-2]) / 3
    return torch.sqrt(dx.square() + dy.square() + _GRADIENT_EPSILON)


def gms(images: Tensor, reconstructions: Tensor) -> Tensor:
    """Gradient magnitude similarity (2·g(I)·g(R) + c) / (g(I)² + g(R)² + c), mean over channels.

    Args:
        images, reconstructions: (B, C, H, W) in [0, 1].

    Returns:
        (B, 1, H, W) in (0, 1]; 1 where the gradients agree.

    Source: RIAD, eq. 4. Channels are compared one by one and averaged, so that a defect which differs in
    colour but not in brightness is still seen.
    """
    a, b = gradient_magnitude(images), gradient_magnitude(reconstructions)
    similarity = (2 * a * b + GMS_CONSTANT) / (a.square() + b.square() + GMS_CONSTANT)
    return similarity.mean(dim=1, keepdim=True)


def gms_pyramid(images: Tensor, reconstructions: Tensor, *, scales: int = MSGMS_SCALES) -> list[Tensor]:
    """GMS at each scale of a pyramid made by 2×2 average pooling; scale s is (B, 1, H/2^s, W/2^s)."""
    levels = []
    for scale in range(scales):
        if scale:
            images, reconstructions = F.avg_pool2d(images, 2), F.avg_pool2d(reconstructions, 2)
        levels.append(gms(images, reconstructions))
    return levels


def msgms_loss(images: Tensor, reconstructions: Tensor) -> Tensor:
    """Mean over scales of the mean of 1 − GMS; a scalar in [0, 1).

    Source: RIAD, eq. 5.
    """
    return torch.stack([1 - level.mean() for level in gms_pyramid(images, reconstructions)]).mean()


def msgms_map(images: Tensor, reconstructions: Tensor) -> Tensor:
    """1 − GMS, each scale brought to full size and averaged: (B, 1, H, W) in [0, 1), higher is worse.

    Source: RIAD, eq. 8, before the mean filter (:func:`mean_filter`).
    """
    size = images.shape[-2:]
    levels = [
        level if level.shape[-2:] == size else F.interpolate(level, size, mode="bilinear", align_corners=False)
        for level in gms_pyramid(images, reconstructions)
    ]
    return 1 - torch.stack(levels).mean(dim=0)


def ssim_map(images: Tensor, reconstructions: Tensor) -> Tensor:
    """(1 − SSIM) / 2, mean over channels: (B, 1, H, W) in [0, 1], higher is worse.

    Source: Wang et al. 2004 through kornia; 11×11 Gaussian window as RIAD, section 3.1.
    """
    similarity = kornia_ssim(images, reconstructions, _SSIM_WINDOW, max_val=1.0)
    return ((1 - similarity.mean(dim=1, keepdim=True)) / 2).clamp(0, 1)


def ssim_loss(images: Tensor, reconstructions: Tensor) -> Tensor:
    """Mean of 1 − SSIM, a scalar in [0, 2].

    Source: RIAD, eq. 6.
    """
    return 1 - kornia_ssim(images, reconstructions, _SSIM_WINDOW, max_val=1.0).mean()


def reconstruction_losses(
    images: Tensor, reconstructions: Tensor, *, msgms_weight: float, ssim_weight: float
) -> Mapping[str, Tensor]:
    """The terms of λ_G·MSGMS + λ_S·SSIM + L2 by name; their sum is what training descends.

    Args:
        images, reconstructions: (B, C, H, W) in [0, 1].
        msgms_weight, ssim_weight: λ_G and λ_S, 1 in the paper; a term of weight 0 is not computed.

    Source: RIAD, eq. 7.
    """
    terms = {"l2": F.mse_loss(reconstructions, images)}
    if msgms_weight:
        terms["msgms"] = msgms_weight * msgms_loss(images, reconstructions)
    if ssim_weight:
        terms["ssim"] = ssim_weight * ssim_loss(images, reconstructions)
    return terms


def mean_filter(maps: Tensor, size: int) -> Tensor:
    """Mean over a size×size window that ignores what lies outside the map: (B, 1, H, W) to the same.

    Padding with zeros would count the outside as similar or dissimilar and raise false alarms at the border.

    Args:
        size: odd; 21 for 256 px in RIAD, eq. 9.
    """
    # Separable: a row pass and a column pass give the same mean, as the window's valid part is a rectangle.
    half = size // 2
    rows = F.avg_pool2d(maps, (1, size), stride=1, padding=(0, half), count_include_pad=False)
    return F.avg_pool2d(rows, (size, 1), stride=1, padding=(half, 0), count_include_pad=False)
