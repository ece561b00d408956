"""Whether good images show anything, and whether they differ: from blank images and from copies nothing is learned."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from inspector.core.images.near_duplicates import signature
from inspector.core.images.resizing import resize

_SIDE = 128  # at which the noise of a sensor averages out and texture does not
_GREY_LEVEL = 1 / 255
_SAME = _GREY_LEVEL / 2  # JPEG at quality 50 comes to it
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

    Light does not count. Photographs of different parts differ by two grey levels, at 32×32 px, even where these are
    plain paper in a fixed place. Blank images are left out; of very many images a sample is compared.
    """
    shown = [index for index, one in enumerate(glances) if not one.blank]
    chosen = [shown[place * len(shown) // _COMPARED] for place in range(_COMPARED)] if len(shown) > _COMPARED else shown
    if len(chosen) < 2:
        return []
    signatures = torch.stack([glances[index].signature for index in chosen]).double()
    contrasts = torch.tensor([glances[index].contrast for index in chosen])
    # By differences: of nearly equal images the products lose every digit of it.
    distances = torch.cdist(signatures, signatures, compute_mode="donot_use_mm_for_euclid_dist")
    distances /= signatures.shape[1] ** 0.5
    alike = distances * torch.minimum(contrasts[:, None], contrasts[None]) < _SAME
    most = int(alike.sum(dim=1).argmax())
    copies = alike[most].nonzero().flatten().tolist()
    return [chosen[place] for place in copies] if 2 * len(copies) > len(chosen) else []
