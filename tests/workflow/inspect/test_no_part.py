"""A picture without a part is never OK, whatever the method makes of it, and every output says why."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from inspector.core.images.depth import LearnedDepth
from inspector.core.inspection import Inspection
from inspector.core.model import Model
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.core.stages.tiling import Tiling
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
    assert inspection.doubt.startswith("A large defect, or no part here: the whole picture is ")


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
    assert page.read_text("utf-8").count("A large defect, or no part here") == 4

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


@pytest.fixture
def thumbnails(tmp_path) -> Path:
    """A good part, and copies of it that are a half and a sixth of its size."""
    folder = tmp_path / "thumbnails"
    folder.mkdir()
    whole = Image.fromarray(part(501))
    for side in (48, 24, 8):
        whole.resize((side, side), Image.Resampling.BOX).save(folder / f"{side}.png")
    return folder


def test_a_much_smaller_image_is_not_ok_and_says_why(stored, thumbnails):
    found = {
        side: inspect_image(stored.model, CALM, ImageRef(thumbnails / f"{side}.png", f"{side}.png", ""))
        for side in (48, 24, 8)
    }
    assert [one.decision for one in found.values()] == [Decision.OK, Decision.OK, Decision.REVIEW]
    assert found[8].doubt == (
        "Too few pixels: the image has 8×8 px, and that of every good part has 48 px or more along its longer side."
    )
    assert found[24].doubt is None


def test_the_reason_of_a_much_smaller_image_is_in_the_run(cli, model_folder, thumbnails, tmp_path):
    run = tmp_path / "run.h5"
    code, out, _ = cli("inspect", model_folder, thumbnails, "--output", run)
    assert code == 0
    (line,) = [line for line in out.splitlines() if "/8.png" in line]
    assert "Too few pixels: the image has 8×8 px" in line
    with ReviewedImageRun(run) as reviewed:
        names = [Path(name).name for name in reviewed.names]
        assert [name for name, coarse in zip(names, reviewed.coarse, strict=True) if coarse] == ["8.png"]
        reviewed.judge_by(CALM)
        assert reviewed.decision(names.index("8.png")) is Decision.REVIEW


def test_tiles_judge_images_of_any_size_and_older_models_know_no_size(stored, thumbnails):
    image = ImageRef(thumbnails / "8.png", "8.png", "")
    depth = stored.model.depth
    assert LearnedDepth.from_card(depth.to_card()).least_px == 48
    unknown = replace(stored.model, depth=replace(depth, least_px=None))
    assert not inspect_image(unknown, CALM, image).coarse
    tiled = replace(stored.model, tiling=Tiling(scale=1.0, overlap_px=8))
    assert not inspect_image(tiled, CALM, image).coarse


def test_an_image_of_another_shape_is_not_squeezed_until_it_looks_good(stored, tmp_path):
    def found(model: Model, width: int, height: int) -> Inspection:
        path = tmp_path / "part.png"
        Image.fromarray(part(501)).resize((width, height)).save(path)
        return inspect_image(model, CALM, ImageRef(path, path.name, ""))

    assert (found(stored.model, 96, 92).decision, found(stored.model, 48, 50).error) == (Decision.OK, None)
    for size in ((48, 24), (24, 48), (48, 42)):
        inspection = found(stored.model, *size)
        assert inspection.decision is None
        assert (
            f"has {size[0]}×{size[1]} px, another shape than the good images, whose width is 1 to 1" in inspection.error
        )
    depth = stored.model.depth
    assert LearnedDepth.from_card(depth.to_card()).aspect == depth.aspect == (1.0, 1.0)
    wider = depth.together(replace(depth, aspect=(1.0, 2.0)))
    unknown = replace(depth, aspect=None)
    for other in (
        replace(stored.model, depth=wider),
        replace(stored.model, depth=unknown),
        replace(stored.model, tiling=Tiling(scale=1.0, overlap_px=8)),
    ):
        assert found(other, 48, 24).error is None
