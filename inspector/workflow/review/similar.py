"""Which parts of a run have a region like another part's: at the same place, of the same size, shape and value.

Events of clips are compared likewise: by the place of the worst, its size, how long they last, and their peak.
"""

from dataclasses import dataclass

import numpy as np

from inspector.store.runs.image_run import RegionTable
from inspector.workflow.review.images import ReviewedImageRun
from inspector.workflow.review.video import ReviewedVideoRun

_MOST = 100  # parts that are worth a look
_LEAST = 0.05  # likeness below which a region is another one
_LEAST_OF_EVENT = 0.001  # what moves is elsewhere at its worst, and lasts longer or shorter
# By how much a region may differ in each feature before its likeness falls to exp(-1/2).
SPREADS = np.array([0.1, 0.1, 0.4, 0.4, 0.25, 0.4])

# Of events: place of the middle, size, length in time and peak, as for regions.
EVENT_SPREADS = np.array([0.1, 0.1, 0.4, 0.4, 0.5, 0.4])
_USUAL_RATE = 25.0  # of clips whose frame rate is not known


@dataclass(frozen=True)
class SimilarPart:
    """A part and how like its region is, or an event.

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
    return _most_similar(nearest, place, least=_LEAST)


def similar_events(run: ReviewedVideoRun, place: int) -> list[SimilarPart] | None:
    """The event at a place, then at most a hundred others of all clips, likewise; for any thread.

    None where its method records no place of it, as for whole frames: what is left says too little.
    """
    if place >= len(run.events) or run.events[place].found.place is None:
        return None
    features = event_features(run) / EVENT_SPREADS
    distances = np.square(features - features[place]).sum(axis=1)
    distances[[event.found.place is None for event in run.events]] = np.inf
    return _most_similar(distances, place, least=_LEAST_OF_EVENT)


def event_features(run: ReviewedVideoRun) -> np.ndarray:
    """Of each event, (n, 6): place of the middle of the worst, its size, how long it lasts, and its peak.

    An event without a place has that of the whole frame.
    """
    rows = []
    for placed in run.events:
        clip, event = run.clips[placed.clip], placed.found.event
        height, width = clip.size or (1, 1)
        left, top, right, bottom = placed.found.place or (0, 0, width, height)
        rows.append(
            [
                (left + right) / 2 / width,
                (top + bottom) / 2 / height,
                np.log(max(right - left, 1) / width),
                np.log(max(bottom - top, 1) / height),
                np.log((event.end - event.start) / (clip.frame_rate or _USUAL_RATE)),
                np.log(max(event.peak, 1e-12)),
            ]
        )
    return np.array(rows, float).reshape(-1, len(EVENT_SPREADS))


def _most_similar(distances: np.ndarray, place: int, *, least: float) -> list[SimilarPart]:
    """The one at a place, then those at the least squared distances, in spreads."""
    likeness = np.exp(-distances / 2)
    likeness[place] = np.inf  # first, whatever has the very same region
    order = np.argsort(-likeness, kind="stable")[: _MOST + 1]
    return [SimilarPart(int(other), min(1.0, float(likeness[other]))) for other in order if likeness[other] >= least]


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
