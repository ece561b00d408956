"""The colours of a heatmap under review."""

from inspector.core.operating_point import OperatingPoint
from inspector.workflow.report.pictures import HeatScale
from inspector.workflow.review.model import ReviewModel


def heat_scale(model: ReviewModel | None, point: OperatingPoint) -> HeatScale:
    """The model's absolute scale; without the model, one from its thresholds alone."""
    if model is not None and model.outline is not None:
        return HeatScale.between(min(model.outline, point.reject), point.reject)
    return HeatScale.between(point.review, point.reject)
