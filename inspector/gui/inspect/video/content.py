"""The clips of a batch: how far each is, the events found in it, and the one that is looked at with its worst event."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, Signal

from inspector.core.operating_point import Decision
from inspector.core.video.inspection import ClipEvent
from inspector.core.video.temporal import Event
from inspector.data.video.category import Clip
from inspector.gui.background.pictures import PictureLoader, Unavailable
from inspector.gui.core_texts import stored_text
from inspector.gui.inspect.item_view import ItemPicture
from inspector.gui.inspect.video.clip_states import ClipState, ClipStates
from inspector.gui.inspect.video.event_picture import EventPicture, EventRequest, JudgedClip, paint_event, problem_of
from inspector.gui.numbers import clock_text, score_text
from inspector.gui.widgets.verdict import verdict_word
from inspector.gui.widgets.video.clock import event_span
from inspector.workflow.inspect.arrivals import Arrived
from inspector.workflow.inspect.video_batch import VideoBatchStarted
from inspector.workflow.inspect.video_progress import ClipBegun, ClipEnded, EventFound, FrameJudged

_CACHE_BYTES = 64 * 2**20
ClipUpdate = ClipBegun | FrameJudged | EventFound | ClipEnded


class VideoContent(QObject):
    """How far each clip is, and the event that the verdict on the one that is looked at comes from.

    That is the newest of its worst events, also while it lasts.

    Signals:
        found (int, ClipEvent): an event of the clip at this place of the batch.
    """

    shown = Signal(object)
    found = Signal(int, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.row = 0
        self.model: Path | None = None
        self.states = ClipStates(self)
        self._batch: VideoBatchStarted | None = None
        self._clips: list[Clip] = []  # of the batch, and those that came since
        self._begun: list[int] = []  # places of the clips of this job, in the order of the work
        self._worst: dict[int, EventRequest] = {}  # event of each clip that has ended
        self._lasting: dict[int, EventRequest] = {}  # event of each clip that has not
        self._shown: ItemPicture | None = None
        self._pictures = PictureLoader(paint_event, self, cache_bytes=_CACHE_BYTES, queue=1)
        self._pictures.loaded.connect(self._painted)

    @property
    def table(self) -> ClipStates:
        return self.states

    @property
    def output(self) -> Path | None:
        return None if self._batch is None else self._batch.run

    @property
    def done(self) -> int:
        """Frames that were judged in this job."""
        return sum(clip.done for clip in self.states.clips)

    @property
    def total(self) -> int:
        """Frames to judge in this job, those of clips of unknown length left out."""
        return sum(max(clip.frames or 0, clip.done) for clip in self.states.clips if clip.state != "before")

    @property
    def counts(self) -> Mapping[Decision | None, int]:
        return self.states.counts

    @property
    def looked_through(self) -> int:
        return len(self._begun)

    @property
    def newest(self) -> str:
        clip = self.states.clips[self._begun[-1]] if self._begun else None
        return verdict_word(clip.decision) if clip is not None and clip.has_verdict else ""

    def restart(self) -> None:
        self._batch = self.model = self._shown = None
        self.row = 0
        self._clips.clear()
        self._begun.clear()
        self._worst.clear()
        self._lasting.clear()
        self._pictures.clear()
        self.states.restart()

    def follow(self, updates: Sequence[object]) -> None:
        touched: set[int] = set()
        for update in updates:
            if isinstance(update, VideoBatchStarted):
                self._begin(update)
            elif isinstance(update, Arrived):
                self._clips += cast(tuple[Clip, ...], update.items)
                self.states.add([ClipState(clip.name, None) for clip in update.items])
            elif isinstance(update, ClipUpdate):
                touched.add(update.clip)
                self._follow(update, self.states.clips[update.clip])
        self.states.changed(touched)
        self._show()

    def look_at(self, row: int) -> None:
        if 0 <= row < len(self._begun):
            self.row = row
            self._show()

    def repaint(self) -> None:
        self.states.repaint()

    def _begin(self, batch: VideoBatchStarted) -> None:
        self._batch, self.model = batch, batch.stored.folder
        self._clips = list(batch.clips)
        states = [ClipState(clip.name, frames) for clip, frames in zip(batch.clips, batch.frames, strict=True)]
        for place in batch.ended:
            states[place].state = "before"
        self.states.restart(states)

    def _follow(self, update: ClipUpdate, clip: ClipState) -> None:
        if isinstance(update, ClipBegun):
            clip.state, clip.frames = "in progress", update.frames
            self._begun.append(update.clip)
            self.row += self.row > 0  # whoever looks back goes on looking at the same clip
        elif isinstance(update, FrameJudged):
            clip.done += 1
            clip.lost += update.record.error is not None
            clip.doubtful += update.record.doubtful
            clip.worst = _worse(clip.worst, update.record.decision)
            self._follow_lasting(update)
        elif isinstance(update, EventFound):
            clip.events += 1
            self._lasting.pop(update.clip, None)
            if self._batch is not None:
                request = EventRequest(self._clips[update.clip].path, update.event)
                self._worst[update.clip] = _worse_event(self._worst.get(update.clip), request)
            self.found.emit(update.clip, update.event)
        else:
            self._lasting.pop(update.clip, None)
            clip.state = "done"
            clip.error = None if update.error is None else stored_text(update.error)

    def _follow_lasting(self, update: FrameJudged) -> None:
        """Take the frame an event begins with, or the first one by which it is worse, for its worst so far."""
        record = update.record
        if self._batch is None or record.score is None:
            return
        decision = self._batch.stored.operating_point.decide(record.score)
        before = self._lasting.get(update.clip)
        if decision is Decision.OK or (before is not None and before.decision is _worse(before.decision, decision)):
            return
        start = record.index if before is None else before.found.event.start
        start_s = record.time_s if before is None else before.found.start_s
        event = Event(start, record.index + 1, record.index, record.score, decision)
        left, top, right, bottom = record.boxes[0, :4].tolist() if len(record.boxes) else (0.0,) * 4
        place = (left, top, right, bottom) if len(record.boxes) else None
        found = ClipEvent(event, start_s, None, record.time_s, place)
        self._lasting[update.clip] = EventRequest(self._clips[update.clip].path, found)

    def _show(self) -> None:
        """Tell of the clip that is looked at, if there is something new to tell."""
        if not self._begun:
            return
        place = self._begun[len(self._begun) - 1 - self.row]
        clip, lasting = self.states.clips[place], self._lasting.get(place)
        request = self._worst.get(place) if lasting is None else _worse_event(self._worst.get(place), lasting)
        if request is None:
            none = self.tr("No event so far.") if clip.state == "in progress" else self.tr("No event found.")
            image, text = None, clip.error or self.states.doubt(clip) or none
            caption = clip.name
        else:
            picture: EventPicture | Unavailable | None = self._pictures.get(request)
            image = picture.image if isinstance(picture, EventPicture) else None
            text = problem_of(picture)
            say = self._since if request is lasting else self.caption
            caption = say(clip.name, request.found) + (f"\n{clip.error}" if clip.error else "")
        shown = ItemPicture(clip.decision, clip.failed, image, text, caption)
        if shown != self._shown:
            self._shown = shown
            self.shown.emit(shown)

    def request_for(self, place: int, found: ClipEvent) -> EventRequest | None:
        """What paints an event of a clip with its heatmap; None where there is no batch."""
        batch = self._batch
        if batch is None:
            return None
        return EventRequest(self._clips[place].path, found, JudgedClip(batch.run, place, batch.stored))

    def caption(self, clip: str, found: ClipEvent) -> str:
        """An event of a clip in a line."""
        words, peak = f"{clip} · {event_span(found)}", found.event.peak
        return self.tr("{event} · peak {peak}").format(event=words, peak=score_text(self._relative(peak), peak))

    def _since(self, clip: str, found: ClipEvent) -> str:
        """An event of a clip that has not ended, in a line."""
        if found.start_s is None:
            return self.tr("{clip} · since frame {frame}").format(clip=clip, frame=found.event.start)
        return self.tr("{clip} · since {time}").format(clip=clip, time=clock_text(found.start_s))

    def _relative(self, score: float) -> float | None:
        if self._batch is None:
            return None
        stored = self._batch.stored
        return stored.score_scale.relative(score, stored.operating_point)

    def _painted(self, _wanted: EventRequest, _picture: object) -> None:
        self._show()


def _worse_event(one: EventRequest | None, newer: EventRequest) -> EventRequest:
    """The worse of two events of a clip, the newer one of two that are alike."""
    if one is None or _worse(newer.decision, one.decision) is newer.decision:
        return newer
    return one


def _worse(one: Decision | None, other: Decision | None) -> Decision | None:
    order: list[Decision | None] = [None, *Decision]
    return max(one, other, key=order.index)
