"""What of an image is judged: shapes as paths to draw, and the shade over the rest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pyqtgraph
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPainterPathStroker, QPolygonF, QTransform
from PySide6.QtWidgets import QGraphicsPathItem

from inspector.core.images.shapes import Brush, Ellipse, Polygon, Shape, all_shapes, bounds, parse_shape, parse_shapes
from inspector.data.properties import CategoryProperties

SHADE = QColor(0, 0, 0, 140)
_FRAME = 1000.0  # in which paths are made: Qt compares places by fixed distances, and shares are too close


@dataclass(frozen=True)
class JudgedArea:
    """The shapes in which images are judged, none for the whole image, and those in which they are not."""

    judged: tuple[Shape, ...] = ()
    ignored: tuple[Shape, ...] = ()

    @classmethod
    def of(cls, properties: CategoryProperties) -> "JudgedArea":
        return cls(properties.regions, properties.ignore)

    @classmethod
    def from_card(cls, card: Mapping[str, Any]) -> "JudgedArea":
        """What a model judges, as its card says."""
        judged = card.get("judged", {})
        ignored = tuple(map(parse_shape, judged.get("ignore", ())))
        return cls(all_shapes(parse_shapes(judged.get("region_of_interest"))), ignored)

    @property
    def is_whole(self) -> bool:
        return not self.judged and not self.ignored


@lru_cache(maxsize=8)
def _shade(area: JudgedArea) -> QPainterPath:
    """What is not judged, in shares of 1000; empty where everything is."""
    if area.is_whole:
        return QPainterPath()
    whole = QPainterPath()
    whole.addRect(QRectF(0, 0, _FRAME, _FRAME))
    judged = _union(area.judged) if area.judged else whole
    return whole.subtracted(judged.subtracted(_union(area.ignored)))


class Shade:
    """The shade over what is not judged, over an image in a view."""

    def __init__(self, view: pyqtgraph.ViewBox, *, z: float) -> None:
        self._area = JudgedArea()
        self._size: tuple[int, int] | None = None
        self._item = QGraphicsPathItem()
        self._item.setBrush(SHADE)
        self._item.setPen(QColor(0, 0, 0, 0))
        self._item.setZValue(z)
        self._item.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        view.addItem(self._item, ignoreBounds=True)

    def show_area(self, area: JudgedArea) -> None:
        self._area = area
        self._draw()

    def show_size(self, size: tuple[int, int] | None) -> None:
        """Over an image of this width and height; over none for None."""
        self._size = size
        self._draw()

    def _draw(self) -> None:
        place = None if self._size is None else QRectF(0, 0, *self._size)
        self._item.setPath(QPainterPath() if place is None else framed(_shade(self._area), place))

    @property
    def path(self) -> QPainterPath:
        """What is shaded, in pixels of the image."""
        return self._item.path()


def paint_shade(painter: QPainter, area: JudgedArea, place: QRectF) -> None:
    """Over a picture of the whole image that was painted there."""
    if not area.is_whole:
        painter.fillPath(framed(_shade(area), place), SHADE)


def shape_path(shape: Shape, place: QRectF) -> QPainterPath:
    """The outline of a shape on an image that lies there."""
    return framed(_path(shape), place)


def framed(path: QPainterPath, place: QRectF) -> QPainterPath:
    """A path in shares of 1000, on an image that lies there."""
    moved = QTransform.fromTranslate(place.x(), place.y())
    return moved.scale(place.width() / _FRAME, place.height() / _FRAME).map(path)


def _union(shapes: Iterable[Shape]) -> QPainterPath:
    path = QPainterPath()
    for shape in shapes:
        path = path.united(_path(shape))
    return path


def _path(shape: Shape) -> QPainterPath:
    if isinstance(shape, Brush):
        return _brush_path(shape)
    path = QPainterPath()
    if isinstance(shape, Polygon):
        path.addPolygon(QPolygonF([QPointF(x * _FRAME, y * _FRAME) for x, y in shape.polygon]))
        path.closeSubpath()
        return path
    left, top, right, bottom = (_FRAME * share for share in bounds(shape))
    box = QRectF(QPointF(left, top), QPointF(right, bottom))
    if isinstance(shape, Ellipse):
        path.addEllipse(box)
    else:
        path.addRect(box)
    return path


def _brush_path(shape: Brush) -> QPainterPath:
    """The strokes, widened in a frame in which the brush is round."""
    across, down = (_FRAME * radius for radius in shape.radius)
    pen = QPainterPathStroker()
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setWidth(2 * _FRAME)
    pen.setCurveThreshold(0.01)
    path = QPainterPath()
    for stroke in shape.brush:
        line = QPainterPath()
        points = [QPointF(x * _FRAME / across * _FRAME, y * _FRAME / down * _FRAME) for x, y in stroke]
        line.moveTo(points[0])
        for point in points[1:] or [points[0] + QPointF(0.01, 0)]:
            line.lineTo(point)
        touched = pen.createStroke(line).simplified()
        path = path.united(QTransform.fromScale(across / _FRAME, down / _FRAME).map(touched))
    return path
