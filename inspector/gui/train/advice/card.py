"""What is to be trained on these images, and why; one click takes it."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from inspector.gui.train.advice.texts import finding_text, method_name, proof_text, question_text, suggestion_text
from inspector.gui.widgets.labels import label
from inspector.gui.widgets.layout import GAP
from inspector.workflow.advise.methods import Suggestion
from inspector.workflow.advise.suggest import SuggestDone


class AdviceCard(QFrame):
    """Signal `taken` (Suggestion): the person wants to train it."""

    taken = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GAP, GAP, GAP, GAP)
        self._column.setSpacing(GAP // 2)
        self.show_waiting()

    def show_waiting(self) -> None:
        """The images are still looked at."""
        self._clear()
        self._add(label(self.tr("Looking at the good images …"), "muted"))

    def show_advice(self, found: SuggestDone) -> None:
        self._clear()
        self._add(label(self.tr("For these images"), "heading"))
        self._add(label(finding_text(found.properties, located=found.advice.located)))
        for place, suggestion in enumerate(found.advice.suggestions):
            self._add_suggestion(suggestion, first=place == 0)
        self._add(label(proof_text(found.properties), "muted"))
        for question in found.advice.questions:
            self._add(label(question_text(question), "warning"))

    def _add_suggestion(self, suggestion: Suggestion, *, first: bool) -> None:
        name = method_name(suggestion.method)
        text = self.tr("Use {method}") if not suggestion.comparison else self.tr("Use {method}, to compare")
        use = QPushButton(text.format(method=name))
        use.setAccessibleName(use.text())
        use.setProperty("role", "primary" if first else "")
        use.clicked.connect(partial(self.taken.emit, suggestion))
        self._column.addSpacing(GAP // 2)
        self._column.addWidget(use, alignment=Qt.AlignmentFlag.AlignLeft)
        self._add(label(suggestion_text(suggestion)))

    def _add(self, line: QLabel) -> None:
        line.setWordWrap(True)
        line.setTextFormat(Qt.TextFormat.PlainText)
        self._column.addWidget(line)

    def _clear(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget: QWidget | None = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
