"""Filters that nothing has trained, as a source of features: a scattering transform of two orders.

Source: J. Bruna, S. Mallat, "Invariant Scattering Convolution Networks", IEEE Transactions on Pattern Analysis and
Machine Intelligence 35(8), 2013.
"""

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

_PLACE_PX = 8  # a place of the features is so many pixels wide, or as many as its scale has
_SIDE = 7  # px of a filter
_SIGMA = 1.6  # px, of a filter's envelope
_FREQUENCY = 0.25  # cycles per pixel
_TINY = 1e-8  # keeps the root differentiable, which an export may ask for


class Scattering(nn.Module):
    """How much of each orientation there is at each scale (first order), and how that varies (second order).

    An image is halved from scale to scale. At each, complex Gabor filters give the strength of each orientation, in
    brightness and in colour; the same filters applied to the strengths of brightness give the second order. Strengths
    are averaged over a place and compressed by a square root, so that faint structure counts beside strong.

    Attributes:
        channels: of all the levels together.
    """

    def __init__(self, *, scales: int, orientations: int) -> None:
        super().__init__()
        self._scales = tuple(2**scale for scale in range(scales))
        self.filters: Tensor
        self.register_buffer("filters", gabor_filters(orientations))  # stored: a model keeps the ones it learned with
        self.channels = scales * (3 + 2 * orientations + orientations**2)

    def forward(self, images: Tensor) -> list[Tensor]:
        """(B, 3, H, W) in [0, 1] to two levels (B, C_i, h_i, w_i) a scale, one of each order."""
        red, green, blue = images.unbind(dim=1)
        picture = torch.stack([(red + green + blue) / 3, (red - green) / 2, (red + green) / 4 - blue / 2], dim=1)
        levels = []
        for scale in self._scales:
            place = max(1, _PLACE_PX // scale)
            strengths = self._strengths(picture)  # (B, 3, orientations, h, w)
            brightness, colour = strengths[:, 0], strengths[:, 1:].mean(dim=1)
            second = self._strengths(F.avg_pool2d(brightness, 2)).flatten(1, 2)
            first = _averaged(torch.cat([brightness, colour], dim=1), place).sqrt()
            levels.append(torch.cat([_averaged(picture, place), first], dim=1))
            levels.append(_averaged(second, max(1, place // 2)).sqrt())
            picture = F.avg_pool2d(picture, 2)
        return levels

    def _strengths(self, channels: Tensor) -> Tensor:
        """(B, C, h, w) to the modulus of the complex responses, (B, C, orientations, h, w)."""
        margin = (_SIDE // 2,) * 4
        one_by_one = F.pad(channels.flatten(0, 1)[:, None], margin, mode="replicate")
        real, imaginary = F.conv2d(one_by_one, self.filters).chunk(2, dim=1)
        # In place: so large a tensor is fresh memory each time, which takes longer than the arithmetic.
        strengths = real.square().addcmul_(imaginary, imaginary).add_(_TINY).sqrt_()
        return strengths.unflatten(0, (-1, channels.shape[1]))


def gabor_filters(orientations: int) -> Tensor:
    """(2 × orientations, 1, side, side): the real parts, then the imaginary ones; none answers to even brightness."""
    at = torch.arange(_SIDE, dtype=torch.float64, device="cpu") - _SIDE // 2  # without memory it loads a compiler
    y, x = torch.meshgrid(at, at, indexing="ij")
    envelope = torch.exp(-(x.square() + y.square()) / (2 * _SIGMA**2))
    real, imaginary = [], []
    for number in range(orientations):
        angle = math.pi * number / orientations
        phase = 2 * math.pi * _FREQUENCY * (x * math.cos(angle) + y * math.sin(angle))
        wave = envelope * phase.cos()
        real.append(wave - envelope * wave.sum() / envelope.sum())
        imaginary.append(envelope * phase.sin())
    filters = torch.stack([*real, *imaginary])
    return (filters / filters.abs().sum(dim=(1, 2), keepdim=True) * 2).float()[:, None]


def _averaged(values: Tensor, side: int) -> Tensor:
    return values if side == 1 else F.avg_pool2d(values, side)
