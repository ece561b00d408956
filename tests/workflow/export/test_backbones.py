"""PatchCore with a larger network of a package, opened and exported where that package is not installed."""

import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from inspector.core.methods import create_method
from inspector.core.networks.efficientnet_lite import LiteNetwork
from inspector.data.category import collect_images
from inspector.store.models.model_folder import read_model
from inspector.workflow.export.models import ExportDone, ExportJob, export_onnx
from inspector.workflow.train.images import train
from inspector.workflow.train.learning import TrainDone
from tests.conftest import small_job


def random_weights(name, file):
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        network = LiteNetwork(name)
        for module in network.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.momentum = None  # the statistics of the next images: without them the signal fades
        with torch.no_grad():
            network(torch.rand(4, 3, 64, 64) * 2 - 1)
    save_file(network.state_dict(), file)


@pytest.mark.usefixtures("without_features")
def test_the_file_of_a_larger_network_gives_its_models_verdicts(category, tmp_path):
    name = "efficientnet_lite2"  # which is both wider and deeper
    random_weights(name, tmp_path / "weights.safetensors")
    method = create_method("patchcore", preset="features", backbone=name, image_size=64, keep_shape=False)
    job = small_job(category, tmp_path / "m", method=method, weights=tmp_path / "weights.safetensors")
    assert isinstance(list(train(job))[-1], TrainDone)
    stored = read_model(tmp_path / "m")
    assert stored.card["pretrained"]["backbone"] == name
    images = collect_images([category / "train", category / "test"])
    done = list(export_onnx(ExportJob(stored=stored, output=tmp_path / "m.onnx", images=images)))[-1]
    assert isinstance(done, ExportDone)
    assert done.report.flips == done.report.outside_tolerance == 0
