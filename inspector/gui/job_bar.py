"""What runs in the background, in the status bar: its title, how far it is, and a button that stops it."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from inspector.gui.background.job import BackgroundJob, Snapshot
from inspector.gui.commands import Commands, needs
from inspector.gui.session import Session
from inspector.gui.widgets.controls import KeysInToolTip
from inspector.gui.widgets.layout import GAP
from inspector.workflow.progress import Progress

_STEPS = 1000  # of the bar
_WIDTH = 180


class JobBar(QWidget):
    """Shows the job that was started last; its button stops that job where the job's screen has no button for it."""

    def __init__(self, session: Session, commands: Commands, window: QWidget, *, group: str) -> None:
        super().__init__()
        self._session = session
        self._shown: BackgroundJob | None = None
        self._stopping: BackgroundJob | None = None
        self._title = QLabel()
        self._bar = QProgressBar()
        self._bar.setFixedWidth(_WIDTH)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Background progress"))
        stop = self.tr("Stop what runs in the background")
        self._action = commands.add(window, stop, self.stop, group=group, enabled=self._can_stop, anywhere=True)
        self._button = QPushButton(self.tr("Stop"))
        self._button.setProperty("role", "line")  # no higher than the line beside it
        self._button.clicked.connect(self._action.trigger)
        KeysInToolTip(self._button, self._action)
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # after a click, the keys are those of the screen
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, GAP, 0)  # off the window's edge
        row.setSpacing(GAP)
        for widget in (self._title, self._bar, self._button):
            row.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.hide()
        session.jobs_changed.connect(self._jobs_changed)

    def stop(self) -> None:
        """End the job after what it is at; what comes of it is said by whoever started it."""
        job = self._job
        if job is not None and self._can_stop():
            self._stopping = job
            job.stop()
            self._title.setText(self.tr("Stopping: {title}").format(title=job.title))
            self._show_button()

    @property
    def _job(self) -> BackgroundJob | None:
        jobs = self._session.shown_jobs
        return jobs[-1] if jobs else None

    @needs(QT_TRANSLATE_NOOP("Needs", "needs something that runs"))
    def _can_stop(self) -> bool:
        job = self._job
        return job is not None and job.stoppable and job is not self._stopping

    def _jobs_changed(self) -> None:
        jobs, job = self._session.shown_jobs, self._job
        for one in jobs:
            one.updated.connect(self._progressed, Qt.ConnectionType.UniqueConnection)
        self.setVisible(job is not None)
        if job is not self._shown:
            self._shown = job
            self._bar.setMaximum(0)  # busy, until the job says how far it is
            self._title.setText("" if job is None else job.title)
        self._show_button()

    def _show_button(self) -> None:
        self._action.setEnabled(self._can_stop())
        self._button.setVisible(self._can_stop())

    def _progressed(self, snapshot: Snapshot) -> None:
        job = self.sender()
        progress = snapshot.latest.get(Progress)
        if isinstance(job, BackgroundJob) and progress is not None and job is not self._stopping:
            share = progress.done / max(1, progress.total) if job.share is None else job.share
            done = f"{progress.done} / {progress.total}" if job.share is None else f"{int(100 * share)} %"
            self._bar.setMaximum(_STEPS)
            self._bar.setValue(int(_STEPS * share))
            self._title.setText(f"{job.title}: {done}")
