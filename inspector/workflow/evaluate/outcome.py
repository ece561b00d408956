"""How a model did on the parts it was tested on, in numbers that a person counts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from inspector.core.inspection import Inspection
from inspector.core.operating_point import Decision
from inspector.data.category import GOOD


@dataclass(frozen=True)
class TestOutcome:
    """Parts of a test set; those whose image could not be judged are in none of the numbers.

    Attributes:
        defective: how many are defective, of which so many are `found` (NG), `in_review`, and `missed` (OK).
        good: how many are good, of which so many are `rejected` (NG).
    """

    __test__ = False  # no test, for pytest

    defective: int = 0
    found: int = 0
    in_review: int = 0
    missed: int = 0
    good: int = 0
    rejected: int = 0

    def with_inspections(self, inspections: Iterable[Inspection], tested: Collection[str]) -> "TestOutcome":
        """Count more inspections.

        Args:
            tested: names of the test set; others, which the model was calibrated on, prove nothing.
        """
        outcome = self
        for one in inspections:
            if one.decision is None or one.name not in tested:
                continue
            if one.label == GOOD:
                outcome = replace(
                    outcome, good=outcome.good + 1, rejected=outcome.rejected + (one.decision is Decision.NG)
                )
            elif one.label:
                outcome = replace(
                    outcome,
                    defective=outcome.defective + 1,
                    found=outcome.found + (one.decision is Decision.NG),
                    in_review=outcome.in_review + (one.decision is Decision.REVIEW),
                    missed=outcome.missed + (one.decision is Decision.OK),
                )
        return outcome
