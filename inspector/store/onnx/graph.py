"""A model's scoring as an ONNX graph: image in, score and map out, for a program that has nothing but ONNX Runtime."""

import copy
import tempfile
from dataclasses import replace
from pathlib import Path

import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from inspector.core.errors import ExportError
from inspector.core.methods import Judgement
from inspector.core.model import Model

OPSET = 18  # the first whose Resize is anti-aliased
IMAGE = "image"
PART, JUDGED = "part", "judged"  # where parts are located: the canonical picture, and what of it is judged
TILE = "tile"
_SMALL = "image_at_network_size"


class _Scoring(nn.Module):
    """(1, 3, h, w) at the network's input size to the parts of the judgement that there are."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.network = model.network  # a module of this one, so that weights keep their names
        self._model = model

    def forward(self, image: Tensor, places: Tensor | None = None) -> tuple[Tensor, ...]:
        return tuple(outputs(self._model.assess(image, places=places)).values())


class _TileMap(nn.Module):
    """(1, 3, h, w), a tile under the light of the training, to its map (1, h, w)."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.network = model.network
        self._method = model.method

    def forward(self, tile: Tensor) -> Tensor:
        maps = self._method.judge(self.network, tile).maps
        assert maps is not None  # only methods with a map are tiled
        return maps


def outputs(judgement: Judgement) -> dict[str, Tensor]:
    """What of a judgement leaves the graph, by name and in order; a method without a map has no `map`."""
    named = {"score": judgement.scores, "map": judgement.maps, "light": judgement.light, "tasks": judgement.tasks}
    named["unlike"] = judgement.unlike
    return {name: value for name, value in named.items() if value is not None}


def scoring_graph(model: Model) -> onnx.ModelProto:
    """The whole of `Model.judge` for one image of any size, float32, constants folded.

    The image is brought to the network's input size inside, anti-aliased as by
    :func:`inspector.data.images.reading.resize`. Of a model that locates parts, the input is the canonical picture at
    the network's input size, with what of it is judged; of one that judges in tiles, it is a tile, and the output its
    map. Their inputs have other names, so that no program takes such a graph for one of whole images.

    Raises:
        ExportError: if ONNX or the runtime lacks something that the method does.
    """
    model = model.to(torch.device("cpu"))
    model = replace(model, network=_normalising_within(copy.deepcopy(model.network).eval()))
    height, width = model.method.config.image_size
    example = torch.rand(1, 3, height, width, generator=torch.Generator().manual_seed(0))
    scoring: nn.Module = _Scoring(model)
    inputs = {_SMALL: example}
    if model.tiling is not None:
        scoring, inputs = _TileMap(model), {TILE: example}
    elif model.locator is not None:
        inputs = {PART: example}
        if model.method.has_map:
            inputs[JUDGED] = torch.ones(height, width, dtype=torch.bool)
    try:
        with torch.no_grad():
            scoring(*inputs.values())  # or what is computed once and then held would be made of the tracer's tensors
            names = ["map"] if model.tiling is not None else list(outputs(model.assess(example)))
            program = torch.onnx.export(
                scoring.eval(),
                tuple(inputs.values()),
                dynamo=True,
                opset_version=OPSET,
                input_names=list(inputs),
                output_names=names,
                verbose=False,
                optimize=False,  # the runtime does it, as well and in a fraction of the time
            )
        assert program is not None  # as dynamo=True returns the program
        graph = program.model_proto
    except (torch.onnx.errors.OnnxExporterError, torch.onnx.errors.UnsupportedOperatorError) as error:
        reason = str(error).strip().splitlines()[-1]
        raise ExportError(
            "Method '{method}' with these settings cannot be written as ONNX ({reason}).",
            code="export.not_possible",
            method=model.method.name,
            reason=reason,
        ) from error
    if _SMALL in inputs:
        _resize_first(graph, height, width)
    folded = fold(graph)
    onnx.checker.check_model(folded, full_check=True)
    return folded


def _normalising_within(network: nn.Module) -> nn.Module:
    """The network with batch normalisation that follows a convolution computed by it. The runtime does so, too, but
    not where the network is run on several parts of a batch, and so stands in the graph several times."""
    for module in network.modules():
        if isinstance(module, nn.Sequential):
            for index, (first, second) in enumerate(zip(list(module)[:-1], list(module)[1:], strict=True)):
                if isinstance(first, nn.Conv2d) and isinstance(second, nn.BatchNorm2d):
                    module[index], module[index + 1] = fuse_conv_bn_eval(first, second), nn.Identity()
    return network


def fold(graph: onnx.ModelProto) -> onnx.ModelProto:
    """The same graph with its constants computed and batch normalisation within the convolutions.

    Raises:
        ExportError: if the runtime lacks a number type or an operator of it.
    """
    with tempfile.TemporaryDirectory() as folder:
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.optimized_model_filepath = str(Path(folder) / "folded.onnx")
        options.log_severity_level = 3
        try:
            onnxruntime.InferenceSession(graph.SerializeToString(), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # the runtime has an exception of its own for each reason, and no base of them
            reason = str(error).strip().splitlines()[-1]
            raise ExportError(
                "ONNX Runtime cannot compute this model on a CPU ({reason}).",
                code="export.not_computable",
                reason=reason,
            ) from error
        folded = onnx.load(options.optimized_model_filepath)
    # It also names every operator set that it knows; a runtime on the line need not.
    del folded.opset_import[:]
    folded.opset_import.append(helper.make_opsetid("", OPSET))
    for index, node in enumerate(folded.graph.node):
        node.name = f"{node.op_type}_{index}"  # the runtime leaves some without a name, which quantisation needs
    return folded


def _resize_first(model: onnx.ModelProto, height: int, width: int) -> None:
    """Put the resize before a graph that takes the network's input size."""
    graph = model.graph
    size = helper.make_tensor("image_size", TensorProto.INT64, [4], [1, 3, height, width])
    resize = helper.make_node(
        "Resize",
        [IMAGE, "", "", size.name],
        [_SMALL],
        name="resize",
        mode="linear",
        coordinate_transformation_mode="half_pixel",
        antialias=1,
        exclude_outside=1,  # weights are of what lies inside, as torch has it; 0 differs by 0.05 along the border
    )
    graph.node.insert(0, resize)
    graph.initializer.append(size)
    del graph.input[:]
    graph.input.append(helper.make_tensor_value_info(IMAGE, TensorProto.FLOAT, [1, 3, "height", "width"]))
