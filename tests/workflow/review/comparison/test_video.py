"""What the runs of two models of clips say of the same clips."""

import numpy as np

from inspector.core.operating_point import Decision, OperatingPoint
from inspector.core.video.inspection import FrameRecord
from inspector.store.runs.video_run import VideoRun
from inspector.store.runs.video_run_writer import VideoRunWriter
from inspector.workflow.review.comparison.verdicts import compare_verdicts
from inspector.workflow.review.comparison.video import ComparingClips
from inspector.workflow.train.video_reading import clip_digest
from tests.gui.clips import write_clips

POINT = OperatingPoint(review=1.0, reject=2.0)
NO_BOXES = np.zeros((0, 5), np.float32)


def write(path, scores):
    """A run of clips with these scores of frames; None for a frame that is lost, and no scores for a broken clip."""
    clips = [("calm", "good"), ("thrown", "throw"), ("gap", ""), ("broken", "throw")]
    with VideoRunWriter(path, clips=clips, about={"model": "m", "operating_point": vars(POINT)}) as run:
        for clip, values in enumerate(scores):
            run.begin(clip, frame_rate=10.0, size=(8, 8))
            for index, score in enumerate(values):
                decision = None if score is None else POINT.decide(score)
                lost = "lost" if score is None else None
                run.frame(clip, FrameRecord(index, index / 10, score, decision, NO_BOXES, error=lost))
            run.end(clip, error=None if values else "It breaks off.")
    return path


def test_the_worst_frame_of_a_clip_is_its_verdict_at_the_thresholds_in_force(tmp_path):
    path = write(tmp_path / "a.clips", [(0.5, 0.9), (0.5, 3.0), (0.1, None, 0.2), ()])
    how = ComparingClips()
    with VideoRun(path) as run:
        assert how.verdicts(run, POINT) == {
            "calm": ("good", Decision.OK),
            "thrown": ("throw", Decision.NG),
            "gap": ("", Decision.REVIEW),
        }, "a clip with a lost frame is never OK, and one that broke off has no verdict"
        assert how.verdicts(run, OperatingPoint(5.0, 5.0))["thrown"] == ("throw", Decision.OK)
        assert how.path_of(run, "thrown").name == "thrown"


def test_a_missed_throw_that_the_second_model_finds_is_fixed(tmp_path):
    how = ComparingClips()
    first = write(tmp_path / "a.clips", [(0.5,), (0.5,), (0.1,), ()])
    second = write(tmp_path / "b.clips", [(2.5,), (1.5,), (0.1,), ()])
    with VideoRun(first) as before, VideoRun(second) as after:
        comparison = compare_verdicts(how.verdicts(before, POINT), how.verdicts(after, POINT))
    assert (comparison.fixes, comparison.breaks) == (("thrown",), ("calm",))
    assert comparison.summary["compared"] == 3


def test_a_clip_that_a_model_learned_since_is_known_by_its_content(tmp_path):
    clips = write_clips(tmp_path / "belt")
    first, other = (clips / "testing" / name for name in ("01", "02"))
    row = {"image": "testing/01", "sha256": clip_digest(first), "by": "anna", "at": "now"}
    card = {"split": {"calibration": [["training/01", 0, 9]]}, "confirmed": {"images": [row], "earlier": None}}
    parts = [("testing/01", first), ("testing/02", other)]
    assert ComparingClips().learned(card, parts) == {"testing/01"}
