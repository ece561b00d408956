"""What is to be trained on these images or clips, and why; one click takes it."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from inspector.gui.core_texts import remark_text
from inspector.gui.train.advice.texts import method_name, question_text, suggestion_text
from inspector.gui.train.source import AnyTrainSource
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
        self._shown: tuple[SuggestDone[Any], Suggestion | None, str] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GAP, GAP, GAP, GAP)
        self._column.setSpacing(GAP // 2)

    def show_waiting(self, source: AnyTrainSource) -> None:
        """The images or clips are still looked at."""
        self._clear()
        self._add(label(f"{source.looking_text()} …", "muted"))

    def show_advice(self, found: SuggestDone[Any], source: AnyTrainSource) -> None:
        suggestions = found.advice.suggestions
        taken = next((one for one in suggestions if source.has_taken(one)), None)
        method = source.form.method.currentData()
        shown = found, taken, method
        if shown == self._shown:
            return
        self._clear()
        self._shown = shown
        words = source.advice_words(found)
        self._add(label(words.heading, "heading"))
        self._add(label(words.finding))
        for warning in found.advice.warnings:
            self._add(label(remark_text(warning), "warning"))
        if taken is None:
            chosen = self.tr("{method} is chosen on the left. For these images, this is suggested:")
            self._add(label(chosen.format(method=method_name(method))))
        for place, suggestion in enumerate(suggestions):
            self._add_suggestion(suggestion, first=place == 0, taken=suggestion is taken)
        if words.proof:
            self._add(label(words.proof, "muted"))
        for question in found.advice.questions:
            self._add(label(question_text(question), "warning"))

    def _add_suggestion(self, suggestion: Suggestion, *, first: bool, taken: bool) -> None:
        name = method_name(suggestion.method)
        if taken:
            self._column.addSpacing(GAP // 2)
            self._add(label(self.tr("✔ {method} is chosen").format(method=name), "heading"))
            self._add(label(suggestion_text(suggestion)))
            return
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
        self._shown = None
        while (item := self._column.takeAt(0)) is not None:
            widget: QWidget | None = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
