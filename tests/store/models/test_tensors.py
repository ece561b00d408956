"""Tensors beside the network that would change verdicts silently are refused when a model is read."""

import json
import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from inspector.core.errors import ModelError
from inspector.core.images.light import brightness_quantiles
from inspector.core.images.resizing import resize
from inspector.store.models.card import card_sha256
from inspector.store.models.model_folder import file_sha256, read_model
from tests.workflow.export.test_tiles import tiled
from tests.workflow.train.test_locating import located

__all__ = ["located", "tiled"]  # the fixtures
NAN, INF = float("nan"), float("inf")


def sealed_again(model: Path, folder: Path, **changes: torch.Tensor | None) -> Path:
    """A copy whose tensors another program changed or removed, and whose hashes it renewed."""
    shutil.copytree(model, folder)
    tensors = load_file(model / "model.safetensors") | changes
    save_file({name: tensor for name, tensor in tensors.items() if tensor is not None}, folder / "model.safetensors")
    card = json.loads((model / "model.json").read_text("utf-8"))
    card["weights_sha256"] = file_sha256(folder / "model.safetensors")
    (folder / "model.json").write_text(json.dumps(card | {"sha256": card_sha256(card)}), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "tensor"),
    [
        ("light_reference", torch.full((19,), NAN)),
        ("light_reference", torch.full((19,), 7.0)),
        ("light_reference", torch.full((19,), 1.01)),
        ("light_reference", torch.tensor(0.5)),
        ("light_reference", torch.full((19,), 0.5, dtype=torch.float64)),
        ("part_check.limit", torch.tensor(INF)),
        ("part_check.limit", torch.tensor(-5.0)),
        ("part_check.mean", torch.full((27,), NAN)),
        ("part_check.mean", torch.zeros(26)),
        ("part_check.whitening", None),
        ("calibration.good_scores", torch.tensor([0.5, NAN])),
        ("calibration.good_scores", torch.zeros(0)),
        ("calibration.pixel_median", torch.zeros(32, 32)),
        ("calibration.pixel_sigma", torch.ones(32, 32)),
        ("locator.colour", torch.ones(3)),
        ("judged", torch.ones(4, 4, dtype=torch.bool)),
        ("judged", torch.ones(32, 32)),
    ],
)
def test_what_no_model_holds_is_refused(model_folder, tmp_path, name, tensor):
    with pytest.raises(ModelError) as refused:
        read_model(sealed_again(model_folder, tmp_path / "m", **{name: tensor}))
    assert refused.value.code == "model.misfit"


def test_a_model_of_parts_before_saturated_white_is_read(model_folder, tmp_path):
    white = brightness_quantiles(resize(torch.ones(3, 90, 90), (32, 32))[None])[0]
    white = torch.maximum(white, torch.ones(19).nextafter(torch.tensor(2.0)))  # what resizing makes of it, at least
    stored = read_model(sealed_again(model_folder, tmp_path / "m", light_reference=white))
    assert stored.model.light_reference.equal(white)


@pytest.mark.parametrize(
    ("name", "tensor"),
    [
        ("calibration.area_reach", torch.tensor([0.1, 0.1, -0.1, 0.1])),
        ("calibration.area_reach", torch.full((4,), INF)),
        ("calibration.area_middle", torch.zeros(1)),
        ("calibration.pixel_sigma", torch.zeros(32, 56)),
        ("calibration.pixel_median", torch.zeros(1, 1)),
    ],
)
def test_areas_and_places_that_no_good_images_have_are_refused(tiled, tmp_path, name, tensor):
    with pytest.raises(ModelError):
        read_model(sealed_again(tiled[0].folder, tmp_path / "m", **{name: tensor}))


@pytest.mark.parametrize("part", ["locator", "tiling"])
def test_a_stage_that_the_card_does_not_mention_is_refused(located, tiled, tmp_path, part):
    model = {"locator": located, "tiling": tiled}[part][0].folder
    folder = shutil.copytree(model, tmp_path / "m")
    card = json.loads((folder / "model.json").read_text("utf-8"))
    del card[part]
    (folder / "model.json").write_text(json.dumps(card | {"sha256": card_sha256(card)}), "utf-8")
    with pytest.raises(ModelError):
        read_model(folder)


@pytest.mark.parametrize(
    "change",
    [
        {"least_quality": -1.0},
        {"least_agreement": 1e300},
        {"window": True},
        {"extent": [True, 0.5]},
        {"mark": {"centre": [0.0, 0.0], "least": -1.0}},
    ],
)
def test_a_locator_that_would_find_anything_or_nothing_is_refused(located, tmp_path, change):
    folder = shutil.copytree(located[0].folder, tmp_path / "m")
    card = json.loads((folder / "model.json").read_text("utf-8"))
    card["locator"] |= change
    (folder / "model.json").write_text(json.dumps(card | {"sha256": card_sha256(card)}), "utf-8")
    with pytest.raises(ModelError):
        read_model(folder)


def test_weights_of_another_network_are_refused_in_a_line(model_folder, tmp_path):
    folder = shutil.copytree(model_folder, tmp_path / "m")
    card = json.loads((folder / "model.json").read_text("utf-8"))
    card["config"]["base_width"] = 8
    (folder / "model.json").write_text(json.dumps(card | {"sha256": card_sha256(card)}), "utf-8")
    with pytest.raises(ModelError) as refused:
        read_model(folder)
    assert "size mismatch" in str(refused.value)
    assert len(str(refused.value)) < 600
    assert "\n" not in str(refused.value)
