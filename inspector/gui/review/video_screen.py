"""Review of clips: the timeline of each clip of a run, and its alarms one after the other for a person to decide on."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QWidget

from inspector.gui.background.frames import JudgedPictures, ShownFrame
from inspector.gui.background.job import BackgroundJob, Done, Ended, once
from inspector.gui.commands import Commands
from inspector.gui.review.images.pane import heat_scale
from inspector.gui.review.screen import RunScreen
from inspector.gui.review.undo import Decide
from inspector.gui.review.video.event_panel import EventPanel
from inspector.gui.review.video.list import ClipList
from inspector.gui.screen import GAP, EmptyState
from inspector.gui.session import Session
from inspector.gui.widgets.run_exports import RunExports
from inspector.gui.widgets.video.clock import ClipClock
from inspector.gui.widgets.video.player import ClipPlayer
from inspector.gui.widgets.video.timeline import TimelineScores
from inspector.gui.widgets.video.tracks import TimelineMarks
from inspector.store.records import ReviewDecision
from inspector.store.runs.run_types import VIDEO_RUN_SUFFIX
from inspector.store.runs.video_run import ClipScores
from inspector.workflow.review.video import ReviewedVideoRun

_LEAD_S = 1.0  # of an event that is played


@dataclass(frozen=True, eq=False)
class _Opened:
    """A clip whose scores were read."""

    clip: int
    scores: ClipScores


class ClipReviewScreen(RunScreen):
    """The Review screen of clips; `clip` and `alarm` are the places of what is shown."""

    clip: int | None = None
    alarm: int | None = None
    _settings_key = "clip_review"
    _suffix = VIDEO_RUN_SUFFIX

    def __init__(self, session: Session, commands: Commands) -> None:
        super().__init__(session, commands)
        self._reading: BackgroundJob | None = None
        self._wanted: tuple[int, int] | None = None  # clip and frame to show once its scores are read
        self._scores: ClipScores | None = None
        self._places: list[int] = []
        self._exports = RunExports(session, self)

    def _run_reader(self, path: Path) -> Callable[[], ReviewedVideoRun]:
        return partial(ReviewedVideoRun, path, category=self.session.clips)

    def _show_nothing(self) -> None:
        self.clip = self.alarm = self._wanted = self._scores = None
        self.pane.show_nothing()

    # Which clip, and where in it

    def show_clip(self, clip: int) -> None:
        """Show a clip, at its start."""
        self._show(clip, 0)

    def show_event(self, place: int) -> None:
        """Show an event at its worst moment, where what is wrong is seen best."""
        event = self.run.events[place]
        self._show(event.clip, event.found.event.peak_frame)

    def _show(self, clip: int, frame: int) -> None:
        if clip == self.clip:
            self.pane.jump(frame)
            return
        self._wanted = clip, frame
        if self._reading is None:
            self._read_scores()

    def _read_scores(self) -> None:
        run, clip = self.run, self._wanted[0]
        self._reading = self.session.start(
            once(lambda: _Opened(clip, run.scores(clip))),
            title=self.tr("Reading scores"),
            ended=self._scores_read,
            quietly=True,
        )

    def _scores_read(self, ended: Ended) -> None:
        self._reading = None
        if self._wanted is None or self.run is None:
            return
        if not isinstance(ended, Done) or ended.result.clip != self._wanted[0]:
            if isinstance(ended, Done):  # a person has gone on meanwhile
                self._read_scores()
            return
        (self.clip, frame), self._wanted, self._scores = self._wanted, None, ended.result.scores
        self._show_clip_now(frame)

    def _show_clip_now(self, frame: int) -> None:
        run, scores = self.run, self._scores
        record, labelled = run.clips[self.clip], run.labelled(self.clip)
        frames = int(scores.index[-1]) + 1 if len(scores) else 0
        clock = ClipClock(record.frame_rate, frames=frames, index=scores.index, time_s=scores.time_s)
        self._places = run.events_of(self.clip)
        self.facts.show_clip(Path(record.name).name, self._about_clip())
        self.pane.show_clip(
            partial(JudgedPictures, run.path, self.clip, record.path),
            clock=clock,
            scores=TimelineScores(scores.index, scores.score, labelled),
            marks=TimelineMarks(
                [run.events[place].found for place in self._places],
                labelled,
                lost=scores.index[scores.lost],
                still=scores.index[scores.still],
            ),
            point=run.point,
            scale=heat_scale(None if self.stored is None else self.stored.model.calibration, run.point),
            frame=frame,
        )
        self.commands.refresh()

    def _about_clip(self) -> str:
        record = self.run.clips[self.clip]
        if record.error is not None:
            return record.error
        words = []
        if record.label:
            words.append(self.tr("label: {label}").format(label=record.label))
        if record.frame_rate is not None:
            words.append(self.tr("{rate:.4g} frames a second").format(rate=record.frame_rate))
        if record.size is not None:
            words.append(f"{record.size[1]} × {record.size[0]} px")
        if not record.finished:
            words.insert(0, self.tr("interrupted"))
        return " · ".join(words)

    def _moved(self, frame: int) -> None:
        """Say what is known of a frame, without waiting for its picture."""
        scores = self._scores
        row = int(np.searchsorted(scores.index, frame))
        there = row < len(scores) and scores.index[row] == frame
        judged = there and np.isfinite(scores.score[row])
        lost = there and bool(scores.lost[row])
        state = ""
        if lost:
            state = self.tr("This frame could not be read.")
        elif there and scores.still[row]:
            state = self.tr("Nothing moves here, so that the method says nothing.")
        elif not judged:
            state = self.tr("This frame has no score: the method needs more frames around it.")
        self.facts.show_frame(
            float(scores.score[row]) if judged else None,
            scores.decisions[row] if judged else None,
            state=state,
            lost=lost,
        )
        self._show_event_at(frame)

    def _show_event_at(self, frame: int) -> None:
        run = self.run
        spans = {place: run.events[place].found.event for place in self._places}
        within = [place for place, span in spans.items() if span.start <= frame < span.end]
        before, self.alarm = self.alarm, within[0] if within else None
        number = self._places.index(self.alarm) + 1 if within else 0
        self.facts.show_event(
            run.events[self.alarm].found if within else None,
            run.review_of(self.alarm) if within else None,
            number=number,
            count=len(self._places),
            clock=self.pane.clock,
        )
        self.pane.set_event(number - 1)
        if within:
            self.list.show_event(self.alarm)
        else:
            self.list.show_clip(self.clip)
        if before != self.alarm:
            self.commands.refresh()

    def _shown(self, found: ShownFrame) -> None:
        if found.problem:
            self.facts.state.setText(found.problem)
            self.facts.state.show()

    def _lane_chosen(self, number: int) -> None:
        self.show_event(self._places[number])

    # Commands

    def next_alarm(self) -> None:
        self._to_alarm(1)

    def previous_alarm(self) -> None:
        self._to_alarm(-1)

    def _to_alarm(self, sign: int) -> None:
        place = self.list.alarm_after(self.clip, self.pane.frame, sign)
        if place is None:
            self.session.said.emit(self.tr("No further alarm in the clips that are listed."))
        else:
            self.show_event(place)

    def play_event(self) -> None:
        """Play the event from a second before it to its end."""
        event, clock = self.run.events[self.alarm].found.event, self.pane.clock
        self.pane.jump(event.start - round(_LEAD_S * clock.playing_rate))
        self.pane.play(until=event.end)

    def export_event(self) -> None:
        """Ask where to, and write the event as a video in the background."""
        found, clip = self.run.events[self.alarm].found, self.clip
        name = f"{self.run.path.stem}-{Path(self.run.clips[clip].name).stem}-{found.event.start}.mp4"
        self._exports.event_video(self.run.path, clip, found, stored=self.stored, point=self.run.point, name=name)

    def _decide(self, decision: ReviewDecision) -> None:
        self.session.undo.push(Decide(self, self.run, self.alarm, decision))
        following = self.list.alarm_after(self.clip, self.pane.frame, 1)
        if following is not None:
            self.show_event(following)

    def _show_review(self, _place: int) -> None:
        if self.clip is not None:
            self._show_event_at(self.pane.frame)

    # Layout

    def _group(self) -> str:
        return self.tr("Review of clips")

    def _empty(self) -> EmptyState:
        train = self._add(self.tr("Train a model"), self._to_train)
        inspect = self._add(self.tr("Inspect clips"), self._to_inspect)
        return EmptyState(
            self.tr("Nothing to review yet"),
            self.tr("Inspect clips with a model: each of them then appears here with its timeline and its alarms."),
            (inspect, train),
        )

    def _content(self) -> QWidget:
        add, at_event, there = self._add, self._has_event, self._has_clip
        previous = add(self.tr("Previous alarm"), self.previous_alarm, ("P",), there)
        following = add(self.tr("Next alarm"), self.next_alarm, ("N",), there)
        decisions = (
            add(self.tr("Confirm"), self.reject, ("R",), at_event),
            add(self.tr("False alarm"), self.accept, ("A",), at_event),
            add(self.tr("Unsure"), self.unsure, ("U",), at_event),
        )
        play = add(self.tr("Play event"), self.play_event, ("Return", "Enter"), at_event)
        play.setToolTip(self.tr("Play the event from a second before it"))
        export = add(self.tr("Export …"), self.export_event, ("E",), self._can_export)
        export.setToolTip(self.tr("Write the event as a video, with heatmap and boxes"))
        self.facts = EventPanel(decisions=decisions, after=(play, export))
        self.list = ClipList()
        self.list.clip_chosen.connect(self.show_clip)
        self.list.event_chosen.connect(self.show_event)
        self.pane = ClipPlayer(add=add, beside=self.facts, around=((previous,), (following,)))
        self.pane.moved.connect(self._moved)
        self.pane.shown.connect(self._shown)
        self.pane.event_chosen.connect(self._lane_chosen)
        self.facts.add_drawing(self.pane.view, add, there, settings=self.session.settings)
        splitter = self._split(self.list, self.pane, sizes=(290, 870))
        splitter.setHandleWidth(GAP)
        return splitter

    def _has_clip(self) -> bool:
        return self.clip is not None

    def _can_export(self) -> bool:
        return self.alarm is not None and self.stored is not None

    def _has_event(self) -> bool:
        return self.alarm is not None
