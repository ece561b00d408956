"""How a model did on test clips, counted from the updates of the job."""

from pathlib import Path

import pytest

from inspector.core.operating_point import Decision
from inspector.core.video.inspection import FrameRecord
from inspector.data.video.category import Clip
from inspector.workflow.evaluate.outcome import ClipTestCount, TestOutcome
from inspector.workflow.inspect.video_progress import ClipBegun, ClipEnded, FrameJudged

OK, REVIEW, NG = Decision.OK, Decision.REVIEW, Decision.NG
LOST = FrameRecord(9, None, None, None, error="damaged")
OLD = FrameRecord(9, None, 1.0, REVIEW, doubtful=True)


@pytest.mark.parametrize(
    ("label", "frames", "error", "outcome"),
    [
        ("thrown", (OK, NG, REVIEW), None, TestOutcome(defective=1, found=1)),
        ("thrown", (OK, REVIEW, OK), None, TestOutcome(defective=1, in_review=1)),
        ("thrown", (OK, OK), None, TestOutcome(defective=1, missed=1)),
        ("thrown", (OK, LOST), None, TestOutcome(defective=1, in_review=1)),
        ("good", (OK, OLD), None, TestOutcome(good=1)),
        ("good", (OK, NG), None, TestOutcome(good=1, rejected=1)),
        ("good", (LOST,), None, TestOutcome()),
        ("thrown", (OK, NG), "It breaks off.", TestOutcome()),
        ("", (NG,), None, TestOutcome()),
    ],
)
def test_a_clip_counts_by_its_worst_frame(label, frames, error, outcome):
    count = ClipTestCount([Clip(Path("before"), "before", "good"), Clip(Path("clip"), "clip", label)])
    count.follow([ClipBegun(0, "before", 1, None), FrameJudged(0, FrameRecord(0, None, 9.0, NG)), ClipEnded(0, None)])
    before = count.outcome
    records = [one if isinstance(one, FrameRecord) else FrameRecord(0, None, 1.0, one) for one in frames]
    count.follow([ClipBegun(1, "clip", len(frames), None), *(FrameJudged(1, record) for record in records)])
    assert count.outcome == before == TestOutcome(good=1, rejected=1), "it has not ended"
    count.follow([ClipEnded(1, error)])
    assert {name: value - vars(before)[name] for name, value in vars(count.outcome).items()} == vars(outcome)
