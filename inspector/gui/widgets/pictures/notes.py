"""Short texts at places of a part, such as the sizes of its regions: beside each other, and beside a low part."""

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF

_LOW = 5.0  # lines of text: over a part that is drawn lower, texts would hide it, so that they stand above it
_ABOVE, _BELOW, _OVER = (1, 2, 3, 4), (0, -1), (0, -1, -2)  # lines of text above top, bottom and top of a place

Note = tuple[float, float, float, str]  # left, top and bottom of a place as shares of width and height, and a text


class Notes:
    """The texts over a part. Each stands above its place, or below it, or where it hides no other and is whole."""

    def __init__(self, view: pg.ViewBox) -> None:
        self._view = view
        self._texts: list[pg.TextItem] = []
        self._places: list[tuple[QPointF, QPointF]] = []  # upper and lower left corner
        self._size = (1, 1)
        self._visible = True
        view.sigRangeChanged.connect(self._arrange)
        view.sigResized.connect(self._arrange)

    def show_notes(self, notes: Sequence[Note], *, size: tuple[int, int]) -> None:
        """Texts at places of a part, instead of those that were there.

        Args:
            size: height and width of the part.
        """
        for text in self._texts:
            self._view.removeItem(text)
        self._size = height, width = size
        self._texts = [pg.TextItem(words, color="#000000", fill=pg.mkBrush(0, 255, 255, 220)) for *_, words in notes]
        self._places = [
            (QPointF(left * width, top * height), QPointF(left * width, bottom * height))
            for left, top, bottom, _ in notes
        ]
        for text in self._texts:
            text.setZValue(3)
            self._view.addItem(text)
        self._arrange()

    def set_visible(self, visible: bool) -> None:
        self._visible = visible
        self._arrange()

    def _arrange(self) -> None:
        shown, taken = self._view.sceneBoundingRect(), list[QRectF]()
        height = self._size[0]
        drawn = self._view.mapViewToScene(QPointF(0, height)).y() - self._view.mapViewToScene(QPointF()).y()
        for text, (top, bottom) in zip(self._texts, self._places, strict=True):
            box = text.boundingRect()
            text.hide()
            if drawn < _LOW * box.height():
                spots = [(QPointF(top.x(), 0), lines) for lines in _ABOVE]
            else:
                spots = [(at, lines) for at, some in ((top, _ABOVE), (bottom, _BELOW), (top, _OVER)) for lines in some]
            for corner, lines in spots:
                point = self._view.mapViewToScene(corner)
                box.moveLeft(min(point.x(), shown.right() - box.width()))
                box.moveTop(point.y() - lines * box.height())
                if _is_free(box, shown, taken):
                    taken.append(QRectF(box))
                    text.setAnchor(((point.x() - box.left()) / box.width(), lines))
                    text.setPos(corner)
                    text.setVisible(self._visible)
                    break


def _is_free(rect: QRectF, shown: QRectF, taken: Sequence[QRectF]) -> bool:
    return rect.top() >= shown.top() and rect.bottom() <= shown.bottom() and not any(map(rect.intersects, taken))
