"""What the tensors beside a model's network may hold: they are checked once, when the model is read.

Not a number compares as neither above nor below, and a spread or a limit below zero turns a comparison round: either
would be an OK that nobody has judged.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

NETWORK = "network."
_LOOK = re.compile(r"clips\.looks\.\d+\.")
_ABOVE_ZERO = 1e-30
_WHITE = 1 + 1e-5  # resizing rounds a saturated background up


@dataclass(frozen=True)
class _Kind:
    """Axes are lengths, or names: those of one name are of one length in a model."""

    axes: tuple[str | int, ...]
    dtype: torch.dtype = torch.float32
    least: float | None = None
    most: float | None = None


_TASKS = {
    "median": _Kind(("places", "tasks")),
    "sigma": _Kind(("places", "tasks"), least=_ABOVE_ZERO),
    "weight": _Kind(("tasks",), least=0),
    "near_chance": _Kind(("tasks",), torch.bool),
    "trivial": _Kind(("tasks",), torch.bool),
}
_KINDS: Mapping[str, _Kind] = {
    "calibration.good_scores": _Kind(("images",)),
    "calibration.pixel_median": _Kind(("rows", "columns")),
    "calibration.pixel_sigma": _Kind(("rows", "columns"), least=_ABOVE_ZERO),
    "calibration.area_middle": _Kind(("areas",)),
    "calibration.area_reach": _Kind(("areas",), least=_ABOVE_ZERO),
    **{f"calibration.tasks.{name}": kind for name, kind in _TASKS.items()},
    "light_reference": _Kind((19,), least=0, most=_WHITE),
    "judged": _Kind(("rows", "columns"), torch.bool),
    "part_check.mean": _Kind(("features",)),
    "part_check.whitening": _Kind(("features", "features")),
    "part_check.limit": _Kind((), least=_ABOVE_ZERO),
    "part_check.count": _Kind((), torch.int64, least=_ABOVE_ZERO),
    "locator.relief": _Kind(("relief rows", "relief columns")),
    "locator.weight": _Kind(("relief rows", "relief columns"), least=0),
    "locator.colour": _Kind((3,)),
    "clips.background": _Kind((2, 3, "scene rows", "scene columns"), least=0),
}
_NEEDS: Mapping[str, tuple[str, ...]] = {  # what the card says of them
    "calibration.area_": ("calibration", "areas"),
    "locator.": ("locator",),
    "clips.": ("clips",),
}


def check_tensors(tensors: Mapping[str, Tensor], card: Mapping[str, Any]) -> None:
    """Check the tensors of a model whose card has been checked; its network's are left to the network.

    A later version may have more, as long as earlier ones can do without.

    Raises:
        ValueError: naming the first that no model has.
    """
    rows, columns = card.get("picture_map", card["config"]["image_size"])
    lengths: dict[str, int] = {"rows": rows, "columns": columns}
    if "areas" in card["calibration"]:
        lengths["areas"] = len(card["calibration"]["areas"]) + 1  # the first is of a single place
    for name, tensor in tensors.items():
        for prefix, place in _NEEDS.items():
            if name.startswith(prefix) and not _states(card, place):
                raise ValueError(f"tensor {name} is there, and the card says nothing of it")
        look = _LOOK.match(name)
        kind = _TASKS.get(name[look.end() :]) if look else _KINDS.get(name)
        if kind is not None:
            _check(name, tensor, kind, lengths, look.group() if look else "")


def _states(card: Mapping[str, Any], place: tuple[str, ...]) -> bool:
    found: Any = card
    for name in place:
        found = found.get(name)
    return found is not None


def _check(name: str, tensor: Tensor, kind: _Kind, lengths: dict[str, int], scope: str) -> None:
    shape = list(tensor.shape)
    if tensor.dtype != kind.dtype or len(shape) != len(kind.axes) or 0 in shape:
        raise ValueError(f"tensor {name} is of another kind")
    for axis, length in zip(kind.axes, shape, strict=True):
        if length != (axis if isinstance(axis, int) else lengths.setdefault(f"{scope}{axis}", length)):
            raise ValueError(f"tensor {name} has another shape than it should: {shape}")
    if tensor.is_floating_point() and not torch.isfinite(tensor).all():
        raise ValueError(f"tensor {name} holds values that are not numbers")
    if kind.least is not None and not (tensor >= kind.least).all():
        raise ValueError(f"tensor {name} holds values that are too low")
    if kind.most is not None and not (tensor <= kind.most).all():
        raise ValueError(f"tensor {name} holds values that are too high")
