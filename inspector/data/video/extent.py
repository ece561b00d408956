"""How long and how large a clip is, without reading all of it."""

from dataclasses import dataclass
from pathlib import Path

from inspector.data.video.frames import Frame, FrameCount
from inspector.data.video.reader import ClipReader


@dataclass(frozen=True)
class ClipExtent:
    """Of one clip.

    Attributes:
        frames: how many it has and how that is known; None where not even an estimate is possible.
        frame_rate: frames per second; None where it is not known.
        size: (H, W) of its first frame; None where that cannot be read.
    """

    frames: FrameCount | None
    frame_rate: float | None
    size: tuple[int, int] | None

    @property
    def seconds(self) -> float | None:
        """How long it is; None where that is not known."""
        if self.frames is None or not self.frame_rate:
            return None
        return self.frames.number / self.frame_rate


def read_extent(path: Path) -> ClipExtent:
    """Open a clip and read its first frame.

    Raises:
        VideoError: if the clip is missing or holds no video that can be read.
    """
    with ClipReader(path, folder_rate=None) as reader:
        first = next(reader.frames(), None)
        size = (first.image.shape[1], first.image.shape[2]) if isinstance(first, Frame) else None
        return ClipExtent(reader.frame_count, reader.frame_rate, size)
