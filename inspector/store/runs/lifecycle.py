"""The life of a run's file, the same for images and video.

A run is written under its final name with ".part" behind it. However its writer ends, that file then opens as an
interrupted run with every finished record, and can be resumed with the same model, operating point and batch. The run
gets its final name when it is complete. One writer owns the file: HDF5 and SQLite lock it, each in its own way.
"""

import sqlite3
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar

from inspector.core.errors import RunError, RunInUseError
from inspector.core.operating_point import OperatingPoint
from inspector.store.durable import storage_errors, sync_file, sync_folder
from inspector.store.moved import moved_base

PART_SUFFIX = ".part"
SYNC_INTERVAL_S = 1.0  # what a power cut may take
Batch = Sequence[tuple[str, str]]  # name and label of each image or clip, in order

# What must be the same for a run to be resumed. Runs from before there was such a value mean the one given here.
_IDENTITY = {"model": None, "runtime": "torch", "operating_point": None, "folder_rate": None}
_BESIDE = ("-wal", "-shm", "-journal")  # what SQLite leaves beside a file whose writer was killed

File = TypeVar("File")


class RunLayout(Protocol[File]):
    """How the runs of one kind lie in their files."""

    def create(self, path: Path, *, batch: Batch, about: Mapping[str, Any]) -> None:
        """Write the file of a batch of which nothing is inspected yet."""

    def open(self, path: Path, *, writing: bool) -> File:
        """Open a file for its one writer, or for a reader.

        Raises:
            RunError: if it is missing, is not a run of this kind, is damaged, or belongs to a newer version.
            RunInUseError: if another process is writing it.
        """

    def about(self, file: File) -> Mapping[str, Any]:
        """What the run says of itself."""

    def names(self, file: File) -> list[str]:
        """The names of the batch, in order."""

    def close(self, file: File) -> None:
        """Close a file that was open for writing; then everything is on the disk."""


class RunFile(Generic[File]):
    """The file of a run while it is written: made anew or resumed, at last complete or interrupted.

    Args:
        path: the run's final name.
        batch: name and label of each image or clip, in order.
        about: JSON values: the model's identity, its operating point, versions.
        resume: resume the interrupted run of the same model, operating point and batch, if there is one.

    Attributes:
        path: the run's final name.
        handle: the open file, as its layout opens it.
        about: what the run says of itself; of a resumed one what it said when it was started.

    Raises:
        RunError: if a finished or interrupted run would be lost, or the interrupted one is another.
        StorageError: if the file cannot be written.
    """

    def __init__(
        self, path: Path, layout: RunLayout[File], *, batch: Batch, about: Mapping[str, Any], resume: bool
    ) -> None:
        self.path, self._part, self._layout = path, part_of(path), layout
        if path.exists():
            raise RunError("{file} already exists.", code="run.exists", file=str(path))
        if not self._part.exists():
            with storage_errors(path):
                self._create(batch, about)
        elif not resume:
            raise RunError("{file} holds an interrupted run.", code="run.interrupted", file=str(self._part))
        self.handle = layout.open(self._part, writing=True)
        try:
            with run_errors(self._part):
                stored, names = layout.about(self.handle), layout.names(self.handle)
            _check_same(self._part, stored, about)
            self.about = stored
            if names != [name for name, _ in batch]:
                raise RunError("{file} is a run of other files.", code="run.other_batch", file=str(self._part))
        except BaseException:
            with run_errors(self._part):
                layout.close(self.handle)
            raise

    def close(self, *, complete: bool) -> None:
        """Close the file, which gets its final name if it is complete; durable when this returns.

        Raises:
            StorageError: if it cannot be written.
        """
        with storage_errors(self.path):
            self._layout.close(self.handle)
            if complete:
                self._part.rename(self.path)
                _remove_beside(self._part)
                sync_folder(self.path.parent)

    def _create(self, batch: Batch, about: Mapping[str, Any]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self._part.with_name(self._part.name + ".new")
        for path in (self._part, new):
            _remove_beside(path)  # a log left by a file that is gone would be taken for this one's
        new.unlink(missing_ok=True)
        try:
            self._layout.create(new, batch=batch, about=about)
            sync_file(new)
            new.rename(self._part)  # so a file of this name always has its whole layout
            sync_folder(self._part.parent)
        except BaseException:
            new.unlink(missing_ok=True)
            raise


class StoredRun(ABC):
    """A run opened for reading, complete or interrupted; to be closed, or used `with`.

    Attributes:
        path: of the file, which ends in ".part" if the run is not complete.
        about: what the run says of itself.
        interrupted: something of the batch was not inspected.
    """

    path: Path
    about: Mapping[str, Any]
    interrupted: bool

    @abstractmethod
    def __len__(self) -> int:
        """Images or clips of the batch, inspected or not."""

    @abstractmethod
    def close(self) -> None:
        """Close the file."""

    @property
    def operating_point(self) -> OperatingPoint:
        """The thresholds by which it was decided."""
        return OperatingPoint(**self.about["operating_point"])

    def path_of(self, name: str) -> Path:
        """Where the image or clip of this name is: where it was when the run was started, or its category moved to.

        Names are relative to the run's base. Runs from before there was one are taken to be started here.
        """
        return self._base / name

    @cached_property
    def _base(self) -> Path:
        return moved_base(Path(self.about.get("base") or Path.cwd()), run=self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def part_of(path: Path) -> Path:
    """The file in which a run of this final name is written."""
    return path.with_name(path.name + PART_SUFFIX)


def final_name(path: Path) -> str:
    """The name of a run's file when the run is complete."""
    return path.name.removesuffix(PART_SUFFIX)


def existing_file(path: Path) -> Path:
    """The file of a run by its final name: the complete one, or else the interrupted one if there is one."""
    return part_of(path) if not path.exists() and part_of(path).exists() else path


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
                file=str(path),
                reason=str(error),
            ) from error
        raise _damaged(path, error) from error
    except (
        OSError,
        KeyError,
        ValueError,
        TypeError,
        RuntimeError,
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


def stated(about: object) -> Mapping[str, Any]:
    """What a run says of itself, checked to be something.

    Raises:
        ValueError: if it says nothing.
    """
    if not isinstance(about, dict):
        raise ValueError("it does not say what it is a run of")
    return about


def _in_use(path: Path) -> RunInUseError:
    return RunInUseError("{file} is in use by another process or window.", code="run.in_use", file=str(path))


def _damaged(path: Path, error: Exception) -> RunError:
    reason = (str(error).splitlines() or [type(error).__name__])[0]
    return RunError(
        "{file} is not a run, or it is damaged ({reason}).", code="run.damaged", file=str(path), reason=reason
    )


def _check_same(part: Path, stored: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    before, now = _IDENTITY | dict(stored), _IDENTITY | dict(wanted)
    file = str(part)
    if before["model"] != now["model"]:
        raise RunError("{file} was made with another model.", code="run.other_model", file=file)
    if before["runtime"] != now["runtime"]:
        raise RunError(
            "{file} was made with {found}, not with {expected}.",
            code="run.other_model",
            file=file,
            found=before["runtime"],
            expected=now["runtime"],
        )
    if before["operating_point"] != now["operating_point"]:
        raise RunError("{file} was made with another operating point.", code="run.other_model", file=file)
    if before["folder_rate"] != now["folder_rate"]:
        raise RunError(
            "{file} was made with another frame rate of image sequences.", code="run.other_frame_rate", file=file
        )


def _remove_beside(path: Path) -> None:
    for suffix in _BESIDE:
        path.with_name(path.name + suffix).unlink(missing_ok=True)
