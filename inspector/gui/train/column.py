"""The left column of the Train screen: what is trained, how long that takes, and the buttons."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from inspector.gui.train.method_form import MethodForm
from inspector.gui.widgets.controls import button
from inspector.gui.widgets.labels import label
from inspector.gui.widgets.layout import GAP

_WIDTH = 372


class TrainColumn(QWidget):
    """Lays out the interrupted trainings, the form of the open category's kind, and the buttons below.

    Args:
        card: the interrupted trainings.
        actions: of the buttons, the main one first.
    """

    def __init__(self, card: QWidget, actions: Sequence[QAction]) -> None:
        super().__init__()
        self.setFixedWidth(_WIDTH)
        self._forms: list[MethodForm] = []
        self._form_column = QVBoxLayout()
        self.buttons = [button(action, primary=place == 0) for place, action in enumerate(actions)]
        self.buttons[0].setObjectName("train-start")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP // 2)
        outer.addWidget(self._scrolled(card), stretch=1)
        outer.addLayout(self._build_below())

    def show_form(self, form: MethodForm) -> None:
        """Show a form, and no other."""
        if form not in self._forms:
            self._forms.append(form)
            self._form_column.addWidget(form)
        for other in self._forms:
            other.setVisible(other is form)

    def show_problem(self, text: str) -> None:
        """Why the choice cannot be trained; empty where it can."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))

    def show_estimate(self, text: str) -> None:
        self._estimate.setText(text)

    def set_estimate_visible(self, visible: bool) -> None:
        """Whether the time can be measured at all."""
        self._expected.setVisible(visible)

    def _scrolled(self, card: QWidget) -> QScrollArea:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(GAP)
        column.addWidget(card)
        column.addLayout(self._form_column)
        column.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        return area

    def _build_below(self) -> QVBoxLayout:
        self._problem = label("", "warning")
        self._problem.setObjectName("train-problem")
        self._problem.setWordWrap(True)
        self._estimate = label("–")
        self._estimate.setObjectName("train-estimate")
        self._estimate.setWordWrap(True)
        self._expected = QWidget()
        expected = QVBoxLayout(self._expected)
        expected.setContentsMargins(0, 0, 0, GAP // 2)
        expected.setSpacing(GAP // 2)
        expected.addWidget(label(self.tr("Expected time on this machine"), "muted"))
        expected.addWidget(self._estimate)
        row = QHBoxLayout()
        for one in self.buttons:
            row.addWidget(one, stretch=1)
        below = QVBoxLayout()
        below.setContentsMargins(0, 0, GAP, 0)  # as the form has it, for its scroll bar
        below.setSpacing(GAP // 2)
        for widget in (self._problem, self._expected):
            below.addWidget(widget)
        below.addLayout(row)
        return below
