"""A training while it runs: how far it is, its losses, its previews, and its messages."""

import time
from collections.abc import Mapping, Sequence
from functools import cached_property

import torch
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from inspector.core.fitting import FitStep
from inspector.gui.background.job import Snapshot
from inspector.gui.background.pace import Pace
from inspector.gui.core_texts import remark_text
from inspector.gui.error_texts import error_message
from inspector.gui.numbers import count, duration, fixed, number
from inspector.gui.train.advice.outcome_card import OutcomeCard
from inspector.gui.train.loss_plot import LossPlot
from inspector.gui.train.preview_grid import PaintedPreview
from inspector.gui.train.preview_history import PreviewHistory
from inspector.gui.train.source import AnyTrainSource
from inspector.gui.widgets.labels import label
from inspector.gui.widgets.layout import GAP, card
from inspector.workflow.device import memory_in_use
from inspector.workflow.inspect.images import Inspected
from inspector.workflow.job_progress import JobProgress, Phase
from inspector.workflow.progress import Progress, Waiting, Warned
from inspector.workflow.train.job import TrainJob
from inspector.workflow.train.learning import TrainDone

_MESSAGES_HEIGHT = 74
_BAR = 1000  # steps of the bar


class TrainProgress(QWidget):
    """The right side of the Train screen.

    Signal `stopped_early`: a person wants the model as it is now.
    """

    stopped_early = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._stages: Mapping[str, str] = {}
        self._device = torch.device("cpu")
        self._timing = Pace()
        self._whole = JobProgress(())
        self._waiting: Waiting | None = None
        self._job: TrainJob | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._numbers())
        self.outcome = OutcomeCard()
        column.addWidget(self.outcome)
        self._plot_card = _framed()
        column.addWidget(self._plot_card, stretch=3)
        self.previews = PreviewHistory()
        self._previews_card = _framed(self.previews)
        column.addWidget(self._previews_card, stretch=5)
        self.messages = QListWidget()
        self.messages.setAccessibleName(self.tr("Messages"))
        self.messages.setWordWrap(True)
        column.addWidget(self.messages)
        column.addStretch()  # while there is neither a loss nor a preview
        self.messages.hide()

    @cached_property
    def plot(self) -> LossPlot:
        """Made when something is trained for the first time: it takes long."""
        plot = LossPlot()
        layout = self._plot_card.layout()
        assert layout is not None
        layout.addWidget(plot)
        return plot

    @property
    def share(self) -> float:
        """How much of the whole is done, from 0 to 1."""
        return self._whole.fraction

    def begin(self, job: TrainJob, source: AnyTrainSource, phases: Sequence[Phase]) -> None:
        """Show a training from its start.

        Args:
            phases: of the training and the inspection that follows, as long as they are expected to take.
            source: of its kind.
        """
        self._stages, self._device = source.stages(), job.device
        self._timing = Pace()
        self._whole = JobProgress(phases)
        self._waiting = None
        self._job = job
        self.enough.hide()
        self.outcome.begin(source, job.category)
        self.setFocus()  # or it would jump to the rail with Start, which waits until nothing is measured any more
        self.plot.restart()
        self._plot_card.hide()  # until there is a loss: a memory bank has none
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
        self._plot_card.setVisible(bool(self.plot.lines()))
        self.outcome.follow(snapshot)
        for event in snapshot.events:
            if isinstance(event, Warned):
                self.say(remark_text(event.message))
            elif isinstance(event, TrainDone):
                for remark in event.remarks:
                    self.say(remark_text(remark))
        for event in snapshot.events:
            if isinstance(event, PaintedPreview):
                self.previews.add(event)
                self._previews_card.show()
        if steps:
            self._timing.add(steps[-1].step)
            step, of_steps = steps[-1].step, steps[-1].steps
            learned = self.tr("{n}, all done").format(n=count(step))  # calibrating and inspecting follow
            self.steps.setText(learned if step == of_steps else f"{count(step)} / {count(of_steps)}")
            if self._timing.seconds is not None:
                self.pace.setText(f"{number(self._timing.seconds, digits=3)} s")
        progress = snapshot.latest.get(Progress)
        if progress is not None:
            self.stage.setText(self._stage(progress, inspecting=Inspected in snapshot.latest))
            self._whole.follow(progress, now_s=time.monotonic())
            self.bar.setMaximum(_BAR)
            self.bar.setValue(int(_BAR * self._whole.fraction))
            left = self._whole.left_s
            self.left.setText("–" if left is None else duration(left))
            self._offer_stop(progress)
        self._show_waiting(snapshot)
        process_mb, gpu_mb = memory_in_use(self._device)
        parts = [str(self._device).upper()]
        parts += [f"{fixed(process_mb, 0)} MB"] if process_mb is not None else []
        parts += [self.tr("GPU {mb} MB").format(mb=fixed(gpu_mb, 0))] if gpu_mb is not None else []
        self.memory.setText(" · ".join(parts))

    def _offer_stop(self, progress: Progress) -> None:
        """Offer to learn no further while something is being learned step by step."""
        job = self._job
        learning = progress.stage == "Training" and 0 < progress.done < progress.total
        by_steps = job is not None and job.method.config.training.optimizer is not None
        self.enough.setVisible(learning and by_steps and job is not None and not job.stop_here.is_set())

    def _stop_here(self) -> None:
        if self._job is not None:
            self._job.stop_here.set()
        self.say(self.tr("Learning stops after this step. The model is then calibrated and saved as it is."))
        self.messages.setFocus()  # or the focus would jump to the rail with the button
        self.enough.hide()
        self.stopped_early.emit()

    def _show_waiting(self, snapshot: Snapshot) -> None:
        """Say that the training pauses by itself, and why, once."""
        last = snapshot.events[-1] if snapshot.events else self._waiting
        self._waiting, before = last if isinstance(last, Waiting) else None, self._waiting
        if self._waiting is not None:
            self.stage.setText(self.tr("Paused"))
            if before is None or str(before.reason) != str(self._waiting.reason):
                self.say(error_message(self._waiting.reason))

    def paused(self, paused: bool) -> None:
        self._timing.restart()
        self._whole.rest()
        if paused:
            self.stage.setText(self.tr("Paused"))

    def ended(self, text: str, *, complete: bool = False) -> None:
        self.enough.hide()
        self.previews.end()
        self.stage.setText(text)
        self.bar.setMaximum(1)
        self.bar.setValue(int(complete))
        self.left.setText("–")

    def say(self, message: str) -> None:
        self.messages.addItem(message)
        self.messages.show()
        self._fit_messages()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit_messages()

    def _fit_messages(self) -> None:
        """As high as the messages are, up to a few lines."""
        width, metrics = max(1, self.width() - 3 * GAP), self.messages.fontMetrics()
        texts = [self.messages.item(row).text() for row in range(self.messages.count())]
        wrapped = (metrics.boundingRect(0, 0, width, 0, Qt.TextFlag.TextWordWrap, text) for text in texts)
        self.messages.setFixedHeight(min(_MESSAGES_HEIGHT, sum(text.height() + 2 for text in wrapped) + GAP))

    def _stage(self, progress: Progress, *, inspecting: bool) -> str:
        return self._stages["Inspecting"] if inspecting else self._stages.get(progress.stage, progress.stage)

    def _numbers(self) -> QFrame:
        frame = card()
        frame.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(frame)
        row = QHBoxLayout()
        self.stage = label("", "title")
        row.addWidget(self.stage, stretch=1)
        self.enough = QPushButton(self.tr("Good enough: stop now"))
        self.enough.setToolTip(self.tr("Learn no further; the model is calibrated and saved as it is now."))
        self.enough.clicked.connect(self._stop_here)
        row.addWidget(self.enough)
        column.addLayout(row)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the whole training"))
        column.addWidget(self.bar)
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GAP)
        self.steps, self.pace, self.left, self.memory = (label("–", "heading") for _ in range(4))
        titles = (self.tr("Step"), self.tr("Time per step"), self.tr("Time left"), self.tr("Device and memory"))
        for place, (title, value) in enumerate(
            zip(titles, (self.steps, self.pace, self.left, self.memory), strict=True)
        ):
            value.setAccessibleName(title)
            grid.addWidget(label(title, "muted"), 0, place)
            grid.addWidget(value, 1, place)
            grid.setColumnStretch(place, 1)
        column.addLayout(grid)
        return frame


def _framed(*widgets: QWidget) -> QFrame:
    frame = card()
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(GAP // 2, GAP // 2, GAP // 2, GAP // 2)
    for widget in widgets:
        layout.addWidget(widget)
    return frame
