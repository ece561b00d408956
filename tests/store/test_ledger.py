"""Records as a file: what is read without writing, what is noticed, and what a failure leaves."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from inspector.core.errors import StorageError
from inspector.core.operating_point import OperatingPoint
from inspector.store import ledger
from inspector.store.records import (
    RECORDS_FILE,
    ReviewDecision,
    operating_point_history,
    record_operating_point,
    record_review,
    review_history,
)

OLD_SCHEMA = """
CREATE TABLE operating_points (id INTEGER PRIMARY KEY, time TEXT NOT NULL, user TEXT NOT NULL, reason TEXT NOT NULL,
    old_review REAL NOT NULL, old_reject REAL NOT NULL, new_review REAL NOT NULL, new_reject REAL NOT NULL);
CREATE TABLE reviews (id INTEGER PRIMARY KEY, time TEXT NOT NULL, user TEXT NOT NULL, reason TEXT NOT NULL,
    run TEXT NOT NULL, image TEXT NOT NULL, decision TEXT CHECK (decision IN ('accept', 'reject', 'unsure')));
PRAGMA user_version = 1;
"""
OLD_ROW = "INSERT INTO operating_points VALUES (?, '2025-01-01T00:00:00+00:00', 'ann', 'x', 1, 2, 1, ?)"


def change(folder: Path, reject: float) -> None:
    old = OperatingPoint(1, 2)
    record_operating_point(folder, old=old, new=OperatingPoint(1, reject), user="ann", reason="r")


def rejects(folder: Path) -> list[float]:
    return [one.new.reject for one in operating_point_history(folder)]


def run_sql(path: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(statement, values)


def with_log(folder: Path) -> Path:
    """Records of an earlier version whose last change is in the write-ahead log alone, as its writer left them."""
    source = folder.with_name("written")
    source.mkdir()
    folder.mkdir()
    with closing(sqlite3.connect(source / RECORDS_FILE)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.executescript(OLD_SCHEMA)
        database.execute(OLD_ROW, (1, 3))
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.execute(OLD_ROW, (2, 4))
        database.commit()
        for file in source.iterdir():
            if not file.name.endswith("-shm"):
                shutil.copy(file, folder)
    assert (folder / f"{RECORDS_FILE}-wal").stat().st_size > 0
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for reject in (3, 4, 5):
        change(tmp_path, reject)
    return tmp_path


def test_reading_leaves_the_folder_as_it_was(folder):
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    assert rejects(folder) == [3, 4, 5]
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()} == before
    assert list(before) == [RECORDS_FILE]
    assert before[RECORDS_FILE][0][18:20] == b"\x01\x01"  # no write-ahead log, which readers would have to write, too


def test_reading_what_an_earlier_version_left_in_its_log_writes_nothing(tmp_path):
    folder = with_log(tmp_path / "model")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert rejects(folder) == [3, 4]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can become another user")
@pytest.mark.parametrize("make", [with_log, None], ids=["written by an earlier version", "written by this one"])
def test_another_user_reads_the_records_of_a_folder_that_only_its_owner_can_write(tmp_path, make):
    folder = tmp_path / "model"
    if make is None:
        folder.mkdir()
        change(folder, 3)
        change(folder, 4)
    else:
        make(folder)
    for path in (tmp_path, *tmp_path.parents):
        if path != Path("/") and path.stat().st_mode & 0o005 != 0o005:
            path.chmod(path.stat().st_mode | 0o055)
    child = os.fork()
    if child == 0:
        try:
            os.setgid(65534)
            os.setuid(65534)
            os._exit(0 if rejects(folder) == [3, 4] else 1)
        finally:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_the_next_change_takes_the_log_in_and_chains_what_was_there(tmp_path):
    folder = with_log(tmp_path / "model")
    change(folder, 5)
    assert rejects(folder) == [3, 4, 5]
    assert [path.name for path in folder.iterdir()] == [RECORDS_FILE]
    run_sql(folder / RECORDS_FILE, "DROP TRIGGER operating_points_stay")
    run_sql(folder / RECORDS_FILE, "UPDATE operating_points SET new_reject = 9 WHERE id = 1")
    with pytest.raises(StorageError, match="entry 3 "):  # the first that has a hash
        rejects(folder)


@pytest.mark.parametrize("largest", [2**62, 2**63 - 1])
def test_a_row_with_a_huge_id_does_not_stand_in_the_way_of_later_changes(tmp_path, largest):
    with closing(sqlite3.connect(tmp_path / RECORDS_FILE)) as database, database:
        database.executescript(OLD_SCHEMA)
        database.execute(OLD_ROW, (largest, 99))
    for reject in (3, 4, 5):
        change(tmp_path, reject)
    assert rejects(tmp_path) == [99, 3, 4, 5]


TAMPERED: dict[str, str] = {
    "value": "UPDATE operating_points SET new_reject = 9 WHERE number = 2",
    "reason": "UPDATE operating_points SET reason = 'other' WHERE number = 3",
    "first removed": "DELETE FROM operating_points WHERE number = 1",
    "middle removed": "DELETE FROM operating_points WHERE number = 2",
    "order": "UPDATE operating_points SET number = 5 - number WHERE number IN (2, 3)",
    "put in": "INSERT INTO operating_points VALUES (9223372036854775807, 't', 'u', 'r', 1, 2, 1, 9, NULL, NULL)",
    "put in last": "INSERT INTO operating_points VALUES (9, 't', 'u', 'r', 1, 2, 1, 9, 4, 'abc')",
    "doubled": "INSERT INTO operating_points SELECT 9, time, user, reason, old_review, old_reject, new_review,"
    " new_reject, 4, hash FROM operating_points WHERE number = 3",
}


@pytest.mark.parametrize("statement", TAMPERED.values(), ids=TAMPERED.keys())
def test_what_another_program_changed_is_refused(folder, statement):
    for trigger in ("operating_points_stay", "operating_points_remain"):
        run_sql(folder / RECORDS_FILE, f"DROP TRIGGER {trigger}")
    run_sql(folder / RECORDS_FILE, statement)
    with pytest.raises(StorageError) as refused:
        rejects(folder)
    assert refused.value.code == "records.changed"
    with pytest.raises(StorageError):
        change(folder, 6)


def test_reviews_are_chained_over_all_runs_of_a_folder(tmp_path):
    for run in ("a.h5", "b.h5", "a.h5"):
        record_review(tmp_path / run, image="1.png", decision=ReviewDecision.REJECT, user="ann")
    assert len(review_history(tmp_path / "a.h5")) == 2
    run_sql(tmp_path / RECORDS_FILE, "DROP TRIGGER reviews_remain")
    run_sql(tmp_path / RECORDS_FILE, "DELETE FROM reviews WHERE run = 'b.h5'")
    with pytest.raises(StorageError, match="entry 2 "):
        review_history(tmp_path / "a.h5")


@pytest.mark.parametrize("value", ["'none'", "-1", "9e999"])
def test_thresholds_that_are_none_are_a_sentence(tmp_path, value):
    with closing(sqlite3.connect(tmp_path / RECORDS_FILE)) as database, database:
        database.executescript(OLD_SCHEMA)
    run_sql(tmp_path / RECORDS_FILE, f"INSERT INTO operating_points VALUES (1, 't', 'u', 'r', 1, 2, 1, {value})")
    with pytest.raises(StorageError) as refused:
        rejects(tmp_path)
    assert refused.value.code == "records.failed"


def test_a_view_that_never_ends_is_refused(tmp_path):
    run_sql(
        tmp_path / RECORDS_FILE,
        "CREATE VIEW operating_points AS WITH RECURSIVE endless(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM endless)"
        " SELECT id, id AS time, id AS user, id AS reason, 1 AS old_review FROM endless",
    )
    with pytest.raises(StorageError, match="is a view"):
        rejects(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero"), os.mkdir])
def test_what_is_no_file_is_refused_at_once(tmp_path, make: Callable[[Path], object]):
    make(tmp_path / RECORDS_FILE)
    with pytest.raises(StorageError, match="not a file"):
        rejects(tmp_path)
    with pytest.raises(StorageError, match="not a file"):
        change(tmp_path, 3)


def test_what_cannot_be_prepared_is_not_recorded(folder):
    def refuse(_entries: object) -> None:
        raise StorageError("full", code="storage.full")

    point = OperatingPoint(1, 6)
    with pytest.raises(StorageError, match="full"):
        record_operating_point(folder, old=point, new=point, user="ann", reason="r", before_commit=refuse)
    assert rejects(folder) == [3, 4, 5]
    change(folder, 7)
    assert rejects(folder) == [3, 4, 5, 7]


def test_a_full_disk_is_said_to_be_full(folder, monkeypatch):
    def full(*_arguments: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorname = "SQLITE_FULL"
        raise error

    monkeypatch.setattr(ledger, "_migrate", full)
    with pytest.raises(StorageError) as refused:
        change(folder, 6)
    assert refused.value.code == "storage.full"
    assert rejects(folder) == [3, 4, 5]


@pytest.mark.skipif(os.name == "nt", reason="Windows' shares have locks")
@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.EIO])
def test_a_share_without_locks_is_read_and_written(folder, monkeypatch, number):
    """SQLite's own way to lock fails as it does there; the one by a file beside it works."""
    connect = sqlite3.connect

    def without_locks(address: str, **options: object) -> sqlite3.Connection:
        if str(folder) in address and "dotfile" not in address:
            address = address.replace("?mode=rwc", "?mode=ro&vfs=unix-excl").replace("?mode=ro", "?mode=none")
        return connect(address, **options)

    def no_lock(*_arguments: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(sqlite3, "connect", without_locks)
    monkeypatch.setattr("fcntl.lockf", no_lock)
    change(folder, 6)
    assert rejects(folder) == [3, 4, 5, 6]
    assert [path.name for path in folder.iterdir()] == [RECORDS_FILE]


def test_a_read_only_place_is_named_and_not_the_lock_that_was_tried_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(folder: Path) -> bool:
        raise OSError(errno.EROFS, "Read-only file system", str(folder / ".lock.1.part"))

    def refuse(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr(ledger, "has_locks", read_only)
    monkeypatch.setattr(sqlite3, "connect", refuse)
    with pytest.raises(StorageError, match=r"records\.sqlite cannot be written: that place is read-only"):
        record_review(tmp_path / "r.h5", image="a.png", decision=ReviewDecision.ACCEPT, user="anna")


@pytest.mark.skipif(os.name == "nt", reason="links are those of Linux")
@pytest.mark.parametrize("target", ["nowhere.sqlite", RECORDS_FILE])
def test_records_behind_a_link_that_leads_nowhere_are_not_begun_anew(tmp_path, target):
    (tmp_path / RECORDS_FILE).symlink_to(target)
    for use in (
        lambda: review_history(tmp_path / "r.h5"),
        lambda: record_review(tmp_path / "r.h5", image="a", decision=ReviewDecision.ACCEPT, user="ann"),
    ):
        with pytest.raises(StorageError):
            use()
    assert not (tmp_path / "nowhere.sqlite").exists()
