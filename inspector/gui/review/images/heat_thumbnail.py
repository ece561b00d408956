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
    image = to_image(_pixels(part, side))
    painter = QPainter(image)
    paint_shade(painter, part.area, QRectF(image.rect()))
    painter.end()
    return image


def _pixels(part: HeatThumbnail, side: int) -> np.ndarray:
    """(h, w, 3) uint8."""
    image = read_image(part.path, bits=part.bits)
    factor = min(1.0, side / max(image.shape[1:]))
    height, width = (max(1, round(length * factor)) for length in image.shape[1:])
    with torch.inference_mode():
        pixels = displayed(resize(image, (height, width)))
        try:
            found = part.run.inspection(part.place).anomaly_map
        except (RunError, ValueError):  # the run was closed meanwhile
            found = None
        if found is None:
            return pixels
        full = map_at(torch.from_numpy(found), (height, width)).numpy()
    return overlay(pixels, np.asarray(full), scale=part.scale, contour=None)
