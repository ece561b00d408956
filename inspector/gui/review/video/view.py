"""Review of a run of clips: the timeline of each, and its events one after the other for a person to decide on."""

from collections.abc import Hashable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtGui import QAction

from inspector.gui.background.frames import ShownFrame
from inspector.gui.commands import CommandGroup, needs
from inspector.gui.numbers import score_text
from inspector.gui.review.confirmed_parts import ConfirmedParts
from inspector.gui.review.defect_types.naming import TypeNaming
from inspector.gui.review.pictures.heat_scale import heat_scale
from inspector.gui.review.pictures.part_notice import replaced_words
from inspector.gui.review.pictures.readout_line import readout_line
from inspector.gui.review.similar_dialog import SimilarItems, SimilarSource
from inspector.gui.review.video import words as clip_words
from inspector.gui.review.video.clip_frames import ClipFrame, event_frame, load_clip_frame
from inspector.gui.review.video.event_panel import EventPanel, event_review_word, tabbed
from inspector.gui.review.video.frame_picture import FramePicture
from inspector.gui.review.video.list import ClipList
from inspector.gui.review.video.read_clip import ReadClip, read_clip, show_in
from inspector.gui.review.view import ReviewParts, ReviewSplitter, decision_commands
from inspector.gui.screen import EmptyState, button
from inspector.gui.widgets.pictures.thumbnails import Thumbnails
from inspector.gui.widgets.run_exports import RunExports
from inspector.gui.widgets.video.clock import event_span
from inspector.gui.widgets.video.player import ClipPlayer
from inspector.store.records import ReviewDecision
from inspector.store.runs.video_run import ClipScores
from inspector.workflow.export.csv_file import CsvForm
from inspector.workflow.export.reviews import export_event_reviews
from inspector.workflow.kinds import VIDEO
from inspector.workflow.review.model import ReviewModel
from inspector.workflow.review.reviewed_run import Place
from inspector.workflow.review.similar import similar_events
from inspector.workflow.review.type_proposals import event_proposer
from inspector.workflow.review.video import ReviewedVideoRun

_LEAD_S = 1.0  # of an event that is played
_READING = "review scores"
_SIZES = (250, 690, 320)
_WIDEST_SIDE = 460


class VideoReview(ReviewSplitter):
    """List, player and panel beside each other; `clip` and `place` are those of the clip and the event shown."""

    def __init__(self, parts: ReviewParts) -> None:
        super().__init__(parts, settings_key="clip_review")
        self.words = clip_words.clip_threshold_words()
        self.run_counts = self.tr("{n} clips, {ng} NG")
        self.clip: int | None = None
        self._run: ReviewedVideoRun | None = None
        self._model: ReviewModel | None = None
        self._scores: ClipScores | None = None
        self._places: list[int] = []  # of the events of the clip
        self._exports = RunExports(self.session, self)
        self.thumbnails = Thumbnails(self, make=load_clip_frame)
        self._build(parts)

    def export_reviews(self, run: Path, target: Path, /, *, form: CsvForm) -> Path:
        return export_event_reviews(run, target, form=form)

    def empty_state(self, train: QAction, inspect: QAction) -> EmptyState:
        return EmptyState(
            self.tr("Nothing to review yet"),
            self.tr("Inspect clips with a model: each clip then appears here with its timeline and its events."),
            (inspect, train),
        )

    # What is shown

    def show_run(self, run: ReviewedVideoRun | None, model: ReviewModel | None, *, keep_place: bool) -> None:
        self._run = run
        self._model = model
        if not keep_place:
            self._show_nothing("")
        self.list.show_run(self._run, keep_place=keep_place)
        self.naming.show_run(run, None if run is None else event_proposer(run))
        self._confirmed.show_run(run, model)
        self._similar.show_run(run)
        if keep_place and self.clip is not None:
            self._read(self.clip, self.player.frame)

    def show_clip(self, clip: int) -> None:
        """Show a clip, at its start."""
        self._show(clip, 0)

    def show_event(self, place: int) -> None:
        """Show an event, or a clip without one, at its peak, where what is wrong is seen best."""
        run = self._run
        if run is not None:
            clip = run.clip_at(place)
            event = place < len(run.events)
            self._show(clip, run.events[place].found.event.peak_frame if event else run.peak_frame(clip))

    def show_place(self, place: int) -> None:
        self.list.list_event(place)
        self.show_event(place)

    def _show_nothing(self, why: str) -> None:
        self.session.outdate(_READING)
        self.clip, self._scores, self._places = None, None, []
        self._select(None)
        self.player.show_nothing()
        self.picture.show_nothing()
        self.panel.show_nothing(why)

    def _list_emptied(self) -> None:
        self._show_nothing(self.tr("Nothing matches the filters."))

    def name_of(self, place: int) -> str:
        if self._run is None:
            return ""
        name = Path(self._run.clips[self._run.clip_at(place)].name).name
        return f"{name} {event_span(self._run.events[place].found)}" if place < len(self._run.events) else name

    def word_of(self, decision: ReviewDecision) -> str:
        return event_review_word(decision, event=self._has_event())

    def show_scored(self, place: int) -> None:
        if self._run is not None:
            self.list.list_clip(place)
            self._show(place, self._run.peak_frame(place))

    def picture_key(self, place: int) -> Hashable:
        run = self._run
        return None if run is None else ClipFrame(run.clips[place].path, run.peak_frame(place))

    def take_focus(self) -> None:
        self.list.take_focus()

    def _show(self, clip: int, frame: int) -> None:
        if clip == self.clip and not self.session.awaits(_READING):
            self.player.jump(frame)
        else:
            self._read(clip, frame)

    def _read(self, clip: int, frame: int) -> None:
        if self._run is not None:
            self._select(None)  # no key decides on what is about to go
            self.session.latest(_READING, partial(read_clip, self._run, clip, frame), self._clip_read)

    def _clip_read(self, read: ReadClip) -> None:
        run = self._run
        if run is None:
            return
        self.clip, self._scores = read.clip, read.scores
        record = run.clips[read.clip]
        self._places = run.events_of(read.clip)
        remark = replaced_words() if read.replaced else ""
        self.panel.show_clip(Path(record.name).name, clip_words.about_clip(run, read.clip), remark=remark)
        self.picture.show_clip(run, read.clip, self._model)
        found = [run.events[place].found for place in self._places]
        show_in(self.player, run, read, found, scale=heat_scale(self._model, run.point), written=self._written)
        self.selected.emit()

    def _moved(self, frame: int) -> None:
        """Say what is known of a frame, without waiting for its picture."""
        run, scores = self._run, self._scores
        if run is None or scores is None or self.clip is None:
            return
        self.panel.show_frame(clip_words.frame_facts(run, self.clip, scores, frame), written=self._written)
        self._show_event_at(frame)

    def _written(self, score: float) -> str:
        return score_text(None if self._run is None else self._run.relative(score), score)

    def _show_event_at(self, frame: int) -> None:
        run = self._run
        if run is None or self.clip is None:
            return
        spans = {place: run.events[place].found.event for place in self._places}
        found = next((place for place, span in spans.items() if span.start <= frame < span.end), None)
        place = (
            run.whole_place(self.clip) if found is None else found
        )  # a clip without an event is decided on as a whole
        position = 0 if found is None else self._places.index(found) + 1
        self.panel.show_event(
            None if found is None else run.events[found].found,
            None if place is None else run.review_of(place),
            whole=found is None and place is not None,
            position=position,
            count=len(self._places),
            clock=self.player.clock,
            written=self._written,
        )
        self.player.set_event(position - 1)
        if found is None:
            self.list.show_clip(self.clip)
        else:
            self.list.show_event(found)
        if place != self.place:
            self._select(place)
            self.naming.refresh()

    def _shown(self, frame: ShownFrame) -> None:
        if frame.problem:  # which of a clip that cannot be opened is said above
            self.panel.show_state("" if frame.problem == self.panel.about.text() else frame.problem)

    def _track_clicked(self, number: int) -> None:
        self.show_event(self._places[number])

    # Commands

    def show_review(self, place: int) -> None:
        self.list.show_review(place)
        if not self.session.awaits(_READING):  # or the list has gone on to an event of another clip
            self._show_event_at(self.player.frame)
        self.naming.records_changed()

    def advance(self, place: int) -> None:
        self.list.decided()
        following = self.list.next_undecided(place)
        if following is None:
            self.session.said.emit(self.tr("Every listed event is decided."))
        else:
            self.show_event(following)

    def go_on(self, sign: int, *, in_list: bool) -> None:
        """To the next event, or the previous one with sign -1, in time or as they are listed."""
        if self.clip is None:
            return
        if in_list:
            place = self.list.listed_after(self.clip, self.place, sign)
        else:
            place = self.list.event_after(self.clip, self.player.frame, sign)
        if place is None:
            self.session.said.emit(clip_words.no_event_text(sign, in_list=in_list))
        else:
            self.show_event(place)

    def play_event(self) -> None:
        """Play the event from a second before it to its end."""
        if self._run is not None and self.place is not None and self._has_event():
            event, clock = self._run.events[self.place].found.event, self.player.clock
            self.player.jump(event.start - round(_LEAD_S * clock.playing_rate))
            self.player.play(until=event.end)

    def export_event(self) -> None:
        """Ask where to, and write the event as a video in the background."""
        run, model = self._run, self._model
        if run is not None and model is not None and self.place is not None and self._has_event():
            placed = run.events[self.place]
            name = f"{run.path.stem}-{Path(run.clips[placed.clip].name).stem}-{placed.found.event.start}.mp4"
            self._exports.event_video(
                run.path, placed.clip, placed.found, model=model.folder, point=run.point, name=name
            )

    def export_category(self) -> None:
        """Ask where to, and copy the decided clips into a new category."""
        if self._run is not None:
            self._exports.category(self._run.path, point=self._run.point)

    def _show_confirmed(self) -> None:
        self.list.show_decided(ReviewDecision.ACCEPT)
        self.take_focus()

    def _chosen_event(self) -> tuple[Place, int] | None:
        """What a type can be given to: an event, or a clip that is defective although nothing was found in it."""
        review = None if self._run is None or self.place is None else self._run.review_of(self.place)
        missed = review is not None and review.decision is ReviewDecision.REJECT
        return ((self.place, 0), 1) if self.place is not None and (self._has_event() or missed) else None

    @needs(QT_TRANSLATE_NOOP("Needs", "needs an open run of clips"))
    def _has_clip(self) -> bool:
        return self.clip is not None

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a selected event or clip"))
    def _has_place(self) -> bool:
        return self.place is not None

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a selected event"))
    def _has_event(self) -> bool:
        return self._run is not None and self.place is not None and self.place < len(self._run.events)

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a selected event and the run's model"))
    def _can_export(self) -> bool:
        return self._has_event() and self._model is not None

    # Layout

    def _build(self, parts: ReviewParts) -> None:
        add = CommandGroup(parts.commands, self, self.tr("Review (video)")).add
        previous = add(self.tr("Previous event"), partial(self.go_on, -1, in_list=False), ("P",), self._has_clip)
        following = add(self.tr("Next event"), partial(self.go_on, 1, in_list=False), ("N",), self._has_clip)
        add(self.tr("Next event in the list"), partial(self.go_on, 1, in_list=True), ("J",), self._has_clip)
        add(self.tr("Previous event in the list"), partial(self.go_on, -1, in_list=True), ("K",), self._has_clip)
        decisions = decision_commands(add, parts.decide, self._has_place)
        decisions[0].setToolTip(self.tr("A false alarm, or a clip in which nothing is wrong"))
        decisions[1].setToolTip(self.tr("The event is confirmed, or something is wrong in a clip without an event"))
        play = add(self.tr("Play event"), self.play_event, ("Return", "Enter"), self._has_event)
        play.setToolTip(self.tr("Play the event, starting one second before it"))
        export = add(self.tr("Export …"), self.export_event, ("E",), self._can_export)
        export.setToolTip(self.tr("Write the event as a video, with heatmap and boxes"))
        self.exports = (add(self.tr("Export as a category …"), self.export_category, (), self._has_clip),)
        self.exports[0].setToolTip(
            self.tr("Copy the decided clips into a new folder: train/good, test/good, test/<type>")
        )
        self.list = ClipList(parts.runs)
        pictures = self.thumbnails, lambda place: event_frame(self._run, place)
        source = SimilarSource(similar_events, self.name_of, *pictures, parts.decide_group)
        words = clip_words.similar_words()
        self._similar = SimilarItems(self.session, self, source, words, place=lambda: self.place)
        similar = add(self.tr("Show similar events …"), self._similar.show, ("L",), self._has_event)
        learning = clip_words.learning_words()
        self._confirmed = ConfirmedParts(self.session, self, VIDEO, words=learning, show_confirmed=self._show_confirmed)
        learn = add(self.tr("Learn the good clips"), self._confirmed.learn, (), self._confirmed.possible)
        learn.setToolTip(self.tr("Write a new model that is calibrated on the clips confirmed to be good, too"))
        self.list.add_button(button(learn))
        self.list.clip_chosen.connect(self.show_clip)
        self.list.event_chosen.connect(self.show_event)
        self.list.emptied.connect(self._list_emptied)
        self.picture = FramePicture(self.session, self, parts.commands.refresh)
        self.player = ClipPlayer(
            add=add,
            beside=self.picture.colour_bar,
            below=readout_line(self.picture.readout, parts.applied),
            around=((previous,), (following,)),
        )
        self.player.moved.connect(self._moved)
        self.player.shown.connect(self._shown)
        self.player.event_chosen.connect(self._track_clicked)
        controls = self.picture.follow(
            self.player, self.list, add=add, has_clip=self._has_clip, commands=(previous, following, similar, play)
        )
        self.panel = EventPanel(decisions=decisions, after=(play, export), controls=controls)
        self.naming = TypeNaming(
            self.session,
            self,
            add=add,
            name=parts.name_region,
            chosen=self._chosen_event,
            reads=lambda: False,
            filter_by=self.list.show_type,
            refresh_commands=parts.commands.refresh,
            words=clip_words.event_type_words(),
            narrow=True,
        )
        self.panel.add_line(self.naming.bar)
        pages = ((self.tr("Event"), self.panel), (self.tr("Thresholds"), parts.thresholds))
        side = tabbed(pages, name=self.tr("Event and thresholds"), widest=_WIDEST_SIDE, turned=self.take_focus)
        for widget in (self.list, self.player, side):
            self.addWidget(widget)
        self.setStretchFactor(1, 1)
        self.setSizes(_SIZES)
        self.restore()
