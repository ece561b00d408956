"""What an exported file says of the stages around its graph: where the part lies, or the tiles.

The metadata's `stages` is JSON. Its arrays are objects of `shape`, `data` (base64) and `dtype`.
"""

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor

from inspector.core.images.light import correct_light
from inspector.core.images.resizing import overview, unit_range
from inspector.core.model import Model, calibration_of
from inspector.core.stages.framing import Framed, Framing
from inspector.core.stages.tiling import Tiling, map_size_of, tiles
from inspector.line.located import Located, Run
from inspector.line.tiles import Tiles
from inspector.store.models.locator_card import locator_card, locator_tensors
from inspector.store.onnx.graph import IMAGE, JUDGED, PART, TILE

_TILES_OF_PICTURE = 4


class Stages(Protocol):
    """What is done around the graph of an exported file."""

    @property
    def framing(self) -> Framing: ...

    @property
    def map_size(self) -> tuple[int, int]: ...

    @property
    def judged(self) -> Tensor | None: ...

    def judge(self, run: Run, framed: Framed) -> dict[str, np.ndarray]:
        """The outputs of a whole scoring, of one picture; `run` computes the graph."""
        ...


@dataclass(frozen=True)
class LocatedStages:
    """The part is found first; the graph judges the canonical picture."""

    around: Located  # what the line does, too

    @property
    def framing(self) -> Framing:
        return Framing(self.around.side, self.around.locator)

    @property
    def map_size(self) -> tuple[int, int]:
        return self.around.side

    @property
    def judged(self) -> Tensor | None:
        found = self.around.judged
        return None if found is None else torch.from_numpy(found.copy())

    def judge(self, run: Run, framed: Framed) -> dict[str, np.ndarray]:
        assert framed.placement is not None  # as the framing locates
        inside = None if framed.inside is None else framed.inside.numpy()
        places = self.around.places(framed.placement, framed.picture_size, inside)
        return self.around.judge(run, framed.pixels[None].numpy(), places)


@dataclass(frozen=True)
class TiledStages:
    """The graph judges one tile."""

    image_size: tuple[int, int]
    values: Mapping[str, Any]

    @property
    def framing(self) -> Framing:
        around = self.around
        return Framing(self.image_size, tiling=Tiling(around.scale, around.overlap_px, around.stride))

    @property
    def map_size(self) -> tuple[int, int]:
        return self.around.picture_map

    @property
    def judged(self) -> Tensor | None:
        found = self.around.arrays.get("judged")
        return None if found is None else torch.from_numpy(found.copy())

    @cached_property
    def around(self) -> Tiles:
        """What the line does, too."""
        return Tiles(self.values, side=self.image_size)

    def judge(self, run: Run, framed: Framed) -> dict[str, np.ndarray]:
        def judge_tile(tile: np.ndarray) -> np.ndarray:
            return run({TILE: tile})["map"][0]

        inside = None if framed.inside is None else framed.inside.numpy()
        return self.around.judge(judge_tile, framed.samples.numpy(), inside, framed.content)


def stages_text(model: Model) -> str | None:
    """What `stages` of the metadata says of a model; None where the graph does all."""
    if model.locator is not None:
        arrays: dict[str, Tensor | None] = {**locator_tensors(model.locator), "judged": model.judged}
        return _text({"kind": "locate", **locator_card(model.locator)}, arrays)
    tiling = model.tiling
    if tiling is None:
        return None
    calibration, check = calibration_of(model), model.part_check
    pixels, areas = calibration.pixels, calibration.areas
    values = {
        "kind": "tiles",
        "scale": tiling.scale,
        "overlap_px": tiling.overlap_px,
        "stride": tiling.stride,
        "picture_map": list(model.map_size),
        "lowest": calibration.lowest,
        "part_limit": None if check is None else check.limit,
        "shares": [] if areas is None else list(areas.shares),
    }
    return _text(
        values,
        {
            "judged": model.judged,
            "light_reference": model.light_reference,
            "part_mean": None if check is None else check.mean,
            "part_whitening": None if check is None else check.whitening,
            "median": None if pixels is None else pixels.median,
            "sigma": None if pixels is None else pixels.sigma,
            "middle": None if areas is None else areas.middle,
            "reach": None if areas is None else areas.spread,
        },
    )


def example_inputs(model: Model, picture: Tensor) -> Iterator[dict[str, np.ndarray]]:
    """What the graph of a model is given of a picture (3, H, W); of many tiles a few."""
    framed = model.framing.frame(picture)
    if model.tiling is not None:
        high, wide = side = model.method.config.image_size
        size = (framed.samples.shape[-2], framed.samples.shape[-1])
        corners = tiles(size, side=side, overlap_px=model.tiling.overlap_px)
        gain = model.gain(overview(framed.samples[None]))
        for index in torch.linspace(0, len(corners) - 1, min(len(corners), _TILES_OF_PICTURE)).round().int().tolist():
            top, left = corners[index]
            tile = unit_range(framed.samples[None, :, top : top + high, left : left + wide])
            yield {TILE: (tile if model.light_reference is None else correct_light(tile, gain)).contiguous().numpy()}
    elif model.locator is not None:
        places = model.places(framed)
        inputs = {PART: framed.pixels[None].numpy()}
        if model.method.has_map:
            whole = torch.ones(model.method.config.image_size, dtype=torch.bool)
            inputs[JUDGED] = (whole if places is None else places).numpy()
        yield inputs
    else:
        yield {IMAGE: framed.pixels[None].numpy()}


def read_stages(text: str, image_size: tuple[int, int]) -> Stages:
    """What was written so.

    Raises:
        KeyError, TypeError, ValueError: if it was not.
    """
    values = json.loads(text)
    if values["kind"] == "tiles":
        stages = TiledStages(image_size, values)
        stages.framing  # noqa: B018  # reads the arrays now, so that what does not fit is found now
        map_size_of(stages.map_size)
        return stages
    if values["kind"] != "locate":
        raise ValueError(f"its stages are {values['kind']}")
    return LocatedStages(Located(values, side=image_size))


def _text(values: Mapping[str, Any], arrays: Mapping[str, Tensor | None]) -> str:
    written = {name: _written(tensor) for name, tensor in arrays.items() if tensor is not None}
    return json.dumps({name: value for name, value in values.items() if value is not None} | written)


def _written(tensor: Tensor) -> dict[str, Any]:
    array = np.ascontiguousarray((tensor if tensor.dtype == torch.bool else tensor.float()).cpu().numpy())
    data = base64.b64encode(array.tobytes()).decode()
    return {"shape": list(array.shape), "dtype": array.dtype.str, "data": data}
