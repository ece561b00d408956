import pytest
import torch
import torch.nn.functional as F
from torch import nn

from inspector.core.networks.efficientnet_lite import (
    LITE_MEAN,
    LITE_STD,
    LiteNetwork,
    SamePadConv2d,
    torchvision_names,
)
from inspector.store.models.weights import packaged_weights

needs_weights = pytest.mark.skipif(packaged_weights() is None, reason="inspector[features] is not installed")
# Of Lite0's sixteen blocks: kernel and stride of the depthwise convolution.
_BLOCKS = [(3, 1), (3, 2), (3, 1), (5, 2), (5, 1), (3, 2), *[(3, 1)] * 2, *[(5, 1)] * 3, (5, 2), *[(5, 1)] * 3, (3, 1)]


@pytest.fixture(scope="module")
def weights():
    return torch.load(packaged_weights(), weights_only=True)


@pytest.fixture(scope="module")
def network(weights):
    with torch.random.fork_rng(devices=[]):
        network = LiteNetwork().eval()
    network.load_state_dict(torchvision_names(weights))
    return network


def photograph(name):
    """(1, 3, 224, 224), as the network was trained."""
    data = pytest.importorskip("skimage.data")
    image = torch.tensor(getattr(data, name)()).permute(2, 0, 1)[None].float() / 255
    side = min(image.shape[-2:])
    top, left = (image.shape[-2] - side) // 2, (image.shape[-1] - side) // 2
    square = image[..., top : top + side, left : left + side]
    small = F.interpolate(square, (224, 224), mode="bilinear", antialias=True)
    return (small - LITE_MEAN[0]) / LITE_STD[0]


def slow_reference(weights, images):
    """The network by the weights' own names, one operation after the other, padded by hand."""

    def convolve(images, name, stride=1, groups=1):
        weight = weights[f"{name}.weight"]
        kernel, side = weight.shape[-1], images.shape[-1]
        places = (side + stride - 1) // stride
        missing = max(0, (places - 1) * stride + kernel - side)
        before = missing // 2
        padded = torch.zeros(*images.shape[:2], side + missing, side + missing)
        padded[..., before : before + side, before : before + side] = images
        return F.conv2d(padded, weight, stride=stride, groups=groups)

    def normalise(images, name):
        mean, var, gain, shift = (
            weights[f"{name}.{key}"][:, None, None] for key in ("running_mean", "running_var", "weight", "bias")
        )
        return (images - mean) / (var + 1e-3).sqrt() * gain + shift

    x = normalise(convolve(images, "_conv_stem", 2), "_bn0").clamp(0, 6)
    for number, (_, stride) in enumerate(_BLOCKS):
        name, before = f"_blocks.{number}", x
        if f"{name}._expand_conv.weight" in weights:
            x = normalise(convolve(x, f"{name}._expand_conv"), f"{name}._bn0").clamp(0, 6)
        x = normalise(convolve(x, f"{name}._depthwise_conv", stride, x.shape[1]), f"{name}._bn1").clamp(0, 6)
        x = normalise(convolve(x, f"{name}._project_conv"), f"{name}._bn2")
        x = x + before if x.shape == before.shape else x
    x = normalise(convolve(x, "_conv_head"), "_bn1").clamp(0, 6).mean(dim=(-2, -1))
    return x @ weights["_fc.weight"].T + weights["_fc.bias"]


@needs_weights
@pytest.mark.parametrize(("name", "classes"), [("chelsea", {281, 282, 285}), ("coffee", {967})])
def test_it_knows_a_cat_and_an_espresso(network, name, classes):
    with torch.no_grad():
        assert network(photograph(name)).argmax().item() in classes  # tabby, tiger cat, Egyptian cat; espresso


@needs_weights
def test_the_logits_step_by_step(network, weights):
    images = photograph("chelsea")
    odd = F.interpolate(images, (95, 95), mode="bilinear")  # pads alike on both sides where even sides do not
    with torch.no_grad():
        for one in (images, odd):
            torch.testing.assert_close(network(one), slow_reference(weights, one), atol=1e-3, rtol=1e-3)


@needs_weights
def test_every_weight_has_a_place(network, weights):
    assert torchvision_names(weights).keys() == network.state_dict().keys()
    assert "other" not in torchvision_names({"other.weight": torch.zeros(1)})


def test_stride_two_pads_as_tensorflow_does():
    convolution = SamePadConv2d(1, 1, 3, stride=2, bias=False)
    nn.init.ones_(convolution.weight)
    ramp = torch.arange(4.0)[None, None, None].expand(1, 1, 4, 4)
    # Four columns 0 1 2 3 and one of zeros on the right: 0+1+2 and 2+3+0, three rows each, the last place two rows.
    expected = torch.tensor([[9.0, 15.0], [6.0, 10.0]])
    torch.testing.assert_close(convolution(ramp)[0, 0], expected)
    five = torch.ones(1, 1, 5, 5)  # an odd side is padded on both sides
    torch.testing.assert_close(convolution(five)[0, 0, 0], torch.tensor([4.0, 6.0, 4.0]))


def test_there_is_no_squeeze_and_excitation_and_no_silu():
    with torch.device("meta"):
        modules = list(LiteNetwork().modules())
    names = {type(module).__name__ for module in modules}
    assert "ReLU6" in names
    assert not {"SiLU", "SqueezeExcitation"} & names
    assert {module.eps for module in modules if isinstance(module, nn.BatchNorm2d)} == {1e-3}
