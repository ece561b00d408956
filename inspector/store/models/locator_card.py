"""How a model keeps what finds its part: tensors among the weights, and plain values in the card."""

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from inspector.line.locate import Locator
from inspector.line.located import locator_of


def locator_tensors(locator: Locator) -> dict[str, Tensor]:
    """What goes to the weights, by name."""
    reference = locator.reference
    arrays = {"relief": reference.relief, "weight": reference.weight, "colour": locator.colour}
    return {name: torch.from_numpy(array) for name, array in arrays.items()}


def locator_card(locator: Locator) -> dict[str, Any]:
    """What goes to the card; lengths in longer sides of an image."""
    mark = locator.mark
    marked = {} if mark is None else {"mark": {"centre": [mark.centre.real, mark.centre.imag], "least": mark.least}}
    return {
        "extent": [locator.reference.extent.real, locator.reference.extent.imag],
        "window": locator.window,
        "degrees": list(locator.motion.degrees),
        "scales": list(locator.motion.scales),
        "least_quality": locator.least_quality,
        "least_agreement": locator.least_agreement,
        "least_visible": locator.least_visible,
        **marked,
    }


def read_locator(card: Mapping[str, Any], tensors: Mapping[str, Tensor]) -> Locator:
    """The locator that was written so.

    Raises:
        KeyError, TypeError, ValueError: if it was not.
    """
    return locator_of(card, {name: tensor.float().cpu().numpy() for name, tensor in tensors.items()})
