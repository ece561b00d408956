"""One part as it is shown: its image with the heatmap, painted off the GUI thread."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QImage

from inspector.core.errors import InspectorError
from inspector.core.inspection import Inspection
from inspector.gui.inspect.images.parts_model import Part
from inspector.gui.widgets.pictures.picture_view import to_image
from inspector.store.models.model_folder import StoredModel
from inspector.store.runs.image_run import ImageRun
from inspector.workflow.inspect.depth import bits_of
from inspector.workflow.report.pictures import heatmap, picture

_LARGEST_SIDE = 1600


@dataclass(frozen=True, eq=False)
class PaintRequest:
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


def paint(request: PaintRequest) -> PaintedPart:
    """The part's image with its heatmap; may be called in any thread."""
    try:
        pixels = picture(request.path, max_side=_LARGEST_SIDE, bits=bits_of(request.stored.model))
    except InspectorError as error:
        return PaintedPart(request.part, None, request.part.error or str(error))
    inspection = request.inspection or _stored_inspection(request)
    calibration = request.stored.model.calibration
    if (
        inspection is not None
        and inspection.anomaly_map is not None
        and calibration is not None
        and calibration.outline is not None
    ):
        point = request.stored.operating_point
        pixels = heatmap(pixels, inspection, calibration=calibration, point=point)
    return PaintedPart(request.part, to_image(pixels))


def _stored_inspection(request: PaintRequest) -> Inspection | None:
    try:
        with ImageRun(request.run) as run:
            return run[request.part.index]
    except InspectorError:  # it is being written; the image is shown without its heatmap until it is complete
        return None
