import numpy as np
import pytest
import torch
from kornia.filters import gaussian_blur2d

from inspector.core.images.quality import exceeding, far_above, far_below, measure_quality

IMAGE = torch.rand(3, 256, 256, generator=torch.Generator().manual_seed(0)) * 0.5 + 0.2


def test_blur_lowers_the_sharpness_and_light_does_not():
    sharp = measure_quality(IMAGE).sharpness
    assert measure_quality(gaussian_blur2d(IMAGE[None], (9, 9), (1.0, 1.0))[0]).sharpness < 0.5 * sharp
    assert measure_quality(IMAGE * 0.6 + 0.1).sharpness == pytest.approx(sharp, rel=1e-3)


def test_sharpness_by_hand():
    # Of white noise the Laplacian's variance is (4² + 4·1²) times the noise's.
    assert measure_quality(IMAGE).sharpness == pytest.approx(20, rel=0.03)


def test_exposure_by_hand():
    image = torch.full((3, 10, 10), 0.5)
    image[:, 0] = 1.0
    image[:, 1] = 0.0
    image[0, 2] = 1.0  # one channel alone is a colour
    quality = measure_quality(image)
    assert quality.clipped == pytest.approx(0.2)
    assert quality.brightness == pytest.approx(image.mean().item())


def test_an_image_without_anything_in_it_can_be_measured():
    assert measure_quality(torch.zeros(3, 20, 30)).sharpness == 0


def test_what_stands_out_is_far_away_and_by_the_factor():
    usual = np.exp(np.random.default_rng(0).normal(0, 0.05, 100))
    assert not far_below(usual, factor=2).any()
    assert np.flatnonzero(far_below(np.append(usual, 0.3), factor=2)).tolist() == [100]
    assert not far_below(np.append(usual, 0.6), factor=2).any()  # some ten sigmas, and no matter
    wide = np.exp(np.random.default_rng(0).normal(0, 0.5, 100))
    assert not far_below(np.append(wide, 0.3), factor=2).any()  # usual here
    assert np.flatnonzero(far_above(np.append(usual, 3.0), factor=2)).tolist() == [100]


def test_equal_images_and_one_other():
    assert np.flatnonzero(far_below(np.array([1.0] * 9 + [0.1]), factor=2)).tolist() == [9]
    assert not far_below(np.ones(10), factor=2).any()


def test_clipped_shares():
    shares = np.array([0.3, 0.31, 0.29, 0.3, 0.3, 0.45, 0.35])
    assert np.flatnonzero(exceeding(shares, by=0.1)).tolist() == [5]
