"""The part on its ground, where a picture shows one."""

import numpy as np
import torch
from scipy import ndimage
from skimage.filters import threshold_multiotsu, threshold_otsu
from torch import Tensor

from inspector.core.images.resizing import resize

_SIDE = 128
_BORDER = 3  # pixels of the border that show the ground
_GROUND = 0.7  # share of the border's pixels that must: the part may reach it
_EVEN = 0.02  # standard deviation of the distance from the ground, below which nothing stands out
_PIECE = 0.2  # of the largest piece's area, from which another piece belongs to the part
_SMALLEST, _LARGEST = 0.01, 0.9  # share of the picture
_AT_BORDER = 0.35  # share of the border that the part may cover


def part_mask(picture: Tensor) -> np.ndarray | None:
    """Where a picture (3, H, W) in [0, 1] shows the part, (h, w) bool; None where nothing stands out from a ground.

    The ground is a plane through the colours at the border, which may be uneven.
    """
    height, width = picture.shape[1:]
    h, w = (max(8, round(n / max(height, width) * _SIDE)) for n in (height, width))
    small = resize(picture, (h, w))
    border = np.ones((h, w), dtype=bool)
    border[_BORDER:-_BORDER, _BORDER:-_BORDER] = False
    distance = _from_ground(small, torch.from_numpy(border)).numpy()
    if distance.std() < _EVEN:
        return None
    # The lower of two thresholds first: a part may have parts that differ little from the ground.
    for threshold in (*threshold_multiotsu(distance, 3)[:1], threshold_otsu(distance)):
        mask = _pieces(distance > threshold)
        if _SMALLEST <= mask.mean() <= _LARGEST and mask[border].mean() <= _AT_BORDER:
            return mask
    return None


def _pieces(mask: np.ndarray) -> np.ndarray:
    """The large pieces of a mask (h, w), without holes."""
    mask = ndimage.binary_fill_holes(ndimage.binary_closing(ndimage.binary_opening(mask), iterations=2))
    pieces, count = ndimage.label(mask)
    areas = np.bincount(pieces.ravel(), minlength=2)[1:]
    return np.isin(pieces, 1 + np.flatnonzero(areas >= _PIECE * areas.max())) if count else mask


def _from_ground(small: Tensor, border: Tensor) -> Tensor:
    """How far each pixel's colour is from the ground's there, (h, w)."""
    h, w = border.shape
    y, x = torch.meshgrid(torch.linspace(-1, 1, h), torch.linspace(-1, 1, w), indexing="ij")
    basis = torch.stack([torch.ones_like(x), x, y], dim=-1).flatten(0, 1)
    colours = small.flatten(1).T  # (h·w, 3)
    at_border = border.flatten()
    used = at_border
    distance = torch.zeros(h * w)
    for _ in range(3):  # without what lies at the border of the part
        plane = torch.linalg.lstsq(basis[used], colours[used], driver="gelsd").solution
        distance = (colours - basis @ plane).norm(dim=1)
        used = at_border & (distance <= distance[at_border].quantile(_GROUND))
    return distance.reshape(h, w)
