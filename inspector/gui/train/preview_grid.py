"""What the network makes of a few images while it learns, as pictures."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from inspector.gui.numbers import number
from inspector.gui.widgets.labels import label
from inspector.gui.widgets.layout import GAP
from inspector.gui.widgets.pictures.picture_view import PictureView, to_image
from inspector.workflow.report.pictures import HeatScale, overlay
from inspector.workflow.train.preview import Preview, PreviewPicture

_SMALLEST = QSize(72, 72)
_NAME_WIDTH = 150


@dataclass(frozen=True)
class PaintedPicture:
    """One image of a preview, ready to be shown; None for what the method has not."""

    name: str
    label: str
    score: float
    image: QImage
    reconstruction: QImage | None
    heatmap: QImage | None


@dataclass(frozen=True)
class PaintedPreview:
    step: int
    pictures: tuple[PaintedPicture, ...]


def painted(updates: Iterator[object]) -> Iterator[object]:
    """The same updates, with its pictures after each preview; for the thread that the updates are made in."""
    try:
        for update in updates:
            yield update
            if isinstance(update, Preview):
                yield PaintedPreview(update.step, tuple(_painted(picture, update) for picture in update.pictures))
    finally:
        if isinstance(updates, Generator):
            updates.close()


def _painted(picture: PreviewPicture, preview: Preview) -> PaintedPicture:
    heat = None
    if picture.anomaly_map is not None and preview.low is not None and preview.high is not None:
        scale = HeatScale(preview.low, preview.high)
        heat = overlay(picture.image, picture.anomaly_map.astype(np.float32), scale=scale, contour=None)
    return PaintedPicture(
        picture.name,
        picture.label,
        picture.score,
        to_image(picture.image),
        None if picture.reconstruction is None else to_image(picture.reconstruction),
        None if heat is None else to_image(heat),
    )


class PreviewGrid(QWidget):
    """One row per image: name, label and score, the image, its reconstruction, its heatmap."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP // 2)
        self._rows: list[tuple[_Lines, list[PictureView]]] = []
        self._columns: tuple[bool, ...] = ()

    def clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._rows, self._columns = [], ()

    def show_preview(self, preview: PaintedPreview) -> None:
        first = preview.pictures[0]
        columns = (True, first.reconstruction is not None, first.heatmap is not None)
        if len(self._rows) != len(preview.pictures) or columns != self._columns:
            self._lay_out(len(preview.pictures), columns)
        for (text, views), picture in zip(self._rows, preview.pictures, strict=True):
            name, kind, score = text.lines
            short = picture.name.rpartition("/")[2]
            name.setText(name.fontMetrics().elidedText(short, Qt.TextElideMode.ElideMiddle, _NAME_WIDTH))
            name.setToolTip(picture.name)
            kind.setText(picture.label)
            score.setText(self.tr("Score {score}").format(score=number(picture.score)))
            shown = [image for image in (picture.image, picture.reconstruction, picture.heatmap) if image is not None]
            for view, image in zip(views, shown, strict=True):
                view.show_picture(image)

    def _lay_out(self, rows: int, columns: tuple[bool, ...]) -> None:
        self.clear()
        titles = (self.tr("Original"), self.tr("Reconstruction"), self.tr("Heatmap"))
        shown = [title for title, there in zip(titles, columns, strict=True) if there]
        for place, title in enumerate(shown, start=1):
            heading = label(title, "muted")
            heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._grid.addWidget(heading, 0, place)
        for row in range(1, rows + 1):
            text = _Lines()
            self._grid.addWidget(text, row, 0)
            views = [PictureView(title, smallest=_SMALLEST) for title in shown]
            for place, view in enumerate(views, start=1):
                self._grid.addWidget(view, row, place)
            self._grid.setRowStretch(row, 1)
            self._rows.append((text, views))
        for place in range(1, len(titles) + 1):
            self._grid.setColumnStretch(place, int(place <= len(shown)))
        self._columns = columns


class _Lines(QWidget):
    """Name, label and score of one image."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(_NAME_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.lines = (label("", "heading"), label("", "muted"), label(""))
        column.addStretch()
        for line in self.lines:
            column.addWidget(line)
        column.addStretch()
