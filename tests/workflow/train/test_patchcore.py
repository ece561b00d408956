"""A method with pretrained weights and a memory, the whole way: weights, model file, resuming, extending."""

import json
import shutil

import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

from inspector.core.building import build_network
from inspector.core.errors import CategoryError, ModelError, SettingError
from inspector.core.fitting import FitStep
from inspector.core.methods import create_method
from inspector.data.category import scan_category
from inspector.store.models.model_folder import checkpoint_of, read_model
from inspector.store.models.weights import load_pretrained
from inspector.workflow.evaluate.images import EvaluateDone, evaluate
from inspector.workflow.progress import Progress, Warned
from inspector.workflow.train.extend import extension
from inspector.workflow.train.images import train
from inspector.workflow.train.learning import TrainDone
from tests.conftest import part, small_job, write_category

SMALL = {"image_size": (64, 64), "search_dimension": 16, "training": {"batch_size": 8}}


@pytest.fixture(scope="session")
def weights(untrained_weights):
    return untrained_weights


def job(category, output, weights, **changes):
    method = create_method("patchcore", preset="cpu", **SMALL)
    return small_job(category, output, **({"method": method, "weights": weights, "calibrate": "held-out"} | changes))


def finish(job):
    return next(event for event in train(job) if isinstance(event, TrainDone))


@pytest.fixture(scope="module")
def remembered(category, weights, made_once):
    return made_once("patchcore/disc", lambda output: finish(job(category, output, weights)))[0]


def test_the_model_holds_the_backbone_and_says_where_it_is_from(category, remembered, weights):
    stored = read_model(remembered)
    origin = stored.card["pretrained"]
    assert (origin["backbone"], origin["file"], len(origin["sha256"])) == ("squeezenet1_0", weights.name, 64)
    own = stored.model.network.backbone.body.state_dict()
    given = load_file(weights)
    assert own
    assert all(torch.equal(value, given[name]) for name, value in own.items())
    done = list(evaluate(stored, scan_category(category), device=torch.device("cpu")))[-1]
    assert isinstance(done, EvaluateDone)
    assert done.evaluation.image_auroc == 1


@pytest.mark.parametrize("step", [1, 2])
def test_an_interrupted_learning_resumed_ends_in_the_same_model(category, remembered, weights, tmp_path, step):
    output = tmp_path / "m"
    events = train(job(category, output, weights))
    next(event for event in events if isinstance(event, FitStep) and event.step == step)
    events.close()
    assert checkpoint_of(output).exists()
    finish(job(category, output, weights, resume=True))
    names = (output / "model.safetensors", remembered / "model.safetensors")
    assert names[0].read_bytes() == names[1].read_bytes()


def test_a_memory_that_could_not_be_written_is_resumed_to_the_same_model(
    category, remembered, weights, tmp_path, monkeypatch
):
    def fails(*_, **__):
        raise RuntimeError("unexpected")

    with monkeypatch.context() as patched:
        patched.setattr("inspector.workflow.train.learning.write_model", fails)
        with pytest.raises(RuntimeError):
            finish(job(category, tmp_path / "m", weights, preview_interval_s=0))
    events = list(train(job(category, tmp_path / "m", weights, resume=True)))
    assert not [event for event in events if isinstance(event, FitStep)]
    assert (tmp_path / "m" / "model.safetensors").read_bytes() == (remembered / "model.safetensors").read_bytes()


def test_resuming_with_other_weights_is_refused(category, weights, tmp_path):
    events = train(job(category, tmp_path / "m", weights))
    next(event for event in events if isinstance(event, FitStep))
    events.close()
    other = tmp_path / "other.safetensors"
    save_file({name: value + 1 for name, value in load_file(weights).items()}, other)
    with pytest.raises(ModelError, match="another weights"):
        finish(job(category, tmp_path / "m", other, resume=True))


def test_learned_images_judged_by_models_of_the_others_say_what_is_usual(category, weights, tmp_path, monkeypatch):
    built = []
    monkeypatch.setattr(
        "inspector.workflow.train.images.build_network",
        lambda *arguments, **options: built.append(build_network(*arguments, **options)) or built[-1],
    )
    events = list(train(job(category, tmp_path / "m", weights)))
    assert len(built) == 2  # that of the model, and one that is copied for each part of the images
    stages = list(dict.fromkeys(event.stage for event in events if isinstance(event, Progress)))
    assert stages.index("Training") < stages.index("Comparing") < stages.index("Calibrating")
    calibration = read_model(tmp_path / "m").calibration
    assert calibration.compared == len(read_model(tmp_path / "m").card["split"]["training"])
    assert calibration.pixels is not None
    for changes in ({"normalise": False}, {"scoring": "maximum"}):
        one = tmp_path / str(changes)
        assert "Comparing" not in {
            event.stage for event in train(job(category, one, weights, **changes)) if isinstance(event, Progress)
        }
        assert read_model(one).calibration.compared == 0


def test_an_extended_model_keeps_what_is_usual(category, remembered, weights, tmp_path):
    before = read_model(remembered)
    finish(extended(grown(category, tmp_path), tmp_path / "m", remembered))
    after = read_model(tmp_path / "m").calibration
    assert torch.equal(after.pixels.median, before.calibration.pixels.median)
    assert torch.equal(after.areas.middle, before.calibration.areas.middle)
    assert after.compared == before.calibration.compared > 0
    assert len(after.good_scores) > len(before.calibration.good_scores)


def grown(category, tmp_path, count=6):
    """A copy of the category with new good images."""
    root = shutil.copytree(category, tmp_path / "grown")
    for i in range(count):
        Image.fromarray(part(500 + i)).save(root / "train" / "good" / f"lot9{i // 2}_{500 + i}.png")
    return root


def extended(root, output, remembered, **changes):
    return small_job(root, output, **(extension(read_model(remembered)) | changes))


def test_new_images_are_learned_and_held_out_ones_stay_so(category, remembered, tmp_path):
    before = (remembered / "model.safetensors").read_bytes()
    root = grown(category, tmp_path)
    done = finish(extended(root, tmp_path / "m", remembered))
    old, new = read_model(remembered), read_model(tmp_path / "m")
    assert new.card["extends"] == {"model": old.identity, "folder": "disc"}
    assert new.card["pretrained"] == old.card["pretrained"]
    split = {side: set(new.card["split"][f"{side}_sha256"]) for side in ("training", "calibration")}
    for side in split:
        assert set(old.card["split"][f"{side}_sha256"]) < split[side]
    assert not split["training"] & split["calibration"]
    assert len(split["training"] | split["calibration"]) == 30
    assert done.calibrated_on == 6
    learned = len(split["training"]) - len(old.card["split"]["training"])
    assert new.model.network.seen - old.model.network.seen == learned * 49
    assert torch.equal(new.model.light_reference, old.model.light_reference)
    assert (remembered / "model.safetensors").read_bytes() == before


def test_extending_can_be_interrupted_and_repeated(category, remembered, tmp_path):
    root = grown(category, tmp_path, count=14)
    finish(extended(root, tmp_path / "whole", remembered))
    events = train(extended(root, tmp_path / "m", remembered))
    next(event for event in events if isinstance(event, FitStep))
    events.close()
    finish(extended(root, tmp_path / "m", remembered, resume=True))
    contents = [(tmp_path / name / "model.safetensors").read_bytes() for name in ("m", "whole")]
    assert contents[0] == contents[1]
    with pytest.raises(CategoryError, match="no new good image"):
        finish(extended(root, tmp_path / "again", tmp_path / "m"))


def test_a_folder_of_new_images_alone_is_enough_but_told(remembered, tmp_path):
    root = tmp_path / "new"
    root.mkdir()
    for i in range(10):
        Image.fromarray(part(700 + i)).save(root / f"{i}.png")
    events = list(train(extended(root, tmp_path / "m", remembered)))
    warning = next(event.message for event in events if isinstance(event, Warned))
    assert warning.startswith("5 of the 5 images that the old model was calibrated on are not in this category")
    assert events[-1].calibrated_on == 2
    assert len(read_model(tmp_path / "m").card["split"]["calibration"]) == 7


def test_lots_stay_on_their_side_when_a_model_is_extended(weights, tmp_path):
    root = write_category(tmp_path / "c")
    finish(job(root, tmp_path / "m", weights, group_by=r"(lot\d+)_", calibrate="held-out"))
    for lot in range(6):  # one new image for each old lot, and two new lots
        Image.fromarray(part(800 + lot)).save(root / "train" / "good" / f"lot{lot:02d}_800.png")
        Image.fromarray(part(900 + lot)).save(root / "train" / "good" / f"lot7{lot % 2}_{900 + lot}.png")
    finish(extended(root, tmp_path / "n", tmp_path / "m"))
    split = read_model(tmp_path / "n").card["split"]
    lots = [{name.split("/")[-1][:5] for name in split[side]} for side in ("training", "calibration")]
    assert not lots[0] & lots[1]
    assert len(split["training"]) + len(split["calibration"]) == 36


def test_a_model_that_learned_by_gradient_cannot_be_extended(model_folder):
    with pytest.raises(ModelError, match=r"cannot be extended.*train a new model"):
        extension(read_model(model_folder))


def test_weights_that_do_not_fit_are_named(weights, tmp_path):
    backbone = build_network(create_method("patchcore", preset="cpu", **SMALL), seed=0).backbone

    def refused(path):
        with pytest.raises(ModelError) as error:
            load_pretrained(backbone, file=path, download=False)
        return str(error.value)

    tensors = load_file(weights)
    changed = tmp_path / "w.safetensors"
    save_file({name: value for name, value in tensors.items() if name != "features.4.squeeze.bias"}, changed)
    assert "no tensor 'features.4.squeeze.bias'" in refused(changed)
    save_file(tensors | {"features.0.weight": torch.zeros(64, 3, 3, 3)}, changed)
    assert "shape [64, 3, 3, 3] where backbone 'squeezenet1_0' needs [96, 3, 7, 7]" in refused(changed)
    save_file(tensors | {"features.0.bias": torch.full((96,), torch.nan)}, changed)
    assert "not numbers" in refused(changed)
    whole = weights.read_bytes()
    for found in (b"something else", b"", whole[:4], whole[:20], whole[:-8], b"\xff" * 64):
        changed.write_bytes(found)
        assert "expected weights in a safetensors file, found a truncated or a different file" in refused(changed)
        assert "header" not in refused(changed)
    assert "does not exist" in refused(tmp_path / "nothing")
    used = {name: value for name, value in tensors.items() if name in backbone.needed()}
    save_file(used, changed)  # what is not used need not be there
    load_pretrained(backbone, file=changed, download=False)


def test_cached_weights_are_used_without_asking(weights, tmp_path, monkeypatch):
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    backbone = build_network(create_method("patchcore", preset="cpu", **SMALL), seed=0).backbone
    cache = tmp_path / "hub" / "checkpoints" / "squeezenet1_0-b66bff10.pth"
    cache.parent.mkdir(parents=True)
    torch.save(load_file(weights), cache)
    with pytest.raises(ModelError, match=r"is not the file that was published: .* in place of b66bff10\."):
        load_pretrained(backbone, file=None, download=False)
    monkeypatch.setattr("inspector.store.models.weights.file_sha256", lambda _: "b66bff10" + 56 * "0")
    origin = load_pretrained(backbone, file=None, download=False)
    assert origin["url"].endswith(cache.name)
    assert torch.equal(backbone.body.state_dict()["features.0.bias"], load_file(weights)["features.0.bias"])
    cache.write_bytes(b"cut off")
    with pytest.raises(ModelError, match="damaged"):
        load_pretrained(backbone, file=None, download=False)


def test_weights_for_a_method_without_a_backbone_are_refused(category, weights, tmp_path):
    with pytest.raises(SettingError, match="without pretrained weights"):
        finish(small_job(category, tmp_path / "m", weights=weights))


def test_without_weights_one_sentence_says_what_to_do(cli, category, without_features, tmp_path, monkeypatch):
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    code, out, err = cli("train", category, "--output", tmp_path / "m", "--method", "patchcore")
    assert (code, out) == (3, "")
    assert "--weights FILE" in err
    assert "(5 MB, from download.pytorch.org)" in err
    assert "--download-weights; nothing of yours is sent" in err
    assert not (tmp_path / "m").exists()


def test_a_download_that_fails_says_what_to_do(cli, category, tmp_path, monkeypatch):
    def offline(*_, **__):
        raise OSError("Network is unreachable")

    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    monkeypatch.setattr("torchvision.models._api.load_state_dict_from_url", offline)
    code, _, err = cli("train", category, "--output", tmp_path / "m", "--method", "patchcore", "--download-weights")
    assert code == 3
    assert "Network is unreachable" in err
    assert "with --weights FILE" in err


def test_the_command_line_trains_and_extends(cli, category, weights, tmp_path):
    small = ["--set", "image_size=64", "--set", "search_dimension=16"]
    code, out, err = cli(
        "train", category, "--output", tmp_path / "m", "--method", "patchcore", "--backbone", "squeezenet1_0",
        "--weights", weights, "--json", *small,
    )  # fmt: skip
    assert code == 0, err
    assert json.loads(out)["steps"] == 3
    root = grown(category, tmp_path)
    code, _, err = cli("train", root, "--extend", tmp_path / "m", "--output", tmp_path / "n", "--preset", "paper")
    assert code == 2
    assert "extended as it was trained" in err
    code, _, err = cli("train", root, "--extend", tmp_path / "m", "--output", tmp_path / "n")
    assert code == 0, err
    assert read_model(tmp_path / "n").card["extends"]["folder"] == "m"
    code, _, err = cli("train", category, "--output", tmp_path / "r", "--method", "riad", "--backbone", "resnet18")
    assert code == 2
    assert "Method 'riad' learns without a pretrained network. Leave out --backbone." in err


def test_paper_with_defects_is_told_from_good_paper(real_data, tmp_path):
    file = real_data.parent / "models" / "squeezenet1_0.safetensors"
    if not file.exists():
        pytest.skip(f"the pretrained weights are not at {file}")
    root = real_data / "paper" / "PA_GLA01_TL"
    method = create_method("patchcore", preset="cpu", image_size=128)
    finish(small_job(root, tmp_path / "m", method=method, weights=file, group_by=r"_(\d+)_\d+\.png$"))
    events = evaluate(read_model(tmp_path / "m"), scan_category(root), device=torch.device("cpu"))
    evaluation = next(event.evaluation for event in events if isinstance(event, EvaluateDone))
    assert evaluation.image_auroc > 0.98
    assert evaluation.pixel_auroc > 0.95
