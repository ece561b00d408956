"""The nearest of remembered features, by a full search."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

_SEARCHED_AT_ONCE = 256  # features: their distances to the bank fit into a processor's cache
_COMPARED_AT_ONCE = 64  # of the bank


def nearest(features: Tensor, bank: Tensor) -> tuple[Tensor, Tensor]:
    """Distance to the nearest of the bank, and which it is: (N, D) and (M, D) float32 to (N,) and (N,).

    A full search by matrix products: for 961 places and a bank of 4096 × 128, 18 ms of one core where the bare product
    takes 12, torch.cdist 24 and the flat index of faiss 34.
    """
    centre = bank.mean(dim=0)
    # The product loses the digits of a distance that is small beside the features: hence the centre, and the distance
    # measured again. |features|² is the same for the whole bank and left out.
    centred = bank - centre
    missing = -len(bank) % _COMPARED_AT_ONCE
    squares = F.pad(centred.square().sum(dim=1), (0, missing), value=math.inf)[None]
    transposed = F.pad(centred, (0, 0, 0, missing)).T
    pieces = (features - centre).split(_SEARCHED_AT_ONCE)
    index = torch.cat([_lowest(torch.addmm(squares, piece, transposed, alpha=-2)) for piece in pieces])
    return (features - bank[index]).norm(dim=1), index


def _lowest(values: Tensor) -> Tensor:
    """Where each line of (N, M) is lowest, (N,), as argmin says it, which compares value by value.

    First the lowest of each block of the line, for which processors compare many values at a time, then within that
    block.
    """
    blocks = values.unflatten(1, (-1, _COMPARED_AT_ONCE))
    best = blocks.amin(dim=2).argmin(dim=1)
    block = blocks.gather(1, best[:, None, None].expand(-1, 1, _COMPARED_AT_ONCE))[:, 0]
    return best * _COMPARED_AT_ONCE + block.argmin(dim=1)
