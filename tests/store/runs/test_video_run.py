import json
import sqlite3
from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.core.errors import RunError, RunInUseError
from inspector.core.operating_point import Decision
from inspector.core.video.inspection import FrameRecord
from inspector.store.runs.video_run import VideoRun, read_video_head
from tests.store.runs.video_runs import ABOUT, CLIPS, EVENT, about_at, record, write_clip, writer


def test_a_complete_run_read_back(tmp_path):
    anomaly_map = np.random.default_rng(0).normal(size=(12, 20)).astype(np.float32)
    above = record(1, score=2.5, decision=Decision.NG, anomaly_map=anomaly_map, still=True)
    lost = FrameRecord(2, None, None, None, error="fr\udcffame 2: is damaged.")
    with writer(tmp_path / "r.clips") as run:
        run.begin(0, frame_rate=12.5, size=(480, 640))
        for found in (record(0), above, lost):
            run.frame(0, found)
        run.event(0, EVENT)
        run.event(0, replace(EVENT, event=replace(EVENT.event, start=1), start_s=None, place=None))
        run.end(0, error=None)
        write_clip(run, 1, error="clips/b\udcff: breaks off.")
        run.begin(2, frame_rate=None, size=None)
        run.end(2, error=None)
    assert [path.name for path in tmp_path.iterdir()] == ["r.clips"]
    with VideoRun(tmp_path / "r.clips") as run:
        assert (run.about, len(run), run.interrupted, run.operating_point.reject) == (about_at(run.path), 3, False, 2)
        first, second, third = run.clips
        assert (first.name, first.label, first.frames, first.frame_rate) == ("clips/ünï.mp4", "good", 3, 12.5)
        assert (first.size, first.decision, first.error, first.finished) == ((480, 640), Decision.NG, None, True)
        assert (second.frames, second.decision, second.error) == (5, None, "clips/b\\udcff: breaks off.")
        assert (third.frames, third.size, third.frame_rate, third.decision) == (0, None, None, None)
        assert run.counts() == {Decision.OK: 0, Decision.REVIEW: 0, Decision.NG: 1, None: 2}
        assert read_video_head(run.path) == (about_at(run.path), 3, 1)
        scores = run.scores(0)
        assert scores.index.tolist() == [0, 1, 2]
        np.testing.assert_array_equal(scores.time_s, [0, 0.1, np.nan])
        np.testing.assert_array_equal(scores.score, [0, 2.5, np.nan])
        assert scores.decisions == [Decision.OK, Decision.NG, None]
        assert (scores.still.tolist(), scores.lost.tolist()) == ([False, True, False], [False, False, True])
        assert scores.still.dtype == bool
        assert [event.event.start for event in run.events(0)] == [1, 4]
        assert run.events(0)[1] == EVENT
        assert run.events(0)[0].place is None
        assert run.events(1) == []
        found = run.frame(0, 1)
        assert (found.score, found.decision, found.still, found.time_s, found.error) == (2.5, Decision.NG, 1, 0.1, None)
        np.testing.assert_array_equal(found.boxes, above.boxes)
        np.testing.assert_array_equal(found.anomaly_map, anomaly_map.astype(np.float16).astype(np.float32))
        assert run.frame(0, 0).anomaly_map is None
        assert (run.frame(0, 2).error, run.frame(0, 2).score, run.frame(0, 2).boxes.shape) == (
            "fr\\udcffame 2: is damaged.", None, (0, 5),
        )  # fmt: skip
        assert run.frame(0, 3) is run.frame(7, 0) is None
        assert len(run.scores(2)) == 0


def test_values_beyond_half_precision_stay_numbers(tmp_path):
    with writer(tmp_path / "r.clips", clips=CLIPS[:1]) as run:
        run.begin(0, frame_rate=10.0, size=(4, 4))
        run.frame(0, record(0, anomaly_map=np.array([[1e9, -1e9]], np.float32)))
        run.end(0, error=None)
    with VideoRun(tmp_path / "r.clips") as run:
        np.testing.assert_allclose(run.frame(0, 0).anomaly_map, [[1e9, -1e9]], rtol=2**-11)


def test_an_interrupted_run_opens_under_its_name_and_begins_the_unfinished_clip_anew(tmp_path):
    run = writer(tmp_path / "r.clips")
    write_clip(run, 0)
    run.begin(1, frame_rate=10.0, size=(480, 640))
    for index in range(3):
        run.frame(1, record(index, anomaly_map=np.ones((2, 2), np.float32)))
    run.event(1, EVENT)
    with pytest.raises(KeyboardInterrupt), run:
        raise KeyboardInterrupt
    assert [path.name for path in tmp_path.iterdir()] == ["r.clips.part"]
    with VideoRun(tmp_path / "r.clips") as run:
        assert run.interrupted
        assert [(clip.frames, clip.finished) for clip in run.clips] == [(5, True), (3, False), (0, False)]
        assert run.counts()[None] == 0  # those that are yet to come are no errors
        assert run.events(1) == [EVENT]
    with writer(tmp_path / "r.clips", resume=True) as run:
        assert run.pending() == [1, 2]
        write_clip(run, 1, frames=2)
        write_clip(run, 2)
    with VideoRun(tmp_path / "r.clips") as run:
        assert not run.interrupted
        assert [clip.frames for clip in run.clips] == [5, 2, 5]
        assert run.events(1) == []
        assert run.frame(1, 1).anomaly_map is None


def test_what_an_interrupted_run_had_of_a_clip_that_is_gone_by_now_goes_too(tmp_path):
    run = writer(tmp_path / "r.clips", clips=CLIPS[:1])
    run.begin(0, frame_rate=10.0, size=(480, 640))
    run.frame(0, record(0))
    run.event(0, EVENT)
    with pytest.raises(KeyboardInterrupt), run:
        raise KeyboardInterrupt
    with writer(tmp_path / "r.clips", clips=CLIPS[:1], resume=True) as run:
        run.end(0, error="it is gone.")
    with VideoRun(tmp_path / "r.clips") as run:
        assert (run.clips[0].frames, run.clips[0].decision, run.events(0)) == (0, None, [])


def test_nothing_is_overwritten(tmp_path):
    with writer(tmp_path / "r.clips", clips=CLIPS[:1]) as run:
        write_clip(run, 0)
    with pytest.raises(RunError, match="already exists"):
        writer(tmp_path / "r.clips")
    with writer(tmp_path / "s.clips"):
        pass
    with pytest.raises(RunError, match="holds an interrupted run"):
        writer(tmp_path / "s.clips")


def test_only_the_same_batch_is_resumed(tmp_path):
    with writer(tmp_path / "r.clips"):
        pass
    with pytest.raises(RunError, match="other files"):
        writer(tmp_path / "r.clips", clips=[("x", "")], resume=True)
    other = [{"model": "xyz"}, {"runtime": "onnx"}, {"operating_point": {}}, {"folder_rate": 25.0}]
    for change in other:
        with pytest.raises(RunError, match="was made with "):
            writer(tmp_path / "r.clips", about=ABOUT | change, resume=True)
    with writer(tmp_path / "r.clips", about=ABOUT | {"user": "another"}, resume=True) as run:
        assert run.pending() == [0, 1, 2]


def test_while_it_is_written_no_one_else_opens_it(tmp_path):
    with writer(tmp_path / "r.clips") as run:
        write_clip(run, 0)
        for attempt in (lambda: VideoRun(tmp_path / "r.clips"), lambda: writer(tmp_path / "r.clips", resume=True)):
            with pytest.raises(RunInUseError, match="in use"):
                attempt()
        write_clip(run, 1)
    with VideoRun(tmp_path / "r.clips") as run:
        assert [clip.frames for clip in run.clips] == [5, 5, 0]


def test_an_interrupted_run_is_read_by_several_until_one_goes_on_with_it(tmp_path):
    with writer(tmp_path / "r.clips") as run:
        write_clip(run, 0)
    with VideoRun(tmp_path / "r.clips") as first, VideoRun(tmp_path / "r.clips") as second:
        assert len(first.scores(0)) == len(second.scores(0)) == 5
        with writer(tmp_path / "r.clips", resume=True) as run:
            with pytest.raises(RunInUseError, match="in use"):
                first.scores(0)
            write_clip(run, 1)
        assert len(first.scores(1)) == 5


def test_a_map_of_any_height_is_read_back(tmp_path):
    """Half precision ends at 65504; what is above was clipped."""
    anomaly_map = np.random.default_rng(0).normal(0, 1e5, (12, 20)).astype(np.float32)
    with writer(tmp_path / "r.clips", clips=CLIPS[:1]) as run:
        for _ in range(2):  # begun anew, it has one factor per frame still
            run.begin(0, frame_rate=None, size=None)
            run.frame(0, record(0, anomaly_map=anomaly_map))
            run.frame(0, record(1, anomaly_map=anomaly_map / 1e5))
        run.end(0, error=None)
    with VideoRun(tmp_path / "r.clips") as run:
        np.testing.assert_allclose(run.frame(0, 0).anomaly_map, anomaly_map, rtol=2**-11, atol=1e-2)
        np.testing.assert_array_equal(run.frame(0, 1).anomaly_map, (anomaly_map / 1e5).astype(np.float16))


def test_what_is_no_run_is_refused(tmp_path):
    (tmp_path / "text.clips").write_text("nonsense " * 1000)
    (tmp_path / "empty.clips").touch()
    (tmp_path / "folder.clips").mkdir()
    with closing(sqlite3.connect(tmp_path / "other.clips")) as database:
        database.execute("CREATE TABLE clips (name)")
    for name, change in [
        ("newer", "PRAGMA user_version = 99"),
        ("hollow", "DELETE FROM run"),
        ("less", "DROP TABLE run"),
    ]:
        with writer(tmp_path / f"{name}.clips", clips=CLIPS[:1]) as run:
            write_clip(run, 0)
        with closing(sqlite3.connect(tmp_path / f"{name}.clips", isolation_level=None)) as database:
            database.execute(change)
    sentences = {
        "text": "not a run", "empty": "not a run", "other": "another program", "newer": "format 99",
        "hollow": "damaged", "less": "damaged", "none": "does not exist", "folder": "does not exist",
    }  # fmt: skip
    for name, sentence in sentences.items():
        for read in (VideoRun, read_video_head):
            with pytest.raises(RunError, match=sentence):
                read(tmp_path / f"{name}.clips")
    (tmp_path / "r.clips.part").write_text("nonsense " * 1000)
    with pytest.raises(RunError, match="not a run"):
        writer(tmp_path / "r.clips", resume=True)


def test_a_damaged_run_is_a_sentence_and_no_traceback(tmp_path):
    with writer(tmp_path / "r.clips", clips=CLIPS[:1]) as run:
        write_clip(run, 0, frames=2000)
    content = bytearray((tmp_path / "r.clips").read_bytes())
    content[4096 * 8 : -4096] = b"\xff" * (len(content) - 4096 * 9)
    (tmp_path / "r.clips").write_bytes(content)
    with VideoRun(tmp_path / "r.clips") as run, pytest.raises(RunError, match="damaged"):
        run.scores(0)


def test_a_run_says_what_it_is_before_it_is_read(tmp_path):
    with writer(tmp_path / "r.clips"):
        pass
    assert read_video_head(tmp_path / "r.clips.part") == (about_at(tmp_path / "r.clips"), 3, 0)


def test_names_are_below_the_base_of_the_run(tmp_path):
    about = ABOUT | {"base": (tmp_path / "base").as_posix()}
    with writer(tmp_path / "r.clips", clips=[("a/b.mp4", ""), (str(tmp_path / "else.mp4"), "")], about=about):
        pass
    with VideoRun(tmp_path / "r.clips") as run:
        assert [clip.path for clip in run.clips] == [tmp_path / "base" / "a" / "b.mp4", tmp_path / "else.mp4"]


def test_numbers_of_another_kind_are_refused_and_not_stored_as_bytes(tmp_path):
    with writer(tmp_path / "r.clips") as run:
        run.begin(0, frame_rate=None, size=None)
        with pytest.raises(sqlite3.IntegrityError):
            run.frame(0, record(0, score=np.float32(1)))
        run.frame(0, record(0))
        run.end(0, error=None)
    with VideoRun(tmp_path / "r.clips") as run:
        assert len(run.scores(0)) == 1


_number = st.none() | st.floats(-1e6, 1e6)
_record = st.builds(
    lambda time_s, score, still, error, boxes: (time_s, None if error else score, still, error, boxes),
    _number, _number, st.booleans(), st.none() | st.text(min_size=1, max_size=8).filter(lambda t: t.isprintable()),
    st.integers(0, 3),
)  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(clips=st.lists(st.lists(_record, max_size=6), min_size=1, max_size=3))
def test_whatever_was_written_is_read_back(tmp_path_factory, clips):
    path = tmp_path_factory.mktemp("any") / "r.clips"
    with writer(path, clips=[(str(clip), "") for clip in range(len(clips))]) as run:
        for clip, frames in enumerate(clips):
            run.begin(clip, frame_rate=None, size=None)
            for index, (time_s, score, still, error, boxes) in enumerate(frames):
                decision = None if score is None else Decision.REVIEW
                run.frame(clip, FrameRecord(index, time_s, score, decision, np.ones((boxes, 5)), None, still, error))
            run.end(clip, error=None)
    with VideoRun(path) as run:
        assert run.about == json.loads(json.dumps(about_at(path)))
        for clip, frames in enumerate(clips):
            assert run.clips[clip].frames == len(frames)
            assert (run.clips[clip].decision is None) == all(score is None for _, score, *_ in frames)
            assert len(run.scores(clip)) == len(frames)
            for index, (time_s, score, still, error, boxes) in enumerate(frames):
                found = run.frame(clip, index)
                assert (found.time_s, found.score, found.still, found.error) == (time_s, score, still, error)
                assert found.boxes.shape == (boxes, 5)
