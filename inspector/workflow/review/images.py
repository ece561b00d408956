"""A run of images under review: its scores, what is known of each image, and what people decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np

from inspector.core.inspection import Inspection
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.data.category import GOOD
from inspector.data.natural_order import natural_order
from inspector.store.records import ReviewDecision
from inspector.store.runs.image_run import ImageRun, RegionTable
from inspector.workflow.evaluate.learned import learned_parts
from inspector.workflow.review.reviewed_run import NOT_NAMED, ReviewedRun
from inspector.workflow.review.scores import LabelledScores


class Order(StrEnum):
    """In which order the images of a run are listed."""

    WORST = "worst"
    BEST = "best"
    NAME = "name"
    INSPECTED = "inspected"


@dataclass(frozen=True)
class Filter:
    """Which images to show; None for all.

    Attributes:
        decision: a verdict, or `error` for images that could not be judged.
        label: `good`, a defect type, or empty for unknown.
        state: what people decided, or `NOT_REVIEWED`.
        type: a type of defect that a person named, or `NOT_NAMED` for parts that are not OK and have none.
        name: what their names contain, in any case; empty for all.
        order: in which they are listed; those that could not be judged come first by score.
    """

    decision: str | None = None
    label: str | None = None
    state: str | None = None
    type: str | None = None
    name: str = ""
    order: Order = Order.WORST


@dataclass(frozen=True, eq=False)
class ReadPart:
    """The whole record of an image with its map, and whether its file is another by now than was inspected."""

    inspection: Inspection
    replaced: bool


class ReviewedImageRun(ReviewedRun):
    """The finished records of a run by place, 0 to n − 1.

    Attributes:
        run: the file.
        names, labels, scores, doubtful, not_found, coarse: as in :class:`inspector.store.runs.image_run.RunTable`.

    Raises:
        RunError, StorageError: if run or reviews cannot be read.
    """

    name_columns = ("image",)

    def __init__(self, path: Path) -> None:
        self.run = ImageRun(path)
        super().__init__(self.run)
        table = self.run.table()
        self._index = table.index
        self.names: Sequence[str] = table.names
        self.labels: Sequence[str] = table.labels
        self.scores = table.scores
        self.doubtful, self.not_found, self.coarse = table.doubtful, table.not_found, table.coarse
        self._places = {name: place for place, name in enumerate(self.names)}

    def __len__(self) -> int:
        return len(self.names)

    def judge_by(self, point: OperatingPoint) -> None:
        self.point = point

    def name_in_row(self, row: Mapping[str, str]) -> str:
        return row["image"]

    def record_name(self, place: int) -> str:
        return self.names[place]

    def place_of(self, name: str) -> int | None:
        return self._places.get(name)

    def image_path(self, place: int) -> Path:
        return self.run.path_of(self.names[place])

    def inspection(self, place: int) -> Inspection:
        """The whole record with its map."""
        return self.run[int(self._index[place])]

    def read_part(self, place: int) -> ReadPart:
        """All that is shown of an image besides its picture."""
        return ReadPart(self.inspection(place), self.run.is_replaced(self.names[place]))

    def regions(self) -> RegionTable:
        """Those of every part, by place."""
        return self.run.regions()

    def decision(self, place: int) -> Decision | None:
        """The verdict at `point`; None where the image could not be judged."""
        score = self.scores[place]
        return None if np.isnan(score) else self.point.decide(float(score), doubtful=bool(self.doubtful[place]))

    @property
    def places(self) -> int:
        return len(self)

    def decided(self, place: int) -> Decision | None:
        return self.decision(place)

    def find_learned(self, card: Mapping[str, Any]) -> None:
        self.learned = learned_parts(card, ((name, self.image_path(place)) for place, name in enumerate(self.names)))

    def contradicted_label(self, place: int, decision: ReviewDecision | None) -> str:
        label = self.labels[place]
        contradicting = ReviewDecision.REJECT if label == GOOD else ReviewDecision.ACCEPT
        return label if decision is contradicting else ""

    def labelled_scores(self) -> LabelledScores:
        """What is known of each image: the label of its folder, else a person's review; unsure is not known.

        Images that could not be judged are not known either.
        """
        known, defective = np.zeros(len(self), bool), np.zeros(len(self), bool)
        for place, label in enumerate(self.labels):
            review = self.review_of(place)
            if label:
                known[place], defective[place] = True, label != GOOD
            elif review is not None and review.decision is not ReviewDecision.UNSURE:
                known[place], defective[place] = True, review.decision is ReviewDecision.REJECT
        types = [self.type_at(place) for place in range(len(self))]
        learned = np.array([name in self.learned for name in self.names], bool)
        known &= ~np.isnan(self.scores)
        return LabelledScores(self.names, self.scores, known, defective, self.doubtful, types, learned)

    def select(self, choice: Filter) -> list[int]:
        """The places that pass, in the order that is wanted."""
        return [place for place in self._ordered(choice.order) if self._passes(place, choice)]

    def _ordered(self, order: Order) -> list[int]:
        if order is Order.INSPECTED:
            return list(range(len(self)))
        if order is Order.NAME:
            return natural_order(range(len(self)), self.names.__getitem__)
        sign = -1 if order is Order.WORST else 1
        return np.argsort(np.nan_to_num(sign * self.scores, nan=-np.inf), kind="stable").tolist()

    def _passes(self, place: int, choice: Filter) -> bool:
        if choice.name and choice.name.casefold() not in self.names[place].casefold():
            return False
        if choice.decision is not None and (self.decision(place) or "error") != choice.decision:
            return False
        if choice.label is not None and self.labels[place] != choice.label:
            return False
        if choice.type is not None and not self._has_type(place, choice.type):
            return False
        return self.is_in_state(place, choice.state)

    def type_at(self, place: int) -> str:
        """The type of the part's worst named region, or its label where none is named; empty for a good part."""
        label = self.labels[place]
        return next(iter(self.types_at(place).values()), "" if label == GOOD else label)

    def _has_type(self, place: int, choice: str) -> bool:
        types = self.types_at(place).values()
        if choice == NOT_NAMED:
            return not types and self.decision(place) not in (None, Decision.OK)
        return choice in types

    def close(self) -> None:
        self.run.close()
