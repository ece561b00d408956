"""Types of defects: how many there are of each."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from inspector.core.operating_point import Decision
from inspector.store.records import Review, ReviewDecision
from inspector.workflow.review.reviewed_run import ReviewedRun


@dataclass(frozen=True)
class TypeCount:
    """How many regions, and how many parts, are of a type; `name` is empty for those without one."""

    name: str
    regions: int
    parts: int


@dataclass(frozen=True)
class ParetoBar:
    """A type in a Pareto chart.

    Attributes:
        share: of all named regions.
        total: the share of this type and of those before it together.
    """

    count: TypeCount
    share: float
    total: float


def type_name(text: str, known: Collection[str]) -> str:
    """A type as it is recorded, of what a person typed: without needless spaces, and spelt as a known one is."""
    name = " ".join(text.split())
    return next((one for one in known if one.casefold() == name.casefold()), name)


def count_types(parts: Iterable[tuple[Sequence[str], bool]]) -> list[TypeCount]:
    """How often each type was named, the most frequent first; last, the rejected parts that have none.

    Args:
        parts: the types of each part's named regions, and whether it was rejected; see :func:`is_rejected`.
    """
    regions: Counter[str] = Counter()
    owners: Counter[str] = Counter()
    unnamed = 0
    for types, rejected in parts:
        regions.update(types)
        owners.update(set(types))
        unnamed += not types and rejected
    counts = [TypeCount(name, regions[name], owners[name]) for name in regions]
    counts.sort(key=lambda one: (-one.regions, one.name))
    return counts + ([TypeCount("", 0, unnamed)] if unnamed else [])


def pareto(counts: Sequence[TypeCount]) -> list[ParetoBar]:
    """The bars of a Pareto chart of the named regions, the most frequent type first; parts without one are left out."""
    named = [one for one in counts if one.regions]
    total = sum(one.regions for one in named)
    sums = np.cumsum([one.regions for one in named]).tolist()
    return [ParetoBar(one, one.regions / total, below / total) for one, below in zip(named, sums, strict=True)]


def is_rejected(decision: Decision | None, review: Review | None) -> bool:
    """Whether a person rejected a part, or, where nobody was sure, the model did."""
    if review is not None and review.decision is not ReviewDecision.UNSURE:
        return review.decision is ReviewDecision.REJECT
    return decision is Decision.NG


def counted_types(run: ReviewedRun) -> list[TypeCount]:
    """How often each type was named in a run under review."""
    return count_types(
        (list(run.types_at(place).values()), is_rejected(run.decided(place), run.review_of(place)))
        for place in range(run.places)
    )
