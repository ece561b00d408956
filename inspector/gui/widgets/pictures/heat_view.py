"""A part with its heatmap over it, beside what the method redrew of it; zoom and pan are one for all."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPolygonF
from PySide6.QtWidgets import QGraphicsPathItem, QSizePolicy

from inspector.gui.theme import current_theme
from inspector.workflow.report.pictures import HeatScale, colours

_STRONGEST = 0.8  # opacity of the worst place at full opacity, as in the reports
_BLINK_MS = 450
_LEVELS = 256
_TOP = 0.08  # share of the height in which a note has no room above its place
COLOUR_MAPS = ("heat", "cividis", "CET-CBL2")
OUTLINE = QColor(0, 255, 255)  # a colour that neither the heat nor hardly any part has


class HeatView(pg.GraphicsLayoutWidget):
    """Owns the pictures it shows. Sliders change opacity and colours of what is drawn; no map is computed again."""

    def __init__(self) -> None:
        super().__init__()
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 200)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys belong to the screen
        self.ci.layout.setContentsMargins(0, 0, 0, 0)
        self.ci.layout.setSpacing(6)
        self.main = _Pane()
        self.beside = [_Pane(), _Pane()]
        self._titles = [pg.LabelItem(), pg.LabelItem(), pg.LabelItem()]
        for pane in self.beside:
            pane.setXLink(self.main)
            pane.setYLink(self.main)
        self.heat = pg.ImageItem(autoDownsample=True)  # as the picture below it
        self.heat.setZValue(1)
        self.main.addItem(self.heat)
        self._outline = QGraphicsPathItem()
        pen = pg.mkPen(OUTLINE, width=2)
        self._outline.setPen(pen)
        self._outline.setZValue(2)
        self.main.addItem(self._outline)
        self._texts: list[pg.TextItem] = []
        self._size = (1, 1)
        self._opacity, self._visible, self._outlined = 1.0, True, True
        self._blink = QTimer(self, interval=_BLINK_MS)
        self._blink.timeout.connect(self._toggle)
        self.set_colour_map(COLOUR_MAPS[0])
        self._arrange(beside=False)
        self._paint_theme()

    def _paint_theme(self) -> None:
        self.setBackground(current_theme().canvas)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_theme()

    def show_part(self, image: np.ndarray | None, *, keep_view: bool) -> None:
        """A new part, (H, W, 3) uint8, without a heatmap yet; None for an empty view."""
        self.show_map(None, scale=None)
        self.show_beside(None, None, titles=("", "", ""))
        if image is None:
            self.main.picture.clear()
            return
        changed = image.shape[:2] != self._size
        self._size = image.shape[:2]
        self.main.picture.setImage(image, autoLevels=False, levels=(0, 255))
        if changed or not keep_view:
            self.fit()

    def show_map(
        self,
        anomaly_map: np.ndarray | None,
        *,
        scale: HeatScale | None,
        outlines: Sequence[np.ndarray] = (),
        notes: Sequence[tuple[float, float, str]] = (),
    ) -> None:
        """The heatmap (h, w) over the part, stretched to it.

        Args:
            outlines: lines of (n, 2) x and y as shares of width and height.
            notes: texts at x and y in pixels of the image.
        """
        for text in self._texts:
            self.main.removeItem(text)
        self._texts = []
        if anomaly_map is None or scale is None:
            self.heat.clear()
            self._outline.setPath(QPainterPath())
            return
        height, width = self._size
        self.heat.setImage(anomaly_map, autoLevels=False, levels=(scale.low, scale.high))
        self.heat.setRect(QRectF(0, 0, width, height))
        path = QPainterPath()
        for line in outlines:
            path.addPolygon(QPolygonF([QPointF(x * width, y * height) for x, y in line]))
        self._outline.setPath(path)
        for x, y, words in notes:
            text = pg.TextItem(
                words, color="#000000", fill=pg.mkBrush(0, 255, 255, 220), anchor=(0, 0 if y < _TOP * height else 1)
            )
            text.setPos(x, y)
            text.setZValue(3)
            self.main.addItem(text)
            self._texts.append(text)
        self._apply()

    def show_beside(self, second: np.ndarray | None, third: np.ndarray | None, *, titles: tuple[str, str, str]) -> None:
        """Pictures (h, w, 3) uint8 beside the part, stretched to its size; None for none."""
        self._arrange(beside=second is not None)
        for pane, picture in zip(self.beside, (second, third), strict=True):
            if picture is None:
                pane.picture.clear()
            else:
                pane.picture.setImage(picture, autoLevels=False, levels=(0, 255))
                pane.picture.setRect(QRectF(0, 0, self._size[1], self._size[0]))
        for label, title in zip(self._titles, titles, strict=True):
            label.setText(title, color=current_theme().muted)

    def set_opacity(self, share: float) -> None:
        self._opacity = share
        self._apply()

    def set_colour_map(self, name: str) -> None:
        """One of `COLOUR_MAPS`; weak values are transparent in each."""
        values = np.linspace(0, 1, _LEVELS)
        rgb = colours(values) if name == "heat" else pg.colormap.get(name).getLookupTable(nPts=_LEVELS)[:, :3]
        alpha = 255 * _STRONGEST * np.sqrt(values)
        self.heat.setLookupTable(np.column_stack([rgb, alpha]).round().astype(np.uint8))

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

    def _arrange(self, *, beside: bool) -> None:
        if getattr(self, "_is_beside", None) is beside:
            return
        self._is_beside = beside
        self.ci.clear()
        for column, pane in enumerate([self.main, *self.beside] if beside else [self.main]):
            self.ci.layout.setColumnStretchFactor(column, 1)
            self.ci.layout.setColumnMinimumWidth(column, 1)
            self.ci.layout.setColumnPreferredWidth(column, 1)  # all the same: what is left is shared evenly
            if beside:
                self.ci.addItem(self._titles[column], row=0, col=column)
            self.ci.addItem(pane, row=1, col=column)
        QTimer.singleShot(0, self.fit)  # when the panes have their places

    def _apply(self) -> None:
        self.heat.setOpacity(self._opacity if self._visible else 0)
        self._show_outline(self._visible and self._outlined)

    def _show_outline(self, shown: bool) -> None:
        for item in (self._outline, *self._texts):
            item.setVisible(shown)

    def _toggle(self) -> None:
        shown = self.heat.opacity() == 0
        self.heat.setOpacity(self._opacity if shown else 0)
        self._show_outline(shown and self._outlined)


class _Pane(pg.ViewBox):
    """One picture with the y axis downwards, in its own proportions."""

    def __init__(self) -> None:
        super().__init__(lockAspect=True, invertY=True, enableMenu=False)
        # Large photographs are shrunk once for each zoom and not at every move of a slider.
        self.picture = pg.ImageItem(autoDownsample=True)
        self.addItem(self.picture)
