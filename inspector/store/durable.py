"""Writing so that a reader finds the old file or the new one, whole, even after a power cut."""

import errno
import os
import re
import shutil
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from safetensors import SafetensorError

from inspector.core.errors import StorageError
from inspector.store.temporary_names import left_by_dead_process, temporary_name

_LEFTOVER_AGE_S = 24 * 3600  # no write takes a day, on whichever machine that shares the folder
_NO_LOCKS = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EIO}  # of shares that cannot lock


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn a refusal to write, of the system, HDF5, SQLite or safetensors, into a StorageError that names the file."""
    try:
        yield
    except sqlite3.OperationalError as error:
        full = getattr(error, "sqlite_errorname", "") == "SQLITE_FULL"
        raise _refusal(path, errno.ENOSPC if full else None, str(error)) from error
    except (OSError, RuntimeError, SafetensorError) as error:
        # HDF5 and safetensors report the system's error in their text, not always in errno, as errors of their own.
        in_text = re.search(r"errno = (\d+),|os error (\d+)", str(error))
        if isinstance(error, RuntimeError) and in_text is None:
            raise
        number = getattr(error, "errno", None) or (int(in_text[1] or in_text[2]) if in_text else None)
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise _refusal(path, number, reason) from error


def _refusal(path: Path, number: int | None, reason: str) -> StorageError:
    """What a system's error number means for a file that was to be written."""
    file = str(path)
    match number:
        case errno.ENOSPC:
            return StorageError("{file} cannot be written: the disk is full.", code="storage.full", file=file)
        case errno.EDQUOT:
            return StorageError("{file} cannot be written: the disk quota is used up.", code="storage.full", file=file)
        case errno.EFBIG:
            return StorageError(
                "{file} cannot be written: it would be larger than is allowed there.",
                code="storage.too_large",
                file=file,
            )
        case errno.EACCES | errno.EPERM:
            return StorageError(
                "{file} cannot be written: there is no permission to write there.",
                code="storage.no_permission",
                file=file,
            )
        case errno.EROFS:
            return StorageError(
                "{file} cannot be written: that place is read-only.", code="storage.read_only", file=file
            )
        case errno.ENOTDIR | errno.EEXIST:
            return StorageError(
                "{file} cannot be written: a part of that path is a file, not a folder.",
                code="storage.file_in_path",
                file=file,
            )
        case errno.ENOENT:
            return StorageError(
                "{file} cannot be written: that folder does not exist.", code="storage.no_folder", file=file
            )
        case _:
            return StorageError("{file} cannot be written: {reason}.", code="storage.failed", file=file, reason=reason)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable, where the system can (Windows has no such call)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_file(path: Path) -> None:
    """Make the content of a file durable."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def has_locks(folder: Path) -> bool:
    """Whether files of a folder that can be written can be locked; not on every network share."""
    try:
        import fcntl
    except ImportError:  # Windows, which always can
        return True
    probe = temporary_name(folder / "lock")
    try:
        with probe.open("wb") as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in _NO_LOCKS
    finally:
        probe.unlink(missing_ok=True)
    return True


@contextmanager
def replacing_file(path: Path) -> Iterator[Path]:
    """A temporary name to write to, which becomes `path` when the block ends well and vanishes otherwise."""
    with storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = _temporary(path)
        try:
            part.touch()
            mode = _mode(path) if path.exists() else _mode(part)
            yield part
            _set_mode(part, mode)
            sync_file(part)
            part.replace(path)
            sync_folder(path.parent)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def creating_folder(path: Path) -> Iterator[Path]:
    """The same for a whole folder that must not exist yet."""
    with storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = _temporary(path)
        try:
            part.mkdir()
            mode = _mode(part) & 0o666
            yield part
            for file in (entry for entry in part.rglob("*") if entry.is_file()):
                _set_mode(file, mode)
                sync_file(file)
            sync_folder(part)
            part.rename(path)
            sync_folder(path.parent)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _set_mode(path: Path, mode: int) -> None:
    """Let those read a file whom the umask lets: safetensors writes files that its user alone can read."""
    if os.name != "nt" and _mode(path) != mode:
        with suppress(PermissionError):  # a file system without permissions of its own
            path.chmod(mode)


def _temporary(path: Path) -> Path:
    """A name beside `path` that no process has ever used; what processes that were killed left there is removed.

    What is left of `path` itself by an unknown process is removed when it is a day old; what a process of this machine
    left, which is gone, at once, whatever it was to become.
    """
    of_path = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]+\.part")
    with os.scandir(path.parent) as entries:
        hidden = [Path(entry.path) for entry in entries if entry.name.startswith(".")]
    for leftover in hidden:
        with suppress(OSError):  # another process may have removed it meanwhile, or may own it
            old = of_path.fullmatch(leftover.name) and time.time() - leftover.lstat().st_mtime > _LEFTOVER_AGE_S
            if old or left_by_dead_process(leftover):
                shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    return temporary_name(path)
