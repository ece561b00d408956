"""The layout of a run of clips: one SQLite file, and how it is made, opened and closed whole.

How many frames there will be is not known when a run begins, and those of hours must be there after a kill, so this
file grows by transactions. While it is written a write-ahead log lies beside it, in which a killed process leaves what
it had; whoever opens the run next takes that into the file, so that a run at rest is a single file.
"""

import json
import os
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from inspector.core.errors import RunError, RunInUseError
from inspector.core.operating_point import Decision
from inspector.store.durable import sync_file, sync_folder
from inspector.store.runs.image_run import PART_SUFFIX

FORMAT = 1  # as `PRAGMA user_version`
DECISIONS: list[Decision | None] = [*Decision, None]  # by their codes; the last, also at -1, where there is none
_APPLICATION_ID = 0x496E7370  # "Insp", which tells a run from other SQLite files
_FLOAT16_MAX = float(np.finfo(np.float16).max)
# Boxes and maps are kept apart from the scores, so that the scores of hours are read without them. Decisions are
# 0 OK, 1 REVIEW, 2 NG; boxes are float32 and maps zlib-compressed float16, both little-endian.
_SCHEMA = """
CREATE TABLE run (about TEXT NOT NULL);
CREATE TABLE clips (
    clip INTEGER PRIMARY KEY, name TEXT NOT NULL, label TEXT NOT NULL,
    frame_rate REAL, height INTEGER, width INTEGER, error TEXT, finished INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE frames (
    clip INTEGER NOT NULL, frame INTEGER NOT NULL,
    time_s REAL, score REAL, decision INTEGER, still INTEGER NOT NULL, error TEXT,
    PRIMARY KEY (clip, frame),
    CHECK (typeof(frame) = 'integer' AND typeof(score) IN ('real', 'null') AND typeof(time_s) IN ('real', 'null'))
) WITHOUT ROWID;
CREATE TABLE evidence (
    clip INTEGER NOT NULL, frame INTEGER NOT NULL,
    boxes BLOB NOT NULL, height INTEGER, width INTEGER, map BLOB,
    UNIQUE (clip, frame)
);
CREATE TABLE events (
    id INTEGER PRIMARY KEY, clip INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, peak_frame INTEGER NOT NULL, peak REAL NOT NULL,
    decision INTEGER NOT NULL, start_s REAL, end_s REAL, peak_s REAL,
    place_left REAL, place_top REAL, place_right REAL, place_bottom REAL
);
CREATE INDEX events_of_clip ON events (clip);
"""


def create_video_run(part: Path, *, clips: Sequence[tuple[str, str]], about: Mapping[str, Any]) -> None:
    """Make the file of a run, no clip begun; a file of this name has always its whole layout."""
    making = part.with_name(part.name + ".new")
    for path in (part, making):
        remove_beside(path)  # a log left by a file that is gone would be taken for this one's
    making.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(making, isolation_level=None)) as database:
            database.executescript(
                f"PRAGMA application_id = {_APPLICATION_ID}; PRAGMA user_version = {FORMAT}; BEGIN; {_SCHEMA}"
            )
            database.execute("INSERT INTO run VALUES (?)", (json.dumps(about),))
            database.executemany(
                "INSERT INTO clips (clip, name, label) VALUES (?, ?, ?)",
                ((clip, name, label) for clip, (name, label) in enumerate(clips)),
            )
            database.execute("COMMIT")
        sync_file(making)
        making.rename(part)
        sync_folder(part.parent)
    except BaseException:
        making.unlink(missing_ok=True)
        raise


def open_for_writing(part: Path) -> sqlite3.Connection:
    """The run for one writer: no one else can open it until that one is done.

    Raises:
        RunError: as for :func:`open_for_reading`.
    """
    with run_errors(part):
        database = _opened(part, "rw")
        try:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("BEGIN IMMEDIATE")  # is refused where another has it open
            database.execute("COMMIT")
            database.execute("PRAGMA synchronous = NORMAL")
        except BaseException:
            database.close()
            raise
        return database


def open_for_reading(path: Path) -> sqlite3.Connection:
    """The run for a reader, from any thread.

    Raises:
        RunError: if it is missing, is not a run, is damaged, or belongs to a newer version.
        RunInUseError: if another is writing it.
    """
    if not path.is_file():
        raise RunError(f"{path}: there is no run here; check the path.")
    with run_errors(path):
        if path.suffix == PART_SUFFIX and os.access(path.parent, os.W_OK):
            close_whole(_opened(path, "rw"))  # a process that was killed leaves a log beside it
        return _opened(path, "ro")


def close_whole(database: sqlite3.Connection) -> None:
    """Close a run that can be written; all is in the one file then, on the disk."""
    with closing(database):
        database.execute("PRAGMA synchronous = FULL")
        database.execute("PRAGMA journal_mode = DELETE")


def remove_beside(path: Path) -> None:
    """Delete what SQLite left beside a file that is there no more."""
    for suffix in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


@contextmanager
def run_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite says of a file that it cannot read into a RunError."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith("SQLITE_BUSY"):
            raise RunInUseError(
                f"{path}: this run is in use by another process or window; wait until that is done with it."
            ) from error
        if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN")):
            raise RunError(
                f"{path}: cannot be opened ({error}); an interrupted run must be in a folder that can be written."
            ) from error
        raise RunError(f"{path}: this is not a run of clips, or it is damaged ({error}).") from error
    except (ValueError, TypeError) as error:
        raise RunError(f"{path}: this is not a run of clips, or it is damaged ({error}).") from error


def about_of(database: sqlite3.Connection) -> Mapping[str, Any]:
    """What a run says of itself.

    Raises:
        ValueError: if it says nothing.
    """
    rows = database.execute("SELECT about FROM run").fetchall()
    about = json.loads(rows[0][0]) if rows else None
    if not isinstance(about, dict):
        raise ValueError("it does not say what it is a run of")
    return about


def code_of(decision: Decision | None) -> int | None:
    """What stands for a decision in the file."""
    return None if decision is None else DECISIONS.index(decision)


def text_of(sentence: str | None) -> str | None:
    """A sentence as it can be stored: a file name in it may be no valid Unicode."""
    return None if sentence is None else sentence.encode("utf-8", "backslashreplace").decode()


def packed(anomaly_map: np.ndarray | None) -> tuple[int | None, int | None, bytes | None]:
    """Height, width and content of a map (h, w) as the file holds them."""
    if anomaly_map is None:
        return None, None, None
    half = anomaly_map.clip(-_FLOAT16_MAX, _FLOAT16_MAX).astype("<f2")
    return *anomaly_map.shape, zlib.compress(half.tobytes(), level=1)


def unpacked(content: bytes, size: tuple[int, int]) -> np.ndarray:
    """The map (h, w) float32 that the file holds so."""
    return np.frombuffer(zlib.decompress(content), "<f2").reshape(size).astype(np.float32)


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    database = sqlite3.connect(uri, uri=True, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        # Before anything is read: one that locks it alone keeps no shared memory beside it.
        database.execute(f"PRAGMA locking_mode = {'EXCLUSIVE' if mode == 'rw' else 'NORMAL'}")
        (application_id,) = database.execute("PRAGMA application_id").fetchone()
        if application_id != _APPLICATION_ID:
            raise ValueError("it is a database of another program")
        (found,) = database.execute("PRAGMA user_version").fetchone()
        if found > FORMAT:
            raise RunError(f"{path}: the run has format {found} and this program reads up to {FORMAT}; update it.")
    except BaseException:
        database.close()
        raise
    return database
