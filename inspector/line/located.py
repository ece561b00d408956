"""What is done around the graph of a located part: the part is found and brought to its canonical pose."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from .locate import Locator, Motion
from .mark import Mark
from .pixels import Array, array_of, unit_range
from .placement import Placement, in_canonical, to_canonical
from .pose_fit import Reference

Run = Callable[[Mapping[str, Array]], dict[str, Array]]  # the graph: its inputs to its outputs, by name


class Located:
    """What is done around the graph; `values` are the metadata's `stages`, `side` the (height, width) of its input."""

    def __init__(self, values: Mapping[str, Any], *, side: tuple[int, int]) -> None:
        self.side = side
        self.locator = locator_of(values, {name: array_of(values[name]) for name in ("relief", "weight", "colour")})
        self.judged = array_of(values["judged"]) if "judged" in values else None

    def frame(self, samples: Array) -> tuple[Array, Array, Placement]:
        """What the graph takes of samples (C, H, W), uint8 or float32: the part (1, 3, h, w), and what of it is judged,
        (h, w) bool; and where the part lies."""
        picture = unit_range(samples)
        placement = self.locator.place(picture)
        part, inside = to_canonical(picture, placement, self.side)
        return part[None], self.places(placement, (picture.shape[1], picture.shape[2]), inside), placement

    def judge(self, run: Run, part: Array, places: Array) -> dict[str, Array]:
        """The outputs of the graph, which `run` computes."""
        found = run({"part": part, "judged": places})
        if "map" in found and not places.any():  # files of earlier versions give a score all the same
            found["score"] = np.full_like(found["score"], -np.inf)
        return found

    def places(self, placement: Placement, image_size: tuple[int, int], inside: Array | None) -> Array:
        """(h, w) bool, what of the part is judged: what lies in the image, and is not excluded there."""
        places = np.ones(self.side, bool) if self.judged is None else in_canonical(self.judged, placement, image_size)
        return places if inside is None else places & inside


def locator_of(values: Mapping[str, Any], arrays: Mapping[str, Array]) -> Locator:
    """The locator that plain values and arrays describe, as a model's card and an exported file's metadata hold them.

    Raises:
        KeyError, TypeError, ValueError: if they do not.
    """
    relief, weight, colour = (arrays[name].astype(np.float32) for name in ("relief", "weight", "colour"))
    if relief.ndim != 2 or relief.shape != weight.shape or colour.shape != (3,):
        raise ValueError("its reference of the part has another shape")
    (width, height), degrees, scales = values["extent"], values["degrees"], values["scales"]
    reference, mark = Reference(relief, weight, complex(width, height)), None
    if "mark" in values:
        (x, y), least = values["mark"]["centre"], float(values["mark"]["least"])
        mark = Mark(reference, complex(x, y), least)
    return Locator(
        reference,
        colour,
        int(values["window"]),
        Motion((float(degrees[0]), float(degrees[1])), (float(scales[0]), float(scales[1]))),
        float(values["least_quality"]),
        float(values.get("least_agreement", 0.0)),  # of older models only the likeness of the whole is known
        float(values["least_visible"]),
        mark,
    )
