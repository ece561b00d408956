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
    """

    model: Path
    paths: tuple[Path, ...]
    folder_rate: float | None
    category: object


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

    @property
    def begun(self) -> bool:
        """Whether it is known what is inspected."""
        return self.content.model is not None

    @property
    def seconds_left(self) -> float | None:
        return self.pace.left(self.content.total - self.content.done) if self.job is not None else None

    @property
    def outcome(self) -> BatchOutcome | None:
        """Of the whole batch; None while it is inspected, and where nothing was."""
        counts = dict(self.content.counts)
        return BatchOutcome(counts, self.run is not None) if self.job is None and any(counts.values()) else None

    def start(self, order: BatchOrder, workspace: Workspace) -> None:
        """Inspect into a new run of a workspace."""
        self._begin(partial(_inspect, self._kind, order, workspace))

    def resume(self, part: Path, models: Sequence[Path]) -> None:
        """Resume an interrupted run, whose model is among these folders."""
        self._begin(partial(_resume, self._kind, part, tuple(models)))

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

    def _begin(self, updates: Callable[[], Iterable[object]]) -> None:
        self.forget()
        self.job = self._session.start(
            updates, title=self.tr("Inspecting"), updated=self._updated, ended=self._ended, changes=True
        )
        self.changed.emit()

    def _updated(self, snapshot: Snapshot) -> None:
        done = self.content.done
        self.content.follow(snapshot.events)
        for update in snapshot.events:
            if isinstance(update, Warned):
                self.warned.emit(remark_text(update.message))
            elif isinstance(update, InspectDone):
                self.run = update.run
        if self.content.done > done:
            self.pace.add(self.content.done)
        self.changed.emit()

    def _ended(self, _ended: Ended) -> None:
        self.job = None
        if self.run is None and self.content.output is not None:
            self.unfinished = part_of(self.content.output)
        self.changed.emit()
        self._session.runs_changed.emit()


def _inspect(kind: AnyKind, order: BatchOrder, workspace: Workspace) -> Iterator[object]:
    """Run off the GUI thread."""
    output = unused_name(workspace.runs, f"inspection-{datetime.now():%Y%m%d-%H%M%S}", suffix=kind.run_suffix)
    job = InspectJob(output, choose_device("auto"), folder_rate=order.folder_rate)
    yield from kind.inspect_paths(order.model, order.paths, job, category=order.category)


def _resume(kind: AnyKind, part: Path, models: tuple[Path, ...]) -> Iterator[object]:
    """Run off the GUI thread."""
    yield from kind.resume_run(part, models=models, device=choose_device("auto"))
