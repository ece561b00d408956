import os
import textwrap
from dataclasses import replace

import h5py
import numpy as np
import pytest

from inspector.core.errors import RunError, StorageError
from inspector.core.inspection import Inspection
from inspector.core.operating_point import Decision
from inspector.core.regions import Region
from inspector.store.runs import image_layout
from inspector.store.runs.image_layout import MAX_REGIONS
from inspector.store.runs.image_run import ImageRun, read_head
from inspector.store.runs.image_run_writer import ImageRunWriter
from inspector.store.runs.lifecycle import final_name
from tests.forking import run_python
from tests.store.runs.video_runs import ABOUT, about_at

NAMES = [f"parts/ünï {i}.png" for i in range(5)]


def writer(path, *, names=NAMES, map_size=(8, 8), about=ABOUT, resume=False):
    return ImageRunWriter(
        path, names=names, labels=["good"] * len(names), map_size=map_size, about=about, resume=resume
    )


def inspection(i, **changes):
    values = {
        "score": i + 0.1,
        "decision": Decision.NG,
        "regions": (Region(1, 2, 3, 4, 5, 0.1 + i, 6, 7),),
        "size": (90, 70),
        "anomaly_map": np.full((8, 8), i, np.float32),
        "light": 0.95,
        "timings_ms": {"decode": 1.5, "model": 2.5, "post": 3.5},
    }
    return Inspection(NAMES[i], "good", **(values | changes))


def test_a_complete_run_read_back(tmp_path):
    with writer(tmp_path / "r.h5") as run:
        for i in range(4):
            run.write(i, inspection(i))
        run.write(4, Inspection(NAMES[4], "good", error="parts/ünï 4.png: is empty."))
    assert [path.name for path in tmp_path.iterdir()] == ["r.h5"]
    with ImageRun(tmp_path / "r.h5") as run:
        assert not run.interrupted
        assert run.about == about_at(tmp_path / "r.h5")
        assert run.operating_point.reject == 2
        for i, found in enumerate(list(run)[:4]):
            expected = inspection(i)
            np.testing.assert_array_equal(found.anomaly_map, expected.anomaly_map)
            assert (found.name, found.score, found.decision, found.regions, found.size) == (
                expected.name, expected.score, expected.decision, expected.regions, expected.size,
            )  # fmt: skip
            assert found.light == 0.95
            assert found.timings_ms == pytest.approx(expected.timings_ms)
        assert run.record(2).anomaly_map is None
        assert (run.with_map(run.record(2)).anomaly_map == 2).all()
        assert run[4].error == "parts/ünï 4.png: is empty."
        assert run[4].score is None
    assert read_head(tmp_path / "r.h5") == (about_at(tmp_path / "r.h5"), 5, 4)  # of five, one could not be judged


def test_an_interrupted_run_opens_under_its_name_and_goes_on(tmp_path):
    run = writer(tmp_path / "r.h5")
    run.write(2, inspection(2))
    with pytest.raises(KeyboardInterrupt), run:
        raise KeyboardInterrupt
    with ImageRun(tmp_path / "r.h5") as found:
        assert found.interrupted
        assert found.finished() == [2]
        with pytest.raises(RunError, match="interrupted before image"):
            found[0]
    with writer(tmp_path / "r.h5", resume=True) as run:
        assert run.pending() == [0, 1, 3, 4]
        for i in run.pending():
            run.write(i, inspection(i))
    with ImageRun(tmp_path / "r.h5") as found:
        assert [item.score for item in found] == [i + 0.1 for i in range(5)]


def test_a_method_without_maps(tmp_path):
    with writer(tmp_path / "r.h5", names=["a"], map_size=None) as run:
        run.write(0, inspection(0, anomaly_map=None, regions=(), light=None))
    with ImageRun(tmp_path / "r.h5") as found:
        assert found[0].anomaly_map is None
        assert found[0].light is None


def test_very_many_regions_keep_the_worst(tmp_path):
    regions = tuple(Region(i, i, 1, 1, 1, float(-i), i, i) for i in range(100))
    with writer(tmp_path / "r.h5", names=["a"]) as run:
        run.write(0, inspection(0, regions=regions))
    with ImageRun(tmp_path / "r.h5") as found:
        assert found[0].regions == regions[:MAX_REGIONS]


def test_nothing_is_overwritten(tmp_path):
    with writer(tmp_path / "r.h5", names=["a"]) as run:
        run.write(0, inspection(0))
    with pytest.raises(RunError, match="already exists"):
        writer(tmp_path / "r.h5")
    with writer(tmp_path / "s.h5"):
        pass
    with pytest.raises(RunError, match="holds an interrupted run"):
        writer(tmp_path / "s.h5")


def test_only_the_same_batch_is_resumed(tmp_path):
    with writer(tmp_path / "r.h5"):
        pass
    with pytest.raises(RunError, match="other files"):
        writer(tmp_path / "r.h5", names=["x"], resume=True)
    with pytest.raises(RunError, match="another model"):
        writer(tmp_path / "r.h5", about=ABOUT | {"model": "xyz"}, resume=True)


def test_a_map_of_any_height_is_read_back(tmp_path):
    """Half precision ends at 65504; what is above was infinite."""
    small = np.random.default_rng(0).normal(0, 1, (8, 8)).astype(np.float32)
    maps = [small, small * np.float32(1e5), small * np.float32(3e37), np.where(small > 1, np.inf, small)]
    with writer(tmp_path / "r.h5", names=[*"abcd"]) as run:
        for index, anomaly_map in enumerate(maps):
            run.write(index, replace(inspection(0), name="abcd"[index], anomaly_map=anomaly_map))
    with ImageRun(tmp_path / "r.h5") as found:
        for index, wanted in enumerate(maps[:3]):
            np.testing.assert_allclose(found[index].anomaly_map, wanted, rtol=2**-11, atol=1e-7 * np.abs(wanted).max())
        np.testing.assert_array_equal(found[0].anomaly_map, small.astype(np.float16))  # nothing is scaled in vain
        assert found[3].anomaly_map.max() == 65504


def test_an_interrupted_run_without_factors_keeps_its_maps_finite(tmp_path, monkeypatch):
    """Runs from before maps had factors have no place for one."""
    monkeypatch.setattr(image_layout, "MAP_FACTOR", "unknown")
    with writer(tmp_path / "r.h5", names=[*"ab"]) as run:
        run.write(0, replace(inspection(0), name="a"))
    monkeypatch.undo()
    anomaly_map = np.float32([[1e6, -1e6], [1, 2]]).repeat(4, 0).repeat(4, 1)
    with writer(tmp_path / "r.h5", names=[*"ab"], resume=True) as run:
        run.write(1, replace(inspection(0), name="b", anomaly_map=anomaly_map))
    with ImageRun(tmp_path / "r.h5") as found:
        np.testing.assert_array_equal(found[1].anomaly_map, anomaly_map.clip(-65504, 65504))


def test_what_is_no_run_is_refused(tmp_path):
    (tmp_path / "text.h5").write_text("nonsense")
    with h5py.File(tmp_path / "other.h5", "w"):
        pass
    with h5py.File(tmp_path / "newer.h5", "w") as file:
        file.attrs["format"] = 99
    for name, sentence in [
        ("text", "not a run"),
        ("other", "not a run"),
        ("newer", "format 99"),
        ("none", "does not exist"),
    ]:
        with pytest.raises(RunError, match=sentence):
            ImageRun(tmp_path / f"{name}.h5")


def test_the_table_holds_what_the_records_hold_and_makes_none_of_them(tmp_path, monkeypatch):
    decisions = [Decision.OK, Decision.REVIEW, Decision.NG]
    run = writer(tmp_path / "r.h5")
    for i in (1, 3, 4):
        run.write(i, inspection(i, score=i % 3 + 0.1, decision=decisions[i % 3]))
    run.write(2, Inspection(NAMES[2], "good", error="parts/ünï 2.png: is empty."))
    with pytest.raises(KeyboardInterrupt), run:
        raise KeyboardInterrupt
    with ImageRun(tmp_path / "r.h5") as found:
        records = [found.record(index) for index in found.finished()]
        monkeypatch.setattr("inspector.store.runs.image_run.Inspection", None)
        table = found.table()
    assert len(table) == 4
    assert table.index.tolist() == [1, 2, 3, 4]
    assert table.names == [record.name for record in records]
    assert table.labels == ["good"] * 4
    assert table.decisions == [record.decision for record in records] == [Decision.REVIEW, None, *decisions[:2]]
    np.testing.assert_array_equal(table.scores, [1.1, np.nan, 0.1, 1.1])
    assert table.scores.dtype == np.float64


def test_names_are_below_the_base_of_the_run(tmp_path, monkeypatch):
    for name, about in [("based", ABOUT | {"base": (tmp_path / "base").as_posix()}), ("old", ABOUT)]:
        with writer(tmp_path / f"{name}.h5", about=about):
            pass
    monkeypatch.chdir(tmp_path)
    elsewhere = tmp_path / "elsewhere" / "a.png"
    with ImageRun(tmp_path / "based.h5") as run:
        assert run.path_of("test/a.png") == tmp_path / "base" / "test" / "a.png"
        assert run.path_of(str(elsewhere)) == elsewhere
    with ImageRun(tmp_path / "old.h5") as run:
        assert run.path_of("test/a.png") == tmp_path / "test" / "a.png"
        assert run.path_of(str(elsewhere)) == elsewhere


def test_a_run_says_what_it_is_before_it_is_read(tmp_path):
    with writer(tmp_path / "r.h5"):
        pass
    assert read_head(tmp_path / "r.h5.part") == (about_at(tmp_path / "r.h5"), 5, 0)
    assert final_name(tmp_path / "r.h5.part") == final_name(tmp_path / "r.h5") == "r.h5"
    with h5py.File(tmp_path / "no about.h5", "w") as file:
        file.attrs["format"] = 1
        file.attrs["about"] = "[]"
        file.create_dataset("records", data=[0])
    with h5py.File(tmp_path / "no records.h5", "w") as file:
        file.attrs["format"] = 1
        file.attrs["about"] = "{}"
    for name in ("no about", "no records"):
        for read in (read_head, ImageRun):
            with pytest.raises(RunError, match="damaged"):
                read(tmp_path / f"{name}.h5")


_KILL_WRITERS = textwrap.dedent("""
    import os, random, signal, sys, time
    from pathlib import Path
    import numpy as np
    from inspector.core.operating_point import Decision
    from inspector.core.inspection import Inspection
    from inspector.core.regions import Region
    from inspector.store.runs.image_run import ImageRun
    from inspector.store.runs.image_run_writer import ImageRunWriter

    names = [f"{i}.png" for i in range(5000)]
    about = {"model": "abc", "operating_point": {"review": 1.0, "reject": 2.0}}
    rng = random.Random(0)

    def write(path, told):
        run = ImageRunWriter(path, names=names, labels=[""] * len(names), map_size=(64, 64), about=about)
        os.write(told, b".")
        for i in range(len(names)):
            region = Region(1, 2, 3, 4, 5, float(i), 6, 7)
            run.write(i, Inspection(names[i], "", score=float(i), decision=Decision.NG, size=(9, 9),
                                    regions=(region,), anomaly_map=np.full((64, 64), i % 1000, np.float32)))
            os.write(told, b"x")

    for attempt in range(20):
        path = Path(sys.argv[1]) / f"{attempt}.h5"
        read, told = os.pipe()
        child = os.fork()
        if child == 0:
            write(path, told)
            os._exit(0)
        os.close(told)
        os.read(read, 1)  # the file is made
        time.sleep(rng.uniform(0, 0.1))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        written = 0
        while chunk := os.read(read, 65536):
            written += len(chunk)
        os.close(read)
        with ImageRun(path) as run:
            finished = run.finished()
            assert run.interrupted
            assert finished == list(range(len(finished))), finished
            assert len(finished) >= written, (len(finished), written)
            for i in finished:
                found = run[i]
                assert (found.score, found.regions[0].peak) == (i, i)
                assert (found.anomaly_map == i % 1000).all()
        print(len(finished), flush=True)
""")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no fork")
def test_killed_at_twenty_random_moments_the_run_opens_and_holds_every_finished_record(tmp_path):
    out, stderr = tmp_path / "out", tmp_path / "stderr"
    assert run_python("-c", _KILL_WRITERS, tmp_path, stdout=out, stderr=stderr) == 0, stderr.read_text("utf-8")
    finished = [int(line) for line in out.read_text("utf-8").split()]
    assert len(finished) == 20
    assert len(set(finished)) > 5  # the moments were different ones


_FULL_DISK = textwrap.dedent("""
    import resource, sys
    from pathlib import Path
    from inspector.core.errors import StorageError
    from inspector.store.runs.image_run_writer import ImageRunWriter

    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000_000, 4_000_000))
    about = {"model": "abc", "operating_point": {"review": 1.0, "reject": 2.0}}
    try:
        ImageRunWriter(Path(sys.argv[1]), names=["a"] * 20, labels=[""] * 20, map_size=(512, 512), about=about)
    except StorageError as error:
        print(error)
""")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on a process's file size")
def test_a_disk_too_small_for_the_run_is_a_sentence_before_the_work(tmp_path):
    out, stderr, folder = tmp_path / "out", tmp_path / "stderr", tmp_path / "folder"
    folder.mkdir()
    run_python("-c", _FULL_DISK, folder / "r.h5", stdout=out, stderr=stderr)
    assert "r.h5 cannot be written: it would be larger than is allowed" in out.read_text(), stderr.read_text()
    assert list(folder.iterdir()) == []


def test_a_place_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="is a file, not a folder"):
        writer(tmp_path / "file" / "r.h5")
