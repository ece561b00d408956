"""The area in which parts lie, from where they are located in some good images."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPolygonF

from inspector.core.images.shapes import Polygon
from inspector.data.category import Category
from inspector.data.properties import CategoryProperties
from inspector.workflow.advise.locating import LocatedImage, preview_locating

_IMAGES = 20
_FRAME = 1000.0  # Qt compares places by fixed distances, and shares are too close


def located_area(category: Category, properties: CategoryProperties) -> Polygon | None:
    """The convex outline around the part in every one of some good images; None where nothing is located.

    Run off the GUI thread.

    Raises:
        CategoryError: if locating does not hold on the good images.
    """
    outlines = [
        update.placement.outline() / (update.picture.shape[2], update.picture.shape[1])
        for update in preview_locating(
            properties.locate, category.train, bits=properties.bits_per_sample, seed=0, most=_IMAGES
        )
        if isinstance(update, LocatedImage) and update.placement.found
    ]
    return area_around(outlines) if outlines else None


def area_around(outlines: list[np.ndarray]) -> Polygon:
    """The smallest convex polygon with every outline (n, 2), in shares, as far as the image reaches."""
    from scipy.spatial import ConvexHull  # half a second to load, for which no start should wait

    points = np.vstack(outlines) * _FRAME
    hull = QPolygonF([QPointF(*points[corner]) for corner in ConvexHull(points).vertices])
    within = hull.intersected(QPolygonF(QRectF(0, 0, _FRAME, _FRAME)))
    corners = [(round(corner.x() / _FRAME, 4), round(corner.y() / _FRAME, 4)) for corner in within.toList()]
    return Polygon(tuple(dict.fromkeys((min(1.0, max(0.0, x)), min(1.0, max(0.0, y))) for x, y in corners)))
