"""Writing so that a reader finds the old file or the new one, whole, even after a power cut."""

import errno
import os
import re
import shutil
import sqlite3
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from inspector.core.errors import StorageError

_LEFTOVER_AGE_S = 24 * 3600  # no write takes a day, on whichever machine that shares the folder


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn a refusal to write, of the system, of HDF5 or of SQLite, into a StorageError that names the file."""
    try:
        yield
    except sqlite3.OperationalError as error:
        full = getattr(error, "sqlite_errorname", "") == "SQLITE_FULL"
        raise _refusal(path, errno.ENOSPC if full else None, str(error)) from error
    except (OSError, RuntimeError) as error:
        # HDF5 reports the system's error in its text, not always in errno, and sometimes as a RuntimeError.
        if isinstance(error, RuntimeError) and "errno = " not in str(error):
            raise
        in_text = re.search(r"errno = (\d+),", str(error))
        number = getattr(error, "errno", None) or (int(in_text[1]) if in_text else None)
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


@contextmanager
def replacing_file(path: Path) -> Iterator[Path]:
    """A temporary name to write to, which becomes `path` when the block ends well and vanishes otherwise."""
    with storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = _temporary(path)
        try:
            yield part
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
            yield part
            for file in (entry for entry in part.rglob("*") if entry.is_file()):
                sync_file(file)
            sync_folder(part)
            part.rename(path)
            sync_folder(path.parent)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def _temporary(path: Path) -> Path:
    """A name beside `path` that no process has ever used; what processes that were killed left there is removed.

    A name from the process's id would be taken where a killed process of that id left its own.
    """
    of_path = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]+\.part")
    with os.scandir(path.parent) as entries:
        leftovers = [Path(entry.path) for entry in entries if of_path.fullmatch(entry.name)]
    for leftover in leftovers:
        with suppress(OSError):  # another process may have removed it meanwhile, or may own it
            if time.time() - leftover.lstat().st_mtime > _LEFTOVER_AGE_S:
                shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    return path.with_name(f".{path.name}.{uuid.uuid4().hex}.part")
