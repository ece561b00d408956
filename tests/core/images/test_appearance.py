import pytest
import torch

from inspector.core.calibration import alignment
from inspector.core.images.appearance import (
    colourfulness,
    contrast,
    detail_lost,
    evenness,
    light_gains,
    light_spread,
    periodicity,
    relief,
)
from tests.made_up import arrow, disc, grains, grid, photographs, places, stripes

N = 20


def reliefs(images):
    return relief(images, light_gains(images))


def texture():
    return photographs([grains(seed) for seed in range(N)])


def test_a_part_in_a_fixed_pose_is_explained_by_place():
    assert alignment(reliefs(photographs([arrow() for _ in range(N)]))) > 0.9


@pytest.mark.parametrize("scene", [arrow, disc])
def test_a_part_at_random_places_is_not(scene):
    assert alignment(reliefs(photographs([scene(**place) for place in places(N)]))) < 0.3


def test_a_lamp_that_dims_leaves_alignment_as_it_is():
    images = photographs([arrow() for _ in range(N)])
    dimmed = images * torch.linspace(0.8, 1.2, N)[:, None, None, None]
    assert alignment(reliefs(dimmed)) == pytest.approx(alignment(reliefs(images)), abs=0.03)


def test_the_lamps_shade_on_plain_paper_is_no_part():
    x, y = grid()
    shade = 0.7 - 0.2 * (x.square() + y.square()) / 32**2
    images = photographs([shade for _ in range(N)])
    assert alignment(images.mean(dim=1)) > 0.7  # what would be said without taking the shade out
    assert alignment(reliefs(images)) < 0.1


def test_light_spread_is_the_farthest_lamp():
    images = photographs([arrow() for _ in range(5)])
    images[0] *= 0.9
    assert light_spread(light_gains(images)) == pytest.approx(0.1, abs=0.02)


def test_texture_is_even_and_a_part_on_a_ground_is_not():
    assert evenness(reliefs(texture())) == pytest.approx(1, abs=0.2)
    assert evenness(reliefs(photographs([arrow() for _ in range(N)]))) < 0.3
    assert evenness(reliefs(photographs([disc(radius=31) for _ in range(N)]))) < 0.3  # it touches the frame


def test_stripes_repeat_themselves():
    images = photographs([stripes(phase=float(i)) for i in range(N)])
    assert periodicity(reliefs(images)) > 0.9


@pytest.mark.parametrize("size", [1, 3, 8])
def test_noise_does_not(size):
    assert periodicity(reliefs(photographs([grains(seed, size=size) for seed in range(N)]))) < 0.45


def test_half_a_pattern_under_noise_of_equal_variance():
    scenes = [stripes(phase=float(i)) for i in range(N)]
    noise = [0.2 / 2**0.5 * torch.randn(64, 64, generator=torch.Generator().manual_seed(i)) for i in range(N)]
    mixed = torch.stack([scene + other for scene, other in zip(scenes, noise, strict=True)])
    assert periodicity(mixed - mixed.mean()) == pytest.approx(0.5, abs=0.06)  # S / (S + N)


def test_empty_images_have_neither_pattern_nor_contrast():
    empty = torch.zeros(3, 64, 64)
    assert periodicity(empty) == 0
    assert contrast(empty) == 0
    assert evenness(empty) >= 0


def test_grey_has_no_colour():
    assert colourfulness(torch.rand(2, 1, 8, 8).expand(-1, 3, -1, -1)) == pytest.approx(0, abs=1e-6)
    red = torch.tensor([0.9, 0.0, 0.0])[None, :, None, None].expand(1, 3, 4, 4)
    assert colourfulness(red) == pytest.approx((0.6 + 0.3 + 0.3) / 3)


def test_fine_threads_are_lost_when_an_image_shrinks_and_coarse_ones_are_not():
    x = torch.arange(256.0)
    fine, coarse = torch.sin(x * 2.5), torch.sin(x * 0.1)
    assert detail_lost(fine.expand(3, 256, 256), side=64) > 0.9
    assert detail_lost(coarse.expand(3, 256, 256), side=64) < 0.1
