"""The mathematics: tensors in, tensors out; no files, no screen, no printing, no global state.

>>> import torch
>>> from inspector import core
>>> good = torch.rand(8, 3, 32, 32)  # images of good parts, (n, 3, H, W) in [0, 1]
>>> method = core.create_method(
...     "riad", preset="cpu", image_size=(32, 32), base_width=4, training={"steps": 2, "batch_size": 2}
... )
>>> class Source:
...     __len__ = lambda self: len(good)
...     batch = lambda self, indices, *, generator: good[indices]
>>> network = core.build_network(method, seed=0)
>>> for event in core.fit(method, network, Source(), seed=0, device=torch.device("cpu")):
...     pass
>>> model = core.Model(method, network, light_reference=None, calibration=None)
>>> judgement = model.judge(good)
>>> judgement.scores.shape, judgement.maps.shape
(torch.Size([8]), torch.Size([8, 32, 32]))
>>> core.choose_threshold(judgement.scores.numpy(), wish=0.01).more_images_needed
291
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inspector.core.building import build_network
    from inspector.core.calibration import calibrate
    from inspector.core.errors import InspectorError
    from inspector.core.fitting import fit
    from inspector.core.images.variation import Variation
    from inspector.core.methods import METHODS, create_method
    from inspector.core.model import Model
    from inspector.core.operating_point import Decision, OperatingPoint
    from inspector.core.regions import find_regions
    from inspector.core.thresholds import choose_threshold

__all__ = [
    "METHODS",
    "Decision",
    "InspectorError",
    "Model",
    "OperatingPoint",
    "Variation",
    "build_network",
    "calibrate",
    "choose_threshold",
    "create_method",
    "find_regions",
    "fit",
]

_MODULES = {
    "Decision": "operating_point",
    "InspectorError": "errors",
    "METHODS": "methods",
    "Model": "model",
    "OperatingPoint": "operating_point",
    "Variation": "images.variation",
    "build_network": "building",
    "calibrate": "calibration",
    "choose_threshold": "thresholds",
    "create_method": "methods",
    "find_regions": "regions",
    "fit": "fitting",
}


def __getattr__(name: str) -> object:
    """What is named above, loaded at its first use: whoever needs the errors alone need not wait for torch."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
