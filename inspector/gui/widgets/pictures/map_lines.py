"""Lines over a part: where its regions end, where its map passes the reject threshold, and the ground truth."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainterPath, QPolygonF
from PySide6.QtWidgets import QGraphicsPathItem

from inspector.workflow.report.pictures import REJECT_LINE

OUTLINE = QColor(0, 255, 255)  # a colour that neither the heat nor hardly any part has
TRUTH = QColor(255, 0, 255)
Lines = Sequence[np.ndarray]  # each (n, 2) of x and y as shares of width and height


class MapLines:
    """Three sets of lines in a pane: regions in cyan, the reject threshold in yellow on black, ground truth dashed."""

    def __init__(self, pane: pg.ViewBox) -> None:
        self._regions = [_item(pane, OUTLINE, 2)]
        self._reject = [_item(pane, QColor("black"), 5), _item(pane, QColor(*REJECT_LINE), 2.5)]
        self._truth = [
            _item(pane, QColor("white"), 3.5),
            _item(pane, TRUTH, 2, style=Qt.PenStyle.DashLine),
        ]

    def show_map(self, regions: Lines, reject: Lines, *, size: tuple[int, int]) -> None:
        """The lines of another map, over a part of `size` (H, W)."""
        _set(self._regions, regions, size)
        _set(self._reject, reject, size)

    def show_truth(self, truth: Lines, *, size: tuple[int, int]) -> None:
        _set(self._truth, truth, size)

    def set_visible(self, visible: bool) -> None:
        """Of the map's lines; the ground truth has a switch of its own."""
        for item in (*self._regions, *self._reject):
            item.setVisible(visible)

    def set_truth_visible(self, visible: bool) -> None:
        for item in self._truth:
            item.setVisible(visible)

    @property
    def regions(self) -> QPainterPath:
        """The regions' outlines as they are drawn; empty where they are not."""
        return _shown(self._regions[0])

    @property
    def reject(self) -> QPainterPath:
        return _shown(self._reject[0])

    @property
    def truth(self) -> QPainterPath:
        return _shown(self._truth[0])


def _shown(item: QGraphicsPathItem) -> QPainterPath:
    return item.path() if item.isVisible() else QPainterPath()


def _set(items: Sequence[QGraphicsPathItem], lines: Lines, size: tuple[int, int]) -> None:
    height, width = size
    path = QPainterPath()
    for line in lines:
        path.addPolygon(QPolygonF([QPointF(x * width, y * height) for x, y in line]))
    for item in items:
        item.setPath(path)


def _item(
    pane: pg.ViewBox, colour: QColor, width: float, *, style: Qt.PenStyle = Qt.PenStyle.SolidLine
) -> QGraphicsPathItem:
    item = QGraphicsPathItem()
    item.setPen(pg.mkPen(colour, width=width, style=style))
    item.setZValue(2)
    pane.addItem(item)
    return item
