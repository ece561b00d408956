"""What good images look like: properties that tell which method can learn them. How parts lie is in `pose`.

Every function takes a stack of small images of good parts, some 64 to 128 px a side: what is asked here is
seen at that size, and a few hundred images are measured in a second.
"""

import numpy as np
import torch
import torch.nn.functional as F
from scipy import ndimage
from torch import Tensor

from inspector.core.images.light import brightness_quantiles, correct_light, light_gain
from inspector.core.images.similarity import gradient_magnitude

_CELLS = 8  # a side: small enough for the corners around a round part
_LEAST = 0.1
_LONGEST_LAG = 1 / 2  # of the side: a period has to be seen twice to be one


def light_gains(images: Tensor) -> Tensor:
    """Brightness of each image as a multiple of the typical one's: (n, 3, h, w) to (n,), 1 ± `GAIN_LIMIT`."""
    reference = brightness_quantiles(images).median(dim=0).values
    return light_gain(images, reference)


def light_spread(gains: Tensor) -> float:
    """How far the light of good images lies from the typical, at most: 0.1 is 10 % darker or brighter."""
    return (gains - 1).abs().max().item()


def colourfulness(images: Tensor) -> float:
    """Mean distance of the channels from their mean, in [0, 0.45]; 0 for grey images, (n, 3, h, w)."""
    return (images - images.mean(dim=1, keepdim=True)).abs().mean().item()


def relief(images: Tensor, gains: Tensor) -> Tensor:
    """What an image shows besides its light: brightness without gain and common shading, (n, 3, h, w) to (n, h, w).

    The shading, the quadratic surface nearest to the median image, is taken out because a lamp's shade lies at
    the same place in each image, and would make plain paper look like an aligned part.
    """
    grey = correct_light(images, gains).mean(dim=1)
    h, w = grey.shape[1:]
    y, x = torch.meshgrid(torch.linspace(-1, 1, h), torch.linspace(-1, 1, w), indexing="ij")
    surface = torch.stack([torch.ones_like(x), x, y, x * x, x * y, y * y], dim=-1).reshape(h * w, 6)
    basis = torch.linalg.qr(surface.double()).Q.float()  # (h·w, 6), orthonormal
    typical = grey.median(dim=0).values.flatten()
    return grey - (basis @ (typical @ basis)).reshape(h, w)


def contrast(reliefs: Tensor) -> float:
    """Typical standard deviation within an image, (n, h, w): below a grey level or two there is nothing to see."""
    return reliefs.flatten(1).std(dim=1).median().item()


def evenness(reliefs: Tensor) -> float:
    """Detail where good images show least of it, as a share of the mean: about 1 for texture, near 0 with a ground.

    Detail is the root mean square of the gradient over all images, (n, h, w) at least 8 px a side, in 8×8 cells;
    "least" is their tenth with the least: a ground is found wherever it lies. Edges count and sensor noise hardly does.
    """
    detail = gradient_magnitude(reliefs[:, None])[:, 0].square().mean(dim=0)
    cells = F.adaptive_avg_pool2d(detail[None], _CELLS).flatten()
    return (cells.quantile(_LEAST) / cells.mean().clamp_min(1e-12)).sqrt().item()


def periodicity(reliefs: Tensor) -> float:
    """Share of the variance that repeats itself: 1 for a perfect pattern, near 0 for noise; (n, h, w).

    It is the autocorrelation's highest value outside its central hill (all that hangs together with lag 0
    above zero), within lags of half the side; the median over images, so that patterns may be turned. A
    pattern of variance S under noise of variance N has S / (S + N). Chance alone gives coarse texture some
    0.3: an image holds few of its grains.
    """
    return float(np.median([_second_peak(image) for image in reliefs.numpy()]))


def _second_peak(image: np.ndarray) -> float:
    h, w = image.shape
    padded = (2 * h, 2 * w)
    centred = image - image.mean()
    spectrum = np.fft.rfft2(centred, padded)
    overlap = np.abs(np.fft.rfft2(np.ones_like(image), padded)) ** 2
    products = np.fft.irfft2(np.abs(spectrum) ** 2, padded) / np.maximum(np.fft.irfft2(overlap, padded), 1)
    if products[0, 0] < 1e-8:  # nothing in the image
        return 0.0
    down, right = int(h * _LONGEST_LAG), int(w * _LONGEST_LAG)
    lags = np.roll(products, (down, right), axis=(0, 1))[: 2 * down + 1, : 2 * right + 1] / products[0, 0]
    hills, _ = ndimage.label(lags > 0)
    outside = lags[hills != hills[down, right]]
    return float(np.clip(outside.max(initial=0.0), 0, 1))


def detail_lost(image: Tensor, *, side: int) -> float:
    """Share of an image's variation that is gone at `side` × `side` px, in [0, 1]; (3, H, W). Noise counts too."""
    grey = image.mean(dim=0)[None, None]
    small = F.interpolate(grey, size=(side, side), mode="bilinear", antialias=True, align_corners=False)
    again = F.interpolate(small, size=grey.shape[-2:], mode="bilinear", align_corners=False)
    return ((grey - again).var() / grey.var().clamp_min(1e-8)).clamp(0, 1).item()
