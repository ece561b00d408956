"""Pictures made off the GUI thread: the ones wanted last first, and kept as far as memory goes."""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from inspector.gui.error_texts import error_text

_POLL_MS = 10
_QUEUE = 256  # more than any screen shows at once: what is pushed out was scrolled past


@dataclass(frozen=True)
class Unavailable:
    """A picture that could not be made, and why."""

    error: BaseException

    @property
    def reason(self) -> str:
        """One sentence for the person at the screen."""
        return error_text(self.error)


class PictureLoader(QObject):
    """Makes pictures by their keys in threads of its own, the newest request first.

    What a picture is decides the function that makes it: an array, a QImage, or anything that has `nbytes`. Workers
    only write into a store behind a lock, into which a timer of the GUI thread looks; an exception of any kind makes an
    `Unavailable` and stops nothing.

    Signals: `loaded` (key, picture or `Unavailable`), in the GUI thread.

    Args:
        make: called in a worker with a key; None until `use` says one.
        finish: called in the GUI thread with what was made, such as to turn a QImage into a QPixmap.
        cache_bytes: of pictures that are kept; the newest one always is.
        workers: how many threads; with one, every call comes from the same thread.
        queue: requests that may wait; older ones are dropped.
    """

    loaded = Signal(object, object)

    def __init__(
        self,
        make: Callable[[Any], Any] | None,
        parent: QObject,
        *,
        cache_bytes: int,
        finish: Callable[[Any], Any] | None = None,
        workers: int = 1,
        queue: int = _QUEUE,
    ) -> None:
        super().__init__(parent)
        self._make = make
        self._close: Callable[[], object] = _nothing
        self._finish = finish
        self._cache_bytes, self._queue = cache_bytes, queue
        self._cache: OrderedDict[Hashable, Any] = OrderedDict()
        self._bytes = 0
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(workers)
        self._pool.setExpiryTimeout(-1)  # decoders and databases belong to the thread that opened them
        self._requests = _Requests(make, queue)
        self._timer = QTimer(self, interval=_POLL_MS)
        self._timer.timeout.connect(self._look)

    @property
    def idle(self) -> bool:
        """Whether no picture is to be expected."""
        return not self._timer.isActive()

    def get(self, key: Hashable, *, ahead: Sequence[Hashable] = ()) -> Any:
        """The picture, or `Unavailable`, if it is there; else None, and `loaded` brings it.

        Args:
            ahead: keys that are likely to be wanted next, the likeliest first; they are made after this one.
        """
        missing = [one for one in (key, *ahead) if one not in self._cache]
        if missing:
            for _ in range(self._requests.add(missing[::-1], workers=self._pool.maxThreadCount())):
                self._pool.start(_Run(self._requests.work))
            self._timer.start()
        if key in self._cache:
            self._cache.move_to_end(key)
        return self._cache.get(key)

    def cancel(self, key: Hashable) -> None:
        """The picture is not wanted any more, unless it is being made already."""
        self._requests.cancel(key)

    def clear(self) -> None:
        """Forget every picture and every request; what is being made does not come any more."""
        self._requests.cancel_all()
        self._requests = _Requests(self._make, self._queue)
        self._timer.stop()
        self._cache.clear()
        self._bytes = 0

    def use(self, make: Callable[[Any], Any] | None, *, close: Callable[[], object] | None = None) -> None:
        """Make pictures by another function from now on; everything of the one before is forgotten.

        Args:
            close: called in a worker when the function is no longer used.
        """
        self._pool.start(_Run(self._close))
        self._make, self._close = make, close or _nothing
        self.clear()

    def _look(self) -> None:
        requests = self._requests
        for key, picture in requests.take():
            if self._finish is not None and not isinstance(picture, Unavailable):
                picture = self._finish(picture)
            self._keep(key, picture)
            self.loaded.emit(key, picture)
            if requests is not self._requests:  # it was cleared by who was told
                return
        if requests.idle:
            self._timer.stop()

    def _keep(self, key: Hashable, picture: Any) -> None:
        self._bytes += _bytes(picture) - _bytes(self._cache.pop(key, None))
        self._cache[key] = picture
        while self._bytes > self._cache_bytes and len(self._cache) > 1:
            self._bytes -= _bytes(self._cache.popitem(last=False)[1])


class _Requests:
    """What is wanted and what came of it, shared by the GUI thread and the workers."""

    def __init__(self, make: Callable[[Any], Any] | None, limit: int) -> None:
        self._make, self._limit = make, limit
        self._lock = threading.Lock()
        self._wanted: OrderedDict[Hashable, None] = OrderedDict()
        self._in_hand: set[Hashable] = set()
        self._made: deque[tuple[Hashable, Any]] = deque()
        self._workers = 0

    @property
    def idle(self) -> bool:
        with self._lock:
            return not (self._wanted or self._in_hand or self._made)

    def add(self, keys: Sequence[Hashable], *, workers: int) -> int:
        """Want pictures, the last one first; returns how many workers are to be started."""
        with self._lock:
            if self._make is None:
                return 0
            for key in keys:
                if key not in self._in_hand:
                    self._wanted[key] = None
                    self._wanted.move_to_end(key)
            while len(self._wanted) > self._limit:
                self._wanted.popitem(last=False)
            more = min(workers - self._workers, len(self._wanted))
            self._workers += more
            return more

    def cancel(self, key: Hashable) -> None:
        with self._lock:
            self._wanted.pop(key, None)

    def cancel_all(self) -> None:
        with self._lock:
            self._wanted.clear()

    def take(self) -> list[tuple[Hashable, Any]]:
        """What was made since the last call."""
        with self._lock:
            made = list(self._made)
            self._made.clear()
            self._in_hand.difference_update(key for key, _ in made)
        return made

    def work(self) -> None:
        """Make pictures until none is wanted; runs in a worker."""
        while True:
            with self._lock:
                if not self._wanted or self._make is None:
                    self._workers -= 1
                    return
                key, _ = self._wanted.popitem()
                self._in_hand.add(key)
            try:
                picture = self._make(key)
            except BaseException as error:  # whatever it is, the other pictures are made
                picture = Unavailable(error)
            with self._lock:
                self._made.append((key, picture))


class _Run(QRunnable):
    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__()
        self._work = work

    def run(self) -> None:
        self._work()


def _bytes(picture: Any) -> int:
    if isinstance(picture, QPixmap):
        return picture.width() * picture.height() * max(8, picture.depth()) // 8
    if isinstance(picture, QImage):
        return int(picture.sizeInBytes())
    return int(getattr(picture, "nbytes", 0))


def _nothing() -> None:
    return
