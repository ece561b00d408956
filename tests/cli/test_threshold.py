"""`inspector-cli threshold`."""

import json
import shutil

import pytest

from inspector.cli.kinds import commands_of
from inspector.core.operating_point import OperatingPoint
from inspector.workflow.kinds import IMAGES, VIDEO
from tests.cli.test_commands import SMALL


@pytest.fixture
def copy(model_folder, tmp_path):
    return shutil.copytree(model_folder, tmp_path / "copy")


def test_threshold_is_recorded_and_shown(cli, copy):
    weights = (copy / "model.safetensors").read_bytes()
    code, out, _ = cli("threshold", copy, "--reject", 123, "--reason", "trial", "--user", "ann", "--json")
    assert code == 0
    assert json.loads(out)["new"]["reject"] == 123
    assert (copy / "model.safetensors").read_bytes() == weights
    _, out, _ = cli("threshold", copy, "--history", "--json")
    (change,) = json.loads(out)["changes"]
    assert (change["user"], change["reason"], change["new"]["reject"]) == ("ann", "trial", 123)
    assert "reject 123" in cli("info", copy)[1]


def test_thresholds_that_leave_nothing_to_review_are_told(cli, category, tmp_path):
    words = "No part is decided REVIEW, since both thresholds are the same"
    _, out, _ = cli("train", category, "--output", tmp_path / "m", *SMALL, "--set", "training.steps=2")
    assert out.count(words) == 1  # five images for a share of 5 %
    assert "train again with more good images or with `--calibrate cross`." in " ".join(out.split())
    _, out, _ = cli("threshold", tmp_path / "m", "--review", -5, "--reason", "trial")
    assert words not in out
    _, out, _ = cli("threshold", tmp_path / "m", "--review", 7, "--reject", 7, "--reason", "trial")
    assert out.count(words) == 1


@pytest.mark.parametrize(
    ("kind", "crossed", "named"), [(IMAGES, False, True), (IMAGES, True, False), (VIDEO, False, False)]
)
def test_calibrating_on_all_good_images_is_named_where_it_is_another_way(kind, crossed, named):
    card = {"split": {"calibrate": "cross"} if crossed else {}}
    sentence = commands_of(kind).no_review(OperatingPoint(review=1, reject=1), card)
    assert ("--calibrate cross" in sentence) == named


def test_threshold_needs_a_reason(cli, copy):
    code, _, err = cli("threshold", copy, "--reject", 1)
    assert code == 2
    assert "--reason" in err


@pytest.mark.parametrize(
    ("reject", "words"),
    [(-1e6, "Every one of them would be rejected"), (1e6, "defects may pass")],
    ids=["below every good part", "far above every good part"],
)
def test_a_threshold_off_the_scale_of_the_scores_is_remarked_on(cli, copy, reject, words):
    code, out, _ = cli("threshold", copy, "--review", -2e6, "--reject", reject, "--reason", "trial")
    assert code == 0
    assert words in " ".join(out.split())


def test_a_threshold_among_the_scores_is_not_remarked_on(cli, copy):
    _, out, _ = cli("threshold", copy, "--max-false-reject", 0.2, "--reason", "trial")
    assert "check the value" not in out


def test_what_a_model_has_learned_proves_nothing(cli, category, tmp_path):
    small = ("--set", "image_size=64", "--set", "scales=2", "--set", "orientations=2", "--set", "largest_bank=64")
    lots = ("--method", "scattering", "--group-by", r"(lot\d+)_")
    _, out, _ = cli("train", category, "--output", tmp_path / "m", *lots, *small)
    words = " ".join(out.split())
    assert "They are from 6 lots. Parts of one lot are alike, so it may be more: counting each lot once, about" in words
    code, out, _ = cli("threshold", tmp_path / "m", "--reject", 50, "--reason", "trial")
    assert code == 0
    words = " ".join(out.split())
    assert "Of 24 good images, each judged by a model that learned the others, 0 would be rejected" in words
    assert "Proven" not in out
    _, out, _ = cli("threshold", tmp_path / "m", "--reject", 51, "--reason", "trial", "--json")
    assert json.loads(out)["false_reject_bound_95"] is None


def test_the_help_says_which_column_of_tables_thresholds_are_of(cli):
    code, out, _ = cli("threshold", "--help")
    words = " ".join(out.replace("│", " ").split())
    assert code == 0
    assert words.count("'score' in CSV, not 'relative_score'") == 2
