"""The images of a run to choose from, worst first."""

from collections.abc import Callable, Hashable

from PySide6.QtCore import QItemSelectionModel, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QFrame,
    QGridLayout,
    QListView,
    QVBoxLayout,
    QWidget,
)

from inspector.core.operating_point import Decision
from inspector.data.natural_order import natural_key
from inspector.gui.review.decisions.words import DecisionPace, review_states
from inspector.gui.review.images.gallery import GalleryModel
from inspector.gui.screen import combo_box, label
from inspector.gui.widgets.controls import filter_box
from inspector.gui.widgets.focus import RowInSight
from inspector.gui.widgets.pictures.thumbnails import Thumbnails
from inspector.store.records import ReviewDecision
from inspector.workflow.review.images import Filter, Order, ReviewedImageRun
from inspector.workflow.review.reviewed_run import NOT_NAMED, NOT_REVIEWED


class InspectionList(QFrame):
    """Shows the places of a run that pass the filters; `order` holds them.

    Args:
        picture_key: by which the thumbnails know the picture of a place.
        head: what stands above the filters.

    Signals: `place_chosen` (int): a place to show; -1 where none passes the filters.
    """

    place_chosen = Signal(int)

    def __init__(self, thumbnails: Thumbnails, picture_key: Callable[[int], Hashable], head: QWidget) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setMinimumWidth(230)
        self.order: list[int] = []
        self._run: ReviewedImageRun | None = None
        self._place = -1
        self._pace = DecisionPace()
        self._types: list[str] | None = None
        self._column = layout = QVBoxLayout(self)
        self.by_decision = combo_box(self.tr("Verdict"), self.refill)
        self.by_label = combo_box(self.tr("Label"), self.refill)
        self.by_state = combo_box(self.tr("Review state"), self.refill)
        self.by_type = combo_box(self.tr("Type of defect"), self.refill)
        self.by_order = combo_box(self.tr("Order of the parts"), self.refill)
        for text, order in (
            (self.tr("Worst first"), Order.WORST),
            (self.tr("Best first"), Order.BEST),
            (self.tr("By name"), Order.NAME),
            (self.tr("As inspected"), Order.INSPECTED),
        ):
            self.by_order.addItem(text, order)
        self.search = filter_box(self.tr("Filter by name"), self.refill)
        self.search.returnPressed.connect(self.take_focus)
        layout.addWidget(head)
        layout.addWidget(self.search)
        self._filters = grid = QGridLayout()
        grid.setSpacing(6)
        for name, combo, row, columns in (
            ("filter-verdict", self.by_decision, (0, 0), 1),
            ("filter-label", self.by_label, (0, 1), 1),
            ("filter-review", self.by_state, (1, 0), 2),  # a whole line, for these texts are long
            ("filter-type", self.by_type, (2, 0), 1),
            ("order", self.by_order, (2, 0), 2),
        ):
            combo.setObjectName(name)
            combo.setMinimumContentsLength(5)
            grid.addWidget(combo, *row, 1, columns)
        layout.addLayout(grid)
        self.counted = label("", "muted")
        self.counted.setObjectName("counted")
        self.counted.setWordWrap(True)
        layout.addWidget(self.counted)
        self._model = GalleryModel(thumbnails, picture_key, self)
        self.gallery = QListView()
        self.gallery.setObjectName("inspections")
        self.gallery.setModel(self._model)
        self.gallery.setItemDelegate(self._model.delegate)
        self.gallery.setUniformItemSizes(True)
        self.gallery.setAccessibleName(self.tr("Parts, worst first"))
        self.gallery.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        RowInSight(self.gallery)
        self.gallery.selectionModel().currentChanged.connect(self._row_changed)
        layout.addWidget(self.gallery, stretch=1)

    def add_button(self, below: QAbstractButton) -> None:
        """A button below the list."""
        self._column.addWidget(below)

    def take_focus(self) -> None:
        """Let the keys go through the list; no focus proxy, which would remove the boxes above from the tab order."""
        self.gallery.setFocus()

    def show_run(self, run: ReviewedImageRun | None, *, keep_place: bool) -> None:
        """Another run, all its images; or the same one, decided anew, with the filters there are."""
        self._run = run
        if keep_place:
            self.refill()
            return
        self._place = -1
        if run is None:
            self.order = []
            self._model.show(None, [])
            return
        verdicts = [(str(decision), str(decision)) for decision in Decision]
        labels = [(name or self.tr("unknown"), name) for name in sorted(set(run.labels), key=natural_key)]
        verdicts.append((self.tr("could not be inspected"), "error"))
        choices: list[tuple[QComboBox, list[tuple[str, str | None]]]] = [
            (self.by_decision, [(self.tr("All verdicts"), None), *verdicts]),
            (self.by_label, [(self.tr("All labels"), None), *labels]),
            (self.by_state, review_states()),
        ]
        for combo, items in choices:
            combo.clear()
            for text, data in items:
                combo.addItem(text, data)
        self._types = None
        self._list_types()
        if not any(run.labels):  # a batch to decide on: what is decided leaves the list
            self.by_state.setCurrentIndex(self.by_state.findData(NOT_REVIEWED))
        self.refill()

    def show_type(self, name: str) -> None:
        """List the parts of a type, whatever the other filters, which give way."""
        for combo in (self.by_decision, self.by_label, self.by_state):
            combo.setCurrentIndex(0)
        self.search.clear()
        self.by_type.setCurrentIndex(self.by_type.findData(name))
        self.refill()

    def show_decided(self, decision: ReviewDecision) -> None:
        """List the parts with a decision, worst first, whatever the other filters, which give way; show the first."""
        for combo in (self.by_decision, self.by_label, self.by_type):
            combo.setCurrentIndex(0)
        self.search.clear()
        self.by_order.setCurrentIndex(self.by_order.findData(Order.WORST))
        self.by_state.setCurrentIndex(self.by_state.findData(str(decision)))
        self.refill()
        self.go(0)

    def _list_types(self) -> None:
        """The types to filter by, once there are any."""
        types = [] if self._run is None else self._run.type_names
        if types == self._types:
            return
        self._types = list(types)
        chosen = self.by_type.currentData()
        self.by_type.clear()
        self.by_type.addItem(self.tr("All types"), None)
        for name in types:
            self.by_type.addItem(name, name)
        self.by_type.addItem(self.tr("without a type"), NOT_NAMED)
        self.by_type.setCurrentIndex(max(0, self.by_type.findData(chosen)))
        self.by_type.setVisible(bool(types))
        self._filters.removeWidget(self.by_order)
        self._filters.addWidget(
            self.by_order, 2, *((1, 1, 1) if types else (0, 1, 2))
        )  # a whole line while it is alone

    def refill(self) -> None:
        """Apply the filters again; stay on the image that is shown, where it passes."""
        if self._run is None:
            return
        row = self.row()
        self.order = self._run.select(
            Filter(
                self.by_decision.currentData(),
                self.by_label.currentData(),
                self.by_state.currentData(),
                self.by_type.currentData(),
                name=self.search.text(),
                order=Order(self.by_order.currentData()),
            )
        )
        self._model.show(self._run, self.order)
        self._count()
        if not self.order:
            self._place = -1
            self.place_chosen.emit(-1)
        elif self._place in self.order:
            self.go(self.order.index(self._place))
        else:
            self.go(min(max(row, 0), len(self.order) - 1))

    def row(self) -> int:
        """Where in the list the shown image is; -1 for nowhere."""
        return self.order.index(self._place) if self._place in self.order else -1

    def go(self, row: int) -> None:
        """Show another image, if there is one in this row."""
        if 0 <= row < len(self.order):
            index = self._model.index(row, 0)
            self.gallery.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.gallery.scrollTo(index)

    def show_place(self, place: int) -> None:
        """Show an image whatever the filters, which give way."""
        if place not in self.order:
            for combo in (self.by_decision, self.by_label, self.by_state, self.by_type):
                combo.setCurrentIndex(0)
            self.search.clear()
            self.refill()
        self.go(self.order.index(place))

    def show_review(self, place: int) -> None:
        """A person decided on an image, or named a region: it stays in the list unless a filter says otherwise."""
        self._list_types()
        if self.by_state.currentData() is None and self.by_type.currentData() is None:
            self._model.refresh(place)
            self._count()
        else:
            self.refill()

    def ahead(self, count: int) -> list[int]:
        """The places that come next."""
        row = self.row()
        return self.order[row + 1 : row + 1 + count]

    def decided(self) -> None:
        """A person decided on a part, which says how long the rest will take."""
        self._pace.note()

    def next_undecided(self) -> int | None:
        """The row of the next part without a decision, from the shown one on, then from the top; None for none."""
        run, start = self._run, self.row()
        if run is None:
            return None
        rows = [*range(start + 1, len(self.order)), *range(max(start, 0))]
        return next((row for row in rows if run.review_of(self.order[row]) is None), None)

    def _count(self) -> None:
        run = self._run
        if run is None:
            return
        left = sum(run.review_of(place) is None for place in self.order)
        listed = self.tr("{shown} of {all} parts, {reviewed} reviewed").format(
            shown=len(self.order), all=len(run), reviewed=run.reviewed()
        )
        queue = self._pace.queue_text(left, reviewed=run.reviewed())
        self.counted.setText(f"{queue} · {listed}" if queue else listed)

    def _row_changed(self) -> None:
        row = self.gallery.currentIndex().row()
        if 0 <= row < len(self.order) and self.order[row] != self._place:
            self._place = self.order[row]
            self.place_chosen.emit(self._place)
