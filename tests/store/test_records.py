import sqlite3

import pytest

from inspector.core.calibration import OperatingPoint
from inspector.core.errors import StorageError
from inspector.store.records import RECORDS_FILE, operating_point_history, record_operating_point

OLD, NEW = OperatingPoint(review=1, reject=2), OperatingPoint(review=1, reject=3)


def test_changes_are_kept_in_order(tmp_path):
    assert operating_point_history(tmp_path) == []
    record_operating_point(tmp_path, old=OLD, new=NEW, user="ann", reason="first")
    record_operating_point(tmp_path, old=NEW, new=OLD, user="bob", reason="second")
    changes = operating_point_history(tmp_path)
    assert [(change.user, change.reason, change.new) for change in changes] == [
        ("ann", "first", NEW),
        ("bob", "second", OLD),
    ]


@pytest.mark.parametrize("statement", ["UPDATE operating_points SET new_reject = 0", "DELETE FROM operating_points"])
def test_records_cannot_be_changed_afterwards(tmp_path, statement):
    record_operating_point(tmp_path, old=OLD, new=NEW, user="ann", reason="first")
    with sqlite3.connect(tmp_path / RECORDS_FILE) as database, pytest.raises(sqlite3.IntegrityError):
        database.execute(statement)
    database.close()
    assert len(operating_point_history(tmp_path)) == 1


def test_damaged_records_are_a_sentence(tmp_path):
    (tmp_path / RECORDS_FILE).write_bytes(b"this is not a database, whatever its name says" * 30)
    with pytest.raises(StorageError, match="cannot be read"):
        operating_point_history(tmp_path)


def test_nowhere_to_write(tmp_path):
    with pytest.raises(StorageError):
        record_operating_point(tmp_path / "missing", old=OLD, new=NEW, user="ann", reason="x")
