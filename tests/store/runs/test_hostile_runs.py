"""Run files that somebody made to harm whoever opens them end in a sentence, soon."""

import sqlite3
import zlib
from contextlib import closing

import h5py
import numpy as np
import pytest

from inspector.core.errors import RunError
from inspector.store.runs.image_run import ImageRun
from inspector.store.runs.video_run import VideoRun
from tests.store.faults.batches import write_clips, write_images


@pytest.fixture
def images(tmp_path):
    write_images(tmp_path)
    return tmp_path / "r.h5"


@pytest.fixture
def clips(tmp_path):
    write_clips(tmp_path)
    return tmp_path / "r.clips"


@pytest.mark.parametrize("how", ["external link", "soft link", "virtual", "external storage", "filter", "huge"])
def test_maps_that_are_not_in_the_file_are_refused(images, tmp_path, how):
    with h5py.File(images, "r+") as file:
        shape = file["maps"].shape
        file.move("maps", "others")
        match how:
            case "external link":
                file["maps"] = h5py.ExternalLink("/etc/passwd", "maps")
            case "soft link":
                file["maps"] = h5py.SoftLink("/others")
            case "virtual":
                layout = h5py.VirtualLayout(shape, "<f2")
                layout[:] = h5py.VirtualSource(tmp_path / "secret.h5", "maps", shape)
                file.create_virtual_dataset("maps", layout)
            case "external storage":
                size = int(np.prod(shape)) * 2
                file.create_dataset("maps", shape, "<f2", external=[(str(tmp_path / "secret"), 0, size)])
            case "filter":
                file.create_dataset("maps", shape, "<f2", chunks=(1, *shape[1:]), compression="gzip")
            case "huge":
                file.create_dataset("maps", (60, 10**6, 10**6), "<f2", chunks=(1, 1000, 1000))
    with pytest.raises(RunError, match="its maps are not"):
        ImageRun(images)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW later AS SELECT 1",
        "CREATE TRIGGER t AFTER UPDATE ON clips BEGIN DELETE FROM frames; END",
        "CREATE TABLE more (x)",
        "ALTER TABLE events RENAME TO kept; CREATE VIEW events AS WITH RECURSIVE n(i) AS "
        "(SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS clip, i AS decision FROM n",
    ],
)
def test_a_schema_that_is_not_a_runs_is_refused(clips, statement):
    with closing(sqlite3.connect(clips)) as database:
        database.executescript(statement)
    with pytest.raises(RunError, match="that is not a run's"):
        VideoRun(clips)


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        ("UPDATE evidence SET map = ?", (zlib.compress(bytes(50_000_000), 9),)),
        ("UPDATE evidence SET height = 1000000, width = 1000000", ()),
        ("UPDATE evidence SET map = ?", (b"no zlib",)),
        ("UPDATE frames SET decision = 77", ()),
    ],
)
def test_frames_that_no_version_wrote_are_refused(clips, statement, values):
    with closing(sqlite3.connect(clips, isolation_level=None)) as database:
        database.execute(statement, values)
    with VideoRun(clips) as run, pytest.raises(RunError, match="damaged"):
        run.frame(0, 0)


def test_a_clip_of_a_huge_number_is_refused(clips):
    with closing(sqlite3.connect(clips, isolation_level=None)) as database:
        database.execute("UPDATE clips SET clip = ? WHERE clip = 2", (2**63 - 1,))
    with pytest.raises(RunError, match="impossible numbers"):
        VideoRun(clips)


def test_a_run_from_a_place_that_cannot_be_written_is_read(clips, images):
    for path in (clips, images):
        path.chmod(0o444)
    clips.parent.chmod(0o555)
    try:
        with VideoRun(clips) as run, ImageRun(images) as other:
            assert (len(run), len(other)) == (3, 60)
    finally:
        clips.parent.chmod(0o755)
