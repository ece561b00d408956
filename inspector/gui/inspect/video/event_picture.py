"""The worst frame of an event as a picture, made off the GUI thread."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen

from inspector.core.errors import InspectorError
from inspector.core.operating_point import Decision
from inspector.core.video.inspection import ClipEvent
from inspector.data.video.reader import ClipReader
from inspector.gui.background.frames import ClipPictures
from inspector.gui.background.pictures import Unavailable
from inspector.gui.widgets.pictures.map_lines import OUTLINE
from inspector.gui.widgets.pictures.picture_view import to_image
from inspector.store.models.model_folder import StoredModel
from inspector.store.runs.lifecycle import existing_file
from inspector.store.runs.video_run import VideoRun
from inspector.workflow.report.event_video import event_picture

_LARGEST_SIDE = 1600
_STROKE = 0.004  # of the picture's width
_MARGIN = 2  # between place and outline, in strokes


@dataclass(frozen=True, eq=False)
class EventRequest:
    """An event of the clip in a file or folder; with its heatmap where it is said in which run that is."""

    path: Path
    found: ClipEvent
    judged: "JudgedClip | None" = None

    @property
    def decision(self) -> Decision:
        return self.found.event.decision


@dataclass(frozen=True, eq=False)
class JudgedClip:
    """A clip in a run, by its place, and the model that judged it; `run` is the file's name when it is complete."""

    run: Path
    clip: int
    stored: StoredModel


@dataclass(frozen=True, eq=False)
class EventPicture:
    """`image` is None where the frame cannot be shown; `problem` then says why."""

    image: QImage | None
    problem: str

    @property
    def nbytes(self) -> int:
        return 0 if self.image is None else self.image.sizeInBytes()


def paint_event(request: EventRequest) -> EventPicture:
    """The worst frame with the outline of what made it the worst; may be called in any thread.

    Raises:
        InspectorError: if the clip cannot be read.
    """
    judged = _with_heat(request)
    if judged is not None:
        return EventPicture(judged, "")
    clip = ClipPictures(request.path)
    try:
        shown = clip.read(request.found.event.peak_frame)
    finally:
        clip.close()
    if shown.pixels is None:
        return EventPicture(None, shown.problem)
    image = to_image(shown.pixels)
    width = image.width()
    if max(image.width(), image.height()) > _LARGEST_SIDE:
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        image = image.scaled(_LARGEST_SIDE, _LARGEST_SIDE, keep, smooth)
    if request.found.place is not None:
        _outline(image, request.found.place, scale=image.width() / width)
    return EventPicture(image, shown.problem)


def problem_of(picture: EventPicture | Unavailable | None) -> str:
    """Why there is no picture; empty where there is one, or it is being made."""
    if picture is None:
        return ""
    return picture.reason if isinstance(picture, Unavailable) else picture.problem


def _with_heat(request: EventRequest) -> QImage | None:
    """The same with its heatmap; None where the run does not have the frame, as long as it is being written."""
    judged = request.judged
    if judged is None:
        return None
    try:
        with VideoRun(existing_file(judged.run)) as run, ClipReader(request.path, folder_rate=None) as reader:
            calibration, point = judged.stored.calibration, judged.stored.operating_point
            pixels = event_picture(reader, run, judged.clip, request.found, calibration=calibration, point=point)
    except InspectorError:
        return None
    return to_image(pixels)


def _outline(image: QImage, place: tuple[float, float, float, float], *, scale: float) -> None:
    left, top, right, bottom = (scale * side for side in place)
    stroke = max(1.0, _STROKE * image.width())
    painter = QPainter(image)
    painter.setPen(QPen(OUTLINE, stroke))
    margin = _MARGIN * stroke
    painter.drawRect(QRectF(left, top, right - left, bottom - top).adjusted(-margin, -margin, margin, margin))
    painter.end()
