"""Which parts of a run have a region like another part's: at the same place, of the same size, shape and value."""

from dataclasses import dataclass

import numpy as np

from inspector.store.runs.image_run import RegionTable
from inspector.workflow.review.images import ReviewedImageRun

_MOST = 100  # parts that are worth a look
_LEAST = 0.05  # likeness below which a region is another one
# By how much a region may differ in each feature before its likeness falls to exp(-1/2).
SPREADS = np.array([0.1, 0.1, 0.4, 0.4, 0.25, 0.4])


@dataclass(frozen=True)
class SimilarPart:
    """A part and how like its region is.

    Attributes:
        likeness: 1 for the same place, size, shape and value, towards 0 for others.
    """

    place: int
    likeness: float


def similar_parts(run: ReviewedImageRun, place: int) -> list[SimilarPart] | None:
    """The part at a place, then at most a hundred others, the most similar first; for any thread.

    The worst region of the part is compared with each region of every other part. None where it has no region.

    Raises:
        RunError: if the run cannot be read.
    """
    features, owners = region_features(run.regions())
    own = np.flatnonzero(owners == place)
    if not len(own):
        return None
    distances = np.square((features - features[own[0]]) / SPREADS).sum(axis=1)
    nearest = np.full(len(run), np.inf)
    np.minimum.at(nearest, owners, distances)
    likeness = np.exp(-nearest / 2)
    likeness[place] = np.inf  # first, whatever has the very same region
    order = np.argsort(-likeness, kind="stable")[: _MOST + 1]
    return [SimilarPart(int(other), min(1.0, float(likeness[other]))) for other in order if likeness[other] >= _LEAST]


def region_features(table: RegionTable) -> tuple[np.ndarray, np.ndarray]:
    """Of each region, (m, 6): place of its middle, size, how much of its box it fills, value; and whose it is, (m,).

    Regions of one part follow one another, the worst first.
    """
    across, down = table.sizes[:, 1], table.sizes[:, 0]
    left, top, width, height, area_px, peak = table.regions[:, :6].T
    features = np.column_stack(
        [
            (left + width / 2) / across,
            (top + height / 2) / down,
            np.log(np.maximum(width, 1) / across),
            np.log(np.maximum(height, 1) / down),
            area_px / np.maximum(width * height, 1),
            np.log(np.maximum(peak, 1e-12)),
        ]
    )
    return features, table.places
