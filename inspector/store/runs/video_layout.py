"""How a run of video lies in one SQLite file.

How many frames there will be is not known when a run begins, and the frames of hours must survive a kill, so this file
grows by transactions. While it is written a write-ahead log lies beside it, in which a killed process leaves what it
had. Whoever opens the run next takes that into the file, so that a run at rest is a single file.
"""

import json
import os
import sqlite3
import zlib
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from inspector.core.errors import RunError
from inspector.core.operating_point import Decision
from inspector.store.runs.half_maps import from_half, to_half
from inspector.store.runs.lifecycle import PART_SUFFIX, Batch, check_format, run_errors, stated

FORMAT = 1  # as `PRAGMA user_version`
DECISIONS: list[Decision | None] = [*Decision, None]  # by their codes; the last, also at -1, where there is none
_APPLICATION_ID = 0x496E7370  # "Insp", which tells a run from other SQLite files
# Boxes and maps are apart from the scores, so that the scores of hours are read without them. Decisions are 0 OK,
# 1 REVIEW, 2 NG; boxes are float32 and maps zlib-compressed float16, both little-endian. A map has a factor where its
# values are too large for float16.
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
EVENT_COLUMNS = (
    'start, "end", peak_frame, peak, decision, start_s, end_s, peak_s, place_left, place_top, place_right, place_bottom'
)
# Runs of earlier versions lack these tables: from before maps had factors, and from before frames were doubtful.
_LATER_TABLES = """
CREATE TABLE IF NOT EXISTS map_factors (
    clip INTEGER NOT NULL, frame INTEGER NOT NULL, factor REAL NOT NULL, PRIMARY KEY (clip, frame)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS doubtful_frames (
    clip INTEGER NOT NULL, frame INTEGER NOT NULL, PRIMARY KEY (clip, frame)
) WITHOUT ROWID;
"""


class VideoRunLayout:
    """The layout of the runs of video."""

    def create(self, path: Path, *, batch: Batch, about: Mapping[str, Any]) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.executescript(f"PRAGMA application_id = {_APPLICATION_ID}; PRAGMA user_version = {FORMAT};")
            database.executescript(f"BEGIN; {_SCHEMA} {_LATER_TABLES}")
            database.execute("INSERT INTO run VALUES (?)", (json.dumps(about),))
            database.executemany(
                "INSERT INTO clips (clip, name, label) VALUES (?, ?, ?)",
                ((clip, name, label) for clip, (name, label) in enumerate(batch)),
            )
            database.execute("COMMIT")

    def open(self, path: Path, *, writing: bool) -> sqlite3.Connection:
        """Open a file for its one writer, whom nobody else can join, or for a reader from any thread."""
        if not path.is_file():
            raise RunError("{file} does not exist.", code="run.missing", file=str(path))
        with run_errors(path):
            if writing:
                return _open_for_writing(path)
            if path.suffix == PART_SUFFIX and os.access(path.parent, os.W_OK):
                self.close(_connect(path, "rw"))  # a process that was killed leaves a log beside it
            return _connect(path, "ro")

    def about(self, database: sqlite3.Connection) -> Mapping[str, Any]:
        rows = database.execute("SELECT about FROM run").fetchall()
        return stated(json.loads(rows[0][0]) if rows else None)

    def names(self, database: sqlite3.Connection) -> list[str]:
        return [name for (name,) in database.execute("SELECT name FROM clips ORDER BY clip")]

    def close(self, database: sqlite3.Connection) -> None:
        with closing(database):
            database.execute("PRAGMA synchronous = FULL")
            database.execute("PRAGMA journal_mode = DELETE")


def code_of(decision: Decision | None) -> int | None:
    """What stands for a decision in the file."""
    return None if decision is None else DECISIONS.index(decision)


def text_of(sentence: str | None) -> str | None:
    """A sentence as it can be stored: a file name in it may be no valid Unicode."""
    return None if sentence is None else sentence.encode("utf-8", "backslashreplace").decode()


def pack(anomaly_map: np.ndarray | None) -> tuple[int | None, int | None, bytes | None, float]:
    """Height, width and content of a map (h, w) as the file holds them, and its factor."""
    if anomaly_map is None:
        return None, None, None, 1.0
    half, factor = to_half(anomaly_map)
    return *anomaly_map.shape, zlib.compress(half.tobytes(), level=1), factor


def unpack(content: bytes, size: tuple[int, int], factor: float) -> np.ndarray:
    """The map (h, w) float32 that the file holds so."""
    return from_half(np.frombuffer(zlib.decompress(content), "<f2").reshape(size), factor)


def has_table(database: sqlite3.Connection, name: str) -> bool:
    """Whether the run is of a version that has this table."""
    return database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)).fetchone() is not None


def _open_for_writing(path: Path) -> sqlite3.Connection:
    database = _connect(path, "rw")
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("BEGIN IMMEDIATE")  # is refused where another has it open
        for statement in filter(str.strip, _LATER_TABLES.split(";")):
            database.execute(statement)
        database.execute("COMMIT")
        database.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        database.close()
        raise
    return database


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    database = sqlite3.connect(uri, uri=True, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        # Before anything is read: one that locks it alone keeps no shared memory beside it.
        database.execute(f"PRAGMA locking_mode = {'EXCLUSIVE' if mode == 'rw' else 'NORMAL'}")
        (application_id,) = database.execute("PRAGMA application_id").fetchone()
        if application_id != _APPLICATION_ID:
            raise ValueError("it is a database of another program")
        (found,) = database.execute("PRAGMA user_version").fetchone()
        check_format(path, found, supported=FORMAT)
    except BaseException:
        database.close()
        raise
    return database
