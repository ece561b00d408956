"""A batch that is inspected: the job, and what it is inspected into; what it holds is followed by its kind."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QAbstractItemModel, QObject, Signal, SignalInstance

from inspector.core.operating_point import Decision
from inspector.gui.background.job import BackgroundJob, Ended, Snapshot
from inspector.gui.background.pace import Pace
from inspector.gui.core_texts import remark_text
from inspector.gui.inspect.outcome import BatchOutcome
from inspector.gui.session import Session
from inspector.store.runs.lifecycle import part_of
from inspector.store.workspace import Workspace, unused_name
from inspector.workflow.device import choose_device
from inspector.workflow.inspect.arrivals import Idle
from inspector.workflow.inspect.images import InspectDone
from inspector.workflow.kinds import AnyKind, InspectJob
from inspector.workflow.progress import Warned


@dataclass(frozen=True, eq=False)
class BatchOrder:
    """What is to be inspected, and with what.

    Attributes:
        model: its folder.
        folder_rate: frame rate of clips that are folders of frames; images have none.
        category: that is open.
        watch: the paths are folders, in which more is inspected as it comes, until a person stops it.
    """

    model: Path
    paths: tuple[Path, ...]
    folder_rate: float | None
    category: object
    watch: bool = False


class BatchContent(Protocol):
    """What a batch holds, how far it is, and which of it is looked at.

    Signals:
        shown: an `ItemPicture` of what is looked at.

    Attributes:
        row: of what is looked at, from the newest on; 0 follows the newest.
        model: folder of the model that the batch is inspected with; None before it has begun.
        output: the file of its run when that is complete; likewise.
    """

    row: int
    model: Path | None

    @property
    def output(self) -> Path | None: ...

    @property
    def shown(self) -> SignalInstance: ...

    @property
    def table(self) -> QAbstractItemModel:
        """A row for each image or clip."""

    @property
    def done(self) -> int:
        """How many images or frames were judged."""

    @property
    def total(self) -> int:
        """How many there are to judge, as far as that is known."""

    @property
    def counts(self) -> Mapping[Decision | None, int]:
        """How many images or clips were decided each way; None for those that could not be judged."""

    @property
    def looked_through(self) -> int:
        """How many there are to look at."""

    @property
    def newest(self) -> str:
        """The verdict on the newest one; empty where there is none yet."""

    def restart(self) -> None:
        """Hold nothing any more."""

    def follow(self, updates: Sequence[object]) -> None:
        """Take in what the job has told."""

    def look_at(self, row: int) -> None:
        """Show what is in this row from the newest on; 0 follows the newest again."""

    def repaint(self) -> None:
        """Take on the colours of the theme in force."""


class Batch(QObject):
    """Owns the job that inspects; the page and the operator's view both show it.

    Signals:
        changed: it started, went on or ended.
        warned: a sentence to show.
    """

    changed = Signal()
    warned = Signal(str)

    def __init__(self, session: Session, kind: AnyKind, content: BatchContent, *, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._kind = session, kind
        self.content = content
        self.job: BackgroundJob | None = None
        self.run: Path | None = None  # of the batch, when it is complete
        self.unfinished: Path | None = None  # its run where it ended before, as long as it is the one to resume
        self.pace = Pace()
        self.watches = False  # whether it is a folder that is watched, which ends only when a person stops it
        self.waiting = False  # for what comes into that folder
        self._complete: list[Path] = []  # the run of a watched batch, where nothing of it was left to inspect

    @property
    def begun(self) -> bool:
        """Whether it is known what is inspected."""
        return self.content.model is not None

    @property
    def seconds_left(self) -> float | None:
        left = self.content.total - self.content.done
        return self.pace.left(left) if self.job is not None and left and not self.waiting else None

    @property
    def outcome(self) -> BatchOutcome | None:
        """Of the whole batch; None while it is inspected, and where nothing was."""
        counts = dict(self.content.counts)
        return BatchOutcome(counts, self.run is not None) if self.job is None and any(counts.values()) else None

    def start(self, order: BatchOrder, workspace: Workspace) -> None:
        """Inspect into a new run of a workspace."""
        self._complete = []
        title = self.tr("Watching the folder") if order.watch else self.tr("Inspecting")
        self._begin(partial(_inspect, self._kind, order, workspace, self._complete), title, watches=order.watch)

    def resume(self, part: Path, models: Sequence[Path]) -> None:
        """Resume an interrupted run, whose model is among these folders."""
        self._begin(partial(_resume, self._kind, part, tuple(models)), self.tr("Inspecting"), watches=False)

    def stop(self) -> None:
        """Stop after what is being judged; every finished one is kept."""
        if self.job is not None:
            self.job.stop()

    def forget(self) -> None:
        """Show nothing of the last batch any more; its run stays."""
        self.run = self.unfinished = None
        self.pace = Pace()
        self.content.restart()
        self.changed.emit()

    def _begin(self, updates: Callable[[], Iterable[object]], title: str, *, watches: bool) -> None:
        self.forget()
        self.watches = watches
        self.job = self._session.start(updates, title=title, updated=self._updated, ended=self._ended, changes=True)
        self.changed.emit()

    def _updated(self, snapshot: Snapshot) -> None:
        done = self.content.done
        self.content.follow(snapshot.events)
        for update in snapshot.events:
            if isinstance(update, Warned):
                self.warned.emit(remark_text(update.message))
            else:
                self.waiting = isinstance(update, Idle)
            if isinstance(update, InspectDone):
                self.run = update.run
        if self.content.done > done:
            self.pace.add(self.content.done)
        if self.waiting:
            self.pace.restart()
        self.changed.emit()

    def _ended(self, _ended: Ended) -> None:
        self.job = None
        self.waiting = False
        if self.watches:  # it is watched again from the next start on, and an interrupted run of it is not resumed then
            self.run = next(iter(self._complete), None)
        elif self.run is None and self.content.output is not None:
            self.unfinished = part_of(self.content.output)
        self.changed.emit()
        self._session.runs_changed.emit()


def _inspect(kind: AnyKind, order: BatchOrder, workspace: Workspace, complete: list[Path]) -> Iterator[object]:
    """Run off the GUI thread.

    Args:
        complete: takes the run in, if there is one under its final name at the end.
    """
    output = unused_name(workspace.runs, f"inspection-{datetime.now():%Y%m%d-%H%M%S}", suffix=kind.run_suffix)
    watched = order.paths if order.watch else ()
    job = InspectJob(output, choose_device("auto"), folder_rate=order.folder_rate, watched=watched)
    try:
        yield from kind.inspect_paths(order.model, order.paths, job, category=order.category)
    finally:
        complete += [output] if output.exists() else []


def _resume(kind: AnyKind, part: Path, models: tuple[Path, ...]) -> Iterator[object]:
    """Run off the GUI thread."""
    yield from kind.resume_run(part, models=models, device=choose_device("auto"))
