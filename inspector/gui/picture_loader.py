"""Full-size pictures decoded off the GUI thread: the one wanted now, and the ones likely to be wanted next."""

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from inspector.core.errors import InspectorError
from inspector.workflow.pictures import picture

_CACHE_BYTES = 400 * 1024**2


class PictureLoader(QObject):
    """Owns the pictures it read last, as far as `_CACHE_BYTES` allow.

    Signals: `loaded` (path, array or the sentence that says why not) in the GUI thread.
    """

    loaded = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._cache: OrderedDict[Path, np.ndarray | str] = OrderedDict()
        self._waiting: set[Path] = set()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self.loaded.connect(self._keep)

    def get(self, path: Path, *, next_ones: Sequence[Path] = ()) -> np.ndarray | str | None:
        """The picture (H, W, 3) uint8, or why it cannot be shown, if it is there already; else `loaded` will tell."""
        for place, wanted in enumerate((path, *next_ones)):
            if wanted not in self._cache and wanted not in self._waiting:
                self._waiting.add(wanted)
                self._pool.start(_Read(wanted, self), 0 if place else 1)
        found = self._cache.get(path)
        if found is not None:
            self._cache.move_to_end(path)
        return found

    def forget(self) -> None:
        """Drop every picture and what is not begun yet."""
        self._pool.clear()
        self._waiting.clear()
        self._cache.clear()

    def close(self) -> None:
        self.forget()
        self._pool.waitForDone()

    def _keep(self, path: Path, found: np.ndarray | str) -> None:
        self._waiting.discard(path)
        self._cache[path] = found
        while len(self._cache) > 1 and sum(getattr(kept, "nbytes", 0) for kept in self._cache.values()) > _CACHE_BYTES:
            self._cache.popitem(last=False)


class _Read(QRunnable):
    def __init__(self, path: Path, loader: PictureLoader) -> None:
        super().__init__()
        self._path, self._loader = path, loader

    def run(self) -> None:
        try:
            found = picture(self._path)
        except InspectorError as error:
            found = str(error)
        except Exception as error:  # a picture that cannot be shown must not end the application
            found = f"{type(error).__name__}: {error}"
        self._loader.loaded.emit(self._path, found)
