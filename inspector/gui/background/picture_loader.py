"""Full-size pictures decoded off the GUI thread: the one wanted now, and the ones likely to be wanted next."""

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from queue import Empty, SimpleQueue

import numpy as np
from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal

from inspector.core.errors import InspectorError
from inspector.workflow.report.pictures import picture

_CACHE_BYTES = 400 * 1024**2
_POLL_MS = 10
Found = np.ndarray | str  # (H, W, 3) uint8, or the sentence that says why it cannot be shown


class PictureLoader(QObject):
    """Owns the pictures it read last, as far as `_CACHE_BYTES` allow.

    Workers only put what they read into a queue, which a timer of the GUI thread empties: none of them can outlive
    what it would tell.

    Signals: `loaded` (path, Found).
    """

    loaded = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._cache: OrderedDict[Path, Found] = OrderedDict()
        self._waiting: set[Path] = set()
        self._read: SimpleQueue[tuple[Path, Found]] = SimpleQueue()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._timer = QTimer(self, interval=_POLL_MS)
        self._timer.timeout.connect(self._look)

    def get(self, path: Path, *, next_ones: Sequence[Path] = ()) -> Found | None:
        """The picture, or why it cannot be shown, if that is known already; else `loaded` will tell."""
        for place, wanted in enumerate((path, *next_ones)):
            if wanted not in self._cache and wanted not in self._waiting:
                self._waiting.add(wanted)
                self._pool.start(_Read(wanted, self._read), 0 if place else 1)
                self._timer.start()
        found = self._cache.get(path)
        if found is not None:
            self._cache.move_to_end(path)
        return found

    def forget(self) -> None:
        """Drop every picture, and what is not begun yet."""
        self._pool.clear()
        self._waiting.clear()
        self._cache.clear()

    def _look(self) -> None:
        try:
            while True:
                path, found = self._read.get_nowait()
                if path in self._waiting:  # else it was forgotten meanwhile
                    self._waiting.discard(path)
                    self._keep(path, found)
                    self.loaded.emit(path, found)
        except Empty:
            if not self._waiting:
                self._timer.stop()

    def _keep(self, path: Path, found: Found) -> None:
        self._cache[path] = found
        while len(self._cache) > 1 and sum(getattr(kept, "nbytes", 0) for kept in self._cache.values()) > _CACHE_BYTES:
            self._cache.popitem(last=False)


class _Read(QRunnable):
    def __init__(self, path: Path, into: SimpleQueue[tuple[Path, Found]]) -> None:
        super().__init__()
        self._path, self._into = path, into

    def run(self) -> None:
        try:
            found = picture(self._path)
        except InspectorError as error:
            found = str(error)
        except Exception as error:  # a picture that cannot be shown must not end the application
            found = f"{type(error).__name__}: {error}"
        self._into.put((self._path, found))
