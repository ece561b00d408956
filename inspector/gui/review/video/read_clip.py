"""What is read of a clip before it is shown, and how a player shows it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from inspector.core.video.inspection import ClipEvent
from inspector.gui.background.frames import JudgedPictures
from inspector.gui.widgets.video.clock import ClipClock
from inspector.gui.widgets.video.player import ClipPlayer
from inspector.gui.widgets.video.timeline import TimelineScores
from inspector.gui.widgets.video.tracks import TimelineMarks
from inspector.store.runs.video_run import ClipScores
from inspector.workflow.report.pictures import HeatScale
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


def show_in(
    player: ClipPlayer,
    run: ReviewedVideoRun,
    read: ReadClip,
    events: Sequence[ClipEvent],
    *,
    scale: HeatScale,
    written: Callable[[float], str],
) -> None:
    """Let a player show a clip with its events.

    Args:
        written: a score as the screen writes it.
    """
    record, labelled, scores = run.clips[read.clip], run.labelled(read.clip), read.scores
    frames = int(scores.index[-1]) + 1 if len(scores) else 0
    player.show_clip(
        partial(JudgedPictures, run.path, read.clip, record.path),
        clock=ClipClock(record.frame_rate, frames=frames, index=scores.index, time_s=scores.time_s),
        scores=TimelineScores(scores.index, scores.score, labelled),
        marks=TimelineMarks(events, labelled, lost=scores.index[scores.lost], still=scores.index[scores.still]),
        point=run.point,
        scale=scale,
        frame=read.frame,
        readable=run.readable,
        written=written,
    )
