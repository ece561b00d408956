"""How well scores of frames and of places in them tell what is abnormal in video, on raw scores."""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from inspector.core.errors import SettingError
from inspector.core.metrics.image import area_below, image_auroc

TRACK_SHARE = 0.1  # α: a track is detected when at least this share of its regions is
REGION_OVERLAP = 0.1  # β: a region is detected when a detection overlaps it at least so, as intersection over union
FALSE_POSITIVES_A_FRAME = 1.0  # up to which RBDC and TBDC are integrated


@dataclass(frozen=True)
class FrameAuroc:
    """Area under the ROC curve of frame scores, over several clips.

    Attributes:
        micro: of all frames of all clips together; None unless there are both normal and abnormal frames.
        macro: mean over the clips that have both normal and abnormal frames; None where no clip has.
        clips: how many clips that mean is over.
        left_out: how many clips have frames of one kind only, for which there is no curve.
    """

    micro: float | None
    macro: float | None
    clips: int
    left_out: int


def frame_auroc(scores: Sequence[np.ndarray], abnormal: Sequence[np.ndarray]) -> FrameAuroc:
    """Frame-level AUROC, micro and macro.

    Clips of one kind only count in micro and are left out of macro. Published macro figures were partly computed
    with a normal frame of score 0 and an abnormal one of score 1 added to every clip, so that each has a curve; that
    raises the figure, most on short clips, and is not done here.

    Args:
        scores: of each clip (T,), one score a frame, higher is worse.
        abnormal: of each clip (T,) bool.

    Source: Georgescu et al., "Anomaly Detection in Video via Self-Supervised and Multi-Task Learning", CVPR 2021,
        section 4.1, who ask for both to be told.
    """
    if not scores:
        return FrameAuroc(None, None, 0, 0)
    each = [image_auroc(*clip) for clip in zip(scores, abnormal, strict=True)]
    curves = [value for value in each if value is not None]
    return FrameAuroc(
        image_auroc(np.concatenate(scores), np.concatenate(abnormal)),
        float(np.mean(curves)) if curves else None,
        len(curves),
        len(each) - len(curves),
    )


@dataclass(frozen=True, eq=False)
class DetectionCurve:
    """Detection rates over false positives as the threshold falls, and the areas under them.

    Attributes:
        false_positives: (n,) a frame, ascending from 0.
        regions: (n,) share of the abnormal regions that are detected.
        tracks: (n,) share of the abnormal tracks that are detected.
        rbdc, tbdc: areas under these two from 0 to 1 false positive a frame, 0 to 1.
    """

    false_positives: np.ndarray
    regions: np.ndarray
    tracks: np.ndarray
    rbdc: float
    tbdc: float


class DetectionMetrics:
    """Region- and track-based detection criteria (RBDC, TBDC), frame by frame.

    At a threshold t every detection of score ≥ t counts. An abnormal region is detected when one of them overlaps it
    by an IoU of at least β in its frame; a track is detected when at least a share α of its regions is; and a
    detection is a false positive when it overlaps no abnormal region of its frame by β. One detection may detect
    several regions, and several that overlap the same region are none of them false.

    Detections of equal score share a threshold: between two thresholds the curve is a straight line, and where it
    passes 1 false positive a frame it is read there. Past the lowest score rates stay as they are. Where all scores
    differ this is what the authors of SSMTL published as code; where some are equal, theirs depends on their order.

    What is kept is one number a detection and one a region. Boxes are (left, top, right, bottom), the last two not
    inside, so that areas are (right − left) · (bottom − top).

    Source: Ramachandra and Jones, "Street Scene: A new dataset and evaluation protocol for video anomaly detection",
        WACV 2020, section 4, with its α = β = 0.1.
    """

    def __init__(self, *, region_overlap: float = REGION_OVERLAP, track_share: float = TRACK_SHARE) -> None:
        """
        Raises:
            SettingError: if an overlap or a share is not above 0 and at most 1.
        """
        for name, value in (("region overlap", region_overlap), ("track share", track_share)):
            if not 0 < value <= 1:
                raise SettingError(
                    "The {name} must be above 0 and at most 1, not {value}.",
                    code="metric.share_out_of_range",
                    name=name,
                    value=value,
                )
        self._overlap, self._share = region_overlap, track_share
        self._frames = 0
        self._false: list[np.ndarray] = []
        self._tracks: dict[Hashable, list[float]] = {}

    def add(
        self, boxes: np.ndarray, scores: np.ndarray, true_boxes: np.ndarray, true_tracks: Sequence[Hashable]
    ) -> None:
        """Count one frame; those with nothing in them too.

        Args:
            boxes: (n, 4) of what was detected.
            scores: (n,) of it, higher is worse.
            true_boxes: (m, 4) of the abnormal regions.
            true_tracks: (m,) the track of each, different between clips.
        """
        boxes, scores = np.reshape(boxes, (-1, 4)), np.asarray(scores, float)
        overlaps = box_overlaps(boxes, np.reshape(true_boxes, (-1, 4))) >= self._overlap  # (n, m)
        self._frames += 1
        self._false.append(scores[~overlaps.any(axis=1)])
        for region, track in enumerate(true_tracks):
            # Detected at every threshold up to the best score of what overlaps it.
            best = scores[overlaps[:, region]].max(initial=-math.inf)
            self._tracks.setdefault(track, []).append(float(best))

    def curve(self) -> DetectionCurve | None:
        """None, "not measured", where there is no abnormal region."""
        if not self._tracks:
            return None
        false = np.sort(np.concatenate(self._false))
        regions = np.sort(np.concatenate(list(self._tracks.values())))
        tracks = np.sort([self._detected_at(np.array(scores)) for scores in self._tracks.values()])
        # Every threshold at which a rate changes, from above the highest score down.
        thresholds = np.unique(np.concatenate([false, regions, tracks]))[::-1]
        thresholds = np.concatenate([[math.inf], thresholds[thresholds > -math.inf]])
        x = _count_from(thresholds, false) / self._frames
        y_regions = _count_from(thresholds, regions) / len(regions)
        y_tracks = _count_from(thresholds, tracks) / len(tracks)
        return DetectionCurve(x, y_regions, y_tracks, _area(x, y_regions), _area(x, y_tracks))

    def _detected_at(self, best: np.ndarray) -> float:
        """The highest threshold at which a track is detected, of the best scores of its regions."""
        shares = np.arange(1, len(best) + 1) / len(best)
        needed = int(np.argmax(shares >= self._share))  # counted from 0
        return float(np.sort(best)[::-1][needed])


def box_overlaps(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """(n, m) intersection over union of boxes (n, 4) and (m, 4), as (left, top, right, bottom); 0 of empty ones."""
    start = np.maximum(boxes[:, None, :2], others[None, :, :2])
    end = np.minimum(boxes[:, None, 2:], others[None, :, 2:])
    shared = np.prod((end - start).clip(min=0), axis=2)
    areas, other_areas = (np.prod((some[:, 2:] - some[:, :2]).clip(min=0), axis=1) for some in (boxes, others))
    union = areas[:, None] + other_areas[None] - shared
    return np.divide(shared, union, out=np.zeros(shared.shape), where=union > 0)


def _count_from(thresholds: np.ndarray, ascending: np.ndarray) -> np.ndarray:
    """How many scores are at or above each threshold."""
    return len(ascending) - np.searchsorted(ascending, thresholds, side="left")


def _area(x: np.ndarray, y: np.ndarray) -> float:
    """Area under a curve from 0 to 1 false positive a frame."""
    inside = x <= FALSE_POSITIVES_A_FRAME
    end = np.interp(FALSE_POSITIVES_A_FRAME, x[max(0, inside.sum() - 1) :], y[max(0, inside.sum() - 1) :])
    return area_below(np.append(x[inside], FALSE_POSITIVES_A_FRAME), np.append(y[inside], end))
