"""Scores that thresholds are set on, one for each image or clip of a run, and what an operating point makes of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inspector.core.metrics.image import Rate, rate
from inspector.core.operating_point import OperatingPoint


@dataclass(frozen=True)
class Outcome:
    """What an operating point makes of images or clips.

    Attributes:
        counts: (2, 3): good and defective ones that are OK, REVIEW and NG.
        unlabelled: (3,): likewise those of which nobody has said what they are.
        overkill: share of the good ones that are NG; None without good ones.
        escape: share of the defective ones that are OK; None without defective ones.
        good_in_review: share of the good ones in REVIEW.
    """

    counts: np.ndarray
    unlabelled: np.ndarray
    overkill: Rate | None
    escape: Rate | None
    good_in_review: Rate | None


def outcome_at(
    scores: np.ndarray,
    defective: np.ndarray,
    point: OperatingPoint,
    *,
    known: np.ndarray | None = None,
    doubtful: np.ndarray | None = None,
) -> Outcome:
    """Counts and shares at an operating point.

    Args:
        scores: (n,) raw.
        defective: (n,) bool.
        known: (n,) bool, of which it is known whether they are defective; None for all.
        doubtful: (n,) bool, those that are never OK; None for none.
    """
    level = point.levels(scores, doubtful=doubtful)
    if known is None:
        known = np.ones(len(scores), bool)
    of_each = (known & ~defective, known & defective, ~known)
    *counted, unlabelled = (np.bincount(level[chosen], minlength=3) for chosen in of_each)
    counts = np.stack(counted)
    (_, good_review, good_ng), (bad_ok, *_) = counts.tolist()
    good, bad = counts.sum(axis=1).tolist()
    return Outcome(
        counts,
        unlabelled,
        overkill=rate(good_ng, good),
        escape=rate(bad_ok, bad),
        good_in_review=rate(good_review, good),
    )


@dataclass(frozen=True, eq=False)
class LabelledScores:
    """The images or clips of a run by place, n of them.

    Attributes:
        names: as the run calls them.
        scores: (n,) raw; NaN where one could not be judged.
        known: (n,) bool, whether a label or a person's review says what it is; False without a score.
        defective: (n,) bool, what that says.
        doubtful: (n,) bool, those that are never OK; None for none.
        types: of the defect of each, empty for none; none at all where nobody can name any.
        learned: (n,) bool, those that the model learned or was calibrated on, which are no test; None for none.
    """

    names: Sequence[str]
    scores: np.ndarray
    known: np.ndarray
    defective: np.ndarray
    doubtful: np.ndarray | None = None
    types: Sequence[str] = ()
    learned: np.ndarray | None = None

    @property
    def tested(self) -> np.ndarray:
        """(n,) bool, which of those that could be judged are a test of the model."""
        return self.scored if self.learned is None else self.scored & ~self.learned

    @property
    def scored(self) -> np.ndarray:
        """(n,) bool, which of them could be judged."""
        return ~np.isnan(self.scores)

    def by_type(self, most: int) -> dict[str, np.ndarray]:
        """(n,) bool, which are a test and of a type, for at most so many types, the most frequent first."""
        types = np.asarray(self.types, object)
        counts = Counter(name for name in self.types if name)
        return {name: self.tested & (types == name) for name, _ in counts.most_common(most)}

    def outcome(self, point: OperatingPoint) -> Outcome:
        """What an operating point makes of those that could be judged and are a test."""
        tested = self.tested
        doubtful = None if self.doubtful is None else self.doubtful[tested]
        return outcome_at(
            self.scores[tested], self.defective[tested], point, known=self.known[tested], doubtful=doubtful
        )

    def changed(self, before: OperatingPoint, after: OperatingPoint) -> list[int]:
        """The places whose decision differs between two operating points, nearest to the new reject threshold first."""
        levels = [point.levels(self.scores, doubtful=self.doubtful) for point in (before, after)]
        places = np.flatnonzero(self.scored & (levels[0] != levels[1]))
        order = np.argsort(np.abs(self.scores[places] - after.reject), kind="stable")
        return [int(place) for place in places[order]]

    def nearest(self, threshold: float, count: int) -> list[int]:
        """The places whose scores are nearest to a threshold, from below to above it."""
        places = np.flatnonzero(self.scored)
        by_score = places[np.argsort(self.scores[places], kind="stable")]
        ranked = self.scores[by_score]
        middle = int(np.searchsorted(ranked, threshold))
        around = range(max(0, middle - count), min(len(ranked), middle + count))
        nearest = sorted(around, key=lambda rank: abs(ranked[rank] - threshold))[:count]
        return [int(by_score[rank]) for rank in sorted(nearest)]
