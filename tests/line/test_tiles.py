"""The line's own numpy computes what torch computes."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from inspector.core.images.light import brightness_quantiles, light_gain
from inspector.core.images.part_check import features
from inspector.core.images.resizing import map_at
from inspector.core.stages.scoring import area_levels
from inspector.line import look, pixels, tiles


def image(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.rand(*shape, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("size", [(30, 50), (61, 20), (90, 130), (5, 200)])
def test_images_are_resized_alike_and_those_of_8_bits_to_the_last_bit(size):
    samples = (255 * image(3, 61, 77)).byte()
    for one in (samples, samples[:1], samples.float() / 255):
        expected = F.interpolate(one[None], size, mode="bilinear", antialias=True, align_corners=False)[0].numpy()
        np.testing.assert_allclose(
            pixels.resize(one.numpy(), size), expected, atol=0 if one.dtype == torch.uint8 else 5e-6
        )


def test_maps_are_stretched_alike():
    values = image(13, 20)
    for size in ((13, 20), (26, 7), (5, 41)):
        np.testing.assert_allclose(pixels.stretch(values.numpy(), size), map_at(values, size).numpy(), atol=1e-6)


def test_the_look_of_a_picture_is_told_alike():
    for shape, gain in (((40, 90), 1.0), ((200, 64), 0.8), ((700, 600), 1.2)):
        picture = (image(3, *shape, seed=shape[0]) * 0.7 * gain).clamp(0, 1)
        expected = features(picture[None])[0].numpy()
        np.testing.assert_allclose(look.features(picture.numpy()), expected, atol=2e-5)
        reference = brightness_quantiles(image(1, 3, 50, 50) * 0.7)[0]
        assert look.light_gain(picture.numpy(), reference.numpy()) == pytest.approx(
            light_gain(picture[None], reference).item(), abs=1e-6
        )
    assert look.light_gain(np.zeros((3, 9, 9), np.float32), reference.numpy()) == 1


@pytest.mark.parametrize("judged", [None, 0.02, 0.6])
def test_areas_reach_alike(judged):
    values, shares = image(37, 60), (0.001, 0.01, 0.05, 0.3)
    places = None if judged is None else image(37, 60, seed=1) < judged
    found = tiles.area_levels(values.numpy(), None if places is None else places.numpy(), shares)
    np.testing.assert_allclose(found, area_levels(values[None], places, shares=shares)[0].numpy(), atol=1e-5)
