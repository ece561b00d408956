"""The parts of a batch: the finished ones, and the one that is looked at with its heatmap."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, Signal

from inspector.core.inspection import Inspection
from inspector.core.operating_point import Decision
from inspector.data.category import ImageRef
from inspector.gui.background.pictures import PictureLoader, Unavailable
from inspector.gui.core_texts import stored_text
from inspector.gui.inspect.images.painting import PaintedPart, PaintRequest, paint
from inspector.gui.inspect.images.parts_model import Part, PartsModel
from inspector.gui.inspect.item_view import ItemPicture
from inspector.gui.numbers import score_text
from inspector.gui.widgets.verdict import verdict_word
from inspector.store.runs.image_run import RunTable
from inspector.workflow.inspect.arrivals import Arrived
from inspector.workflow.inspect.image_batch import ImageBatchStarted
from inspector.workflow.inspect.images import Inspected

IN_MEMORY = 200  # inspections with their maps; older ones are read from the run


class ImageContent(QObject):
    """The list of finished parts, and which of them is looked at."""

    shown = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.row = 0
        self.model: Path | None = None
        self.parts = PartsModel(self)
        self._batch: ImageBatchStarted | None = None
        self._images: list[ImageRef] = []  # of the batch, and those that came since
        self._counts: dict[Decision | None, int] = {}
        self._recent: OrderedDict[int, Inspection] = OrderedDict()
        self._painted = PictureLoader(paint, self, cache_bytes=0, queue=1)
        self._painted.loaded.connect(self._show)

    @property
    def table(self) -> PartsModel:
        return self.parts

    @property
    def output(self) -> Path | None:
        return None if self._batch is None else self._batch.run

    @property
    def done(self) -> int:
        return self.parts.rowCount()

    @property
    def total(self) -> int:
        return len(self._images)

    @property
    def counts(self) -> Mapping[Decision | None, int]:
        return self._counts

    @property
    def looked_through(self) -> int:
        return self.parts.rowCount()

    @property
    def newest(self) -> str:
        return verdict_word(self.parts.part(0).decision) if self.parts.rowCount() else ""

    def restart(self) -> None:
        self._batch = self.model = None
        self.row = 0
        self._images = []
        self._counts = {}
        self._recent.clear()
        self._painted.clear()
        self.parts.restart()

    def follow(self, updates: Sequence[object]) -> None:
        finished: list[Part] = []
        for update in updates:
            if isinstance(update, ImageBatchStarted):
                self._begin(update)
            elif isinstance(update, Arrived):
                self._images += cast(tuple[ImageRef, ...], update.items)
            elif isinstance(update, Inspected):
                one = update.inspection
                finished.append(
                    Part(
                        update.index,
                        one.name,
                        one.decision,
                        one.score,
                        self._relative(one.score),
                        None if one.error is None else stored_text(one.error),
                        one.no_part,
                        one.located is False,
                        one.coarse,
                    )
                )
                self._recent[update.index] = one
                while len(self._recent) > IN_MEMORY:
                    self._recent.popitem(last=False)
        self.parts.add(finished)
        self._count(finished)
        if finished and self.row > 0:
            self.row += len(finished)
        elif finished:
            self.look_at(0)

    def look_at(self, row: int) -> None:
        if self._batch is None or not 0 <= row < self.parts.rowCount():
            return
        self.row = row
        part = self.parts.part(row)
        image = self._images[part.index]
        inspection = self._recent.get(part.index)
        if part.decision is None:  # there is nothing more to read of it
            inspection = Inspection(part.name, "", error=part.error)
        self._painted.get(PaintRequest(part, image.path, self._batch.stored, self._batch.run, inspection))

    def repaint(self) -> None:
        self.parts.repaint()

    def _begin(self, batch: ImageBatchStarted) -> None:
        self._batch, self.model = batch, batch.stored.folder
        self._images = list(batch.images)
        before = [] if batch.before is None else self._parts_of(batch.before)
        self.parts.restart(before)
        self._count(before)

    def _count(self, parts: Sequence[Part]) -> None:
        for part in parts:
            self._counts[part.decision] = self._counts.get(part.decision, 0) + 1

    def _show(self, request: PaintRequest, painted: PaintedPart | Unavailable) -> None:
        part = request.part
        image, text = (None, painted.reason) if isinstance(painted, Unavailable) else (painted.image, painted.problem)
        if part.score is not None:
            caption = self.tr("{name} · score {score}").format(
                name=part.name, score=score_text(part.relative, part.score)
            )
            if part.not_found:
                caption += " · " + self.tr(
                    "Part not found: missing, cut off, not as good parts lie, or its angle is unclear."
                )
            elif part.coarse:
                caption += " · " + self.tr("Too few pixels: far fewer than all good images have.")
            elif part.no_part:
                caption += " · " + self.tr("A large defect, or no part here: the whole picture is unlike good parts.")
        else:
            caption = part.name if image is None else f"{part.name} · {part.error or ''}"
        self.shown.emit(ItemPicture(part.decision, part.decision is None, image, text, caption))

    def _parts_of(self, table: RunTable) -> list[Part]:
        doubts = (table.doubtful, table.not_found, table.coarse)
        rows = zip(table.index.tolist(), table.names, table.decisions, table.scores.tolist(), *doubts, strict=True)
        return [
            Part(
                index,
                name,
                decision,
                score,
                self._relative(score),
                no_part=bool(doubtful),
                not_found=bool(not_found),
                coarse=bool(coarse),
            )
            for index, name, decision, value, doubtful, not_found, coarse in rows
            for score in (None if decision is None else value,)
        ]

    def _relative(self, score: float | None) -> float | None:
        if score is None or self._batch is None:
            return None
        stored = self._batch.stored
        return stored.score_scale.relative(score, stored.operating_point)
