"""What the Train screen shows: nothing yet, or its left column, and beside that what is ready or what is trained."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from inspector.gui.train.advice.ready_page import ReadyPage
from inspector.gui.train.method_form import MethodForm
from inspector.gui.train.progress import TrainProgress
from inspector.gui.widgets.controls import button
from inspector.gui.widgets.labels import label
from inspector.gui.widgets.layout import GAP, EmptyState, Switch, scrolled

_WIDTH = 372
_PROGRESS_WIDTH = 420  # below which the whole screen scrolls, not the progress alone


class TrainColumn(QWidget):
    """Lays out the interrupted trainings, the form of the open category's kind, the time it takes, and the buttons.

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


class TrainContent(Switch):
    """Lays out the screen.

    Args:
        card: the interrupted trainings.
        actions: of the buttons, the main one first.
        choose: a category, where none is open.
    """

    def __init__(self, card: QWidget, actions: Sequence[QAction], choose: QAction) -> None:
        translate = QCoreApplication.translate
        empty = EmptyState(
            translate("TrainContent", "No category is open"),
            translate(
                "TrainContent",
                "Open a folder of good images or clips first; then you can train a model on them here.",
            ),
            [choose],
        )
        content = QWidget()
        super().__init__(empty, content)
        self.column = TrainColumn(card, actions)
        self.ready = ReadyPage()
        self.progress = TrainProgress()
        beside = scrolled(self.progress)
        beside.setMinimumWidth(_PROGRESS_WIDTH)
        self._right = Switch(self.ready, beside)
        across = QHBoxLayout(content)
        across.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        across.setSpacing(GAP)
        across.addWidget(self.column)
        across.addWidget(self._right, stretch=1)

    def show_ready(self, name: str, summary: str) -> None:
        """Show that the category of this name is ready to be trained."""
        self.ready.say(self.tr('Ready to train on "{name}"').format(name=name), summary)
        self._right.show_content(False)

    def show_progress(self) -> None:
        """Show what is trained."""
        self._right.show_content(True)
