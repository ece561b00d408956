"""What a heat view is made of: pictures with a cross, and their titles."""

import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QGraphicsItem


class Pane(pg.ViewBox):
    """One picture with the y axis downwards, in its own proportions, and a cross where the pointer is in any pane."""

    def __init__(self) -> None:
        super().__init__(lockAspect=True, invertY=True, enableMenu=False)
        self.picture = image_item()
        self.addItem(self.picture)
        self._cross = pg.ScatterPlotItem(symbol="+", size=15, pen=pg.mkPen("w"), brush=pg.mkBrush("k"))
        self._cross.setZValue(4)
        self.addItem(self._cross, ignoreBounds=True)

    def show_cross(self, place: QPointF | None) -> None:
        if place is None:
            self._cross.clear()
        else:
            self._cross.setData([place.x()], [place.y()])


def image_item() -> pg.ImageItem:
    """Shrunk and drawn once for each zoom, and not at every move of a slider: only blended again."""
    item = pg.ImageItem(autoDownsample=True)
    item.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
    return item


class Title(pg.LabelItem):
    """Takes the room that its pane has, so that all panes are as wide as each other."""

    def updateMin(self) -> None:  # noqa: N802
        super().updateMin()
        self.setMinimumWidth(0)
        self.setPreferredWidth(1)
