"""Work that takes time, off the GUI thread: the workflows' generators, run by a thread of their own."""

import os
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QThread, QTimer, Signal

from inspector.core.errors import InspectorError
from inspector.gui.core_texts import remark_text
from inspector.gui.error_texts import error_message
from inspector.workflow.progress import Progress, Warned

POLL_MS = 100
_NICENESS = 10  # of a worker on Linux, so that the screen is served first


@dataclass(frozen=True)
class Snapshot:
    """What a job has told since the last look.

    Attributes:
        latest: the newest event of each type, also of earlier looks.
        events: all new ones in order, without progress.
    """

    latest: Mapping[type, Any]
    events: tuple[Any, ...]


@dataclass(frozen=True)
class Done:
    """The job ran to its end.

    Attributes:
        result: its last event.
        warnings: what it warned of, in the language of the screen.
    """

    result: Any
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stopped:
    """A person stopped the job; what it had finished is kept."""


@dataclass(frozen=True)
class Failed:
    """The work ended with an error.

    Attributes:
        message: what went wrong, and what to do about it, in the language of the screen.
        details: the traceback, for whoever mends it.
        error: the one the program knows, of which the message says all there is to say; None for any other.
    """

    message: str
    details: str
    error: InspectorError | None

    @property
    def expected(self) -> bool:
        """Whether it is an error the program knows."""
        return self.error is not None

    @classmethod
    def of(cls, error: BaseException) -> "Failed":
        """For any thread."""
        details = "".join(traceback.format_exception(error))
        return cls(error_message(error), details, error if isinstance(error, InspectorError) else None)


Ended = Done | Stopped | Failed


class BackgroundJob(QObject):
    """Runs one generator in a thread of its own and tells the GUI thread what comes of it.

    The thread only writes into a store behind a lock; a timer of the GUI thread looks into it ten times a second, so
    that no number of events can flood the screen.

    Args:
        result: what its last event is; once it has come, the job is done and no longer stopped.

    Signals, all in the GUI thread: `updated` (Snapshot) while it runs and once more before `ended` (Ended).
    """

    updated = Signal(object)
    ended = Signal(object)

    def __init__(
        self, events: Callable[[], Iterable[Any]], *, title: str, parent: QObject, result: type | None = None
    ) -> None:
        super().__init__(parent)
        self.title = title
        self.keeps_progress = True  # whether stopping it loses nothing
        self.stoppable = result is not None  # in the status bar: its screen has no button for that
        self.share: float | None = None  # of the whole that is done, where its progress is that of one phase of many
        self._worker = _Worker(events, self, result)
        self._worker.finished.connect(self._finish)
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self._look)
        self._latest: dict[type, Any] = {}

    @property
    def running(self) -> bool:
        return self._worker.isRunning()

    @property
    def paused(self) -> bool:
        return self.running and not self._worker.gate.is_set()

    def start(self) -> None:
        self._timer.start()
        self._worker.start()

    def pause(self) -> None:
        """Wait after the event that is being worked on."""
        self._worker.gate.clear()

    def go_on(self) -> None:
        self._worker.gate.set()

    def stop(self) -> None:
        """Close the generator after the event that is being worked on; `ended` tells when that is done."""
        self._worker.stopping.set()
        self._worker.gate.set()

    def wait(self) -> None:
        """Block until the thread has ended; for the end of the application alone."""
        self._worker.wait()

    def _look(self) -> None:
        latest, events = self._worker.take()
        if latest:
            self._latest |= latest
            self.updated.emit(Snapshot(dict(self._latest), tuple(events)))

    def _finish(self) -> None:
        self._timer.stop()
        self._look()
        self.ended.emit(self._worker.outcome)


class _Worker(QThread):
    def __init__(self, events: Callable[[], Iterable[Any]], parent: QObject, result: type | None) -> None:
        super().__init__(parent)
        self._result = result
        self.gate, self.stopping = threading.Event(), threading.Event()
        self.gate.set()
        self.outcome: Ended = Stopped()
        self._make = events
        self._lock = threading.Lock()
        self._latest: dict[type, Any] = {}
        self._events: list[Any] = []

    def run(self) -> None:
        with suppress(AttributeError, OSError):  # a priority of its own for each thread is Linux's
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
        try:
            self.outcome = self._work()
        except BaseException as error:  # whatever it is, the application goes on
            self.outcome = Failed.of(error)

    def take(self) -> tuple[dict[type, Any], list[Any]]:
        """What came since the last call."""
        with self._lock:
            latest, events = self._latest, self._events
            self._latest, self._events = {}, []
        return latest, events

    def _work(self) -> Ended:
        events = iter(self._make())
        last = None
        warnings: list[str] = []
        for event in events:
            last = event
            if isinstance(event, Warned):
                warnings.append(remark_text(event.message))
            with self._lock:
                self._latest[type(event)] = event
                if not isinstance(event, Progress):
                    self._events.append(event)
            self.gate.wait()
            if self._result is not None and isinstance(event, self._result):
                break
            if self.stopping.is_set():
                if hasattr(events, "close"):
                    events.close()
                return Stopped()
        return Done(last, tuple(warnings))


def once(work: Callable[[], Any]) -> Callable[[], Iterator[Any]]:
    """A job of a single event: what the function returns."""

    def events() -> Iterator[Any]:
        yield work()

    return events
