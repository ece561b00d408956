"""Virtual lists of images: thumbnail, name and badge of each, for as many images as there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPen, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from inspector.gui.theme import current_theme
from inspector.gui.widgets.painting import paint_border
from inspector.gui.widgets.pictures.judged_area import JudgedArea, paint_shade
from inspector.gui.widgets.pictures.thumbnails import SIDE, Thumbnails

ITEM_ROLE = int(Qt.ItemDataRole.UserRole)
_MARGIN = 8
_LINE = 18
_BADGE = 22
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Badge:
    """A small sign on a thumbnail: a word for those who cannot see it, a letter, a shape and a colour.

    Attributes:
        tone: name of the theme's colour.
    """

    word: str
    letter: str
    shape: Literal["circle", "square", "triangle", "diamond"]
    tone: Literal["ok", "review", "ng", "muted", "accent"]


class ImageItem(NamedTuple):
    """One image of a list.

    Attributes:
        name: as shown below the thumbnail.
        text: a second line, muted.
        badge: shown on the thumbnail's corner.
        data: whatever the screen knows the image by.
    """

    path: Path
    name: str
    text: str = ""
    badge: Badge | None = None
    data: Any = None


class ImageListModel(QAbstractListModel):
    """Images for a QListView; a thumbnail is asked for only when it is painted."""

    def __init__(self, thumbnails: Thumbnails, parent: QObject) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._items: Sequence[ImageItem] = ()
        self._count = 0  # a view asks for it once per image that it places
        self._rows: dict[Path, int] | None = None
        thumbnails.ready.connect(self._loaded)

    @property
    def items(self) -> Sequence[ImageItem]:
        return self._items

    def set_items(self, items: Sequence[ImageItem]) -> None:
        """Show other images."""
        self.beginResetModel()
        self._items, self._count, self._rows = items, len(items), None
        self.endResetModel()

    def update_items(self, items: Sequence[ImageItem]) -> None:
        """The same images with other texts or badges: selection and place in the list stay."""
        self._items, self._count, self._rows = items, len(items), None
        if items:
            self.dataChanged.emit(self.index(0), self.index(len(items) - 1))

    def row_of(self, path: Path) -> int | None:
        if self._rows is None:
            self._rows = {item.path: row for row, item in enumerate(self._items)}
        return self._rows.get(path)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802
        return 0 if parent.isValid() else self._count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self._items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.name
        if role == Qt.ItemDataRole.DecorationRole:
            return self._thumbnails.get(item.path)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return " · ".join(part for part in (item.name, item.text, item.badge.word if item.badge else "") if part)
        return item if role == ITEM_ROLE else None

    def _loaded(self, path: Path) -> None:
        row = self.row_of(path)
        if row is not None:
            self.dataChanged.emit(self.index(row), self.index(row), [Qt.ItemDataRole.DecorationRole])


class ImageDelegate(QStyledItemDelegate):
    """Paints a thumbnail with its badge, and the name and text below.

    Attributes:
        area: what of each image is judged; the rest is shaded.
    """

    def __init__(self, parent: QWidget, *, side: int = SIDE, lines: int = 2) -> None:
        super().__init__(parent)
        self._side, self._lines = side, lines
        self.area = JudgedArea()
        self._size = QSize(side + 2 * _MARGIN, side + 2 * _MARGIN + lines * _LINE + 4)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802
        return self._size

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current_theme()
        item: ImageItem = index.data(ITEM_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cell = option.rect.adjusted(2, 2, -2, -2)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if selected or focused:
            painter.setPen(QPen(QColor(theme.accent), 2) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.selected) if selected else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 6, 6)
        top = option.rect.top() + _MARGIN
        place = QRect(option.rect.left() + (option.rect.width() - self._side) // 2, top, self._side, self._side)
        self._paint_picture(painter, place, index.data(Qt.ItemDataRole.DecorationRole))
        if item.badge is not None:
            paint_badge(painter, QRect(place.right() - _BADGE + 4, place.top() - 3, _BADGE, _BADGE), item.badge)
        line = QRect(cell.left() + 4, place.bottom() + 5, cell.width() - 8, _LINE)
        for text, colour in ((item.name, theme.text), (item.text, theme.muted))[: self._lines]:
            painter.setPen(QColor(colour))
            shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideMiddle, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, shown)
            line.translate(0, _LINE)
        painter.restore()

    def _paint_picture(self, painter: QPainter, place: QRect, picture: QPixmap | None) -> None:
        if picture is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(current_theme().canvas))
            painter.drawRoundedRect(place, 4, 4)
            return
        size = picture.deviceIndependentSize().toSize()
        shown = QRect(place.topLeft(), size.scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio))
        shown.moveCenter(place.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(shown, picture)
        paint_shade(painter, self.area, QRectF(shown))
        paint_border(painter, shown, current_theme())


def paint_badge(painter: QPainter, place: QRect, badge: Badge) -> None:
    """Draw a badge into a square."""
    theme = current_theme()
    painter.setPen(QPen(QColor(theme.card), 2))
    painter.setBrush(QColor(getattr(theme, badge.tone)))
    left, top, right, bottom = place.left(), place.top(), place.right(), place.bottom()
    across, down = (left + right) / 2, (top + bottom) / 2
    words = place
    if badge.shape == "circle":
        painter.drawEllipse(place)
    elif badge.shape == "square":
        painter.drawRoundedRect(place, 4, 4)
    elif badge.shape == "triangle":
        _polygon(painter, (across, top - 2), (right + 3, bottom), (left - 3, bottom))
        words = place.adjusted(0, 4, 0, 0)
    else:
        _polygon(painter, (across, top - 3), (right + 3, down), (across, bottom + 3), (left - 3, down))
    painter.setPen(QColor(theme.card))
    font = painter.font()
    font.setBold(True)
    painter.setFont(font)
    painter.drawText(words, Qt.AlignmentFlag.AlignCenter, badge.letter)
    font.setBold(False)
    painter.setFont(font)


def _polygon(painter: QPainter, *corners: tuple[float, float]) -> None:
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))


class ImageGrid(QListView):
    """Fills its width with thumbnails of an `ImageListModel`, the room to spare spread between them."""

    def __init__(self, name: str, *, side: int, lines: int) -> None:
        super().__init__()
        self.setFlow(QListView.Flow.LeftToRight)  # not IconMode, which takes twice as long to place its images
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # or its coming would change the width
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._delegate = ImageDelegate(self, side=side, lines=lines)
        self._cell = self._delegate.sizeHint(QStyleOptionViewItem(), QModelIndex())
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(name)

    def show_area(self, area: JudgedArea) -> None:
        """Shade what is not judged on every thumbnail."""
        if area != self._delegate.area:
            self._delegate.area = area
            self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        width = event.size().width() - 2
        columns = max(1, width // self._cell.width())
        self.setGridSize(QSize(max(self._cell.width(), width // columns), self._cell.height()))
        super().resizeEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        # Qt puts the frame on the first image without selecting it, and keys would have nothing to work on.
        if event.reason() != Qt.FocusReason.MouseFocusReason and not self.selectionModel().hasSelection():
            self.selectionModel().select(self.currentIndex(), QItemSelectionModel.SelectionFlag.Select)


def image_grid(name: str, *, side: int = SIDE, lines: int = 2) -> ImageGrid:
    """A view for an `ImageListModel`.

    Args:
        name: what it is called to those who cannot see it.
        lines: 1 for the images' names alone, 2 with their texts.
    """
    return ImageGrid(name, side=side, lines=lines)
