import math

import pytest
import torch

from inspector.core.building import build_network
from inspector.core.errors import SettingError
from inspector.core.fitting import fit
from inspector.core.methods import create_method
from inspector.core.methods.capabilities import NeedsPretrained

SIDE = 128


def stripes(count: int, *, seed: int) -> torch.Tensor:
    """(count, 3, side, side): fine grey stripes, a little noisy, each image with its own phase."""
    generator = torch.Generator().manual_seed(seed)
    at = torch.arange(SIDE, dtype=torch.float32)
    phases = 2 * math.pi * torch.rand(count, 1, 1, generator=generator)
    waves = 0.5 + 0.2 * torch.sin(2 * math.pi * at[None, None, :] / 5 + phases)
    noise = 0.02 * torch.randn(count, SIDE, SIDE, generator=generator)
    return (waves + noise).clamp(0, 1)[:, None].expand(-1, 3, -1, -1)


def turned_patch(image: torch.Tensor) -> torch.Tensor:
    """A square of 24 px whose stripes run the other way: neither brighter nor darker than the rest."""
    changed = image.clone()
    changed[:, 64:88, 32:56] = image[:, 64:88, 32:56].transpose(-1, -2)
    return changed


@pytest.fixture(scope="module")
def learned():
    method = create_method("scattering", preset="cpu", image_size=(SIDE, SIDE), scales=3, largest_bank=500)
    network = build_network(method, seed=0)
    good = stripes(8, seed=0)

    class Source:
        def __len__(self) -> int:
            return len(good)

        def batch(self, indices: list[int], **_: object) -> torch.Tensor:
            return good[indices]

    for _ in fit(method, network, Source(), seed=0, device=torch.device("cpu")):
        pass
    return method, network.eval()


def test_a_wrong_orientation_is_found_and_placed(learned):
    method, network = learned
    new = stripes(4, seed=1)
    with torch.no_grad():
        good = method.judge(network, new)
        bad = method.judge(network, torch.stack([turned_patch(image) for image in new]))
    assert bad.scores.min() > 1.5 * good.scores.max()
    for one in bad.maps:
        y, x = divmod(one.argmax().item(), SIDE)
        assert 56 <= y <= 96
        assert 24 <= x <= 64


def test_a_wrong_colour_is_found_that_is_as_bright(learned):
    method, network = learned
    new = stripes(4, seed=2)
    tinted = new.clone()
    tinted[:, :, 40:72, 40:72] += torch.tensor([0.06, -0.06, 0.0])[:, None, None]
    with torch.no_grad():
        assert method.judge(network, tinted).scores.min() > 1.5 * method.judge(network, new).scores.max()


def test_it_needs_no_weights_and_keeps_its_filters():
    method = create_method("scattering", preset="cpu")
    assert not isinstance(method, NeedsPretrained)
    assert "backbone.filters" in build_network(method, seed=0).state_dict()


def test_its_input_has_the_shape_of_the_images():
    method = create_method("scattering", preset="cpu")
    rows, columns = method.shaped_for((300, 900)).config.image_size
    assert 2.5 < columns / rows < 3.5


@pytest.mark.parametrize("settings", [{"scales": 0}, {"orientations": 1}, {"image_size": (32, 32)}])
def test_settings_that_cannot_be_are_refused(settings):
    with pytest.raises(SettingError, match="scattering"):
        create_method("scattering", preset="cpu", **settings)
