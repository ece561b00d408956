"""A batch that is inspected: what the Inspect screen and the operator view both show."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from inspector.core.inspection import Inspection
from inspector.core.operating_point import Decision
from inspector.gui.background.job import BackgroundJob, Ended, Snapshot
from inspector.gui.background.pace import Pace
from inspector.gui.background.pictures import PictureLoader, Unavailable
from inspector.gui.inspect.images.painting import PaintedPart, Wanted, paint
from inspector.gui.inspect.images.parts_model import Part, PartsModel
from inspector.gui.session import Session
from inspector.store.runs.image_run import RunTable
from inspector.store.runs.run_types import IMAGE_RUN_SUFFIX
from inspector.store.workspace import unused_name
from inspector.workflow.device import choose_device
from inspector.workflow.inspect.image_batch import ImageBatchStarted, inspect_paths, resume_run
from inspector.workflow.inspect.images import InspectDone, Inspected
from inspector.workflow.progress import Warned

_IN_MEMORY = 200  # inspections with their maps; older ones are read from the run


class Inspecting(QObject):
    """Owns the job that inspects, the list of finished parts, and which of them is looked at.

    Signals:
        changed: it started, went on or ended; counts are new.
        shown: a `PaintedPart` to show.
        warned: a sentence to show.
    """

    changed = Signal()
    shown = Signal(object)
    warned = Signal(str)

    def __init__(self, session: Session, *, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.job: BackgroundJob | None = None
        self.batch: ImageBatchStarted | None = None
        self.run: Path | None = None  # of the batch, when it is complete
        self.parts = PartsModel(self)
        self.counts: dict[Decision | None, int] = {}
        self.row = 0  # of the part that is looked at; 0 follows the newest
        self.pace = Pace()
        self._recent: OrderedDict[int, Inspection] = OrderedDict()
        self._painted = PictureLoader(paint, self, cache_bytes=0, queue=1)
        self._painted.loaded.connect(self._show)

    @property
    def done(self) -> int:
        return self.parts.rowCount()

    @property
    def total(self) -> int:
        return 0 if self.batch is None else len(self.batch.images)

    @property
    def seconds_left(self) -> float | None:
        return self.pace.left(self.total - self.done) if self.job is not None else None

    def start(self, model: Path, paths: Sequence[Path]) -> None:
        """Inspect files and folders into a new run of the open category's workspace."""
        stem = f"inspection-{datetime.now():%Y%m%d-%H%M%S}"
        output = unused_name(self._session.workspace.runs, stem, suffix=IMAGE_RUN_SUFFIX)
        self._begin(partial(inspect_paths, model, tuple(paths), output=output, device=choose_device("auto")))

    def go_on(self, part: Path, models: Sequence[Path]) -> None:
        """Go on with an interrupted run, whose model is among these folders."""
        self._begin(partial(resume_run, part, models=tuple(models), device=choose_device("auto")))

    def stop(self) -> None:
        """Stop after the part that is being inspected; every finished one is kept."""
        if self.job is not None:
            self.job.stop()

    def look_at(self, row: int) -> None:
        """Show the part of this row of the list; the first one follows the newest again."""
        if not 0 <= row < self.parts.rowCount():
            return
        self.row = row
        part = self.parts.part(row)
        image = self.batch.images[part.index]
        inspection = self._recent.get(part.index)
        if part.decision is None:  # there is nothing more to read of it
            inspection = Inspection(part.name, "", error=part.error)
        self._painted.get(Wanted(part, image.path, self.batch.stored, self.batch.run, inspection))

    def forget(self) -> None:
        """Show nothing of the last batch any more; its run stays."""
        self.batch = self.run = None
        self.row = 0
        self.counts = {}
        self.pace = Pace()
        self._recent.clear()
        self._painted.clear()
        self.parts.restart()
        self.changed.emit()

    def _begin(self, events: Callable[[], Iterable[object]]) -> None:
        self.forget()
        self.job = self._session.start(events, title=self.tr("Inspecting"), updated=self._updated, ended=self._ended)
        self.changed.emit()

    def _updated(self, snapshot: Snapshot) -> None:
        finished: list[Part] = []
        for event in snapshot.events:
            if isinstance(event, ImageBatchStarted):
                self.batch = event
                before = [] if event.before is None else _parts_of(event.before)
                self.parts.restart(before)
                self._count(before)
            elif isinstance(event, Inspected):
                one = event.inspection
                finished.append(Part(event.index, one.name, one.decision, one.score, one.error))
                self._recent[event.index] = one
                while len(self._recent) > _IN_MEMORY:
                    self._recent.popitem(last=False)
            elif isinstance(event, Warned):
                self.warned.emit(event.message)
            elif isinstance(event, InspectDone):
                self.run = event.run
        self.parts.add(finished)
        self._count(finished)
        if finished:
            self.pace.add(self.done)
            if self.row == 0:
                self.look_at(0)
            else:
                self.row += len(finished)
        self.changed.emit()

    def _count(self, parts: Sequence[Part]) -> None:
        for part in parts:
            self.counts[part.decision] = self.counts.get(part.decision, 0) + 1

    def _show(self, wanted: Wanted, painted: PaintedPart | Unavailable) -> None:
        if isinstance(painted, Unavailable):
            painted = PaintedPart(wanted.part, None, painted.reason)
        self.shown.emit(painted)

    def _ended(self, _ended: Ended) -> None:
        self.job = None
        self._session.runs_changed.emit()
        self.changed.emit()


def _parts_of(table: RunTable) -> list[Part]:
    return [
        Part(int(index), name, decision, None if decision is None else float(score))
        for index, name, decision, score in zip(table.index, table.names, table.decisions, table.scores, strict=True)
    ]
