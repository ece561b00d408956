import pytest
import torch
import torch.nn.functional as F

from inspector.core.images.near_duplicates import near_copies, nearest_others, signature
from tests.made_up import disc, photographs, places


def parts(n, *, seed=0):
    """Parts in a fixed pose that differ a little all over, (n, 3, 128, 128)."""
    rough = torch.randn(n, 1, 12, 12, generator=torch.Generator().manual_seed(seed))
    shades = 0.05 * F.interpolate(rough, size=(128, 128), mode="bicubic")
    part = F.interpolate(disc()[None, None], size=(128, 128), mode="bilinear")
    return (part + shades).clamp(0, 1).expand(-1, 3, -1, -1)


def groups(images):
    signatures, contrasts = zip(*map(signature, images), strict=True)
    distances, others = nearest_others(torch.stack(signatures), slice(None))
    return near_copies(distances, others, torch.tensor(contrasts))


def test_the_nearest_are_those_of_a_slow_search():
    signatures = torch.randn(40, 16, generator=torch.Generator().manual_seed(0))
    signatures[7] = signatures[3] + 1e-4
    slow = torch.cdist(signatures.double(), signatures.double()).float() / 4  # root mean square of 16
    slow.fill_diagonal_(torch.inf)
    expected, which = slow.sort(dim=1)
    for rows in (slice(0, 40), slice(5, 12)):
        distances, others = nearest_others(signatures, rows)
        torch.testing.assert_close(distances, expected[rows, :3], rtol=1e-3, atol=1e-7)
        assert torch.equal(others, which[rows, :3])


def test_good_parts_in_a_fixed_pose_are_no_copies():
    assert groups(parts(60)) == []


@pytest.mark.parametrize("gain", [1.0, 0.9])
def test_a_smaller_copy_is_found(gain):
    images = list(parts(30))
    smaller = F.interpolate(images[4][None], size=(115, 115), mode="bilinear", antialias=True, align_corners=False)
    assert groups([*images, smaller[0] * gain]) == [[4, 30]]


def test_copies_of_copies_are_one_group():
    images = list(parts(30))
    noise = torch.randn(2, 3, 128, 128, generator=torch.Generator().manual_seed(1)) * 0.01
    assert groups([*images, images[9] + noise[0], images[9] + noise[1], images[2] + noise[0]]) == [[2, 32], [9, 30, 31]]


def test_parts_that_differ_by_their_place_alone_are_no_copies():
    # In two dimensions two of a hundred parts lie very near to each other by chance.
    assert groups(photographs([disc(**place) for place in places(100)])) == []


def test_few_images_tell_nothing():
    images = list(parts(8))
    assert groups([*images, images[0]]) == []
