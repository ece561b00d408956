"""A run that is resumed is the same run: the same images or clips, in the same place, and nobody else at work on it."""

import json
import os
import sqlite3
import threading
import time
from contextlib import closing, suppress

import h5py
import numpy as np
import pytest

from inspector.core.errors import InUseError, RunError, RunInUseError
from inspector.core.inspection import Inspection
from inspector.core.operating_point import Decision
from inspector.store.records import ReviewDecision, record_review
from inspector.store.runs.image_run import ImageRun
from inspector.store.runs.image_run_writer import ImageRunWriter
from inspector.store.runs.run_types import run_type_of
from inspector.store.runs.video_run import VideoRun
from inspector.store.runs.video_run_writer import VideoRunWriter
from inspector.store.workspace import discard
from tests.forking import start_python

NAMES = ["a.png", "b.png", "c.png"]
ABOUT = {"model": "abc", "operating_point": {"review": 1.0, "reject": 2.0}}


def images(path, day, *, resume=False, about=ABOUT):
    return ImageRunWriter(
        path, names=NAMES, labels=[""] * 3, map_size=(8, 8), about=about | {"base": str(day)},
        resume=resume, sources=[day / name for name in NAMES],
    )  # fmt: skip


def video(path, day, *, resume=False, about=ABOUT):
    return VideoRunWriter(
        path, clips=[(name, "") for name in NAMES], about=about | {"base": str(day)}, resume=resume,
        sources=[day / name for name in NAMES],
    )  # fmt: skip


WRITERS = pytest.mark.parametrize(("writer", "name"), [(images, "r.h5"), (video, "r.clips")])


@pytest.fixture
def day(tmp_path):
    folder = tmp_path / "day"
    (folder / "c.png").mkdir(parents=True)  # a clip may be a folder of frames
    for name in ("a.png", "b.png", "c.png/0.png", "c.png/1.png"):
        (folder / name).write_bytes(b"good part " + name.encode())
    return folder


def begin(writer, path, day):
    with writer(path, day):
        pass


@WRITERS
def test_the_same_images_are_resumed_without_a_word(writer, name, tmp_path, day):
    begin(writer, tmp_path / name, day)
    with writer(tmp_path / name, day, resume=True) as run:
        assert run.cautions == []
        assert run.pending() == [0, 1, 2]
    assert {path.name for path in tmp_path.iterdir()} == {"day", f"{name}.part"}


@WRITERS
@pytest.mark.parametrize("change", ["size", "time", "frame"])
def test_another_days_parts_of_the_same_names_are_refused(writer, name, change, tmp_path, day):
    begin(writer, tmp_path / name, day)
    changed = day / ("c.png/1.png" if change == "frame" else "b.png")
    if change == "frame" and writer is images:
        pytest.skip("an image is no folder")
    if change == "time":
        os.utime(changed, ns=(0, changed.stat().st_mtime_ns + 1_000_000))
    else:
        changed.write_bytes(b"defective")
    with pytest.raises(RunError, match=rf"other files of these names: {changed.relative_to(day).parts[0]}.*1 of 3"):
        writer(tmp_path / name, day, resume=True)
    assert {path.name for path in tmp_path.iterdir()} == {"day", f"{name}.part"}  # and it may be tried again


@WRITERS
def test_another_folder_with_the_same_names_is_refused(writer, name, tmp_path, day):
    begin(writer, tmp_path / name, day)
    other = tmp_path / "other"
    other.mkdir()
    for each in ("a.png", "b.png"):
        (other / each).write_bytes((day / each).read_bytes())
        os.utime(other / each, ns=(0, (day / each).stat().st_mtime_ns))
    with pytest.raises(RunError, match=r"was begun with .*day.a\.png, not with .*other.a\.png"):
        writer(tmp_path / name, other, resume=True)
    link = tmp_path / "link"
    link.symlink_to(day, target_is_directory=True)
    with writer(tmp_path / name, link, resume=True) as run:  # the same folder by another path
        assert run.cautions == []


@WRITERS
def test_an_image_that_is_gone_does_not_stop_the_rest(writer, name, tmp_path, day):
    begin(writer, tmp_path / name, day)
    (day / "b.png").unlink()
    with writer(tmp_path / name, day, resume=True) as run:
        assert run.pending() == [0, 1, 2]


def test_a_run_that_recorded_no_sizes_is_resumed_with_a_caution(tmp_path, day, monkeypatch):
    monkeypatch.setattr("inspector.store.runs.image_layout.FINGERPRINT", "unknown")
    begin(images, tmp_path / "r.h5", day)
    begin(video, tmp_path / "r.clips", day)
    database = h5py.File(tmp_path / "r.h5.part", "r")
    assert "fingerprint" not in database["records"].dtype.names
    database.close()
    monkeypatch.undo()
    with closing(sqlite3.connect(tmp_path / "r.clips.part", isolation_level=None)) as database:
        database.execute("DROP TABLE fingerprints")
    for writer, name in ((images, "r.h5"), (video, "r.clips")):
        with writer(tmp_path / name, day, resume=True) as run:
            assert "did not record the size and time" in run.cautions[0]
            assert run.pending() == [0, 1, 2]


_OWNER = """
import sys, time
from pathlib import Path
from tests.store.runs.test_same_run import images, video
folder, day = map(Path, sys.argv[1:])
with images(folder / "r.h5", day), video(folder / "r.clips", day):
    Path(folder, "begun").touch()
    time.sleep(600)
"""


def test_a_live_run_is_not_an_interrupted_one(tmp_path, day):
    process = start_python("-c", _OWNER, tmp_path, day, stderr=tmp_path / "stderr")
    try:
        while not (tmp_path / "begun").exists():
            assert process.is_alive(), (tmp_path / "stderr").read_text("utf-8")
            time.sleep(0.01)
        told = rf"is in use: .* since .*process {process.pid}"
        for writer, name in ((images, "r.h5"), (video, "r.clips")):
            for resume in (False, True):
                with pytest.raises(RunInUseError, match=told):
                    writer(tmp_path / name, day, resume=resume)
        with ImageRun(tmp_path / "r.h5") as run:  # it may be looked at
            assert (len(run), run.finished()) == (3, [])
        with pytest.raises(RunInUseError, match=told):
            VideoRun(tmp_path / "r.clips")
        for name in ("r.h5.part", "r.clips.part"):
            with pytest.raises(InUseError, match=told):
                discard(tmp_path / name)
    finally:
        process.kill()
        process.join()
    for writer, name in ((images, "r.h5"), (video, "r.clips")):
        with pytest.raises(RunError, match="holds an interrupted run"):
            writer(tmp_path / name, day)
        with writer(tmp_path / name, day, resume=True) as run:
            assert f"process {process.pid} began it" in run.cautions[0]


_READER = """
import sys
from contextlib import suppress
from pathlib import Path
from inspector.core.errors import RunError
from inspector.store.runs.run_types import run_type_of
path = Path(sys.argv[1])
path.with_name("begun").touch()
while True:
    with suppress(RunError):
        run_type_of(path).read_head(path)
"""


@WRITERS
def test_whoever_lists_runs_keeps_no_writer_out(writer, name, tmp_path, day):
    """HDF5 and SQLite refuse to write a file that is read at this moment: here in a screen and by another process."""
    part = tmp_path / f"{name}.part"
    process = start_python("-c", _READER, part, stderr=tmp_path / "stderr")
    ended = threading.Event()

    def list_runs():
        while not ended.is_set():
            with suppress(RunError):
                run_type_of(part).read_head(part)

    thread = threading.Thread(target=list_runs)
    thread.start()
    try:
        while not (tmp_path / "begun").exists():
            assert process.is_alive(), (tmp_path / "stderr").read_text("utf-8")
            time.sleep(0.01)
        for resume in (False, *[True] * 30):
            with writer(tmp_path / name, day, resume=resume):
                pass
    finally:
        ended.set()
        thread.join()
        process.kill()
        process.join()


def test_an_interrupted_run_is_resumed_while_a_screen_shows_it(tmp_path, day):
    begin(images, tmp_path / "r.h5", day)
    with ImageRun(tmp_path / "r.h5") as shown:
        with images(tmp_path / "r.h5", day, resume=True) as run:
            run.write(0, Inspection(NAMES[0], "", error="a.png: is empty."))
        assert (len(shown), shown.finished()) == (3, [])
    with ImageRun(tmp_path / "r.h5") as later:
        assert later.finished() == [0]


def test_a_writer_that_was_taken_for_dead_stops(tmp_path, day, monkeypatch):
    monkeypatch.setattr("inspector.store.owner.HEARTBEAT_S", 0.01)
    run = images(tmp_path / "r.h5", day)
    run.write(0, Inspection("a.png", "", error="a.png: is empty."))
    record = tmp_path / ".r.h5.owner"
    content = json.loads(record.read_text("utf-8"))
    record.write_text(json.dumps(content | {"token": "another", "host": "station 2"}), "utf-8")
    run._run._claim._released.wait(0.5)
    with pytest.raises(RunInUseError, match="station 2"):
        run.write(1, Inspection("b.png", "", error="b.png: is empty."))
    for index in (1, 2):
        run._status[index] = 1
    with pytest.raises(RunInUseError, match="station 2"), run:
        pass
    assert (tmp_path / "r.h5.part").exists()  # which is not completed under the other's hands


def test_only_records_that_are_whole_count(tmp_path, day):
    """After a power cut a record may be there and its map not."""
    with images(tmp_path / "r.h5", day) as run:
        for index, name in enumerate(NAMES[:2]):
            anomaly_map = np.full((8, 8), index + 1, np.float32)
            run.write(index, _judged(name, anomaly_map))
    with h5py.File(tmp_path / "r.h5.part", "r+") as file:
        file["synced"][:] = 0  # as if the last sync had not been
        file["maps"][1] = 0
    with ImageRun(tmp_path / "r.h5") as found:
        assert found.interrupted
        assert found.finished() == [0]
    with images(tmp_path / "r.h5", day, resume=True) as run:
        assert run.pending() == [1, 2]
        for index in run.pending():
            run.write(index, _judged(NAMES[index], np.full((8, 8), index + 1, np.float32)))
    with ImageRun(tmp_path / "r.h5") as found:
        assert not found.interrupted
        assert [one.anomaly_map.max() for one in found] == [1, 2, 3]


def _judged(name, anomaly_map):
    return Inspection(name, "", score=1.0, decision=Decision.OK, size=(8, 8), anomaly_map=anomaly_map)


@WRITERS
def test_a_new_run_does_not_take_over_what_people_decided_on_another(writer, name, tmp_path, day):
    begin(writer, tmp_path / name, day)
    record_review(tmp_path / name, image="a.png", decision=ReviewDecision.ACCEPT, user="anna")
    part = tmp_path / f"{name}.part"
    with writer(tmp_path / name, day, resume=True):
        pass
    elsewhere = part.rename(tmp_path / "day" / part.name)
    with pytest.raises(RunError, match="people reviewed a run of this name that is gone"):
        writer(tmp_path / name, day)
    assert not part.exists()
    elsewhere.rename(part)
    with writer(tmp_path / name, day, resume=True) as run:
        assert run.pending() == [0, 1, 2]
