"""What is read of a clip before it is shown."""

from dataclasses import dataclass

from inspector.store.runs.video_run import ClipScores
from inspector.workflow.review.video import ReviewedVideoRun


@dataclass(frozen=True, eq=False)
class ReadClip:
    """A clip whose scores were read, the frame to show, and whether its file is another than was inspected."""

    clip: int
    frame: int
    scores: ClipScores
    replaced: bool


def read_clip(run: ReviewedVideoRun, clip: int, frame: int) -> ReadClip:
    """Run off the GUI thread.

    Raises:
        RunError: if the run cannot be read.
    """
    return ReadClip(clip, frame, run.scores(clip), run.is_replaced(clip))
