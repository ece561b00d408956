"""Images at another size."""

import torch.nn.functional as F
from torch import Tensor


def resize(image: Tensor, size: tuple[int, int]) -> Tensor:
    """Resize `(C, H, W)` to `(C, h, w)`, anti-aliased bilinear; the same tensor if it has that size."""
    if tuple(image.shape[1:]) == tuple(size):
        return image
    return F.interpolate(image[None], size=size, mode="bilinear", antialias=True, align_corners=False)[0]


def map_at(anomaly_map: Tensor, size: tuple[int, int]) -> Tensor:
    """An anomaly map (h, w) at another resolution (H, W), bilinear."""
    return F.interpolate(anomaly_map[None, None], size, mode="bilinear", align_corners=False)[0, 0]
