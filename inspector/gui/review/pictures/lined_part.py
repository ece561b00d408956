"""An image of a run as it is read, with the lines that are drawn over it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from inspector.core.inspection import Inspection
from inspector.core.operating_point import OperatingPoint
from inspector.core.regions import mask_outlines, region_labels, region_outlines, searched_map
from inspector.workflow.review.images import ReviewedImageRun


@dataclass(frozen=True, eq=False)
class LinedPart:
    """The whole record of an image, and its lines, each (n, 2) of x and y as shares of width and height.

    Attributes:
        inspection, replaced: as in :class:`inspector.workflow.review.images.ReadPart`.
        labels: (h, w), which region each place is in; None where the part has none.
        outlines: where its regions end.
        reject: where its map passes the reject threshold.
    """

    inspection: Inspection
    replaced: bool
    labels: np.ndarray | None = None
    outlines: Sequence[np.ndarray] = ()
    reject: Sequence[np.ndarray] = ()


def read_lined_part(run: ReviewedImageRun, place: int, *, outline: float | None, point: OperatingPoint) -> LinedPart:
    """Read an image, and find its regions as the inspection found them; for any thread.

    Args:
        outline: map value at which regions end; None for no lines, as without the model.
        point: in force; as in the record, only a score above its review threshold has regions.
    """
    read = run.read_part(place)
    found, score = read.inspection, read.inspection.score
    if outline is None or found.anomaly_map is None or found.size is None or score is None or score <= point.review:
        return LinedPart(found, read.replaced)
    searched = searched_map(torch.from_numpy(found.anomaly_map), found.size)
    labels = region_labels(searched, outline=outline, peak=point.review)
    passes = score > point.reject and found.anomaly_map.max() > point.reject
    reject = region_outlines(searched, outline=point.reject, peak=point.reject, share_of_peak=0) if passes else ()
    return LinedPart(found, read.replaced, labels, mask_outlines(labels > 0), reject)
