import pytest
import torch

from inspector.core.errors import SettingError
from inspector.core.pretext.masks import assign_squares, keep_masks, reconstruct


def generator(seed=0):
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize(("k", "n"), [(2, 3), (4, 3), (8, 2), (4, 5)])
def test_each_pixel_is_removed_in_exactly_one_set(k, n):
    keep = keep_masks(assign_squares((16, 24), k, n, generator=generator(), count=3), k, n)
    assert keep.shape == (3, n, 16, 24)
    assert ((~keep).sum(dim=1) == 1).all()


@pytest.mark.parametrize(("size", "k", "n"), [((16, 16), 4, 3), ((8, 8), 2, 5), ((12, 4), 4, 3)])
def test_sets_are_equal_within_one_also_where_n_does_not_divide(size, k, n):
    counts = torch.bincount(assign_squares(size, k, n, generator=generator())[0].flatten().long(), minlength=n)
    assert counts.max() - counts.min() <= 1
    assert counts.sum() == size[0] * size[1] // k**2


def test_squares_are_k_by_k_against_a_slow_reference():
    k, n = 4, 3
    assignment = assign_squares((8, 12), k, n, generator=generator(), count=2)
    keep = keep_masks(assignment, k, n)
    for image in range(2):
        for i in range(n):
            for y in range(8):
                for x in range(12):
                    assert keep[image, i, y, x] == (assignment[image, y // k, x // k] != i)


def test_masks_are_random_and_repeat_with_the_generator():
    a, b = (assign_squares((32, 32), 4, 3, generator=generator(1)) for _ in range(2))
    c = assign_squares((32, 32), 4, 3, generator=generator(2))
    assert torch.equal(a, b)
    assert not torch.equal(a, c)


def test_every_square_is_equally_likely_in_every_set():
    share = torch.stack([(assign_squares((8, 8), 2, 3, generator=generator(7), count=3000) == i) for i in range(3)])
    # 16 squares in sets of 6, 5, 5; 3000 draws have a standard deviation below 0.009.
    expected = torch.tensor([6, 5, 5]) / 16
    assert (share.float().mean(dim=1).flatten(1) - expected[:, None]).abs().max() < 0.045


@pytest.mark.parametrize(("size", "k", "n"), [((10, 16), 4, 3), ((16, 10), 4, 3), ((8, 8), 8, 3), ((8, 8), 2, 1)])
def test_sizes_that_do_not_fit_are_refused(size, k, n):
    with pytest.raises(SettingError):
        assign_squares(size, k, n, generator=generator())


def test_no_pixel_of_the_reconstruction_has_seen_its_own_value():
    images = torch.rand(2, 3, 16, 16, generator=generator())
    keep = keep_masks(assign_squares((16, 16), 4, 3, generator=generator(), count=2), 4, 3)
    # A network that copies its input can only give back the hole it was shown.
    assert reconstruct(lambda masked: masked, images, keep).abs().max() == 0


def test_reconstruction_by_hand():
    # Two squares of 1×1 in two sets: set 0 holds the left pixel. The network adds 10 to the sum of its input.
    images = torch.tensor([[[[0.25, 0.5]]]])
    keep = torch.tensor([[[[False, True]], [[True, False]]]])
    filled = reconstruct(lambda masked: masked.sum(dim=-1, keepdim=True).expand_as(masked) + 10, images, keep)
    assert filled.flatten().tolist() == [10.5, 10.25]


def test_one_partition_serves_a_whole_batch():
    images = torch.rand(4, 3, 8, 8, generator=generator())
    keep = keep_masks(assign_squares((8, 8), 2, 3, generator=generator()), 2, 3)
    assert reconstruct(torch.ones_like, images, keep).shape == images.shape
