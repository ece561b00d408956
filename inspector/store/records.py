"""Records: who changed which operating point, when and why. Append-only."""

import getpass
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from inspector.core.calibration import OperatingPoint
from inspector.core.errors import StorageError

RECORDS_FILE = "records.sqlite"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS operating_points (
    id INTEGER PRIMARY KEY,
    time TEXT NOT NULL, user TEXT NOT NULL, reason TEXT NOT NULL,
    old_review REAL NOT NULL, old_reject REAL NOT NULL,
    new_review REAL NOT NULL, new_reject REAL NOT NULL
);
CREATE TRIGGER IF NOT EXISTS operating_points_stay BEFORE UPDATE ON operating_points
BEGIN SELECT RAISE(ABORT, 'records are never changed'); END;
CREATE TRIGGER IF NOT EXISTS operating_points_remain BEFORE DELETE ON operating_points
BEGIN SELECT RAISE(ABORT, 'records are never deleted'); END;
"""


@dataclass(frozen=True)
class OperatingPointChange:
    """One change of a model's thresholds; `time` is UTC in ISO 8601."""

    time: str
    user: str
    reason: str
    old: OperatingPoint
    new: OperatingPoint


def current_user() -> str:
    """The name the operating system has for the person at work."""
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
    change = OperatingPointChange(datetime.now(UTC).isoformat(timespec="seconds"), user, reason, old, new)
    with _records(folder / RECORDS_FILE) as database, database:
        database.executescript(_SCHEMA)
        database.execute(
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
    path = folder / RECORDS_FILE
    if not path.exists():
        return []
    with _records(path) as database:
        rows = database.execute(
            "SELECT time, user, reason, old_review, old_reject, new_review, new_reject"
            " FROM operating_points ORDER BY id"
        ).fetchall()
    return [
        OperatingPointChange(time, user, reason, OperatingPoint(*values[:2]), OperatingPoint(*values[2:]))
        for time, user, reason, *values in rows
    ]


@contextmanager
def _records(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(path, timeout=10)) as database:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("PRAGMA synchronous=FULL")
            yield database
    except sqlite3.Error as error:
        raise StorageError(
            f"{path}: the records cannot be read or written ({error}); check the folder's rights and free space."
        ) from error
