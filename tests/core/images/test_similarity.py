import numpy as np
import pytest
import torch
import torch.nn.functional as F
from scipy import ndimage
from skimage.metrics import structural_similarity

from inspector.core.images.similarity import (
    GMS_CONSTANT,
    gms,
    gms_pyramid,
    gradient_magnitude,
    mean_filter,
    msgms_loss,
    msgms_map,
    reconstruction_losses,
    ssim_loss,
    ssim_map,
)


def pair(size=32, channels=3, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return torch.rand(2, 2, channels, size, size, generator=generator).unbind()


def step_edge(height=8, width=8):
    image = torch.zeros(1, 1, height, width)
    image[..., width // 2 :] = 1
    return image


def test_gradient_of_a_step_edge_by_hand():
    # Prewitt/3 across a step of 1: three rows of difference 1, divided by 3, on both sides of the edge.
    expected = torch.zeros(8)
    expected[3:5] = 1
    torch.testing.assert_close(gradient_magnitude(step_edge())[0, 0, 4], expected, atol=1e-5, rtol=0)


def test_gradient_against_convolution():
    image = pair()[0]
    kernel = np.array([[1, 0, -1]] * 3) / 3
    for plane, found in zip(image.flatten(0, 1).numpy(), gradient_magnitude(image).flatten(0, 1), strict=True):
        dx = ndimage.convolve(plane, kernel, mode="nearest")
        dy = ndimage.convolve(plane, kernel.T, mode="nearest")
        np.testing.assert_allclose(found, np.hypot(dx, dy), atol=1e-5)


def test_gms_of_an_edge_that_is_missing_by_hand():
    # g(I) = 1, g(R) = 0: (0 + c) / (1 + 0 + c)
    similarity = gms(step_edge(), torch.zeros(1, 1, 8, 8))
    assert similarity[0, 0, 4, 3].item() == pytest.approx(GMS_CONSTANT / (1 + GMS_CONSTANT), rel=1e-2)
    assert similarity[0, 0, 4, 0].item() == pytest.approx(1)


def test_gms_is_symmetric_and_one_for_equal_images():
    a, b = pair()
    torch.testing.assert_close(gms(a, b), gms(b, a))
    torch.testing.assert_close(gms(a, a), torch.ones(2, 1, 32, 32))


def test_gms_sees_a_colour_edge_of_constant_brightness():
    colour = torch.zeros(1, 3, 8, 8)
    colour[:, 0, :, :4] = 0.6
    colour[:, 1, :, 4:] = 0.6  # red to green: the mean over channels is 0.2 everywhere
    assert colour.mean(dim=1).std() < 1e-6
    assert gms(colour, torch.full_like(colour, 0.2)).min() < 0.5


def test_pyramid_halves_by_mean():
    a, b = pair()
    levels = gms_pyramid(a, b)
    assert [tuple(level.shape[-2:]) for level in levels] == [(32, 32), (16, 16), (8, 8), (4, 4)]
    quarter = a.unfold(2, 2, 2).unfold(3, 2, 2).mean(dim=(-2, -1)), b.unfold(2, 2, 2).unfold(3, 2, 2).mean(dim=(-2, -1))
    torch.testing.assert_close(levels[1], gms(*quarter))


def test_msgms_loss_and_map_against_the_sum_of_scales():
    a, b = pair()
    levels = gms_pyramid(a, b)
    expected = sum(1 - level.mean().item() for level in levels) / 4
    assert msgms_loss(a, b).item() == pytest.approx(expected, rel=1e-5)
    full = [F.interpolate(level, (32, 32), mode="bilinear", align_corners=False) for level in levels]
    torch.testing.assert_close(msgms_map(a, b), 1 - sum(full) / 4)


def test_loss_has_a_finite_gradient_on_flat_patches():
    flat = torch.full((1, 3, 32, 32), 0.5)
    reconstruction = flat.clone().requires_grad_()
    sum(reconstruction_losses(flat, reconstruction, msgms_weight=1, ssim_weight=1).values()).backward()
    assert torch.isfinite(reconstruction.grad).all()


def test_ssim_against_scikit_image():
    a, b = pair()
    expected = structural_similarity(
        a[0, 0].double().numpy(), b[0, 0].double().numpy(), data_range=1, gaussian_weights=True, sigma=1.5,
        use_sample_covariance=False, full=True,
    )[1]  # fmt: skip
    inside = slice(8, -8)  # the two libraries pad differently
    found = ssim_map(a[:1, :1], b[:1, :1])[0, 0]
    np.testing.assert_allclose(found[inside, inside], (1 - expected[inside, inside]) / 2, atol=1e-4)


def test_ssim_loss_of_equal_images_is_zero():
    a, _ = pair()
    assert ssim_loss(a, a).item() == pytest.approx(0, abs=1e-5)


def test_loss_terms_are_weighted_and_left_out():
    a, b = pair()
    terms = reconstruction_losses(a, b, msgms_weight=2, ssim_weight=0)
    assert set(terms) == {"l2", "msgms"}
    assert terms["l2"].item() == pytest.approx(((a - b) ** 2).mean().item())
    assert terms["msgms"].item() == pytest.approx(2 * msgms_loss(a, b).item())


@pytest.mark.parametrize("size", [1, 3, 7])
def test_mean_filter_against_loops(size):
    maps = torch.rand(1, 1, 6, 9, generator=torch.Generator().manual_seed(1))
    half = size // 2
    for y in range(6):
        for x in range(9):
            window = maps[0, 0, max(0, y - half) : y + half + 1, max(0, x - half) : x + half + 1]
            assert mean_filter(maps, size)[0, 0, y, x].item() == pytest.approx(window.mean().item(), abs=1e-6)


def test_mean_filter_keeps_a_constant_up_to_the_border():
    torch.testing.assert_close(mean_filter(torch.full((1, 1, 9, 9), 0.3), 5), torch.full((1, 1, 9, 9), 0.3))
