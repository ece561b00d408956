"""Records: who changed which operating point, and who decided what on which inspection, when and why.

Records are append-only: withdrawing something is a further record. A model's changes lie in its folder. The reviews of
all runs in a folder lie beside them, by the runs' final names, so that an interrupted run keeps its reviews when it is
complete.
"""

import getpass
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from inspector.core.errors import StorageError
from inspector.core.operating_point import OperatingPoint
from inspector.store.runs.lifecycle import final_name

RECORDS_FILE = "records.sqlite"

_SCHEMA_VERSION = 1  # as `PRAGMA user_version`; files from before reviews existed say 0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS operating_points (
    id INTEGER PRIMARY KEY,
    time TEXT NOT NULL, user TEXT NOT NULL, reason TEXT NOT NULL,
    old_review REAL NOT NULL, old_reject REAL NOT NULL,
    new_review REAL NOT NULL, new_reject REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS reviews (
    id INTEGER PRIMARY KEY,
    time TEXT NOT NULL, user TEXT NOT NULL, reason TEXT NOT NULL,
    run TEXT NOT NULL, image TEXT NOT NULL,
    decision TEXT CHECK (decision IN ('accept', 'reject', 'unsure'))
);
CREATE INDEX IF NOT EXISTS reviews_of_run ON reviews (run);
""" + "".join(
    f"""
CREATE TRIGGER IF NOT EXISTS {table}_stay BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, 'records are never changed'); END;
CREATE TRIGGER IF NOT EXISTS {table}_remain BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, 'records are never deleted'); END;
"""
    for table in ("operating_points", "reviews")
)


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


def current_user() -> str:
    """The name of the user who is logged in."""
    try:
        return getpass.getuser()
    except OSError:  # no entry in the password database, as in some containers
        return "unknown"


def record_operating_point(
    folder: Path, *, old: OperatingPoint, new: OperatingPoint, user: str, reason: str
) -> OperatingPointChange:
    """Append a change to a model's records; durable when this returns.

    Raises:
        StorageError: if the records cannot be written.
    """
    change = OperatingPointChange(_now(), user, reason, old, new)
    _append(
        folder / RECORDS_FILE,
        "INSERT INTO operating_points (time, user, reason, old_review, old_reject, new_review, new_reject)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (change.time, user, reason, old.review, old.reject, new.review, new.reject),
    )
    return change


def operating_point_history(folder: Path) -> list[OperatingPointChange]:
    """All changes of a model's thresholds, oldest first.

    Raises:
        StorageError: if there are records that cannot be read.
    """
    rows = _rows(
        folder / RECORDS_FILE,
        "operating_points",
        "SELECT time, user, reason, old_review, old_reject, new_review, new_reject FROM operating_points ORDER BY id",
    )
    return [
        OperatingPointChange(time, user, reason, OperatingPoint(*values[:2]), OperatingPoint(*values[2:]))
        for time, user, reason, *values in rows
    ]


def record_review(run: Path, *, image: str, decision: ReviewDecision | None, user: str, reason: str = "") -> Review:
    """Append a person's decision to a run's reviews; durable when this returns.

    Args:
        run: the run's file, complete or interrupted.
        image: its name in the run.
        decision: None withdraws the decision that is in force.

    Raises:
        StorageError: if the records cannot be written.
    """
    review = Review(_now(), user, reason, image, decision)
    _append(
        run.with_name(RECORDS_FILE),
        "INSERT INTO reviews (time, user, reason, run, image, decision) VALUES (?, ?, ?, ?, ?, ?)",
        (review.time, user, reason, final_name(run), image, decision),
    )
    return review


def review_history(run: Path) -> list[Review]:
    """All reviews of a run, oldest first, with those that were withdrawn or replaced.

    Raises:
        StorageError: if there are records that cannot be read.
    """
    rows = _rows(
        run.with_name(RECORDS_FILE),
        "reviews",
        "SELECT time, user, reason, image, decision FROM reviews WHERE run = ? ORDER BY id",
        (final_name(run),),
    )
    return [
        Review(written, user, reason, image, None if decision is None else ReviewDecision(decision))
        for written, user, reason, image, decision in rows
    ]


def current_reviews(run: Path) -> dict[str, Review]:
    """The review in force of each image that has one.

    Raises:
        StorageError: if there are records that cannot be read.
    """
    latest = {review.image: review for review in review_history(run)}
    return {image: review for image, review in latest.items() if review.decision is not None}


def is_reviewed(run: Path) -> bool:
    """Whether a run of this name was ever reviewed, even if it is gone.

    Raises:
        StorageError: if there are records that cannot be read.
    """
    query = "SELECT 1 FROM reviews WHERE run = ? LIMIT 1"
    return bool(_rows(run.with_name(RECORDS_FILE), "reviews", query, (final_name(run),)))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _append(path: Path, statement: str, values: Sequence[Any]) -> None:
    with _records(path) as database:
        if _version(database, path) < _SCHEMA_VERSION:
            database.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {_SCHEMA_VERSION}; COMMIT;")
        with database:
            database.execute(statement, values)


def _rows(path: Path, table: str, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    if not path.exists():
        return []
    with _records(path) as database:
        _version(database, path)
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
            return []
        return database.execute(query, values).fetchall()


def _version(database: sqlite3.Connection, path: Path) -> int:
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version > _SCHEMA_VERSION:
        raise StorageError(
            "{file} has record format {found}, and this program reads formats up to {supported}.",
            code="records.newer",
            file=str(path),
            found=version,
            supported=_SCHEMA_VERSION,
        )
    return version


@contextmanager
def _records(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(path, timeout=10)) as database:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("PRAGMA synchronous=FULL")
            yield database
    except sqlite3.Error as error:
        raise StorageError(
            "{file}: the records cannot be read or written ({reason}).",
            code="records.failed",
            file=str(path),
            reason=str(error),
        ) from error
