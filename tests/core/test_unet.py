import pytest
import torch

from inspector.core.methods import METHODS
from inspector.core.networks.unet import UNet


@pytest.mark.parametrize("skip_connections", [True, False])
@pytest.mark.parametrize("fold", [1, 2])
@pytest.mark.parametrize("size", [(32, 32), (64, 32)])
def test_image_in_image_out(skip_connections, fold, size):
    network = UNet(base_width=4, depth=3, skip_connections=skip_connections, fold=fold).eval()
    out = network(torch.rand(2, 3, *size))
    assert out.shape == (2, 3, *size)
    assert out.min() >= 0
    assert out.max() <= 1


def test_without_skips_everything_passes_the_bottleneck():
    torch.manual_seed(0)
    network = UNet(base_width=4, depth=3, skip_connections=False, fold=1).eval()
    for module in network.encoders[-1].modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.zeros_(module.weight)  # the bottleneck says nothing about the image
    a, b = network(torch.rand(2, 3, 32, 32)).unbind()
    torch.testing.assert_close(a, b)


def test_the_papers_network_has_five_levels_of_64_to_512_channels():
    config = METHODS["riad"].presets["paper"]
    network = UNet(
        base_width=config.base_width, depth=config.depth, skip_connections=config.skip_connections, fold=config.fold
    )
    assert [encoder[0].out_channels for encoder in network.encoders] == [64, 128, 256, 512, 512]
