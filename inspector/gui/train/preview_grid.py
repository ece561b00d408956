"""What the network makes of a few images while it learns, as pictures."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout, QWidget

from inspector.gui.widgets.labels import ElidedLabel, label
from inspector.gui.widgets.layout import GAP
from inspector.gui.widgets.pictures.judged_area import SHADE
from inspector.gui.widgets.pictures.picture_view import PictureView, to_image
from inspector.workflow.report.pictures import HeatScale, overlay
from inspector.workflow.train.preview import SHOWN, Preview, PreviewPicture

PREVIEW_INTERVAL_S = 4.0  # about so often a training is asked for one
_SMALLEST = QSize(64, 64)
_TEXT_ROWS = 1  # above the pictures: the label
_MOST_SIDE = 384  # of a painted picture, as dozens of previews are kept


@dataclass(frozen=True)
class PaintedPicture:
    """One image of a preview, ready to be shown; None for what the method has not."""

    name: str
    label: str
    image: QImage
    reconstruction: QImage | None
    heatmap: QImage | None


@dataclass(frozen=True)
class PaintedPreview:
    step: int
    pictures: tuple[PaintedPicture, ...]


def painted(updates: Iterator[object]) -> Iterator[object]:
    """The same updates, with its pictures after each preview; for the thread that the updates are made in."""
    originals: dict[str, QImage] = {}  # the same in every preview
    try:
        for update in updates:
            yield update
            if isinstance(update, Preview):
                for picture in update.pictures:
                    originals.setdefault(picture.name, _shrunk(picture.image, picture.judged))
                pictures = tuple(_painted(picture, update, originals[picture.name]) for picture in update.pictures)
                yield PaintedPreview(update.step, pictures)
    finally:
        if isinstance(updates, Generator):
            updates.close()


def _painted(picture: PreviewPicture, preview: Preview, original: QImage) -> PaintedPicture:
    heat = None
    if picture.anomaly_map is not None and preview.low is not None and preview.high is not None:
        scale = HeatScale(preview.low, preview.high)
        values = picture.anomaly_map.astype(np.float32)
        heat = overlay(picture.image, values, scale=scale, regions=None, solid=True)
        if picture.judged is not None:  # no heat elsewhere
            heat = np.where(picture.judged[..., None], heat, picture.image)
    return PaintedPicture(
        picture.name,
        picture.label,
        original,
        None if picture.reconstruction is None else _shrunk(picture.reconstruction, picture.judged),
        None if heat is None else _shrunk(heat, picture.judged),
    )


def _shrunk(pixels: np.ndarray, judged: np.ndarray | None) -> QImage:
    """Not too large, and darker where nothing is judged."""
    if judged is not None:
        shaded = (pixels * (1 - SHADE.alphaF())).astype(np.uint8)
        pixels = np.ascontiguousarray(np.where(judged[..., None], pixels, shaded))
    image = to_image(pixels)
    if max(image.width(), image.height()) <= _MOST_SIDE:
        return image
    side, smooth = QSize(_MOST_SIDE, _MOST_SIDE), Qt.TransformationMode.SmoothTransformation
    return image.scaled(side, Qt.AspectRatioMode.KeepAspectRatio, smooth)


class PreviewGrid(QWidget):
    """One column per image: its label, the image, its reconstruction, its heatmap; the name is a tooltip.

    It shows no scores: they read relative to the thresholds, which are chosen after the learning.
    """

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP // 2)
        self._parts: list[tuple[ElidedLabel, list[PictureView]]] = []
        self._rows: tuple[bool, ...] = ()

    def clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._parts, self._rows = [], ()

    def show_preview(self, preview: PaintedPreview) -> None:
        first = preview.pictures[0]
        rows = (True, first.reconstruction is not None, first.heatmap is not None)
        if len(self._parts) != len(preview.pictures) or rows != self._rows:
            self._lay_out(len(preview.pictures), rows)
        for (kind, views), picture in zip(self._parts, preview.pictures, strict=True):
            kind.setText(picture.label)
            for widget in (kind, *views):
                widget.setToolTip(f"{picture.name}\n{picture.label}")
            shown = [image for image in (picture.image, picture.reconstruction, picture.heatmap) if image is not None]
            for view, image in zip(views, shown, strict=True):
                view.show_picture(image)

    def _lay_out(self, parts: int, rows: tuple[bool, ...]) -> None:
        self.clear()
        titles = (self.tr("Original"), self.tr("Reconstruction"), self.tr("Heatmap"))
        shown = [title for title, there in zip(titles, rows, strict=True) if there]
        for row in range(len(titles)):
            self._grid.setRowStretch(_TEXT_ROWS + row, int(row < len(shown)))
        for row, title in enumerate(shown, start=_TEXT_ROWS):
            self._grid.addWidget(label(title, "muted"), row, 0)
        for column in range(1, parts + 1):
            kind = ElidedLabel("heading")
            kind.setAlignment(Qt.AlignmentFlag.AlignCenter)  # as its pictures stand
            views = [PictureView(title, smallest=_SMALLEST, bare=True) for title in shown]
            for row, widget in enumerate((kind, *views)):
                self._grid.addWidget(widget, row, column)
            self._parts.append((kind, views))
        for column in range(1, SHOWN + 1):
            self._grid.setColumnStretch(column, int(column <= parts))
        self._rows = rows
