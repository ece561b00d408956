"""timm's networks as backbones: with their own layers, light and weights."""

import sys

import pytest
import timm
import torch
from safetensors.torch import save_file

from inspector.core.errors import ModelError, SettingError
from inspector.core.networks.backbone import Backbone, check_backbone, middle_layers
from inspector.store.models.weights import load_pretrained

SMALL = "timm/mobilenetv3_small_050"


def test_its_features_are_those_that_timm_takes_from_its_file(tmp_path):
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(5)
        network = timm.create_model(SMALL.removeprefix("timm/")).eval()
        backbone = Backbone(SMALL, None)
    file = tmp_path / "weights.safetensors"
    save_file(network.state_dict(), file)
    assert load_pretrained(backbone, file=file, download=False)["file"] == file.name

    own = timm.create_model(SMALL.removeprefix("timm/"), features_only=True, out_indices=(2, 3)).eval()
    assert own.load_state_dict(network.state_dict(), strict=False).missing_keys == []
    images = torch.rand(2, 3, 64, 96, generator=torch.Generator().manual_seed(0))
    mean, std = (torch.tensor(network.default_cfg[name]).view(1, 3, 1, 1) for name in ("mean", "std"))
    with torch.no_grad():
        for found, expected in zip(backbone(images), own((images - mean) / std), strict=True):
            torch.testing.assert_close(found, expected)


def test_without_a_file_its_weights_are_missing():
    with pytest.raises(ModelError, match="needs a safetensors file"):
        load_pretrained(Backbone(SMALL, None), file=None, download=True)


def test_what_timm_does_not_have_is_refused_with_names_like_it():
    with pytest.raises(SettingError, match=r"no backbone 'timm/resnet1000'.* timm/resnet"):
        check_backbone("timm/resnet1000", None)
    with pytest.raises(SettingError, match=r"no layer 'layer9'.*layer3"):
        check_backbone("timm/resnet18", ("layer9",))


def test_a_transformer_has_no_layers_for_it():
    with pytest.raises(SettingError, match="no feature maps at an eighth and a sixteenth"):
        middle_layers("timm/vit_tiny_patch16_224")


def test_without_the_package_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "timm", None)
    with pytest.raises(SettingError, match="needs the Python package timm, which is not installed"):
        check_backbone(SMALL, None)
