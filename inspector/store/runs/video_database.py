"""Opening the SQLite file of a run of video: for its one writer, or for readers who write nothing at all.

The file may come from anywhere, so that its schema must be exactly a run's: a view or a trigger in it could work
forever, and a page that refers to itself could, too.
"""

import shutil
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

from inspector.store.runs.run_errors import check_format

FORMAT = 1  # as `PRAGMA user_version`
APPLICATION_ID = 0x496E7370  # "Insp", which tells a run from other SQLite files
_WORDS = ("PRAGMA trusted_schema = OFF", "PRAGMA cell_size_check = ON", "PRAGMA mmap_size = 0")
_PATIENCE_S = 10.0  # for one question to a small file; a larger one may take longer
_BYTES_PER_S = 2**20
_READERS_S = 10.0  # whoever lists runs is done long before
_STEPS = 100_000  # of SQLite's machine, between two looks at the clock


class RunDatabase(sqlite3.Connection):
    """A connection that ends a question which takes too long for the size of its file."""

    _deadline = 0.0
    copy: tempfile.TemporaryDirectory[str] | None = None
    _patience_s = _PATIENCE_S

    def limit_to(self, size_bytes: int) -> None:
        self._patience_s = _PATIENCE_S + size_bytes / _BYTES_PER_S
        self.begin_question()
        self.set_progress_handler(lambda: time.monotonic() > self._deadline, _STEPS)

    def close(self) -> None:
        super().close()
        if self.copy is not None:
            self.copy.cleanup()

    def begin_question(self) -> None:
        self._deadline = time.monotonic() + self._patience_s


def open_to_read(path: Path, *, schema: str) -> RunDatabase:
    """Open a run that nobody is writing, from any thread; nothing is written, not even beside the file.

    What a killed writer left in a log beside the file is read where it is.

    Raises:
        ValueError: if it is no run's.
        sqlite3.Error: if it cannot be read.
    """
    journal = path.with_name(f"{path.name}-journal")
    if journal.exists() and journal.stat().st_size > 0:
        return _open_copy(path, journal, schema=schema)
    log = path.with_name(f"{path.name}-wal")
    with_log = log.exists() and log.stat().st_size > 0
    try:
        # With a log, SQLite would write into the folder, unless it locks nothing and has the file for itself.
        database = _connect(path, "mode=ro", without_locks=with_log)
    except sqlite3.OperationalError as error:
        if not _no_locks_there(error):
            raise
        database = _connect(path, "mode=ro", without_locks=True)
    return _checked(database, path, schema=schema)


def _open_copy(path: Path, journal: Path, *, schema: str) -> RunDatabase:
    """What a power cut left half undone is undone in a copy; the next writer does it in the file."""
    folder = tempfile.TemporaryDirectory(prefix="inspector-")
    try:
        for file in (path, journal):
            shutil.copyfile(file, Path(folder.name, file.name))
        database = _connect(Path(folder.name, path.name), "mode=rw", without_locks=False)
    except BaseException:
        folder.cleanup()
        raise
    database.copy = folder
    return _checked(database, path, schema=schema)


def _checked(database: RunDatabase, path: Path, *, schema: str) -> RunDatabase:
    try:
        database.limit_to(path.stat().st_size)
        check_schema(database, schema)
    except BaseException:
        database.close()
        raise
    return database


def open_to_write(path: Path) -> RunDatabase:
    """Open a run for its one writer, whom nobody else can join.

    Raises:
        ValueError: if it is no run's.
        sqlite3.Error: if it cannot be written; as busy, where another process has it open.
    """
    try:
        return _locked(path, without_locks=False)
    except sqlite3.OperationalError as error:
        if not _no_locks_there(error):
            raise
        return _locked(path, without_locks=True)


def _locked(path: Path, *, without_locks: bool) -> RunDatabase:
    database = _connect(path, "mode=rw", without_locks=without_locks, wait_s=_READERS_S)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("BEGIN IMMEDIATE")  # is refused where another has it open
        database.execute("COMMIT")
    except BaseException:
        database.close()
        raise
    return database


def _connect(path: Path, mode: str, *, without_locks: bool, wait_s: float = 0) -> RunDatabase:
    uri = f"{path.absolute().as_uri()}?{mode}"
    if without_locks:
        uri += "&vfs=win32-none" if path.absolute().drive else "&vfs=unix-none"
    database = sqlite3.connect(
        uri, uri=True, timeout=wait_s, isolation_level=None, check_same_thread=False, factory=RunDatabase
    )
    try:
        # Before anything is read: one that locks it alone keeps no shared memory beside it.
        exclusive = mode == "mode=rw" or without_locks
        database.execute(f"PRAGMA locking_mode = {'EXCLUSIVE' if exclusive else 'NORMAL'}")
        for words in _WORDS:
            database.execute(words)
        (application_id,) = database.execute("PRAGMA application_id").fetchone()
        if application_id != APPLICATION_ID:
            raise ValueError("it is a database of another program")
        (found,) = database.execute("PRAGMA user_version").fetchone()
        check_format(path, found, supported=FORMAT)
    except BaseException:
        database.close()
        raise
    return database


def _no_locks_there(error: sqlite3.OperationalError) -> bool:
    """Whether a share cannot lock files; the owner's record beside the run keeps others out there."""
    return getattr(error, "sqlite_errorname", "") in ("SQLITE_IOERR_LOCK", "SQLITE_IOERR_RDLOCK", "SQLITE_PROTOCOL")


def check_schema(database: sqlite3.Connection, schema: str) -> None:
    """Refuse a file that holds anything but tables and indexes of a run.

    Raises:
        ValueError: if it does.
    """
    with closing(sqlite3.connect(":memory:")) as model:
        model.executescript(schema)
        expected = _objects(model)
    found = _objects(database)
    for name, what in found.items():
        if expected.get(name) != what:
            raise ValueError(f"it has a {what[0]} '{name}' that is not a run's")


def _objects(database: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    rows = database.execute("SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {str(name): (str(kind), " ".join(str(sql).split())) for name, kind, sql in rows}
