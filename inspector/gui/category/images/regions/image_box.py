"""An image with zoom and pan that nobody loses out of sight."""

import pyqtgraph
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QGraphicsSceneResizeEvent

_FEWEST_PX = 8
_MOST = 4  # times the longer side


class ImageBox(pyqtgraph.ViewBox):
    """Shows an image, of which a part always stays in the middle."""

    def __init__(self) -> None:
        super().__init__(lockAspect=True, invertY=True, enableMenu=False)
        self._size: tuple[int, int] | None = None
        self.sigRangeChanged.connect(self._stay)

    def show_size(self, width: int, height: int) -> None:
        """Show an image of this size whole."""
        self._size = width, height
        self._limit()
        self.fit()

    def fit(self) -> None:
        if self._size is not None:
            self.setRange(QRectF(0, 0, *self._size), padding=0.02)

    def visible_part(self) -> QRectF | None:
        """What can be seen of the image, in its pixels; None where there is none."""
        return None if self._size is None else self.viewRect().intersected(QRectF(0, 0, *self._size))

    def resizeEvent(self, event: QGraphicsSceneResizeEvent) -> None:  # noqa: N802
        self._limit()  # before the view is changed within what was allowed
        super().resizeEvent(event)

    def _limit(self) -> None:
        """Allow as much around the image as a narrow view shows of it, or the image would not fit."""
        if self._size is None:
            return
        short, long = sorted((self.width(), self.height()))
        most = _MOST * max(self._size) * long / max(1.0, short)
        self.setLimits(minXRange=_FEWEST_PX, minYRange=_FEWEST_PX, maxXRange=most, maxYRange=most)

    def _stay(self) -> None:
        """Keep the middle of the view on the image."""
        if self._size is None:
            return
        middle = self.viewRect().center()
        across = min(max(middle.x(), 0.0), self._size[0]) - middle.x()
        down = min(max(middle.y(), 0.0), self._size[1]) - middle.y()
        if max(abs(across), abs(down)) > 1e-6 * max(self._size):
            self.translateBy(x=across, y=down)
