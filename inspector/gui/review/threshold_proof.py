"""What good scores prove or let expect of an operating point, in words."""

import numpy as np
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.core.operating_point import OperatingPoint
from inspector.core.thresholds import bound_for_threshold, choose_threshold, expected_above
from inspector.data.splits import images_to_add
from inspector.gui.numbers import count, fixed, number
from inspector.gui.review.view import ThresholdWords
from inspector.gui.widgets.labels import SteadyLabel


class ThresholdProof(QWidget):
    """Lines that take the same room at every operating point, or what is dragged above would move."""

    def __init__(self, words: ThresholdWords) -> None:
        super().__init__()
        self._words = words
        self._proof, self._no_review = SteadyLabel("muted"), SteadyLabel("muted", words.no_review)
        self._proof.setObjectName("threshold-proof")
        self._no_review.setObjectName("no-review")
        room = self._no_review.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self._no_review.setSizePolicy(room)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._proof)
        layout.addWidget(self._no_review)

    def show_proof(
        self, good: np.ndarray | None, point: OperatingPoint, *, budget: float, crossed: bool, unchanged: bool
    ) -> None:
        """
        Args:
            good: (n,) scores of good images or video; None where the model is not there.
            budget: false-reject budget, in percent.
            crossed: each good score is of a model that learned the others.
            unchanged: a budget was typed at which the threshold stays.
        """
        self._no_review.setVisible(good is not None and len(good) > 0 and bool(point.review == point.reject))
        if good is None or not len(good):
            self._proof.setText(self.tr("The model is not in this workspace, so nothing can be proven or changed."))
            return
        text = self._expected(good, point) if crossed else self._proven(good, point, budget)
        if unchanged:
            why = self.tr("The threshold stays: {n} good scores are too few to tell these budgets apart.")
            text = f"{why.format(n=count(len(good)))} {text}"
        self._proof.setText(text)

    def _expected(self, good: np.ndarray, point: OperatingPoint) -> str:
        """What good scores of models that did not learn the image say of false rejects."""
        text = self.tr(
            "{n} good images, each judged by a model that learned the others: about {share} % of good parts are "
            "expected to be rejected. Not proven."
        )
        return text.format(n=len(good), share=fixed(100 * expected_above(good, point.reject), 1))

    def _proven(self, good: np.ndarray, point: OperatingPoint, budget: float) -> str:
        """What good scores that the training has not seen prove of false rejects."""
        bound = bound_for_threshold(good, point.reject)
        choice = choose_threshold(good, wish=budget / 100)
        text = self._words.proof.format(n=len(good), bound=fixed(100 * bound, 1))
        if not choice.proven:
            more, wish = choice.more_images_needed, number(budget)
            text += " " + self._words.more.format(wish=wish, more=count(more), images=count(images_to_add(more)))
        return text
