"""How long the chosen training will take on this machine: measured, when the choice has been left alone."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from inspector.core.errors import InspectorError
from inspector.gui.background.job import BackgroundJob, Ended, Snapshot
from inspector.gui.numbers import duration
from inspector.gui.session import Session
from inspector.workflow.progress import Progress
from inspector.workflow.train.estimate import Estimate, estimate_training
from inspector.workflow.train.images import ImageTrainJob

_WAIT_MS = 500


class ExpectedTime(QObject):
    """Measures one choice after the other, the latest only, and never two at once.

    Signals:
        told: the sentence to show.
        idle: nothing is measured any more.
    """

    told = Signal(str)
    idle = Signal()

    def __init__(self, session: Session, job: Callable[[], ImageTrainJob | None], *, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._make = session, job
        self._running: BackgroundJob | None = None
        self._timer = QTimer(self, interval=_WAIT_MS, singleShot=True)
        self._timer.timeout.connect(self._measure)

    @property
    def busy(self) -> bool:
        return self._running is not None

    def ask(self) -> None:
        """Measure what is chosen now, soon."""
        self.stop()
        self.told.emit(self.tr("is being measured …") if self._make() is not None else "–")
        self._timer.start()

    def stop(self) -> None:
        """Measure nothing (any more); `idle` tells when that is so, if it is not already."""
        if self._timer.isActive() or self._running is not None:
            self.told.emit("–")
        self._timer.stop()
        if self._running is not None:
            self._running.stop()

    def _measure(self) -> None:
        if self._running is not None:  # it is being stopped; ask again when it is
            self._timer.start()
            return
        job = self._make()
        if job is None:
            return

        def events() -> Iterator[Progress | Estimate | None]:
            try:
                yield from estimate_training(job)
            except InspectorError:  # the training will say what is wrong, when it is wanted
                yield None

        self._running = self._session.start(
            events,
            title=self.tr("Measuring the expected time"),
            updated=self._updated,
            ended=self._ended,
            quietly=True,
        )

    def _updated(self, snapshot: Snapshot) -> None:
        if self._timer.isActive():
            return
        for event in snapshot.events:
            if isinstance(event, Estimate):
                self.told.emit(estimate_text(event))
            elif event is None:
                self.told.emit(self.tr("could not be measured"))

    def _ended(self, _ended: Ended) -> None:
        self._running = None
        self.idle.emit()


def estimate_text(estimate: Estimate) -> str:
    """`about 3 min (measured: 240 ms a step × 500)`."""
    text = (
        QCoreApplication.translate("ExpectedTime", "more than {time} (measured: {ms} ms a step × {steps})")
        if estimate.at_least
        else QCoreApplication.translate("ExpectedTime", "about {time} (measured: {ms} ms a step × {steps})")
    )
    ms = f"{estimate.step_ms:.0f}" if estimate.step_ms >= 10 else f"{estimate.step_ms:.1f}"
    return text.format(time=duration(estimate.seconds), ms=ms, steps=estimate.steps)
