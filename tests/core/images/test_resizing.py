"""Images at another size, and samples as they are stored."""

import torch

from inspector.core.images import resizing
from inspector.core.images.resizing import overview, resize, resized_to_unit_range, unit_range, within


def test_samples_of_8_bits_are_shares_of_255_and_grey_has_three_channels():
    grey = torch.tensor([[[0, 51, 255]]], dtype=torch.uint8)
    assert torch.equal(unit_range(grey), torch.tensor([[[0.0, 51 / 255, 1.0]]]).expand(3, 1, 3))


def test_a_large_image_is_resized_in_strips_to_the_same_values(monkeypatch):
    samples = torch.randint(0, 256, (3, 130, 70), dtype=torch.uint8)
    whole = resized_to_unit_range(samples, (32, 24))
    monkeypatch.setattr(resizing, "LARGE_PIXELS", 1000)
    monkeypatch.setattr(resizing, "STRIP_PIXELS", 70 * 17)
    assert torch.equal(resized_to_unit_range(samples, (32, 24)), whole)
    assert torch.equal(whole, resize(samples / 255, (32, 24)))


def test_a_large_image_of_8_bits_is_resized_in_strips_and_keeps_its_samples(monkeypatch):
    samples = torch.randint(0, 256, (3, 130, 70), dtype=torch.uint8)
    whole = resize(samples / 255, (32, 24))
    monkeypatch.setattr(resizing, "LARGE_PIXELS", 1000)
    monkeypatch.setattr(resizing, "STRIP_PIXELS", 70 * 17)
    small = resize(samples, (32, 24))
    assert small.dtype == torch.uint8
    assert (small / 255 - whole).abs().max() <= 1.01 / 255  # rounded after either side


def test_an_overview_of_an_image_has_its_brightness():
    image = torch.rand(1, 3, 3000, 1200) * torch.linspace(0, 1, 1200)
    small = overview(image)
    assert small.shape == (1, 3, 600, 600)
    assert abs(small.mean() - image.mean()) < 2e-3
    assert torch.equal(overview(image[..., :500, :400]), image[..., :500, :400])


def test_a_size_is_kept_within_a_number_of_pixels_and_keeps_its_shape():
    assert within((300, 400), most_pixels=120_000) == (300, 400)
    assert within((8000, 12000), most_pixels=6_000_000) == (2000, 3000)
    assert within((1, 10_000), most_pixels=100) == (1, 1000)
