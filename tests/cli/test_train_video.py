"""`train`, `evaluate` and `inspect` with clips, on the command line."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inspector.cli import app
from inspector.core.errors import InspectorError, RunError, SettingError
from inspector.workflow.kinds import VIDEO, kind_of_category
from tests.conveyor import write_category
from tests.data.video.videos import write_folder

TINY = ("object_size=16", "fold=1", "depth=3", "width=4", "training.steps=3", "training.batch_size=16")


def run(*arguments: object):
    return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def conveyor(tmp_path_factory) -> Path:
    return write_category(tmp_path_factory.mktemp("conveyor"))


def settings(*assignments: str) -> list[str]:
    return [part for assignment in assignments for part in ("--set", assignment)]


def test_clips_from_training_to_events(conveyor, tmp_path):
    model = tmp_path / "model"
    told = run("train", conveyor, "--output", model, "--samples", 60, "--frame-rate", 10, *settings(*TINY), "--json")
    assert told.exit_code == 0, told.output
    trained = json.loads(told.stdout)
    assert trained["stretches"] == 2
    assert trained["stretch_frames"] == 50  # five seconds
    assert trained["false_alarm_bound_95"] == pytest.approx(1 - 0.05**0.5)
    card = json.loads((model / "model.json").read_text("utf-8"))
    assert card["clips"]["detector"]["kind"] == card["detector"]["kind"] == "background"

    told = run("evaluate", model, conveyor, "--json")
    assert told.exit_code == 0, told.output
    assert json.loads(told.stdout)["abnormal"] == 25
    page = tmp_path / "page.html"
    told = run("evaluate", model, conveyor, "--report", page)
    assert "Frame AUROC, streaming" in told.stdout
    text = page.read_text("utf-8")
    assert "25 of them abnormal" in text
    assert text.count('class="labelled"') >= 2  # in the key, and on the timeline of the clip that has an event
    assert "2 with 120 frames, 25 of them abnormal" in told.stdout

    events = tmp_path / "events.csv"
    told = run("inspect", model, conveyor / "testing", "--output", tmp_path / "run.clips", "--csv", events)
    assert told.exit_code == 0, told.output
    with events.open(newline="", encoding="utf-8-sig") as file:
        assert next(csv.reader(file))[:3] == ["clip", "start_frame", "end_frame"]

    runs = tmp_path / "run.clips"
    with events.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    names = [f"{row['clip']}#{row['start_frame']}" for row in rows]
    told = run("review", runs, *(part for name in names for part in ("--accept", name)))
    assert told.exit_code == 0, told.output
    assert f"{len(names)} of {len(names)} events and clips without one decided." in told.output
    told = run("export-run", runs, "--category", tmp_path / "decided", "--json")
    assert told.exit_code == 0, told.output
    assert json.loads(told.stdout)["copied_clips"] == {"train/good": 2}
    assert kind_of_category(tmp_path / "decided") is VIDEO
    told = run("learn", model, runs, "--output", tmp_path / "learned", "--outliers", "learn", "--json")
    assert told.exit_code == 0, told.output
    learned = json.loads(told.stdout)
    assert (learned["confirmed"], learned["learned"], learned["calibration_images"]) == (2, 0, 4)
    told = run("info", tmp_path / "learned")
    assert "2 good" in told.output
    with pytest.raises(RunError, match="does not know yet"):
        run("learn", tmp_path / "learned", runs, "--output", tmp_path / "again")
    told = run("learn", model, runs, "--output", tmp_path / "text", "--outliers", "learn")
    assert "2 new clips: 0 learned, 2 stretches of them to calibrate" in " ".join(told.output.split())


def test_commands_for_images_refuse_clips_and_their_models(conveyor, tmp_path):
    model = tmp_path / "model"
    run("train", conveyor, "--output", model, "--samples", 40, *settings(*TINY))
    told = run("info", model)
    assert "6 good clips of 360 frames" in told.stdout
    assert "on 2 stretches of 50 frames of good video, at most" in told.stdout
    told = run("threshold", model, "--reject", 3, "--review", 1, "--reason", "tried")
    assert "Of 2 stretches of 50 frames of good video" in told.stdout
    told = run("check", conveyor)
    assert told.exit_code == 0, told.output
    assert told.stdout.startswith("Train      6 good\n")
    with pytest.raises(InspectorError, match="clips"):
        run("export", model, "--images", conveyor)
    images = tmp_path / "images"
    write_folder(images, [0, 3, 9, 14])
    with pytest.raises(SettingError, match="learns from clips"):
        run("train", images, "--output", tmp_path / "other", "--method", "ssmtl")


def test_the_text_of_a_training_says_what_good_video_proves(conveyor, tmp_path):
    told = run("train", conveyor, "--output", tmp_path / "m", "--samples", 40, "--set", "level=frame",
               "--set", "image_size=32", *settings(*TINY))  # fmt: skip
    assert told.exit_code == 0, told.output
    assert "stretches of 50 frames of good video" in told.stdout
    assert "95 % confidence" in told.stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--extend", "x"), "--extend"),
        (("--group-by", "folder", "--mixed-sizes"), "--group-by, --mixed-sizes"),
        (("--detector", "background", "--set", "level=frame"), "needs no detector"),
        (("--detector-set", "confidence=7"), "confidence"),
        (("--detector-set", "colour=7"), "there is none of this name"),
        (("--method", "patchcore"), "does not learn from clips"),
        (("--detector", "none.onnx"), "none.onnx"),
    ],
)
def test_what_says_nothing_of_clips_is_refused(conveyor, tmp_path, options, said):
    with pytest.raises(Exception, match=said) as raised:
        run("train", conveyor, "--output", tmp_path / "m", *options)
    assert type(raised.value).__module__ == SettingError.__module__


@pytest.mark.parametrize("options", [("--samples", 60), ("--frame-rate", 25), ("--detector", "background")])
def test_what_says_nothing_of_images_is_refused(tmp_path, options):
    images = tmp_path / "images"
    write_folder(images, [0, 3, 9, 14])
    with pytest.raises(SettingError, match=options[0]):
        run("train", images, "--output", tmp_path / "model", *options)
