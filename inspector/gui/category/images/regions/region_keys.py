"""Regions moved and resized with the keyboard."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGraphicsView

from inspector.core.images.shapes import bounds
from inspector.gui.category.images.regions.drawing import Drawing
from inspector.gui.category.images.regions.region_list import moved
from inspector.gui.category.images.regions.region_mouse import RegionMouse

_STEP = 0.01  # share of a side; with Ctrl a pixel
_ARROWS: Mapping[Qt.Key, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class RegionKeys(QObject):
    """While a region is selected, the arrow keys move it, and with Shift its right and lower edge; Enter closes a
    polygon. Otherwise the canvas has its own keys."""

    def __init__(self, canvas: QGraphicsView, drawing: Drawing, mouse: RegionMouse) -> None:
        super().__init__(canvas)
        self._drawing, self._mouse = drawing, mouse
        canvas.installEventFilter(self)

    def eventFilter(self, _canvas: QObject, event: QEvent) -> bool:  # noqa: N802
        if not isinstance(event, QKeyEvent) or not self._drawing.editing:
            return False
        key, is_press = Qt.Key(event.key()), event.type() == QEvent.Type.KeyPress
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return is_press and self._mouse.close_polygon()
        if key not in _ARROWS or self._drawing.selected is None:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # else it would be the next image
        elif is_press:
            self._step(*_ARROWS[key], event.modifiers())
        return True

    def _step(self, right: int, down: int, held: Qt.KeyboardModifier) -> None:
        shape, size = self._drawing.selected_shape, self._drawing.size
        if shape is None or size is None:
            return
        fine = bool(held & Qt.KeyboardModifier.ControlModifier)
        across, along = (step * (1 / side if fine else _STEP) for step, side in zip((right, down), size, strict=True))
        box = bounds(shape)
        if held & Qt.KeyboardModifier.ShiftModifier:
            self._drawing.fit_selected(box[0], box[1], box[2] + across, box[3] + along)
        else:
            self._drawing.fit_selected(*moved(box, across, along))
