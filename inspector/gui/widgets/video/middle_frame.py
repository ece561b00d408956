"""The small picture of a clip."""

from pathlib import Path

from PySide6.QtGui import QImage

from inspector.core.errors import VideoError
from inspector.data.video.frames import LostFrame
from inspector.data.video.reader import ClipReader
from inspector.gui.widgets.pictures.thumbnails import thumbnail_of


def middle_frame(path: Path, *, side: int) -> QImage:
    """The middle frame of a clip, so that it fits into a square; for any thread.

    Raises:
        VideoError: if it cannot be read.
    """
    with ClipReader(path, folder_rate=None) as reader:
        count = reader.frame_count
        found = reader.frame(count.number // 2 if count is not None else 0)
    if isinstance(found, LostFrame):
        raise VideoError("{file} cannot be read: {reason}.", code="clip.frame_lost", file=path, reason=found.reason)
    return thumbnail_of(found.image, side=side)
