"""The network of a scoring graph in 8-bit integers; what is measured with its answers stays float32."""

import logging
import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import onnx

from inspector.core.errors import ExportError


class _Inputs:
    """Calibration data as ONNX Runtime reads them, one image at a time."""

    def __init__(self, inputs: Iterable[dict[str, np.ndarray]]) -> None:
        self._inputs = iter(inputs)

    def get_next(self) -> dict[str, np.ndarray] | None:
        return next(self._inputs, None)


def quantised(model: onnx.ModelProto, inputs: Iterable[dict[str, np.ndarray]]) -> onnx.ModelProto:
    """The scoring graph with the inside of its networks in 8 bits.

    Weights are int8 by channel, activations uint8 in the range that these `inputs` of the graph have them take. One bit
    of the weights is left free: without it the sums of older processors (AVX2 without VNNI) overflow, and the same file
    would give another verdict there. Similarity, filter and comparison with good parts stay float32.

    Raises:
        ExportError: if nothing of it is inside a network, as with features of filters alone.
    """
    inside = between_convolutions(model.graph)
    if not inside:  # the quantiser would take all nodes
        raise ExportError(
            "This model has no network to compute in 8 bits: what it does is filtering and comparison, which stay in "
            "32 bits.",
            code="export.nothing_to_quantise",
        )
    from onnxruntime.quantization import QuantFormat, QuantType, quantize_static  # which takes long to load

    copy = onnx.ModelProto()
    copy.CopyFrom(model)  # the quantiser empties what it is given
    log = logging.getLogger()
    level = log.level
    log.setLevel(logging.ERROR)  # its advice to optimise the graph first, which was done
    try:
        # It reckons with the ranges of all tensors, also of those that stay float32 and may be infinite.
        with tempfile.TemporaryDirectory() as folder, np.errstate(invalid="ignore"):
            target = Path(folder) / "int8.onnx"
            quantize_static(
                copy,
                target,
                _Inputs(inputs),
                quant_format=QuantFormat.QDQ,
                activation_type=QuantType.QUInt8,
                weight_type=QuantType.QInt8,
                per_channel=True,
                reduce_range=True,
                nodes_to_quantize=sorted(inside),
            )
            return onnx.load(target)
    finally:
        log.setLevel(level)


def between_convolutions(graph: onnx.GraphProto) -> set[str]:
    """Names of the nodes that follow a convolution of the network and lead to another.

    The first and the last convolution are therefore none of them: they have few channels and cost little, and in 8 bits
    they made a fifth to two thirds of the scores' median difference. A network's convolutions have constant kernels
    that mix channels; those of a filter or a similarity do not.
    """
    shapes = {weight.name: weight.dims for weight in graph.initializer}
    ends = {node.name for node in graph.node if node.op_type == "Conv" and shapes.get(node.input[1], (0, 1))[1] > 1}
    after: set[str] = set()  # tensors that come of a convolution
    before: set[str] = set()  # tensors that lead to one
    following = set()
    for node in graph.node:  # in the order of computation
        if not after.isdisjoint(node.input):
            following.add(node.name)
        if node.name in ends or node.name in following:
            after.update(node.output)
    leading = set()
    for node in reversed(graph.node):
        if not before.isdisjoint(node.output):
            leading.add(node.name)
        if node.name in ends or node.name in leading:
            before.update(node.input)
    inside = following & leading
    narrow = {
        node.name
        for node in graph.node
        if node.op_type == "Conv" and node.name in inside and shapes.get(node.input[1], (0, 0))[1] == 1
    }
    return _widening(graph, inside - narrow) if narrow else inside


def _widening(graph: onnx.GraphProto, inside: set[str]) -> set[str]:
    """Of these nodes, the convolutions whose result an activation bounds, and that activation."""
    made_by = {node.output[0]: node.name for node in graph.node if node.op_type == "Conv" and node.name in inside}
    pairs = [
        (made_by[node.input[0]], node.name)
        for node in graph.node
        if node.op_type in ("Clip", "Relu") and node.name in inside and node.input[0] in made_by
    ]
    return {name for pair in pairs for name in pair}
