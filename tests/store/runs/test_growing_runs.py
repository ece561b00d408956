"""Runs to which images or clips come while they are made."""

import errno
import os
import textwrap

import h5py
import numpy as np
import pytest

from inspector.core.errors import StorageError
from inspector.core.inspection import Inspection
from inspector.core.operating_point import Decision
from inspector.core.regions import Region
from inspector.store.runs.image_layout import LEAST_RESERVE
from inspector.store.runs.image_run import ImageRun, read_head
from inspector.store.runs.image_run_writer import ImageRunWriter
from inspector.store.runs.sources import BatchItem
from inspector.store.runs.video_run import VideoRun
from tests.forking import run_python
from tests.store.runs.video_runs import ABOUT, CLIPS, write_clip
from tests.store.runs.video_runs import writer as video_writer

MANY = LEAST_RESERVE + 40  # more than the first file holds


def name_of(index):
    return f"ünï {index}.png"


def items(*indices):
    return [BatchItem(name_of(index), "good") for index in indices]


def growing(path, *indices, resume=False):
    names = [name_of(index) for index in indices]
    return ImageRunWriter(
        path, names=names, labels=["good"] * len(names), map_size=(4, 6), about=ABOUT, resume=resume, growing=True
    )


def inspection(index, name=None):
    return Inspection(
        name or name_of(index),
        "good",
        score=index + 0.5,
        decision=Decision.NG,
        regions=(Region(1, 2, 3, 4, 5, 0.1 + index, 6, 7),) * (index % 3),
        size=(90, 70),
        anomaly_map=np.full((4, 6), index, np.float32),
        light=0.95,
    )


def full(*_):
    """A disk without room."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def check(run, indices):
    assert [name for name, _ in run.batch()] == [name_of(index) for index in indices]
    assert run.finished() == list(range(len(indices)))
    for place, index in enumerate(indices):
        found, expected = run[place], inspection(index)
        assert (found.score, found.regions, found.size) == (expected.score, expected.regions, expected.size)
        np.testing.assert_array_equal(found.anomaly_map, expected.anomaly_map)


def test_images_come_one_by_one_and_the_run_is_at_last_like_any_other(tmp_path):
    with growing(tmp_path / "r.h5", 0) as run:
        run.write(0, inspection(0))
        for index in range(1, MANY):
            run.grow(items(index))
            assert run.pending() == [index]
            run.write(index, inspection(index))
    assert [path.name for path in tmp_path.iterdir()] == ["r.h5"]
    with ImageRun(tmp_path / "r.h5") as run:
        assert not run.interrupted
        check(run, range(MANY))
    assert read_head(tmp_path / "r.h5")[1:] == (MANY, MANY)
    with h5py.File(tmp_path / "r.h5") as file:
        assert file.attrs["format"] == 1  # versions that know no growing runs read it
        assert len(file["records"]) == len(file["maps"]) == MANY


@pytest.mark.parametrize("count", [3, MANY])
def test_what_is_reserved_is_not_of_the_run(tmp_path, count):
    run = growing(tmp_path / "r.h5", 0)
    run.grow(items(*range(1, count)))
    run.write(1, inspection(1))
    assert read_head(tmp_path / "r.h5.part")[1:] == (count, 1)
    with ImageRun(tmp_path / "r.h5") as found:  # while it is written
        assert len(found) == count
        assert found.finished() == [1]
        assert found.counts()[None] == 0
        assert len(found.regions().places) == 1
        assert len(found.fingerprints()) == count
    with pytest.raises(KeyboardInterrupt), run:
        raise KeyboardInterrupt
    with growing(tmp_path / "r.h5", *range(count), resume=True) as run:
        assert run.pending() == [0, *range(2, count)]
        for index in run.pending():
            run.write(index, inspection(index))
        run.grow(items(count))
        run.write(count, inspection(count))
    with ImageRun(tmp_path / "r.h5") as found:
        check(found, range(count + 1))


def test_a_reader_keeps_what_it_opened_when_the_run_outgrows_its_file(tmp_path):
    with growing(tmp_path / "r.h5", 0) as run:
        run.write(0, inspection(0))
        with ImageRun(tmp_path / "r.h5") as found:
            run.grow(items(*range(1, MANY)))
            check(found, [0])
        for index in run.pending():
            run.write(index, inspection(index))


def test_names_longer_than_the_reserve_expects(tmp_path):
    long = "folder/" * 60 + "a.png"
    with growing(tmp_path / "r.h5", 0) as run:
        run.write(0, inspection(0))
        run.grow([BatchItem(long, "good"), BatchItem("b.png", "")])
        run.write(1, inspection(1, long))
        run.write(2, inspection(2, "b.png"))
    with ImageRun(tmp_path / "r.h5") as found:
        assert found.batch() == [(name_of(0), "good"), (long, "good"), ("b.png", "")]
        assert [one.score for one in found] == [0.5, 1.5, 2.5]


def test_a_disk_too_small_to_grow_leaves_the_run_as_it_was(tmp_path, monkeypatch):
    run = growing(tmp_path / "r.h5", 0)
    run.write(0, inspection(0))
    with monkeypatch.context() as patched:
        patched.setattr(os, "posix_fallocate", full)
        with pytest.raises(StorageError):
            run.grow(items(*range(1, MANY)))
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix != ".owner") == ["r.h5.part"]
    run.grow(items(1))
    with run:
        run.write(1, inspection(1))
    with ImageRun(tmp_path / "r.h5") as found:
        check(found, [0, 1])


def test_a_disk_too_small_at_the_end_leaves_an_interrupted_run_with_everything(tmp_path, monkeypatch):
    run = growing(tmp_path / "r.h5", 0)
    run.write(0, inspection(0))
    with monkeypatch.context() as patched:
        patched.setattr(os, "posix_fallocate", full)
        with pytest.raises(StorageError), run:
            pass
    assert not (tmp_path / "r.h5").exists()
    with growing(tmp_path / "r.h5", 0, resume=True) as run:
        assert run.pending() == []
    with ImageRun(tmp_path / "r.h5") as found:
        check(found, [0])


_KILL_GROWING = textwrap.dedent("""
    import os, random, signal, sys, time
    from pathlib import Path
    import numpy as np
    from inspector.core.operating_point import Decision
    from inspector.core.inspection import Inspection
    from inspector.store.runs.image_run import ImageRun
    from inspector.store.runs.image_run_writer import ImageRunWriter
    from inspector.store.runs.sources import BatchItem

    about = {"model": "abc", "operating_point": {"review": 1.0, "reject": 2.0}}
    rng = random.Random(0)

    def written(i):
        return Inspection(f"{i}.png", "", score=float(i), decision=Decision.NG, size=(9, 9),
                          anomaly_map=np.full((16, 16), i, np.float32))

    def write(path, done):
        run = ImageRunWriter(path, names=["0.png"], labels=[""], map_size=(16, 16), about=about, growing=True)
        os.write(done, b".")
        for i in range(2000):
            if i:
                run.grow([BatchItem(f"{i}.png", "")])
            run.write(i, written(i))
            os.write(done, b"x")

    for attempt in range(10):
        path = Path(sys.argv[1]) / f"{attempt}.h5"
        read, done = os.pipe()
        child = os.fork()
        if child == 0:
            write(path, done)
            os._exit(0)
        os.close(done)
        os.read(read, 1)  # the file is made
        least, enough = 0, rng.choice((rng.randrange(60), rng.randrange(62, 68), rng.randrange(120, 135)))
        while least < enough:
            least += len(os.read(read, 1))
        time.sleep(rng.uniform(0, 0.01))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while chunk := os.read(read, 65536):
            least += len(chunk)
        os.close(read)
        with ImageRun(path) as run:
            count, finished = len(run), run.finished()
            assert count - len(finished) in (0, 1), (count, finished)
            assert finished == list(range(len(finished))), finished
            assert len(finished) >= least, (len(finished), least)
            for i in finished:
                assert (run[i].score, run[i].name) == (i, f"{i}.png")
                assert (run[i].anomaly_map == i).all()
        names = [f"{i}.png" for i in range(count)]
        with ImageRunWriter(path, names=names, labels=[""] * count, map_size=(16, 16), about=about, resume=True) as run:
            for i in run.pending():
                run.write(i, written(i))
        assert sorted(one.name for one in path.parent.glob(f"{attempt}.h5*")) == [path.name]
        print(count, flush=True)
""")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no fork")
def test_killed_while_it_grows_the_run_holds_every_finished_record_and_can_be_resumed(tmp_path):
    out, stderr = tmp_path / "out", tmp_path / "stderr"
    assert run_python("-c", _KILL_GROWING, tmp_path, stdout=out, stderr=stderr) == 0, stderr.read_text("utf-8")
    counts = [int(line) for line in out.read_text("utf-8").split()]
    assert len(counts) == 10
    assert max(counts) > LEAST_RESERVE + 1  # some had outgrown their first file


def test_clips_come_to_a_run(tmp_path):
    with video_writer(tmp_path / "r.clips", clips=CLIPS[:1]) as run:
        write_clip(run, 0)
        run.grow([BatchItem(name, label) for name, label in CLIPS[1:]])
        assert run.pending() == [1, 2]
        write_clip(run, 1)
        write_clip(run, 2)
    with VideoRun(tmp_path / "r.clips") as found:
        assert [(record.name, record.label, record.finished) for record in found.clips] == [
            (name, label, True) for name, label in CLIPS
        ]
