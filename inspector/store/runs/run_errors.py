"""What can be wrong with a run's file, in the program's own errors."""

import os
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inspector.core.errors import InUseError, RunError, RunInUseError, failure
from inspector.store import owner

PART_SUFFIX = ".part"


def final_name(path: Path) -> str:
    """The name of a run's file when the run is complete."""
    return path.name.removesuffix(PART_SUFFIX)


@contextmanager
def run_errors(path: Path) -> Iterator[None]:
    """Turn what HDF5 and SQLite raise on a file that they cannot read into a RunError."""
    try:
        yield
    except FileNotFoundError as error:
        raise RunError("{file} does not exist.", code="run.missing", file=str(path)) from error
    except BlockingIOError as error:
        raise _in_use(path) from error
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith("SQLITE_BUSY"):
            raise _in_use(path) from error
        if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN")):
            raise RunError(
                "{file} cannot be opened: an interrupted run must be in a folder that can be written ({reason}).",
                code="run.not_writable",
                **failure(path, error),
            ) from error
        raise _damaged(path, error) from error
    except (
        OSError,
        LookupError,
        ValueError,
        TypeError,
        RuntimeError,
        OverflowError,
        MemoryError,
        zlib.error,
    ) as error:  # HDF5 has no error of its own
        raise _damaged(path, error) from error


def check_format(path: Path, found: int, *, supported: int) -> None:
    """Refuse a run that a newer version wrote.

    Raises:
        RunError: if it has a newer format.
    """
    if found > supported:
        raise RunError(
            "{file} has run format {found}, and this program reads formats up to {supported}.",
            code="run.newer",
            file=str(path),
            found=found,
            supported=supported,
        )


@contextmanager
def naming_owner() -> Iterator[None]:
    """Turn the error of something in use into that of a run."""
    try:
        yield
    except RunInUseError:
        raise
    except InUseError as error:
        raise RunInUseError(error.template, code="run.in_use", **error.fields) from error


def final_path(path: Path) -> Path:
    """Where a run's file is when the run is complete, which is what its owner's record goes by."""
    return path.with_name(path.name.removesuffix(PART_SUFFIX))


def refuse_in_use(path: Path) -> None:
    """Make sure that no process is writing a run.

    Raises:
        RunInUseError: if one is.
    """
    with naming_owner():
        owner.refuse_in_use(final_path(path))


def _in_use(path: Path) -> RunInUseError:
    found = owner.owner_of(final_path(path))
    if found is not None and found.process != os.getpid():
        try:
            refuse_in_use(path)
        except RunInUseError as error:
            return error
    return RunInUseError("{file} is in use by another process or window.", code="run.in_use", file=str(path))


def _damaged(path: Path, error: Exception) -> RunError:
    reason = (str(error).splitlines() or [type(error).__name__])[0]
    return RunError(
        "{file} is not a run, or it is damaged ({reason}).", code="run.damaged", file=str(path), reason=reason
    )
