"""The pictures of a run's list: each part small, with its heat."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from inspector.core.errors import RunError
from inspector.core.images.resizing import map_at, resize
from inspector.data.images.reading import displayed, read_image
from inspector.gui.widgets.pictures.folding import fitting_size, fold, piece_count
from inspector.gui.widgets.pictures.judged_area import JudgedArea, paint_shade
from inspector.gui.widgets.pictures.picture_view import to_image
from inspector.workflow.report.pictures import HeatScale, overlay
from inspector.workflow.review.images import ReviewedImageRun


@dataclass(frozen=True)
class HeatThumbnail:
    """A part of a run as its list shows it.

    Attributes:
        bits: bits per sample of deep files; None for what each states, or all.
        area: what of it is judged; the rest is shaded.
    """

    path: Path
    place: int
    scale: HeatScale
    bits: int | None
    area: JudgedArea
    run: ReviewedImageRun = field(compare=False, repr=False)


def load_heat_thumbnail(part: HeatThumbnail, *, side: int) -> QImage:
    """The part so that it fits into a square of `side` pixels, with its heat; for any thread.

    Raises:
        ImageError: if the image cannot be read.
    """
    image = read_image(part.path, bits=part.bits)
    pieces = piece_count(*image.shape[1:])
    picture = to_image(_pixels(part, image, fitting_size(*image.shape[1:], side=side, pieces=pieces)))
    painter = QPainter(picture)
    paint_shade(painter, part.area, QRectF(picture.rect()))
    painter.end()
    return fold(picture, pieces=pieces)


def _pixels(part: HeatThumbnail, image: torch.Tensor, size: tuple[int, int]) -> np.ndarray:
    """(h, w, 3) uint8."""
    height, width = size
    with torch.inference_mode():
        pixels = displayed(resize(image, (height, width)))
        try:
            found = part.run.inspection(part.place).anomaly_map
        except (RunError, ValueError):  # the run was closed meanwhile
            found = None
        if found is None:
            return pixels
        full = map_at(torch.from_numpy(found), (height, width)).numpy()
    return overlay(pixels, np.asarray(full), scale=part.scale, regions=None, solid=True)
