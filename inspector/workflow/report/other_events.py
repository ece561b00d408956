"""Events that people decided on at other thresholds than a run's own, for what is written of the run."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from inspector.core.operating_point import OperatingPoint
from inspector.core.video.inspection import ClipEvent
from inspector.core.video.temporal import Event
from inspector.store.records import Review
from inspector.store.runs.video_run import VideoRun
from inspector.workflow.review.event_names import event_name, event_of_name
from inspector.workflow.review.video import ReviewedVideoRun


@dataclass(frozen=True)
class OtherEvents:
    """What people decided on and named that are not events of the run itself.

    Attributes:
        reviews: decisions in force by the names of the events that are written: one on an event found anew counts for
            those of the run that share frames with it and have none.
        events: those that share no frames with one of the run, or with one that has a decision, by clip; each is
            decided by the run's own thresholds, as all that is written of it.
    """

    reviews: Mapping[str, Review]
    events: Mapping[int, list[ClipEvent]]

    def all_of(self, run: VideoRun, clip: int) -> list[ClipEvent]:
        """The events of a clip and these, in the order of time."""
        return sorted([*run.events(clip), *self.events.get(clip, ())], key=lambda event: event.event.start)


def other_events(
    run: VideoRun,
    *,
    reviews: Mapping[str, Review],
    named: Collection[str],
    in_force: Callable[[], OperatingPoint | None],
) -> OtherEvents:
    """Find the events that people decided on at other thresholds again.

    Args:
        reviews: decisions in force, by the names that the records give the events.
        named: events that have a type, likewise.
        in_force: the thresholds in force for the run's model; None where they are not known. An event that they do not
            give is written with its first frame alone.

    Raises:
        RunError, StorageError: if the run or its records cannot be read.
    """
    clips = {record.name: clip for clip, record in enumerate(run.clips)}
    own = {
        event_name(record.name, one.event.start) for clip, record in enumerate(run.clips) for one in run.events(clip)
    }
    found_in = {name: event_of_name(name) for name in dict.fromkeys([*reviews, *named]) if name not in own}
    others = {
        name: (clips[clip], start) for name, (clip, start) in found_in.items() if clip in clips and start is not None
    }
    if not others:
        return OtherEvents(reviews, {})
    point = in_force()
    by_name: dict[str, ClipEvent] = {}
    if point is not None:
        with ReviewedVideoRun(run.path, category=None) as reviewed:
            reviewed.judge_by(point)
            by_name = {reviewed.record_name(place): one.found for place, one in enumerate(reviewed.events)}
    extended, events = dict(reviews), dict[int, list[ClipEvent]]()
    for name, (clip, start) in others.items():
        found = by_name.get(name) or _first_frame(run, clip, start)
        if found is None:
            continue
        same = [
            event_name(run.clips[clip].name, one.event.start)
            for one in run.events(clip)
            if one.event.start < found.event.end and found.event.start < one.event.end
        ]
        if same and name not in named and not any(one in reviews for one in same):
            extended |= dict.fromkeys(same, extended.pop(name))
            continue
        decided = replace(found.event, decision=run.operating_point.decide(found.event.peak))
        events.setdefault(clip, []).append(replace(found, event=decided))
    return OtherEvents(extended, events)


def _first_frame(run: VideoRun, clip: int, start: int) -> ClipEvent | None:
    """An event of which no more is known than where it begins; None where the run has no score there."""
    scores = run.scores(clip)
    (row,) = np.flatnonzero((scores.index == start) & np.isfinite(scores.score))[:1].tolist() or (None,)
    if row is None:
        return None
    score, time_s = float(scores.score[row]), float(scores.time_s[row])
    begun = None if np.isnan(time_s) else time_s
    event = Event(start, start + 1, start, score, run.operating_point.decide(score))
    return ClipEvent(event, begun, None, begun, None)
