"""Images that are one photograph, saved again, compressed or resized.

Parts in a fixed pose look alike too, so that a distance by itself says nothing: two images are copies where they are
far nearer to each other than neighbours are among these images, and differ by less than compressing does.
"""

import math

import torch
import torch.nn.functional as F
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from torch import Tensor

NEIGHBOURS = 3  # that are looked at of each image
MIN_IMAGES = 10  # fewer do not tell how far apart neighbours are
_SIDE = 32
_GREY_LEVEL = 1 / 255
_FAR_NEARER = 0.25  # of the typical distance; JPEG at quality 85 of faint texture comes to a fifth
_CHANCE = 0.01  # that there is a pair of different photographs so near to each other in the whole collection


def signature(image: Tensor) -> tuple[Tensor, float]:
    """An image (3, H, W) as (1024,) float32 of mean 0 and variance 1, without its light, and its contrast.

    The contrast is the standard deviation of the small grey image in [0, 1]; it is a grey level at least.
    """
    grey = F.interpolate(image[None], (_SIDE, _SIDE), mode="bilinear", antialias=True, align_corners=False)
    grey = grey.mean(dim=1).flatten()
    centred = grey - grey.mean()
    contrast = max(centred.std().item(), _GREY_LEVEL)
    return centred / contrast, contrast


def nearest_others(signatures: Tensor, rows: slice) -> tuple[Tensor, Tensor]:
    """The three nearest of n > 3 signatures (n, D) to some of them, each row's own left out.

    Returns:
        Distances, root mean square over D, (r, 3), nearest first, and which they are, (r, 3).
    """
    some = signatures[rows]
    squares = signatures.square().sum(dim=1)
    ranking = torch.addmm(squares[None], some, signatures.T, alpha=-2)
    own = torch.arange(len(signatures))[rows]
    ranking[torch.arange(len(some)), own] = torch.inf
    others = ranking.topk(NEIGHBOURS, largest=False).indices
    # Measured again: of nearly equal images the products lose every digit of the difference.
    distances = (signatures[others] - some[:, None]).square().mean(dim=2).sqrt()
    distances, order = distances.sort(dim=1)
    return distances, others.gather(1, order)


def near_copies(distances: Tensor, others: Tensor, contrasts: Tensor) -> list[list[int]]:
    """Groups of two and more images that are copies, each in ascending order.

    Copies are at most a quarter of the median distance to the third neighbour apart, less where images vary in few
    ways: with n images of dimension d, chance brings a pair within a share r of it n·r^d times. The dimension is that
    of the third over the second neighbour (Levina and Bickel, 2005, by the median), as the first may be a copy.
    And copies differ by one grey level at most.

    Args:
        distances, others: (n, 3), see :func:`nearest_others`.
        contrasts: (n,)
    """
    n = len(distances)
    if n < MIN_IMAGES:
        return []
    typical = distances[:, 2].median().item()
    # 2 · d · log(third / second) is distributed Exp(1), whose median is log 2.
    growth = (distances[:, 2] / distances[:, 1].clamp_min(1e-12)).log().median().item()
    dimension = math.log(2) / (2 * max(growth, 1e-6))
    limit = min(_FAR_NEARER, (_CHANCE / n) ** (1 / dimension)) * typical
    levels = distances * torch.minimum(contrasts[:, None], contrasts[others])
    first, which = ((distances < limit) & (levels <= _GREY_LEVEL)).nonzero(as_tuple=True)
    links = coo_matrix((torch.ones(len(first)).numpy(), (first.numpy(), others[first, which].numpy())), shape=(n, n))
    _, group_of = connected_components(links, directed=False)
    groups: dict[int, list[int]] = {}
    for index, group in enumerate(group_of.tolist()):
        groups.setdefault(group, []).append(index)
    return [group for group in groups.values() if len(group) > 1]
