"""Anomalies made from good images: (B, C, H, H) in [0, 1] to the same shape, each image by itself.

Source: Khazaie, Wong, Mohsenzadeh, ADACL; cut-paste after Li et al. (2021).
"""

import math
from collections.abc import Callable, Mapping
from itertools import permutations
from typing import Literal

import torch
from torch import Tensor

_CUT_AREA = (0.02, 0.3)  # of the image
_CUT_ASPECT = (0.3, 1 / 0.3)
_MIX = (0.0, 1.0)
_QUARTER_ORDERS = [order for order in permutations(range(4)) if order != (0, 1, 2, 3)]


def cut_paste(images: Tensor, *, generator: torch.Generator) -> Tensor:
    """A rectangle of the image pasted somewhere else in it; its area and aspect are drawn, log-uniform the latter."""
    height, width = images.shape[-2:]
    made = images.clone()
    for image, pasted in zip(images, made, strict=True):
        area, aspect, *places = torch.rand(6, generator=generator).tolist()
        area = height * width * (_CUT_AREA[0] + area * (_CUT_AREA[1] - _CUT_AREA[0]))
        aspect = math.exp(math.log(_CUT_ASPECT[0]) + aspect * math.log(_CUT_ASPECT[1] / _CUT_ASPECT[0]))
        h = min(height - 2, max(3, round(math.sqrt(area * aspect))))
        w = min(width - 2, max(3, round(math.sqrt(area / aspect))))
        from_y, to_y = (int(place * (height - h + 1)) for place in places[:2])
        from_x, to_x = (int(place * (width - w + 1)) for place in places[2:])
        pasted[:, to_y : to_y + h, to_x : to_x + w] = image[:, from_y : from_y + h, from_x : from_x + w]
    return made


def shuffle_quarters(images: Tensor, *, generator: torch.Generator) -> Tensor:
    """The image's quarters in another order; with an odd side the last row or column stays."""
    h, w = images.shape[-2] // 2, images.shape[-1] // 2
    made = images.clone()
    quarters = [(y, x) for y in (0, h) for x in (0, w)]
    drawn = torch.randint(len(_QUARTER_ORDERS), (len(images),), generator=generator).tolist()
    for image, shuffled, order in zip(images, made, (_QUARTER_ORDERS[i] for i in drawn), strict=True):
        for (y, x), source in zip(quarters, order, strict=True):
            from_y, from_x = quarters[source]
            shuffled[:, y : y + h, x : x + w] = image[:, from_y : from_y + h, from_x : from_x + w]
    return made


def turn_sideways(images: Tensor, *, generator: torch.Generator) -> Tensor:
    """Turned by a quarter, one way or the other."""
    left = torch.rand(len(images), 1, 1, 1, generator=generator).to(images.device) < 0.5
    return torch.where(left, torch.rot90(images, 1, (-2, -1)), torch.rot90(images, 3, (-2, -1)))


def mix_with_turned(images: Tensor, *, generator: torch.Generator) -> Tensor:
    """λ times the image and 1 − λ times itself turned by a quarter. λ is uniform from 0 to 1."""
    share = torch.empty(len(images), 1, 1, 1).uniform_(*_MIX, generator=generator).to(images.device)
    return share * images + (1 - share) * turn_sideways(images, generator=generator)


AnomalyName = Literal["cut_paste", "shuffle_quarters", "turn_sideways", "mix_with_turned"]
ANOMALIES: Mapping[AnomalyName, Callable[..., Tensor]] = {
    "cut_paste": cut_paste,
    "shuffle_quarters": shuffle_quarters,
    "turn_sideways": turn_sideways,
    "mix_with_turned": mix_with_turned,
}
