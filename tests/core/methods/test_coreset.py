import pytest
import torch

from inspector.core.methods.engines import coreset
from inspector.core.methods.engines.coreset import greedy_coreset, squared_distances


def points(n, d=5, seed=0):
    return torch.randn(n, d, generator=torch.Generator().manual_seed(seed))


def reference(cloud, count):
    """The algorithm as the paper writes it: all distances, one point at a time."""
    chosen = [0]
    while len(chosen) < count:
        nearest = torch.stack([(cloud - cloud[i]).norm(dim=1) for i in chosen]).amin(dim=0)
        chosen.append(nearest.argmax().item())
    return chosen


@pytest.mark.parametrize("candidates", [1, 7, 64, 1000])
@pytest.mark.parametrize("count", [1, 2, 40, 299])
def test_the_lazy_choice_is_the_greedy_one(monkeypatch, candidates, count):
    monkeypatch.setattr(coreset, "CANDIDATES", candidates)
    cloud = points(300)
    assert greedy_coreset(cloud, count).tolist() == reference(cloud, count)


def test_more_than_there_are_is_all_of_them():
    assert greedy_coreset(points(4), 9).tolist() == [0, 1, 2, 3]


def test_copies_are_not_chosen_twice():
    cloud = points(6).repeat(20, 1)
    chosen = greedy_coreset(cloud, 50)
    assert len(chosen) == 6
    assert len({tuple(row.tolist()) for row in cloud[chosen]}) == 6


def test_it_covers_better_than_chance():
    cloud = torch.cat([points(2000, 2), points(20, 2, seed=1) + 30])  # a rare kind far from the rest
    chosen = cloud[greedy_coreset(cloud, 60)]
    drawn = cloud[torch.randperm(2020, generator=torch.Generator().manual_seed(0))[:60]]
    radius, radius_by_chance = (torch.cdist(cloud, few).amin(dim=1).max() for few in (chosen, drawn))
    assert radius < 0.5 * radius_by_chance


def test_squared_distances():
    a, b = points(7), points(9, seed=1)
    torch.testing.assert_close(squared_distances(a, b), torch.cdist(a, b).square(), atol=1e-4, rtol=1e-4)
    assert squared_distances(a, a).min() >= 0
