"""The two thresholds, and the decision that they make on a score: OK, REVIEW or NG."""

import math
from dataclasses import dataclass
from enum import StrEnum

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
        """The decision on a score: NG above the reject threshold, else REVIEW above the review threshold, else OK.

        Args:
            doubtful: something else says that this may be no good part; it is then never OK.
        """
        if score > self.reject:
            return Decision.NG
        return Decision.REVIEW if doubtful or score > self.review else Decision.OK
