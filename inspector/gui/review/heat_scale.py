"""The colours of a heatmap under review, and where its regions end."""

from inspector.core.operating_point import Decision, OperatingPoint
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
