"""Which type a region or an event probably has, by those that people have named, in this run and in others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from inspector.core.errors import InspectorError
from inspector.core.operating_point import OperatingPoint
from inspector.store.records import defect_type_history, types_in_force
from inspector.store.runs.image_run import ImageRun, RegionTable
from inspector.store.runs.lifecycle import final_name
from inspector.workflow.review.images import ReviewedImageRun
from inspector.workflow.review.reviewed_run import Place, ReviewedRun
from inspector.workflow.review.similar import EVENT_SPREADS, SPREADS, event_features, region_features
from inspector.workflow.review.video import ReviewedVideoRun

LEAST_NAMED = 10  # regions from which on a type is proposed
LEAST_RIGHT = 0.5  # share of the named regions whose own type the others propose; none is proposed below it
_MOST_ELSEWHERE = 500  # named regions of other runs, the last ones
_PRIOR = 3.0  # regions of one type that weigh as much as the spreads that are assumed before any is named
_UNLIKE = 9.0  # mean squared distance, in spreads, from which a region is unlike all that are named
_PEAK = 5  # column of a region's value
Key = tuple[str, int]  # what the records call a part or an event, and the number of its region


@dataclass(frozen=True, eq=False)
class Described:
    """Regions or events by what they look like.

    Attributes:
        keys: n of them.
        features: (n, d), each in units of how much it may differ before another one is likelier.
    """

    keys: Sequence[Key]
    features: np.ndarray


@dataclass(frozen=True)
class Proposals:
    """The types that regions without one probably have.

    Attributes:
        types: by part or event and region.
        right, named: how many of the named regions would have been given their type by the others, and how many there
            are, those of other runs included.
        elsewhere: how many of them are in other runs.
        seldom_right: there are enough of them, but they are right too seldom for a proposal.
    """

    types: Mapping[Place, str] = field(default_factory=dict)
    right: int = 0
    named: int = 0
    elsewhere: int = 0
    seldom_right: bool = False


class TypeProposer:
    """Proposes types in one run; what is named in the other runs of its folder is read once. For any thread.

    Args:
        describe: the regions or events of the run.
        describe_other: those of another run of the same kind, by its file.
    """

    def __init__(
        self, run: ReviewedRun, describe: Callable[[], Described], describe_other: Callable[[Path], Described]
    ) -> None:
        self._run, self._describe, self._describe_other = run, describe, describe_other
        self._elsewhere: tuple[list[str], list[np.ndarray]] | None = None

    def __call__(self, named: Mapping[Place, str]) -> Proposals:
        """Propose types from `LEAST_NAMED` named regions of two types on; none before.

        The nearest named regions vote. How far each feature may spread within a type is taken from the named regions:
        where scratches lie anywhere, their place says nothing. How often that is right is counted by leaving out each
        named region in turn, from the spreads, too; below half, nothing is proposed.

        Raises:
            RunError, StorageError: if the run or the records cannot be read.
        """
        if self._elsewhere is None:
            self._elsewhere = self._named_elsewhere()
        other_types, other_features = self._elsewhere
        types = [*named.values(), *other_types]
        if len(types) < LEAST_NAMED or len(set(types)) < 2:
            return Proposals(named=len(types), elsewhere=len(other_types))
        described = self._describe()
        places = {self._run.record_name(place): place for place in range(self._run.places)}
        rows = {(places[name], region): row for row, (name, region) in enumerate(described.keys) if name in places}
        known = {rows[place]: name for place, name in named.items() if place in rows}
        if len({*known.values(), *other_types}) < 2:  # whole clips may have types, and look like nothing
            return Proposals(named=len(types), elsewhere=len(other_types))
        examples = np.vstack([described.features[list(known)], *other_features])
        names, codes = np.unique([*known.values(), *other_types], return_inverse=True)
        right = sum(
            _nearest_type(examples[[row]], np.delete(examples, row, axis=0), np.delete(codes, row))[0] == code
            for row, code in enumerate(codes)
        )
        if right < LEAST_RIGHT * len(codes):
            return Proposals(right=int(right), named=len(codes), elsewhere=len(other_types), seldom_right=True)
        others = [(place, row) for place, row in rows.items() if row not in known]
        found = _nearest_type(described.features[[row for _, row in others]], examples, codes)
        proposed = {place: str(names[code]) for (place, _), code in zip(others, found, strict=True) if code >= 0}
        return Proposals(proposed, right=int(right), named=len(codes), elsewhere=len(other_types))

    def _named_elsewhere(self) -> tuple[list[str], list[np.ndarray]]:
        """Types and features (1, d) of the regions named last in other runs that are still there and can be read."""
        folder, own = self._run.path.parent, final_name(self._run.path)
        types: list[str] = []
        features: list[np.ndarray] = []
        for name, images in reversed(types_in_force(defect_type_history(folder)).items()):
            path = folder / name
            if name == own or path.suffix != Path(own).suffix or not path.exists() or len(types) >= _MOST_ELSEWHERE:
                continue
            try:
                described = self._describe_other(path)
            except InspectorError:  # which the list of runs says
                continue
            rows = {key: row for row, key in enumerate(described.keys)}
            for owner, regions in images.items():
                for region, one in regions.items():
                    row = rows.get((owner, region))
                    if row is not None and one.type is not None:
                        types.append(one.type)
                        features.append(described.features[[row]])
        return types[:_MOST_ELSEWHERE], features[:_MOST_ELSEWHERE]


def region_proposer(run: ReviewedImageRun) -> TypeProposer:
    """Proposes types for the regions of a run of images."""
    return TypeProposer(run, partial(_regions, run), partial(_regions_of_other, run))


def event_proposer(run: ReviewedVideoRun) -> TypeProposer:
    """Proposes types for the events of a run of clips."""
    return TypeProposer(run, partial(_events, run, run.point), partial(_events_of_other, run))


def _regions(run: ReviewedImageRun) -> Described:
    return _described(run.regions(), list(run.names), run.point)


def _regions_of_other(run: ReviewedImageRun, path: Path) -> Described:
    with ImageRun(path) as other:
        return _described(other.regions(), other.table().names, _point_beside(run, other.about, other.operating_point))


def _described(table: RegionTable, names: list[str], point: OperatingPoint) -> Described:
    features, owners = region_features(table)
    features[:, _PEAK] -= np.log(max(point.reject, 1e-12))  # so that the values of several models compare
    numbers = np.arange(len(owners)) - np.searchsorted(owners, owners)
    keys = [(names[owner], number) for owner, number in zip(owners.tolist(), numbers.tolist(), strict=True)]
    return Described(keys, features / SPREADS)


def _events_of_other(run: ReviewedVideoRun, path: Path) -> Described:
    other = ReviewedVideoRun(path, category=None)
    return _events(other, _point_beside(run, other.about, other.point))


def _events(run: ReviewedVideoRun, point: OperatingPoint) -> Described:
    features = event_features(run)
    features[:, _PEAK] -= np.log(max(point.reject, 1e-12))
    keys = [(run.record_name(place), 0) for place in range(len(run.events))]
    return Described(keys, features / EVENT_SPREADS)


def _point_beside(run: ReviewedRun, about: object, own: OperatingPoint) -> OperatingPoint:
    """By which to read the values of another run: for the same model the same, whatever its thresholds were then."""
    return run.point if isinstance(about, dict) and about.get("model") == run.about.get("model") else own


def _nearest_type(regions: np.ndarray, examples: np.ndarray, types: np.ndarray) -> list[int]:
    """The type of each of some regions, (m, d), by examples (n, d) of types (n,); -1 for one unlike all of them."""
    spreads = _spreads_within(examples, types)
    found = []
    for region in regions:
        distances = np.square((examples - region) / spreads).sum(axis=1)
        nearest = float(distances.min())
        votes = np.bincount(types, weights=np.exp((nearest - distances) / 2))
        found.append(-1 if nearest > _UNLIKE * examples.shape[1] else int(np.argmax(votes)))
    return found


def _spreads_within(examples: np.ndarray, types: np.ndarray) -> np.ndarray:
    """By how much each feature differs within a type, (d,)."""
    squares, freedom = np.full(examples.shape[1], _PRIOR), _PRIOR
    for one in np.unique(types):
        of_type = examples[types == one]
        squares = squares + np.square(of_type - of_type.mean(axis=0)).sum(axis=0)
        freedom += len(of_type) - 1
    return np.sqrt(squares / freedom)
