"""A picture without a part is never OK, whatever the method makes of it, and every output says why."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from inspector.core.operating_point import Decision, OperatingPoint
from inspector.data.category import ImageRef
from inspector.store.models.model_folder import StoredModel, read_model
from inspector.store.runs.image_run import ImageRun
from inspector.workflow.inspect.images import inspect_image
from inspector.workflow.review.images import ReviewedImageRun
from tests.conftest import part, small_job, trained

CALM = OperatingPoint(review=1e6, reject=1e7)  # by the score alone everything is OK


@pytest.fixture(scope="module")
def pictures(tmp_path_factory) -> Path:
    """Two good parts and pictures of the empty ground, of white and of grey."""
    folder = tmp_path_factory.mktemp("pictures")
    rng = np.random.default_rng(0)
    ground = (60 + rng.normal(0, 3, (48, 48, 3))).astype(np.uint8)
    whole = {"white": 255, "grey": 128, "black": 0}
    for name, image in {
        "good1": part(501), "good2": part(502), "ground": ground,
        **{name: np.full((48, 48, 3), value, np.uint8) for name, value in whole.items()},
    }.items():  # fmt: skip
        Image.fromarray(image).save(folder / f"{name}.png")
    return folder


@pytest.mark.parametrize("name", ["ground", "white", "grey", "black"])
def test_a_picture_without_a_part_is_not_ok(stored, pictures, name):
    path = pictures / f"{name}.png"
    inspection = inspect_image(stored.model, CALM, ImageRef(path, path.name, ""))
    assert inspection.score < CALM.review
    assert (inspection.decision, inspection.no_part) == (Decision.REVIEW, True)
    assert inspection.doubt.startswith("No part here: the whole picture is ")


def test_good_parts_are_ok(stored, pictures):
    for name in ("good1.png", "good2.png"):
        inspection = inspect_image(stored.model, CALM, ImageRef(pictures / name, name, ""))
        assert (inspection.decision, inspection.doubt) == (Decision.OK, None)


def test_a_method_without_a_map_has_it_too(tasked, pictures):
    _, stored = tasked
    inspection = inspect_image(stored.model, CALM, ImageRef(pictures / "white.png", "white.png", ""))
    assert inspection.decision is Decision.REVIEW


def test_the_reason_is_in_every_output(cli, model_folder, pictures, tmp_path):
    run, table, page = tmp_path / "run.h5", tmp_path / "run.csv", tmp_path / "run.html"
    code, out, _ = cli("inspect", model_folder, pictures, "--output", run, "--csv", table, "--report", page, "--json")
    assert code == 0
    doubts = {Path(one["image"]).name: one["doubt"] for one in json.loads(out)["inspections"]}
    assert [name for name, doubt in sorted(doubts.items()) if doubt is None] == ["good1.png", "good2.png"]
    with table.open(encoding="utf-8-sig") as file:
        rows = {Path(row["image"]).name: row for row in csv.DictReader(file)}
    assert {name: row["doubt"] or None for name, row in rows.items()} == doubts
    assert all(row["decision"] != "OK" for name, row in rows.items() if doubts[name])
    assert page.read_text("utf-8").count("No part here") == 4

    with ReviewedImageRun(run) as reviewed:
        reviewed.judge_by(CALM)
        decisions = {Path(name).name: reviewed.decision(place) for place, name in enumerate(reviewed.names)}
    assert {name for name, decision in decisions.items() if decision is Decision.OK} == {"good1.png", "good2.png"}
    with ImageRun(run) as opened:
        assert opened.table().judged_by(CALM).decisions.count(Decision.REVIEW) == 4
        assert [opened.record(index).doubt for index in opened.finished()] == [
            doubts[Path(name).name] for name, _ in opened.batch()
        ]


def test_a_model_from_before_the_check_judges_as_it_did(stored, pictures):
    older: StoredModel = replace(stored, model=replace(stored.model, part_check=None))
    inspection = inspect_image(older.model, CALM, ImageRef(pictures / "white.png", "white.png", ""))
    assert (inspection.decision, inspection.unlike, inspection.doubt) == (Decision.OK, None, None)


def test_the_same_training_learns_the_same_check(category, stored, tmp_path):
    again = read_model(trained(small_job(category, tmp_path / "again", steps=1)).model).model.part_check
    assert torch.equal(again.mean, stored.model.part_check.mean)
    assert again.limit == stored.model.part_check.limit
