"""How a run of video lies in one SQLite file.

How many frames there will be is not known when a run begins, and the frames of hours must survive a kill, so this file
grows by transactions. While it is written a write-ahead log lies beside it, in which a killed process leaves what it
had. Readers read it there, and the next writer takes it into the file: a run that no process was killed in, or that is
complete, is a single file.
"""

import json
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
from inspector.store.runs.lifecycle import PART_SUFFIX, Batch
from inspector.store.runs.run_errors import refuse_in_use, run_errors
from inspector.store.runs.schema import check_about
from inspector.store.runs.video_database import (
    APPLICATION_ID,
    FORMAT,
    RunDatabase,
    check_schema,
    open_to_read,
    open_to_write,
)

DECISIONS: list[Decision | None] = [*Decision, None]  # by their codes; the last, also at -1, where there is none
_LARGEST_MAP_PX = 2**24
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
# Runs of earlier versions lack these tables: from before maps had factors, frames were doubtful, and clips compared.
_LATER_TABLES = {
    "map_factors": """
CREATE TABLE map_factors (
    clip INTEGER NOT NULL, frame INTEGER NOT NULL, factor REAL NOT NULL, PRIMARY KEY (clip, frame)
) WITHOUT ROWID;
""",
    "doubtful_frames": """
CREATE TABLE doubtful_frames (
    clip INTEGER NOT NULL, frame INTEGER NOT NULL, PRIMARY KEY (clip, frame)
) WITHOUT ROWID;
""",
    "fingerprints": """
CREATE TABLE fingerprints (clip INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL);
""",
}


class VideoRunLayout:
    """The layout of the runs of video."""

    def create(self, path: Path, *, batch: Batch, about: Mapping[str, Any], growing: bool = False) -> None:  # noqa: ARG002 any database can grow
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.executescript(f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {FORMAT};")
            database.executescript(f"BEGIN; {_SCHEMA} {''.join(_LATER_TABLES.values())}")
            database.execute("INSERT INTO run VALUES (?)", (json.dumps(about),))
            _add_clips(database, 0, batch)
            database.execute("COMMIT")

    def grown(self, database: RunDatabase, _path: Path, count: int, more: Batch, /) -> RunDatabase:
        database.execute("PRAGMA synchronous = FULL")
        database.execute("BEGIN")
        try:
            _add_clips(database, count, more)
            database.execute("COMMIT")
        except BaseException:
            if database.in_transaction:
                database.execute("ROLLBACK")
            raise
        database.execute("PRAGMA synchronous = NORMAL")
        return database

    def settled(self, database: RunDatabase, _path: Path, _count: int, /) -> RunDatabase:
        return database

    def open(self, path: Path, *, writing: bool) -> RunDatabase:
        """Open a file for its one writer, whom nobody else can join, or for a reader from any thread."""
        if not path.is_file():
            raise RunError("{file} does not exist.", code="run.missing", file=str(path))
        if not writing and path.suffix == PART_SUFFIX:
            refuse_in_use(path)
        schema = _SCHEMA + "".join(_LATER_TABLES.values())
        with run_errors(path):
            database = open_to_write(path) if writing else open_to_read(path, schema=schema)
            try:
                if writing:
                    check_schema(database, schema)
                    for name in ("map_factors", "doubtful_frames"):
                        if not has_table(database, name):
                            database.execute(_LATER_TABLES[name])
                    database.execute("PRAGMA synchronous = NORMAL")
                _check_clips(database)
            except BaseException:
                database.close()
                raise
            return database

    def fingerprints(self, database: sqlite3.Connection) -> list[str] | None:
        if not has_table(database, "fingerprints"):
            return None
        rows = database.execute("SELECT fingerprint FROM clips LEFT JOIN fingerprints USING (clip) ORDER BY clip")
        return [fingerprint or "" for (fingerprint,) in rows]

    def about(self, database: sqlite3.Connection) -> Mapping[str, Any]:
        rows = database.execute("SELECT about FROM run").fetchall()
        return check_about(json.loads(rows[0][0]) if rows else None)

    def names(self, database: sqlite3.Connection) -> list[str]:
        return [name for (name,) in database.execute("SELECT name FROM clips ORDER BY clip")]

    def close(self, database: sqlite3.Connection) -> None:
        with closing(database):
            database.execute("PRAGMA synchronous = FULL")
            database.execute("PRAGMA journal_mode = DELETE")


def _add_clips(database: sqlite3.Connection, first: int, batch: Batch) -> None:
    clips = list(enumerate(batch, start=first))
    database.executemany(
        "INSERT INTO clips (clip, name, label) VALUES (?, ?, ?)",
        ((clip, item.name, item.label) for clip, item in clips),
    )
    database.executemany("INSERT INTO fingerprints VALUES (?, ?)", ((clip, item.fingerprint) for clip, item in clips))


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
    """The map (h, w) float32 that the file holds so.

    Raises:
        ValueError: if it has another size than stated, or no map has that size.
    """
    height, width = size
    if not (0 < height * width <= _LARGEST_MAP_PX and height > 0):
        raise ValueError("a map has an impossible size")
    count_bytes = height * width * 2
    half = zlib.decompressobj().decompress(content, count_bytes + 1)
    if len(half) != count_bytes:
        raise ValueError("a map has another size than stated")
    return from_half(np.frombuffer(half, "<f2").reshape(size), factor)


def has_table(database: sqlite3.Connection, name: str) -> bool:
    """Whether the run is of a version that had such a table."""
    return database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)).fetchone() is not None


def _check_clips(database: sqlite3.Connection) -> None:
    """Refuse clips that are not numbered from 0 on, which no version has written.

    Raises:
        ValueError: if they are not.
    """
    ((count, first, last),) = database.execute("SELECT count(*), min(clip), max(clip) FROM clips")
    if count and (first, last) != (0, count - 1):
        raise ValueError("its clips have impossible numbers")
