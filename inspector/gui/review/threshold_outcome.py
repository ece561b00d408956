"""What an operating point makes of what is known: counts by label and verdict, overkill and escape."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QGridLayout, QLabel, QVBoxLayout, QWidget

from inspector.core.metrics.image import Rate
from inspector.core.operating_point import Decision
from inspector.gui.numbers import count, fixed
from inspector.gui.review.view import ThresholdWords
from inspector.gui.screen import GAP, label
from inspector.gui.theme import current_theme
from inspector.gui.widgets.labels import SteadyLabel
from inspector.workflow.review.scores import Outcome

_FALSE_REJECTS, _ESCAPES = (0, 2), (1, 0)  # row and column of what should be 0


class ThresholdOutcome(QWidget):
    """A table of counts, and the two rates below it.

    Attributes:
        cells: the counts by row (good, defective, unlabelled) and column (OK, REVIEW, NG).
        overkill, escape: the rates in words.
        learned: how many parts are no test of the model and left out; hidden for none.
    """

    def __init__(self, words: ThresholdWords) -> None:
        super().__init__()
        self._words = words
        self.cells: dict[tuple[int, int], QLabel] = {}
        self.overkill, self.escape = SteadyLabel(), SteadyLabel()
        self.learned = label("", "warning")
        self.learned.setObjectName("learned-parts")
        self.learned.setWordWrap(True)
        self.learned.hide()
        table = QGridLayout()
        table.setHorizontalSpacing(GAP)
        table.setVerticalSpacing(2)
        for column, decision in enumerate(Decision):
            table.addWidget(label(str(decision), "muted"), 0, column + 1, Qt.AlignmentFlag.AlignRight)
        self._unlabelled: list[QLabel] = []
        rows = (("good", words.good), ("defective", words.defective), ("unlabelled", words.unlabelled))
        for row, (key, name) in enumerate(rows):
            head = label(name)
            table.addWidget(head, row + 1, 0)
            for column, decision in enumerate(Decision):
                cell = label("", "heading")
                cell.setObjectName(f"outcome-{key}-{decision}")
                cell.setAccessibleName(f"{name}: {decision}")
                self.cells[row, column] = cell
                table.addWidget(cell, row + 1, column + 1, Qt.AlignmentFlag.AlignRight)
            if key == "unlabelled":
                self._unlabelled = [head, *(self.cells[row, column] for column in range(len(Decision)))]
        table.setColumnStretch(0, 1)
        rates = QFormLayout()
        rates.setVerticalSpacing(2)
        for name, line, key, meaning in (
            (
                self.tr("Overkill"),
                self.overkill,
                "overkill",
                self.tr("Share of the good parts that are NG."),
            ),
            (
                self.tr("Escape"),
                self.escape,
                "escape",
                self.tr("Share of the defective parts that are OK. Those in REVIEW are counted apart."),
            ),
        ):
            line.setObjectName(key)
            head = label(name, "muted")
            head.setToolTip(meaning)
            line.setToolTip(meaning)
            rates.addRow(head, line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        layout.addLayout(table)
        layout.addLayout(rates)
        layout.addWidget(self.learned)

    def show_outcome(self, outcome: Outcome, *, learned: int) -> None:
        """Show the counts and rates, and how many are left out as no test of the model."""
        text = self.tr(
            "Left out of these figures: {n} that this model learned as good, or that set its thresholds. They are no "
            "test of it."
        )
        self.learned.setText(text.format(n=learned))
        self.learned.setVisible(learned > 0)
        theme = current_theme()
        counts = np.vstack((outcome.counts, outcome.unlabelled))
        for shown in self._unlabelled:
            shown.setVisible(bool(outcome.unlabelled.any()))
        for place, cell in self.cells.items():
            count = int(counts[place])
            cell.setText(str(count))
            wrong = count > 0 and place in (_FALSE_REJECTS, _ESCAPES)
            cell.setStyleSheet(f"color: {theme.ng};" if wrong else "")
        good_in_review, defective_in_review = outcome.counts[:, 1].tolist()
        self.overkill.setText(self._share(outcome.overkill, good_in_review, self._words.no_good))
        self.escape.setText(self._share(outcome.escape, defective_in_review, self._words.no_defective))

    def _share(self, share: Rate | None, in_review: int, none: str) -> str:
        if share is None:
            return none
        text = self.tr("{share} %  (95 %: {low} to {high} %)").format(
            share=fixed(100 * share.value, 1), low=fixed(100 * share.low, 1), high=fixed(100 * share.high, 1)
        )
        reviewed = self.tr("{n} in review").format(n=count(in_review))
        return f"{text}, {reviewed}" if in_review else text
