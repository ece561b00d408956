"""How long the chosen training will take on this machine: measured, when the choice has been left alone."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from inspector.core.errors import InspectorError
from inspector.gui.background.job import BackgroundJob, Ended, Snapshot
from inspector.gui.numbers import count, duration, number
from inspector.gui.session import Session
from inspector.workflow.train.estimate import Estimate

_WAIT_MS = 500
_STEPWISE = 0.5  # share of the learning that the steps must make up, or their time explains nothing


class ExpectedTime(QObject):
    """Measures one choice after the other, the latest only, and never two at once.

    Args:
        held: whether something else is at work that would disturb the measuring.

    Signals:
        text_changed (str): the sentence to show.
        idle: nothing is measured any more.
    """

    text_changed = Signal(str)
    idle = Signal()

    def __init__(self, session: Session, parent: QObject, *, held: Callable[[], bool]) -> None:
        super().__init__(parent)
        self._session = session
        self._held = held
        self._chosen: Callable[[], Iterator[object] | None] = _nothing
        self._running: BackgroundJob | None = None
        self._wanted = False  # what is being measured is what is chosen
        self.measured: Estimate | None = None  # of what is chosen
        self._timer = QTimer(self, interval=_WAIT_MS, singleShot=True)
        self._timer.timeout.connect(self._measure)
        session.opening.connect(self.stop)

    @property
    def busy(self) -> bool:
        return self._running is not None

    def measure(self, chosen: Callable[[], Iterator[object] | None], *, after_another: bool) -> None:
        """Measure what is chosen, soon.

        Args:
            chosen: called in the GUI thread; the measuring, to be run in the background, or None for none.
            after_another: a training stands finished beside it, which the measuring is not about.
        """
        self.stop()
        self.measured = None
        self._chosen = chosen
        measuring = self.tr("Next training: measuring …") if after_another else self.tr("measuring …")
        self.text_changed.emit(measuring if chosen() is not None else "–")
        self._timer.start()

    def stop(self) -> None:
        """Measure nothing (any more); `idle` follows when that is so, if it is not already."""
        if self._timer.isActive() or self._running is not None:
            self.text_changed.emit("–")
        self._timer.stop()
        self._wanted = False
        if self._running is not None:
            self._running.stop()

    def _measure(self) -> None:
        if self._running is not None or self._held():  # ask again when that has ended
            self._timer.start()
            return
        measuring = self._chosen()
        if measuring is None:
            return
        self._wanted = True
        self._running = self._session.start(
            partial(_updates, measuring),
            title=self.tr("Measuring the expected time"),
            updated=self._updated,
            ended=self._ended,
            quietly=True,
        )

    def _updated(self, snapshot: Snapshot) -> None:
        for update in snapshot.events if self._wanted else ():
            if isinstance(update, Estimate):
                self.measured = update
                self.text_changed.emit(estimate_text(update))
            elif update is None:
                self.text_changed.emit(self.tr("could not be measured"))

    def _ended(self, _ended: Ended) -> None:
        self._running = None
        self.idle.emit()


def _updates(measuring: Iterator[object]) -> Iterator[object]:
    try:
        yield from measuring
    except InspectorError:  # the training will report it, if it is started
        yield None


def _nothing() -> None:
    return None


def estimate_text(estimate: Estimate) -> str:
    """`about 3 min: reading 5 s, learning 2 min (500 steps of 240 ms), calibrating 10 s`."""
    translate = QCoreApplication.translate
    ms, s = number(estimate.step_ms, digits=3), number(estimate.step_ms / 1000, digits=2)
    each = (
        translate("ExpectedTime", "{steps} steps of {ms} ms")
        if estimate.step_ms < 1000
        else translate("ExpectedTime", "{steps} steps of {s} s")
    )
    steps = each.format(steps=count(estimate.steps), ms=ms, s=s)
    names = {
        "Reading": translate("ExpectedTime", "reading {time}"),
        "Sampling": translate("ExpectedTime", "choosing samples {time}"),
        "Training": (
            translate("ExpectedTime", "learning {time} ({steps})")
            if estimate.steps * estimate.step_ms / 1000 >= _STEPWISE * estimate.phases_s["Training"]
            else translate("ExpectedTime", "learning {time}")
        ),
        "Comparing": translate("ExpectedTime", "comparing good images {time}"),
        "Calibrating": translate("ExpectedTime", "calibrating {time}"),
    }
    shown = {stage: seconds for stage, seconds in estimate.phases_s.items() if seconds >= 1 or stage == "Training"}
    parts = [names[stage].format(time=duration(seconds), steps=steps) for stage, seconds in shown.items()]
    whole = (
        translate("ExpectedTime", "more than {time}")
        if estimate.at_least
        else translate("ExpectedTime", "about {time}")
    )
    return f"{whole.format(time=duration(estimate.seconds))}: {', '.join(parts)}"
