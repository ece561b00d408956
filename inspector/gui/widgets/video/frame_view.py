"""A frame with its heatmap and boxes over it."""

from collections.abc import Callable, Sequence

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainterPath
from PySide6.QtWidgets import QGraphicsPathItem

from inspector.core.operating_point import OperatingPoint
from inspector.gui.background.frames import ShownFrame
from inspector.gui.numbers import number
from inspector.gui.widgets.pictures.heat_view import HeatView
from inspector.gui.widgets.pictures.map_lines import OUTLINE
from inspector.workflow.report.pictures import HeatScale

_MOST_TEXTS = 12  # more would hide the frame
_QUIET = QColor(220, 220, 220)
_TEXT_HEIGHT_PX = 14  # pixels that a text needs above its box
Box = Sequence[float]


class FrameView(HeatView):
    """Shows frame after frame. Boxes above the review threshold are thick and have their scores, as the worst one has
    in any case; the others are thin and grey."""

    def __init__(self) -> None:
        super().__init__()
        self.boxes = [self._box_item(_QUIET, 1), self._box_item(OUTLINE, 3)]
        self.box_scores: list[pg.TextItem] = []
        self._scores_shown = 0

    def show_frame(
        self,
        shown: ShownFrame | None,
        *,
        scale: HeatScale | None,
        point: OperatingPoint | None,
        place: Box | None = None,
        written: Callable[[float], str] = number,
    ) -> None:
        """Another frame of the same clip.

        Args:
            scale: of the heatmap; None shows none.
            written: a score as it stands at its box.
            place: left, top, right, bottom in pixels of what an event is about, for frames without boxes.
        """
        self.show_part(None if shown is None else shown.pixels, keep_view=True)
        record = None if shown is None or shown.pixels is None else shown.record
        if record is not None and record.anomaly_map is not None and scale is not None:
            self.show_map(record.anomaly_map, scale=scale)
        boxes = [] if record is None else [tuple(map(float, box)) for box in record.boxes]
        self._show_boxes(boxes, place if record is not None and not boxes else None, point, written)
        self._apply()

    def _show_boxes(
        self,
        boxes: Sequence[Box],
        place: Box | None,
        point: OperatingPoint | None,
        written: Callable[[float], str],
    ) -> None:
        thin, thick = QPainterPath(), QPainterPath()
        for left, top, right, bottom, score in boxes:
            path = thick if point is not None and score > point.review else thin
            path.addRect(QRectF(left, top, right - left, bottom - top))
        if place is not None:
            left, top, right, bottom = place
            thick.addRect(QRectF(left, top, right - left, bottom - top))
        for item, path in zip(self.boxes, (thin, thick), strict=True):
            item.setPath(path)
        labelled = [box for box in boxes if point is not None and box[4] > point.review] or boxes[:1]
        labelled = labelled[:_MOST_TEXTS]
        while len(self.box_scores) < len(labelled):
            text = pg.TextItem("", color="#000000", fill=pg.mkBrush(0, 255, 255, 220))
            text.setZValue(3)
            self.main.addItem(text)
            self.box_scores.append(text)
        for text, box in zip(self.box_scores, labelled, strict=False):
            left, top, _, _, score = box
            text.setText(written(score))
            text.setAnchor((0, 0 if top < _TEXT_HEIGHT_PX else 1))
            text.setPos(left, top)
        self._scores_shown = len(labelled)

    def _show_outline(self, shown: bool) -> None:
        super()._show_outline(shown)
        for item in self.boxes:
            item.setVisible(self._outlined)  # they are there without the heatmap, too
        for place, text in enumerate(self.box_scores):
            text.setVisible(self._outlined and place < self._scores_shown)

    def _box_item(self, colour: QColor, width: int) -> QGraphicsPathItem:
        item = QGraphicsPathItem()
        item.setPen(pg.mkPen(colour, width=width))
        item.setZValue(2)
        self.main.addItem(item)
        return item
