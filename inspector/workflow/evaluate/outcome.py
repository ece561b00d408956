"""How a model did on the parts or clips it was tested on, in numbers that a person counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from inspector.core.operating_point import Decision, at_least_review
from inspector.data.category import GOOD, ImageRef
from inspector.data.video.category import Clip
from inspector.workflow.inspect.images import Inspected
from inspector.workflow.inspect.video_progress import ClipBegun, ClipEnded, FrameJudged


@dataclass(frozen=True)
class TestOutcome:
    """A test set; what could not be judged is in none of the numbers, nor is what has no label.

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

    def with_verdict(self, label: str, decision: Decision | None) -> "TestOutcome":
        """Count one more."""
        if decision is None or not label:
            return self
        if label == GOOD:
            return replace(self, good=self.good + 1, rejected=self.rejected + (decision is Decision.NG))
        return replace(
            self,
            defective=self.defective + 1,
            found=self.found + (decision is Decision.NG),
            in_review=self.in_review + (decision is Decision.REVIEW),
            missed=self.missed + (decision is Decision.OK),
        )


class TestCount(Protocol):
    """Counts what a job inspects of a test set; others, which the model was calibrated on, prove nothing."""

    outcome: TestOutcome

    def follow(self, updates: Iterable[object]) -> None:
        """Take in what the job has said."""


class ImageTestCount:
    """Counts images."""

    def __init__(self, images: Sequence[ImageRef]) -> None:
        self.outcome = TestOutcome()
        self._tested = frozenset(image.name for image in images)

    def follow(self, updates: Iterable[object]) -> None:
        for update in updates:
            if isinstance(update, Inspected) and update.inspection.name in self._tested:
                self.outcome = self.outcome.with_verdict(update.inspection.label, update.inspection.decision)


class ClipTestCount:
    """Counts clips, each by its worst frame, and never as OK where not all of it was seen."""

    def __init__(self, clips: Sequence[Clip]) -> None:
        self.outcome = TestOutcome()
        self._clips = clips
        self._worst: Decision | None = None  # of the clip at work
        self._doubtful = False

    def follow(self, updates: Iterable[object]) -> None:
        order: list[Decision | None] = [None, *Decision]
        for update in updates:
            if isinstance(update, ClipBegun):
                self._worst, self._doubtful = None, False
            elif isinstance(update, FrameJudged):
                record = update.record
                self._worst = max(self._worst, record.decision, key=order.index)
                self._doubtful |= record.error is not None or record.doubtful
            elif isinstance(update, ClipEnded) and update.error is None:
                decision = at_least_review(self._worst) if self._doubtful else self._worst
                self.outcome = self.outcome.with_verdict(self._clips[update.clip].label, decision)
