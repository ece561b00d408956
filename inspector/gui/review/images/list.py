"""The parts of a run to choose from: which run, which of its parts, the worst first."""

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Signal
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout

from inspector.core.operating_point import Decision
from inspector.gui.review.images.gallery import GalleryModel, review_word
from inspector.gui.screen import combo_box, label
from inspector.gui.widgets.thumbnails import Thumbnails
from inspector.store.listing import list_runs
from inspector.store.records import ReviewDecision
from inspector.store.workspace import Workspace
from inspector.workflow.review.images import NOT_REVIEWED, Filter, ReviewedImageRun


class InspectionList(QFrame):
    """Shows the places of a run that pass the filters; `order` holds them.

    Signals:
        run_chosen: path of another run.
        place_chosen: a place to show; -1 where none passes the filters.
    """

    run_chosen = Signal(object)
    place_chosen = Signal(int)

    def __init__(self, thumbnails: Thumbnails) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setMinimumWidth(230)
        self.order: list[int] = []
        self._run: ReviewedImageRun | None = None
        self._place = -1
        layout = QVBoxLayout(self)
        self.runs = combo_box(self.tr("Run"), self._run_picked)
        self.by_decision = combo_box(self.tr("Verdict"), self.refill)
        self.by_label = combo_box(self.tr("Label"), self.refill)
        self.by_state = combo_box(self.tr("Review state"), self.refill)
        for combo in (self.runs, self.by_decision, self.by_label, self.by_state):
            layout.addWidget(combo)
        self._counted = label("", "muted")
        layout.addWidget(self._counted)
        self._model = GalleryModel(thumbnails, self)
        self.gallery = QListView()
        self.gallery.setModel(self._model)
        self.gallery.setItemDelegate(self._model.delegate)
        self.gallery.setUniformItemSizes(True)
        self.gallery.setAccessibleName(self.tr("Parts, the worst first"))
        self.gallery.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.gallery.selectionModel().currentChanged.connect(self._row_changed)
        layout.addWidget(self.gallery, stretch=1)

    def list_runs(self, workspace: Workspace | None) -> None:
        """The runs of a workspace, newest first."""
        self.runs.clear()
        for entry in list_runs(workspace, kind="images") if workspace is not None else ():
            if entry.error is None:
                name = self.tr("{name} (interrupted)").format(name=entry.name) if entry.interrupted else entry.name
                self.runs.addItem(name, str(entry.path))
        self._show_which()

    def newest(self) -> Path | None:
        """The run that was made last."""
        return Path(self.runs.itemData(0)) if self.runs.count() else None

    def take_focus(self) -> None:
        """Let the keys go through the list; no focus proxy, which would take the boxes above out of Tab's round."""
        self.gallery.setFocus()

    def show_run(self, run: ReviewedImageRun | None) -> None:
        """Another run, all its parts."""
        self._run, self._place = run, -1
        self._show_which()
        if run is None:
            self.order = []
            self._model.show(None, [])
            return
        texts = {
            self.by_decision: [(self.tr("All verdicts"), None)]
            + [(str(decision), str(decision)) for decision in Decision]
            + [(self.tr("could not be judged"), "error")],
            self.by_label: [(self.tr("All labels"), None)]
            + [(name or self.tr("not known"), name) for name in sorted(set(run.labels))],
            self.by_state: [(self.tr("Reviewed or not"), None), (self.tr("not reviewed"), NOT_REVIEWED)]
            + [(review_word(decision), str(decision)) for decision in ReviewDecision],
        }
        for combo, items in texts.items():
            combo.clear()
            for words, data in items:
                combo.addItem(words, data)
        self.refill()

    def refill(self) -> None:
        """Apply the filters again; stay on the part that is shown, where it passes."""
        if self._run is None:
            return
        row = self.row()
        combos = (self.by_decision, self.by_label, self.by_state)
        self.order = self._run.select(Filter(*(combo.currentData() for combo in combos)))
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
        """Where in the list the shown part is; -1 for nowhere."""
        return self.order.index(self._place) if self._place in self.order else -1

    def go(self, row: int) -> None:
        """Show another part, if there is one in this row."""
        if 0 <= row < len(self.order):
            index = self._model.index(row, 0)
            self.gallery.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.gallery.scrollTo(index)

    def show_place(self, place: int) -> None:
        """Show a part whatever the filters, which give way."""
        if place not in self.order:
            for combo in (self.by_decision, self.by_label, self.by_state):
                combo.setCurrentIndex(0)
            self.refill()
        self.go(self.order.index(place))

    def reviewed(self, place: int) -> None:
        """A person decided on a part: it stays in the list unless the filter says otherwise."""
        if self.by_state.currentData() is None:
            self._model.refresh(place)
            self._count()
        else:
            self.refill()

    def ahead(self, count: int) -> list[int]:
        """The places that come next."""
        row = self.row()
        return self.order[row + 1 : row + 1 + count]

    def _count(self) -> None:
        self._counted.setText(
            self.tr("{shown} of {all} parts, {reviewed} reviewed").format(
                shown=len(self.order), all=len(self._run), reviewed=self._run.reviewed()
            )
        )

    def _row_changed(self) -> None:
        row = self.gallery.currentIndex().row()
        if 0 <= row < len(self.order) and self.order[row] != self._place:
            self._place = self.order[row]
            self.place_chosen.emit(self._place)

    def _run_picked(self, index: int) -> None:
        path = self.runs.itemData(index)
        if path is not None and (self._run is None or str(self._run.path) != path):
            self.run_chosen.emit(Path(path))

    def _show_which(self) -> None:
        if self._run is not None:
            self.runs.setCurrentIndex(self.runs.findData(str(self._run.path)))
