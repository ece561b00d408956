"""What stands above the picture of a part: verdict, name, facts, and the buttons for a person's decision."""

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.gui.numbers import raw_score_text
from inspector.gui.review.images.picture_words import part_facts
from inspector.gui.screen import ElidedLabel, button
from inspector.gui.widgets.verdict import VerdictBadge
from inspector.workflow.review.images import ReviewedImageRun


class PartHead(QWidget):
    """
    Args:
        decisions: the buttons beside the verdict.
    """

    def __init__(self, decisions: Sequence[QAction]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
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

    def show_nothing(self, why: str) -> None:
        """No part is shown."""
        self.badge.hide()
        self._name.setText(why)
        self._facts.setText("")

    def show_part(self, run: ReviewedImageRun, place: int) -> None:
        """Verdict, score and what a person decided, as they are now."""
        decision, score = run.decision(place), run.scores[place]
        self._name.setText(run.names[place])
        self._name.setToolTip(str(run.image_path(place)))
        self.badge.show()
        self.badge.show_decision(decision, error=decision is None)
        if decision is None:
            self._facts.setText(self.tr("could not be inspected"))
            return
        facts = part_facts(run, place)
        self._facts.setText(facts)
        self._facts.setToolTip(f"{facts}\n{raw_score_text(score)}")
