import math

import pytest
import torch

from inspector.core.networks.scattering import Scattering

ORIENTATIONS = 6
FIRST = 3  # channels before them: brightness and colour of the place


def grating(angle: float, *, frequency: float = 0.25, side: int = 64) -> torch.Tensor:
    """(side, side) in [0, 1]: stripes whose brightness changes along `angle`."""
    at = torch.arange(side, dtype=torch.float32)
    y, x = torch.meshgrid(at, at, indexing="ij")
    return 0.5 + 0.4 * torch.sin(2 * math.pi * frequency * (x * math.cos(angle) + y * math.sin(angle)))


def grey(*pictures: torch.Tensor) -> torch.Tensor:
    return torch.stack(pictures)[:, None].expand(-1, 3, -1, -1)


def first_order(images: torch.Tensor, *, scale: int = 0) -> torch.Tensor:
    """(B, orientations), averaged over the middle of the images."""
    level = Scattering(scales=scale + 1, orientations=ORIENTATIONS)(images)[2 * scale]
    return level[:, FIRST : FIRST + ORIENTATIONS, 2:-2, 2:-2].mean(dim=(2, 3))


def second_order(images: torch.Tensor) -> torch.Tensor:
    return Scattering(scales=1, orientations=ORIENTATIONS)(images)[1][..., 2:-2, 2:-2].mean(dim=(2, 3))


@pytest.mark.parametrize("number", range(ORIENTATIONS))
def test_stripes_are_strongest_in_their_own_orientation(number):
    (strengths,) = first_order(grey(grating(math.pi * number / ORIENTATIONS)))
    assert strengths.argmax() == number


def test_coarse_stripes_are_strongest_at_a_coarse_scale():
    stripes = grey(grating(0, frequency=0.25 / 4))
    assert first_order(stripes, scale=2).max() > 2 * first_order(stripes, scale=0).max()


def test_an_even_image_shows_its_colour_and_nothing_else():
    image = torch.tensor([0.2, 0.5, 0.8]).view(1, 3, 1, 1).expand(1, 3, 64, 64)
    for level in Scattering(scales=3, orientations=ORIENTATIONS)(image)[::2]:
        torch.testing.assert_close(
            level[0, :FIRST].mean(dim=(1, 2)), torch.tensor([0.5, -0.15, -0.225]), rtol=0, atol=1e-5
        )
        assert level[0, FIRST:].max() < 0.05


def test_the_second_order_tells_bursts_of_stripes_from_even_ones():
    # Their first order is alike on average; only how it varies from place to place differs.
    stripes = grating(0)
    window = 0.5 + 0.5 * torch.sign(torch.sin(2 * math.pi * torch.arange(64) / 16))[:, None]
    bursts = 0.5 + (stripes - 0.5) * window
    even = 0.5 + (stripes - 0.5) / 2
    of_even, of_bursts = second_order(grey(even, bursts))
    assert of_bursts.max() > 1.5 * of_even.max()


def test_a_pattern_that_moves_by_a_place_moves_in_every_fine_level():
    pattern = torch.rand(3, 136, 136, generator=torch.Generator().manual_seed(0))
    here, there = pattern[:, :128, :128], pattern[:, 8:, 8:]
    network = Scattering(scales=2, orientations=ORIENTATIONS)
    for level in network(torch.stack([here, there])):
        torch.testing.assert_close(level[0, :, 6:-5, 6:-5], level[1, :, 5:-6, 5:-6], rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("size", [(64, 64), (96, 160), (72, 100)])
def test_levels_have_the_channels_that_are_stated(size):
    network = Scattering(scales=4, orientations=ORIENTATIONS)
    levels = network(torch.rand(2, 3, *size))
    assert len(levels) == 8
    assert sum(level.shape[1] for level in levels) == network.channels
    assert levels[0].shape[-2:] == (size[0] // 8, size[1] // 8)
