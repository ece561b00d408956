"""Parts with a region like that of one part: looked at side by side, and decided on together."""

from collections.abc import Callable, Hashable, Sequence

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeySequence, QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from inspector.gui.numbers import count, percent
from inspector.gui.review.decisions.words import marked_review
from inspector.gui.review.images.gallery import short_name
from inspector.gui.screen import GAP, label
from inspector.gui.theme import current_theme
from inspector.gui.widgets.layout import resize_on_screen
from inspector.gui.widgets.painting import with_border
from inspector.gui.widgets.pictures.thumbnails import SIDE, Thumbnails
from inspector.store.records import ReviewDecision
from inspector.workflow.review.images import ReviewedImageRun
from inspector.workflow.review.similar import SimilarPart

_CHOSEN_FROM = 0.5  # likeness from which a part is selected at first
_CELL = QSize(SIDE + 24, SIDE + 64)
_PLACE = int(Qt.ItemDataRole.UserRole)


class SimilarDialog(QDialog):
    """A sheet of parts, the most similar first; one decision is on all that are selected, and closes the dialog.

    Args:
        picture_key: by which the thumbnails know the picture of a place.

    Signals: `decided` (list of places, ReviewDecision).
    """

    decided = Signal(object, object)

    def __init__(
        self,
        run: ReviewedImageRun,
        parts: Sequence[SimilarPart],
        *,
        thumbnails: Thumbnails,
        picture_key: Callable[[int], Hashable],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Parts similar to {name}").format(name=short_name(run.names[parts[0].place])))
        self._thumbnails = thumbnails
        self._items: dict[Hashable, QListWidgetItem] = {}
        self.sheet = QListWidget()
        self.sheet.setObjectName("similar-parts")
        self.sheet.setAccessibleName(self.tr("Similar parts, the most similar first"))
        self.sheet.setViewMode(QListWidget.ViewMode.IconMode)
        self.sheet.setMovement(QListWidget.Movement.Static)
        self.sheet.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.sheet.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.sheet.setIconSize(QSize(SIDE, SIDE))
        self.sheet.setGridSize(_CELL)
        self.sheet.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for part in parts:
            self._add(run, part, picture_key(part.place))
        self.sheet.setCurrentRow(0, QItemSelectionModel.SelectionFlag.NoUpdate)
        thumbnails.ready.connect(self._ready)
        self._chosen = label("")
        self._chosen.setObjectName("similar-chosen")
        hint = label(
            self.tr("Click with Ctrl or Shift to select others. The decision is on every selected part."), "muted"
        )
        hint.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self._chosen, stretch=1)
        self._buttons = [
            self._button(text, keys, decision)
            for text, keys, decision in (
                (self.tr("Good"), "A", ReviewDecision.ACCEPT),
                (self.tr("Defective"), "R", ReviewDecision.REJECT),
                (self.tr("Unsure"), "U", ReviewDecision.UNSURE),
            )
        ]
        for one in self._buttons:
            row.addWidget(one)
        layout = QVBoxLayout(self)
        layout.setSpacing(GAP)
        layout.addWidget(self.sheet, stretch=1)
        layout.addWidget(hint)
        layout.addLayout(row)
        self.sheet.itemSelectionChanged.connect(self._count)
        self._count()
        resize_on_screen(self, 5 * _CELL.width(), 520)
        self.sheet.setFocus()

    def places(self) -> list[int]:
        """The places of the parts that are selected."""
        return [int(item.data(_PLACE)) for item in self.sheet.selectedItems()]

    def _add(self, run: ReviewedImageRun, part: SimilarPart, key: Hashable) -> None:
        review = run.review_of(part.place)
        facts = [self.tr("{share} similar").format(share=percent(part.likeness, digits=2))]
        if review is not None and review.decision is not None:
            facts.append(marked_review(review.decision, label=run.contradicted_label(part.place, review.decision)))
        item = QListWidgetItem(f"{short_name(run.names[part.place])}\n{' · '.join(facts)}", self.sheet)
        item.setData(_PLACE, part.place)
        item.setToolTip(run.names[part.place])
        item.setSizeHint(_CELL)  # or Qt lines them up by the width of their texts
        item.setSelected(part.likeness >= _CHOSEN_FROM)
        self._items[key] = item
        self._ready(key)

    def _ready(self, key: Hashable) -> None:
        item = self._items.get(key)
        picture: QPixmap | None = None if item is None else self._thumbnails.get(key)
        if item is not None and picture is not None:
            picture = with_border(picture, current_theme())
            icon = QIcon(picture)
            icon.addPixmap(picture, QIcon.Mode.Selected)  # or Qt would tint it with the selection's colour
            item.setIcon(icon)

    def _button(self, text: str, key: str, decision: ReviewDecision) -> QPushButton:
        made = QPushButton(text)
        made.setShortcut(QKeySequence(key))
        made.setToolTip(f"{text} ({key})")
        made.setAutoDefault(False)

        def decide() -> None:
            self.decided.emit(self.places(), decision)
            self.accept()

        made.clicked.connect(decide)
        return made

    def _count(self) -> None:
        chosen = len(self.sheet.selectedItems())
        text = self.tr("{chosen} of {all} selected").format(chosen=count(chosen), all=count(self.sheet.count()))
        self._chosen.setText(text)
        for one in self._buttons:
            one.setEnabled(chosen > 0)
