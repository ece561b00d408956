"""Types of defects: which one a region probably is, how often that is right, and how many there are of each."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from inspector.core.operating_point import Decision
from inspector.store.records import Review, ReviewDecision
from inspector.workflow.review.images import ReviewedImageRun
from inspector.workflow.review.reviewed_run import ReviewedRun
from inspector.workflow.review.similar import SPREADS, region_features

LEAST_NAMED = 10  # regions from which on a type is proposed
_PRIOR = 3.0  # regions of one type that weigh as much as the spreads that are assumed before any is named
_UNLIKE = 9.0  # mean squared distance, in spreads, from which a region is unlike all that are named
Place = tuple[int, int]  # a part and the number of its region, 0 for the worst


@dataclass(frozen=True)
class Proposals:
    """The types that regions without one probably have.

    Attributes:
        types: by part and region.
        right, named: how many of the named regions would have been given their type by the others, and how many there
            are.
    """

    types: Mapping[Place, str] = field(default_factory=dict)
    right: int = 0
    named: int = 0


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


def propose_types(run: ReviewedImageRun, named: Mapping[Place, str]) -> Proposals:
    """Propose types from `LEAST_NAMED` named regions of two types on; none before. For any thread.

    The nearest named regions vote, by the same features as :func:`similar_parts`. How far each feature may spread
    within a type is taken from the named regions: where scratches lie anywhere, their place says nothing. How often
    that is right is counted by leaving out each named region in turn, from the spreads, too.

    Raises:
        RunError: if the run cannot be read.
    """
    if len(named) < LEAST_NAMED or len(set(named.values())) < 2:
        return Proposals(named=len(named))
    features, owners = region_features(run)
    numbers = np.arange(len(owners)) - np.searchsorted(owners, owners)
    rows = {place: row for row, place in enumerate(zip(owners.tolist(), numbers.tolist(), strict=True))}
    known = {rows[place]: name for place, name in named.items() if place in rows}
    examples, (names, codes) = features[list(known)], np.unique(list(known.values()), return_inverse=True)
    right = sum(
        _nearest_type(examples[[row]], np.delete(examples, row, axis=0), np.delete(codes, row))[0] == code
        for row, code in enumerate(codes)
    )
    others = [(place, row) for place, row in rows.items() if row not in known]
    found = _nearest_type(features[[row for _, row in others]], examples, codes)
    types = {place: str(names[code]) for (place, _), code in zip(others, found, strict=True) if code >= 0}
    return Proposals(types, right=int(right), named=len(codes))


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


def _nearest_type(queries: np.ndarray, examples: np.ndarray, types: np.ndarray) -> list[int]:
    """The type of each of some regions, (m, d), by examples (n, d) of types (n,); -1 for one unlike all of them."""
    spreads = _spreads_within(examples, types)
    found = []
    for region in queries:
        distances = np.square((examples - region) / spreads).sum(axis=1)
        nearest = float(distances.min())
        votes = np.bincount(types, weights=np.exp((nearest - distances) / 2))
        found.append(-1 if nearest > _UNLIKE * examples.shape[1] else int(np.argmax(votes)))
    return found


def _spreads_within(examples: np.ndarray, types: np.ndarray) -> np.ndarray:
    """By how much each feature differs within a type, (d,)."""
    squares, freedom = _PRIOR * np.square(SPREADS), _PRIOR
    for one in np.unique(types):
        of_type = examples[types == one]
        squares = squares + np.square(of_type - of_type.mean(axis=0)).sum(axis=0)
        freedom += len(of_type) - 1
    return np.sqrt(squares / freedom)
