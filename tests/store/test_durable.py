"""Writing files and folders whole; and what other processes left behind."""

import errno
import os
import time

import pytest

from inspector.core.errors import StorageError
from inspector.store.durable import creating_folder, replacing_file, storage_errors

DAY_S = 24 * 3600


def test_what_a_killed_process_of_the_same_id_left_does_not_stand_in_the_way(tmp_path):
    """Its name was made of the process's id, and ids are used again."""
    leftover = tmp_path / f".disc.{os.getpid()}.part"
    leftover.mkdir()
    (leftover / "model.json").write_text("half")
    with creating_folder(tmp_path / "disc") as part:
        (part / "model.json").write_text("whole")
    assert [path.name for path in (tmp_path / "disc").iterdir()] == ["model.json"]
    assert (tmp_path / "disc" / "model.json").read_text() == "whole"


def test_leftovers_go_with_the_next_write_and_nothing_else(tmp_path):
    for name in (".disc.4711.part", ".disc.0a1b2c.part"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").touch()
    (tmp_path / ".disc.99.part").touch()
    others = [".disc.part", ".other.4711.part", "disc.4711.part", ".disc.of-mine.part"]
    for name in others:
        (tmp_path / name).touch()
    long_ago = time.time() - 2 * DAY_S
    for path in tmp_path.iterdir():
        os.utime(path, (long_ago, long_ago))
    (tmp_path / ".disc.1234.part").touch()  # another process may be at it
    with replacing_file(tmp_path / "disc") as part:
        part.write_text("content")
    assert {path.name for path in tmp_path.iterdir()} == {*others, ".disc.1234.part", "disc"}


def test_two_writers_in_one_process_do_not_share_a_temporary_name(tmp_path):
    with replacing_file(tmp_path / "file") as first, replacing_file(tmp_path / "file") as second:
        first.write_text("first")
        second.write_text("second")
    assert (tmp_path / "file").read_text() == "first"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_block_that_fails_leaves_the_old_file(tmp_path):
    (tmp_path / "file").write_text("old")
    with pytest.raises(ZeroDivisionError), replacing_file(tmp_path / "file") as part:
        part.write_text("new" * (1 // 0))
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text() == "old"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "storage.full"),
        (OSError("unable to write (errno = 28, error message = 'No space left')"), "storage.full"),
        (RuntimeError("unable to write (errno = 27, error message = 'File too large')"), "storage.too_large"),
        (PermissionError(errno.EACCES, "Permission denied"), "storage.no_permission"),
        (OSError(errno.EIO, "Input/output error"), "storage.failed"),
    ],
)
def test_a_refusal_names_the_file_and_says_why_by_its_code(tmp_path, error, code):
    with (
        pytest.raises(StorageError, match=r"file\.h5 cannot be written") as refused,
        storage_errors(tmp_path / "file.h5"),
    ):
        raise error
    assert refused.value.code == code
    assert refused.value.fields["file"] == str(tmp_path / "file.h5")
