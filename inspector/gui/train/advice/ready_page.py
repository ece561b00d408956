"""What the Train screen shows before a training: what there is to learn from, and what suits it."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from inspector.gui.train.advice.card import AdviceCard
from inspector.gui.train.source import AnyTrainSource
from inspector.gui.widgets.labels import label
from inspector.gui.widgets.layout import GAP
from inspector.workflow.advise.suggest import SuggestDone

_WIDTH = 720


class ReadyPage(QScrollArea):
    """A title, a text, and the advice; scrolls where there is too little room."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.advice = AdviceCard()
        self.advice.hide()
        self._title, self._text = label("", "title"), label("", "muted")
        inside = QWidget()
        middle = QWidget()
        middle.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(middle)
        column.setSpacing(GAP)
        for line in (self._title, self._text):
            line.setWordWrap(True)
            column.addWidget(line)
        column.addWidget(self.advice)
        outer = QVBoxLayout(inside)
        outer.addStretch(1)
        row = QHBoxLayout()  # a column asks for the height at the whole width, a line at the widest that is used
        row.addWidget(middle)
        outer.addLayout(row)
        outer.addStretch(2)
        self.setWidget(inside)

    def say(self, title: str, text: str) -> None:
        self._title.setText(title)
        self._text.setText(text)

    def show_advice(self, found: SuggestDone[Any] | None, source: AnyTrainSource | None, *, busy: bool) -> None:
        """Show what suits the images; nothing where that cannot be said, and is not `busy` being found."""
        self.advice.setVisible(source is not None and (found is not None or busy))
        if source is not None and found is not None:
            self.advice.show_advice(found, source)
        elif source is not None and busy:
            self.advice.show_waiting(source)
