"""Frames of a clip read off the GUI thread, the one wanted last first."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Protocol

import numpy as np
from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal

from inspector.core.errors import InspectorError
from inspector.core.video.inspection import FrameRecord
from inspector.data.images.reading import displayed
from inspector.data.video.frames import LostFrame
from inspector.data.video.reader import ClipReader
from inspector.store.runs.video_run import VideoRun

_POLL_MS = 10


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


class FrameSource(Protocol):
    """Where a loader has its frames from; made, used and closed in one worker."""

    def read(self, index: int) -> ShownFrame: ...

    def close(self) -> None: ...


class ClipPictures:
    """The frames of a clip."""

    def __init__(self, path: Path) -> None:
        self._reader = ClipReader(path, folder_rate=None)

    def read(self, index: int) -> ShownFrame:
        found = self._reader.frame(index)
        if isinstance(found, LostFrame):
            return ShownFrame(index, None, found.reason)
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
            self._missing = str(error)

    def read(self, index: int) -> ShownFrame:
        record = self._run.frame(self._clip, index)
        if self._pictures is None:
            return ShownFrame(index, None, self._missing, record)
        try:
            shown = self._pictures.read(index)
        except InspectorError as error:
            return ShownFrame(index, None, str(error), record)
        return ShownFrame(index, shown.pixels, shown.problem, record)

    def close(self) -> None:
        self._run.close()
        if self._pictures is not None:
            self._pictures.close()


class FrameLoader(QObject):
    """Reads one frame at a time from the source that is open; of those wanted meanwhile the last alone.

    The worker, always the same thread, only puts what it read into a queue, which a timer of the GUI thread empties.

    Signals: `loaded` (ShownFrame).
    """

    loaded = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._work = _Work()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._pool.setExpiryTimeout(-1)  # decoders and databases belong to the thread that opened them
        self._timer = QTimer(self, interval=_POLL_MS)
        self._timer.timeout.connect(self._look)

    @property
    def busy(self) -> bool:
        """Whether a frame is wanted that has not come yet."""
        return self._timer.isActive()

    def open(self, source: Callable[[], FrameSource] | None) -> None:
        """Read from another source from now on; what was wanted of the one before does not come any more.

        Args:
            source: called in the worker; None to close the one that is open.
        """
        if self._work.open(source):
            self._pool.start(_Read(self._work))

    def want(self, index: int) -> None:
        """Ask for a frame; `loaded` brings it unless another one is wanted before it is begun."""
        if self._work.want(index):
            self._pool.start(_Read(self._work))
        self._timer.start()

    def _look(self) -> None:
        try:
            while True:
                generation, shown = self._work.made.get_nowait()
                if generation == self._work.generation:
                    self.loaded.emit(shown)
        except Empty:
            if self._work.idle and self._work.made.empty():
                self._timer.stop()


class _Work:
    """What is wanted, shared by the GUI thread and the worker."""

    def __init__(self) -> None:
        self.made: SimpleQueue[tuple[int, ShownFrame]] = SimpleQueue()
        self.generation = 0
        self._lock = threading.Lock()
        self._make: Callable[[], FrameSource] | None = None
        self._wanted: int | None = None
        self._running = False
        self._source: FrameSource | None = None  # the worker's alone, as is which generation it is of
        self._opened = 0

    @property
    def idle(self) -> bool:
        with self._lock:
            return not self._running and self._wanted is None

    def open(self, make: Callable[[], FrameSource] | None) -> bool:
        """Whether a worker is to be started."""
        with self._lock:
            self._make, self._wanted = make, None
            self.generation += 1
            return self._start()

    def want(self, index: int) -> bool:
        with self._lock:
            self._wanted = index
            return self._start()

    def _start(self) -> bool:
        start, self._running = not self._running, True
        return start

    def work(self) -> None:
        """Read until nothing is wanted; runs in the worker."""
        while True:
            with self._lock:
                index, self._wanted = self._wanted, None
                generation, make = self.generation, self._make
                if index is None and self._opened == generation:
                    self._running = False
                    return
            try:
                shown = self._read(index, generation, make)
            except InspectorError as error:
                shown = None if index is None else ShownFrame(index, None, str(error))
            except Exception as error:  # a frame that cannot be shown must not end the application
                shown = None if index is None else ShownFrame(index, None, f"{type(error).__name__}: {error}")
            if shown is not None:
                self.made.put((generation, shown))

    def _read(self, index: int | None, generation: int, make: Callable[[], FrameSource] | None) -> ShownFrame | None:
        if self._opened != generation:
            if self._source is not None:
                self._source.close()
            self._source, self._opened = None, generation
        if index is None or make is None:
            return None
        if self._source is None:
            self._source = make()
        return self._source.read(index)


class _Read(QRunnable):
    def __init__(self, work: _Work) -> None:
        super().__init__()
        self._work = work

    def run(self) -> None:
        self._work.work()
