"""One piece of work at a time, with its progress and a button that stops it."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from inspector.gui.background.job import BackgroundJob, Ended, Snapshot
from inspector.gui.session import Session
from inspector.gui.widgets.controls import button
from inspector.gui.widgets.labels import label
from inspector.gui.widgets.layout import GAP
from inspector.workflow.progress import Progress


class WorkBar(QWidget):
    """Owns the job it shows; hidden while there is none.

    Args:
        stop: the action that calls `stop`.

    Signals: `changed`, when work began or ended.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._job: BackgroundJob | None = None
        self._ended: Callable[[Ended], None] | None = None
        self._title = label("")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP)
        self._row.addWidget(self._title)
        self._row.addWidget(self._bar, stretch=1)
        self.hide()

    def add_button(self, stop: QAction) -> None:
        """The button at its end."""
        self._row.addWidget(button(stop))

    @property
    def busy(self) -> bool:
        return self._job is not None

    def start(self, updates: Callable[[], Iterable[object]], title: str, ended: Callable[[Ended], None]) -> None:
        """Begin; `ended` is called in the GUI thread when the bar is free again."""
        self._ended = ended
        self._job = self._session.start(updates, title=title, updated=self._updated, ended=self._finish)
        self._title.setText(title)
        self._bar.setMaximum(0)
        self.show()
        self.changed.emit()

    def stop(self) -> None:
        if self._job is not None:
            self._job.stop()

    def _updated(self, snapshot: Snapshot) -> None:
        progress = snapshot.latest.get(Progress)
        if progress is not None:
            self._bar.setMaximum(progress.total)
            self._bar.setValue(progress.done)

    def _finish(self, ended: Ended) -> None:
        self._job = None
        self.hide()
        if self._ended is not None:
            self._ended(ended)
        self.changed.emit()
