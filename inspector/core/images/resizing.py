"""Images at another size, and samples as they are stored."""

import math
from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

LARGE_PIXELS = 32_000_000  # of these, float32 samples take 384 MB
STRIP_PIXELS = 2**20
_OVERVIEW_PX = 512


def resize(image: Tensor, size: tuple[int, int]) -> Tensor:
    """Resize `(C, H, W)` to `(C, h, w)`, anti-aliased bilinear; the same tensor if it has that size.

    Samples of 8 bits stay samples of 8 bits, of which large images are never in memory whole as float32.
    """
    if tuple(image.shape[1:]) == tuple(size):
        return image
    if image.dtype == torch.uint8 and image.shape[1] * image.shape[2] > LARGE_PIXELS:
        resized = image.new_empty(len(image), *size)
        for channel, into in zip(image, resized, strict=True):  # one by one: rows of the new width take memory, too
            _resize_in_strips(channel[None], into[None], convert=_unchanged)
        return resized
    return _resized(image, size)


def unit_range(samples: Tensor) -> Tensor:
    """Samples (…, C, H, W), uint8 or float32 in [0, 1], grey or RGB, as (…, 3, H, W) float32 in [0, 1]."""
    pixels = samples.float().div_(255) if samples.dtype == torch.uint8 else samples
    return pixels if pixels.shape[-3] == 3 else torch.cat([pixels] * 3, dim=-3)


def resized_to_unit_range(samples: Tensor, size: tuple[int, int]) -> Tensor:
    """Samples (C, H, W), as of :func:`unit_range`, as (3, h, w) float32 in [0, 1].

    Large images are never in memory whole as float32.
    """
    height, width = samples.shape[1:]
    if height * width <= LARGE_PIXELS:
        return resize(unit_range(samples), size)
    first = unit_range(samples[:, :1, :1])
    resized = first.new_empty(len(first), *size)
    _resize_in_strips(samples, resized, convert=unit_range)
    return resized


def _resize_in_strips(samples: Tensor, into: Tensor, *, convert: Callable[[Tensor], Tensor]) -> None:
    """Bring samples (C, H, W), after `convert`, to the size of `into` (C', h, w): in strips of rows, then columns."""
    height, width = samples.shape[1:]
    size = (into.shape[1], into.shape[2])
    narrow = into.new_empty(len(into), height, size[1])
    rows = max(1, STRIP_PIXELS // width)
    for top in range(0, height, rows):
        strip = convert(samples[:, top : top + rows])
        narrow[:, top : top + rows] = _resized(strip, (strip.shape[1], size[1]))
    columns = max(1, STRIP_PIXELS // height)
    for left in range(0, size[1], columns):
        strip = narrow[..., left : left + columns]
        into[..., left : left + columns] = _resized(strip, (size[0], strip.shape[2]))


def _resized(image: Tensor, size: tuple[int, int]) -> Tensor:
    return F.interpolate(image[None], size=size, mode="bilinear", antialias=True, align_corners=False)[0]


def _unchanged(samples: Tensor) -> Tensor:
    return samples


def overview(images: Tensor) -> Tensor:
    """Images (B, C, H, W) of any size and samples as (B, 3, h, w) float32 with sides of some hundred pixels: so many
    that brightness and the look of the whole do not depend on which ones they are."""
    rows, columns = (max(1, side // _OVERVIEW_PX) for side in images.shape[-2:])
    return unit_range(images[..., ::rows, ::columns])


def within(size: tuple[int, int], *, most_pixels: int) -> tuple[int, int]:
    """A size (H, W), or one of its shape with so many pixels where it has more."""
    factor = math.sqrt(most_pixels / (size[0] * size[1]))
    return size if factor >= 1 else (max(1, round(size[0] * factor)), max(1, round(size[1] * factor)))


def map_at(anomaly_map: Tensor, size: tuple[int, int]) -> Tensor:
    """An anomaly map (h, w) at another resolution (H, W), bilinear."""
    return F.interpolate(anomaly_map[None, None], size, mode="bilinear", align_corners=False)[0, 0]
