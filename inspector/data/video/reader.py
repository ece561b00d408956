"""Clips: a video file or a folder of numbered frames, read the same way."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from inspector.core.errors import VideoError
from inspector.data.folders import storable
from inspector.data.video.frame_folder import FrameFolder
from inspector.data.video.frames import Frame, FrameCount, LostFrame

if TYPE_CHECKING:
    from inspector.data.video.video_file import VideoFile

VIDEO_SUFFIXES = frozenset(
    {".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mpg", ".mpeg", ".ts", ".mts", ".m2ts", ".wmv", ".flv", ".ogv",
     ".mjpeg", ".mjpg", ".h264", ".h265", ".y4m", ".mxf"}
)  # fmt: skip
_FIRST = 64  # frames among which one that can be read is looked for, to know the clip's size


def is_video_name(name: str) -> bool:
    """Whether a file is named as a video: a known suffix in any case, and not hidden ('.x', '._x' of macOS)."""
    stem, dot, suffix = name.rpartition(".")
    return bool(stem) and dot + suffix.lower() in VIDEO_SUFFIXES and not name.startswith(".")


@contextmanager
def needing_pyav(path: Path) -> Iterator[None]:
    """Guards the imports that need PyAV, which the bundle does not contain.

    Raises:
        VideoError: if it is not installed.
    """
    try:
        yield
    except ImportError as error:
        raise VideoError(
            "Clip {file}: this installation reads and writes no video files, as it has no PyAV; it reads folders of "
            "numbered images.",
            code="clip.no_pyav",
            file=storable(str(path)),
        ) from error


class ClipReader:
    """Reads a clip frame by frame in constant memory, from the start or any frame; a context manager.

    Args:
        folder_rate: frames per second of a folder of frames, which does not state it; None leaves its frames without
            times. A video file has its own.
        size: (H, W) to bring every frame to, as `data.images.resize` does; None keeps the clip's.

    Attributes:
        frame_rate: frames per second, the mean where it varies; None if unknown. Each frame has its own time.

    Raises:
        VideoError: if the clip is missing or holds no video that can be read.
    """

    def __init__(self, path: Path, *, folder_rate: float | None, size: tuple[int, int] | None = None) -> None:
        self.path = path
        self._source = FrameFolder(path, rate=folder_rate, size=size) if path.is_dir() else _video_file(path, size)
        self._size = size  # (H, W) of every frame; of the clip's first one, once that was read
        self.frame_rate = self._source.frame_rate

    @property
    def frame_count(self) -> FrameCount | None:
        """How many frames there are and how that is known; None where not even an estimate is possible."""
        return self._source.frame_count

    def frames(self, start: int = 0) -> Iterator[Frame | LostFrame]:
        """The frames from index `start` on, in order. Damaged and missing ones are a `LostFrame` each.

        So are those of another size than the clip's first frame, which cannot be compared with it. Several iterations
        may interleave, which costs only speed; use them from one thread.

        Raises:
            VideoError: after the last frame there is, if the clip breaks off before its end.
        """
        if start and self._size is None:
            self._size = self._first_size()
        for frame in self._source.frames(start):
            if isinstance(frame, LostFrame):
                yield frame
                continue
            size = (frame.image.shape[-2], frame.image.shape[-1])
            self._size = self._size or size
            yield (
                frame
                if size == self._size
                else LostFrame(frame.index, frame.time_s, self._other_size(frame.index, size))
            )

    def _first_size(self) -> tuple[int, int] | None:
        """The size of the first frame that can be read; None where none of the first ones can."""
        for frame in islice(self._source.frames(0), _FIRST):
            if isinstance(frame, Frame):
                return frame.image.shape[-2], frame.image.shape[-1]
        return None

    def frame(self, index: int) -> Frame | LostFrame:
        """Exactly the frame that an iteration from the start has at an index; stepping forwards is cheap.

        Raises:
            VideoError: if the clip has no such frame.
        """
        found = next(self.frames(index), None) if index >= 0 else None
        if found is None or found.index != index:
            count = self.frame_count
            counted = count is not None and count.known == "counted"
            raise VideoError(
                "Clip {file}: expected a frame {index}, found frames 0 to {last}."
                if counted
                else "Clip {file}: expected a frame {index}, found fewer.",
                code="clip.no_such_frame",
                file=storable(str(self.path)),
                index=index,
                last=count.number - 1 if count is not None else None,
            )
        return found

    def _other_size(self, index: int, size: tuple[int, int]) -> str:
        assert self._size is not None  # or there were nothing to compare with
        error = VideoError(
            "Clip {file}: frame {index} has {width}×{height} px, where the first one has {first_width}×{first_height} "
            "px.",
            code="clip.other_frame_size",
            file=storable(str(self.path)),
            index=index,
            width=size[1],
            height=size[0],
            first_width=self._size[1],
            first_height=self._size[0],
        )
        return str(error)

    def close(self) -> None:
        self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _video_file(path: Path, size: tuple[int, int] | None) -> "VideoFile":
    with needing_pyav(path):
        from inspector.data.video.video_file import VideoFile
    return VideoFile(path, size=size)
