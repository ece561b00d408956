"""A run of clips under review: its clips, its events, and what people decided on these."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np

from inspector.core.operating_point import Decision, OperatingPoint
from inspector.core.video.inspection import ClipEvent
from inspector.data.layout import GOOD
from inspector.data.natural_order import natural_key
from inspector.data.video.category import Intervals, VideoCategory
from inspector.store.records import Review, ReviewDecision
from inspector.store.runs.sources import replaced
from inspector.store.runs.video_run import ClipRecord, ClipScores, VideoRun
from inspector.workflow.evaluate.learned import learned_parts
from inspector.workflow.review.event_names import event_name, event_of_name, whole_clip_name
from inspector.workflow.review.events_anew import events_at, judged_scores, overlap
from inspector.workflow.review.reviewed_run import NOT_NAMED, NOT_REVIEWED, ReviewedRun
from inspector.workflow.review.scores import LabelledScores
from inspector.workflow.train.video_reading import clip_digest

_SEVERE = (Decision.NG, Decision.REVIEW, Decision.OK)


class ClipOrder(StrEnum):
    """In which order the clips of a run are listed, with the events of each by their peak or in time."""

    WORST = "worst"
    TIME = "time"
    NAME = "name"


@dataclass(frozen=True)
class ClipFilter:
    """Which clips and events to list; None for all.

    Attributes:
        decisions: clips with an event that has one of these verdicts.
        state: events on which people decided this, or `NOT_REVIEWED`.
        type: events of a type of defect that a person named, or `NOT_NAMED`.
        name: what the clips' names contain, in any case; empty for all.
        order: in which they are listed; those that could not be judged come first by their worst events.
    """

    decisions: Collection[Decision] | None = None
    state: str | None = None
    type: str | None = None
    name: str = ""
    order: ClipOrder = ClipOrder.WORST


@dataclass(frozen=True)
class PlacedEvent:
    """An event and the clip it is in, by its place in the run."""

    clip: int
    found: ClipEvent

    @property
    def decision(self) -> Decision:
        return self.found.event.decision


class ReviewedVideoRun(ReviewedRun):
    """A run's clips by place, and all their events by place, in the order of the clips and of time.

    People decide on events, and on whole clips in which there is none: their places follow those of the events. At
    another operating point than the run's own, the events are found anew in the scores that it holds. The file is open
    only while it is read, so that any thread may read.

    Attributes:
        clips: their records; `decision` says what each is decided at `point`.
        events: at `point`.
        quiet: the clips that were judged to their end without an event at `point`.

    Args:
        category: to know labelled intervals from; None where there is none.

    Raises:
        RunError, StorageError: if run or reviews cannot be read.
    """

    name_columns = ("clip", "start_frame")

    def __init__(self, path: Path, *, category: VideoCategory | None) -> None:
        with VideoRun(path) as run:
            super().__init__(run)
            self.clips: tuple[ClipRecord, ...] = run.clips
            self._own_events = self.events = tuple(
                PlacedEvent(clip, event) for clip in range(len(self.clips)) for event in run.events(clip)
            )
            self._peaks = run.peaks()
            self._fingerprints = run.fingerprints()
        self.quiet = self._find_quiet()
        self._labelled: dict[Path, Intervals] = {}
        for clip in (*category.train, *category.test, *category.ignored) if category is not None else ():
            self._labelled[clip.path.absolute()] = clip.abnormal or ()

    def judge_by(self, point: OperatingPoint) -> None:
        self.point = point
        if point == self._own_point:
            self.events = self._own_events
        else:
            own = [[one.found for one in self._own_events if one.clip == clip] for clip in range(len(self.clips))]
            with VideoRun(self.path) as run:
                self.events = tuple(
                    PlacedEvent(clip, event)
                    for clip in range(len(self.clips))
                    for event in events_at(run, clip, point, own=own[clip])
                )
        self.quiet = self._find_quiet()

    def is_replaced(self, clip: int) -> bool:
        """Whether a clip's file is another by now than was inspected; not where it is gone, or the run cannot tell."""
        return self._fingerprints is not None and bool(replaced([self.clips[clip].path], [self._fingerprints[clip]]))

    def scores(self, clip: int) -> ClipScores:
        """A clip's records by column, decided at `point`."""
        point = self.point
        with VideoRun(self.path) as run:
            scores = run.scores(clip)
        if point == self._own_point:
            return scores
        rows = zip(judged_scores(scores), scores.doubtful.tolist(), strict=True)
        decisions = [point.decide(score, doubtful=doubtful) if judged else None for (score, judged), doubtful in rows]
        return replace(scores, decisions=decisions)

    def decision(self, clip: int) -> Decision | None:
        """The verdict on a clip at `point`; None where it broke off or no frame could be judged."""
        peak, record = self._peaks[clip], self.clips[clip]
        if peak is None or record.error is not None:
            return None
        return self.point.decide(peak[1], doubtful=record.is_doubtful)

    def failed(self, clip: int) -> bool:
        """Whether a clip that ended has no verdict."""
        return self.clips[clip].finished and self.decision(clip) is None

    def peak_frame(self, clip: int) -> int:
        """A clip's worst frame; its first where none could be judged."""
        peak = self._peaks[clip]
        return 0 if peak is None else peak[0]

    def events_of(self, clip: int) -> list[int]:
        """The places of a clip's events, in the order of time."""
        return [place for place, event in enumerate(self.events) if event.clip == clip]

    def select(self, choice: ClipFilter) -> dict[int, list[int]]:
        """The places of the clips to list, in their order, with those of their events."""
        events = {clip: self._passing(clip, choice) for clip in range(len(self.clips)) if self._is_named(clip, choice)}
        listed = [clip for clip, found in events.items() if found or not self._needs_event(clip, choice)]
        if choice.order is ClipOrder.NAME:
            listed.sort(key=lambda clip: natural_key(self.clips[clip].name))
        elif choice.order is ClipOrder.WORST:
            listed.sort(key=lambda clip: (self._severity(clip), -self.peak(clip)))
            for found in events.values():
                found.sort(key=lambda place: -self.events[place].found.event.peak)
        return {clip: events[clip] for clip in listed}

    def _is_named(self, clip: int, choice: ClipFilter) -> bool:
        if choice.name.casefold() not in self.clips[clip].name.casefold():
            return False
        decisions = choice.decisions
        return decisions is None or any(self.events[place].decision in decisions for place in self.events_of(clip))

    def _passing(self, clip: int, choice: ClipFilter) -> list[int]:
        return [
            place
            for place in self.events_of(clip)
            if self.is_in_state(place, choice.state) and self._has_type(place, choice.type)
        ]

    def _has_type(self, place: int, choice: str | None) -> bool:
        types = self.types_at(place).values()
        return choice is None or (not types if choice == NOT_NAMED else choice in types)

    def _needs_event(self, clip: int, choice: ClipFilter) -> bool:
        """Whether a clip is listed for its events alone; one without any for what people decided on all of it."""
        whole = self.whole_place(clip)
        if choice.type is None and whole is not None:
            return not self.is_in_state(whole, choice.state)
        if choice.type is None and choice.state == NOT_REVIEWED:
            return bool(self.events_of(clip))
        return choice.type is not None or choice.state is not None

    def _severity(self, clip: int) -> int:
        """Where a clip comes by its verdict: what could not be judged first, what is not inspected yet last."""
        if self.failed(clip):
            return 0 if self.clips[clip].error is not None else 1
        decision = self.decision(clip)
        return 2 + (len(_SEVERE) if decision is None else _SEVERE.index(decision))

    def labelled(self, clip: int) -> Intervals:
        """The frames of a clip on which something is known to be wrong; none where nothing is known."""
        return self._labelled.get(self.clips[clip].path.absolute(), ())

    def peak(self, clip: int) -> float:
        """A clip's highest score; minus infinity where no frame could be judged."""
        peak = self._peaks[clip]
        return float("-inf") if peak is None else peak[1]

    def labelled_scores(self) -> LabelledScores:
        """The highest frame score of each clip, and what is known of it.

        Its label counts, else :meth:`decided_clips`. Clips in which no frame could be judged are not known.
        """
        decided = self.decided_clips()
        scores = np.array([np.nan if peak is None else peak[1] for peak in self._peaks], float)
        known, defective = np.zeros(len(self.clips), bool), np.zeros(len(self.clips), bool)
        for clip, record in enumerate(self.clips):
            if record.label:
                known[clip], defective[clip] = True, record.label != GOOD
            elif decided.get(clip) in (ReviewDecision.ACCEPT, ReviewDecision.REJECT):
                known[clip], defective[clip] = True, decided[clip] is ReviewDecision.REJECT
        doubtful = np.array([clip.is_doubtful for clip in self.clips], bool)
        names = [clip.name for clip in self.clips]
        learned = np.array([name in self.learned for name in names], bool)
        return LabelledScores(names, scores, known & ~np.isnan(scores), defective, doubtful, learned=learned)

    def decided_clips(self) -> dict[int, ReviewDecision]:
        """What people decided on clips, by their places; those of which something is undecided are left out.

        A clip is defective if an event of it was confirmed, at whatever thresholds, or if people said so of all of it;
        else they are unsure of it if they are of an event; else it is good if it was judged to its end, and they said
        so of all of it, or it has events and all of them are false alarms.
        """
        rejected = {
            event_of_name(name)[0]
            for name, review in self._reviews.items()
            if review.decision is ReviewDecision.REJECT and "#" in name
        }
        events: dict[int, list[ReviewDecision | None]] = {}
        for place, event in enumerate(self.events):
            review = self.review_of(place)
            events.setdefault(event.clip, []).append(None if review is None else review.decision)
        found: dict[int, ReviewDecision] = {}
        for clip, record in enumerate(self.clips):
            whole, decisions = self._reviews.get(whole_clip_name(record.name)), events.get(clip, [])
            said = None if whole is None else whole.decision
            if record.name in rejected or ReviewDecision.REJECT in decisions:
                found[clip] = ReviewDecision.REJECT
            elif ReviewDecision.UNSURE in (said, *decisions):
                found[clip] = ReviewDecision.UNSURE
            elif (said is ReviewDecision.ACCEPT or {*decisions} == {ReviewDecision.ACCEPT}) and record.whole:
                found[clip] = ReviewDecision.ACCEPT
        return found

    @property
    def confirmed(self) -> int:
        return list(self.decided_clips().values()).count(ReviewDecision.ACCEPT)

    def type_of_clip(self, clip: int) -> str:
        """The type of defect of a clip's worst named event, or of the whole clip; its label where none is named."""
        label, whole = self.clips[clip].label, self.whole_place(clip)
        worst = sorted(self.events_of(clip), key=lambda place: -self.events[place].found.event.peak)
        rejected = [
            place
            for place in worst
            if (review := self.review_of(place)) is not None and review.decision is ReviewDecision.REJECT
        ]
        places = [*rejected, *worst, *(() if whole is None else (whole,))]
        named = next((name for place in places for name in self.types_at(place).values()), label)
        return "" if named == GOOD else named

    def find_learned(self, card: Mapping[str, Any]) -> None:
        self.learned = learned_parts(card, ((clip.name, clip.path) for clip in self.clips), digest=clip_digest)

    def whole_place(self, clip: int) -> int | None:
        """The place of a clip as a whole; None where it has events, or could not be judged to its end."""
        return len(self.events) + self.quiet.index(clip) if clip in self.quiet else None

    def clip_at(self, place: int) -> int:
        """The clip that is at a place, or whose event is."""
        events = len(self.events)
        return self.events[place].clip if place < events else self.quiet[place - events]

    def record_name(self, place: int) -> str:
        """The clip and the frame the event begins at, which no other event of it has; or the clip as a whole."""
        if place >= len(self.events):
            return whole_clip_name(self.clips[self.clip_at(place)].name)
        event = self.events[place]
        return event_name(self.clips[event.clip].name, event.found.event.start)

    def name_in_row(self, row: Mapping[str, str]) -> str:
        return event_name(row["clip"], row["start_frame"])

    def typed_name(self, place: int) -> str:
        """The name of the run's own event that shares frames with this one, which tables and pages speak of."""
        if self.events is not self._own_events and place < len(self.events):
            event = self.events[place]
            for own in self._own_events:
                if own.clip == event.clip and overlap(own.found.event, event.found.event):
                    return event_name(self.clips[own.clip].name, own.found.event.start)
        return self.record_name(place)

    def places_typed(self, name: str) -> list[int]:
        return [place for place in range(self.places) if self.typed_name(place) == name]

    @property
    def places(self) -> int:
        return len(self.events) + len(self.quiet)

    def decided(self, place: int) -> Decision | None:
        return self.events[place].decision if place < len(self.events) else self.decision(self.clip_at(place))

    def place_of(self, name: str) -> int | None:
        return next((place for place in range(self.places) if self.record_name(place) == name), None)

    def contradicted_label(self, place: int, decision: ReviewDecision | None) -> str:
        """An event in a defective clip may be a false alarm, but a good clip has nothing to confirm."""
        label = self.clips[self.clip_at(place)].label
        if label == GOOD:
            return label if decision is ReviewDecision.REJECT else ""
        return label if place >= len(self.events) and decision is ReviewDecision.ACCEPT else ""

    def review_of(self, place: int) -> Review | None:
        """The decision in force on an event, or on a clip without one.

        Where there is none on just this event, that on one of the run's own events counts which shares frames with
        it: at other thresholds the same event begins elsewhere.
        """
        review = super().review_of(place)
        if place >= len(self.events):
            return review
        event = self.events[place]
        if review is None and self.events is not self._own_events:
            for own in self._own_events:
                if own.clip == event.clip and overlap(own.found.event, event.found.event):
                    name = event_name(self.clips[own.clip].name, own.found.event.start)
                    review = self._reviews.get(name, review)
        return review

    def reviewed(self) -> int:
        """How many of the events, and of the clips without one, have a decision in force."""
        return sum(self.review_of(place) is not None for place in range(self.places))

    def close(self) -> None:
        """Nothing is open."""

    def _find_quiet(self) -> tuple[int, ...]:
        with_events = {event.clip for event in self.events}
        return tuple(
            clip
            for clip, record in enumerate(self.clips)
            if clip not in with_events and record.whole and self.decision(clip) is not None
        )
