"""A run under review: its scores, what is known of each part, and what people decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from inspector.core.inspection import Inspection
from inspector.core.metrics.image import Rate, rate
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.data.category import GOOD
from inspector.store.records import Review, ReviewDecision, current_reviews, current_user, record_review
from inspector.store.runs.image_run import Run

NOT_REVIEWED = "not reviewed"


@dataclass(frozen=True)
class Outcome:
    """What an operating point makes of parts whose label is known.

    Attributes:
        counts: (2, 3): good and defective parts that are OK, REVIEW and NG.
        overkill: share of the good parts that are NG; None without good parts.
        escape: share of the defective parts that are OK; None without defective parts.
        good_in_review: share of the good parts in REVIEW.
    """

    counts: np.ndarray
    overkill: Rate | None
    escape: Rate | None
    good_in_review: Rate | None


def outcome_at(scores: np.ndarray, defective: np.ndarray, point: OperatingPoint) -> Outcome:
    """Counts and shares at an operating point.

    Args:
        scores: (n,) raw.
        defective: (n,) bool.
    """
    level = (scores > point.review).astype(int) + (scores > point.reject)
    counts = np.stack([np.bincount(level[defective == kind], minlength=3) for kind in (False, True)])
    (_, good_review, good_ng), (bad_ok, *_) = counts.tolist()
    good, bad = counts.sum(axis=1).tolist()
    return Outcome(
        counts,
        overkill=rate(good_ng, good),
        escape=rate(bad_ok, bad),
        good_in_review=rate(good_review, good),
    )


@dataclass(frozen=True)
class Filter:
    """Which parts to show; None for all.

    Attributes:
        decision: a verdict, or `error` for images that could not be judged.
        label: `good`, a defect type, or empty for unknown.
        state: what people decided, or `NOT_REVIEWED`.
    """

    decision: str | None = None
    label: str | None = None
    state: str | None = None


class ReviewedImageRun:
    """The finished records of a run by place, 0 to n − 1, with verdicts at an operating point that may change.

    Attributes:
        names, labels, scores: as in :class:`inspector.store.runs.image_run.RunTable`.
        point: by which `decision` decides; the run's own at first.

    Raises:
        RunError, StorageError: if run or reviews cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.run = Run(path)
        table = self.run.table()
        self._index = table.index
        self.names: Sequence[str] = table.names
        self.labels: Sequence[str] = table.labels
        self.scores = table.scores
        scored = np.flatnonzero(~np.isnan(self.scores))
        self._by_score = scored[np.argsort(self.scores[scored], kind="stable")]
        self._sorted = self.scores[self._by_score]
        self.point = self.run.operating_point
        self._reviews: dict[str, Review] = current_reviews(path)

    def __len__(self) -> int:
        return len(self.names)

    @property
    def path(self) -> Path:
        return self.run.path

    @property
    def about(self) -> Mapping[str, object]:
        return self.run.about

    def image_path(self, place: int) -> Path:
        return self.run.path_of(self.names[place])

    def inspection(self, place: int) -> Inspection:
        """The whole record with its map."""
        return self.run[int(self._index[place])]

    def decision(self, place: int) -> Decision | None:
        """The verdict at `point`; None where the image could not be judged."""
        score = self.scores[place]
        return None if np.isnan(score) else self.point.decide(float(score))

    def review_of(self, place: int) -> Review | None:
        return self._reviews.get(self.names[place])

    def review(self, place: int, decision: ReviewDecision | None, *, reason: str = "") -> None:
        """Keep what a person decided; None withdraws it. Durable when this returns."""
        name = self.names[place]
        kept = record_review(self.path, image=name, decision=decision, user=current_user(), reason=reason)
        if decision is None:
            self._reviews.pop(name, None)
        else:
            self._reviews[name] = kept

    def reviewed(self) -> int:
        return len(self._reviews)

    def known(self) -> tuple[np.ndarray, np.ndarray]:
        """What is known of each part: (n,) bool whether anything is, and (n,) bool whether it is defective.

        The label of its folder counts, else a person's review; unsure is not known. Images that could not be
        judged are not known either.
        """
        known, defective = np.zeros(len(self), bool), np.zeros(len(self), bool)
        for place, label in enumerate(self.labels):
            review = self.review_of(place)
            if label:
                known[place], defective[place] = True, label != GOOD
            elif review is not None and review.decision is not ReviewDecision.UNSURE:
                known[place], defective[place] = True, review.decision is ReviewDecision.REJECT
        return known & ~np.isnan(self.scores), defective

    def select(self, wanted: Filter) -> list[int]:
        """The places that pass, images that could not be judged first, then from the highest score down."""
        order = np.argsort(np.nan_to_num(-self.scores, nan=-np.inf), kind="stable").tolist()
        return [place for place in order if self._passes(place, wanted)]

    def _passes(self, place: int, wanted: Filter) -> bool:
        if wanted.decision is not None and (self.decision(place) or "error") != wanted.decision:
            return False
        if wanted.label is not None and self.labels[place] != wanted.label:
            return False
        if wanted.state is not None:
            review = self.review_of(place)
            return (NOT_REVIEWED if review is None else review.decision) == wanted.state
        return True

    def nearest(self, threshold: float, count: int) -> list[int]:
        """The places whose scores are nearest to a threshold, from below to above it."""
        middle = int(np.searchsorted(self._sorted, threshold))
        around = range(max(0, middle - count), min(len(self._sorted), middle + count))
        nearest = sorted(around, key=lambda rank: abs(self._sorted[rank] - threshold))[:count]
        return [int(self._by_score[rank]) for rank in sorted(nearest)]

    def close(self) -> None:
        self.run.close()
