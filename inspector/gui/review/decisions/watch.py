"""Whether somebody else, at another desktop or with the command line, wrote to the records of what is open."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from inspector.core.errors import StorageError
from inspector.gui.background.work import LatestWork
from inspector.gui.session import Session
from inspector.store.records import records_state

_LOOK_MS = 2000


@dataclass(frozen=True)
class RecordsState:
    """The records of a run and of its model, as far as a look at their files shows; None where there are none."""

    reviews: tuple[int, int] | None
    thresholds: tuple[int, int] | None


class RecordsWatch(QTimer):
    """Looks every other second, off the GUI thread, while its owner is on the screen.

    Signals:
        reviews_changed, thresholds_changed: what is in these records is not what was read.
    """

    reviews_changed = Signal()
    thresholds_changed = Signal()

    def __init__(self, session: Session, owner: QWidget) -> None:
        super().__init__(owner, interval=_LOOK_MS)
        self._owner = owner
        self._work = LatestWork(self)  # nobody waits for it, as for the session's
        self._run: Path | None = None
        self._model: Path | None = None
        self._known: RecordsState | None = None
        self.timeout.connect(self.look)
        session.closing.connect(self._close)

    def watch(self, run: Path, model: Path | None, read: RecordsState, *, same_reviews: bool) -> None:
        """Watch the records of a run and its model, which were read when they were in this state, or later.

        Args:
            same_reviews: but its reviews are shown as they were read before.
        """
        self._work.outdate_all()
        reviews = self._known.reviews if same_reviews and self._known is not None else read.reviews
        self._run, self._model, self._known = run, model, RecordsState(reviews, read.thresholds)
        self.start()

    def unwatch(self) -> None:
        self.stop()
        self._work.outdate_all()
        self._run = None

    def reviews_read(self, state: tuple[int, int] | None) -> None:
        """The reviews were read when they were in this state, or later."""
        if self._known is not None:
            self._known = RecordsState(state, self._known.thresholds)

    def look(self) -> None:
        """Look now; the signals follow."""
        if self._run is not None and self._owner.isVisible() and not self._work.awaits(self):
            self._work.request(self, partial(_look, self._run, self._model), self._looked)

    def _looked(self, state: RecordsState | None) -> None:
        known, self._known = self._known, state or self._known
        if state is None or known is None:
            return
        if state.reviews != known.reviews:
            self.reviews_changed.emit()
        if state.thresholds != known.thresholds:
            self.thresholds_changed.emit()

    def _close(self) -> None:
        self.stop()
        self._work.close()


def _look(run: Path, model: Path | None) -> RecordsState | None:
    """Run off the GUI thread; None where the place is not there now, as a share that comes and goes."""
    try:
        return RecordsState(records_state(run.parent), None if model is None else records_state(model))
    except StorageError:
        return None
