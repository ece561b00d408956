"""What runs of images and of clips have in common under review: an operating point, and what people decided."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from inspector.core.operating_point import Decision, OperatingPoint, ReadableScores, ScoreScale
from inspector.store.owner import current_user
from inspector.store.records import (
    Review,
    ReviewDecision,
    current_defect_types,
    current_reviews,
    defect_type_history,
    record_review,
    types_in_force,
)
from inspector.store.runs.lifecycle import SCORE_SCALE, StoredRun, final_name
from inspector.workflow.review.scores import LabelledScores

NOT_REVIEWED, NOT_NAMED = "not reviewed", ""  # what lists can be filtered by, besides decisions and types

Place = tuple[int, int]  # a part or an event, and the number of its region, 0 for the worst


@dataclass(frozen=True, eq=False)
class RecordsOfRun:
    """What people decided and named in a run, as the records of its folder have it.

    Attributes:
        reviews: the decisions in force by name.
        types: the types in force by name and region.
        other_types: those of the other runs of the folder.
        type_names: of all these, in the order of their first use.
    """

    reviews: dict[str, Review]
    types: dict[str, dict[int, str]]
    other_types: set[str]
    type_names: list[str]


def read_run_records(path: Path, *, moved_from: Path | None) -> RecordsOfRun:
    """The records of a run; for any thread.

    Args:
        moved_from: where the run was written, if it was moved since.

    Raises:
        StorageError: if they cannot be read.
    """
    reviews = current_reviews(path, moved_from=moved_from)
    history = defect_type_history(path.parent)
    by_run = types_in_force(history)
    by_run.pop(final_name(path), None)
    types = current_defect_types(path, moved_from=moved_from)
    others = {str(one.type) for images in by_run.values() for regions in images.values() for one in regions.values()}
    in_use = others | {name for regions in types.values() for name in regions.values()}
    names = list(dict.fromkeys(one.type for one in history if one.type in in_use and one.type))
    return RecordsOfRun(reviews, types, others, names)


class ReviewedRun(ABC):
    """A run with its reviews; places are those of what people decide on, images or events.

    Attributes:
        path: of the run's file.
        type_names: types of defect that were named in the runs of its folder, in the order of their first use.
        about: what the run says of itself.
        moved_from: where the run was written, if it was moved since; what was decided there counts.
        point: by which it is judged; the run's own at first.
        name_columns: of a table, which together name what is decided on.
        learned: names of its parts that the model learned or was calibrated on, which are no test of it.

    Raises:
        RunError, StorageError: if run or reviews cannot be read.
    """

    name_columns: tuple[str, ...]
    learned: frozenset[str] = frozenset()

    def __init__(self, run: StoredRun) -> None:
        path, point = run.path, run.operating_point
        self.moved_from = run.moved_from
        self.path, self.about, self.point, self._own_point = path, run.about, point, point
        self.moved_from = run.moved_from
        self._hold(read_run_records(path, moved_from=run.moved_from))

    def _hold(self, records: RecordsOfRun) -> None:
        self._reviews, self._types = records.reviews, records.types
        self._other_types, self.type_names = records.other_types, records.type_names

    @property
    def own_point(self) -> OperatingPoint:
        """That by which the run was made."""
        return self._own_point

    @property
    def other_thresholds(self) -> bool:
        """Whether it is judged by others than when it was made."""
        return self.point != self._own_point

    def relative(self, score: float) -> float | None:
        """A raw score on the readable scale, by the thresholds in `point`; None in runs from before there was one."""
        stated = self.about.get(SCORE_SCALE)
        return None if stated is None else ScoreScale(**stated).relative(score, self.point)

    @property
    def readable(self) -> ReadableScores:
        """How scores read at `point`; raw in runs from before there was a scale."""
        stated = self.about.get(SCORE_SCALE)
        return ReadableScores.raw_scores() if stated is None else ScoreScale(**stated).at(self.point)

    @abstractmethod
    def judge_by(self, point: OperatingPoint) -> None:
        """Decide anew at another operating point; reads the run."""

    @abstractmethod
    def record_name(self, place: int) -> str:
        """What the records call what is at a place."""

    @abstractmethod
    def name_in_row(self, row: Mapping[str, str]) -> str:
        """What the records call what a row of a table is about, which holds the :attr:`name_columns`."""

    @abstractmethod
    def place_of(self, name: str) -> int | None:
        """Where what the records call so is; None where it is not in the run."""

    @property
    @abstractmethod
    def places(self) -> int:
        """How many images or events there are."""

    @abstractmethod
    def decided(self, place: int) -> Decision | None:
        """The verdict on what is at a place, at `point`; None where it could not be judged."""

    @abstractmethod
    def labelled_scores(self) -> LabelledScores:
        """The scores that thresholds are set on, with what labels and reviews say of them."""

    @abstractmethod
    def close(self) -> None:
        """Close the file."""

    @property
    def confirmed(self) -> int:
        """How many parts or clips people confirmed to be good."""
        reviews = (self.review_of(place) for place in range(self.places))
        return sum(review is not None and review.decision is ReviewDecision.ACCEPT for review in reviews)

    def review_of(self, place: int) -> Review | None:
        """The decision in force on what is at a place."""
        return self._reviews.get(self.record_name(place))

    def find_learned(self, card: Mapping[str, Any]) -> None:  # noqa: ARG002
        """Find out what is in `learned`, from the card of the run's model; reads files."""
        return

    def contradicted_label(self, place: int, decision: ReviewDecision | None) -> str:  # noqa: ARG002
        """The label of what is at a place, where a decision says otherwise; empty where it does not, or for none."""
        return ""

    def is_in_state(self, place: int, state: str | None) -> bool:
        """Whether people decided this on what is at a place, or nothing yet for `NOT_REVIEWED`; None for whatever."""
        if state is None:
            return True
        review = self.review_of(place)
        return (NOT_REVIEWED if review is None else review.decision) == state

    def review(self, place: int, decision: ReviewDecision | None, *, reason: str = "") -> None:
        """Keep what a person decided; None withdraws it. Durable when this returns."""
        name = self.record_name(place)
        record_review(self.path, image=name, decision=decision, user=current_user(), reason=reason)
        self.show_review(name, decision)

    def show_review(self, name: str, decision: ReviewDecision | None, *, by: str | None = None) -> None:
        """Take a decision for recorded, which somebody else writes to the records.

        Args:
            by: who decided; None for the current user.
        """
        self._reviews.pop(name, None)
        if decision is not None:
            self._reviews[name] = Review("", current_user() if by is None else by, "", name, decision)

    def take_records(self, records: RecordsOfRun) -> list[int]:
        """Go on with what the records hold now; returns the places of which that is another decision or type."""
        before = [self._recorded_at(place) for place in range(self.places)]
        self._hold(records)
        return [place for place, shown in enumerate(before) if self._recorded_at(place) != shown]

    def _recorded_at(self, place: int) -> tuple[ReviewDecision | None, str, dict[int, str]]:
        review = self.review_of(place)
        decision, user = (None, "") if review is None else (review.decision, review.user)
        return decision, user, self.types_at(place)

    def keep_reviews(self, before: "ReviewedRun") -> None:
        """Go on with the decisions and types of the same run as it was opened before; some may not be written yet."""
        self._reviews, self._types, self.type_names = before._reviews, before._types, before.type_names

    def types_at(self, place: int) -> dict[int, str]:
        """The types of the named regions of what is at a place, the worst region first."""
        return dict(sorted(self._types.get(self.typed_name(place), {}).items()))

    def typed_name(self, place: int) -> str:
        """What the records of types call what is at a place."""
        return self.record_name(place)

    def places_typed(self, name: str) -> list[int]:
        """Where what the records of types call so is."""
        place = self.place_of(name)
        return [] if place is None else [place]

    @property
    def named_places(self) -> dict[Place, str]:
        """The types of the named regions by part or event and region."""
        return {
            (place, region): type_name
            for name, regions in self._types.items()
            for place in (self.places_typed(name) if regions else ())
            for region, type_name in regions.items()
        }

    def show_type(self, name: str, region: int, type_name: str | None) -> None:
        """Take the type of a region for recorded, which somebody else writes to the records."""
        regions = self._types.setdefault(name, {})
        regions.pop(region, None)
        if type_name is not None:
            regions[region] = type_name
            if type_name not in self.type_names:
                self.type_names.append(type_name)
        in_use = self._other_types | {one for regions in self._types.values() for one in regions.values()}
        while self.type_names and self.type_names[-1] not in in_use:  # the others keep their numbers
            self.type_names.pop()

    def reviewed(self) -> int:
        """How many decisions are in force."""
        return len(self._reviews)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
