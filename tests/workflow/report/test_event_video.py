import av
import numpy as np
import pytest

from inspector.core.errors import SettingError, StorageError, VideoError
from inspector.core.operating_point import Decision
from inspector.core.video.inspection import ClipEvent, FrameRecord
from inspector.core.video.temporal import Event
from inspector.data.video import writer as video_writing
from inspector.data.video.reader import ClipReader
from inspector.workflow.progress import Progress, Warned
from inspector.workflow.report.event_video import event_picture, export_event, export_stretch
from inspector.workflow.report.video_pictures import Strip, frame_picture, shown_size
from tests.data.video.videos import SIZE, index_in, write_folder, write_video
from tests.workflow.clip_runs import CALIBRATION, POINT, bump, made_up_run

JUDGED = {"calibration": CALIBRATION, "point": POINT}


def decoded(path):
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        frames = list(container.decode(stream))
        times = [frame.time for frame in frames]
        return stream.codec_context.name, times, [frame.to_ndarray(format="rgb24") for frame in frames]


def shown_index(picture):
    """The index that the made-up clip shows, read from the picture of the export."""
    small = picture[: shown_size(SIZE)[0] : 10, ::10][: SIZE[0], : SIZE[1]]
    return index_in(small.transpose(2, 0, 1) / 255)


@pytest.fixture
def run(tmp_path):
    """A made-up clip of 50 frames, 10 a second, with an event from frame 19 to 31 and one at its end."""
    clip = write_video(tmp_path / "a.mp4", "libx264")
    scores = np.maximum(bump(50, 25), bump(50, 49, height=1.5, width=2))
    with made_up_run(tmp_path / "r.clips", [(clip, "")], [scores], boxes=False, maps=False) as run:
        yield run


def test_an_event_is_shown_with_two_seconds_around_it_at_the_clips_own_pace(run, tmp_path):
    event = run.events(0)[0]
    told = list(export_event(run, 0, event, tmp_path / "out" / "e.mp4", **JUDGED))
    codec, times, pictures = decoded(tmp_path / "out" / "e.mp4")
    first, last = max(0, event.event.start - 20), min(50, event.event.end + 20)
    assert told == [Progress("Exporting", done, last - first) for done in range(1, last - first + 1)]
    assert codec == "h264"
    np.testing.assert_allclose(times, np.arange(last - first) / 10, atol=1e-4)
    assert [shown_index(picture) for picture in pictures] == list(range(first, last))
    assert pictures[0].shape[1] == shown_size(SIZE)[1]
    assert pictures[0].shape[0] > shown_size(SIZE)[0]  # the strip is below


def test_an_event_at_the_very_end_ends_with_the_clip(run, tmp_path):
    event = run.events(0)[1]
    assert event.event.end == 50
    list(export_event(run, 0, event, tmp_path / "e.mp4", **JUDGED))
    assert shown_index(decoded(tmp_path / "e.mp4")[2][-1]) == 49


def test_frames_that_were_shown_longer_are_so_in_the_export(tmp_path):
    times = [0, 1, 2, 5, 6, 9]
    clip = write_video(tmp_path / "a.mp4", "libx264", frames=6, times=times)
    with made_up_run(tmp_path / "r.clips", [(clip, "")], [bump(6, 3)]) as run:
        list(export_stretch(run, 0, tmp_path / "e.mp4", start=1, end=6, **JUDGED))
    np.testing.assert_allclose(decoded(tmp_path / "e.mp4")[1], np.array([0, 1, 4, 5, 8]) / 10, atol=1e-4)


def test_without_a_frame_rate_it_is_ten_a_second_and_told(tmp_path):
    clip = write_folder(tmp_path / "frames", range(12))
    with made_up_run(tmp_path / "r.clips", [(clip, "")], [bump(12, 6)], rate=None) as run:
        told = list(export_event(run, 0, run.events(0)[0], tmp_path / "e.mp4", **JUDGED))
    assert isinstance(told[0], Warned)
    assert "10 frames per second" in told[0].message
    np.testing.assert_allclose(np.diff(decoded(tmp_path / "e.mp4")[1]), 0.1, atol=1e-4)


def test_mpeg_4_where_there_is_no_encoder_of_h264(run, tmp_path, monkeypatch):
    monkeypatch.setattr(video_writing, "ENCODERS", {"none_such": {}, "mpeg4": {}})
    list(export_stretch(run, 0, tmp_path / "e.mp4", start=10, end=20, **JUDGED))
    codec, _, pictures = decoded(tmp_path / "e.mp4")
    assert codec == "mpeg4"
    assert [shown_index(picture) for picture in pictures] == list(range(10, 20))


@pytest.mark.parametrize("size", [SIZE, None])  # of a clip whose first frame is lost, a run does not know it
def test_lost_frames_are_dark_and_keep_their_time(tmp_path, size):
    clip = write_folder(tmp_path / "frames", [0, 3, 4, 5, 6])
    (clip / "000.png").write_bytes(b"damaged")
    with made_up_run(tmp_path / "r.clips", [(clip, "")], [bump(7, 5)], lost=(0, 1, 2), size=size) as run:
        list(export_stretch(run, 0, tmp_path / "e.mp4", start=0, end=7, **JUDGED))
    _, times, pictures = decoded(tmp_path / "e.mp4")
    assert len(times) == 7
    assert pictures[0].shape[1] == shown_size(SIZE)[1]
    assert all(picture[:400].mean() < 40 for picture in pictures[:3])
    assert shown_index(pictures[3]) == 3


def test_only_lost_frames(tmp_path):
    clip = write_folder(tmp_path / "frames", [0, 1])
    for image in clip.iterdir():
        image.write_bytes(b"damaged")
    with made_up_run(tmp_path / "r.clips", [(clip, "")], [np.zeros(2)], lost=(0, 1)) as run:
        assert run.clips[0].decision is None
        list(export_stretch(run, 0, tmp_path / "e.mp4", start=0, end=2, **JUDGED))
        assert len(decoded(tmp_path / "e.mp4")[1]) == 2
        with (
            ClipReader(clip, folder_rate=None) as reader,
            pytest.raises(VideoError, match=r"frame 1 cannot be shown: .*found something else\.$"),
        ):
            event_picture(reader, run, 0, _event_at(1), **JUDGED)


def test_a_clip_without_frames_and_a_stretch_beyond_the_end_are_refused(run, tmp_path):
    with pytest.raises(SettingError, match="none of the frames 50 to 50"):
        list(export_stretch(run, 0, tmp_path / "e.mp4", start=50, end=90, **JUDGED))
    with (
        made_up_run(tmp_path / "e.clips", [(tmp_path / "a.mp4", "")], [np.zeros(0)]) as empty,
        pytest.raises(SettingError, match="none of the frames"),
    ):
        list(export_stretch(empty, 0, tmp_path / "e.mp4", start=0, end=5, **JUDGED))
    assert not (tmp_path / "e.mp4").exists()


def test_what_cannot_be_read_or_written_leaves_no_file(run, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="a part of that path is a file"):
        list(export_stretch(run, 0, tmp_path / "file" / "e.mp4", start=0, end=5, **JUDGED))
    stopped = export_stretch(run, 0, tmp_path / "out" / "e.mp4", start=0, end=40, **JUDGED)
    next(stopped)
    stopped.close()
    assert list((tmp_path / "out").iterdir()) == []
    (tmp_path / "a.mp4").unlink()
    with pytest.raises(VideoError, match="no such file"):
        list(export_stretch(run, 0, tmp_path / "out" / "e.mp4", start=0, end=5, **JUDGED))
    assert list((tmp_path / "out").iterdir()) == []


def test_another_shorter_clip_in_its_place(run, tmp_path):
    write_video(tmp_path / "a.mp4", "libx264", frames=20)
    list(export_stretch(run, 0, tmp_path / "e.mp4", start=10, end=40, **JUDGED))
    assert len(decoded(tmp_path / "e.mp4")[1]) == 10
    with pytest.raises(VideoError, match="not the clip"):
        list(export_stretch(run, 0, tmp_path / "f.mp4", start=30, end=40, **JUDGED))
    assert not (tmp_path / "f.mp4").exists()


def test_the_picture_of_an_event_has_its_heat_and_its_boxes_where_they_are(tmp_path):
    clip = write_folder(tmp_path / "frames", range(12))
    with made_up_run(tmp_path / "r.clips", [(clip, "")], [bump(12, 6, width=2)]) as run:
        event = run.events(0)[0]
        with ClipReader(clip, folder_rate=10) as reader:
            drawn = event_picture(reader, run, 0, event, **JUDGED).astype(int)
            plain = event_picture(reader, run, 0, _event_at(0), **JUDGED).astype(int)
    assert drawn.shape == (*shown_size(SIZE), 3)
    left, top, right, bottom = (round(10 * side) for side in event.place)
    # Heat is redder than blue, and the clip below it is grey there; the box is drawn in a colour of its own.
    inside = drawn[top + 2 : bottom - 2, left + 2 : right - 2]
    assert (inside[..., 0] - inside[..., 2]).max() > 60
    assert (drawn[(top + bottom) // 2, left] == (0, 255, 255)).all()
    assert not (plain == (0, 255, 255)).all(axis=-1).any()  # a frame that is OK has neither
    assert index_in(plain[::10, ::10].transpose(2, 0, 1) / 255) == 0


def test_without_boxes_what_is_worse_is_outlined_and_without_a_map_nothing_is_drawn():
    pixels = np.full((480, 640, 3), 90, np.uint8)
    heat = np.zeros((24, 32), np.float32)
    heat[10:14, 10:14] = 3
    for anomaly_map, decision, outlined in ((heat, Decision.NG, True), (heat, Decision.OK, False), (None, None, False)):
        record = FrameRecord(0, None, 3.0, decision, anomaly_map=anomaly_map)
        drawn = frame_picture(pixels, record, size=(48, 64), **JUDGED)
        assert (drawn == (0, 255, 255)).all(axis=-1).any() == outlined
        assert np.array_equal(drawn[:100], pixels[:100])


@pytest.mark.parametrize("box", [(-9, -9, -2, -2), (60, 40, 90, 70), (5, 5, 5, 5), (20, 20, 10, 10), (0, 0, 64, 48)])
def test_boxes_beyond_the_frame_or_of_no_size_do_no_harm(box):
    boxes = np.array([(*box, 5.0), (*box, 0.1)], np.float32)
    pixels = np.zeros((480, 640, 3), np.uint8)
    record = FrameRecord(0, None, 5.0, Decision.NG, boxes)
    assert frame_picture(pixels, record, size=(48, 64), **JUDGED).shape == pixels.shape


def test_sizes_at_which_frames_are_shown():
    assert shown_size((240, 360)) == (480, 720)
    assert shown_size((480, 640)) == (480, 640)
    assert shown_size((401, 639)) == (400, 640)
    assert shown_size((2160, 3840)) == (1080, 1920)
    assert max(shown_size((1, 5000))) <= 1920
    assert min(shown_size((1, 5000))) >= 2


def test_the_strip_tells_time_score_and_decision(tmp_path):
    with made_up_run(tmp_path / "r.clips", [(tmp_path / "gone", "")], [bump(200, 100)], lost=(7,)) as run:
        scores = run.scores(0)
        strip = Strip(640, name="ünï" * 60, scores=scores, start=80, end=120, **JUDGED)
        records = [run.frame(0, index) for index in (80, 100, 119)]
        pictures = [strip.at(record) for record in records]
    assert all(picture.shape == (strip.height, 640, 3) for picture in pictures)
    cursors = [int(np.argmax((picture[-2] == (229, 234, 240)).all(axis=-1))) for picture in pictures]
    np.testing.assert_allclose(cursors, [8, 328, 632], atol=2)
    assert (pictures[0][-2, 320] == (255, 138, 80)).all()  # the middle of the stretch is NG in its timeline


def _event_at(frame):
    return ClipEvent(Event(frame, frame + 1, frame, 3.0, Decision.NG), None, None, None, None)


@pytest.mark.parametrize(("score", "marked"), [(0.5, True), (1.5, False)])
def test_what_made_an_alarm_is_marked_where_no_box_is_above_the_threshold(score, marked):
    pixels = np.zeros((48, 64, 3), np.uint8)
    record = FrameRecord(3, 0.3, 2.5, Decision.NG, np.array([[4, 4, 14, 14, score]], np.float32))
    drawn = frame_picture(pixels, record, size=(48, 64), **JUDGED, place=(30, 20, 50, 40))
    assert bool((drawn[20, 30:50] == (0, 255, 255)).all()) is marked
    assert bool((drawn[22:38, 32:48] == 0).all())
