"""What the colours of a heatmap mean: a bar of them with the thresholds on it, and what either end is."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector.core.operating_point import OperatingPoint
from inspector.gui.numbers import number
from inspector.gui.theme import current_theme
from inspector.workflow.report.pictures import REJECT_LINE, HeatScale

_BAR, _GAP = 14, 6
_REVIEW_PENS = (QColor("white"), 4.0), (QColor("black"), 2.0)
_REJECT_PENS = (QColor("black"), 5.0), (QColor(*REJECT_LINE), 2.5)


class ColourBar(QWidget):
    """The colours of a heat view from quiet to hot, a line at each threshold, and a mark at the pointer's value.

    The line at the reject threshold looks as that in the picture does.
    """

    def __init__(self) -> None:
        super().__init__()
        self._scale: HeatScale | None = None
        self._point: OperatingPoint | None = None
        self._table = np.zeros((256, 4), np.uint8)
        self._value: float | None = None
        self._written: Callable[[float], str] = number
        self.setAccessibleName(self.tr("Colours of the map values"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:  # noqa: N802
        shown = [line for text in self.texts for line in text.split("\n")]
        words = (self.tr("reject"), self.tr("review"), "0,000.0", *self._ends, *shown)
        return QSize(_BAR + 2 * _GAP + max(map(self.fontMetrics().horizontalAdvance, words)) + 2, 120)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.sizeHint().width(), 60)

    def show_scale(
        self, scale: HeatScale | None, point: OperatingPoint | None, *, written: Callable[[float], str] = number
    ) -> None:
        """The scale of the map that is shown, and the thresholds; None where there is no map.

        Args:
            written: a threshold as the screen writes it.
        """
        self._scale, self._point, self._value, self._written = scale, point, None, written
        self.updateGeometry()
        self.setVisible(scale is not None)
        self._describe()
        self.update()

    def set_colours(self, table: np.ndarray) -> None:
        """The colours, (n, 4) uint8, from quiet to hot."""
        self._table = table
        self.update()

    def point_at(self, value: float | None) -> None:
        """Mark a value; None for none."""
        if value != self._value:
            self._value = value
            self.update()

    @property
    def texts(self) -> list[str]:
        """What stands beside the bar, from the hot end down."""
        return [text for _, text in self._labels()]

    @property
    def _ends(self) -> tuple[str, str]:
        """What the hot end and the quiet end are."""
        return self.tr("worst"), self.tr("as good parts")

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        self.update()

    def _labels(self) -> list[tuple[float, str]]:
        """Values with their texts, from the hot end down; equal thresholds share a line."""
        scale, point = self._scale, self._point
        if scale is None or point is None:
            return []
        if point.review == point.reject:
            return [(point.reject, self.tr("reject = review") + f"\n{self._written(point.reject)}")]
        named = ((point.reject, self.tr("reject")), (point.review, self.tr("review")))
        return [(value, f"{word}\n{self._written(value)}") for value, word in named]

    def _describe(self) -> None:
        lines = ", ".join(text.replace("\n", " ") for text in self.texts)
        text = self.tr(
            "Colours of the map values, the same in every picture: the brighter, the less like good parts. The lines "
            "are the thresholds: {lines}. In the picture, a yellow line runs where the map passes the reject threshold."
        )
        self.setToolTip(text.format(lines=lines) if lines else "")

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        scale, point = self._scale, self._point
        if scale is None or point is None:
            return
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self.fontMetrics().height()
        bar = QRectF(1, room / 2, _BAR, self.height() - room)
        painter.fillRect(bar, QColor(theme.canvas))
        rgb = np.ascontiguousarray(self._table[::-1, None, :3])
        painter.drawImage(bar, QImage(rgb.data, 1, len(rgb), 3, QImage.Format.Format_RGB888).copy())

        def height_of(value: float) -> float:
            share = (value - scale.low) / (scale.high - scale.low)
            return bar.bottom() - bar.height() * min(1.0, max(0.0, share))

        free = self._paint_ends(painter, bar, room)
        for value, text in self._labels():
            y = height_of(value)
            for colour, width in _REJECT_PENS if value == point.reject else _REVIEW_PENS:
                painter.setPen(QPen(colour, width))
                painter.drawLine(QPointF(bar.left() - 1, y), QPointF(bar.right() + 3, y))
            painter.setPen(QColor(theme.text))
            height = 2 * room
            top = max(free, min(y - height / 2, self.height() - height - room))
            free = top + height
            place = QRectF(bar.right() + _GAP, top, self.width() - bar.right() - _GAP, height)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        if self._value is not None:
            y = height_of(self._value)
            painter.setPen(QPen(QColor(theme.card), 1))
            painter.setBrush(QColor(theme.accent))
            tip, end = QPointF(bar.right() - 5, y), bar.right() + 5
            painter.drawPolygon(QPolygonF([tip, QPointF(end, y - 5), QPointF(end, y + 5)]))
        painter.end()

    def _paint_ends(self, painter: QPainter, bar: QRectF, room: int) -> float:
        """Say what either end is; returns where the room below the upper one begins."""
        painter.setPen(QColor(current_theme().muted))
        left, width = bar.right() + _GAP, self.width() - bar.right() - _GAP
        for top, text in zip((0.0, self.height() - room), self._ends, strict=True):
            align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(QRectF(left, top, width, room), align, text)
        return float(room)
