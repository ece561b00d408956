"""Parts of a run whose regions are alike."""

import numpy as np
import pytest

from inspector.core.inspection import Inspection
from inspector.core.operating_point import Decision
from inspector.core.regions import Region
from inspector.store.runs.image_run_writer import ImageRunWriter
from inspector.workflow.review.images import ReviewedImageRun
from inspector.workflow.review.similar import similar_events, similar_parts
from inspector.workflow.review.video import ReviewedVideoRun
from tests.workflow.clip_runs import bump, made_up_run


def region(left, top, side, *, peak=2.0, area=None):
    return Region(left, top, side, side, side * side if area is None else area, peak, left, top)


PARTS = {
    "asked": (region(10, 10, 10),),
    "elsewhere": (region(80, 80, 10),),
    "same": (region(10, 10, 10),),
    "good": (),
    "near": (region(14, 10, 10),),
    "second region": (region(80, 80, 30, peak=9.0), region(10, 10, 10, peak=2.2)),
    "larger": (region(10, 10, 16),),
    "thin": (region(10, 10, 10, area=50),),
    "hotter": (region(10, 10, 10, peak=4.0),),
}


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    names = list(PARTS)
    path = tmp_path_factory.mktemp("similar") / "run.h5"
    about = {"operating_point": {"review": 0.5, "reject": 1.0}, "started": "2026-01-01T00:00:00+0000", "base": ""}
    about |= {"model": "none", "model_folder": "none", "method": "riad"}
    with ImageRunWriter(path, names=[*names, "broken"], labels=[""] * 10, map_size=None, about=about) as writer:
        for index, (name, regions) in enumerate(PARTS.items()):
            score, decision = (2.0, Decision.NG) if regions else (0.1, Decision.OK)
            writer.write(index, Inspection(name, "", score=score, decision=decision, regions=regions, size=(100, 100)))
        writer.write(9, Inspection("broken", "", error="It cannot be read."))
    with ReviewedImageRun(path) as reviewed:
        yield reviewed


def test_the_part_itself_comes_first_then_the_most_similar(run):
    found = similar_parts(run, 0)
    names = [run.names[one.place] for one in found]
    assert names[:2] == ["asked", "same"]
    assert set(names) == set(PARTS) - {"elsewhere", "good"}
    likeness = [one.likeness for one in found]
    assert likeness == sorted(likeness, reverse=True)
    assert likeness[:2] == [1, 1]


@pytest.mark.parametrize("other", ["near", "larger", "thin", "hotter", "second region"])
def test_what_differs_in_one_feature_is_less_similar(run, other):
    found = {run.names[one.place]: one.likeness for one in similar_parts(run, 0)}
    assert 0.05 <= found[other] < found["same"]


def test_a_part_without_a_region_has_nothing_to_compare(run):
    assert similar_parts(run, list(PARTS).index("good")) is None
    assert similar_parts(run, len(PARTS)) is None, "one that could not be inspected"


def test_events_are_compared_by_place_size_duration_and_peak(tmp_path):
    clips = [(tmp_path / name, "") for name in ("a", "b", "c")]
    with made_up_run(tmp_path / "run.clips", clips, [bump(80, 20), bump(80, 21), bump(80, 60, height=9.0, width=15)]):
        pass
    with ReviewedVideoRun(tmp_path / "run.clips", category=None) as run:
        own, near, far = similar_events(run, 1), similar_events(run, 0), similar_events(run, 2)
        assert [part.place for part in own] == [1, 0]
        assert own[0].likeness == 1.0
        assert 0.5 < own[1].likeness == near[1].likeness < 1.0
        assert [part.place for part in far] == [2], "elsewhere, longer and worse"


def test_events_of_whole_frames_cannot_be_compared(tmp_path):
    clips = [(tmp_path / name, "") for name in ("a", "b")]
    with made_up_run(tmp_path / "run.clips", clips, [bump(80, 20), np.full(80, 0.4)], boxes=False):
        pass
    with ReviewedVideoRun(tmp_path / "run.clips", category=None) as run:
        assert similar_events(run, 0) is None
        assert similar_events(run, 1) is None, "a clip in which there is none"
