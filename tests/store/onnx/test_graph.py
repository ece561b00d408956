"""Every method as a graph: ONNX Runtime gives the scores, maps and tasks that torch gives."""

import numpy as np
import pytest
import torch
from onnx import TensorProto, helper

from inspector.core.building import build_network
from inspector.core.calibration import MIN_IMAGES_FOR_AREAS, calibrate, default_scoring
from inspector.core.errors import ExportError
from inspector.core.images.light import brightness_quantiles
from inspector.core.images.resizing import resize
from inspector.core.methods import create_method
from inspector.core.model import Model
from inspector.core.stages.tiling import Tiling
from inspector.store.onnx.exported import session_of
from inspector.store.onnx.graph import IMAGE, fold, outputs, scoring_graph
from inspector.store.onnx.quantise import between_convolutions, quantised
from tests.conftest import IMAGE_METHODS

_SMALL = {
    "riad": {"base_width": 4, "depth": 2, "region_sizes": 4},
    "patchcore": {"image_size": (64, 64), "score": "reweighted"},
    "scattering": {"image_size": (64, 64), "scales": 3, "orientations": 3},
    "multitask": {"image_size": (24, 32), "crop_side": 24, "width": 1},
    "adacl": {"image_size": 32, "width": 2},
    "geotrans": {"image_size": 24},
    "jigsaw": {"puzzles": 3},
    "inpainting": {"image_size": 32, "base_width": 4, "depth": 2, "holes": 2},
    "colorization": {"image_size": 32, "base_width": 4, "depth": 2},
    "split_brain": {"image_size": 32, "base_width": 4, "depth": 2},
}


def images(count: int, size: tuple[int, int] = (40, 50)) -> torch.Tensor:
    return torch.rand(count, 3, *size, generator=torch.Generator().manual_seed(3)) * 0.6 + 0.2


def calibrated(name: str) -> Model:
    """An untrained model that corrects light, compares with good images and judges a part of its map; what it says
    does not matter here."""
    method = create_method(name, preset="cpu", **({"image_size": 32} | _SMALL.get(name, {})))
    network = build_network(method, seed=0).eval()
    if name in ("patchcore", "scattering"):
        network.bank = torch.randn(40, network.bank.shape[1], generator=torch.Generator().manual_seed(1)).half()
    small = torch.stack([resize(image, method.config.image_size) for image in images(MIN_IMAGES_FOR_AREAS)])
    judged = None
    if method.has_map:
        judged = torch.zeros(method.config.image_size, dtype=torch.bool)
        judged[4:20, 8:30] = True
    bare = Model(method, network, brightness_quantiles(small)[0], None)
    scoring = default_scoring(method)
    calibration = calibrate(method, bare.judge(small), normalise=True, judged=judged, scoring=scoring)
    return Model(method, network, bare.light_reference, calibration, judged)


@pytest.mark.parametrize("name", IMAGE_METHODS)
def test_the_graph_judges_as_the_model(name):
    model = calibrated(name)
    graph = scoring_graph(model)
    assert {node.domain for node in graph.graph.node} == {""}  # standard ONNX, which every runtime has
    session = session_of(graph.SerializeToString(), threads=1)
    names = [output.name for output in session.get_outputs()]
    for gain, size in ((0.9, (40, 50)), (1.15, (90, 33))):  # any size, any light
        image = images(1, size) * gain
        own = outputs(model.judge(resize(image[0], model.method.config.image_size)[None]))
        assert list(own) == names
        for value, found in zip(own.values(), session.run(names, {IMAGE: image.numpy()}), strict=True):
            assert found.dtype == np.float32
            assert found.shape == value.shape
            np.testing.assert_allclose(found, value.numpy(), rtol=1e-3, atol=1e-4)


def test_the_lite_network_is_written_with_constant_kernels():
    """Which the runtime computes faster, and which alone become 8 bits."""
    method = create_method("patchcore", preset="features", image_size=(64, 64))
    network = build_network(method, seed=0).eval()
    network.bank = torch.randn(40, network.bank.shape[1], generator=torch.Generator().manual_seed(1)).half()
    model = Model(method, network, None, None)
    graph = scoring_graph(model)
    kernels = {node.input[1] for node in graph.graph.node if node.op_type == "Conv"}
    assert kernels
    assert kernels <= {constant.name for constant in graph.graph.initializer}
    image = images(1, (64, 64))
    found = session_of(graph.SerializeToString(), threads=1).run(["map"], {IMAGE: image.numpy()})[0]
    torch.testing.assert_close(torch.from_numpy(found), model.judge(image).maps, rtol=1e-3, atol=1e-4)


def test_a_model_judges_after_its_export_though_it_never_did_before():
    method = create_method("scattering", preset="cpu", image_size=(64, 96), smoothing_px=3.25)  # of no other test
    network = build_network(method, seed=0).eval()
    network.bank = torch.randn(40, network.bank.shape[1], generator=torch.Generator().manual_seed(1)).half()
    model = Model(method, network, None, None, tiling=Tiling(scale=1.0, overlap_px=8, stride=1))
    scoring_graph(model)
    assert model.judge(images(1, (64, 96))).maps.amax().item() > 0  # which a tensor of the tracer has not


def test_a_model_that_the_runtime_cannot_compute_is_refused_with_a_way_out():
    bfloat16 = TensorProto.BFLOAT16
    image = helper.make_tensor_value_info("x", bfloat16, [1, 1, 4, 4])
    score = helper.make_tensor_value_info("y", bfloat16, [1, 1, 4, 4])
    node = helper.make_node("Conv", ["x", "w"], ["y"], "conv")
    graph = helper.make_graph([node], "g", [image], [score], [helper.make_tensor("w", bfloat16, [1, 1, 1, 1], [1.0])])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    with pytest.raises(ExportError, match="ONNX Runtime cannot compute this model"):
        fold(model)


def test_only_what_lies_between_the_networks_convolutions_is_quantised():
    def kernel(name: str, channels: int):
        return helper.make_tensor(name, 1, [2, channels, 1, 1], [0.0] * 2 * channels)

    nodes = [
        helper.make_node("Mul", ["image", "image"], ["masked"], "before"),
        helper.make_node("Conv", ["masked", "w3"], ["a"], "first"),
        helper.make_node("Relu", ["a"], ["b"], "relu"),
        helper.make_node("Conv", ["b", "w2"], ["c"], "middle"),
        helper.make_node("Sqrt", ["b"], ["side"], "beside"),
        helper.make_node("Conv", ["c", "w2"], ["d"], "last"),
        helper.make_node("Sigmoid", ["d"], ["e"], "after"),
        helper.make_node("Conv", ["e", "w1"], ["f"], "filter"),
    ]
    graph = helper.make_graph(nodes, "g", [], [], [kernel("w3", 3), kernel("w2", 2), kernel("w1", 1)])
    assert between_convolutions(graph) == {"relu", "middle"}


def test_filters_alone_are_not_quantised():
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 1, 8, 8])
    found = helper.make_tensor_value_info("found", TensorProto.FLOAT, [1, 2, 6, 6])
    kernel = helper.make_tensor("kernel", TensorProto.FLOAT, [2, 1, 3, 3], [0.1] * 18)
    node = helper.make_node("Conv", ["image", "kernel"], ["found"], "filter")
    model = helper.make_model(helper.make_graph([node], "g", [image], [found], [kernel]))
    with pytest.raises(ExportError, match="no network to compute in 8 bits"):
        quantised(model, [])


def test_of_depthwise_networks_only_what_widens_a_block_is_quantised():
    def kernel(name: str, *shape: int):
        return helper.make_tensor(name, 1, [*shape, 1, 1], [0.0] * (shape[0] * shape[1]))

    weights = [kernel("stem", 2, 3), kernel("widen", 4, 2), kernel("deep", 4, 1), kernel("narrow", 2, 4)]
    nodes = [
        helper.make_node("Conv", ["image", "stem"], ["a"], "first"),
        helper.make_node("Conv", ["a", "widen"], ["b"], "widening"),
        helper.make_node("Clip", ["b"], ["c"], "bounding"),
        helper.make_node("Conv", ["c", "deep"], ["d"], "depthwise", group=4),
        helper.make_node("Clip", ["d"], ["e"], "after depthwise"),
        helper.make_node("Conv", ["e", "narrow"], ["f"], "narrowing"),
        helper.make_node("Add", ["f", "a"], ["g"], "sum"),
        helper.make_node("Conv", ["g", "widen"], ["h"], "last"),
    ]
    assert between_convolutions(helper.make_graph(nodes, "g", [], [], weights)) == {"widening", "bounding"}
