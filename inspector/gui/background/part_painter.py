"""One part as it is shown: its image with the heatmap, painted off the GUI thread."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from inspector.core.errors import InspectorError
from inspector.core.inspection import Inspection
from inspector.gui.background.job import BackgroundJob, Done, Ended
from inspector.gui.inspect.parts_model import Part
from inspector.gui.session import Session
from inspector.gui.widgets.picture_view import to_image
from inspector.store.models.model_folder import StoredModel
from inspector.store.runs.image_run import Run
from inspector.workflow.report.pictures import heatmap, picture

_LARGEST_SIDE = 1600


@dataclass(frozen=True)
class Wanted:
    """A part to paint.

    Attributes:
        inspection: None to read it from the run.
    """

    part: Part
    path: Path
    stored: StoredModel
    run: Path
    inspection: Inspection | None


@dataclass(frozen=True)
class PaintedPart:
    """`image` is None where the file cannot be shown; `problem` then says why."""

    part: Part
    image: QImage | None
    problem: str = ""


class PartPainter(QObject):
    """Paints one part after the other; of those wanted meanwhile only the last.

    Signals: `painted` (PaintedPart).
    """

    painted = Signal(object)

    def __init__(self, session: Session, *, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._job: BackgroundJob | None = None
        self._next: Wanted | None = None
        self._forgotten = False

    def forget(self) -> None:
        """Paint nothing more of what was wanted so far."""
        self._next, self._forgotten = None, self._job is not None

    def paint(self, wanted: Wanted) -> None:
        self._next = wanted
        if self._job is None:
            self._begin()

    def _begin(self) -> None:
        wanted, self._next = self._next, None
        self._job = self._session.start(
            _events(wanted), title=self.tr("Painting a part"), ended=self._ended, quietly=True
        )

    def _ended(self, ended: Ended) -> None:
        self._job = None
        forgotten, self._forgotten = self._forgotten, False
        if isinstance(ended, Done) and not forgotten:
            self.painted.emit(ended.result)
        if self._next is not None:
            self._begin()


def _events(wanted: Wanted) -> Callable[[], Iterator[PaintedPart]]:
    def events() -> Iterator[PaintedPart]:
        yield paint(wanted)

    return events


def paint(wanted: Wanted) -> PaintedPart:
    """The part's image with its heatmap; may be called in any thread."""
    try:
        pixels = picture(wanted.path, max_side=_LARGEST_SIDE)
    except InspectorError as error:
        return PaintedPart(wanted.part, None, wanted.part.error or str(error))
    inspection = wanted.inspection or _stored_inspection(wanted)
    calibration = wanted.stored.model.calibration
    if inspection is not None and inspection.anomaly_map is not None and calibration.outline is not None:
        pixels = heatmap(pixels, inspection, calibration=calibration, point=wanted.stored.operating_point)
    return PaintedPart(wanted.part, to_image(pixels))


def _stored_inspection(wanted: Wanted) -> Inspection | None:
    try:
        with Run(wanted.run) as run:
            return run[wanted.part.index]
    except InspectorError:  # it is being written; the image is shown without its heatmap until it is complete
        return None
