"""Functions run off the GUI thread: the newest request of a key, or one after the other."""

import os
import threading
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal

from inspector.gui.background.job import Failed

_POLL_MS = 10
_NICENESS = 10  # of a worker on Linux, so that the screen is served first
_THREADS = 8
_RUNNING_PER_KEY = 2  # a slow one may still run while the one that outdated it is answered

Work = Callable[[], Any]
Answer = Callable[[Any], object]


@dataclass(eq=False)
class _Request:
    key: Hashable
    work: Work
    done: Answer | None
    failed: Callable[[Failed], object] | None
    needed: bool = True  # read by the worker before it begins, written by the GUI thread


class _Workers(QObject):
    """A pool of threads, and a timer of the GUI thread that looks for what they finished."""

    def __init__(self, parent: QObject, *, threads: int, finished: Callable[[_Request, Any], None]) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._finished = finished
        self._results: SimpleQueue[tuple[_Request, Any]] = SimpleQueue()
        self._running = 0
        self._timer = QTimer(self, interval=_POLL_MS)
        self._timer.timeout.connect(self._look)

    @property
    def running(self) -> int:
        """How many requests were given and are not answered yet."""
        return self._running

    def give(self, request: _Request) -> None:
        self._running += 1
        self._pool.start(_Run(request, self._results))
        self._timer.start()

    def wait(self) -> None:
        """Block until every worker has ended; what they finished is answered no more."""
        self._pool.waitForDone()
        self._timer.stop()
        self._running = 0

    def _look(self) -> None:
        try:
            while True:
                request, result = self._results.get_nowait()
                self._running -= 1
                self._finished(request, result)
        except Empty:
            if not self._running:
                self._timer.stop()


class _Run(QRunnable):
    def __init__(self, request: _Request, results: SimpleQueue[tuple[_Request, Any]]) -> None:
        super().__init__()
        self._request, self._results = request, results

    def run(self) -> None:
        with suppress(AttributeError, OSError):  # a priority of its own for each thread is Linux's
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
        result: Any = None
        try:
            if self._request.needed:
                result = self._request.work()
        except BaseException as error:  # whatever it is, the worker and the application go on
            result = Failed.of(error)
        self._results.put((self._request, result))


class LatestWork(QObject):
    """Answers the newest request of each key; the result of an older one never arrives.

    Requests of a key that wait for a thread are replaced, not queued. Everything here is called in the GUI thread,
    which `done` and `failed` are called in, too; a receiver that is deleted is called no more.

    Signals: `failed` (Failed), of requests that name no `failed` of their own.
    """

    failed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._workers = _Workers(self, threads=_THREADS, finished=self._finished)
        self._newest: dict[Hashable, _Request] = {}
        self._waiting: dict[Hashable, _Request] = {}
        self._running: dict[Hashable, int] = {}
        self._closed = False

    @property
    def idle(self) -> bool:
        """Whether no answer is to be expected."""
        return not self._newest

    def request(
        self, key: Hashable, work: Work, done: Answer, *, failed: Callable[[Failed], object] | None = None
    ) -> None:
        """Run `work` in a thread; its result goes to `done`, unless a newer request of the key comes before."""
        self.outdate(key)
        if self._closed:
            return
        request = self._newest[key] = _Request(key, work, done, failed)
        if self._running.get(key, 0) < _RUNNING_PER_KEY:
            self._give(request)
        else:
            self._waiting[key] = request

    def awaits(self, key: Hashable) -> bool:
        """Whether an answer by this key is to be expected."""
        return key in self._newest

    def outdate(self, key: Hashable) -> None:
        """Whatever was requested by this key: nothing of it arrives any more."""
        self._waiting.pop(key, None)
        request = self._newest.pop(key, None)
        if request is not None:
            request.needed = False

    def outdate_all(self) -> None:
        """Nothing that was requested so far arrives any more."""
        for key in list(self._newest):
            self.outdate(key)

    def close(self) -> None:
        """Wait for what is running; nothing arrives or is begun from now on."""
        self._closed = True
        self.outdate_all()
        self._workers.wait()

    def _give(self, request: _Request) -> None:
        self._running[request.key] = self._running.get(request.key, 0) + 1
        self._workers.give(request)

    def _finished(self, request: _Request, result: Any) -> None:
        self._running[request.key] -= 1
        if not self._running[request.key]:
            del self._running[request.key]
        waiting = self._waiting.pop(request.key, None)
        if waiting is not None:
            self._give(waiting)
        if self._newest.get(request.key) is request:
            del self._newest[request.key]
            _answer(request, result, self.failed.emit)


class OrderedWork(QObject):
    """Runs what changes files: one function after the other in the order they were given, none left out.

    Signals: `failed` (Failed), of work that names no `failed` of its own.
    """

    failed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._workers = _Workers(self, threads=1, finished=self._finished)

    @property
    def idle(self) -> bool:
        return not self._workers.running

    def add(self, work: Work, done: Answer | None = None, *, failed: Callable[[Failed], object] | None = None) -> None:
        """Run `work` after everything that was given before it; `done` and `failed` as in `LatestWork`."""
        self._workers.give(_Request(None, work, done, failed))

    def close(self) -> None:
        """Wait until everything is done."""
        self._workers.wait()

    def _finished(self, request: _Request, result: Any) -> None:
        _answer(request, result, self.failed.emit)


def _answer(request: _Request, result: Any, otherwise: Callable[[Failed], object]) -> None:
    """Hand a result to who asked for it, if that is still there."""
    if isinstance(result, Failed):
        receiver: Callable[[Any], object] | None = request.failed or otherwise
    else:
        receiver = request.done
    owner = getattr(receiver, "__self__", None)
    if receiver is not None and not (isinstance(owner, QObject) and not shiboken6.isValid(owner)):
        receiver(result)
