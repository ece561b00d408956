"""ONNX files that cannot do harm: what a file says is looked at before anything of it is computed."""

import math
from collections.abc import Iterator
from pathlib import Path

import onnx
from google.protobuf.message import DecodeError
from onnx import numpy_helper

_LARGEST_FILE_BYTES = 2**31 - 1  # protobuf's own limit
_LARGEST_TENSOR = 2**27  # elements; half a gigabyte of float32
_LARGEST_EXTENT = 2**16  # of a kernel, its steps and its margins
_EXTENTS = ("kernel_shape", "pads", "dilations", "strides", "output_padding", "output_shape")
_STATES_SHAPE = {"ConstantOfShape": 0, "Expand": 1, "Tile": 1, "Resize": 3}  # the input that says how large it becomes
_NEVER_ENDS = {"Loop", "Scan", "If", "SequenceMap"}


def read_graph_file(path: Path) -> bytes:
    """The content of an ONNX file.

    Raises:
        OSError: if it cannot be read, or is no file.
    """
    if path.exists() and not path.is_file():
        raise OSError("it is not a file")
    if path.stat().st_size > _LARGEST_FILE_BYTES:
        raise OSError("it is too large")
    return path.read_bytes()


def checked_graph(content: bytes) -> onnx.ModelProto:
    """The graph in a file, which ends, fits in memory, and needs no other file.

    Tensors in other files are refused wherever they are: ONNX Runtime would look for them in the folder that the
    program happens to run in.

    Raises:
        ValueError: saying what is wrong with it.
    """
    try:
        model = onnx.load_model_from_string(content)
    except (DecodeError, ValueError) as error:
        raise ValueError("it is incomplete") from error
    if model.functions:
        raise ValueError("it defines functions of its own")
    for tensor in (*_tensors(model.graph), *(one.values for one in model.graph.sparse_initializer)):
        if tensor.data_location == onnx.TensorProto.EXTERNAL or tensor.external_data:
            raise ValueError("its weights are in another file")
        _check_size(tensor.dims)
    known = {tensor.name: tensor for tensor in model.graph.initializer}
    for node in model.graph.node:
        _check_node(node, known)
    return model


def depends(graph: onnx.GraphProto, output: str, image: str) -> bool:
    """Whether an output is computed from the image; not one that says the same of every image."""
    reached = {image}
    for node in graph.node:  # in the order of computation
        if not reached.isdisjoint(node.input):
            reached.update(node.output)
    return output in reached


def _tensors(graph: onnx.GraphProto) -> Iterator[onnx.TensorProto]:
    yield from graph.initializer
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.HasField("t"):
                yield attribute.t
            yield from attribute.tensors


def _check_node(node: onnx.NodeProto, known: dict[str, onnx.TensorProto]) -> None:
    if node.op_type in _NEVER_ENDS or any(one.HasField("g") or one.graphs for one in node.attribute):
        raise ValueError(f"its operator {node.op_type} may never end")
    for attribute in node.attribute:
        if attribute.name in _EXTENTS and max(attribute.ints, default=0) > _LARGEST_EXTENT:
            raise ValueError(f"its operator {node.op_type} is too large")
        if node.op_type == "Constant" and attribute.HasField("t"):
            known[node.output[0]] = attribute.t
    if node.op_type == "Pad" and len(node.input) > 1:
        _check_pads(known.get(node.input[1]))
    place = _STATES_SHAPE.get(node.op_type)
    if place is None or place >= len(node.input):
        return
    shape = known.get(node.input[place])
    if shape is not None:
        _check_size(numpy_helper.to_array(shape).ravel().tolist())
    elif node.op_type == "ConstantOfShape":
        raise ValueError("it computes how large a tensor is")


def _check_pads(pads: onnx.TensorProto | None) -> None:
    if pads is not None and max(numpy_helper.to_array(pads).ravel().tolist(), default=0) > _LARGEST_EXTENT:
        raise ValueError("its operator Pad is too large")


def _check_size(shape: list[int]) -> None:
    if math.prod(max(0, int(one)) for one in shape) > _LARGEST_TENSOR:
        raise ValueError(f"a tensor of {' × '.join(map(str, shape))} is too large")
