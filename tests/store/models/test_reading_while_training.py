"""Opening a model in one thread while another trains: neither notices."""

import threading

import torch

from inspector.core.building import build_network
from inspector.core.calibration import calibrate
from inspector.core.fitting import fit
from inspector.core.methods import create_method
from inspector.core.methods.images.multitask import Multitask
from inspector.core.methods.images.rotnet import Rotnet
from inspector.core.model import Model
from inspector.core.operating_point import OperatingPoint
from inspector.store.models.model_folder import read_model, write_model
from tests.provenance import OF_IMAGES

SMALL = {"image_size": (32, 32), "depth": 10, "width": 1, "fold": 2}


class Images:
    images = torch.rand(8, 3, 32, 32, generator=torch.Generator().manual_seed(0))

    def __len__(self):
        return len(self.images)

    def batch(self, indices, *, generator):
        return self.images[indices]


def rotnet():
    return create_method("rotnet", preset="cpu", training={"steps": 3, "batch_size": 2}, **SMALL)


def trained():
    network = build_network(rotnet(), seed=5)
    for _ in fit(rotnet(), network, Images(), seed=5, device=torch.device("cpu")):
        pass
    return network.state_dict()


def test_opening_a_model_changes_nothing_of_a_training_under_way(tmp_path, monkeypatch):
    method = create_method("multitask", preset="cpu", **SMALL)
    model = Model(method, build_network(method, seed=0).eval(), None, None)
    judgement = model.judge(Images.images)
    calibrated = Model(method, model.network, None, calibrate(method, judgement, normalise=None))
    write_model(tmp_path / "m", calibrated, operating_point=OperatingPoint(1.0, 2.0), provenance=OF_IMAGES)
    undisturbed = trained()

    building, learned = threading.Event(), threading.Event()
    build, learn = Multitask.build, Rotnet.learn

    def slow_build(self, *, generator):
        building.set()
        assert learned.wait(60)
        return build(self, generator=generator)

    def disturbed_learn(self, network, batch, *, generator):
        building.clear()
        learned.clear()
        opened = threading.Thread(target=lambda: outputs.append(read_model(tmp_path / "m").model.judge(Images.images)))
        opened.start()
        assert building.wait(60)  # the other thread is in the middle of opening its model
        losses = learn(self, network, batch, generator=generator)
        learned.set()
        opened.join()
        return losses

    outputs = []
    monkeypatch.setattr(Multitask, "build", slow_build)
    monkeypatch.setattr(Rotnet, "learn", disturbed_learn)
    disturbed = trained()
    assert len(outputs) == 3
    for name, value in undisturbed.items():
        assert torch.equal(value, disturbed[name]), name
    for output in outputs:
        assert torch.equal(output.scores, calibrated.judge(Images.images).scores)
