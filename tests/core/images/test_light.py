import pytest
import torch

from inspector.core.images.light import GAIN_LIMIT, brightness_quantiles, correct_light, light_gain, shows_nothing


def part(seed=0):
    """A bright ring on a dark ground with texture: three brightness levels, as a photographed part has."""
    generator = torch.Generator().manual_seed(seed)
    y, x = torch.meshgrid(torch.linspace(-1, 1, 64), torch.linspace(-1, 1, 64), indexing="ij")
    radius = (x**2 + y**2).sqrt()
    image = 0.2 + 0.5 * ((radius > 0.4) & (radius < 0.8)) + 0.1 * (radius < 0.4)
    return (image + 0.02 * torch.randn(64, 64, generator=generator)).clamp(0, 1).expand(1, 3, 64, 64)


def reference():
    return brightness_quantiles(part())[0]


@pytest.mark.parametrize("gain", [0.85, 0.92, 1.0, 1.08, 1.2])
def test_the_lamps_gain_is_found_and_divided_out(gain):
    image = part(seed=1)
    found = light_gain(image * gain, reference())
    assert found.item() == pytest.approx(gain, rel=0.01)
    assert (correct_light(image * gain, found) - image).abs().mean() < 0.01


@pytest.mark.parametrize(("share", "tolerance"), [(0.05, 0.02), (0.1, 0.02), (0.2, 0.06)])
def test_a_defect_is_no_change_of_light(share, tolerance):
    image = part().clone()
    image[..., : int(64 * share)] = 0.02
    assert light_gain(image, reference()).item() == pytest.approx(1, abs=tolerance)


def test_clipped_highlights_do_not_hide_the_gain():
    image = (part() * 1.2 + 0.0).clamp(0, 0.8)
    assert light_gain(image, reference()).item() > 1.1


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_an_image_that_says_nothing_about_the_light_is_left_alone(value):
    assert light_gain(torch.full((1, 3, 32, 32), value), reference()).item() == 1


def test_the_correction_is_limited():
    assert light_gain(part() * 0.3, reference()).item() == pytest.approx(1 - GAIN_LIMIT)


def test_images_of_a_batch_are_independent():
    batch = torch.cat([part() * 0.9, part() * 1.1])
    together = light_gain(batch, reference())
    apart = torch.cat([light_gain(image[None], reference()) for image in batch])
    assert torch.equal(together, apart)


def test_a_covered_camera_shows_nothing_and_a_dimmed_lamp_still_does():
    images = torch.cat([part(seed=1), 0.5 * part(seed=1), torch.full((1, 3, 64, 64), 0.02), torch.ones(1, 3, 64, 64)])
    assert shows_nothing(images, reference()).tolist() == [False, False, True, True]
    uniform = torch.full((1, 3, 64, 64), 0.5)
    assert not shows_nothing(uniform, brightness_quantiles(uniform)[0]).item()  # of good ones that show no more
