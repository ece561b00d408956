"""The two thresholds, and the decision they make of a score."""

import math
from dataclasses import dataclass
from enum import StrEnum

from inspector.core.errors import SettingError


class Decision(StrEnum):
    """The verdict on one part."""

    OK = "OK"
    REVIEW = "REVIEW"
    NG = "NG"


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
            raise SettingError(f"Thresholds must be finite numbers, not {self.review} and {self.reject}.")
        if self.review > self.reject:
            raise SettingError(
                f"The review threshold {self.review:.6g} is above the reject threshold {self.reject:.6g}; "
                "give a review threshold at or below it."
            )

    def decide(self, score: float) -> Decision:
        if score > self.reject:
            return Decision.NG
        return Decision.REVIEW if score > self.review else Decision.OK
