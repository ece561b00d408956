"""Frames of a clip for the screen: read and closed in one thread, which is not the GUI thread."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from inspector.core.errors import InspectorError
from inspector.core.video.inspection import FrameRecord
from inspector.data.images.reading import displayed
from inspector.data.video.frames import LostFrame
from inspector.data.video.reader import ClipReader
from inspector.gui.core_texts import stored_text
from inspector.gui.error_texts import error_text
from inspector.store.runs.video_run import VideoRun


@dataclass(frozen=True, eq=False)
class ShownFrame:
    """One frame for the screen.

    Attributes:
        pixels: (H, W, 3) uint8; None where it cannot be shown.
        problem: why not, or what is doubtful about it; empty where all is well.
        record: what came of judging it; None where that is not known.
    """

    index: int
    pixels: np.ndarray | None
    problem: str = ""
    record: FrameRecord | None = None

    @property
    def nbytes(self) -> int:
        found = None if self.record is None else self.record.anomaly_map
        return sum(array.nbytes for array in (self.pixels, found) if array is not None)


class FrameSource(Protocol):
    """Where frames come from; made, used and closed in one worker."""

    def read(self, index: int) -> ShownFrame: ...

    def close(self) -> None: ...


class ClipPictures:
    """The frames of a clip."""

    def __init__(self, path: Path) -> None:
        self._reader = ClipReader(path, folder_rate=None)

    def read(self, index: int) -> ShownFrame:
        found = self._reader.frame(index)
        if isinstance(found, LostFrame):
            return ShownFrame(index, None, stored_text(found.reason))
        return ShownFrame(index, displayed(found.image))

    def close(self) -> None:
        self._reader.close()


class JudgedPictures:
    """The frames of a clip with their records of a run; a clip that is gone leaves the records."""

    def __init__(self, run: Path, clip: int, path: Path) -> None:
        self._run, self._clip = VideoRun(run), clip
        self._pictures: ClipPictures | None = None
        self._missing = ""
        try:
            self._pictures = ClipPictures(path)
        except InspectorError as error:
            self._missing = error_text(error)

    def read(self, index: int) -> ShownFrame:
        record = self._run.frame(self._clip, index)
        if self._pictures is None:
            return ShownFrame(index, None, self._missing, record)
        try:
            shown = self._pictures.read(index)
        except InspectorError as error:
            return ShownFrame(index, None, error_text(error), record)
        return ShownFrame(index, shown.pixels, shown.problem, record)

    def close(self) -> None:
        self._run.close()
        if self._pictures is not None:
            self._pictures.close()


class FrameReader:
    """Reads from a source that is opened when its first frame is wanted; used and closed in one thread."""

    def __init__(self, make: Callable[[], FrameSource]) -> None:
        self._make = make
        self._source: FrameSource | None = None

    def read(self, index: int) -> ShownFrame:
        if self._source is None:
            self._source = self._make()
        return self._source.read(index)

    def close(self) -> None:
        if self._source is not None:
            self._source.close()
