"""A run of clips under review: its clips, its events, and what people decided on these."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector.core.operating_point import Decision, OperatingPoint
from inspector.core.video.inspection import ClipEvent
from inspector.data.video.category import Intervals, VideoCategory
from inspector.store.records import Review, ReviewDecision, current_reviews, current_user, record_review
from inspector.store.runs.video_run import ClipRecord, ClipScores, VideoRun


@dataclass(frozen=True)
class PlacedEvent:
    """An event and the clip it is in, by its place in the run."""

    clip: int
    found: ClipEvent

    @property
    def decision(self) -> Decision:
        return self.found.event.decision


class ReviewedVideoRun:
    """A run's clips by place, and all their events by place, in the order of the clips and of time.

    Args:
        category: to know labelled intervals from; None where there is none.

    Raises:
        RunError, StorageError: if run or reviews cannot be read.
    """

    def __init__(self, path: Path, *, category: VideoCategory | None) -> None:
        self.run = VideoRun(path)
        self.clips: tuple[ClipRecord, ...] = self.run.clips
        self.point: OperatingPoint = self.run.operating_point
        self.events = tuple(
            PlacedEvent(clip, event) for clip in range(len(self.clips)) for event in self.run.events(clip)
        )
        self._labelled = {}
        for clip in (*category.train, *category.test) if category is not None else ():
            self._labelled[clip.path.absolute()] = clip.abnormal or ()
        self._reviews: dict[str, Review] = current_reviews(path)

    @property
    def path(self) -> Path:
        return self.run.path

    @property
    def about(self) -> Mapping[str, Any]:
        return self.run.about

    def scores(self, clip: int) -> ClipScores:
        return self.run.scores(clip)

    def events_of(self, clip: int) -> list[int]:
        """The places of a clip's events, in the order of time."""
        return [place for place, event in enumerate(self.events) if event.clip == clip]

    def labelled(self, clip: int) -> Intervals:
        """The frames of a clip on which something is known to be wrong; none where nothing is known."""
        return self._labelled.get(self.clips[clip].path.absolute(), ())

    def worst(self, clip: int) -> float:
        """The highest peak of a clip's events; minus infinity without any."""
        return max((event.found.event.peak for event in self.events if event.clip == clip), default=float("-inf"))

    def review_of(self, place: int) -> Review | None:
        return self._reviews.get(self._key(place))

    def review(self, place: int, decision: ReviewDecision | None, *, reason: str = "") -> None:
        """Keep what a person decided on an event; None withdraws it. Durable when this returns."""
        key = self._key(place)
        kept = record_review(self.path, image=key, decision=decision, user=current_user(), reason=reason)
        if decision is None:
            self._reviews.pop(key, None)
        else:
            self._reviews[key] = kept

    def reviewed(self) -> int:
        return len(self._reviews)

    def close(self) -> None:
        self.run.close()

    def _key(self, place: int) -> str:
        """What the records call an event: the clip and the frame it begins at, which no other event of it has."""
        event = self.events[place]
        return f"{self.clips[event.clip].name}#{event.found.event.start}"
