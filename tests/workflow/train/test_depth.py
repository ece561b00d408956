"""Bits per sample from the category to the model, its export, and the batches that are inspected with it."""

import json
from dataclasses import replace

import numpy as np
import onnx
import onnxruntime
import pytest
import tifffile
import torch
from PIL import Image

from inspector.core.methods import create_method
from inspector.data.category import collect_images, scan_category
from inspector.store.models.model_folder import read_model
from inspector.store.onnx.exported import file_content
from inspector.workflow.advise.examine import ExamineDone, examine
from inspector.workflow.advise.findings import FindingKind
from inspector.workflow.inspect.images import Inspected, inspect_batch, inspect_image
from inspector.workflow.progress import Warned
from inspector.workflow.train.images import train
from inspector.workflow.train.learning import TrainDone
from tests.conftest import part, small_job

CPU = torch.device("cpu")


def grey(seed: int, **options: bool) -> np.ndarray:
    return part(seed, **options)[..., 0].astype(np.uint16) * 16  # a camera of 12 bits


def write(folder, samples):
    folder.mkdir(parents=True, exist_ok=True)
    for index, image in enumerate(samples):
        tifffile.imwrite(folder / f"{index:02d}.tif", image)


@pytest.fixture
def twelve(tmp_path):
    write(tmp_path / "c" / "train" / "good", [grey(seed) for seed in range(8)])
    return tmp_path / "c"


def learned(mean_image, category, output):
    method = create_method("mean_image", preset="cpu")
    *updates, done = train(small_job(category, output, method=method))
    assert isinstance(done, TrainDone)
    return read_model(output), [update.message for update in updates if isinstance(update, Warned)]


def judged(stored, samples, folder):
    write(folder, samples)
    updates = list(inspect_batch(stored, collect_images([folder]), output=folder.with_suffix(".h5"), device=CPU))
    errors = [update.inspection.error for update in updates if isinstance(update, Inspected)]
    return errors, [update.message for update in updates if isinstance(update, Warned)]


def test_twelve_bits_in_sixteen_are_noticed_by_check_and_train(twelve, mean_image, tmp_path):
    said = "No sample of the good images with 16 or more bits exceeds 4095 of 65535, as if a camera of 12 bits"
    *_, done = examine(scan_category(twelve))
    assert isinstance(done, ExamineDone)
    (found,) = (finding.message for finding in done.findings if finding.kind is FindingKind.DEPTH)
    assert found.startswith(said)
    _, warned = learned(mean_image, twelve, tmp_path / "m")
    assert any(message.startswith(said) for message in warned)


def test_what_the_category_states_is_in_the_model_its_export_and_its_reading(twelve, mean_image, tmp_path):
    (twelve / "category.json").write_text(json.dumps({"bits_per_sample": 12}))
    stored, warned = learned(mean_image, twelve, tmp_path / "m")
    assert not any("bits" in message for message in warned)
    assert stored.card["depth"]["bits_per_sample"] == stored.model.depth.bits_per_sample == 12
    assert stored.model.depth.brightest[1] > 0.6  # near 200 of 255
    *_, done = examine(scan_category(twelve))
    assert not [finding for finding in done.findings if finding.kind is FindingKind.DEPTH]
    same, told = judged(stored, [grey(100), grey(101)], tmp_path / "same")
    assert (same, told) == ([None, None], [])


def test_a_batch_of_another_depth_is_refused_or_said(twelve, mean_image, tmp_path):
    (twelve / "category.json").write_text(json.dumps({"bits_per_sample": 12}))
    stored, _ = learned(mean_image, twelve, tmp_path / "m")
    (beyond,), _ = judged(stored, [grey(100) << 4], tmp_path / "sixteen")
    assert "expected samples of 12 bits, at most 4095" in beyond
    (dark,), _ = judged(stored, [grey(100) >> 4], tmp_path / "eight")
    assert "another number of bits per sample, or under hardly any light" in dark
    of_8_bits, told = judged(stored, [(grey(100) >> 4).astype(np.uint8)], tmp_path / "other")
    assert of_8_bits == [None]
    assert told[0].startswith("1 of 1 images have 8 bits per sample, where the training images have 16 or more")


def test_nor_is_one_after_a_training_at_all_bits(mean_image, tmp_path):
    write(tmp_path / "c" / "train" / "good", [grey(seed) << 4 for seed in range(8)])
    stored, warned = learned(mean_image, tmp_path / "c", tmp_path / "m")
    assert not any("bits" in message for message in warned)
    (twelve, same), _ = judged(stored, [grey(100), grey(101) << 4], tmp_path / "batch")
    assert "another number of bits" in twelve
    assert same is None


def test_a_model_of_files_of_8_bits_says_that_deep_ones_came(stored, tmp_path):
    assert stored.model.depth.file_bits == (8,)
    (twelve, sixteen), told = judged(stored, [grey(100), grey(100) << 4], tmp_path / "batch")
    assert "no sample of its 16 or more bits exceeds 4095 of 65535" in twelve
    assert sixteen is None
    assert [message for message in told if message.startswith("1 of 1 images have 16 or more bits per sample")]


def test_a_model_that_does_not_record_its_depth_refuses_a_file_that_states_one(stored, tmp_path):
    old = replace(stored.model, depth=None)
    Image.fromarray(part(1)).save(tmp_path / "a.png")
    tifffile.imwrite(tmp_path / "b.tif", grey(1), extratags=[(281, "H", 1, 4095, True)])
    images = collect_images([tmp_path / "a.png", tmp_path / "b.tif"])
    plain, twelve = (inspect_image(old, stored.operating_point, image) for image in images)
    assert plain.error is None
    assert "expected 16 bits per sample, found a file that states 12" in twelve.error


def test_the_exported_file_states_it(stored):
    depth = replace(stored.model.depth, bits_per_sample=12, file_bits=(16,))
    told = replace(stored, model=replace(stored.model, depth=depth))
    value = onnx.helper.make_tensor_value_info("score", onnx.TensorProto.FLOAT, [1])
    node = onnx.helper.make_node("ReduceMax", ["image"], ["score"], keepdims=0)
    image = onnx.helper.make_tensor_value_info("image", onnx.TensorProto.FLOAT, [1, 3, None, None])
    graph = onnx.helper.make_model(
        onnx.helper.make_graph([node], "g", [image], [value]), opset_imports=[onnx.helper.make_opsetid("", 17)]
    )
    session = onnxruntime.InferenceSession(file_content(graph, told, precision="float32"))
    assert session.get_modelmeta().custom_metadata_map["bits_per_sample"] == "12"
