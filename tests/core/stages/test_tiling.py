"""Tiles: their places, and one map of many."""

from itertools import pairwise

import pytest
import torch
from torch import Tensor

from inspector.core.methods import Judgement
from inspector.core.stages.tiling import Tiling, judge_tiles, tiles


def brightness(batch: Tensor) -> Judgement:
    """A judge whose map is the picture's mean over its channels."""
    maps = batch.mean(dim=1)
    return Judgement(maps.flatten(1).amax(dim=1), maps, {"picture": batch})


@pytest.mark.parametrize("size", [(64, 64), (65, 64), (200, 333), (64, 1000)])
def test_tiles_cover_every_pixel_and_overlap_by_as_much_as_was_asked_for(size):
    places = tiles(size, side=(64, 64), overlap_px=16)
    covered = torch.zeros(size)
    for top, left in places:
        assert 0 <= top <= size[0] - 64
        assert 0 <= left <= size[1] - 64
        covered[top : top + 64, left : left + 64] += 1
    assert covered.min() >= 1
    for starts in ({top for top, _ in places}, {left for _, left in places}):
        assert all(after - before <= 48 for before, after in pairwise(sorted(starts)))


def test_the_map_of_tiles_is_the_map_of_the_whole_where_places_are_judged_alike():
    images = torch.rand(1, 3, 100, 150)
    judgement = judge_tiles(brightness, images, Tiling(scale=1.0, overlap_px=8), side=(32, 32))
    assert judgement.maps is not None
    assert torch.allclose(judgement.maps, images.mean(dim=1), atol=1e-5)
    assert torch.allclose(judgement.evidence["picture"], images, atol=1e-5)


def test_a_stride_keeps_the_worst_of_the_pixels_that_become_one():
    images = torch.zeros(1, 3, 64, 70)
    images[..., 33, 69] = 1.0
    judgement = judge_tiles(brightness, images, Tiling(scale=1.0, overlap_px=8, stride=4), side=(32, 32))
    assert judgement.maps is not None
    assert judgement.maps.shape == (1, 16, 18)
    assert torch.nonzero(judgement.maps[0] > 0.5).tolist() == [[8, 17]]
    assert judgement.scores.item() == pytest.approx(1.0)
