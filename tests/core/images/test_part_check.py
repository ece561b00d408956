"""Pictures without a part are told from good parts, whatever day it is."""

import pytest
import torch

from inspector.core.images.part_check import FEWEST_IMAGES, PartCheck, features, learn_part_check
from inspector.core.images.variation import Variation
from inspector.core.seeding import generator_at
from tests.made_up import arrow, disc, grains, photographs


def learned(images: torch.Tensor) -> PartCheck:
    check = learn_part_check(images, Variation(), generator=generator_at(0, "test"))
    assert check is not None
    return check


def discs(count: int, *, seed: int) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    places = torch.randn(count, 2, generator=generator).tolist()
    return photographs([disc(right=x, down=y) for x, y in places], seed=seed)


def textures(count: int, *, seed: int) -> torch.Tensor:
    return photographs([0.5 + 0.3 * grains(100 * seed + index) for index in range(count)], seed=seed)


def empty() -> torch.Tensor:
    """White, grey, black, a dark even ground with and without noise, and noise alone."""
    generator = torch.Generator().manual_seed(5)
    grey = [torch.full((3, 64, 64), value) for value in (1.0, 0.5, 0.0, 0.2)]
    ground = (grey[-1] + 0.02 * torch.randn(3, 64, 64, generator=generator)).clamp(0, 1)
    return torch.stack([*grey, ground, torch.rand(3, 64, 64, generator=generator)])


@pytest.mark.parametrize("good", [discs, textures])
@pytest.mark.parametrize("count", [6, 40])
def test_pictures_without_the_product_are_beyond_the_limit_and_good_ones_well_within(good, count):
    check = learned(good(count, seed=1))
    assert (check.unlike(empty()) > 1).all()
    assert (check.unlike(photographs([arrow(), arrow(degrees=90)])) > 1).all()
    assert (check.unlike(good(20, seed=2)) < 0.8).all()


def test_good_parts_of_another_day_are_within_the_limit():
    check = learned(discs(30, seed=1))
    moved = photographs([disc(right=6, down=-6), disc(right=-5, down=3)])
    assert (check.unlike(moved) < 1).all()
    assert (check.unlike(0.8 * discs(10, seed=3)) < 1).all()


def test_an_odd_good_image_does_not_make_an_empty_picture_usual():
    good = torch.cat([discs(20, seed=1), empty()[:1]])
    assert (learned(good).unlike(empty()[1:]) > 1).all()


def test_a_picture_is_judged_alike_at_any_size():
    image = discs(1, seed=4)
    larger = torch.nn.functional.interpolate(image, (128, 192), mode="nearest")
    torch.testing.assert_close(features(larger), features(image))


def test_what_two_checks_learned_is_joined_as_if_learned_together():
    first, second = learned(discs(20, seed=1)), learned(photographs([arrow(right=x) for x in range(20)]))
    joined = first.joined(second)
    assert joined.count == 40
    torch.testing.assert_close(joined.mean, (first.mean + second.mean) / 2)
    assert (joined.unlike(discs(10, seed=2)) < 1).all()
    assert (joined.unlike(photographs([arrow(right=3)])) < 1).all()
    assert (joined.unlike(empty()) > 1).all()


def test_too_few_images_teach_nothing():
    assert learn_part_check(discs(FEWEST_IMAGES - 1, seed=1), Variation(), generator=generator_at(0, "test")) is None
