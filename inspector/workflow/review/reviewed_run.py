"""What runs of images and of clips have in common under review: an operating point, and what people decided."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from inspector.core.operating_point import OperatingPoint, ScoreScale
from inspector.store.owner import current_user
from inspector.store.records import Review, ReviewDecision, current_reviews, record_review
from inspector.store.runs.lifecycle import SCORE_SCALE
from inspector.workflow.review.scores import LabelledScores


class ReviewedRun(ABC):
    """A run with its reviews; places are those of what people decide on, images or events.

    Attributes:
        path: of the run's file.
        about: what the run says of itself.
        point: by which it is judged; the run's own at first.

    Raises:
        RunError, StorageError: if run or reviews cannot be read.
    """

    def __init__(self, path: Path, *, about: Mapping[str, Any], point: OperatingPoint) -> None:
        self.path, self.about, self.point = path, about, point
        self._reviews: dict[str, Review] = current_reviews(path)

    def relative(self, score: float) -> float | None:
        """A raw score on the readable scale, by the thresholds in `point`; None in runs from before there was one."""
        stated = self.about.get(SCORE_SCALE)
        return None if stated is None else ScoreScale(**stated).relative(score, self.point)

    @abstractmethod
    def judge_by(self, point: OperatingPoint) -> None:
        """Decide anew at another operating point; reads the run."""

    @abstractmethod
    def record_name(self, place: int) -> str:
        """What the records call what is at a place."""

    @abstractmethod
    def place_of(self, name: str) -> int | None:
        """Where what the records call so is; None where it is not in the run."""

    @abstractmethod
    def labelled_scores(self) -> LabelledScores:
        """The scores that thresholds are set on, with what labels and reviews say of them."""

    @abstractmethod
    def close(self) -> None:
        """Close the file."""

    def review_of(self, place: int) -> Review | None:
        """The decision in force on what is at a place."""
        return self._reviews.get(self.record_name(place))

    def review(self, place: int, decision: ReviewDecision | None, *, reason: str = "") -> None:
        """Keep what a person decided; None withdraws it. Durable when this returns."""
        name = self.record_name(place)
        record_review(self.path, image=name, decision=decision, user=current_user(), reason=reason)
        self.show_review(name, decision)

    def show_review(self, name: str, decision: ReviewDecision | None) -> None:
        """Take a decision for recorded, which somebody else writes to the records."""
        self._reviews.pop(name, None)
        if decision is not None:
            self._reviews[name] = Review("", current_user(), "", name, decision)

    def keep_reviews(self, before: "ReviewedRun") -> None:
        """Go on with the decisions of the same run as it was opened before, some of which may not be written yet."""
        self._reviews = before._reviews

    def reviewed(self) -> int:
        """How many decisions are in force."""
        return len(self._reviews)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
