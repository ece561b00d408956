"""Writing files and folders whole; and what other processes left behind."""

import errno
import os
import signal
import stat
import time

import pytest
import torch
from safetensors import SafetensorError
from safetensors.torch import save_file

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


def test_safetensors_refusal_says_that_the_disk_is_full(tmp_path):
    with pytest.raises(StorageError) as refused, storage_errors(tmp_path / "m"):
        raise SafetensorError("Error while serializing: I/O error: No space left on device (os error 28)")
    assert refused.value.code == "storage.full"
    with pytest.raises(StorageError) as refused, storage_errors(tmp_path / "m"):
        raise SafetensorError("something that no release says yet")
    assert refused.value.code == "storage.failed"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o027, 0o640), (0o077, 0o600)])
def test_files_are_as_readable_as_the_umask_lets(tmp_path, umask, mode):
    """safetensors writes them for their user alone."""
    before = os.umask(umask)
    try:
        with replacing_file(tmp_path / "file") as part:
            save_file({"a": torch.ones(1)}, part)
        with creating_folder(tmp_path / "folder") as part:
            save_file({"a": torch.ones(1)}, part / "model.safetensors")
    finally:
        os.umask(before)
    for file in (tmp_path / "file", tmp_path / "folder" / "model.safetensors"):
        assert stat.S_IMODE(file.stat().st_mode) == mode


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_file_that_is_replaced_stays_as_readable_as_it_was(tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "file").chmod(0o664)
    with replacing_file(tmp_path / "file") as part:
        part.write_text("new")
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o664


@pytest.mark.skipif(os.name == "nt", reason="Windows has no fork")
def test_what_a_killed_process_of_this_machine_left_goes_with_the_next_write(tmp_path):
    child = os.fork()
    if child == 0:
        with creating_folder(tmp_path / "disc") as part:
            (part / "model.safetensors").write_text("half")
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    (left,) = tmp_path.iterdir()
    with creating_folder(tmp_path / "other") as part, replacing_file(tmp_path / "third") as third:
        assert part.exists()
        assert third.exists()  # the first process still runs
    assert {path.name for path in tmp_path.iterdir()} == {"other", "third"}, left
