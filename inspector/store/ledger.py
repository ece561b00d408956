"""Tables in which entries are only ever added, each chained by a hash to all before it.

Reading writes nothing, neither beside the file nor into it: it works on a read-only share, and for a user who may not
write there. What was changed, removed from the middle or put in by another program breaks the chain and is refused.
"""

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from inspector.core.errors import StorageError
from inspector.store.durable import has_locks, storage_errors

_FORMAT = 2  # as `PRAGMA user_version`; 1 has no chain, files from before reviews existed say 0
# A file of this format may lack a table that came later; earlier programs read those that they know.
_TABLES = {
    "operating_points": {
        **dict.fromkeys(("time", "user", "reason"), "TEXT NOT NULL"),
        **dict.fromkeys(("old_review", "old_reject", "new_review", "new_reject"), "REAL NOT NULL"),
    },
    "reviews": {
        **dict.fromkeys(("time", "user", "reason", "run", "image"), "TEXT NOT NULL"),
        "decision": "TEXT CHECK (decision IN ('accept', 'reject', 'unsure'))",
    },
    "defect_types": {
        **dict.fromkeys(("time", "user", "reason", "run", "image"), "TEXT NOT NULL"),
        "region": "INTEGER NOT NULL",
        "type": "TEXT",
    },
}
_CHAIN = {"number": "INTEGER", "hash": "TEXT"}  # NULL in entries from before there was a chain
_BESIDE = ("-wal", "-journal")  # what belongs to the file while, or after, a process writes it
_READ_TIMEOUT_S, _WRITE_TIMEOUT_S = 2, 10
_WAL_BYTE = 18  # of the file, which is 2 where readers too would write a log beside it
_ATTEMPTS = 5


@dataclass(frozen=True)
class Entries:
    """The entries of a table, oldest first.

    Attributes:
        heads: the hash of the chain after each of them.
    """

    values: list[tuple[Any, ...]]
    heads: list[str]


def read_entries(path: Path, table: str) -> Entries:
    """All entries of a table; none where there is no file.

    Raises:
        StorageError: if the file cannot be read, or is not what this program wrote.
    """
    if not path.exists() and not path.is_symlink():
        return Entries([], [])
    with _reading(path) as database:
        return _entries(database, path, table)


def file_state(path: Path) -> tuple[int, int] | None:
    """What is another once something was added, and costs no reading; None where there is no file.

    Raises:
        StorageError: if the place cannot be looked at.
    """
    with storage_errors(path):
        return _state(path)[0]


def append_entry(
    path: Path, table: str, values: Sequence[Any], *, before_commit: Callable[[Entries], None] | None = None
) -> None:
    """Add an entry; durable when this returns, and absent if it raises.

    Args:
        before_commit: called with all entries, the new one included, while it can still be undone by raising.

    Raises:
        StorageError: if the file cannot be written, or is not what this program wrote.
    """
    try:
        _append(path, table, values, before_commit, vfs=None)
    except StorageError as error:
        with storage_errors(path):  # nothing can be written to a place that is read-only, a lock neither
            refused = isinstance(error.__cause__, sqlite3.OperationalError) and not has_locks(path.parent)
        if not refused:
            raise
        _append(path, table, values, before_commit, vfs="unix-dotfile")


def _append(
    path: Path,
    table: str,
    values: Sequence[Any],
    before_commit: Callable[[Entries], None] | None,
    *,
    vfs: str | None,
) -> None:
    with _writing(path, vfs) as database:
        database.execute("BEGIN IMMEDIATE")
        _migrate(database, path)
        before = _entries(database, path, table)
        number = len(before.values) + 1
        head = _chained(before.heads[-1] if before.heads else "", table, values)
        names = [*_TABLES[table], *_CHAIN]
        database.execute(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", (*values, number, head)
        )
        if before_commit is not None:
            before_commit(Entries([*before.values, tuple(values)], [*before.heads, head]))
        database.execute("COMMIT")


def _entries(database: sqlite3.Connection, path: Path, table: str) -> Entries:
    if not _is_table(database, path, table):
        return Entries([], [])
    present = {row[1] for row in database.execute(f"PRAGMA table_info({table})")}
    chain = ", ".join(name if name in present else f"NULL AS {name}" for name in _CHAIN)
    rows = database.execute(
        # Ids say nothing of the order: after the largest possible one SQLite draws them at random.
        f"SELECT {', '.join(_TABLES[table])}, {chain} FROM {table} ORDER BY number IS NOT NULL, number, id"
    ).fetchall()
    head = ""
    heads = []
    for place, (*values, number, written) in enumerate(rows, start=1):
        head = _chained(head, table, values)
        heads.append(head)
        if (number, written) != (None, None) and (number, written) != (place, head):
            raise StorageError(
                "{file}: entry {number} of the records does not follow from those before it. They were changed by "
                "another program, or are damaged.",
                code="records.changed",
                file=str(path),
                number=place,
            )
    return Entries([tuple(row[: -len(_CHAIN)]) for row in rows], heads)


def _chained(head: str, table: str, values: Sequence[Any]) -> str:
    return hashlib.sha256(json.dumps([head, table, *values]).encode()).hexdigest()


def _is_table(database: sqlite3.Connection, path: Path, table: str) -> bool:
    """Whether there is such a table; a view of that name, which could compute anything, is refused."""
    _format(database, path)
    found = database.execute("SELECT type FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    if found is not None and found[0] != "table":
        raise _failed(path, f"{table} is a {found[0]}")
    return found is not None


def _format(database: sqlite3.Connection, path: Path) -> int:
    (found,) = database.execute("PRAGMA user_version").fetchone()
    if found > _FORMAT:
        raise StorageError(
            "{file} has record format {found}, and this program reads formats up to {supported}.",
            code="records.newer",
            file=str(path),
            found=found,
            supported=_FORMAT,
        )
    return found


def _migrate(database: sqlite3.Connection, path: Path) -> None:
    """Give a file that is new, or was written by an earlier version, the tables of this one."""
    if _format(database, path) == _FORMAT and all(_is_table(database, path, table) for table in _TABLES):
        return
    for table, columns in _TABLES.items():
        every = columns | _CHAIN
        if _is_table(database, path, table):
            present = {row[1] for row in database.execute(f"PRAGMA table_info({table})")}
            for name, kind in _CHAIN.items():
                if name not in present:
                    database.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")
        else:
            listed = ", ".join(f"{name} {kind}" for name, kind in every.items())
            database.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, {listed})")
        for event, trigger, done in (("UPDATE", "stay", "changed"), ("DELETE", "remain", "deleted")):
            database.execute(
                f"CREATE TRIGGER IF NOT EXISTS {table}_{trigger} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'records are never {done}'); END"
            )
    database.execute(f"PRAGMA user_version = {_FORMAT}")


@contextmanager
def _writing(path: Path, vfs: str | None) -> Iterator[sqlite3.Connection]:
    _refuse_special(path)
    address = _address(path, "rwc") + (f"&vfs={vfs}" if vfs else "")
    with _errors(path), closing(_connect(address, _WRITE_TIMEOUT_S)) as database:
        # No write-ahead log: with one, readers would need to write, too.
        database.execute("PRAGMA journal_mode=DELETE")
        database.execute("PRAGMA synchronous=EXTRA")
        yield database


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    """The file opened for reading: in place, or where that would take writing, a copy of it."""
    _refuse_special(path)
    with _errors(path):
        try:
            database = None if _has_log(path) else _connect(_address(path, "ro"), _READ_TIMEOUT_S)
            if database is not None:
                database.execute("SELECT 1 FROM sqlite_master").fetchone()  # finds out whether it can be read
        except sqlite3.OperationalError:  # a share without locks, or a killed writer's journal
            database = None
        if database is not None:
            with closing(database):
                yield database
            return
        with TemporaryDirectory() as folder:
            copy = _copied(path, Path(folder))
            with closing(_connect(_address(copy, "rw"), _READ_TIMEOUT_S)) as database:
                yield database


def _connect(address: str, timeout_s: float) -> sqlite3.Connection:
    # Without an isolation level it begins no transaction of its own accord.
    database = sqlite3.connect(address, uri=True, timeout=timeout_s, isolation_level=None)
    database.execute("PRAGMA trusted_schema=OFF")
    return database


def _address(path: Path, mode: str) -> str:
    return f"file:{quote(str(path.absolute()))}?mode={mode}"


def _has_log(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(_WAL_BYTE + 1)[_WAL_BYTE:] == b"\x02"


def _copied(path: Path, folder: Path) -> Path:
    """A copy of the file, with what its writer left beside it, made while nobody wrote."""
    for _ in range(_ATTEMPTS):
        before = _state(path)
        for source in _with_beside(path):
            if source.exists():
                shutil.copyfile(source, folder / source.name)
        if _state(path) == before:
            return folder / path.name
        for entry in folder.iterdir():
            entry.unlink()
    raise _failed(path, "another process keeps writing it")


def _state(path: Path) -> list[tuple[int, int] | None]:
    found = [place.stat() if place.exists() else None for place in _with_beside(path)]
    return [None if one is None else (one.st_size, one.st_mtime_ns) for one in found]


def _with_beside(path: Path) -> list[Path]:
    return [path, *(path.with_name(path.name + suffix) for suffix in _BESIDE)]


def _refuse_special(path: Path) -> None:
    """Opening a pipe would wait for ever, and writing by a link to nowhere would begin the records anew."""
    if (path.exists() or path.is_symlink()) and not path.is_file():
        raise _failed(path, "it is not a file")


def _failed(path: Path, reason: str) -> StorageError:
    return StorageError(
        "{file}: the records cannot be read or written ({reason}).",
        code="records.failed",
        file=str(path),
        reason=reason,
    )


@contextmanager
def _errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        if name == "SQLITE_FULL":
            with storage_errors(path):
                raise
        if name.startswith("SQLITE_BUSY"):
            raise StorageError(
                "{file} is locked: another process is writing it, or was stopped while it did.",
                code="records.locked",
                file=str(path),
            ) from error
        raise _failed(path, str(error)) from error
    except OSError as error:
        raise _failed(path, error.strerror or str(error)) from error
