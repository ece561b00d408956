"""The left column of Inspect: the model, what is chosen, how far it is, and what is done with the run."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from inspector.gui.inspect.batch import Batch
from inspector.gui.inspect.counts import Counts
from inspector.gui.inspect.model_choice import ModelChoice
from inspector.gui.inspect.view import InspectView
from inspector.gui.screen import GAP, button, label, row
from inspector.gui.widgets.controls import check_box
from inspector.gui.widgets.interrupted import InterruptedCard
from inspector.gui.widgets.labels import WrappedLabel

_WIDTH = 372
_MOST_WARNINGS = 6  # a folder may be watched for days


class InspectColumn(QWidget):
    """Shows what it is told; the page owns it all.

    Args:
        resume, discard: what the buttons of an interrupted run do, with its path.
    """

    def __init__(self, view: InspectView, resume: Callable[[Path], None], discard: Callable[[Path], None]) -> None:
        super().__init__()
        self.setFixedWidth(_WIDTH)
        self._options = view.options
        self.interrupted = InterruptedCard(resume, discard)
        self.model = ModelChoice()
        self.model.setObjectName("inspect-model")
        self.thresholds, self.what = WrappedLabel("muted"), WrappedLabel("muted", view.words.nothing_chosen)
        self.passing, self.message, self.progress = WrappedLabel("warning"), WrappedLabel("warning"), WrappedLabel()
        self.passing.setObjectName("model-warning")
        self.passing.hide()
        self.message.hide()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the batch"))
        self.counts = Counts(columns=2, filters=True)
        self.counts.requested.connect(view.table.show_verdict)

    def add_buttons(
        self,
        *,
        train: QAction,
        choose: Sequence[QAction],
        watch: QAction,
        start: Sequence[QAction],
        order: QAction,
        after: Sequence[QAction],
    ) -> None:
        """Lay everything out, with buttons for what is chosen, for the work, and for what comes after it.

        Args:
            train: shown while there is no model.
            watch: whether the folder that is chosen is watched.
            order: worst first.
            after: Review, two exports, the operator's view and its PIN.
        """
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        model, what = label(self.tr("Model"), "heading"), label(self.tr("What to inspect"), "heading")
        model.setBuddy(self.model)
        self._train = button(train)
        self._train.hide()
        above: tuple[QWidget, ...] = (self.interrupted, model, self.model, self.thresholds)
        progress: tuple[QWidget, ...] = (self.bar, self.progress, self.counts, button(order), self.message)
        for widget in (*above, self.passing, self._train):
            column.addWidget(widget)
        beside = QHBoxLayout()
        beside.addWidget(what, stretch=1)
        beside.addWidget(check_box(watch))
        column.addLayout(beside)
        column.addWidget(self.what)
        column.addLayout(row([button(action) for action in choose]))
        if self._options is not None:
            column.addWidget(self._options)
        self.buttons = [button(action, primary=place == 0) for place, action in enumerate(start)]
        column.addLayout(row(self.buttons))
        column.addSpacing(GAP)
        for widget in progress:
            column.addWidget(widget)
        column.addStretch()
        self.review, csv, report, operator, pin = (button(action) for action in after)
        column.addWidget(self.review)
        column.addLayout(row([csv, report]))
        pin.setToolTip(self.tr("The PIN that leaves the operator view"))
        column.addLayout(row([operator, pin]))

    def show_model(self, no_model: str, models: Path | None) -> None:
        """The thresholds of the chosen model and what passes with it, or what to do where there is none.

        Args:
            no_model: says that there is none.
            models: the folder in which models lie.
        """
        none, gone = no_model, self.model.gone
        if gone is not None:
            none = self.tr("The model {name} is no longer there: choose another one.").format(name=gone)
        elif models is not None:
            elsewhere = self.tr("Or put the folder of a model that was trained elsewhere into {folder}.")
            none = f"{no_model} {elsewhere.format(folder=models)}"
        self.thresholds.setText(self.model.thresholds() or none)
        self.thresholds.setToolTip(self.model.raw_thresholds())
        self.passing.setText(self.model.warning())
        self.passing.setVisible(bool(self.passing.text()))
        self._train.setVisible(not self.model.entries)

    def show_batch(self, batch: Batch, facts: str) -> None:
        """How far the batch is; `facts` is a line about it."""
        idle = batch.job is None
        for widget in (self.model, self.interrupted, self._options):
            if widget is not None:
                widget.setEnabled(idle)
        self.counts.show_counts(batch.content.counts)
        self.bar.setMaximum(max(1, batch.content.total))
        self.bar.setValue(batch.content.done)
        self.progress.setText(facts)

    def warn(self, text: str) -> None:
        """Show a sentence below the latest ones that are shown already; what repeats is shown once."""
        before = [] if self.message.isHidden() else self.message.text().split("\n")
        self.message.setText("\n".join([*(line for line in before if line != text), text][-_MOST_WARNINGS:]))
        self.message.show()
