"""The two thresholds, the decision that they make on a score, and the scale on which people read scores."""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from inspector.core.errors import SettingError


class Decision(StrEnum):
    """The verdict on one part."""

    OK = "OK"
    REVIEW = "REVIEW"
    NG = "NG"


def at_least_review(decision: Decision | None) -> Decision | None:
    """A decision where something is doubtful: never OK; None stays None."""
    return Decision.REVIEW if decision is Decision.OK else decision


@dataclass(frozen=True)
class OperatingPoint:
    """The two thresholds: OK ≤ review < REVIEW ≤ reject < NG.

    Attributes:
        review, reject: raw scores; the review threshold is at most the reject threshold.

    Raises:
        SettingError: if the review threshold is above the reject threshold, or one is not finite.
    """

    review: float
    reject: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.review) and math.isfinite(self.reject)):
            raise SettingError(
                "Thresholds must be finite numbers, not {review} and {reject}.",
                code="threshold.not_finite",
                review=self.review,
                reject=self.reject,
            )
        if self.review > self.reject:
            raise SettingError(
                "The review threshold {review:.6g} is above the reject threshold {reject:.6g}.",
                code="threshold.order",
                review=self.review,
                reject=self.reject,
            )

    def decide(self, score: float, *, doubtful: bool = False) -> Decision:
        """The decision on a score: NG above the reject threshold, OK at or below the review threshold, else REVIEW.

        A score that is not a number is never OK.

        Args:
            doubtful: there is another reason to doubt that the part is good; it is then never OK.
        """
        if score > self.reject:
            return Decision.NG
        return Decision.OK if score <= self.review and not doubtful else Decision.REVIEW

    def levels(self, scores: np.ndarray, *, doubtful: np.ndarray | None = None) -> np.ndarray:
        """What :meth:`decide` makes of many scores (n,), raw: 0 for OK, 1 for REVIEW, 2 for NG.

        Args:
            doubtful: (n,) bool, those that are never OK; None for none.
        """
        passed = scores <= self.review
        if doubtful is not None:
            passed &= ~doubtful
        return np.where(scores > self.reject, 2, np.where(passed, 0, 1))


_MAD_TO_SIGMA = 1.4826


@dataclass(frozen=True)
class ScoreScale:
    """The scale on which people read scores, the same for every method: 0 for a typical good part, 1 at reject.

    It is for reading only: raw scores are stored and compared. Where a threshold is changed, the relative scores of the
    same raw scores change with it, and 1 stays the reject threshold.

    Attributes:
        typical: the median of the held-out good images' scores.
        spread: 1.4826 · MAD of them. Where the reject threshold is so low that it lies less than this above the
            typical good part, the unit is the spread, and a typical good part is no longer at 0.
    """

    typical: float
    spread: float

    @classmethod
    def of(cls, good_scores: np.ndarray) -> "ScoreScale":
        """From the scores (n,) of held-out good images."""
        typical = float(np.median(good_scores))
        spread = _MAD_TO_SIGMA * float(np.median(np.abs(good_scores - typical)))
        return cls(typical, spread or 1e-3 * abs(typical) or 1e-6)

    def at(self, point: OperatingPoint) -> "ReadableScores":
        """The scale at an operating point."""
        return ReadableScores(reject=point.reject, unit=max(point.reject - self.typical, self.spread))

    def relative(self, score: float, point: OperatingPoint) -> float:
        """A raw score on this scale; above 1 exactly where it is above the reject threshold."""
        relative = self.at(point).relative(score)
        return math.nextafter(1, 2) if score > point.reject and relative <= 1 else relative


@dataclass(frozen=True)
class ReadableScores:
    """Raw scores as people read them at one operating point, and back.

    Attributes:
        reject: the raw score that reads 1.
        unit: raw, from 0 to 1.
    """

    reject: float
    unit: float

    @classmethod
    def raw_scores(cls) -> "ReadableScores":
        """Raw scores as they are, for runs from before there was a scale."""
        return cls(reject=1.0, unit=1.0)

    def relative(self, score: float) -> float:
        """A raw score as it is read."""
        return 1 + (score - self.reject) / self.unit

    def raw(self, value: float) -> float:
        """The raw score that reads so; exactly the reject threshold for 1."""
        return self.reject + (value - 1) * self.unit


def rounded_relative(value: float, decimals: int) -> float:
    """A relative score to so many decimals; never 1 for another score, as only the reject threshold itself reads 1."""
    rounded = round(value, decimals) + 0.0  # no -0
    return rounded if value == 1 or rounded != 1 else 1 + math.copysign(10**-decimals, value - 1)


def relative_text(value: float) -> str:
    """A relative score to two decimals, one from 10 on, none from 100 on.

    It is rounded to the nearest, or away from 1 where that would read 1: no part reads as another is decided.
    """
    decimals = 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0
    return f"{rounded_relative(value, decimals):.{decimals}f}"
