"""ONNX files that would do harm: each is refused by name, before anything of it is computed."""

import base64
import json
import os
import resource
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from inspector.core.errors import ModelError
from inspector.store.onnx import exported
from inspector.store.onnx.exported import read_onnx

MIB = 2**20
Change = Callable[[onnx.ModelProto, Path], None]


@pytest.fixture
def content(exported_content) -> bytes:
    return exported_content


def sealed(model: onnx.ModelProto) -> bytes:
    """As whoever knows the format seals what they changed."""
    kept = [entry for entry in model.metadata_props if entry.key != "sha256"]
    del model.metadata_props[:]
    model.metadata_props.extend(kept)
    body = model.SerializeToString()
    return body + exported._seal(body)


def metadata(model: onnx.ModelProto, name: str) -> onnx.StringStringEntryProto:
    return next(entry for entry in model.metadata_props if entry.key == name)


def put_first(model: onnx.ModelProto, kind: str, inputs: list[str], output: str, **attributes: object) -> None:
    model.graph.node.insert(0, helper.make_node(kind, inputs, [output], **attributes))


def constant(model: onnx.ModelProto, name: str, values: list[int]) -> str:
    model.graph.initializer.append(numpy_helper.from_array(np.array(values, np.int64), name))
    return name


def always_ok(model: onnx.ModelProto, _folder: Path) -> None:
    for node in model.graph.node:
        node.output[:] = ["judged" if name == "score" else name for name in node.output]
    score = helper.make_tensor("", TensorProto.FLOAT, [1], [-1e9])
    model.graph.node.append(helper.make_node("Constant", [], ["score"], value=score))


def external(model: onnx.ModelProto, folder: Path) -> None:
    """Weights that are looked for in the folder that the program runs in."""
    tensor = max(model.graph.initializer, key=lambda one: len(one.raw_data))
    (folder / "weights.bin").write_bytes(bytes(len(tensor.raw_data)))
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in (("location", "weights.bin"), ("length", str(len((folder / "weights.bin").read_bytes())))):
        tensor.external_data.append(onnx.StringStringEntryProto(key=key, value=value))


def external_in_a_node(model: onnx.ModelProto, _folder: Path) -> None:
    tensor = helper.make_tensor("", TensorProto.FLOAT, [1], [0.0])
    tensor.ClearField("float_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.append(onnx.StringStringEntryProto(key="location", value="/dev/zero"))
    model.graph.node.insert(0, helper.make_node("Constant", [], ["unused"], value=tensor))


def loop(model: onnx.ModelProto, _folder: Path) -> None:
    body = helper.make_graph(
        [helper.make_node("Identity", ["go"], ["go_on"])],
        "body",
        [
            helper.make_tensor_value_info("i", TensorProto.INT64, []),
            helper.make_tensor_value_info("go", TensorProto.BOOL, []),
        ],
        [helper.make_tensor_value_info("go_on", TensorProto.BOOL, [])],
    )
    model.graph.initializer.append(numpy_helper.from_array(np.array(True), "go_at_first"))
    put_first(model, "Loop", ["", "go_at_first"], "", body=body)


def function(model: onnx.ModelProto, _folder: Path) -> None:
    node = helper.make_node("Identity", ["a"], ["b"])
    model.functions.append(helper.make_function("own", "f", ["a"], ["b"], [node], [helper.make_opsetid("", 18)]))


def huge_constant(model: onnx.ModelProto, _folder: Path) -> None:
    put_first(model, "ConstantOfShape", [constant(model, "shape", [10**5, 10**5])], "huge")


def computed_shape(model: onnx.ModelProto, _folder: Path) -> None:
    put_first(model, "ConstantOfShape", ["computed"], "huge")
    put_first(model, "Mul", [constant(model, "a", [10**5]), constant(model, "b", [10**5])], "computed")


def huge_resize(model: onnx.ModelProto, _folder: Path) -> None:
    size = next(one for one in model.graph.initializer if one.name == "image_size")
    size.CopyFrom(numpy_helper.from_array(np.array([1, 3, 10**6, 10**6]), "image_size"))


def huge_padding(model: onnx.ModelProto, _folder: Path) -> None:
    convolution = next(node for node in model.graph.node if node.op_type == "Conv")
    for attribute in convolution.attribute:
        if attribute.name == "pads":
            attribute.ints[:] = [10**6] * 4
            return
    convolution.attribute.append(helper.make_attribute("pads", [10**6] * 4))


def zlib_bomb(model: onnx.ModelProto, _folder: Path) -> None:
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(bytes(MIB)) for _ in range(100)) + packer.flush()
    model.metadata_props.append(onnx.StringStringEntryProto(key="judged", value=base64.b64encode(packed).decode()))


def huge_input(model: onnx.ModelProto, _folder: Path) -> None:
    card = json.loads(metadata(model, "card").value)
    card["config"]["image_size"] = [100_000, 100_000]
    metadata(model, "card").value = json.dumps(card)


def nested_card(model: onnx.ModelProto, _folder: Path) -> None:
    metadata(model, "card").value = "[" * 100_000


def null_card(model: onnx.ModelProto, _folder: Path) -> None:
    metadata(model, "card").value = "null"


def thresholds(model: onnx.ModelProto, _folder: Path) -> None:
    metadata(model, "reject_threshold").value = "nan"


HOSTILE = (
    always_ok, external, external_in_a_node, loop, function, huge_constant, computed_shape, huge_resize, huge_padding,
    zlib_bomb, huge_input, nested_card, null_card, thresholds,
)  # fmt: skip


@pytest.mark.parametrize("change", HOSTILE)
def test_a_file_that_was_sealed_again_is_refused(content, tmp_path, monkeypatch, change: Change):
    monkeypatch.chdir(tmp_path)
    model = onnx.load_model_from_string(content)
    change(model, tmp_path)
    path = tmp_path / "model.onnx"
    path.write_bytes(sealed(model))
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with pytest.raises(ModelError) as refused:
        read_onnx(path)
    assert refused.value.code in ("export.damaged", "export.misfit")
    assert time.monotonic() - started < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 2**10 * 500  # kilobytes


def test_a_file_that_was_only_sealed_again_is_the_same(content, tmp_path, stored):
    (tmp_path / "model.onnx").write_bytes(sealed(onnx.load_model_from_string(content)))
    assert read_onnx(tmp_path / "model.onnx").identity == stored.identity


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero"), os.mkdir])
def test_what_is_no_file_is_refused_at_once(tmp_path, make):
    make(tmp_path / "model.onnx")
    with pytest.raises(ModelError) as refused:
        read_onnx(tmp_path / "model.onnx")
    assert refused.value.code == "export.unreadable"


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.9999])
def test_a_file_that_is_cut_is_refused(content, tmp_path, share):
    (tmp_path / "model.onnx").write_bytes(content[: int(len(content) * share)])
    with pytest.raises(ModelError):
        read_onnx(tmp_path / "model.onnx")
