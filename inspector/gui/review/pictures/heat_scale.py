"""The colours of a heatmap under review, and where its regions end."""

from collections.abc import Sequence

import numpy as np

from inspector.core.operating_point import Decision, OperatingPoint
from inspector.core.regions import region_outlines
from inspector.workflow.report.pictures import HeatScale
from inspector.workflow.review.images import ReviewedImageRun
from inspector.workflow.review.model import ReviewModel


def heat_scale(model: ReviewModel | None, point: OperatingPoint) -> HeatScale:
    """The model's absolute scale; without the model, one from its thresholds alone."""
    if model is not None and model.outline is not None:
        return HeatScale.between(min(model.outline, point.reject), point.reject)
    return HeatScale.between(point.review, point.reject)


def contour_of(model: ReviewModel | None, run: ReviewedImageRun, place: int) -> tuple[float, float] | None:
    """Where the regions of a part end, and what they reach; None where it has none."""
    outline = None if model is None else model.outline
    if outline is None or run.decision(place) in (None, Decision.OK):
        return None
    return outline, run.point.review


def map_lines(
    model: ReviewModel | None, run: ReviewedImageRun, place: int, found: np.ndarray
) -> tuple[Sequence[np.ndarray], Sequence[np.ndarray]]:
    """Where the regions of a part's map end, and where it passes the reject threshold."""
    contour, reject = contour_of(model, run, place), run.point.reject
    above = model is not None and found.max() > reject
    return (
        () if contour is None else region_outlines(found, outline=contour[0], peak=contour[1]),
        region_outlines(found, outline=reject, peak=reject, share_of_peak=0) if above else (),
    )
