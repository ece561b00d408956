"""A batch of clips that is inspected: how far each clip is, and the events found in it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QPixmap

from inspector.core.operating_point import Decision
from inspector.gui.background.job import BackgroundJob, Ended, Snapshot
from inspector.gui.background.pace import Pace
from inspector.gui.session import Session
from inspector.gui.widgets.verdict import verdict_pixmap, verdict_word
from inspector.store.runs.run_types import VIDEO_RUN_SUFFIX
from inspector.store.workspace import unused_name
from inspector.workflow.device import choose_device
from inspector.workflow.inspect.images import InspectDone
from inspector.workflow.inspect.video_batch import VideoBatchStarted, inspect_video_paths, resume_video_run
from inspector.workflow.inspect.video_progress import ClipBegun, ClipEnded, EventFound, FrameJudged
from inspector.workflow.progress import Warned

_ICON = 16
Index = QModelIndex | QPersistentModelIndex


@dataclass
class ClipState:
    """How far a clip is.

    Attributes:
        frames: how many it has; None where that is not known.
        done: how many were judged.
        worst: of its events and frames so far; None while nothing was judged.
        state: what becomes of it; `before` ended in the run that is gone on with.
    """

    name: str
    frames: int | None
    done: int = 0
    events: int = 0
    worst: Decision | None = None
    error: str | None = None
    state: str = "waiting"  # then "at work", "done"; or "before"


class ClipStates(QAbstractTableModel):
    """Clip, state, frames, events and verdict, in the order of the batch."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.clips: list[ClipState] = []
        self._icons: dict[Decision | None, QPixmap] = {}

    def restart(self, clips: Sequence[ClipState] = ()) -> None:
        self.beginResetModel()
        self.clips = list(clips)
        self.endResetModel()

    def changed(self, rows: Iterable[int]) -> None:
        """These clips are further by now."""
        for row in rows:
            self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))

    def repaint(self) -> None:
        """Take on the colours of the theme in force."""
        self._icons.clear()
        self.changed(range(len(self.clips)))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self.clips)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802
        return 0 if parent.isValid() else 5

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        if role == Qt.ItemDataRole.TextAlignmentRole and section in (2, 3):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (self.tr("Clip"), self.tr("State"), self.tr("Frames"), self.tr("Events"), self.tr("Verdict"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        clip, column = self.clips[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            frames = "–" if clip.frames is None else str(clip.frames)
            done = frames if clip.state == "before" else f"{clip.done} / {frames}"
            events = "" if clip.state in ("waiting", "before") else str(clip.events)
            return (clip.name, self._state(clip), done, events, self._verdict(clip))[column]
        if role == Qt.ItemDataRole.DecorationRole and column == 4 and self._verdict(clip):
            decision = None if clip.error is not None else clip.worst
            if decision not in self._icons:
                self._icons[decision] = verdict_pixmap(decision, _ICON, ratio=2)
            return self._icons[decision]
        if role == Qt.ItemDataRole.ToolTipRole:
            return clip.error or clip.name
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (2, 3):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _state(self, clip: ClipState) -> str:
        if clip.error is not None:
            return self.tr("broke off")
        if clip.state == "at work" and clip.frames:
            return self.tr("{percent} %").format(percent=min(99, 100 * clip.done // clip.frames))
        return {
            "waiting": self.tr("waiting"),
            "at work": self.tr("at work"),
            "done": self.tr("done"),
            "before": self.tr("done before"),
        }[clip.state]

    def _verdict(self, clip: ClipState) -> str:
        if clip.error is None and (clip.worst is None or (clip.worst is Decision.OK and clip.state == "at work")):
            return ""  # nothing is said of it yet
        return verdict_word(None if clip.error is not None else clip.worst)


class ClipInspecting(QObject):
    """Owns the job that inspects clips, and how far each of them is.

    Signals:
        changed: it started, went on or ended.
        found (str, ClipEvent): an event of the clip of this name.
        warned (str): a sentence to show.
    """

    changed = Signal()
    found = Signal(str, object)
    warned = Signal(str)

    def __init__(self, session: Session, *, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.job: BackgroundJob | None = None
        self.batch: VideoBatchStarted | None = None
        self.run: Path | None = None  # of the batch, when it is complete
        self.states = ClipStates(self)
        self.pace = Pace()

    @property
    def done(self) -> int:
        """Frames that were judged in this job."""
        return sum(clip.done for clip in self.states.clips)

    @property
    def total(self) -> int:
        """Frames to judge in this job, those of clips of unknown length left out."""
        return sum(max(clip.frames or 0, clip.done) for clip in self.states.clips if clip.state != "before")

    @property
    def frames_a_second(self) -> float | None:
        return None if not self.pace.seconds else 1 / self.pace.seconds

    @property
    def seconds_left(self) -> float | None:
        return self.pace.left(self.total - self.done) if self.job is not None else None

    @property
    def counts(self) -> dict[Decision | None, int]:
        """How many clips that ended were decided each way; None for those that broke off or could not be judged."""
        told = [None if clip.error else clip.worst for clip in self.states.clips if clip.state == "done"]
        return {decision: told.count(decision) for decision in (*Decision, None)}

    def start(self, model: Path, paths: Sequence[Path], *, folder_rate: float | None) -> None:
        """Inspect files and folders into a new run of the open category's workspace."""
        stem = f"inspection-{datetime.now():%Y%m%d-%H%M%S}"
        output = unused_name(self._session.workspace.runs, stem, suffix=VIDEO_RUN_SUFFIX)
        self._begin(
            partial(
                inspect_video_paths,
                model,
                tuple(paths),
                output=output,
                device=choose_device("auto"),
                folder_rate=folder_rate,
                category=self._session.clips,
            )
        )

    def go_on(self, part: Path, models: Sequence[Path]) -> None:
        """Go on with an interrupted run, whose model is among these folders."""
        self._begin(partial(resume_video_run, part, models=tuple(models), device=choose_device("auto")))

    def stop(self) -> None:
        """Stop after the frame that is being judged; what was judged is kept."""
        if self.job is not None:
            self.job.stop()

    def forget(self) -> None:
        """Show nothing of the last batch any more; its run stays."""
        self.batch = self.run = None
        self.pace = Pace()
        self.states.restart()
        self.changed.emit()

    def _begin(self, events: Callable[[], Iterable[object]]) -> None:
        self.forget()
        self.job = self._session.start(events, title=self.tr("Inspecting"), updated=self._updated, ended=self._ended)
        self.changed.emit()

    def _updated(self, snapshot: Snapshot) -> None:
        touched: set[int] = set()
        for event in snapshot.events:
            if isinstance(event, VideoBatchStarted):
                self._show_batch(event)
            elif isinstance(event, Warned):
                self.warned.emit(event.message)
            elif isinstance(event, InspectDone):
                self.run = event.run
            elif isinstance(event, ClipBegun | FrameJudged | EventFound | ClipEnded):
                touched.add(event.clip)
                self._follow(event, self.states.clips[event.clip])
        if touched:
            self.pace.add(self.done)
        self.states.changed(touched)
        self.changed.emit()

    def _show_batch(self, batch: VideoBatchStarted) -> None:
        self.batch = batch
        states = [ClipState(clip.name, frames) for clip, frames in zip(batch.clips, batch.frames, strict=True)]
        for place in batch.ended:
            states[place].state = "before"
        self.states.restart(states)

    def _follow(self, event: ClipBegun | FrameJudged | EventFound | ClipEnded, clip: ClipState) -> None:
        if isinstance(event, ClipBegun):
            clip.state, clip.frames = "at work", event.frames
        elif isinstance(event, FrameJudged):
            clip.done += 1
            clip.worst = _worse(clip.worst, event.record.decision)
        elif isinstance(event, EventFound):
            clip.events += 1
            self.found.emit(clip.name, event.event)
        else:
            clip.state, clip.error = "done", event.error

    def _ended(self, _ended: Ended) -> None:
        self.job = None
        self._session.runs_changed.emit()
        self.changed.emit()


def _worse(one: Decision | None, other: Decision | None) -> Decision | None:
    order = [None, *Decision]
    return max(one, other, key=order.index)
