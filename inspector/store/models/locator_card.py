"""How a model keeps what finds its part: tensors among the weights, and plain values in the card."""

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from inspector.core.stages.locate import Locator, Motion
from inspector.core.stages.pose_fit import Reference


def locator_tensors(locator: Locator) -> dict[str, Tensor]:
    """What goes to the weights, by name."""
    reference = locator.reference
    return {"relief": reference.relief, "weight": reference.weight, "colour": locator.colour}


def locator_card(locator: Locator) -> dict[str, Any]:
    """What goes to the card; lengths in longer sides of an image."""
    return {
        "extent": [locator.reference.extent.real, locator.reference.extent.imag],
        "window": locator.window,
        "degrees": list(locator.motion.degrees),
        "scales": list(locator.motion.scales),
        "least_quality": locator.least_quality,
        "least_agreement": locator.least_agreement,
        "least_visible": locator.least_visible,
    }


def read_locator(card: Mapping[str, Any], tensors: Mapping[str, Tensor]) -> Locator:
    """The locator that was written so.

    Raises:
        KeyError, TypeError, ValueError: if it was not.
    """
    relief, weight, colour = (tensors[name].to(torch.float32) for name in ("relief", "weight", "colour"))
    if relief.ndim != 2 or relief.shape != weight.shape or colour.shape != (3,):
        raise ValueError("its reference of the part has another shape")
    (width, height), degrees, scales = card["extent"], card["degrees"], card["scales"]
    return Locator(
        Reference(relief, weight, complex(width, height)),
        colour,
        int(card["window"]),
        Motion((float(degrees[0]), float(degrees[1])), (float(scales[0]), float(scales[1]))),
        float(card["least_quality"]),
        float(card.get("least_agreement", 0.0)),  # of older models only the likeness of the whole is known
        float(card["least_visible"]),
    )
