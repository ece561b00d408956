import pytest
import torch
from torchvision.models import feature_extraction, get_model

from inspector.core.errors import SettingError
from inspector.core.networks.backbone import MIDDLE_LAYERS, Backbone, check_backbone, middle_layers
from inspector.core.networks.efficientnet_lite import LITE_SCALES, LiteNetwork


@pytest.mark.parametrize(
    ("name", "layers"),
    [
        ("resnet18", ("layer2", "layer3")),
        ("efficientnet_lite0", ("features.3", "features.5")),
        ("efficientnet_lite1", ("features.3", "features.5")),
        ("efficientnet_lite2", ("features.3", "features.5")),
        ("squeezenet1_0", ("features.5", "features.9")),
    ],
)
def test_known_networks_have_stated_layers(name, layers):
    assert middle_layers(name) == MIDDLE_LAYERS[name] == layers


@pytest.mark.parametrize(
    ("name", "layers"),
    [
        ("shufflenet_v2_x0_5", ("stage2", "stage3")),
        ("regnet_y_400mf", ("trunk_output.block2", "trunk_output.block3")),
    ],
)
def test_of_any_other_network_the_last_layers_with_strides_8_and_16(name, layers):
    assert name not in MIDDLE_LAYERS
    assert middle_layers(name) == layers
    check_backbone(name, None)
    with torch.random.fork_rng(devices=[]):
        backbone = Backbone(name, None)
    fine, coarse = backbone(torch.zeros(1, 3, 64, 96))
    assert (fine.shape[-2:], coarse.shape[-2:]) == ((8, 12), (4, 6))
    assert backbone.channels == fine.shape[1] + coarse.shape[1]


def test_a_network_without_feature_maps_in_the_middle_is_refused():
    with pytest.raises(SettingError, match="'vit_b_32' has no feature maps at an eighth and a sixteenth"):
        check_backbone("vit_b_32", None)
    with pytest.raises(SettingError, match=r"there is no backbone 'vgg'.*efficientnet_lite0.*mobilenet_v3_small"):
        check_backbone("vgg", None)


@pytest.mark.parametrize("name", LITE_SCALES)
def test_efficientnet_lite_is_given_what_it_was_trained_on(name):
    backbone = Backbone(name, None)
    given = []
    backbone.body.register_forward_pre_hook(lambda _module, images: given.append(images[0]))
    backbone(torch.tensor([0.0, 127 / 255, 1.0]).view(1, 3, 1, 1).expand(1, 3, 64, 64))
    torch.testing.assert_close(given[0][0, :, 0, 0], torch.tensor([-127 / 128, 0.0, 1.0]))


@pytest.mark.parametrize("name", LITE_SCALES)
def test_layers_that_need_no_look_are_the_networks(name):
    with torch.device("meta"):
        stages = [stage for stage, _ in LiteNetwork(name).features.named_children()]
    for stage in stages:
        check_backbone(name, (f"features.{stage}",))
    with pytest.raises(SettingError, match=r"no layer 'features\.9'"):
        check_backbone(name, ("features.8", f"features.{len(stages)}"))


@pytest.mark.parametrize("name", ["squeezenet1_0", "shufflenet_v2_x0_5"])
def test_a_network_that_was_traced_before_computes_what_a_traced_one_does(name, monkeypatch):
    layers = list(middle_layers(name))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        traced = feature_extraction.create_feature_extractor(get_model(name, weights=None), layers).eval()
        Backbone(name, layers)
        monkeypatch.setattr(feature_extraction, "create_feature_extractor", None)  # calling it fails
        first, second = Backbone(name, layers), Backbone(name, layers)
    assert list(second.body.state_dict()) == list(traced.state_dict())
    second.body.load_state_dict(traced.state_dict())
    normal = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(0)) - 0.5
    images = normal * second.std + second.mean
    for found, level in zip(second(images), traced(normal).values(), strict=True):
        torch.testing.assert_close(found, level)
    assert not torch.equal(first(images)[0], second(images)[0])  # which share no weights
