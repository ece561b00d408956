import pytest
import timm
import torch
import torch.nn.functional as F
from torch import nn

from inspector.core.networks.efficientnet_lite import (
    LITE_MEAN,
    LITE_SCALES,
    LITE_STD,
    LiteLayers,
    LiteNetwork,
    SamePadConv2d,
    torchvision_names,
)
from inspector.store.models.weights import packaged_weights


@pytest.fixture(scope="module", params=LITE_SCALES)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def weights(name):
    if packaged_weights(name) is None:
        pytest.skip(f"the package of {name} is not installed")
    return torch.load(packaged_weights(name), weights_only=True)


@pytest.fixture(scope="module")
def network(name, weights):
    network = built(name)
    network.load_state_dict(torchvision_names(weights, name))
    return network


def built(name):
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return LiteNetwork(name).eval()


def timms(name, weights):
    """timm's own network of that name, whose weights have the same order as the packages'."""
    with torch.random.fork_rng(devices=[]):
        network = timm.create_model(f"tf_{name}", pretrained=False).eval()
    network.load_state_dict(dict(zip(network.state_dict(), weights.values(), strict=True)))
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


def noise(*shape):
    return torch.rand(shape, generator=torch.Generator().manual_seed(0)) * 2 - 1


@pytest.mark.parametrize(("picture", "classes"), [("chelsea", {281, 282, 285}), ("coffee", {967})])
def test_it_knows_a_cat_and_an_espresso(network, picture, classes):
    with torch.no_grad():
        assert network(photograph(picture)).argmax().item() in classes  # tabby, tiger cat, Egyptian cat; espresso


@pytest.mark.parametrize("side", [224, 95])  # an odd side is padded alike on both sides, an even one is not
def test_its_logits_are_those_of_timms_network(network, name, weights, side):
    images = torch.cat([F.interpolate(photograph("chelsea"), (side, side), mode="bilinear"), noise(1, 3, side, side)])
    with torch.no_grad():
        torch.testing.assert_close(network(images), timms(name, weights)(images), atol=1e-4, rtol=0)


def test_so_they_are_with_random_weights(name):
    network = built(name)
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.momentum = None  # it takes the statistics of the next images as they are
    with torch.no_grad():
        network.train()(noise(4, 3, 128, 128))  # without these statistics the signal fades from layer to layer
        images = noise(3, 3, 65, 98)
        logits = network.eval()(images)
        assert logits.std(dim=0).mean() > 0.01
        torch.testing.assert_close(logits, timms(name, network.state_dict())(images), atol=1e-4, rtol=0)


def test_every_weight_has_a_place(network, name, weights):
    named = torchvision_names(weights, name)
    assert named.keys() == network.state_dict().keys()
    assert len(named) == len(weights)
    assert "other" not in torchvision_names({"other.weight": torch.zeros(1)}, name)


@pytest.mark.parametrize(
    ("name", "parameters", "channels", "blocks"),
    [  # as published: 4.7, 5.4 and 6.1 million parameters
        ("efficientnet_lite0", 4_652_008, (32, 16, 24, 40, 80, 112, 192, 320, 1280), (1, 2, 2, 3, 3, 4, 1)),
        ("efficientnet_lite1", 5_416_680, (32, 16, 24, 40, 80, 112, 192, 320, 1280), (1, 3, 3, 4, 4, 5, 1)),
        ("efficientnet_lite2", 6_092_072, (32, 16, 24, 48, 88, 120, 208, 352, 1280), (1, 3, 3, 4, 4, 5, 1)),
    ],
)
def test_stem_head_and_the_depth_of_the_outer_stages_are_the_same_in_all(name, parameters, channels, blocks):
    with torch.device("meta"):
        network = LiteNetwork(name)
        layers = LiteLayers(name, [f"features.{stage}" for stage in range(9)])
        made = layers(torch.zeros(1, 3, 64, 64))
    assert sum(value.numel() for value in network.parameters()) == parameters
    assert tuple(len(stage) for stage in network.features[1:-1]) == blocks
    assert tuple(level.shape[1] for level in made.values()) == channels
    assert layers.channels == sum(channels)


def test_stride_two_pads_as_tensorflow_does():
    convolution = SamePadConv2d(1, 1, 3, stride=2, bias=False)
    nn.init.ones_(convolution.weight)
    ramp = torch.arange(4.0)[None, None, None].expand(1, 1, 4, 4)
    # Four columns 0 1 2 3 and one of zeros on the right: 0+1+2 and 2+3+0, three rows each, the last place two rows.
    expected = torch.tensor([[9.0, 15.0], [6.0, 10.0]])
    torch.testing.assert_close(convolution(ramp)[0, 0], expected)
    five = torch.ones(1, 1, 5, 5)  # an odd side is padded on both sides
    torch.testing.assert_close(convolution(five)[0, 0, 0], torch.tensor([4.0, 6.0, 4.0]))


def test_normalisation_is_a_pass_of_its_own_in_training_alone(monkeypatch):
    with torch.random.fork_rng(devices=[]):
        network = LiteNetwork("efficientnet_lite0")
    passes = []
    monkeypatch.setattr(F, "batch_norm", lambda images, *_: passes.append(1) or images)
    for training in (False, True):
        passes.clear()
        with torch.no_grad():
            network.train(training).features(torch.zeros(1, 3, 32, 32))
        assert bool(passes) == training


def test_there_is_no_squeeze_and_excitation_and_no_silu(name):
    with torch.device("meta"):
        modules = list(LiteNetwork(name).modules())
    names = {type(module).__name__ for module in modules}
    assert "ReLU6" in names
    assert not {"SiLU", "SqueezeExcitation"} & names
    assert {module.eps for module in modules if isinstance(module, nn.BatchNorm2d)} == {1e-3}
