"""How well an image was taken: sharpness and exposure, and which images stand out from the others in them."""

from dataclasses import dataclass

import numpy as np
import torch.nn.functional as F
from torch import Tensor

_SIDE = 256  # blur that cannot be seen at this size does not reach the methods, whose inputs are no larger
_MAD_TO_SIGMA = 1.4826
_FAR = 6.0  # sigmas: chance alone puts no image of any collection there


@dataclass(frozen=True)
class Quality:
    """What was measured on one image.

    Attributes:
        sharpness: variance of the Laplacian over the variance of the image: light and contrast do not change it.
        brightness: mean, in [0, 1].
        clipped: share of the pixels that are black or white in every channel.
    """

    sharpness: float
    brightness: float
    clipped: float


def measure_quality(image: Tensor) -> Quality:
    """Measure an image (3, H, W) in [0, 1].

    Source of the sharpness: Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", ICPR 2000.
    """
    grey = image.mean(dim=0)
    small = F.interpolate(grey[None, None], (_SIDE, _SIDE), mode="bilinear", antialias=True, align_corners=False)
    edges = _laplacian(small[0, 0])
    return Quality(
        sharpness=(edges.var() / small.var().clamp_min(1e-8)).item(),
        brightness=grey.mean().item(),
        clipped=((image <= 0) | (image >= 1)).all(dim=0).float().mean().item(),
    )


def _laplacian(image: Tensor) -> Tensor:
    """Of (h, w) without its border: (h-2, w-2); by sums, which on so small an image take a fifth of a convolution."""
    inner = image[1:-1, 1:-1]
    return image[:-2, 1:-1] + image[2:, 1:-1] + image[1:-1, :-2] + image[1:-1, 2:] - 4 * inner


def far_below(values: np.ndarray, *, factor: float) -> np.ndarray:
    """(n,) bool: values further than 6 robust sigmas below the median, and at most the median over `factor`.

    Positive values (n,) are compared by their logarithms; sigma is 1.4826·MAD. The factor is what matters in
    practice, and the sigmas keep what is usual in this collection from standing out.
    """
    logs = np.log(np.maximum(values, 1e-8))
    distance = np.median(logs) - logs
    return (distance > _FAR * _MAD_TO_SIGMA * np.median(np.abs(distance))) & (distance >= np.log(factor))


def far_above(values: np.ndarray, *, factor: float) -> np.ndarray:
    """The same above the median: at least the median times `factor`."""
    return far_below(1 / np.maximum(values, 1e-8), factor=factor)


def exceeding(shares: np.ndarray, *, by: float) -> np.ndarray:
    """(n,) bool: shares in [0, 1] more than 6 robust sigmas, and more than `by`, above the median."""
    excess = shares - np.median(shares)
    return (excess > _FAR * _MAD_TO_SIGMA * np.median(np.abs(excess))) & (excess > by)
