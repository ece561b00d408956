"""What a run of video keeps when its writer is killed, its disk is full, or it is very long."""

import os
import textwrap
import time
from pathlib import Path

import numpy as np
import pytest

from inspector.core.errors import StorageError
from inspector.core.operating_point import Decision
from inspector.core.video.inspection import FrameRecord
from inspector.store.runs.video_run import VideoRun
from inspector.store.workspace import discard, restore
from tests.forking import start_python
from tests.store.runs.video_runs import CLIPS, record, write_clip, writer

_KILLED = textwrap.dedent("""
    import os, sys, time
    from pathlib import Path
    import numpy as np
    from inspector.core.operating_point import Decision
    from inspector.core.video.inspection import FrameRecord
    from inspector.store.runs.video_run_writer import VideoRunWriter

    run = VideoRunWriter(Path(sys.argv[1]), clips=[("a", ""), ("b", "")], about={"model": "m", "operating_point": {}})
    for clip in (0, 1):
        run.begin(clip, frame_rate=None, size=(4, 4))
        for index in range(3000 if clip == 0 else 10**9):
            boxes = np.full((2, 5), index, np.float32)
            run.frame(clip, FrameRecord(index, None, float(index), Decision.NG, boxes, np.full((8, 8), index % 1000)))
            if clip == 1:
                os.write(1, b"%.6f %d\\n" % (time.monotonic(), index))
        run.end(clip, error=None)
""")


def test_killed_while_it_writes_the_run_opens_and_holds_all_up_to_about_a_second_before(tmp_path):
    path, out, stderr = tmp_path / "run" / "r.clips", tmp_path / "out", tmp_path / "stderr"
    path.parent.mkdir()
    written = [(0.0, 0)]
    process = start_python("-c", _KILLED, path, stdout=out, stderr=stderr)
    while written[-1][0] - written[0][0] <= 1.6:
        assert process.is_alive(), stderr.read_text("utf-8")
        time.sleep(0.05)
        lines = out.read_text("utf-8").rpartition("\n")[0].splitlines() if out.exists() else []
        written = [(float(at), int(index)) for at, index in map(str.split, lines)] or written
    killed = time.monotonic()
    process.kill()
    process.join()
    assert path.with_name("r.clips.part-wal").exists()
    with VideoRun(path) as run:
        assert run.interrupted
        assert [clip.finished for clip in run.clips] == [True, False]
        first, second = run.scores(0), run.scores(1)
        assert first.index.tolist() == list(range(3000))
        assert second.index.tolist() == second.score.tolist() == list(range(len(second)))
        assert len(second) > max(index for at, index in written if at < killed - 1.2)
        last = run.frame(1, len(second) - 1)
        assert (last.boxes == last.index).all()
        assert (last.anomaly_map == last.index % 1000).all()
    left = {found.name: found.stat().st_mtime_ns for found in path.parent.iterdir()}
    assert set(left) == {"r.clips.part", "r.clips.part-wal", ".r.clips.owner"}
    with VideoRun(path) as run:
        assert len(run.scores(0)) == 3000
    assert {found.name: found.stat().st_mtime_ns for found in path.parent.iterdir()} == left  # readers write nothing
    place = discard(path.with_name("r.clips.part"))
    with VideoRun(place) as run:
        assert len(run.scores(0)) == 3000  # with its log
    restore(place, path.with_name("r.clips.part"))
    about = {"model": "m", "operating_point": {}}
    with writer(path, clips=[("a", ""), ("b", "")], about=about, resume=True) as run:
        assert "has ended; it is resumed here" in run.cautions[0]
        assert run.pending() == [1]
        write_clip(run, 1)
    with VideoRun(path) as run:
        assert [clip.frames for clip in run.clips] == [3000, 5]


def test_the_log_of_a_run_that_was_deleted_is_not_taken_for_a_new_ones(tmp_path):
    with writer(tmp_path / "old.clips") as run:
        write_clip(run, 0, frames=100)
        log = (tmp_path / "old.clips.part-wal").read_bytes()
    (tmp_path / "r.clips.part-wal").write_bytes(log)
    with writer(tmp_path / "r.clips") as run:
        assert run.pending() == [0, 1, 2]


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is measured as Linux tells it")
def test_20_000_frames_are_written_and_read_quickly_and_in_constant_memory(tmp_path):
    frames = 20_000
    boxes, anomaly_map = np.zeros((3, 5), np.float32), np.zeros((64, 64), np.float32)
    started, before = time.process_time(), _resident_mib()
    with writer(tmp_path / "r.clips", clips=CLIPS[:1]) as run:
        run.begin(0, frame_rate=25.0, size=(480, 640))
        for index in range(frames):
            kept = anomaly_map if index % 50 == 0 else None
            run.frame(0, FrameRecord(index, index / 25, 0.5, Decision.OK, boxes, kept))
        assert _resident_mib() - before < 20
        run.end(0, error=None)
    with VideoRun(tmp_path / "r.clips") as run:
        assert run.scores(0).score.shape == (frames,)
        assert run.clips[0].frames == frames
        assert run.frame(0, frames - 50).anomaly_map is not None
    assert time.process_time() - started < 5  # it takes about half a second
    assert _resident_mib() - before < 20


def test_a_full_disk_is_a_sentence_and_what_was_written_stays(tmp_path):
    noise = np.random.default_rng(0).random((128, 128)).astype(np.float32)
    with writer(tmp_path / "r.clips") as run:
        run._database.execute("PRAGMA max_page_count = 200")
        with pytest.raises(StorageError, match=r"r.clips cannot be written: the disk is full"):
            write_until_full(run, noise)
    with VideoRun(tmp_path / "r.clips") as run:
        assert [clip.finished for clip in run.clips] == [True, False, False]
        assert len(run.scores(0)) == 5


def write_until_full(run, anomaly_map):
    write_clip(run, 0)
    run.begin(1, frame_rate=None, size=None)
    for index in range(200):
        run.frame(1, record(index, anomaly_map=anomaly_map))


def test_a_place_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="is a file, not a folder"):
        writer(tmp_path / "file" / "r.clips")


def _resident_mib():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
