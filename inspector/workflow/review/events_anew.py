"""The events of a clip at another operating point than its run's own, in the scores that the run holds."""

from collections.abc import Sequence

import numpy as np

from inspector.core.operating_point import OperatingPoint
from inspector.core.video.inspection import ClipEvent
from inspector.core.video.knowledge import frames_of
from inspector.core.video.temporal import Event, EventFinder
from inspector.store.runs.video_run import ClipScores, VideoRun
from inspector.workflow.inspect.video import EVENT_GAP_S


def events_at(run: VideoRun, clip: int, point: OperatingPoint, *, own: Sequence[ClipEvent]) -> list[ClipEvent]:
    """The events of a clip, in the order of time.

    Args:
        own: those that the run has of it, which say where the worst is on a frame.

    Raises:
        RunError: if the run cannot be read.
    """
    rate, scores = run.clips[clip].frame_rate, run.scores(clip)
    finder = EventFinder(point, min_gap=frames_of(EVENT_GAP_S, rate))
    pushed = [
        finder.push(int(frame), float(score))
        for frame, (score, judged) in zip(scores.index, judged_scores(scores), strict=True)
        if judged
    ]
    times = dict(zip(scores.index.tolist(), scores.time_s.tolist(), strict=True))

    def seconds(frame: int) -> float | None:
        time_s = times.get(frame, np.nan)
        return None if np.isnan(time_s) else time_s

    found = []
    for event in (*pushed, finder.finish()):
        if event is not None:
            last = seconds(event.end - 1)
            end = None if last is None or rate is None else last + 1 / rate
            place = _box_at(run, clip, event.peak_frame, own=own)
            found.append(ClipEvent(event, seconds(event.start), end, seconds(event.peak_frame), place=place))
    return found


def judged_scores(scores: ClipScores) -> list[tuple[float, bool]]:
    """Each frame's score, and whether there is one."""
    return list(zip(scores.score.tolist(), np.isfinite(scores.score).tolist(), strict=True))


def overlap(one: Event, other: Event) -> bool:
    """Whether two events share frames."""
    return one.start < other.end and other.start < one.end


def _box_at(
    run: VideoRun, clip: int, frame: int, *, own: Sequence[ClipEvent]
) -> tuple[float, float, float, float] | None:
    """Where the worst is on a frame: as one of the run's own events says, else its worst box."""
    for event in own:
        if event.event.peak_frame == frame:
            return event.place
    record = run.frame(clip, frame)
    if record is None or not len(record.boxes):
        return None
    left, top, right, bottom = record.boxes[0, :4].tolist()
    return left, top, right, bottom
