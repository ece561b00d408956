"""What plots and lists paint alike."""

import pyqtgraph as pg
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from inspector.gui.theme import Theme


def paint_axes(plot: pg.PlotWidget, theme: Theme) -> None:
    """Give a plot's background and axes the colours of a theme, and its numbers no factor beside the title."""
    plot.setBackground(theme.card)
    for name in ("left", "bottom", "right"):
        plot.getAxis(name).enableAutoSIPrefix(False)  # of raw values, which is wrong for what the ticks say
        plot.getAxis(name).setTextPen(theme.muted)
        plot.getAxis(name).setPen(theme.border)


def paint_cell(painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> QRect:
    """Paint the ground of a list's cell, which shows whether it is selected; returns the room inside it, in pixels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    cell: QRect = option.rect.adjusted(2, 1, -2, -1)
    if option.state & QStyle.StateFlag.State_Selected:
        painter.setPen(QPen(QColor(theme.accent), 1))
        painter.setBrush(QColor(theme.selected))
        painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 6, 6)
    return cell


def paint_border(painter: QPainter, place: QRect, theme: Theme) -> None:
    """A hairline around a small picture, which ends where it ends: white parts lie on a white ground."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(QColor(theme.border), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place.adjusted(0, 0, -1, -1))
    painter.restore()


def with_border(picture: QPixmap, theme: Theme) -> QPixmap:
    """The same picture with such a hairline, for where Qt paints it."""
    bordered = QPixmap(picture)
    painter = QPainter(bordered)
    paint_border(painter, QRectF(0, 0, *bordered.deviceIndependentSize().toTuple()).toRect(), theme)
    painter.end()
    return bordered
