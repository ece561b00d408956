"""The choices above the list of clips: which clips and events it has, and in which order."""

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QWidget

from inspector.core.operating_point import Decision
from inspector.data.natural_order import natural_key
from inspector.gui.review.decisions.words import review_states
from inspector.gui.screen import combo_box
from inspector.gui.widgets.controls import filter_box
from inspector.workflow.review.reviewed_run import NOT_NAMED, NOT_REVIEWED
from inspector.workflow.review.video import ClipFilter, ClipOrder, ReviewedVideoRun


class ClipFilters(QWidget):
    """A field for names and boxes to choose in; `choice` is what is chosen.

    Args:
        changed: called when a person chooses something else.
    """

    def __init__(self, changed: Callable[..., object]) -> None:
        super().__init__()
        self.search = filter_box(self.tr("Filter by name"), changed)
        self._which = combo_box(self.tr("Which clips"), changed)
        for words, decisions in (
            (self.tr("All clips"), None),
            (self.tr("Clips with events"), (Decision.REVIEW, Decision.NG)),
            (self.tr("Clips with NG"), (Decision.NG,)),
        ):
            self._which.addItem(words, decisions)
        self._by_state = combo_box(self.tr("Review state"), changed)
        for text, state in review_states():
            self._by_state.addItem(text, state)
        self._by_type = combo_box(self.tr("Type of defect"), changed)
        self._by_type.setVisible(False)
        self._order = combo_box(self.tr("Order of clips and events"), changed)
        for text, order in (
            (self.tr("Worst first"), ClipOrder.WORST),
            (self.tr("In time order"), ClipOrder.TIME),
            (self.tr("By name"), ClipOrder.NAME),
        ):
            self._order.addItem(text, order)
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        grid.addWidget(self.search, 0, 0, 1, 2)
        for name, combo, place in (
            ("which-clips", self._which, (1, 0, 1, 2)),
            ("filter-review", self._by_state, (2, 0, 1, 2)),
            ("filter-type", self._by_type, (3, 0, 1, 1)),
            ("order", self._order, (3, 0, 1, 2)),
        ):
            combo.setObjectName(name)
            combo.setMinimumContentsLength(5)
            grid.addWidget(combo, *place)

    @property
    def choice(self) -> ClipFilter:
        return ClipFilter(
            self._which.currentData(),
            self._by_state.currentData(),
            self._by_type.currentData(),
            name=self.search.text(),
            order=ClipOrder(self._order.currentData()),
        )

    @property
    def drops_decided(self) -> bool:
        """Whether a decision or a type can take an event out of the list."""
        return self._by_state.currentData() is not None or self._by_type.currentData() is not None

    def start(self, run: ReviewedVideoRun) -> None:
        """All of another run; of a batch without labels what is left to decide on, so that the list becomes shorter."""
        self.clear()
        if run.events and not any(clip.label for clip in run.clips):
            self._by_state.setCurrentIndex(self._by_state.findData(NOT_REVIEWED))

    def clear(self) -> None:
        """Choose everything; the order stays."""
        for combo in (self._which, self._by_state, self._by_type):
            combo.setCurrentIndex(0)
        self.search.clear()

    def choose_state(self, state: str) -> None:
        """A state of the review, and nothing else, the worst first."""
        self.clear()
        self._order.setCurrentIndex(self._order.findData(ClipOrder.WORST))
        self._by_state.setCurrentIndex(self._by_state.findData(state))

    def choose_type(self, name: str) -> None:
        """A type of defect, and nothing else."""
        self.clear()
        self._by_type.setCurrentIndex(self._by_type.findData(name))

    def show_types(self, run: ReviewedVideoRun) -> None:
        """The types to filter by, once there are any."""
        names = sorted(set(run.named_places.values()), key=natural_key)
        types = [
            (self.tr("All types"), None),
            *((name, name) for name in names),
            (self.tr("without a type"), NOT_NAMED),
        ]
        if [data for _, data in types] != [self._by_type.itemData(row) for row in range(self._by_type.count())]:
            chosen = self._by_type.currentData()
            self._by_type.clear()
            for text, data in types:
                self._by_type.addItem(text, data)
            self._by_type.setCurrentIndex(max(0, self._by_type.findData(chosen)))
            self._by_type.setVisible(bool(names))
            self._grid.removeWidget(self._order)
            self._grid.addWidget(self._order, 3, *((1, 1, 1) if names else (0, 1, 2)))  # a whole line while it is alone
