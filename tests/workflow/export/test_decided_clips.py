"""A category of the clips that people decided on."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from inspector.core.errors import RunError, VideoError
from inspector.core.operating_point import OperatingPoint
from inspector.data.copying import copy_clip
from inspector.data.video.category import scan_video
from inspector.store.records import ReviewDecision, record_defect_type, record_review
from inspector.store.runs.video_run import VideoRun
from inspector.store.runs.video_run_writer import VideoRunWriter
from inspector.workflow.export.decided_category import CategoryWritten, export_category
from inspector.workflow.kinds import VIDEO, kind_of_category
from tests.workflow.clip_runs import POINT, bump, write_clip

FRAMES = 12
ACCEPT, REJECT, UNSURE = ReviewDecision


def write_folder(path: Path, grey: int) -> Path:
    path.mkdir(parents=True)
    for index in range(FRAMES):
        Image.new("L", (16, 12), grey + index).save(path / f"{index:03d}.png")
    (path / "notes.txt").write_text("of the shift")
    return path


@pytest.fixture
def line(tmp_path):
    """Eight clips, folders of frames but for one video: events in the first four, the others without."""
    names = ["morning/a", "morning/b", "noon/bad", "noon/d", "noon/e", "evening/a", "evening/g", "evening/h.mp4"]
    for number, name in enumerate(names[:-1]):
        write_folder(tmp_path / "line" / name, 20 * number)
    (tmp_path / "line" / names[-1]).write_bytes(b"a video")
    path = tmp_path / "monday.clips"
    about = {"model": "m", "operating_point": vars(POINT), "base": str(tmp_path / "line")}
    sources = [tmp_path / "line" / name for name in names]
    clips = [(name, "throw" if name == "noon/d" else "") for name in names]
    with VideoRunWriter(path, clips=clips, about=about, sources=sources) as run:
        for clip in range(len(names)):
            write_clip(run, clip, bump(40, 20) if clip < 4 else np.full(40, 0.4))
    return path


def decide(run: Path, decision: ReviewDecision, *clips: str) -> None:
    """On the event of each clip, or on a clip as a whole."""
    with VIDEO.open_run(run) as opened:
        for clip in clips:
            place = next(one for one in range(opened.places) if opened.clips[opened.clip_at(one)].name == clip)
            record_review(run, image=opened.record_name(place), decision=decision, user="somebody")


def content(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_decided_clips_are_copied_into_a_category_of_clips(line, tmp_path):
    decide(line, ACCEPT, "morning/a", "noon/bad", "noon/e", "evening/a", "evening/g", "evening/h.mp4")
    decide(line, REJECT, "morning/b", "noon/d")
    with VideoRun(line) as run:
        start = run.events(1)[0].event.start
    record_defect_type(line, image=f"morning/b#{start}", region=0, type_name="slipped", user="somebody")
    *_, done = export_category(line, tmp_path / "decided")
    assert done == CategoryWritten(
        tmp_path / "decided", {"train/good": 5, "test/good": 1, "test/slipped": 1, "test/throw": 1}
    )
    assert kind_of_category(done.folder) is VIDEO
    category = scan_video(done.folder)
    assert sorted(clip.name for clip in category.train) == [
        "train/good/a", "train/good/e", "train/good/g", "train/good/h.mp4", "train/good/morning_a"
    ]  # fmt: skip
    assert {clip.name: clip.label for clip in category.test} == {
        "test/good/clip": "good", "test/slipped/b": "slipped", "test/throw/d": "throw"
    }  # fmt: skip
    frames = content(tmp_path / "line/noon/bad")
    assert "notes.txt" in frames
    frames.pop("notes.txt")
    assert content(done.folder / "test/good/clip") == frames, "and no name that speaks of defects"
    assert (done.folder / "train/good/h.mp4").read_bytes() == b"a video"


def test_good_folders_of_frames_alone_are_a_category_of_clips_too(line, tmp_path):
    decide(line, ACCEPT, "noon/bad", "noon/e")
    *_, done = export_category(line, tmp_path / "decided")
    assert kind_of_category(done.folder) is VIDEO
    assert len(scan_video(done.folder).train) == 2


def test_what_is_undecided_or_was_replaced_is_left_out(line, tmp_path):
    with pytest.raises(RunError, match="nobody has decided"):
        list(export_category(line, tmp_path / "decided"))
    decide(line, UNSURE, "morning/a")
    decide(line, ACCEPT, "noon/e", "evening/g")
    Image.new("L", (16, 12), 250).save(tmp_path / "line/evening/g/new.png")
    *_, done = export_category(line, tmp_path / "decided")
    assert done.copied == {"train/good": 1}
    (missing,) = done.missing
    assert "another size or time of change" in missing
    assert not (done.folder / "train/good/g").exists()


def test_thresholds_say_which_events_have_to_be_decided(line, tmp_path):
    decide(line, ACCEPT, "morning/a")
    lower = OperatingPoint(review=0.3, reject=2.0)
    with pytest.raises(RunError, match="nobody has decided"):
        list(export_category(line, tmp_path / "decided", point=OperatingPoint(review=9.0, reject=9.0)))
    *_, done = export_category(line, tmp_path / "decided", point=lower)
    assert done.copied == {"train/good": 1}, "the event begins earlier, and is the same"


def test_a_clip_that_cannot_be_read_leaves_nothing(tmp_path):
    folder = write_folder(tmp_path / "a", 0)
    (folder / "005.png").unlink()
    (folder / "005.png").symlink_to(tmp_path / "nowhere.png")
    with pytest.raises(VideoError, match="cannot be read"):
        copy_clip(folder, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()
