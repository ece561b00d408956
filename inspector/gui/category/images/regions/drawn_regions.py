"""The regions as they are drawn on an image: outlines, the shade over what is not judged, and handles."""

from collections.abc import Sequence

import pyqtgraph
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QGraphicsRectItem

from inspector.core.images.shapes import Box, Polygon, Shape, bounds
from inspector.gui.category.images.regions.image_box import ImageBox
from inspector.gui.category.images.regions.region_list import RegionList
from inspector.gui.theme import current_theme
from inspector.gui.widgets.pictures.judged_area import Shade, shape_path

_HANDLE_PX = 9
_REACH_PX = 8  # around the middle of a handle
_CORNERS = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
_EDGES = ((0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5))
_MOST_CORNERS = 60  # of a polygon that has handles on its edges, too


class DrawnRegions:
    """Draws a list of regions, one of which can be selected and then has handles; the mouse takes those by number."""

    def __init__(self, box: ImageBox) -> None:
        self._box = box
        self._size: tuple[int, int] | None = None
        self._outlines: list[QGraphicsPathItem] = []
        self._handles: list[QGraphicsRectItem] = []
        self._places: Sequence[QPointF] = ()
        self._shade = Shade(box, z=5)
        self._sketch = self._item(20)

    def show(self, regions: RegionList, size: tuple[int, int] | None, selected: int | None) -> None:
        """Draw every region, in the colours of now.

        Args:
            size: width and height of the image; None where there is none.
            selected: the row that has handles; None for none.
        """
        for item in (*self._outlines, *self._handles):
            self._box.removeItem(item)
        self._size, self._outlines, self._handles, self._places = size, [], [], ()
        self._shade.show_area(regions.area)
        self._shade.show_size(size)
        if size is None:
            return
        for row, (judged, shape) in enumerate(regions.rows):
            item = self._item(10 + (row == selected))
            item.setPen(_pen(judged=judged, width=3 if row == selected else 2))
            item.setPath(shape_path(shape, QRectF(0, 0, *size)))
            self._outlines.append(item)
            if row == selected:
                self._places = [QPointF(x * size[0], y * size[1]) for x, y in handles(shape)]
                self._handles = [self._handle(place, judged=judged) for place in self._places]

    def sketch(self, path: QPainterPath | None, *, judged: bool) -> None:
        """Show what is being drawn, in pixels of the image; None for nothing."""
        self._sketch.setPath(path or QPainterPath())
        self._sketch.setPen(_pen(judged=judged, width=2))

    def handle_at(self, place: QPointF) -> int | None:
        """The handle at a place in pixels of the scene."""
        away = [_distance(self._box.mapViewToScene(handle), place) for handle in self._places]
        nearest = min(range(len(away)), key=away.__getitem__, default=None)
        return nearest if nearest is not None and away[nearest] <= _REACH_PX else None

    def _item(self, z: int) -> QGraphicsPathItem:
        item = QGraphicsPathItem()
        item.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        item.setZValue(z)
        self._box.addItem(item, ignoreBounds=True)
        return item

    def _handle(self, place: QPointF, *, judged: bool) -> QGraphicsRectItem:
        half = _HANDLE_PX / 2
        item = QGraphicsRectItem(-half, -half, _HANDLE_PX, _HANDLE_PX)
        item.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        item.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        item.setPos(place)
        item.setPen(QPen(QColor(current_theme().card), 1.5))
        item.setBrush(_colour(judged=judged))
        item.setZValue(12)
        self._box.addItem(item, ignoreBounds=True)
        return item


def handles(shape: Shape) -> list[tuple[float, float]]:
    """The places of a shape's handles: a polygon's corners and the middles of its edges; else those of its box."""
    if isinstance(shape, Polygon):
        corners = list(shape.polygon)
        if len(corners) > _MOST_CORNERS:
            return corners
        return corners + [
            ((x + other_x) / 2, (y + other_y) / 2)
            for (x, y), (other_x, other_y) in zip(corners, corners[1:] + corners[:1], strict=True)
        ]
    left, top, right, bottom = bounds(shape)
    return [(left + x * (right - left), top + y * (bottom - top)) for x, y in (*_CORNERS, *_EDGES)]


def dragged_handle(shape: Shape, handle: int, x: float, y: float) -> Polygon | Box:
    """The polygon with its corner there, a new one where the handle was in the middle of an edge; else the new box."""
    if isinstance(shape, Polygon):
        corners = list(shape.polygon)
        if handle < len(corners):
            corners[handle] = x, y
        else:
            corners.insert(handle - len(corners) + 1, (x, y))
        return Polygon(tuple(corners))
    left, top, right, bottom = bounds(shape)
    share_x, share_y = (*_CORNERS, *_EDGES)[handle]
    return (
        x if share_x == 0 else left,
        y if share_y == 0 else top,
        x if share_x == 1 else right,
        y if share_y == 1 else bottom,
    )


def _distance(one: QPointF, other: QPointF) -> float:
    difference = one - other
    return float((difference.x() ** 2 + difference.y() ** 2) ** 0.5)


def _colour(*, judged: bool) -> QColor:
    return QColor(current_theme().accent if judged else current_theme().ng)


def _pen(*, judged: bool, width: int) -> QPen:
    pen: QPen = pyqtgraph.mkPen(
        _colour(judged=judged), width=width, style=Qt.PenStyle.SolidLine if judged else Qt.PenStyle.DashLine
    )
    return pen
