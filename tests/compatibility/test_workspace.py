"""What the version before the restructuring wrote opens today with the values that it had; see the README beside."""

import json
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch

from inspector.core.images.resizing import resize
from inspector.data.category import scan_category
from inspector.data.images.reading import read_image
from inspector.data.video.category import scan_video
from inspector.store.listing import list_checkpoints, list_models, list_runs
from inspector.store.models.model_folder import read_good_scores, read_model
from inspector.store.onnx.exported import open_model
from inspector.store.records import (
    current_reviews,
    operating_point_history,
    record_operating_point,
    record_review,
    review_history,
)
from inspector.store.runs.image_run import ImageRun
from inspector.store.runs.video_run import VideoRun
from inspector.store.workspace import Workspace, restore, workspace_of

ARCHIVE = Path(__file__).with_name("workspace.zip")
# A score is computed anew here, perhaps on another processor.
CLOSE = {"rel": 1e-4, "abs": 1e-5}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The archive unpacked, for tests that only read."""
    place = tmp_path_factory.mktemp("before")
    with zipfile.ZipFile(ARCHIVE) as archive:
        archive.extractall(place)
    for category in ("disc", "line"):
        stated = place / "Inspector" / category / "workspace.json"
        content = json.loads(stated.read_text("utf-8"))
        assert content["format"] == 1
        stated.write_text(json.dumps(content | {"category": str((place / category).resolve())}), "utf-8")
    return place


@pytest.fixture
def copy(folder, tmp_path):
    return shutil.copytree(folder, tmp_path / "copy")


@pytest.fixture(scope="module")
def expected():
    with zipfile.ZipFile(ARCHIVE) as archive:
        return json.loads(archive.read("expected.json"))


def parts(folder):
    return Workspace(folder / "Inspector" / "disc")


def line(folder):
    return Workspace(folder / "Inspector" / "line")


def judged(model, images):
    stored = open_model(model)
    size = stored.model.method.config.image_size
    return {
        path.relative_to(images).as_posix(): stored.model.judge(resize(read_image(path), size)[None]).scores[0].item()
        for path in sorted(images.rglob("*.jpg"))
    }


def test_a_workspace_belongs_to_its_category(folder):
    for category in ("disc", "line"):
        found = workspace_of(folder / category, home=folder / "Inspector")
        assert found.folder == folder / "Inspector" / category


def test_what_a_user_stated_of_a_category(folder):
    category = scan_category(folder / "disc")
    properties = category.properties
    assert (len(category.train), len(category.ignored)) == (12, 1)
    assert [image.name for image in category.test if image.label == "marked"] == ["train/good/lot06_012.jpg"]
    assert sum(image.mask is not None for image in category.test) == 3
    assert properties.variation.rotation_degrees == 3
    assert properties.group_by == r"(lot\d+)_"
    assert properties.pixel_pitch_um == 12.5
    assert properties.region_of_interest == (0.05, 0.05, 0.95, 0.95)
    assert properties.ignore == ((0, 0, 0.2, 0.2),)


def test_a_category_of_clips_with_the_labels_of_frames(folder):
    category = scan_video(folder / "line")
    assert len(category.train) == 5
    assert {clip.name: (clip.label, clip.abnormal) for clip in category.test} == {
        "test/good/01.mp4": ("good", ()),
        "test/racing/02.mp4": ("racing", ((15, 40),)),
    }


@pytest.mark.parametrize("name", ["riad", "multitask", "patchcore", "ssmtl"])
def test_a_model_with_its_thresholds_and_their_history(folder, expected, name):
    values = expected["models"][name]
    path = (line(folder) if name == "ssmtl" else parts(folder)).models / name
    stored = read_model(path)
    assert (stored.identity, stored.model.method.name) == (values["identity"], values["method"])
    assert vars(stored.operating_point) == values["point"]
    history = [
        {"user": one.user, "reason": one.reason, "time": one.time, "old": vars(one.old), "new": vars(one.new)}
        for one in operating_point_history(path)
    ]
    assert history == values["history"]
    assert len(history) == (2 if name == "riad" else 0)
    assert read_good_scores(path).tolist() == values["good_scores"]


@pytest.mark.parametrize("name", ["riad", "multitask", "patchcore", "riad.onnx"])
def test_a_model_gives_the_scores_that_it_gave(folder, expected, name):
    assert judged(parts(folder).models / name, folder / "disc") == pytest.approx(expected["scores"][name], **CLOSE)


def test_an_exported_file_and_its_report(folder, expected):
    path = parts(folder).models / "riad.onnx"
    stored = open_model(path)
    assert (stored.identity, stored.runtime) == (expected["onnx"]["identity"], "onnx float32")
    assert vars(stored.operating_point) == expected["models"]["riad"]["point"]
    report = json.loads(path.with_name("riad.onnx.report.json").read_text("utf-8"))
    assert report["model_sha256"] == stored.identity


def one_inspection(found):
    return {
        "score": found.score,
        "decision": None if found.decision is None else found.decision.value,
        "label": found.label,
        "size": list(found.size),
        "error": found.error,
        "regions": len(found.regions),
        "failed": [one.task for one in found.failed],
        "map_sum": None if found.anomaly_map is None else float(found.anomaly_map.astype(np.float64).sum()),
    }


@pytest.mark.parametrize("name", ["riad.h5", "stopped.h5"])
def test_a_run_of_images(folder, expected, name):
    values = expected["runs"][name]
    path = parts(folder).runs / name
    with ImageRun(path) as run:
        assert (len(run), run.interrupted) == (values["images"], values["interrupted"])
        assert run.interrupted == (name == "stopped.h5")
        assert vars(run.operating_point) == values["point"]
        assert run.about["model"] == values["model"]
        assert {run[index].name: one_inspection(run[index]) for index in run.finished()} == values["inspections"]
    assert [vars(review) for review in review_history(path)] == values["reviews"]


def test_reviews_in_force(folder):
    reviews = current_reviews(parts(folder).runs / "riad.h5")
    assert [(review.decision, review.user, review.reason) for review in reviews.values()] == [
        ("reject", "bert", "a blob")
    ]


@pytest.mark.parametrize("name", ["line.clips", "stopped.clips"])
def test_a_run_of_clips(copy, expected, name):
    values = expected["video_runs"][name]
    path = line(copy).runs / name
    with VideoRun(path) as run:
        assert run.interrupted == values["interrupted"] == (name == "stopped.clips")
        assert run.about["model"] == values["model"]
        for index, clip in enumerate(run.clips):
            wanted = values["clips"][clip.name]
            found = run.scores(index)
            assert (clip.label, clip.frames) == (wanted["label"], wanted["frames"])
            assert (None if clip.decision is None else clip.decision.value) == wanted["decision"]
            assert [None if score != score else score for score in found.score.tolist()] == wanted["scores"]
            events = [
                [
                    one.event.start,
                    one.event.end,
                    one.event.peak,
                    one.event.decision.value,
                    list(one.place or ()) or None,
                ]
                for one in run.events(index)
            ]
            assert events == wanted["events"]
    assert [vars(review) for review in review_history(path)] == values["reviews"]


def test_an_interrupted_run_of_images_is_resumed(copy, expected, cli, monkeypatch):
    monkeypatch.chdir(copy)  # where the names in the run are relative to
    output = parts(copy).runs / "stopped.h5"
    code, _, errors = cli("inspect", parts(copy).models / "riad", "disc/test", "--output", output, "--resume")
    assert code == 0, errors
    whole = expected["runs"]["riad.h5"]["inspections"]
    with ImageRun(output) as run:
        assert not run.interrupted
        assert {one.name: one.score for one in run} == pytest.approx(
            {name: one["score"] for name, one in whole.items()}, **CLOSE
        )


def test_an_interrupted_run_of_clips_is_resumed(copy, expected, cli, monkeypatch):
    monkeypatch.chdir(copy)
    output = line(copy).runs / "stopped.clips"
    code, _, errors = cli("inspect", line(copy).models / "ssmtl", "line/test", "--output", output, "--resume")
    assert code == 0, errors
    whole = expected["video_runs"]["line.clips"]["clips"]
    with VideoRun(output) as run:
        assert not run.interrupted
        for index, clip in enumerate(run.clips):
            assert (clip.frames, clip.decision.value) == (whole[clip.name]["frames"], whole[clip.name]["decision"])
            wanted = [np.nan if score is None else score for score in whole[clip.name]["scores"]]
            # The video is decoded anew here, perhaps by another decoder.
            np.testing.assert_allclose(run.scores(index).score, wanted, rtol=1e-2, atol=1e-2)


def test_an_interrupted_training_is_resumed_to_the_same_model(copy, expected, cli):
    (entry,) = list_checkpoints(parts(copy))
    assert (entry.step, entry.job) == (expected["checkpoint"]["step"], expected["checkpoint"]["job"])
    settings = ("image_size=32", "base_width=2", "depth=2", "region_sizes=4", "training.learning_rate=0.01")
    options = [option for setting in (*settings, "training.steps=12") for option in ("--set", setting)]
    torch.manual_seed(0)
    code, _, errors = cli(
        *("train", copy / "disc", "--output", entry.output, "--method", "riad", "--seed", 1, "--device", "cpu"),
        *(*options, "--resume"),
    )
    assert code == 0, errors
    # The steps were taken on another machine, perhaps.
    assert judged(entry.output, copy / "disc") == pytest.approx(expected["resumed"]["scores"], rel=1e-3)


def test_what_was_discarded_comes_back(copy, expected):
    runs = parts(copy).runs
    restore(runs / ".discarded" / "multitask.h5", runs / "multitask.h5")
    values = expected["discarded_run"]
    with ImageRun(runs / "multitask.h5") as run:
        assert {one.name: one_inspection(one) for one in run} == values["inspections"]


def test_what_a_workspace_lists(folder, expected):
    models = {entry.name: entry for entry in list_models(parts(folder)) + list_models(line(folder))}
    assert models.keys() == expected["models"].keys()
    assert all(entry.error is None for entry in models.values())
    assert {name: vars(entry.operating_point) for name, entry in models.items()} == {
        name: values["point"] for name, values in expected["models"].items()
    }
    runs = list_runs(parts(folder), kind="images") + list_runs(line(folder))
    assert {(entry.name, entry.interrupted, entry.images, entry.error) for entry in runs} == {
        ("riad.h5", False, 6, None),
        ("stopped.h5", True, 6, None),
        ("line.clips", False, 2, None),
        ("stopped.clips", True, 2, None),
    }


def test_records_are_continued(copy):
    model = parts(copy).models / "riad"
    before, run = operating_point_history(model), parts(copy).runs / "riad.h5"
    point = before[-1].new
    record_operating_point(model, old=point, new=point, user="carla", reason="checked")
    assert operating_point_history(model)[:-1] == before
    reviews = review_history(run)
    record_review(run, image=reviews[0].image, decision=None, user="carla")
    assert review_history(run)[:-1] == reviews
