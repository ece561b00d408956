"""What the Review screen shows of one kind: the run's view, or why there is none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from inspector.gui.review.run_choice import RunChoice
from inspector.gui.review.threshold_panel import ThresholdPanel
from inspector.gui.review.view import AnyReviewView, MakeView, ReviewParts
from inspector.gui.screen import EmptyState, Switch, button, card
from inspector.gui.widgets.focus import keep_keys
from inspector.gui.widgets.labels import label
from inspector.gui.widgets.layout import scrolled

_THRESHOLDS_WIDTH = 460
_DIRECTLY = Qt.FindChildOption.FindDirectChildrenOnly


@dataclass(frozen=True, eq=False)
class ReviewPage:
    """What there is of one kind; `switch` shows either `empty` or the view."""

    runs: RunChoice
    thresholds: ThresholdPanel
    view: AnyReviewView
    empty: EmptyState
    switch: Switch

    def go_to_thresholds(self) -> None:
        """Let the next digits be for the reject threshold; Return leads back to the part."""
        page: QWidget = self.thresholds
        while (around := page.parentWidget()) is not None:  # they may stand behind a tab
            beside = around.parentWidget() if isinstance(around, QStackedWidget) else None
            tabs = None if beside is None else beside.findChild(QTabBar, options=_DIRECTLY)
            if tabs is not None and isinstance(around, QStackedWidget):
                tabs.setCurrentIndex(around.indexOf(page))
            page = around
        self.thresholds.reject.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.thresholds.reject.selectAll()


def make_page(
    make: MakeView,
    actions: Mapping[str, QAction],
    exports: Sequence[QAction],
    parts: Callable[[RunChoice, QFrame, QLabel], ReviewParts],
) -> ReviewPage:
    """
    Args:
        make: makes the view.
        actions: of the screen, by their names.
        exports: commands that write files of the run, for its menu.
        parts: what the view is handed, made of the choice of the run, the frame of the thresholds, and the note that
            says which ones are applied.
    """
    runs = RunChoice(exports)
    frame = card()
    applied = label("", "warning")
    applied.setObjectName("applied-thresholds")
    view = make(parts(runs, frame, applied))
    runs.add_exports(view.exports)
    thresholds = ThresholdPanel(view.words, view.thumbnails, view.picture_key, applied=applied)
    thresholds.requested.connect(view.show_scored)
    for clicked in (thresholds.requested, thresholds.histogram.pressed):
        clicked.connect(view.take_focus)  # a digit is for the part now
    layout = QVBoxLayout(frame)
    layout.addWidget(scrolled(thresholds, across=False), stretch=1)
    row = QHBoxLayout()
    row.addWidget(button(actions["reset"]))
    row.addWidget(button(actions["apply"], primary=True), stretch=1)
    layout.addLayout(row)
    frame.setMaximumWidth(_THRESHOLDS_WIDTH)
    keep_keys(view.splitter, view.take_focus)
    empty = view.empty_state(actions["train"], actions["inspect"])
    return ReviewPage(runs, thresholds, view, empty, Switch(empty, view.splitter))
