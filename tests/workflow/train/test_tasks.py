"""A method that judges by tasks, from training to the run and the CSV."""

import csv

import numpy as np
import pytest
import torch
from PIL import Image

from inspector.core.methods import create_method
from inspector.data.category import collect_images, scan_category
from inspector.store.models.model_folder import read_model
from inspector.store.runs.image_run import ImageRun
from inspector.workflow.evaluate.images import EvaluateDone, evaluate
from inspector.workflow.export.tables import write_csv
from inspector.workflow.inspect.images import Inspected, inspect_batch, inspect_image
from inspector.workflow.train.images import train
from inspector.workflow.train.learning import TrainDone
from tests.conftest import small_job, tasked_job

CPU = torch.device("cpu")


def test_the_model_read_back_judges_as_before_and_keeps_its_remarks(tasked):
    done, stored = tasked
    assert isinstance(done, TrainDone)
    assert stored.card["remarks"] == list(done.remarks)
    assert stored.model.calibration.tasks.median.shape == (1, 4)
    assert stored.operating_point.reject == pytest.approx(stored.model.calibration.good_scores.max().item())
    again = read_model(stored.folder)
    image = torch.rand(1, 3, 48, 48, generator=torch.Generator().manual_seed(0))
    assert torch.equal(again.model.judge(image).scores, stored.model.judge(image).scores)
    assert torch.equal(again.model.network.orders, stored.model.network.orders)


def test_a_part_that_is_nothing_of_the_kind_is_rejected_and_the_failed_tasks_are_kept(tasked, tmp_path):
    _, stored = tasked
    noise = np.random.default_rng(0).integers(0, 256, (96, 96, 3), dtype=np.uint8)
    Image.fromarray(noise).save(tmp_path / "noise.png")
    images = collect_images([tmp_path / "noise.png"])
    events = list(inspect_batch(stored, images, output=tmp_path / "run.h5", device=CPU))
    (seen,) = [event.inspection for event in events if isinstance(event, Inspected)]
    assert seen.decision == "NG"
    assert seen.anomaly_map is None
    assert seen.failed
    assert all(one.excess > 3 for one in seen.failed)
    assert (seen.failed[0].width, seen.failed[0].height) == (96, 96)
    with ImageRun(tmp_path / "run.h5") as run:
        assert run.record(0).failed == seen.failed
        write_csv(tmp_path / "run.csv", run, relative=run.relative)
    with (tmp_path / "run.csv").open(encoding="utf-8-sig") as file:
        (row,) = csv.DictReader(file)
    assert row["failed_task"] == seen.failed[0].task
    assert float(row["relative_score"]) > 1  # as it is NG
    assert row["failed_left_px"] == row["failed_width_px"] == ""  # it is the whole image
    assert row["failed_words"].startswith("the whole part looks ")


def test_a_good_part_fails_nothing(tasked, category):
    _, stored = tasked
    shown = [inspect_image(stored.model, stored.operating_point, image) for image in scan_category(category).test]
    passed = [inspection for inspection in shown if inspection.decision == "OK"]
    assert passed
    assert all(inspection.failed == () for inspection in passed)


def test_crops_give_maps_regions_and_the_place_of_the_failed_task(category, tmp_path):
    # The image is 48 px, the network's input 64: places come back in the image's own pixels.
    made = tasked_job(category, tmp_path / "model", image_size=64, crop_side=32)
    assert isinstance(list(train(made))[-1], TrainDone)
    stored = read_model(tmp_path / "model")
    (done,) = [
        event for event in evaluate(stored, scan_category(category), device=CPU) if isinstance(event, EvaluateDone)
    ]
    assert done.evaluation.pixel_auroc is not None
    flagged = [inspection for inspection in done.inspections if inspection.decision != "OK"]
    assert all(inspection.anomaly_map.shape == (64, 64) for inspection in done.inspections)
    for inspection in flagged:
        assert inspection.regions
        for one in inspection.failed:
            assert (one.width, one.height) == (24, 24)
            assert 0 <= one.left <= 24
            assert 0 <= one.top <= 24


def test_a_single_task_is_told_by_its_place_alone(category, tmp_path, cli, monkeypatch):
    monkeypatch.setattr("inspector.core.explanation.NOTABLE_SPREADS", -1e9)  # two steps of training tell little apart
    Image.fromarray(np.random.default_rng(1).integers(0, 256, (96, 96, 3), dtype=np.uint8)).save(tmp_path / "odd.png")
    method = create_method(
        "adacl", preset="cpu", width=4, image_size=64, crop_side=32, training={"steps": 2, "batch_size": 4}
    )
    list(train(small_job(category, tmp_path / "model", method=method)))
    cli("threshold", tmp_path / "model", "--reject", -1e3, "--review", -1e3, "--reason", "all is to be judged NG")
    _, shown, _ = cli(
        "inspect", tmp_path / "model", tmp_path / "odd.png", "--output", tmp_path / "run.h5",
        "--csv", tmp_path / "run.csv", "--report", tmp_path / "page.html",
    )  # fmt: skip
    with ImageRun(tmp_path / "run.h5") as run:
        worst = run.record(0).failed[0]
    assert (worst.task, worst.width, worst.height) == ("", 48, 48)
    assert f"  worst crop 48×48 px at ({worst.left}, {worst.top})" in shown
    with (tmp_path / "run.csv").open(encoding="utf-8-sig") as file:
        (row,) = csv.DictReader(file)
    place = [row[f"failed_{side}_px"] for side in ("left", "top", "width", "height")]
    assert (row["failed_task"], place) == ("", [str(worst.left), str(worst.top), "48", "48"])
    page = (tmp_path / "page.html").read_text("utf-8")
    words = row["failed_words"]
    assert words.startswith("the ")
    assert words.endswith(" looks unusual")
    assert f": {words}" in shown
    assert f"{words.capitalize()}." in page
    assert f"Worst at ({worst.left},&nbsp;{worst.top})" in page
    assert not any("likeness" in text for text in (shown, page))
