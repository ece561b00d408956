"""The parts of a run as a list: thumbnail, name, score, verdict, and what a person decided."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inspector.gui.theme import current_theme
from inspector.gui.widgets.thumbnails import Thumbnails
from inspector.gui.widgets.verdict import verdict_pixmap, verdict_word
from inspector.store.records import ReviewDecision
from inspector.workflow.review.images import ReviewedImageRun

_HEIGHT, _PICTURE, _SHAPE, _MARGIN = 60, 48, 22, 6
_PLACE_ROLE = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex


class GalleryModel(QAbstractListModel):
    """Some places of a run in their order; owns the delegate that paints them."""

    def __init__(self, thumbnails: Thumbnails, parent: QObject) -> None:
        super().__init__(parent)
        self.delegate = _RowDelegate(self)
        self._thumbnails = thumbnails
        self._run: ReviewedImageRun | None = None
        self._order: Sequence[int] = ()
        self._rows: dict[int, int] = {}
        self._waiting: dict[Path, int] = {}
        thumbnails.ready.connect(self._ready)

    def show(self, run: ReviewedImageRun | None, order: Sequence[int]) -> None:
        self.beginResetModel()
        self._run, self._order = run, order
        self._rows = {place: row for row, place in enumerate(order)}
        self._waiting.clear()
        self.endResetModel()

    def refresh(self, place: int) -> None:
        """A person decided on this part."""
        self._changed(self._rows[place])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._order)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        place = self._order[index.row()]
        if role == _PLACE_ROLE:
            return place
        if role == Qt.ItemDataRole.DecorationRole:
            path = self._run.image_path(place)
            picture = self._thumbnails.get(path)
            if picture is None:
                self._waiting[path] = index.row()
            return picture
        if role == Qt.ItemDataRole.DisplayRole:
            return self._run.names[place]
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            words = [self._run.names[place], verdict_word(self._run.decision(place)), self.score(place)]
            return " · ".join([*words, self.reviewed(place)]).rstrip(" ·")
        return None

    def score(self, place: int) -> str:
        score = self._run.scores[place]
        return self.tr("no score") if score != score else f"{score:.3g}"

    def facts(self, place: int) -> str:
        """Score and, where it is known, what the folder says of the part."""
        return " · ".join(text for text in (self.score(place), self._run.labels[place]) if text)

    def reviewed(self, place: int) -> str:
        review = self._run.review_of(place)
        if review is None:
            return ""
        return review_word(review.decision)

    def decision(self, place: int) -> Any:
        return self._run.decision(place)

    def _ready(self, path: Path) -> None:
        row = self._waiting.pop(path, None)
        if row is not None:
            self._changed(row)

    def _changed(self, row: int) -> None:
        self.dataChanged.emit(self.index(row), self.index(row))


class _RowDelegate(QStyledItemDelegate):
    """One part a row."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802
        return QSize(160, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, model = current_theme(), index.model()
        place = index.data(_PLACE_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        cell = option.rect.adjusted(2, 1, -2, -1)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.setBrush(QColor(theme.selected))
            painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 6, 6)
        box = QRect(cell.left() + _MARGIN, cell.top() + (cell.height() - _PICTURE) // 2, _PICTURE, _PICTURE)
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        if picture is None:
            painter.fillRect(box, QColor(theme.canvas))
        else:
            size = picture.deviceIndependentSize().toSize().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
            shown = QRect(box.topLeft(), size)
            shown.moveCenter(box.center())
            painter.drawPixmap(shown, picture)
        shape = QRect(cell.right() - _SHAPE - _MARGIN, cell.center().y() - _SHAPE // 2, _SHAPE, _SHAPE)
        painter.drawPixmap(
            shape, verdict_pixmap(model.decision(place), _SHAPE, ratio=painter.device().devicePixelRatio())
        )
        middle, right = Qt.TextElideMode.ElideMiddle, Qt.TextElideMode.ElideRight  # names differ at their ends
        texts = [(Path(index.data()).name, theme.text, middle)]
        texts.append((model.facts(place), theme.muted, right))
        if model.reviewed(place):
            texts.append((f"✔ {model.reviewed(place)}", theme.accent, right))
        line = QRect(box.right() + 10, cell.center().y() - len(texts) * 9, shape.left() - box.right() - 14, 18)
        for text, colour, elision in texts:
            painter.setPen(QColor(colour))
            text = option.fontMetrics.elidedText(text, elision, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
            line.translate(0, 18)
        painter.restore()


def review_word(decision: ReviewDecision) -> str:
    """What a person decided, in the language of the screen."""
    return {
        ReviewDecision.ACCEPT: QCoreApplication.translate("Review", "accepted"),
        ReviewDecision.REJECT: QCoreApplication.translate("Review", "rejected"),
        ReviewDecision.UNSURE: QCoreApplication.translate("Review", "unsure"),
    }[decision]
