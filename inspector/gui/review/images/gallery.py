"""The images of a run as a list: thumbnail, name, score, verdict, and what a person decided."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from inspector.core.operating_point import Decision
from inspector.gui.numbers import score_text
from inspector.gui.review.decisions.words import marked_review
from inspector.gui.theme import Theme, current_theme
from inspector.gui.widgets.painting import paint_border, paint_cell
from inspector.gui.widgets.pictures.thumbnails import Thumbnails
from inspector.gui.widgets.verdict import verdict_pixmap, verdict_word
from inspector.store.records import ReviewDecision
from inspector.workflow.review.images import ReviewedImageRun

_HEIGHT, _PICTURE, _SHAPE, _MARGIN = 60, 48, 22, 6
_ROW_ROLE = int(Qt.ItemDataRole.UserRole)
_AS_VERDICT = {
    ReviewDecision.ACCEPT: Decision.OK,
    ReviewDecision.REJECT: Decision.NG,
    ReviewDecision.UNSURE: Decision.REVIEW,
}
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class GalleryRow:
    """What is said of one image.

    Attributes:
        facts: its score and, where it is known, its label.
        reviewed: what a person decided; None where nobody did.
        review: the same with its sign, and the label that it contradicts.
        contradicts: whether it does.
        types: of its regions, as a person named them; empty where nobody did.
    """

    name: str
    decision: Decision | None
    facts: str
    reviewed: ReviewDecision | None
    review: str
    contradicts: bool
    types: str


class GalleryModel(QAbstractListModel):
    """Some places of a run in their order; owns the delegate that paints them."""

    def __init__(self, thumbnails: Thumbnails, picture_key: Callable[[int], Hashable], parent: QObject) -> None:
        super().__init__(parent)
        self.delegate = _RowDelegate(self)
        self._thumbnails, self._picture_key = thumbnails, picture_key
        self._run: ReviewedImageRun | None = None
        self._order: Sequence[int] = ()
        self._rows: dict[int, int] = {}
        self._waiting: dict[Hashable, int] = {}
        thumbnails.ready.connect(self._ready)

    def show(self, run: ReviewedImageRun | None, order: Sequence[int]) -> None:
        self.beginResetModel()
        self._run, self._order = run, order
        self._rows = {place: row for row, place in enumerate(order)}
        self._waiting.clear()
        self.endResetModel()

    def refresh(self, place: int) -> None:
        """A person decided on this image."""
        if place in self._rows:
            self._changed(self._rows[place])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._order)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        run = self._run
        if run is None:
            return None
        place = self._order[index.row()]
        if role == Qt.ItemDataRole.DecorationRole:
            key = self._picture_key(place)
            picture = self._thumbnails.get(key)
            if picture is None:
                self._waiting[key] = index.row()
            return picture
        if role == Qt.ItemDataRole.DisplayRole:
            return run.names[place]
        if role == _ROW_ROLE:
            return self._row(run, place)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            row = self._row(run, place)
            parts = (row.name, verdict_word(row.decision), row.facts, row.review, row.types)
            return " · ".join(text for text in parts if text)
        return None

    def _row(self, run: ReviewedImageRun, place: int) -> GalleryRow:
        score, label, review = run.scores[place], run.labels[place], run.review_of(place)
        reviewed = None if review is None else review.decision
        contradicted = run.contradicted_label(place, reviewed)
        facts = self.tr("no score") if score != score else score_text(run.relative(score), score)
        return GalleryRow(
            name=run.names[place],
            decision=run.decision(place),
            facts=f"{facts} · {label}" if label else facts,
            reviewed=reviewed,
            review="" if reviewed is None else marked_review(reviewed, label=contradicted),
            contradicts=bool(contradicted),
            types=", ".join(dict.fromkeys(run.types_at(place).values())),
        )

    def _ready(self, key: Hashable) -> None:
        row = self._waiting.pop(key, None)
        if row is not None:
            self._changed(row)

    def _changed(self, row: int) -> None:
        self.dataChanged.emit(self.index(row), self.index(row))


class _RowDelegate(QStyledItemDelegate):
    """One row per image."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802
        return QSize(160, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, row = current_theme(), index.data(_ROW_ROLE)
        painter.save()
        cell = paint_cell(painter, option, theme)
        box = QRect(cell.left() + _MARGIN, cell.top() + (cell.height() - _PICTURE) // 2, _PICTURE, _PICTURE)
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        if picture is None:
            painter.fillRect(box, QColor(theme.canvas))
        else:
            size = picture.deviceIndependentSize().toSize().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
            shown = QRect(box.topLeft(), size)
            shown.moveCenter(box.center())
            painter.drawPixmap(shown, picture)
            paint_border(painter, shown, theme)
        shape = QRect(cell.right() - _SHAPE - _MARGIN, cell.center().y() - _SHAPE // 2, _SHAPE, _SHAPE)
        painter.drawPixmap(shape, verdict_pixmap(row.decision, _SHAPE, ratio=painter.device().devicePixelRatio()))
        middle, right = Qt.TextElideMode.ElideMiddle, Qt.TextElideMode.ElideRight  # names differ at their ends
        texts = [(Path(row.name).name, theme.text, middle), (row.facts, theme.muted, right)]
        if row.review or row.types:
            texts.append((" · ".join(filter(None, (row.review, row.types))), _review_colour(row, theme), right))
        line = QRect(box.right() + 10, cell.center().y() - len(texts) * 9, shape.left() - box.right() - 14, 18)
        for text, colour, elision in texts:
            painter.setPen(QColor(colour))
            text = option.fontMetrics.elidedText(text, elision, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
            line.translate(0, 18)
        painter.restore()


def _review_colour(row: GalleryRow, theme: Theme) -> str:
    """That of the decision, or of a warning where it contradicts the label: its words may be cut."""
    if row.contradicts:
        return theme.review
    return theme.accent if row.reviewed is None else theme.verdict(_AS_VERDICT[row.reviewed])


def short_name(name: str) -> str:
    """An image as people call it: its folder and number, `bottle 014` for `test/bottle/014.png`."""
    path = Path(name)
    return f"{path.parent.name} {path.stem}".strip()
