"""Records: who changed which operating point, who decided what on which inspection, and who named which defect.

Records are append-only: withdrawing something is a further record. A model's changes lie in its folder. The reviews of
all runs in a folder lie beside them, by the runs' final names, so that an interrupted run keeps its reviews when it is
complete.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from inspector.core.errors import SettingError, StorageError, failure
from inspector.core.operating_point import OperatingPoint
from inspector.store.ledger import Entries, append_entry, file_state, read_entries
from inspector.store.runs.run_errors import final_name

RECORDS_FILE = "records.sqlite"


@dataclass(frozen=True)
class OperatingPointChange:
    """One change of a model's thresholds; `time` is UTC in ISO 8601."""

    time: str
    user: str
    reason: str
    old: OperatingPoint
    new: OperatingPoint


class ReviewDecision(StrEnum):
    """A person's decision on an inspection, whatever the model decided."""

    ACCEPT = "accept"
    REJECT = "reject"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Review:
    """A person's decision on the inspection of `image`, its name in the run; `time` is UTC in ISO 8601.

    A decision of None withdraws the one before it.
    """

    time: str
    user: str
    reason: str
    image: str
    decision: ReviewDecision | None


@dataclass(frozen=True)
class NamedDefect:
    """The type that a person gave a region of `image`, its name in `run`; `time` is UTC in ISO 8601.

    Attributes:
        run: the final name of its file.
        region: its number in the record, 0 for the worst; an event of a clip is its own region 0.
        type: None withdraws the one before it.
    """

    time: str
    user: str
    reason: str
    run: str
    image: str
    region: int
    type: str | None


def records_state(folder: Path) -> tuple[int, int] | None:
    """What is another once something was recorded in a folder, and costs no reading; None before that.

    Raises:
        StorageError: if the place cannot be looked at.
    """
    return file_state(folder / RECORDS_FILE)


def record_operating_point(
    folder: Path,
    *,
    old: OperatingPoint,
    new: OperatingPoint,
    user: str,
    reason: str,
    before_commit: Callable[[Entries], None] | None = None,
) -> OperatingPointChange:
    """Append a change to a model's records; durable when this returns.

    Args:
        before_commit: see :func:`inspector.store.ledger.append_entry`.

    Raises:
        StorageError: if the records cannot be written, or were changed.
    """
    change = OperatingPointChange(_now(), user, reason, old, new)
    values = (change.time, user, reason, *map(float, (old.review, old.reject, new.review, new.reject)))
    append_entry(folder / RECORDS_FILE, "operating_points", values, before_commit=before_commit)
    return change


def operating_point_entries(folder: Path) -> Entries:
    """What the records of a model hold, as they hold it.

    Raises:
        StorageError: if there are records that cannot be read, or were changed.
    """
    return read_entries(folder / RECORDS_FILE, "operating_points")


def operating_point_history(folder: Path) -> list[OperatingPointChange]:
    """All changes of a model's thresholds, oldest first.

    Raises:
        StorageError: if there are records that cannot be read, or were changed.
    """
    return changes_of(operating_point_entries(folder), folder)


def changes_of(entries: Entries, folder: Path) -> list[OperatingPointChange]:
    """The changes that entries hold.

    Raises:
        StorageError: if one is none.
    """
    with _valid(folder / RECORDS_FILE):
        return [
            OperatingPointChange(time, user, reason, OperatingPoint(*points[:2]), OperatingPoint(*points[2:]))
            for time, user, reason, *points in entries.values
        ]


def record_review(run: Path, *, image: str, decision: ReviewDecision | None, user: str, reason: str = "") -> Review:
    """Append a person's decision to a run's reviews; durable when this returns.

    Args:
        run: the run's file, complete or interrupted.
        image: its name in the run.
        decision: None withdraws the decision that is in force.

    Raises:
        StorageError: if the records cannot be written, or were changed.
    """
    review = Review(_now(), user, reason, image, decision)
    append_entry(run.with_name(RECORDS_FILE), "reviews", (review.time, user, reason, final_name(run), image, decision))
    return review


def review_history(run: Path, *, moved_from: Path | None = None) -> list[Review]:
    """All reviews of a run, oldest first, with those that were withdrawn or replaced.

    Args:
        moved_from: where the run was written, if it was moved since; what was decided there comes first.

    Raises:
        StorageError: if there are records that cannot be read, or were changed.
    """
    before = [] if moved_from is None else review_history(moved_from)
    path, name = run.with_name(RECORDS_FILE), final_name(run)
    with _valid(path):
        return before + [
            Review(written, user, reason, image, None if decision is None else ReviewDecision(decision))
            for written, user, reason, of_run, image, decision in read_entries(path, "reviews").values
            if of_run == name
        ]


def current_reviews(run: Path, *, moved_from: Path | None = None) -> dict[str, Review]:
    """The review in force of each image that has one; see :func:`review_history`.

    Raises:
        StorageError: if there are records that cannot be read, or were changed.
    """
    latest = {review.image: review for review in review_history(run, moved_from=moved_from)}
    return {image: review for image, review in latest.items() if review.decision is not None}


def record_defect_type(
    run: Path, *, image: str, region: int, type_name: str | None, user: str, reason: str = ""
) -> NamedDefect:
    """Append the type of a region to a run's records; durable when this returns.

    Args:
        run: the run's file, complete or interrupted.
        image: its name in the run.
        type_name: None withdraws the type that is in force.

    Raises:
        StorageError: if the records cannot be written, or were changed.
    """
    named = NamedDefect(_now(), user, reason, final_name(run), image, region, type_name)
    values = (named.time, user, reason, named.run, image, region, type_name)
    append_entry(run.with_name(RECORDS_FILE), "defect_types", values)
    return named


def defect_type_history(folder: Path) -> list[NamedDefect]:
    """All types that were given in the runs of a folder, oldest first.

    Raises:
        StorageError: if there are records that cannot be read, or were changed.
    """
    path = folder / RECORDS_FILE
    with _valid(path):
        return [
            NamedDefect(written, user, reason, run, image, int(region), name)
            for written, user, reason, run, image, region, name in read_entries(path, "defect_types").values
        ]


def types_in_force(history: Sequence[NamedDefect]) -> dict[str, dict[str, dict[int, NamedDefect]]]:
    """The types in force by run, image and region."""
    types: dict[str, dict[str, dict[int, NamedDefect]]] = {}
    for named in history:
        regions = types.setdefault(named.run, {}).setdefault(named.image, {})
        if named.type is None:
            regions.pop(named.region, None)
        else:
            regions[named.region] = named
    return types


def types_of_run(run: Path, *, moved_from: Path | None = None) -> dict[str, dict[int, NamedDefect]]:
    """The types in force of a run's regions by image and region; see :func:`review_history`.

    Raises:
        StorageError: if there are records that cannot be read, or were changed.
    """
    name = final_name(run)
    before = [] if moved_from is None else defect_type_history(moved_from.parent)
    own = [replace(one, run=name) for one in before if moved_from is not None and one.run == final_name(moved_from)]
    return types_in_force([*own, *defect_type_history(run.parent)]).get(name, {})


def current_defect_types(run: Path, *, moved_from: Path | None = None) -> dict[str, dict[int, str]]:
    """The same as names, the worst region of each image first.

    Raises:
        StorageError: if there are records that cannot be read, or were changed.
    """
    images = types_of_run(run, moved_from=moved_from)
    return {
        image: {region: one.type for region, one in sorted(regions.items()) if one.type is not None}
        for image, regions in images.items()
        if regions
    }


def reviewed_runs(folder: Path) -> set[str]:
    """The final names of the runs in a folder that were ever reviewed, even of those that are gone.

    Raises:
        StorageError: if there are records that cannot be read, or were changed.
    """
    reviewed = {name for _, _, _, name, _, _ in read_entries(folder / RECORDS_FILE, "reviews").values}
    return reviewed | {named.run for named in defect_type_history(folder)}


def is_reviewed(run: Path) -> bool:
    """Whether a run of this name was ever reviewed, even if it is gone.

    Raises:
        StorageError: if there are records that cannot be read, or were changed.
    """
    return final_name(run) in reviewed_runs(run.parent)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@contextmanager
def _valid(path: Path) -> Iterator[None]:
    """Turn values that no record has, such as a text for a threshold, into a StorageError."""
    try:
        yield
    except (TypeError, ValueError, SettingError) as error:
        raise StorageError(
            "{file}: the records hold something else than records ({reason}).",
            code="records.failed",
            **failure(path, error),
        ) from error
