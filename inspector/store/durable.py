"""Writing so that a reader finds the old file or the new one, whole, even after a power cut."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inspector.core.errors import StorageError

_REASONS = {
    errno.ENOSPC: "the disk is full; free some space",
    errno.EDQUOT: "the disk quota is used up; free some space",
    errno.EFBIG: "the file would be larger than is allowed here",
    errno.EACCES: "there is no permission to write there; choose another place or change the folder's rights",
    errno.EPERM: "there is no permission to write there; choose another place or change the folder's rights",
    errno.EROFS: "that place is read-only; choose another one",
    errno.ENOTDIR: "a part of that path is a file, not a folder; choose another place",
    errno.EEXIST: "a part of that path is a file, not a folder; choose another place",
    errno.ENOENT: "that folder does not exist",
}


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn the operating system's refusals to write into a StorageError that names the file and the way out."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        # HDF5 reports the system's error in its text, not always in errno, and sometimes as a RuntimeError.
        if isinstance(error, RuntimeError) and "errno = " not in str(error):
            raise
        number = getattr(error, "errno", None) or next(
            (code for code in _REASONS if f"errno = {code}," in str(error)), None
        )
        reason = _REASONS.get(number) or getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise StorageError(f"{path}: cannot be written: {reason}.") from error


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
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@contextmanager
def replacing_file(path: Path) -> Iterator[Path]:
    """A temporary name to write to, which becomes `path` when the block ends well and vanishes otherwise."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
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
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
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
