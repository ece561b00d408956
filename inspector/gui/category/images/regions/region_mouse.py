"""Regions drawn and changed with the mouse."""

from typing import Protocol

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainterPath, QPolygonF
from PySide6.QtWidgets import QGraphicsView

from inspector.core.images.shapes import Brush, Ellipse, Polygon, Shape, bounds, fitted
from inspector.gui.category.images.regions.drawing import Drawing, Tool
from inspector.gui.category.images.regions.drawn_regions import DrawnRegions, dragged_handle
from inspector.gui.category.images.regions.image_box import ImageBox
from inspector.gui.category.images.regions.region_list import moved, within_image
from inspector.gui.widgets.pictures.judged_area import shape_path

_DRAG_PX = 4  # from which a press becomes a drag
_CLOSE_PX = 10  # around a polygon's first corner, where a click closes it
_SMOOTH_PX = 1.5  # by which a line drawn with a free hand is simplified
Point = tuple[float, float]


class RegionMouse(QObject):
    """Turns the left button's presses, drags and clicks on a canvas into regions while its drawing is edited.

    Signal `ended`: a drag or a click is over, and the canvas should have the focus.
    """

    ended = Signal()

    def __init__(self, canvas: QGraphicsView, box: ImageBox, drawing: Drawing, drawn: DrawnRegions) -> None:
        super().__init__(canvas)
        self._canvas, self._box, self._drawing, self._drawn = canvas, box, drawing, drawn
        self._pressed: QPointF | None = None  # on the canvas
        self._dragged = False  # since then
        self._gesture: _Gesture | None = None
        self._corners: list[Point] = []
        canvas.viewport().installEventFilter(self)

    def cancel(self) -> bool:
        """Give up what is being drawn or dragged; whether there was something."""
        busy = self._pressed is not None or bool(self._corners)
        self._pressed = self._gesture = None
        self._corners = []
        self._drawn.sketch(None, judged=True)
        if busy:
            self._drawing.sketch(self._drawing.regions)
        return busy

    def close_polygon(self) -> bool:
        """Make a region of the corners that were clicked; whether there were any."""
        corners = list(dict.fromkeys(self._corners))
        if not corners:
            return False
        self.cancel()
        self._add_polygon(corners)
        return True

    def eventFilter(self, _viewport: QObject, event: QEvent) -> bool:  # noqa: N802
        if not isinstance(event, QMouseEvent) or not self._drawing.editing or self._drawing.size is None:
            return False
        left = Qt.MouseButton.LeftButton
        if event.type() == QEvent.Type.MouseMove and (self._pressed is not None or self._corners):
            self._move(event.position())
            return True
        if event.button() != left:
            return False
        if event.type() == QEvent.Type.MouseButtonDblClick and self._corners:
            self.close_polygon()
            return True
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            return self._press(event.position())
        if event.type() == QEvent.Type.MouseButtonRelease and self._pressed is not None:
            self._release(event.position())
            return True
        return False

    def _press(self, place: QPointF) -> bool:
        """Whether the press is for the regions; else the image is panned."""
        drawing, start = self._drawing, self._shares(place)
        handle = None if self._corners else self._drawn.handle_at(self._scene(place))
        row, shape = drawing.selected, drawing.selected_shape
        if handle is not None and row is not None and shape is not None:
            self._gesture = _DragHandle(row, shape, handle)
        elif drawing.tool is Tool.SELECT:
            row = drawing.regions.row_at(*start)
            drawing.select(row)
            if row is None or drawing.selected_shape is None:
                return False
            self._gesture = _Move(row, drawing.selected_shape, start)
        elif drawing.tool is Tool.POLYGON:
            self._gesture = None if self._corners else _Freehand(start)
        elif drawing.tool is Tool.BRUSH:
            self._gesture = _Stroke(drawing, start)
        else:
            self._gesture = _Box(start, ellipse=drawing.tool is Tool.ELLIPSE)
        self._pressed, self._dragged = place, False
        if isinstance(self._gesture, _Stroke):
            self._show(self._gesture, start)
        self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        return True

    def _move(self, place: QPointF) -> None:
        here = self._shares(place)
        if self._corners:
            self._show_corners([*self._corners, here])
        elif self._gesture is not None and self._is_drag(place):
            self._show(self._gesture, here)

    def _release(self, place: QPointF) -> None:
        gesture, dragged, here = self._gesture, self._is_drag(place), self._shares(place)
        self._pressed = self._gesture = None
        if self._drawing.tool is Tool.POLYGON and (gesture is None or (isinstance(gesture, _Freehand) and not dragged)):
            self._click_corner(place)
        elif isinstance(gesture, _Stroke) or (gesture is not None and dragged):
            self._finish(gesture, here)
        elif not isinstance(gesture, _DragHandle | _Move):
            self._drawing.select(self._drawing.regions.row_at(*here))
        self.ended.emit()

    def _finish(self, gesture: "_Gesture", here: Point) -> None:
        drawing = self._drawing
        self._drawn.sketch(None, judged=True)
        if isinstance(gesture, _Stroke):
            drawing.add_stroke(gesture.to(here))
        elif isinstance(gesture, _Freehand):
            self._add_polygon(self._smoothed(gesture.to(here)))
        elif isinstance(gesture, _Box):
            shape = gesture.shape(here)
            if shape is not None:
                drawing.add(shape)
        elif isinstance(gesture, _DragHandle | _Move):
            shape = gesture.shape(here)
            rows = drawing.regions if shape is None else drawing.regions.replaced(gesture.row, shape)
            drawing.state(rows, gesture.row)

    def _show(self, gesture: "_Gesture", here: Point) -> None:
        """Show what a drag that ended here would make."""
        shape = gesture.shape(here)
        if isinstance(gesture, _DragHandle | _Move):
            if shape is not None:
                self._drawing.sketch(self._drawing.regions.replaced(gesture.row, shape))
        else:
            path = None if shape is None else shape_path(shape, self._image())
            self._drawn.sketch(path, judged=self._drawing.judged)

    def _click_corner(self, place: QPointF) -> None:
        here = self._shares(place)
        if len(self._corners) >= 3 and self._away(self._corners[0], place) <= _CLOSE_PX:
            self.close_polygon()
            return
        if not self._corners:
            self._drawing.select(None)
        self._corners.append(here)
        self._show_corners(self._corners)

    def _show_corners(self, corners: list[Point]) -> None:
        area = self._image()
        path = QPainterPath()
        path.addPolygon(QPolygonF([QPointF(x * area.width(), y * area.height()) for x, y in corners]))
        self._drawn.sketch(path, judged=self._drawing.judged)

    def _add_polygon(self, corners: list[Point]) -> None:
        if len(corners) < 3:
            return
        polygon = Polygon(tuple(corners))
        if within_image(*bounds(polygon)) is not None:
            self._drawing.add(polygon)

    def _smoothed(self, points: tuple[Point, ...]) -> list[Point]:
        """The corners of a line that was drawn with a free hand."""
        from skimage.measure import approximate_polygon  # it loads scipy.stats, for which no start should wait

        area, (across, down) = self._image(), self._box.viewPixelSize()
        in_pixels = np.array(points) * (area.width() / across, area.height() / down)
        closed = np.vstack([in_pixels, in_pixels[:1]])
        outline = approximate_polygon(closed, tolerance=_SMOOTH_PX)[:-1] * (across / area.width(), down / area.height())
        return [(round(float(x), 4), round(float(y), 4)) for x, y in outline]

    def _is_drag(self, place: QPointF) -> bool:
        """Whether the mouse has left the place of the press; it may be back there."""
        if self._pressed is not None and (place - self._pressed).manhattanLength() >= _DRAG_PX:
            self._dragged = True
        return self._dragged

    def _away(self, corner: Point, place: QPointF) -> float:
        area = self._image()
        there = self._box.mapViewToScene(QPointF(corner[0] * area.width(), corner[1] * area.height()))
        return float((there - self._scene(place)).manhattanLength())

    def _scene(self, place: QPointF) -> QPointF:
        return self._canvas.mapToScene(place.toPoint())

    def _shares(self, place: QPointF) -> Point:
        return self._drawing.in_shares(self._box.mapSceneToView(self._scene(place)))

    def _image(self) -> QRectF:
        return QRectF(0, 0, *(self._drawing.size or (1, 1)))


class _Gesture(Protocol):
    """A drag under way."""

    def shape(self, here: Point) -> Shape | None:
        """What it makes if it ends here; None for nothing."""


class _Box:
    """Draws a rectangle or an ellipse from corner to corner."""

    def __init__(self, start: Point, *, ellipse: bool) -> None:
        self._start, self._ellipse = start, ellipse

    def shape(self, here: Point) -> Shape | None:
        box = within_image(*self._start, *here)
        return box if box is None or not self._ellipse else Ellipse(box)


class _Freehand:
    """Draws a closed line."""

    def __init__(self, start: Point) -> None:
        self._points = [start]

    def to(self, here: Point) -> tuple[Point, ...]:
        if here != self._points[-1]:
            self._points.append(here)
        return tuple(self._points)

    def shape(self, here: Point) -> Shape | None:
        points = self.to(here)
        return Polygon(points) if len(points) >= 3 else None


class _Stroke:
    """Paints with the brush; places closer than a third of its radius are left out."""

    def __init__(self, drawing: Drawing, start: Point) -> None:
        self._radius, self._points = drawing.radius, [start]

    def to(self, here: Point) -> tuple[Point, ...]:
        last = self._points[-1]
        if max(abs(here[axis] - last[axis]) / self._radius[axis] for axis in (0, 1)) >= 1 / 3:
            self._points.append(here)
        return tuple(self._points)

    def shape(self, here: Point) -> Shape | None:
        return Brush((self.to(here),), self._radius)


class _Move:
    """Moves a region as far as the image reaches."""

    def __init__(self, row: int, shape: Shape, start: Point) -> None:
        self.row, self._shape, self._start = row, shape, start

    def shape(self, here: Point) -> Shape | None:
        return fitted(self._shape, moved(bounds(self._shape), here[0] - self._start[0], here[1] - self._start[1]))


class _DragHandle:
    """Moves a corner or an edge."""

    def __init__(self, row: int, shape: Shape, handle: int) -> None:
        self.row, self._shape, self._handle = row, shape, handle

    def shape(self, here: Point) -> Shape | None:
        new = dragged_handle(self._shape, self._handle, *here)
        if isinstance(new, Polygon):
            return new if within_image(*bounds(new)) is not None else None
        box = within_image(*new)
        return None if box is None else fitted(self._shape, box)
