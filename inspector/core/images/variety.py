"""Whether good images show anything, and whether they differ: from blank images and from copies nothing is learned."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from inspector.core.images.near_duplicates import signature
from inspector.core.images.resizing import resize

_SIDE = 128  # at which the noise of a sensor averages out and texture does not
_GREY_LEVEL = 1 / 255
_SAME = _GREY_LEVEL / 2  # for what saving a photograph again changes
_COMPARED = 400  # images, all with one another


@dataclass(frozen=True)
class Glance:
    """What is compared of an image.

    Attributes:
        signature, contrast: see :func:`inspector.core.images.near_duplicates.signature`.
        blank: it shows one grey level, but for noise.
    """

    signature: Tensor
    contrast: float
    blank: bool


def glance(image: Tensor) -> Glance:
    """Look at an image (3, H, W) in [0, 1]."""
    height, width = image.shape[-2:]
    small = resize(image, (min(height, _SIDE), min(width, _SIDE)))
    return Glance(*signature(image), blank=small.mean(dim=0).std(correction=0).item() < _GREY_LEVEL)


def blank_ones(glances: Sequence[Glance]) -> list[int]:
    """Indices of the images that show nothing."""
    return [index for index, one in enumerate(glances) if one.blank]


def copies_of_one(glances: Sequence[Glance]) -> list[int]:
    """Indices of the images that are copies of one of them, to half a grey level; none unless they are more than half.

    Light does not count. Blank images are left out. The one that is copied is sought in a sample of very many.
    """
    shown = [index for index, one in enumerate(glances) if not one.blank]
    if len(shown) < 2:
        return []
    some = min(len(shown), _COMPARED)
    sample = torch.tensor([place * len(shown) // some for place in range(some)])
    signatures = torch.stack([glances[index].signature for index in shown])
    contrasts = torch.tensor([glances[index].contrast for index in shown])
    among = _same(signatures[sample], contrasts[sample], signatures[sample], contrasts[sample])
    most = sample[among.sum(dim=1).argmax()][None]
    copies = _same(signatures[most], contrasts[most], signatures, contrasts)[0].nonzero().flatten().tolist()
    return [shown[place] for place in copies] if 2 * len(copies) > len(shown) else []


def _same(signatures: Tensor, contrasts: Tensor, others: Tensor, their_contrasts: Tensor) -> Tensor:
    """(n, m) bool: which of n images are which of m others."""
    # By differences: of nearly equal images the products lose every digit of it.
    distances = (
        torch.cdist(signatures, others, compute_mode="donot_use_mm_for_euclid_dist") / signatures.shape[1] ** 0.5
    )
    return distances * torch.minimum(contrasts[:, None], their_contrasts[None]) < _SAME
