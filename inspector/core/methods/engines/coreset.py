"""A few points that stand for many: the greedy solution of the k-centre problem."""

import torch
from torch import Tensor

CANDIDATES = 4096  # brought up to date at a time: of 512 to 8192 the fastest on 160,000 points of 128 dimensions


def greedy_coreset(points: Tensor, count: int) -> Tensor:
    """Indices of `count` points that cover all of them, in the order in which they were chosen.

    Starts with the first point and adds whichever is farthest from those chosen, so that the largest distance of
    any point to the chosen ones is at most twice the least possible. Stops early when every point is covered.

    Exact, but most distances are never computed: a distance to the chosen points only shrinks as more are chosen, so
    that an old value is an upper bound, and only the points with the largest bounds are brought up to date.

    Args:
        points: (N, D) float32.

    Returns:
        (K,) int64, K ≤ count.

    Source: K. Roth et al., "Towards Total Recall in Industrial Anomaly Detection", CVPR 2022, algorithm 1.
    """
    n = len(points)
    if count >= n:
        return torch.arange(n, device=points.device)
    chosen = torch.zeros(count, dtype=torch.int64, device=points.device)
    size = 1
    bounds = (points - points[0]).square().sum(dim=1)  # squared distance to chosen[:compared], the rest unknown
    compared = torch.ones(n, dtype=torch.int64, device=points.device)
    width = min(CANDIDATES, n)
    while size < count:
        largest, candidates = bounds.topk(min(width + 1, n))
        outside = largest[-1].item() if n > width else -1.0  # no other point is farther than this
        largest, candidates = largest[:width], candidates[:width]
        pool = points[candidates]
        since = compared[candidates].min().item()
        if since < size:
            distances = torch.minimum(largest, squared_distances(pool, points[chosen[since:size]]).amin(dim=1))
        else:
            distances = largest
        while size < count:
            farthest, place = distances.max(dim=0)
            value = farthest.item()
            if value <= 0 and outside <= 0:
                return chosen[:size]
            if value < outside:
                break
            chosen[size] = candidates[place]
            size += 1
            distances = torch.minimum(distances, (pool - pool[place]).square().sum(dim=1))
        bounds[candidates] = distances
        compared[candidates] = size
    return chosen


def squared_distances(a: Tensor, b: Tensor) -> Tensor:
    """(N, D) and (M, D) to (N, M): |a|² − 2ab + |b|², one matrix product; accurate to some 1e-6 of |a|² + |b|²."""
    squares = a.square().sum(dim=1)[:, None] + b.square().sum(dim=1)[None]
    return torch.addmm(squares, a, b.T, alpha=-2).clamp_min_(0)
