"""What stands above the picture of a part: verdict, name, facts, the decision on it, and the buttons for one."""

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.gui.numbers import raw_score_text
from inspector.gui.review.images.picture_words import part_decision, part_facts
from inspector.gui.screen import GAP, ElidedLabel, button
from inspector.gui.widgets.labels import set_role
from inspector.gui.widgets.verdict import VerdictBadge
from inspector.workflow.review.images import ReviewedImageRun


class PartHead(QWidget):
    """
    Args:
        decisions: the buttons beside the verdict.
    """

    def __init__(self, decisions: Sequence[QAction]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(GAP // 2)
        column.addLayout(row)
        self.badge = VerdictBadge()
        self.badge.setFixedSize(132, 40)
        row.addWidget(self.badge)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        self._name, self._facts = ElidedLabel("heading", middle=True), ElidedLabel("muted")
        self._name.setObjectName("image-name")
        self._facts.setObjectName("image-facts")
        for line in (self._name, self._facts):
            lines.addWidget(line)
        row.addLayout(lines, stretch=1)
        for action in decisions:
            row.addWidget(button(action, small=True))
        self._decided = ElidedLabel("muted")  # a line of its own, which is always there: nothing below it moves
        self._decided.setObjectName("image-decision")
        column.addWidget(self._decided)

    def show_nothing(self, why: str) -> None:
        """No part is shown."""
        self.badge.hide()
        self._name.setText(why)
        self._facts.setText("")
        self._decided.setText("")

    def show_part(self, run: ReviewedImageRun, place: int) -> None:
        """Verdict, score and what a person decided, as they are now."""
        decision, score = run.decision(place), run.scores[place]
        self._name.setText(run.names[place])
        self._name.setToolTip(str(run.image_path(place)))
        self.badge.show()
        self.badge.show_decision(decision, error=decision is None)
        self._show_decision(run, place)
        if decision is None:
            self._facts.setText(self.tr("could not be inspected"))
            return
        facts = part_facts(run, place)
        self._facts.setText(facts)
        self._facts.setToolTip(f"{facts}\n{raw_score_text(score)}")

    def _show_decision(self, run: ReviewedImageRun, place: int) -> None:
        decided, contradicted = part_decision(run, place)
        self._decided.setText(decided or self.tr("no decision yet"))
        set_role(self._decided, "warning" if contradicted else "muted")
