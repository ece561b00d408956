"""Stored values that make no sense give an error that names the file, not a fault and not a verdict."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import h5py
import numpy as np
import pytest

from inspector.core.errors import RunError
from inspector.core.inspection import Inspection
from inspector.core.operating_point import Decision
from inspector.store.runs.image_run import ImageRun
from inspector.store.runs.image_run_writer import ImageRunWriter
from inspector.store.runs.video_run import VideoRun
from tests.workflow.clip_runs import bump, made_up_run

ABOUT = {"model": "abc", "operating_point": {"review": 1.0, "reject": 2.0}, "base": "/parts", "folder_rate": None}


@pytest.fixture
def image_run(tmp_path):
    names = ["a.png", "b.png"]
    with ImageRunWriter(tmp_path / "r.h5", names=names, labels=["", ""], map_size=(4, 4), about=ABOUT) as run:
        for index, name in enumerate(names):
            kept = Inspection(name, "", score=3.0, decision=Decision.NG, size=(8, 8), anomaly_map=np.ones((4, 4)))
            run.write(index, kept)
    return tmp_path / "r.h5"


@pytest.fixture
def clip_run(tmp_path):
    made_up_run(tmp_path / "r.clips", [(Path("a.mp4"), "")], [bump(20, 10)]).close()
    return tmp_path / "r.clips"


def everything_of(path):
    """All that is read of a run."""
    if path.suffix == ".h5":
        with ImageRun(path) as run:
            return [*run, run.table(), run.batch(), run.operating_point, run.counts()]
    with VideoRun(path) as run:
        return [run.clips, run.events(0), run.scores(0), run.frame(0, 10), run.operating_point, run.counts()]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("operating_point", None),
        ("operating_point", {"review": 1.0}),
        ("operating_point", {"review": "low", "reject": 2.0}),
        ("operating_point", {"review": 3.0, "reject": 2.0}),
        ("operating_point", {"review": float("nan"), "reject": 2.0}),
        ("operating_point", [1, 2]),
        ("base", 7),
        ("base", ["/parts"]),
        ("model", {}),
        ("id", []),
        ("model_path", None),
        ("folder_rate", "fast"),
    ],
)
@pytest.mark.parametrize("suffix", ["h5", "clips"])
def test_what_a_run_says_of_itself_is_checked(request, suffix, key, value):
    path = request.getfixturevalue({"h5": "image_run", "clips": "clip_run"}[suffix])
    assert everything_of(path)
    text = json.dumps(ABOUT | {key: value})
    if suffix == "h5":
        with h5py.File(path, "r+") as file:
            file.attrs["about"] = text
    else:
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("UPDATE run SET about = ?", (text,))
    with pytest.raises(RunError, match=rf"r\.{suffix}.*damaged"):
        everything_of(path)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("status", 9),
        ("decision", 250),
        ("decision", 0),  # OK, with a score above both thresholds
        ("decision", 1),
        ("score", np.nan),
        ("score", -np.inf),
        ("located", 3),
        ("name", b"a.png"),  # as another's
        ("height", 0),
        ("map_factor", np.inf),
        ("name", b"\xff\xfe"),
        ("label", b"\xff"),
    ],
)
def test_records_of_images_are_checked(tmp_path, image_run, column, value):
    with h5py.File(image_run, "r+") as file:
        rows = file["records"][:]
        rows[column][1] = value
        file["records"][:] = rows
    with pytest.raises(RunError, match=r"r\.h5.*damaged"):
        everything_of(image_run)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET decision = 99",
        "UPDATE events SET decision = -1",
        "UPDATE events SET peak = 'high'",
        "UPDATE events SET \"end\" = 'late'",
        "UPDATE events SET start = -4",
        "UPDATE events SET place_left = 'left'",
        "UPDATE clips SET frame_rate = 'fast'",
        "UPDATE clips SET height = 'tall'",
        "UPDATE clips SET finished = 7",
        "UPDATE clips SET error = 5",
    ],
)
def test_records_of_clips_are_checked(clip_run, change):
    with closing(sqlite3.connect(clip_run)) as database, database:
        assert database.execute(change).rowcount > 0
        if "error" in change:
            database.execute("UPDATE clips SET error = CAST(x'ff' AS BLOB)")
    with pytest.raises(RunError, match=r"r\.clips.*damaged"):
        everything_of(clip_run)
