"""Single frames of clips as small pictures."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen

from inspector.core.errors import VideoError
from inspector.data.video.frames import LostFrame
from inspector.data.video.reader import ClipReader
from inspector.gui.widgets.pictures.thumbnails import thumbnail_of
from inspector.workflow.review.video import ReviewedVideoRun


@dataclass(frozen=True)
class ClipFrame:
    """A frame of a clip.

    Attributes:
        place: left, top, right, bottom of what is framed in it, in pixels; None for nothing.
    """

    path: Path
    index: int
    place: tuple[float, float, float, float] | None = None


def event_frame(run: ReviewedVideoRun | None, place: int) -> ClipFrame | None:
    """The worst frame of an event, with the place of the worst; None where no run is shown."""
    if run is None:
        return None
    placed = run.events[place]
    return ClipFrame(run.clips[placed.clip].path, placed.found.event.peak_frame, placed.found.place)


def load_clip_frame(frame: ClipFrame, *, side: int) -> QImage:
    """The frame so that it fits into a square. For any thread.

    Raises:
        VideoError: if it cannot be read.
    """
    with ClipReader(frame.path, folder_rate=None) as reader:
        found = reader.frame(frame.index)
    if isinstance(found, LostFrame):
        raise VideoError("{file}: {reason}", code="clip.frame_lost", file=frame.path.name, reason=found.reason)
    picture = thumbnail_of(found.image, side=side)
    if frame.place is not None:
        _frame(picture, frame.place, share=picture.width() / found.image.shape[-1])
    return picture


def _frame(picture: QImage, place: tuple[float, float, float, float], *, share: float) -> None:
    left, top, right, bottom = (value * share for value in place)
    painter = QPainter(picture)
    for colour, width in ((Qt.GlobalColor.black, 3), (Qt.GlobalColor.white, 1)):
        painter.setPen(QPen(colour, width))
        painter.drawRect(QRectF(left, top, right - left, bottom - top))
    painter.end()
