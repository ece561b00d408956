"""Single frames of clips as small pictures."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QImage

from inspector.core.errors import VideoError
from inspector.data.video.frames import LostFrame
from inspector.data.video.reader import ClipReader
from inspector.gui.widgets.pictures.thumbnails import thumbnail_of


@dataclass(frozen=True)
class ClipFrame:
    """A frame of a clip."""

    path: Path
    index: int


def load_clip_frame(frame: ClipFrame, *, side: int) -> QImage:
    """The frame so that it fits into a square. For any thread.

    Raises:
        VideoError: if it cannot be read.
    """
    with ClipReader(frame.path, folder_rate=None) as reader:
        found = reader.frame(frame.index)
    if isinstance(found, LostFrame):
        raise VideoError("{file}: {reason}", code="clip.frame_lost", file=frame.path.name, reason=found.reason)
    return thumbnail_of(found.image, side=side)
