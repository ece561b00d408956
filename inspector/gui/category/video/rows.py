"""Clips as rows of a list: middle frame, name, and what is known of each."""

from collections.abc import Sequence
from dataclasses import dataclass
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
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inspector.core.errors import VideoError
from inspector.data.video.category import Clip
from inspector.data.video.extent import ClipExtent
from inspector.data.video.frames import LostFrame
from inspector.data.video.reader import ClipReader
from inspector.gui.theme import current_theme
from inspector.gui.widgets.thumbnails import Thumbnails, thumbnail_of
from inspector.workflow.report.times import clock

_HEIGHT, _MARGIN = 70, 6
_PICTURE = QSize(84, 56)
_ROLE = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex
Known = ClipExtent | str  # or why the clip cannot be read


@dataclass(frozen=True)
class ClipExtentRead:
    """What was found out about a clip."""

    path: Path
    known: Known


class ClipRows(QAbstractListModel):
    """Some clips in their order; owns the delegate that paints them. A middle frame is asked for when it is painted."""

    def __init__(self, thumbnails: Thumbnails, parent: QObject) -> None:
        super().__init__(parent)
        self.delegate = _RowDelegate(self)
        self._thumbnails = thumbnails
        self._clips: Sequence[Clip] = ()
        self._rows: dict[Path, int] = {}
        self.known: dict[Path, Known] = {}
        thumbnails.ready.connect(self._changed)

    @property
    def clips(self) -> Sequence[Clip]:
        return self._clips

    def show(self, clips: Sequence[Clip]) -> None:
        self.beginResetModel()
        self._clips = clips
        self._rows = {clip.path: row for row, clip in enumerate(clips)}
        self.endResetModel()

    def learn(self, found: Sequence[ClipExtentRead]) -> None:
        """More is known of some clips."""
        for one in found:
            self.known[one.path] = one.known
            self._changed(one.path)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._clips)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        clip = self._clips[index.row()]
        if role == _ROLE:
            return clip
        if role == Qt.ItemDataRole.DecorationRole:
            return self._thumbnails.get(clip.path)
        if role == Qt.ItemDataRole.DisplayRole:
            return Path(clip.name).name
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return " · ".join(filter(None, (clip.name, *self.facts(clip))))
        return None

    def facts(self, clip: Clip) -> tuple[str, str]:
        """Two lines: length and frame rate; number of frames and label."""
        known = self.known.get(clip.path)
        if isinstance(known, str):
            return known, clip.label
        frames = "" if known is None else frames_text(known)
        return ("" if known is None else length_text(known)), " · ".join(filter(None, (frames, clip.label)))

    def _changed(self, path: Path) -> None:
        row = self._rows.get(path)
        if row is not None:
            self.dataChanged.emit(self.index(row), self.index(row))


class _RowDelegate(QStyledItemDelegate):
    """One clip a row."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802
        return QSize(200, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current_theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        cell = option.rect.adjusted(2, 1, -2, -1)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.setBrush(QColor(theme.selected))
            painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 6, 6)
        box = QRect(cell.topLeft(), _PICTURE).translated(_MARGIN, (cell.height() - _PICTURE.height()) // 2)
        painter.fillRect(box, QColor(theme.canvas))
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        if picture is not None:
            size = picture.deviceIndependentSize().toSize().scaled(_PICTURE, Qt.AspectRatioMode.KeepAspectRatio)
            shown = QRect(box.topLeft(), size)
            shown.moveCenter(box.center())
            painter.drawPixmap(shown, picture)
        line = QRect(box.right() + 10, cell.center().y() - 27, cell.right() - box.right() - 16, 18)
        texts = [(index.data(), theme.text), *((text, theme.muted) for text in index.model().facts(index.data(_ROLE)))]
        for text, colour in texts:
            painter.setPen(QColor(colour))
            text = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
            line.translate(0, 18)
        painter.restore()


def length_text(known: ClipExtent) -> str:
    """`00:18.0 · 10 frames a second`, as far as it is known."""
    if known.frame_rate is None:
        return QCoreApplication.translate("ClipRows", "frame rate not known")
    rate = QCoreApplication.translate("ClipRows", "{rate:.4g} frames a second").format(rate=known.frame_rate)
    return rate if known.seconds is None else f"{clock(known.seconds)} · {rate}"


def frames_text(known: ClipExtent) -> str:
    """`180 frames`; `about` says that nobody has counted them."""
    if known.frames is None:
        return ""
    if known.frames.known == "estimated":
        return QCoreApplication.translate("ClipRows", "about {n} frames").format(n=known.frames.number)
    return QCoreApplication.translate("ClipRows", "{n} frames").format(n=known.frames.number)


def middle_frame(path: Path, *, side: int) -> QImage:
    """The middle frame of a clip, so that it fits into a square; for any thread.

    Raises:
        VideoError: if it cannot be read.
    """
    with ClipReader(path, folder_rate=None) as reader:
        count = reader.frame_count
        found = reader.frame(count.number // 2 if count is not None else 0)
    if isinstance(found, LostFrame):
        raise VideoError("{file} cannot be read: {reason}.", code="clip.frame_lost", file=path, reason=found.reason)
    return thumbnail_of(found.image, side=side)
