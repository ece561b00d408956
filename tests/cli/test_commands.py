import csv
import json
import os
import shutil

import numpy as np
import pytest
import tifffile
from PIL import Image

from inspector.core.errors import StorageError
from inspector.store.runs.image_run import ImageRun
from inspector.workflow.settings import parse_settings, written_settings
from tests.conftest import write_category
from tests.data.images.bad_files import make_bad_files
from tests.forking import run_python

SMALL = [
    "--set", "image_size=32,32", "--set", "base_width=4", "--set", "depth=3", "--set", "region_sizes=4,8",
    "--set", "training.learning_rate=0.01",
]  # fmt: skip


@pytest.fixture
def copy(model_folder, tmp_path):
    return shutil.copytree(model_folder, tmp_path / "copy")


def test_train_prints_one_json_object(cli, category, tmp_path):
    code, out, _ = cli("train", category, "--output", tmp_path / "m", "--json", *SMALL, "--set", "training.steps=3")
    result = json.loads(out)
    assert code == 0
    assert result["model"] == str(tmp_path / "m")
    assert result["steps"] == 3
    assert result["thresholds"]["review"] <= result["thresholds"]["reject"]
    assert result["false_reject_bound_95"] == pytest.approx(1 - 0.05 ** (1 / 5))
    assert result["seconds"] > 0


def test_train_says_what_is_provable_and_what_the_wish_would_need(cli, category, tmp_path):
    code, out, _ = cli("train", category, "--output", tmp_path / "m", *SMALL, "--set", "training.steps=2")
    assert code == 0
    assert "on 5 good images" in out
    assert "45 %" in out  # 1 − 0.05^(1/5)
    assert "add 1470 good images to the category" in out  # 5 · (299 − 5)
    _, advice, _ = cli("suggest", category, "--no-weights")
    assert "add 1470 good images to the category" in advice


def test_evaluate_prints_one_json_object(cli, model_folder, category):
    code, out, _ = cli("evaluate", model_folder, category, "--json")
    result = json.loads(out)
    assert code == 0
    assert result["image_auroc"] == 1
    assert {"pixel_auroc", "aupro", "f1", "n_good", "n_defective", "false_reject", "escape"} <= set(result)
    assert 0 <= result["per_defect"]["blob"]["recall"]["value"] <= 1
    assert result["escape"]["low"] <= result["escape"]["value"] <= result["escape"]["high"]


def test_inspect_writes_everything_that_was_asked_for(cli, model_folder, category, tmp_path):
    code, out, _ = cli(
        "inspect", model_folder, category / "test", "--output", tmp_path / "r.h5", "--csv", tmp_path / "r.csv",
        "--heatmaps", tmp_path / "heat", "--maps", tmp_path / "maps", "--report", tmp_path / "r.html",
    )  # fmt: skip
    assert code == 0
    assert "8 images" in out
    with ImageRun(tmp_path / "r.h5") as run:
        assert len(run) == 8
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["decision"] for row in rows if "/blob/" in row["image"]] == ["NG"] * 4
    assert len(list((tmp_path / "heat").rglob("*.png"))) == 8
    image = np.asarray(Image.open(tmp_path / "heat" / "blob" / "000.png"))
    assert image.shape == (48, 48, 3)
    anomaly_map = tifffile.imread(tmp_path / "maps" / "blob" / "000.png.tif")
    assert (anomaly_map.shape, anomaly_map.dtype) == ((48, 48), np.float32)
    assert (tmp_path / "r.html").stat().st_size > 10_000


@pytest.mark.parametrize(("folder", "option", "code"), [("blob", True, 1), ("blob", False, 0)])
def test_fail_on_defect(cli, model_folder, category, tmp_path, folder, option, code):
    options = ["--fail-on-defect"] * option
    found, _, _ = cli("inspect", model_folder, category / "test" / folder, "--output", tmp_path / "r.h5", *options)
    assert found == code


def test_a_bad_image_in_a_batch_gives_3_and_the_rest_is_inspected(cli, model_folder, category, tmp_path):
    make_bad_files(tmp_path / "bad")
    code, out, _ = cli(
        "inspect", model_folder, tmp_path / "bad", category / "test" / "good", "--output", tmp_path / "r.h5", "--json"
    )
    result = json.loads(out)
    assert code == 3
    assert result["errors"] >= 30
    assert result["OK"] + result["REVIEW"] + result["NG"] == 4


def test_an_interrupted_inspection_is_continued(cli, model_folder, category, tmp_path):
    full = tmp_path / "full.h5"
    cli("inspect", model_folder, category / "test", "--output", full)
    with ImageRun(full) as run:
        scores = [inspection.score for inspection in run]
    arguments = ("tests.cli.signals.interrupted", model_folder, category / "test", tmp_path / "r.h5")
    code, stderr = run_python("-m", *arguments, stderr=tmp_path / "stderr"), (tmp_path / "stderr").read_text()
    assert code == 130, stderr
    assert "--resume" in stderr
    with ImageRun(tmp_path / "r.h5") as run:
        assert run.interrupted
        assert 0 < len(run.finished()) < 8
    code, _, _ = cli("inspect", model_folder, category / "test", "--output", tmp_path / "r.h5", "--resume")
    assert code == 0
    with ImageRun(tmp_path / "r.h5") as run:
        assert [inspection.score for inspection in run] == scores


def test_a_training_whose_model_finds_no_room_says_that_it_is_kept(cli, category, tmp_path, monkeypatch):
    def full(folder, *_, **__):
        raise StorageError(f"{folder}: cannot be written: the disk is full; free some space.")

    arguments = ["train", category, "--output", tmp_path / "m", *SMALL, "--set", "training.steps=2"]
    with monkeypatch.context() as patched:
        patched.setattr("inspector.workflow.train.learning.write_model", full)
        code, _, err = cli(*arguments)
    assert code == 3
    assert "free some space" in err
    assert "with --resume to continue" in err
    assert cli(*arguments, "--resume")[0] == 0


def test_help_says_whose_weights_are_meant(cli):
    code, out, _ = cli("train", "--help")
    assert code == 0
    said = " ".join(out.split())
    assert "ImageNet weights of the backbone: a safetensors file" in said
    assert "Download the ImageNet weights of the backbone" in said


def test_no_result_is_written_over_another(cli, model_folder, category, tmp_path):
    (tmp_path / "there.csv").write_text("kept")
    images, run = category / "test" / "good", tmp_path / "r.h5"
    for options in (
        ["--csv", tmp_path / "there.csv"],
        ["--csv", run],
        ["--csv", tmp_path / "x", "--report", tmp_path / "x"],
    ):
        code, _, err = cli("inspect", model_folder, images, "--output", run, *options)
        assert code == 3
        assert "Choose another name" in err
    assert (tmp_path / "there.csv").read_text() == "kept"
    assert not run.exists()


def test_an_error_is_json_with_its_code_where_a_machine_reads(cli, model_folder, category, tmp_path):
    (tmp_path / "there.html").write_text("kept")
    code, out, err = cli("evaluate", model_folder, category, "--report", tmp_path / "there.html", "--json")
    assert code == 3
    error = json.loads(out)["error"]
    assert error["code"] == "output.exists"
    assert error["fields"] == {"path": str(tmp_path / "there.html")}
    assert error["message"] in " ".join(err.split())


def test_a_category_named_one_folder_too_deep_is_told(cli, model_folder, category):
    code, _, err = cli("evaluate", model_folder, category / "test", "--json")
    assert code == 0
    assert "no good test images" in " ".join(err.split())


def test_a_misspelt_setting_is_answered_with_the_right_ones(cli, category, tmp_path):
    code, _, err = cli("train", category, "--output", tmp_path / "m", "--set", "training.step=3")
    assert code == 2
    assert "training.steps" in err


def test_info_and_methods(cli, model_folder):
    code, out, _ = cli("info", model_folder, "--json")
    assert code == 0
    assert json.loads(out)["method"] == "riad"
    _, out, _ = cli("methods", "--json")
    methods = json.loads(out)
    assert set(methods["riad"]["presets"]) == {"paper", "balanced", "cpu", "video"}
    assert methods["riad"]["map"] == "always"
    assert (methods["riad"]["takes"], methods["frame_permutation"]["takes"]) == ("images", "clips")
    assert (methods["frame_permutation"]["map"], methods["ssmtl"]["map"]) == ("with crops", "of objects")


def test_settings_are_shown_as_they_are_given(cli, model_folder):
    from inspector.core.methods import METHODS, create_method

    _, out, _ = cli("methods")
    lines = [line.split()[1:] for line in out.splitlines() if line.startswith("  --set ")]
    shown = [[*lines[i], *lines[i + 1]] for i in range(0, len(lines), 2)]
    for (name, method), words in zip(METHODS.items(), shown, strict=True):
        assert create_method(name, preset="paper", **parse_settings(words)).config == method.presets["cpu"]
    assert "training.step_at" in out.splitlines()[-1]
    assert out.count("training.step_at") == 1


def test_one_of_something_is_not_several(cli, category, tmp_path):
    code, out, _ = cli("train", category, "--output", tmp_path / "m", *SMALL, "--set", "training.steps=1")
    assert code == 0
    assert "m (1 step, " in out
    shown = cli("info", tmp_path / "m")[1]
    assert ", 1 step, " in shown
    assert "1 steps" not in shown
    assert "1 threads" not in shown


def test_an_output_that_is_there_is_refused_before_the_category_is_listed(cli, tmp_path):
    (tmp_path / "m").mkdir()
    code, _, err = cli("train", tmp_path / "no-category", "--output", tmp_path / "m")
    assert code == 3
    assert "already exists, and models are never overwritten" in " ".join(err.split())


def test_info_shows_one_setting_a_line_in_words(cli, model_folder):
    _, out, _ = cli("info", model_folder)
    lines = [line.strip() for line in out.splitlines()]
    assert "Settings    Input size: 32 × 32 px (image_size=32,32)" in lines
    assert "Removed squares: 4, 8 px (region_sizes)" in lines
    assert "Steps: 30 (training.steps)" in lines
    assert "Optimiser: AdamW (training.optimizer)" in lines
    assert not any("step_at" in line for line in lines)  # which has no effect beside this schedule


def test_info_says_where_no_part_is_decided_review(cli, copy):
    cli("threshold", copy, "--review", 8, "--reject", 9, "--reason", "trial")
    assert "No part is decided REVIEW" not in cli("info", copy)[1]
    cli("threshold", copy, "--review", 9, "--reject", 9, "--reason", "trial")
    assert "No part is decided REVIEW, since both thresholds are the same." in cli("info", copy)[1]


def test_one_setting_of_several_is_written_so_that_it_is_read_again():
    training = {"steps": None, "epochs": 2, "optimizer": None, "schedule": "step", "step_at": 0.5}
    settings, of_training = written_settings({"region_sizes": [8], "crop_side": None, "training": training})
    assert parse_settings(settings) == {"region_sizes": [8], "crop_side": None}
    assert parse_settings(of_training) == {"training": {"epochs": 2}}


def test_counts_are_in_the_right_number(cli, copy, model_folder, category, tmp_path):
    images = sorted((category / "test" / "good").iterdir())
    (tmp_path / "bad.png").write_bytes(b"")
    _, out, _ = cli("inspect", model_folder, images[0], "--output", tmp_path / "a.h5")
    assert out.splitlines()[-1].startswith("1 image: ")
    assert ", 0 errors. Run: " in out
    _, out, _ = cli("inspect", model_folder, images[0], tmp_path / "bad.png", "--output", tmp_path / "b.h5")
    assert out.splitlines()[-1].startswith("2 images: ")
    assert ", 1 error. Run: " in out
    assert "never changed" in cli("info", copy)[1]
    for times in ("1 time", "2 times"):
        cli("threshold", copy, "--reject", 9, "--reason", "trial")
        assert f"changed {times}\n" in cli("info", copy)[1]


def test_version(cli):
    from inspector import __version__

    assert cli("--version")[1].strip() == __version__


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["train", "{tmp}/nothing", "--output", "{tmp}/m"], 3, "nothing: expected a folder"),
        (["train", "{tmp}/empty", "--output", "{tmp}/m"], 3, "no image"),
        (["train", "{category}"], 2, "--output"),
        (["train", "{category}", "--output", "{tmp}/m", "--method", "raid"], 2, "no method 'raid'"),
        (["train", "{category}", "--output", "{tmp}/m", "--preset", "fast"], 2, "no preset 'fast'"),
        (["train", "{category}", "--output", "{tmp}/m", "--set", "steps"], 2, "NAME=VALUE"),
        (["train", "{category}", "--output", "{tmp}/m", "--set", "image_size=33,33"], 2, "not divisible"),
        (
            ["train", "{category}", "--output", "{tmp}/m", "--group-by", "("],
            2,
            "'(' cannot name the lots, as it is not a reg",
        ),
        (["train", "{category}", "--output", "{tmp}/m", "--group-by", "zzz"], 3, "does not match"),
        (
            ["train", "{category}", "--output", "{tmp}/m", "--flip", "up"],
            2,
            "flipped none, horizontal, vertical or both, not 'up'",
        ),
        (["train", "{category}", "--output", "{tmp}/m", "--device", "tpu"], 2, "no device 'tpu'"),
        (["train", "{category}", "--output", "{tmp}/m", "--rotation", "500"], 2, "rotation"),
        (["train", "{category}", "--output", "{tmp}/m", "--max-false-reject", "1.5"], 2, "between 0 and 1"),
        (["train", "{category}", "--output", "{model}"], 3, "never overwritten"),
        (["evaluate", "{tmp}/nothing", "{category}"], 3, "is not a model: expected the folder of one, found nothing"),
        (["evaluate", "{model}", "{tmp}/empty"], 3, "no image"),
        (["evaluate", "{model}", "{plain}"], 3, "no test images"),
        (["inspect", "{model}", "{tmp}/nothing.png"], 3, "no such file"),
        (["inspect", "{model}", "{tmp}/empty"], 3, "no image"),
        (["inspect", "{model}", "{category}", "--output", "{tmp}/file/r.h5"], 3, "a part of that path is a file"),
        (["info", "{tmp}/empty"], 3, "not a model folder"),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_nonsense_gives_one_sentence_and_its_exit_code(
    cli, category, model_folder, tmp_path, arguments, code, sentence
):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("")
    places = {"tmp": tmp_path, "category": category, "model": model_folder, "plain": category / "train" / "good"}
    found, out, err = cli(*(argument.format(**places) for argument in arguments))
    assert found == code
    assert sentence in " ".join(err.split())
    assert out == ""
    assert "Traceback" not in err


def test_unwritable_output(cli, category, tmp_path):
    if os.name == "nt" or os.geteuid() == 0:
        pytest.skip("needs a user whose rights are limited")
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    code, _, err = cli("train", category, "--output", locked / "m")
    assert code == 3
    assert "no permission" in err


def test_a_category_states_its_properties_in_a_file(cli, tmp_path):
    root = write_category(tmp_path / "c")
    (root / "category.json").write_text('{"variation": {"flip_horizontal": true}, "group_by": "(lot..)_"}')
    code, _, _ = cli("train", root, "--output", tmp_path / "m", *SMALL, "--set", "training.steps=2")
    assert code == 0
    card = json.loads(cli("info", tmp_path / "m", "--json")[1])
    assert card["variation"]["flip_horizontal"] is True
    assert card["split"]["group_by"] == "(lot..)_"
    (root / "category.json").write_text('{"variation": {"flips": true}}')
    code, _, err = cli("train", root, "--output", tmp_path / "n")
    assert code == 3
    assert "category.json" in err
