"""Types of defects: proposals by what is alike, how often they are right, and how many there are of each."""

import json
import shutil
from pathlib import Path

import h5py
import numpy as np
import pytest

from inspector.core.inspection import Inspection
from inspector.core.operating_point import Decision
from inspector.core.regions import Region
from inspector.store.records import ReviewDecision, record_defect_type
from inspector.store.runs.image_run_writer import ImageRunWriter
from inspector.workflow.review import type_proposals
from inspector.workflow.review.defect_types import TypeCount, counted_types
from inspector.workflow.review.images import Filter, ReviewedImageRun
from inspector.workflow.review.reviewed_run import NOT_NAMED
from inspector.workflow.review.type_proposals import region_proposer

SIDE = 400


def scratch(rng):
    """Long and thin, anywhere."""
    left, top = rng.integers(0, 250, 2)
    return Region(int(left), int(top), int(rng.integers(90, 130)), 6, 300, 2.0, int(left), int(top))


def stain(rng):
    """Round and small, anywhere."""
    left, top = rng.integers(0, 350, 2)
    side = int(rng.integers(18, 26))
    return Region(int(left), int(top), side, side, round(0.78 * side * side), 2.0, int(left), int(top))


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """Ten parts with a scratch each, ten with a stain each and below it a scratch, one with a huge hole, one good."""
    rng = np.random.default_rng(0)
    parts = [(scratch(rng),) for _ in range(10)]
    parts += [(stain(rng), scratch(rng)) for _ in range(10)]
    parts += [(Region(0, 0, SIDE, SIDE, SIDE * SIDE, 500.0, 0, 0),), ()]
    path = tmp_path_factory.mktemp("types") / "run.h5"
    about = {"operating_point": {"review": 0.5, "reject": 1.0}, "started": "2026-01-01T00:00:00+0000", "base": ""}
    about |= {"model": "none", "model_folder": "none", "method": "riad"}
    names = [f"{number}.png" for number in range(len(parts))]
    labels = ["scratch"] + [""] * (len(parts) - 1)
    with ImageRunWriter(path, names=names, labels=labels, map_size=None, about=about) as writer:
        for index, regions in enumerate(parts):
            decision, score = (Decision.NG, 2.0) if regions else (Decision.OK, 0.1)
            writer.write(
                index,
                Inspection(
                    names[index], labels[index], score=score, decision=decision, regions=regions, size=(SIDE, SIDE)
                ),
            )
    return path


@pytest.fixture
def run(path):
    with ReviewedImageRun(path) as reviewed:
        yield reviewed


def name(run, types):
    for (place, region), type_name in types.items():
        run.show_type(run.record_name(place), region, type_name)


def test_nothing_is_proposed_before_ten_are_named_or_where_there_is_one_type(run):
    nine = {(place, 0): "scratch" for place in range(5)} | {(place, 0): "stain" for place in range(10, 14)}
    assert region_proposer(run)(nine).types == {}
    assert region_proposer(run)({(place, 0): "scratch" for place in range(10)}).types == {}


def test_the_types_of_like_regions_are_proposed_wherever_they_lie(run):
    named = {(place, 0): "scratch" for place in range(6)} | {(place, 0): "stain" for place in range(10, 16)}
    found = region_proposer(run)(named)
    assert (found.right, found.named) == (12, 12)
    expected = {(place, 0): "scratch" for place in range(6, 10)}
    expected |= {(place, 0): "stain" for place in range(16, 20)} | {(place, 1): "scratch" for place in range(10, 20)}
    assert found.types == expected, "and nothing for the hole, which is unlike all of them"


def test_named_regions_of_other_runs_count_whatever_their_models_scale(path, tmp_path):
    """A run by another model whose map values are ten times as high, and one of which the file is gone."""
    first = Path(shutil.copy(path, tmp_path / "first.h5"))
    second = Path(shutil.copy(path, tmp_path / "second.h5"))
    with h5py.File(second, "r+") as file:
        about = json.loads(file.attrs["about"]) | {"model": "other", "operating_point": {"review": 5, "reject": 10}}
        file.attrs["about"] = json.dumps(about)
        regions = file["regions"][...]
        regions[..., 5] *= 10
        file["regions"][...] = regions
    named = dict.fromkeys(range(6), "scratch") | dict.fromkeys(range(10, 16), "stain")
    for place, type_name in named.items():
        record_defect_type(second, image=f"{place}.png", region=0, type_name=type_name, user="x")
        record_defect_type(tmp_path / "gone.h5", image=f"{place}.png", region=0, type_name="hole", user="x")
    with ReviewedImageRun(first) as run:
        found = region_proposer(run)({})
        assert (found.named, found.elsewhere, found.right) == (12, 12, 12)
        assert {found.types[place, 0] for place in range(10)} == {"scratch"}
        assert {found.types[place, 0] for place in range(10, 20)} == {"stain"}
        assert (20, 0) not in found.types, "the hole is unlike all that are named"
        more = region_proposer(run)({(20, 0): "hole"})
        assert (more.named, more.elsewhere) == (13, 12)


def test_types_that_mean_nothing_are_seldom_right(run):
    """Two types given by turns to regions that are alike: nothing can be right more often than by chance."""
    named = {(place, region): ("a", "b")[place % 2] for place in range(10, 20) for region in range(2)}
    found = region_proposer(run)(named)
    assert found.right <= 14
    assert found.seldom_right == (2 * found.right < found.named)
    assert bool(found.types) != found.seldom_right


def test_nothing_is_proposed_where_less_than_half_would_have_been_right(run, monkeypatch):
    monkeypatch.setattr(type_proposals, "LEAST_RIGHT", 1.01)  # what no proposal can be
    named = {(place, 0): "scratch" for place in range(6)} | {(place, 0): "stain" for place in range(10, 16)}
    found = region_proposer(run)(named)
    assert (found.types, found.seldom_right) == ({}, True)


def test_a_type_with_one_region_is_never_right_when_that_is_left_out(run):
    named = {(place, 0): "scratch" for place in range(9)} | {(10, 0): "stain"}
    assert region_proposer(run)(named).right == 9


def test_types_are_counted_by_region_and_by_part(run):
    name(run, {(0, 0): "scratch", (1, 0): "scratch", (10, 0): "stain", (10, 1): "scratch", (11, 0): "stain"})
    run.show_review(run.record_name(12), ReviewDecision.ACCEPT)
    rejected_without = len(run) - 1 - 4 - 1  # all but the good part, the four that are named, and the accepted one
    assert counted_types(run) == [
        TypeCount("scratch", 3, 3),
        TypeCount("stain", 2, 2),
        TypeCount("", 0, rejected_without),
    ]


def test_parts_are_found_by_their_types(run):
    name(run, {(2, 0): "scratch", (10, 0): "stain", (10, 1): "scratch"})
    assert sorted(run.select(Filter(type="scratch"))) == [2, 10]
    assert run.select(Filter(type="stain")) == [10]
    assert sorted(run.select(Filter(type=NOT_NAMED))) == [place for place in range(21) if place not in (2, 10)]
    assert [run.type_at(place) for place in (0, 2, 10, 21)] == ["scratch", "scratch", "stain", ""]


def test_a_type_keeps_its_number_when_another_one_is_withdrawn(run):
    name(run, {(0, 0): "scratch", (1, 0): "stain", (2, 0): "stian"})
    assert run.type_names == ["scratch", "stain", "stian"]
    name(run, {(2, 0): "stain", (0, 0): None})
    assert run.type_names == ["scratch", "stain"], "the misspelt last one is gone, the first keeps its number"
