import dataclasses
import json
import shutil

import pytest
import torch

from inspector.core.building import build_network
from inspector.core.calibration import calibrate, default_scoring
from inspector.core.errors import ModelError, StorageError
from inspector.core.fitting import TrainingState
from inspector.core.methods import METHODS, create_method
from inspector.core.model import Model
from inspector.core.networks.dropout import drawing_dropout
from inspector.core.operating_point import OperatingPoint
from inspector.store.models.card import FORMAT
from inspector.store.models.model_folder import (
    checkpoint_of,
    read_card,
    read_checkpoint,
    read_checkpoint_job,
    read_model,
    write_checkpoint,
    write_model,
)
from inspector.store.records import operating_point_history, record_operating_point
from tests.conftest import IMAGE_METHODS
from tests.provenance import OF_IMAGES


@pytest.fixture
def copy(model_folder, tmp_path):
    return shutil.copytree(model_folder, tmp_path / "copy")


def test_a_model_read_back_is_the_same_model(stored, tmp_path):
    write_model(
        tmp_path / "again", stored.model, operating_point=stored.operating_point, provenance=OF_IMAGES | {"seed": 3}
    )
    again = read_model(tmp_path / "again")
    images = torch.rand(2, 3, 32, 32, generator=torch.Generator().manual_seed(0))
    assert torch.equal(again.model.judge(images).scores, stored.model.judge(images).scores)
    assert torch.equal(again.model.judge(images).maps, stored.model.judge(images).maps)
    assert again.model.method.config == stored.model.method.config
    assert again.operating_point == stored.operating_point
    assert again.card["seed"] == 3
    assert sorted(path.name for path in (tmp_path / "again").iterdir()) == ["model.json", "model.safetensors"]


@pytest.mark.parametrize("name", IMAGE_METHODS)
def test_the_model_of_every_method_is_read_back(name, tmp_path):
    fields = type(METHODS[name].presets["cpu"]).model_fields
    small = {"width": 1} if "width" in fields else {"base_width": 2} if "base_width" in fields else {}
    method = create_method(name, preset="cpu", image_size=64, **small)
    network = build_network(method, seed=0)
    images = torch.rand(3, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    with torch.no_grad(), drawing_dropout(network, torch.Generator().manual_seed(0)):
        method.learn(network, images, generator=torch.Generator().manual_seed(0))
    model = Model(method, network.eval(), light_reference=None, calibration=None)
    model = dataclasses.replace(
        model, calibration=calibrate(method, model.judge(images), normalise=None, scoring=default_scoring(method))
    )
    write_model(tmp_path / "m", model, operating_point=OperatingPoint(1.0, 2.0), provenance=OF_IMAGES)
    again = read_model(tmp_path / "m").model
    assert torch.equal(again.judge(images).scores, model.judge(images).scores)
    assert torch.equal(again.calibration.good_scores, model.calibration.good_scores)


def test_models_are_never_overwritten(stored, model_folder):
    before = (model_folder / "model.json").read_bytes()
    with pytest.raises(ModelError, match="never overwritten"):
        write_model(model_folder, stored.model, operating_point=stored.operating_point, provenance=OF_IMAGES)
    assert (model_folder / "model.json").read_bytes() == before


@pytest.mark.parametrize("file", ["model.safetensors", "model.json"])
@pytest.mark.parametrize("place", [0.1, 0.5, 0.999])
def test_one_changed_byte_is_noticed(copy, file, place):
    path = copy / file
    content = bytearray(path.read_bytes())
    content[int(len(content) * place)] ^= 1
    path.write_bytes(content)
    with pytest.raises(ModelError) as refused:
        read_model(copy)
    assert refused.value.code in ("model.changed", "model.damaged")


def test_a_threshold_edited_in_the_card_is_noticed(copy):
    card = json.loads((copy / "model.json").read_text())
    card["operating_point"]["reject"] *= 2
    (copy / "model.json").write_text(json.dumps(card))
    with pytest.raises(ModelError, match="changed after the model was written"):
        read_model(copy)


@pytest.mark.parametrize("file", ["model.safetensors", "model.json"])
def test_a_missing_or_cut_file(copy, file):
    content = (copy / file).read_bytes()
    (copy / file).write_bytes(content[: len(content) // 2])
    with pytest.raises(ModelError):
        read_model(copy)
    (copy / file).unlink()
    with pytest.raises(ModelError):
        read_model(copy)


def test_weights_of_another_model(copy, stored, tmp_path):
    write_model(
        tmp_path / "other",
        stored.model,
        operating_point=OperatingPoint(review=0, reject=1),
        provenance=OF_IMAGES | {"note": 1},
    )
    shutil.copy(tmp_path / "other" / "model.json", copy / "model.json")  # card and weights: same bytes of weights
    assert read_model(copy).operating_point == OperatingPoint(review=0, reject=1)
    (copy / "model.safetensors").write_bytes(b"\0" * 100)
    with pytest.raises(ModelError):
        read_model(copy)


def test_a_newer_format_is_refused(copy):
    card = json.loads((copy / "model.json").read_text()) | {"format": 99}
    (copy / "model.json").write_text(json.dumps(card))
    with pytest.raises(ModelError, match=f"reads formats up to {FORMAT}"):
        read_model(copy)


@pytest.mark.parametrize("content", ["", "[]", "null", '{"format": "1"}', "{", "\udcff"])
def test_a_card_that_is_none(copy, content):
    (copy / "model.json").write_text(content, errors="surrogateescape")
    with pytest.raises(ModelError):
        read_model(copy)


def test_no_folder_and_no_model(tmp_path):
    with pytest.raises(ModelError, match="is not a model"):
        read_model(tmp_path / "nowhere")
    with pytest.raises(ModelError, match="not a model folder"):
        read_model(tmp_path)


def test_a_failed_write_leaves_nothing(stored, tmp_path, monkeypatch):
    def full(*_arguments, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("inspector.store.models.model_folder.save_file", full)
    with pytest.raises(StorageError, match="disk is full"):
        write_model(tmp_path / "model", stored.model, operating_point=stored.operating_point, provenance=OF_IMAGES)
    assert list(tmp_path.iterdir()) == []


def test_the_latest_recorded_operating_point_is_in_force(copy, stored):
    new = OperatingPoint(review=stored.operating_point.review, reject=stored.operating_point.reject + 1)
    weights = (copy / "model.safetensors").read_bytes(), (copy / "model.json").read_bytes()
    record_operating_point(copy, old=stored.operating_point, new=new, user="ann", reason="too many rejects")
    assert read_model(copy).operating_point == new
    assert ((copy / "model.safetensors").read_bytes(), (copy / "model.json").read_bytes()) == weights
    (change,) = operating_point_history(copy)
    assert (change.user, change.reason, change.old, change.new) == (
        "ann", "too many rejects", stored.operating_point, new,
    )  # fmt: skip


def test_a_checkpoint_read_back(tmp_path):
    state = TrainingState(7, {"network.a": torch.arange(3.0), "optimizer.0.step": torch.tensor(7.0)})
    job = {"seed": 1, "config": {"image_size": (32, 32)}}
    write_checkpoint(tmp_path / "c", state, job=job)
    again = read_checkpoint(tmp_path / "c", job=job)
    assert again.step == 7
    assert all(torch.equal(again.tensors[name], value) for name, value in state.tensors.items())


def test_a_checkpoint_says_what_it_is_a_training_of(tmp_path):
    path = checkpoint_of(tmp_path / "disc-1.5")
    assert path == tmp_path / "disc-1.5.checkpoint"
    write_checkpoint(path, TrainingState(7, {"a": torch.ones(1)}), job={"seed": 1, "config": {"steps": 3}})
    assert read_checkpoint_job(path) == (7, {"seed": 1, "config": {"steps": 3}})


def test_the_card_is_read_without_the_weights(copy, stored):
    (copy / "model.safetensors").unlink()
    assert read_card(copy) == stored.card


def test_a_checkpoint_of_another_training_is_refused(tmp_path):
    write_checkpoint(tmp_path / "c", TrainingState(7, {"a": torch.ones(1)}), job={"seed": 1, "images": "x"})
    with pytest.raises(ModelError, match="another seed"):
        read_checkpoint(tmp_path / "c", job={"seed": 2, "images": "x"})


def test_what_differs_from_the_interrupted_training_is_named_with_short_values(tmp_path):
    config = {"training": {"steps": 300}, "image_size": [64, 64]}
    write_checkpoint(tmp_path / "c", TrainingState(7, {}), job={"config": config, "images": "0" * 64})
    with pytest.raises(ModelError) as refused:
        read_checkpoint(tmp_path / "c", job={"config": {**config, "training": {"steps": 500}}, "images": "1" * 64})
    assert refused.value.fields["differing"] == "config.training.steps (300, now 500), images"


def test_a_damaged_checkpoint_is_a_sentence(tmp_path):
    (tmp_path / "c").write_bytes(b"nonsense")
    with pytest.raises(ModelError, match="cannot be read"):
        read_checkpoint(tmp_path / "c", job={})
    write_checkpoint(tmp_path / "d", TrainingState(7, {"a": torch.ones(1)}), job=[])
    with pytest.raises(ModelError, match="cannot be read"):
        read_checkpoint_job(tmp_path / "d")
