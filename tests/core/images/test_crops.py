from itertools import pairwise

import pytest
import torch

from inspector.core.images.crops import crop_places, cut, cut_anywhere, spread


@pytest.mark.parametrize(("size", "side"), [((64, 64), 64), ((100, 64), 32), ((97, 131), 40), ((512, 512), 64)])
def test_crops_cover_the_image_and_overlap_by_half(size, side):
    places = crop_places(size, side)
    covered = torch.zeros(size)
    for y, x in places:
        assert 0 <= y <= size[0] - side
        assert 0 <= x <= size[1] - side
        covered[y : y + side, x : x + side] += 1
    assert covered.min() >= 1
    rows = sorted({y for y, _ in places})
    assert all(b - a <= side / 2 for a, b in pairwise(rows))


def test_crops_of_one_image_are_side_by_side():
    images = torch.arange(2 * 6 * 6, dtype=torch.float32).view(2, 1, 6, 6)
    crops = cut(images, [(0, 0), (2, 3)], 3)
    assert torch.equal(crops[1], images[0, :, 2:5, 3:6])
    assert torch.equal(crops[2], images[1, :, 0:3, 0:3])


def test_random_crops_reach_every_place_and_each_image_has_its_own():
    images = torch.arange(25, dtype=torch.float32).view(1, 1, 5, 5).expand(400, -1, -1, -1)
    crops = cut_anywhere(images, 3, count=1, generator=torch.Generator().manual_seed(0))
    assert {crop[0, 0, 0].item() for crop in crops} == {float(5 * y + x) for y in range(3) for x in range(3)}


def test_several_random_crops_of_windows_of_frames_too():
    windows = torch.arange(2 * 3 * 36, dtype=torch.float32).view(2, 1, 3, 6, 6)  # (B, C, T, H, W)
    crops = cut_anywhere(windows, 4, count=20, generator=torch.Generator().manual_seed(0))
    assert crops.shape == (40, 1, 3, 4, 4)
    assert (crops[:20] < 3 * 36).all()
    assert (crops[20:] >= 3 * 36).all()
    assert len({crop[0, 0, 0, 0].item() for crop in crops[:20]}) > 5
    torch.testing.assert_close(crops[:, :, 1] - crops[:, :, 0], torch.full((40, 1, 4, 4), 36.0))  # one place for all


def test_a_map_of_equal_values_is_flat_and_keeps_each_crops_place():
    places = crop_places((40, 60), 20)
    flat = spread(torch.full((1, len(places)), 2.5), places, side=20, size=(40, 60))
    torch.testing.assert_close(flat, torch.full((1, 40, 60), 2.5))
    values = torch.zeros(1, len(places))
    values[0, places.index((20, 40))] = 1
    at = spread(values, places, side=20, size=(40, 60))[0]
    assert at[-1, -1] == 1  # seen by this crop alone
    assert (at > 0).nonzero().min(dim=0).values.tolist() == [20, 40]


def test_weights_of_two_crops_by_hand():
    # Side 4: weights 1/8, 3/8, 3/8, 1/8 along x; crops at 0 and 2 share columns 2 and 3.
    values = spread(torch.tensor([[0.0, 1.0]]), [(0, 0), (0, 2)], side=4, size=(4, 6))[0]
    assert values[0].tolist() == pytest.approx([0, 0, 0.25, 0.75, 1, 1])
