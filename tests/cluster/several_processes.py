"""Train in as many processes as `torchrun` has started, in double precision, so that nothing hides behind rounding: the
curves and the states after the third step go into the folder named."""

import json
import sys
from pathlib import Path

import torch

from inspector.cluster.processes import join_processes
from inspector.core.building import build_network
from inspector.core.fitting import FitStep, fit
from inspector.core.methods import create_method
from inspector.store.models.model_folder import write_checkpoint

CPU = torch.device("cpu")
_BATCH = {"training": {"steps": 4, "batch_size": 5, "learning_rate": 1e-2}}  # 5 rows are not shared evenly by two
METHODS = {
    "riad": {"image_size": 16, "base_width": 4, "depth": 2, "region_sizes": (2, 4), **_BATCH},
    "rotnet": {"image_size": 32, "width": 1, "fold": 2, "members": 2, **_BATCH},
    "adacl": {"image_size": 32, "width": 4, **_BATCH},
    "split_brain": {"image_size": 32, "base_width": 4, "depth": 2, **_BATCH},
}


class Source:
    """Random images with noise that is drawn anew at each step."""

    def __init__(self, side):
        generator = torch.Generator().manual_seed(0)
        self.images = torch.rand(13, 3, side, side, generator=generator, dtype=torch.float64)

    def __len__(self):
        return len(self.images)

    def batch(self, indices, *, generator):
        images = self.images[indices]
        return 0.9 * images + 0.1 * torch.rand(images.shape, generator=generator)


def learned(name, *, processes, resume=None):
    """Each step's event, and the network."""
    method = create_method(name, preset="cpu", **METHODS[name])
    network = build_network(method, seed=0).double()
    source = Source(method.config.image_size[0])
    for event in fit(method, network, source, seed=0, device=CPU, resume=resume, learner=processes.learner):
        if isinstance(event, FitStep):
            yield event, network


def curve(name, *, processes, keep=None):
    """The losses of each step, and sums of the tensors that the network ends with; the state after the third step is
    kept where `keep` says."""
    losses = []
    for event, network in learned(name, processes=processes):  # noqa: B007 - used after the last step
        losses.append(dict(event.losses))
        if keep is not None and event.step == 3:
            write_checkpoint(keep, event.snapshot(), job={})
    return [*losses, {key: value.sum().item() for key, value in network.state_dict().items()}]


def main():
    folder = Path(sys.argv[1])
    processes, _ = join_processes(CPU)
    which = "first" if processes.first else "other"
    curves = {name: curve(name, processes=processes, keep=folder / f"{name}.{which}") for name in METHODS}
    (folder / f"{which}.json").write_text(json.dumps(curves))


if __name__ == "__main__":
    main()
