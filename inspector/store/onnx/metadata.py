"""The metadata of an exported file, each a string, which is for whoever runs it:

inspector_format    version of this layout: 1 where the graph does all, 2 where `stages` surround it
method, category    of the model; `model_sha256` is the model's own
precision           `float32` or `int8`
bits_per_sample     where the model learned from files of 16 bits: a sample divided by 2^bits - 1 is the input
input               what the graph's input is: shape, type, range, order of colours
output_NAME         the same of `score`, `map`, `light`, `tasks` and `unlike`, as far as there are these
image_size          height,width of the network's input, to which the graph brings every image
review_threshold,
reject_threshold    NG iff score > reject_threshold, else OK iff score <= review_threshold, unlike <= 1 and the
                    longer side of the image has fewest_px, else REVIEW
fewest_px           px along the longer side of an image, below which it lacks detail that all good images have;
                    not where images are judged in tiles, nor of models that do not record it
aspect              least,greatest width of an image that is judged, as a multiple of its height; only where the graph
                    takes whole images
outline, lowest     of a map: the value at which a region ends; the lowest of good parts
versions            JSON: programs that made the file
card, calibration   JSON: the model's card, and what held-out good images say
judged              where not all is judged: deflated bits of the mask, row by row, in base64
stages              where parts are located, or images judged in tiles: JSON; see `inspector.store.onnx.stages`
sha256              of all bytes of the file before this entry, which is its last
"""

import base64
import json
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from torch import Tensor

from inspector import __version__
from inspector.core.calibration import Calibration
from inspector.core.inspection import allowed_aspect, fewest_px
from inspector.core.model import Model, aspect, least_px
from inspector.core.statistics import TaskStatistics
from inspector.store.models.card import format_of
from inspector.store.models.model_folder import StoredModel
from inspector.store.onnx.stages import stages_text

_INPUTS = {
    None: "image: float32 (1, 3, height, width) of any height and width, RGB, 0 to 1",
    "locate": "part: float32 (1, 3, h, w) at image_size, RGB, 0 to 1, the image where `stages` locates the part; "
    "judged: bool (h, w), what of it lies in the image and is judged",
    "tiles": "tile: float32 (1, 3, h, w) at image_size, RGB, 0 to 1; a tile as `stages` cuts it",
}
_MEANINGS = {
    "score": "float32 (1,); higher is worse",
    "map": "float32 (1, h, w) at image_size; higher is worse",
    "light": "float32 (1,); brightness as a multiple of the training images'; it was corrected for",
    "tasks": "float32 (1, places, tasks); how badly each task fails at each place",
    "unlike": "float32 (1,); how unlike all good images the whole picture is; above 1 it shows no part and is never OK",
}


def metadata(graph: onnx.ModelProto, stored: StoredModel, precision: str) -> dict[str, str]:
    model: Model = stored.model
    calibration, point = stored.calibration, stored.operating_point
    height, width = model.method.config.image_size
    stages = stages_text(model)
    of_map = {} if calibration.outline is None else {"outline": calibration.outline, "lowest": calibration.lowest}
    values: dict[str, Any] = {
        "inspector_format": format_of(model),
        "method": model.method.name,
        "category": stored.card["category"]["name"],
        "model_sha256": stored.identity,
        "precision": precision,
        "input": _INPUTS[None if stages is None else json.loads(stages)["kind"]],
        **{f"output_{output.name}": _MEANINGS[output.name] for output in graph.graph.output},
        "image_size": f"{height},{width}",
        "review_threshold": point.review,
        "reject_threshold": point.reject,
        **of_map,
        "versions": json.dumps(
            {"inspector": __version__, "torch": torch.__version__, "onnx": onnx.__version__}
            | {"onnxruntime": onnxruntime.__version__}
        ),
        "card": json.dumps(dict(stored.card), ensure_ascii=False),
        "calibration": json.dumps(_calibration_values(calibration)),
    }
    if model.depth is not None and model.depth.bits_per_sample is not None:
        values["bits_per_sample"] = model.depth.bits_per_sample
    if (least := least_px(model)) is not None:
        values["fewest_px"] = fewest_px(least)
    if (learned := aspect(model)) is not None:
        values["aspect"] = ",".join(map(str, allowed_aspect(learned)))
    if stages is not None:
        values["stages"] = stages
    elif model.judged is not None:
        values["judged"] = base64.b64encode(zlib.compress(np.packbits(model.judged.numpy()).tobytes())).decode()
    return {name: str(value) for name, value in values.items()}


def _calibration_values(calibration: Calibration) -> dict[str, Any]:
    tasks = calibration.tasks
    return {
        "good_scores": calibration.good_scores.tolist(),
        "alignment": calibration.alignment,
        "outline": calibration.outline,
        "lowest": calibration.lowest,
        "tasks": None if tasks is None else {name: value.tolist() for name, value in vars(tasks).items()},
    }


def read_calibration(values: Mapping[str, Any]) -> Calibration:
    tasks = values["tasks"]
    return Calibration(
        torch.tensor(values["good_scores"]),
        pixels=None,
        alignment=values["alignment"],
        outline=values["outline"],
        lowest=values["lowest"],
        tasks=None if tasks is None else TaskStatistics(**{name: torch.tensor(value) for name, value in tasks.items()}),
    )


def read_mask(text: str, size: tuple[int, int]) -> Tensor:
    unpacking, length = zlib.decompressobj(), -(-size[0] * size[1] // 8)
    bits = np.frombuffer(unpacking.decompress(base64.b64decode(text), length), np.uint8)
    if len(bits) != length or not unpacking.eof:
        raise ValueError("its mask is not of the network's input size")
    return torch.from_numpy(np.unpackbits(bits, count=size[0] * size[1]).astype(bool).reshape(size))
