"""A part with its heatmap over it, beside what it should look like; zoom, pan and pointer are one for all."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from inspector.gui.theme import current_theme
from inspector.gui.widgets.pictures.judged_area import Shade
from inspector.gui.widgets.pictures.map_lines import Lines, MapLines
from inspector.gui.widgets.pictures.notes import Note, Notes
from inspector.gui.widgets.pictures.panes import Pane, Title, image_item
from inspector.gui.widgets.pictures.scale_bar import ScaleBar
from inspector.workflow.report.pictures import HeatScale, colours, heat_opacity

_BLINK_MS = 450
_LEVELS = 256
_AROUND = 1.5  # sides of a region that are shown around it
_TITLE_PX = 22
_LEAST = 0.08  # of the part's longer side, that is shown around a region at least
COLOUR_MAPS = ("heat", "cividis", "CET-CBL2")
Picture = tuple[str, np.ndarray]  # a title, and (h, w, 3) uint8


@dataclass(frozen=True)
class Pointed:
    """What is under the pointer.

    Attributes:
        x, y: a place on the part, as shares of its width and height.
        value: of the map there; None without a map.
    """

    x: float
    y: float
    value: float | None


class HeatView(pg.GraphicsLayoutWidget):
    """Owns the pictures it shows. Sliders change opacity and colours of what is drawn; no map is computed again.

    Signals:
        pointed (Pointed or None): another place is under the pointer, or none.
        clicked (Pointed): a person clicked a place, and did not drag.
        recoloured: `colour_table` is another.
    """

    pointed = Signal(object)
    clicked = Signal(object)
    recoloured = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 200)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys belong to the screen
        self.ci.layout.setContentsMargins(0, 0, 0, 0)
        self.ci.layout.setSpacing(6)
        self.main = Pane()
        self.beside = [Pane(), Pane(), Pane()]
        self._titles = [Title() for _ in (self.main, *self.beside)]
        for pane in self.beside:
            pane.setXLink(self.main)
            pane.setYLink(self.main)
        self.heat = image_item()
        self.heat.setZValue(1)
        self.main.addItem(self.heat)
        self.shade = Shade(self.main, z=1.5)
        self.lines = MapLines(self.main)
        self.notes = Notes(self.main)
        self._size = (1, 1)
        self._part: np.ndarray | None = None
        self._map: np.ndarray | None = None
        self._opacity, self._visible, self._outlined, self._replaced = 1.0, True, True, False
        self._pressed = QPoint()
        self._um_per_pixel: float | None = None
        self.scale_bar = ScaleBar(self)
        self.main.sigRangeChanged.connect(self._show_scale_bar)
        self._blink = QTimer(self, interval=_BLINK_MS)
        self._blink.timeout.connect(self._toggle)
        self.colour_table = np.zeros((_LEVELS, 4), np.uint8)
        self.set_colour_map(COLOUR_MAPS[0])
        self._layout = 0, 0  # panes and columns
        self._arrange(1)
        self._paint_theme()

    def _paint_theme(self) -> None:
        self.setBackground(current_theme().canvas)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_theme()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if hasattr(self, "scale_bar"):  # pyqtgraph calls it before there is one
            self._arrange(self._layout[0])
            self._show_scale_bar()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mouseMoveEvent(event)
        place = self.mapToScene(event.position().toPoint())
        pane = next((pane for pane in self._panes if pane.sceneBoundingRect().contains(place)), None)
        self._point_at(None if pane is None else pane.mapSceneToView(place))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mouseReleaseEvent(event)
        place = self.mapToScene(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and self._pressed == event.position().toPoint():
            found = self._pointed_at(self.main.mapSceneToView(place))
            if found is not None and self.main.sceneBoundingRect().contains(place):
                self.clicked.emit(found)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mousePressEvent(event)
        self._pressed = event.position().toPoint()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        super().leaveEvent(event)
        self._point_at(None)

    def show_part(self, image: np.ndarray | None, *, keep_view: bool) -> None:
        """A new part, (H, W, 3) uint8, without a heatmap yet; None for an empty view."""
        self._replaced = False
        self.show_map(None, scale=None)
        self.show_truth(())
        self.show_beside((), title="")
        self._part = image
        if image is None:
            self.main.picture.clear()
            self.shade.show_size(None)
            return
        changed = image.shape[:2] != self._size
        self._size = image.shape[:2]
        self.shade.show_size((image.shape[1], image.shape[0]))
        self._show_picture(image)
        if changed or not keep_view:
            self.fit()

    def replace_part(self, other: np.ndarray | None) -> None:
        """Show another picture, (h, w, 3) uint8, in the part's place and size; None to show the part again."""
        picture = self._part if other is None else other
        if picture is not None:
            self._replaced = other is not None
            self._show_picture(picture)
            self._apply()

    def show_map(
        self,
        anomaly_map: np.ndarray | None,
        *,
        scale: HeatScale | None,
        outlines: Lines = (),
        reject: Lines = (),
        notes: Sequence[Note] = (),
    ) -> None:
        """The heatmap (h, w) over the part, stretched to it.

        Args:
            outlines: of the regions.
            reject: where the map passes the reject threshold.
            notes: see :meth:`show_notes`.
        """
        self._map = anomaly_map
        if anomaly_map is None or scale is None:
            self.heat.clear()
            self.lines.show_map((), (), size=self._size)
            self.show_notes(())
            return
        height, width = self._size
        self.heat.setImage(anomaly_map, autoLevels=False, levels=(scale.low, scale.high))
        self.heat.setRect(QRectF(0, 0, width, height))
        self.lines.show_map(outlines, reject, size=self._size)
        self.show_notes(notes)

    def show_notes(self, notes: Sequence[Note]) -> None:
        """Texts at places of the map, instead of those that were there."""
        self.notes.show_notes(notes, size=self._size)
        self._apply()

    def show_truth(self, truth: Lines) -> None:
        """The outlines of the ground truth; none for none."""
        self.lines.show_truth(truth, size=self._size)

    def show_beside(self, pictures: Sequence[Picture], *, title: str) -> None:
        """At most three pictures beside the part, stretched to its size, each with its title; `title` is the part's."""
        self._arrange(1 + len(pictures))
        for pane in self.beside:
            pane.picture.clear()
        height, width = self._size
        for pane, (_, picture) in zip(self.beside, pictures, strict=False):
            pane.picture.setImage(picture, autoLevels=False, levels=(0, 255))
            pane.picture.setRect(QRectF(0, 0, width, height))
        for label, text in zip(self._titles, (title, *(name for name, _ in pictures)), strict=False):
            label.setText(text, color=current_theme().text)

    def set_pitch(self, um_per_pixel: float | None) -> None:
        """How long a pixel of the shown part is, for the scale bar; None for unknown."""
        self._um_per_pixel = um_per_pixel
        self._show_scale_bar()

    def set_opacity(self, share: float) -> None:
        self._opacity = share
        self._apply()

    def set_colour_map(self, name: str) -> None:
        """One of `COLOUR_MAPS`; the worse, the stronger in each, and the defect shows through."""
        values = np.linspace(0, 1, _LEVELS)
        rgb = colours(values) if name == "heat" else pg.colormap.get(name).getLookupTable(nPts=_LEVELS)[:, :3]
        alpha = 255 * heat_opacity(values)
        self.colour_table = np.column_stack([rgb, alpha]).round().astype(np.uint8)
        self.heat.setLookupTable(self.colour_table)
        self.recoloured.emit()

    def set_heat_visible(self, visible: bool) -> None:
        self._visible = visible
        self._apply()

    def set_outlined(self, outlined: bool) -> None:
        self._outlined = outlined
        self._apply()

    def set_blinking(self, blinking: bool) -> None:
        if blinking:
            self._blink.start()
        else:
            self._blink.stop()
            self._apply()

    def fit(self) -> None:
        """The whole part."""
        height, width = self._size
        self.main.setRange(QRectF(0, 0, width, height), padding=0.02)

    def zoom(self, factor: float) -> None:
        """Closer (above 1) or farther, about the middle."""
        self.main.scaleBy((1 / factor, 1 / factor))

    def zoom_to(self, left: float, top: float, width: float, height: float) -> None:
        """A place, given as shares of the part's width and height, with some room around it."""
        across, down = width * self._size[1], height * self._size[0]
        room = max(_LEAST * max(self._size), _AROUND * max(across, down)) / 2
        area = QRectF(left * self._size[1], top * self._size[0], across, down)
        self.main.setRange(area.adjusted(-room, -room, room, room), padding=0)

    def _show_picture(self, image: np.ndarray) -> None:
        height, width = self._size
        self.main.picture.setImage(image, autoLevels=False, levels=(0, 255))
        self.main.picture.setRect(QRectF(0, 0, width, height))

    def _arrange(self, panes: int) -> None:
        """Lay the panes out so that each is as large as it can be: in a row, in a column, or in two rows."""
        columns = max(range(1, panes + 1), key=lambda columns: self._pane_scale(panes, columns))
        if (panes, columns) == self._layout:
            return
        self._layout = panes, columns
        grid, rows = self.ci.layout, math.ceil(panes / columns)
        self.ci.clear()
        for column in range(max(grid.columnCount(), columns)):
            grid.setColumnStretchFactor(column, int(column < columns))
            grid.setColumnMinimumWidth(column, 0)
            grid.setColumnPreferredWidth(column, int(column < columns))  # all the same: the rest is shared
        for row in range(max(grid.rowCount(), 2 * rows)):
            grid.setRowStretchFactor(row, int(row % 2 == 1 and row < 2 * rows))
            grid.setRowPreferredHeight(row, _TITLE_PX if panes > 1 and row % 2 == 0 and row < 2 * rows else 0)
        for place, pane in enumerate(self._panes):
            row, column = divmod(place, columns)
            if panes > 1:
                self.ci.addItem(self._titles[place], row=2 * row, col=column)
            self.ci.addItem(pane, row=2 * row + 1, col=column)
        QTimer.singleShot(0, self.fit)  # when the panes have their places

    def _pane_scale(self, panes: int, columns: int) -> float:
        """How large the part is drawn when so many panes stand in so many columns."""
        height, width = self._size
        rows = math.ceil(panes / columns)
        return min(self.width() / columns / width, max(1, self.height() / rows - _TITLE_PX) / height)

    @property
    def _panes(self) -> "list[Pane]":
        """Those that are shown."""
        return [self.main, *self.beside][: self._layout[0]]

    def _apply(self) -> None:
        self.heat.setOpacity(self._opacity if self._visible and not self._replaced else 0)
        self._show_outline(self._outlined and not self._replaced)

    def _show_outline(self, shown: bool) -> None:
        self.lines.set_visible(shown)
        self.notes.set_visible(shown)

    def _toggle(self) -> None:
        shown = self.heat.opacity() == 0
        self.heat.setOpacity(self._opacity if shown else 0)
        self._show_outline(shown and self._outlined)

    def _show_scale_bar(self) -> None:
        pixel_um, per_pixel = self._um_per_pixel, self.main.viewPixelSize()[0]
        self.scale_bar.show_scale(None if pixel_um is None else pixel_um * per_pixel)

    def _point_at(self, place: QPointF | None) -> None:
        found = None if place is None else self._pointed_at(place)
        for pane in self._panes:
            pane.show_cross(place if found is not None and self._layout[0] > 1 else None)
        self.pointed.emit(found)

    def _pointed_at(self, place: QPointF) -> Pointed | None:
        """What is at a place of the part, in its pixels; None beside it."""
        height, width = self._size
        if self._part is None or not (0 <= place.x() < width and 0 <= place.y() < height):
            return None
        x, y = place.x() / width, place.y() / height
        if self._map is None:
            return Pointed(x, y, None)
        return Pointed(x, y, _value_at(self._map, (int(place.x()) + 0.5) / width, (int(place.y()) + 0.5) / height))


def _value_at(anomaly_map: np.ndarray, x: float, y: float) -> float:
    """The map at a place, bilinear, as its regions are found and as it is written to files.

    Args:
        x, y: as shares of width and height.
    """
    height, width = anomaly_map.shape
    across, down = np.clip((x * width - 0.5, y * height - 0.5), 0, (width - 1, height - 1))
    left, top = int(across), int(down)
    corners = anomaly_map[top : top + 2, left : left + 2].astype(np.float64)
    rows = corners[0] + (corners[-1] - corners[0]) * (down - top)
    return float(rows[0] + (rows[-1] - rows[0]) * (across - left))
