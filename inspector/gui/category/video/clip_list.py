"""Clips as rows of a list: middle frame, name, length, label and mark of each."""

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from inspector.data.marks import MARKED
from inspector.data.properties import Mark
from inspector.data.video.category import Clip
from inspector.data.video.extent import ClipExtent
from inspector.gui.category.mark_bar import mark_badge
from inspector.gui.category.video.extents import ClipExtentRead
from inspector.gui.numbers import clock_text
from inspector.gui.theme import current_theme
from inspector.gui.widgets.painting import paint_border, paint_cell
from inspector.gui.widgets.pictures.image_list import paint_badge
from inspector.gui.widgets.pictures.thumbnails import Thumbnails

_HEIGHT, _MARGIN, _BADGE = 70, 6, 16
_LEAST_WIDTH = 260
_PICTURE = QSize(84, 56)
_ROLE = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex


class ClipListModel(QAbstractListModel):
    """Some clips in their order; owns the delegate that paints them. A middle frame is asked for when it is painted."""

    def __init__(self, thumbnails: Thumbnails, parent: QObject) -> None:
        super().__init__(parent)
        self.delegate = _RowDelegate(self)
        self._thumbnails = thumbnails
        self._clips: Sequence[Clip] = ()
        self._full_names = False
        self.marks: Mapping[str, Mark] = {}  # by the clips' names
        self._rows: dict[Path, int] = {}
        self.extents: dict[Path, ClipExtentRead] = {}
        thumbnails.ready.connect(self._changed)

    @property
    def clips(self) -> Sequence[Clip]:
        return self._clips

    def set_clips(self, clips: Sequence[Clip], *, full_names: bool = False) -> None:
        """Show other clips.

        Args:
            full_names: name them with their folders, where they come from several.
        """
        self.beginResetModel()
        self._clips, self._full_names = clips, full_names
        self._rows = {clip.path: row for row, clip in enumerate(clips)}
        self.endResetModel()

    def show_marks(self, marks: Mapping[str, Mark]) -> None:
        """A person has marked clips otherwise."""
        if marks != self.marks and self._clips:
            self.dataChanged.emit(self.index(0), self.index(len(self._clips) - 1))
        self.marks = marks

    def row_of(self, path: Path) -> int | None:
        """Where a clip is listed; None where it is not."""
        return self._rows.get(path)

    def clear(self) -> None:
        """Drop the clips, and what is known of them."""
        self.extents.clear()
        self.set_clips(())

    def add_extents(self, extents: Sequence[ClipExtentRead]) -> None:
        """More is known of some clips."""
        for read in extents:
            self.extents[read.path] = read
            self._changed(read.path)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._clips)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        clip = self._clips[index.row()]
        if role == _ROLE:
            return clip
        if role == Qt.ItemDataRole.DecorationRole:
            return self._thumbnails.get(clip.path)
        if role == Qt.ItemDataRole.DisplayRole:
            return clip.name if self._full_names else PurePosixPath(clip.name).name
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            mark = self.marks.get(clip.name)
            return " · ".join(filter(None, (clip.name, *self.facts(clip), mark_badge(mark).word if mark else "")))
        return None

    def facts(self, clip: Clip) -> tuple[str, str]:
        """Two lines: length and frame rate; number of frames and label."""
        read, label = self.extents.get(clip.path), label_text(clip.label) if clip.label else ""
        if read is None:
            return "", label
        if read.extent is None:
            return read.problem, label
        return length_text(read.extent), " · ".join(filter(None, (frames_text(read.extent), label)))

    def _changed(self, path: Path) -> None:
        row = self._rows.get(path)
        if row is not None:
            self.dataChanged.emit(self.index(row), self.index(row))


class ClipListView(QListView):
    """Fills its width with as many columns of a `ClipListModel` as it has room for."""

    def __init__(self, model: ClipListModel) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.setItemDelegate(model.delegate)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # or its coming would change the width
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setAccessibleName(self.tr("Clips"))

    @property
    def selected(self) -> list[Clip]:
        """The clips that a mark would be of."""
        return [self._model.clips[index.row()] for index in self.selectionModel().selectedRows()]

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        width = event.size().width() - 2
        cell = QSize(width // max(1, width // _LEAST_WIDTH), _HEIGHT)
        self._model.delegate.cell = cell
        self.setGridSize(cell)
        super().resizeEvent(event)


class _RowDelegate(QStyledItemDelegate):
    """One clip per cell."""

    def __init__(self, model: ClipListModel) -> None:
        super().__init__(model)
        self._model = model
        self.cell = QSize(_LEAST_WIDTH, _HEIGHT)  # as wide as a column of the view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802
        return self.cell

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current_theme()
        painter.save()
        cell = paint_cell(painter, option, theme)
        box = QRect(cell.topLeft(), _PICTURE).translated(_MARGIN, (cell.height() - _PICTURE.height()) // 2)
        painter.fillRect(box, QColor(theme.canvas))
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        if picture is not None:
            size = picture.deviceIndependentSize().toSize().scaled(_PICTURE, Qt.AspectRatioMode.KeepAspectRatio)
            shown = QRect(box.topLeft(), size)
            shown.moveCenter(box.center())
            painter.drawPixmap(shown, picture)
            paint_border(painter, shown, theme)
        line = QRect(box.right() + 10, cell.center().y() - 27, cell.right() - box.right() - 16, 18)
        texts = [(index.data(), theme.text), *((text, theme.muted) for text in self._model.facts(index.data(_ROLE)))]
        for text, colour in texts:
            painter.setPen(QColor(colour))
            text = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
            line.translate(0, 18)
        mark = self._model.marks.get(index.data(_ROLE).name)
        if mark is not None:
            paint_badge(painter, QRect(box.topLeft(), QSize(_BADGE, _BADGE)).translated(3, 3), mark_badge(mark))
        painter.restore()


def label_text(label: str) -> str:
    """What a clip is, by its folder, its frame labels or its mark."""
    if label == MARKED:
        return QCoreApplication.translate("ClipList", "marked as defective")
    return label or QCoreApplication.translate("ClipList", "no label")


def length_text(extent: ClipExtent) -> str:
    """`0:18.0 · 10 frames per second`, as far as it is known."""
    if extent.frame_rate is None:
        return QCoreApplication.translate("ClipList", "unknown frame rate")
    rate = QCoreApplication.translate("ClipList", "{rate} frames per second").format(
        rate=QLocale().toString(extent.frame_rate, "g", 4)
    )
    return rate if extent.seconds is None else f"{clock_text(extent.seconds)} · {rate}"


def frames_text(extent: ClipExtent) -> str:
    """`180 frames`; `about` says that nobody has counted them."""
    if extent.frames is None:
        return ""
    if extent.frames.known == "estimated":
        return QCoreApplication.translate("ClipList", "about {n} frames").format(n=extent.frames.number)
    return QCoreApplication.translate("ClipList", "{n} frames").format(n=extent.frames.number)
