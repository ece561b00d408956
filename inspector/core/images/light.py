"""The brightness of an image relative to the training images, and its correction.

A lamp that has dimmed scales every value of an image by one factor. That factor is estimated from the
image's own brightness distribution and divided out before the method sees the image, so that a good part
under a dimmer lamp gets the score it had on the day of training.
"""

import numpy as np
import torch
from torch import Tensor

_LEVELS = torch.arange(0.05, 0.951, 0.05)  # quantile levels compared
_DARKEST, _BRIGHTEST = 0.04, 0.98  # outside, noise and saturation say nothing about the lamp
_NOTHING = 0.1  # of the contrast of good images
GAIN_LIMIT = 0.3  # a part darker than this is a finding, not a lamp


def brightness_quantiles(images: Tensor) -> Tensor:
    """Quantiles of the brightness (mean over channels) of each image or clip: (B, C, …) to (B, 19)."""
    # By a sort, which every runtime has and torch.quantile does within: interpolated between neighbours in rank.
    ordered = _ordered(images.mean(dim=1).flatten(1))
    rank = _LEVELS * (ordered.shape[1] - 1)
    below, share = rank.floor().long().to(ordered.device), (rank - rank.floor()).to(ordered)
    above = (below + 1).clamp_max(ordered.shape[1] - 1)
    return torch.lerp(ordered[:, below], ordered[:, above], share)


def _ordered(values: Tensor) -> Tensor:
    """Each line of (B, N) in ascending order."""
    if values.device.type != "cpu" or torch.compiler.is_exporting():
        return values.sort(dim=1).values
    return torch.from_numpy(np.sort(values.numpy(), axis=1))  # torch's also finds where each was, in ten times the time


def shows_nothing(images: Tensor, reference: Tensor) -> Tensor:
    """Whether each image has hardly any contrast beside good ones, as with a covered or dark camera: (B,) bool.

    Args:
        images, reference: as of :func:`light_gain`.
    """
    quantiles = brightness_quantiles(images)
    return quantiles[:, -1] - quantiles[:, 0] < _NOTHING * (reference[-1] - reference[0])


def light_gain(images: Tensor, reference: Tensor) -> Tensor:
    """Brightness of each image as a multiple of the reference, 1 for the same light: (B,).

    Args:
        images: (B, C, …) in [0, 1].
        reference: (19,) brightness quantiles of good training images, see :func:`brightness_quantiles`.
    """
    return gain_of_quantiles(brightness_quantiles(images), reference)


def gain_of_quantiles(quantiles: Tensor, reference: Tensor) -> Tensor:
    """The same from the images' brightness quantiles (B, 19).

    The median over quantile levels of the ratio: a defect changes the levels near its own share of the
    area, a lamp changes all of them. Limited to 1 ± `GAIN_LIMIT`. An image without usable levels (all black,
    all saturated) has gain 1.
    """
    usable = (quantiles > _DARKEST) & (quantiles < _BRIGHTEST) & (reference > _DARKEST) & (reference < _BRIGHTEST)
    # The median of the usable ratios, by a sort with the others at its end.
    ratios = torch.where(usable, quantiles / reference.clamp_min(_DARKEST), torch.inf).sort(dim=1).values
    count = usable.sum(dim=1, keepdim=True)
    median = ratios.gather(1, ((count - 1) // 2).clamp_min(0))
    return torch.where(count > 0, median, 1.0)[:, 0].clamp(1 - GAIN_LIMIT, 1 + GAIN_LIMIT)


def correct_light(images: Tensor, gain: Tensor) -> Tensor:
    """Images as they would be under the reference light: divided by their gain, in [0, 1]."""
    return (images / gain.view(-1, *[1] * (images.ndim - 1))).clamp(0, 1)
