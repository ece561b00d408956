"""How good a finished model is, in plain words, and what to do next."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from inspector.data.category import Category
from inspector.data.video.category import VideoCategory
from inspector.gui.background.job import Snapshot
from inspector.gui.numbers import count
from inspector.gui.train.advice.texts import method_name, suggestion_text
from inspector.gui.train.source import AnyTrainSource
from inspector.gui.widgets.labels import label
from inspector.gui.widgets.layout import GAP
from inspector.workflow.advise.methods import Suggestion
from inspector.workflow.evaluate.outcome import TestCount, TestOutcome
from inspector.workflow.inspect.images import InspectDone
from inspector.workflow.train.learning import TrainDone


class OutcomeCard(QFrame):
    """Shown after a training.

    Signals:
        results_requested (Path): the person wants to see the run of the test set.
        inspection_requested, images_requested: the person wants to use the model, or to add images.
        taken (Suggestion): another training is to be tried.
        again_requested: the person wants to train to the end what was stopped early.
    """

    results_requested = Signal(object)
    inspection_requested = Signal()
    images_requested = Signal()
    taken = Signal(object)
    again_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._suggestion: Suggestion | None = None
        self._source: AnyTrainSource | None = None
        self._count: TestCount | None = None
        self._run: Path | None = None
        self._done: TrainDone | None = None
        self._verdict, self._why, self._promise = label("", "heading"), label(""), label("", "muted")
        self._promise.setObjectName("train-promise")
        self._verdict.setObjectName("train-outcome")
        self._other = QPushButton()
        self._other.clicked.connect(self._take)
        self._again = QPushButton(self.tr("Train to the end"))
        self._again.clicked.connect(self.again_requested)
        column = QVBoxLayout(self)
        column.setSpacing(GAP // 2)
        for line in (self._verdict, self._why, self._promise):
            line.setWordWrap(True)
            column.addWidget(line)
        buttons = QHBoxLayout()
        self._results = QPushButton(self.tr("Open test results"))
        self._results.setProperty("role", "primary")
        inspect, add = QPushButton(self.tr("Inspect with this model")), QPushButton(self.tr("Back to the category"))
        for button, signal in (
            (self._results, self._open_results),
            (inspect, self.inspection_requested.emit),
            (add, self.images_requested.emit),
        ):
            button.clicked.connect(signal)
            buttons.addWidget(button)
        for button in (inspect, add, self._again, self._other):
            button.setProperty("role", "tool")  # four of them stand in a row
        buttons.insertWidget(1, self._again)
        buttons.insertWidget(2, self._other)
        buttons.addStretch()
        column.addLayout(buttons)
        self.hide()

    def begin(self, source: AnyTrainSource, category: Category | VideoCategory) -> None:
        """A training of a kind on this category begins."""
        self._source, self._count = source, source.test_count(category)
        self._run = self._done = None
        self.hide()

    def follow(self, snapshot: Snapshot) -> None:
        """Count what is inspected."""
        if self._count is not None:
            self._count.follow(snapshot.events)
        self._done = snapshot.latest.get(TrainDone, self._done)

    def show_outcome(self, last: object, suggestion: Suggestion | None) -> None:
        """Show how the model did on the test set.

        Args:
            last: the last event of the training and testing.
            suggestion: another training that suits the images; None where there is none.
        """
        self._run = last.run if isinstance(last, InspectDone) else None
        self._results.setVisible(self._run is not None)
        source, outcome = self._source, TestOutcome() if self._count is None else self._count.outcome
        tested = outcome != TestOutcome()
        self._results.setText(self.tr("Open test results") if tested else self.tr("Open the results"))
        if source is None or (not tested and self._run is None):
            self._verdict.setText(self.tr("The model is finished."))
        else:
            self._verdict.setText(source.outcome_words().text(outcome))
        misses = outcome.missed > 0
        done = self._done
        stopped = done is not None and done.planned is not None
        self._promise.setText("" if done is None or source is None else source.outcome_words().promise(done))
        self._promise.setVisible(bool(self._promise.text()))
        self._again.setVisible(stopped)
        self._suggestion = suggestion if misses and not stopped else None
        self._why.setVisible(misses or stopped)
        if done is not None and done.planned is not None:  # whatever else it misses may come from that
            text = self.tr(
                "Learning was stopped early, at step {step} of {steps}: trained to the end, the model may find more."
            )
            self._why.setText(text.format(step=count(done.steps), steps=count(done.planned)))
        elif self._suggestion is not None:
            name = method_name(self._suggestion.method)
            text = self.tr("Try {method}. {why}")
            self._why.setText(text.format(method=name, why=suggestion_text(self._suggestion)))
            self._other.setText(self.tr("Use {method}").format(method=name))
        elif misses and source is not None:
            self._why.setText(source.outcome_words().remedy)
        if source is not None and not stopped and 2 * outcome.missed >= outcome.defective > 0:
            self._why.setText(f"{self._why.text()} {source.outcome_words().learned_defect}")
        self._other.setVisible(self._suggestion is not None)
        self.show()

    def take_focus(self) -> bool:
        """Give the next step the focus, where there is one on a screen that is shown."""
        if self._results.isVisible():
            self._results.setFocus(Qt.FocusReason.OtherFocusReason)
        return self._results.isVisible()

    def _take(self) -> None:
        self.taken.emit(self._suggestion)

    def _open_results(self) -> None:
        self.results_requested.emit(self._run)
