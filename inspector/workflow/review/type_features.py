"""What regions and events look like, for the proposal of their types."""

from functools import partial
from pathlib import Path

import numpy as np

from inspector.core.operating_point import OperatingPoint
from inspector.store.runs.image_run import ImageRun, RegionTable
from inspector.workflow.review.images import ReviewedImageRun
from inspector.workflow.review.reviewed_run import ReviewedRun
from inspector.workflow.review.similar import SPREADS, region_features
from inspector.workflow.review.type_proposals import Described, TypeProposer
from inspector.workflow.review.video import ReviewedVideoRun

_PEAK = 5  # column of a region's value
# Of events: place of the middle, size, length in time and peak, as for regions.
_EVENT_SPREADS = np.array([0.1, 0.1, 0.4, 0.4, 0.5, 0.4])
_USUAL_RATE = 25.0  # of clips whose frame rate is not known


def region_proposer(run: ReviewedImageRun) -> TypeProposer:
    """Proposes types for the regions of a run of images."""
    return TypeProposer(run, partial(_regions, run), partial(_regions_of_other, run))


def event_proposer(run: ReviewedVideoRun) -> TypeProposer:
    """Proposes types for the events of a run of clips."""
    return TypeProposer(run, partial(_events, run, run.point), partial(_events_of_other, run))


def _regions(run: ReviewedImageRun) -> Described:
    return _described(run.regions(), list(run.names), run.point)


def _regions_of_other(run: ReviewedImageRun, path: Path) -> Described:
    with ImageRun(path) as other:
        return _described(other.regions(), other.table().names, _point_beside(run, other.about, other.operating_point))


def _described(table: RegionTable, names: list[str], point: OperatingPoint) -> Described:
    features, owners = region_features(table)
    features[:, _PEAK] -= np.log(max(point.reject, 1e-12))  # so that the values of several models compare
    numbers = np.arange(len(owners)) - np.searchsorted(owners, owners)
    keys = [(names[owner], number) for owner, number in zip(owners.tolist(), numbers.tolist(), strict=True)]
    return Described(keys, features / SPREADS)


def _events_of_other(run: ReviewedVideoRun, path: Path) -> Described:
    other = ReviewedVideoRun(path, category=None)
    return _events(other, _point_beside(run, other.about, other.point))


def _events(run: ReviewedVideoRun, point: OperatingPoint) -> Described:
    keys, rows = [], []
    for place, placed in enumerate(run.events):
        clip, event = run.clips[placed.clip], placed.found.event
        height, width = clip.size or (1, 1)
        left, top, right, bottom = placed.found.place or (0, 0, width, height)
        keys.append((run.record_name(place), 0))
        rows.append(
            [
                (left + right) / 2 / width,
                (top + bottom) / 2 / height,
                np.log(max(right - left, 1) / width),
                np.log(max(bottom - top, 1) / height),
                np.log((event.end - event.start) / (clip.frame_rate or _USUAL_RATE)),
                np.log(max(event.peak, 1e-12) / max(point.reject, 1e-12)),
            ]
        )
    return Described(keys, np.array(rows, float).reshape(-1, len(_EVENT_SPREADS)) / _EVENT_SPREADS)


def _point_beside(run: ReviewedRun, about: object, own: OperatingPoint) -> OperatingPoint:
    """By which to read the values of another run: for the same model the same, whatever its thresholds were then."""
    return run.point if isinstance(about, dict) and about.get("model") == run.about.get("model") else own
