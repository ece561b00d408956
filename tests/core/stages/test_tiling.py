"""Tiles: their places, and one map of many."""

from itertools import pairwise

import pytest
import torch
from torch import Tensor

from inspector.core.methods import Judgement
from inspector.core.stages.tiling import Tiling, judge_tiles, picture_map_of, tiles, tiling_of


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


def test_the_map_of_a_huge_image_is_kept_small_and_that_of_others_as_learned():
    tiling = Tiling(scale=1.0, overlap_px=64, stride=2)
    assert tiling.bounded((3000, 4000)) == tiling
    huge = tiling.bounded((8000, 12_000))
    assert huge.stride > 2
    assert 2**21 < huge.map_of((8000, 12_000))[0] * huge.map_of((8000, 12_000))[1] <= 2**22


def test_a_stride_averages_pictures_and_rows_of_tiles_need_not_begin_at_it():
    images = torch.rand(2, 3, 90, 70)
    tiling = Tiling(scale=1.0, overlap_px=5, stride=4)
    judgement = judge_tiles(brightness, images, tiling, side=(32, 32))
    assert judgement.maps is not None
    padded = torch.full((2, 92, 72), -1.0)
    padded[:, :90, :70] = images.mean(dim=1)
    expected = padded.unflatten(1, (23, 4)).unflatten(3, (18, 4)).amax(dim=(2, 4))
    assert torch.allclose(judgement.maps, expected, atol=1e-5)
    picture = judgement.evidence["picture"]
    assert picture.shape == (2, 3, 23, 18)
    assert torch.allclose(picture[..., 3, 5], images[..., 12:16, 20:24].mean(dim=(2, 3)), atol=1e-5)
    assert torch.allclose(picture[..., 22, 17], images[..., 88:, 68:].mean(dim=(2, 3)), atol=1e-5)


def test_a_tile_shows_as_much_of_the_image_as_was_asked_for():
    tiling = tiling_of(256, [(300, 400)], side=(128, 128))
    assert tiling == Tiling(scale=0.5, overlap_px=32, stride=1)
    assert tiling.scaled((300, 400)) == (150, 200)
    assert picture_map_of(tiling, [(300, 400)]) == (150, 200)


def test_maps_of_large_images_are_kept_small():
    sizes = [(8000, 12000)]
    tiling = tiling_of(128, sizes, side=(128, 128))
    rows, columns = tiling.map_of((8000, 12000))
    assert 500_000 < rows * columns <= 1.01 * 2**20
    assert max(picture_map_of(tiling, sizes)) == 1024
