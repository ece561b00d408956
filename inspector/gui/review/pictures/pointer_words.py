"""What is said of the place under the pointer, and of the thresholds beside it."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from inspector.gui.numbers import number, score_text
from inspector.gui.widgets.pictures.heat_view import Pointed
from inspector.workflow.review.reviewed_run import ReviewedRun


def pointer_text(
    pointed: Pointed | None,
    *,
    size: tuple[int, int],
    relative: Callable[[float], float | None],
    with_map: bool = True,
) -> str:
    """Pixel, map value, and that beside the reject threshold; without a pointer, how large the image is.

    Args:
        size: (H, W) of the image.
        relative: a map value where 1 is the reject threshold; None where there is no such scale.
        with_map: whether the model makes heatmaps; without one, that is said.
    """
    if pointed is None:
        words = [f"{size[1]} × {size[0]} px"]
    else:
        words = [f"x {int(pointed.x * size[1])}, y {int(pointed.y * size[0])} px"]
    if not with_map:
        words.append(
            QCoreApplication.translate("Review", "This model judges the part as a whole: it makes no heatmap.")
        )
    if pointed is not None and pointed.value is not None:
        value = QCoreApplication.translate("Review", "map value {value}")
        words.append(value.format(value=number(pointed.value)))
        share = relative(pointed.value)
        if share is not None:
            text = QCoreApplication.translate("Review", "{share} (1 = reject threshold)")
            words.append(text.format(share=score_text(share, pointed.value)))
    return " · ".join(words)


def score_words(run: ReviewedRun, value: float) -> str:
    """A threshold as the scores of the run are written."""
    return score_text(run.relative(value), value)


def beside_threshold(run: ReviewedRun, value: float) -> float | None:
    """A map value where 1 is the reject threshold; in runs from before there was a scale its share of that."""
    relative = run.relative(value)
    return value / run.point.reject if relative is None and run.point.reject > 0 else relative
