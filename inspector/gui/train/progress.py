"""What is seen of a training while it runs: how far it is, its losses, its pictures, and what it has to say."""

from collections.abc import Mapping

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QListWidget, QProgressBar, QVBoxLayout, QWidget

from inspector.core.fitting import FitStep
from inspector.gui.background.job import Snapshot
from inspector.gui.background.pace import Pace
from inspector.gui.numbers import duration
from inspector.gui.screen import GAP, card, label
from inspector.gui.train.loss_plot import LossPlot
from inspector.gui.train.preview_grid import PaintedPreview, PreviewGrid
from inspector.workflow.device import memory_in_use
from inspector.workflow.inspect.images import Inspected
from inspector.workflow.progress import Progress, Warned
from inspector.workflow.train.images import ImageTrainJob
from inspector.workflow.train.learning import TrainDone

_MESSAGES_HEIGHT = 74


class TrainProgress(QWidget):
    """The right side of the Train screen.

    Args:
        stages: what a stage of the work is called; "Inspecting" is what follows the training.
    """

    def __init__(self, stages: Mapping[str, str]) -> None:
        super().__init__()
        self._stages = stages
        self._job: ImageTrainJob | None = None
        self._timing = Pace()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._numbers())
        self.plot = LossPlot()
        column.addWidget(_framed(self.plot), stretch=3)
        self.previews = PreviewGrid()
        self._previews_card = _framed(self.previews)
        column.addWidget(self._previews_card, stretch=5)
        self.messages = QListWidget()
        self.messages.setAccessibleName(self.tr("Remarks"))
        self.messages.setWordWrap(True)
        self.messages.setMaximumHeight(_MESSAGES_HEIGHT)
        column.addWidget(self.messages)
        self.messages.hide()

    def begin(self, job: ImageTrainJob) -> None:
        """Show a training from its start."""
        self._job = job
        self._timing = Pace()
        self.plot.restart()
        self.previews.clear()
        self._previews_card.hide()
        self.messages.clear()
        self.messages.hide()
        self.stage.setText(self.tr("Starting"))
        self.bar.setMaximum(0)
        for value in (self.steps, self.pace, self.left, self.memory):
            value.setText("–")

    def follow(self, snapshot: Snapshot) -> None:
        steps = [event for event in snapshot.events if isinstance(event, FitStep)]
        self.plot.add(steps)
        for event in snapshot.events:
            if isinstance(event, Warned):
                self.say(event.message)
            elif isinstance(event, TrainDone):
                for remark in event.remarks:
                    self.say(remark)
        previews = [event for event in snapshot.events if isinstance(event, PaintedPreview)]
        if previews:
            self.previews.show_preview(previews[-1])
            self._previews_card.show()
        if steps:
            self._timing.add(steps[-1].step)
            self.steps.setText(f"{steps[-1].step} / {steps[-1].steps}")
            left = self._timing.left(steps[-1].steps - steps[-1].step)
            if left is not None:
                self.pace.setText(f"{self._timing.seconds:.3g} s")
                self.left.setText(duration(left))
        progress = snapshot.latest.get(Progress)
        if progress is not None:
            self.stage.setText(self._stage(progress, inspecting=Inspected in snapshot.latest))
            self.bar.setMaximum(max(1, progress.total))
            self.bar.setValue(progress.done)
        process_mb, gpu_mb = memory_in_use(self._job.device)
        parts = [str(self._job.device).upper()]
        parts += [f"{process_mb:.0f} MB"] if process_mb is not None else []
        parts += [self.tr("GPU {mb} MB").format(mb=f"{gpu_mb:.0f}")] if gpu_mb is not None else []
        self.memory.setText(" · ".join(parts))

    def paused(self, paused: bool) -> None:
        self._timing.restart()
        if paused:
            self.stage.setText(self.tr("Paused"))

    def ended(self, text: str) -> None:
        self.stage.setText(text)
        self.bar.setMaximum(1)
        self.bar.setValue(0)
        self.left.setText("–")

    def say(self, message: str) -> None:
        self.messages.addItem(message)
        self.messages.show()

    def _stage(self, progress: Progress, *, inspecting: bool) -> str:
        return self._stages["Inspecting"] if inspecting else self._stages.get(progress.stage, progress.stage)

    def _numbers(self) -> QFrame:
        frame = card()
        column = QVBoxLayout(frame)
        row = QHBoxLayout()
        self.stage = label("", "title")
        row.addWidget(self.stage, stretch=1)
        column.addLayout(row)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of this stage"))
        column.addWidget(self.bar)
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GAP)
        self.steps, self.pace, self.left, self.memory = (label("–", "heading") for _ in range(4))
        titles = (self.tr("Step"), self.tr("Time a step"), self.tr("Time left"), self.tr("Device and memory"))
        for place, (title, value) in enumerate(
            zip(titles, (self.steps, self.pace, self.left, self.memory), strict=True)
        ):
            value.setAccessibleName(title)
            grid.addWidget(label(title, "muted"), 0, place)
            grid.addWidget(value, 1, place)
            grid.setColumnStretch(place, 1)
        column.addLayout(grid)
        return frame


def _framed(widget: QWidget) -> QFrame:
    frame = card()
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(GAP // 2, GAP // 2, GAP // 2, GAP // 2)
    layout.addWidget(widget)
    return frame
