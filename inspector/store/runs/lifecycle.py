"""The life of a run's file, the same for images and video.

A run is written under its final name with ".part" behind it. However its writer ends, that file then opens as an
interrupted run with every finished record, and can be resumed with the same model, operating point and batch. The run
gets its final name when it is complete. One writer owns the file: a record beside it says who that is, and HDF5 and
SQLite lock it, each in its own way.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, NamedTuple, Protocol, Self, TypeVar

from inspector.core.errors import RunError
from inspector.core.operating_point import OperatingPoint, ScoreScale
from inspector.store.durable import storage_errors, sync_file, sync_folder
from inspector.store.moved import moved_base
from inspector.store.owner import Claim, Owner, current_user
from inspector.store.records import is_reviewed
from inspector.store.runs.run_errors import PART_SUFFIX as PART_SUFFIX
from inspector.store.runs.run_errors import final_name as final_name
from inspector.store.runs.run_errors import naming_owner, refuse_in_use, run_errors
from inspector.store.runs.sources import BatchItem, check_same_sources

SYNC_INTERVAL_S = 1.0  # what a power cut may take
Batch = Sequence[BatchItem]  # in order
# In what a run says of itself.
SCORE_SCALE = "score_scale"
LEAST_PX = "least_px"  # see Inspection
WRITTEN_TO = "written_to"  # its final name's place at first

# What must be the same for a run to be resumed. Runs from before there was such a value mean the one given here.
_IDENTITY = {"model": None, "runtime": "torch", "operating_point": None, "folder_rate": None}
_BESIDE = ("-wal", "-shm", "-journal")  # what SQLite leaves beside a file whose writer was killed

File = TypeVar("File")


class RunHead(NamedTuple):
    """What is read of a run to list it.

    Attributes:
        about: what the run says of itself.
        items: images or clips of its batch, finished or not.
        ng: of these decided NG when they were inspected.
    """

    about: Mapping[str, Any]
    items: int
    ng: int


class RunLayout(Protocol[File]):
    """How the runs of one kind lie in their files."""

    def create(self, path: Path, *, batch: Batch, about: Mapping[str, Any], growing: bool = False) -> None:
        """Write the file of a batch of which nothing is inspected yet.

        Args:
            growing: more is expected to come.
        """

    def grown(self, file: File, path: Path, count: int, more: Batch, /) -> File:
        """An open file of a batch of `count` with more of it, durable; perhaps another, in the place of the first."""

    def settled(self, file: File, path: Path, count: int, /) -> File:
        """An open file of a batch of `count` to which nothing more comes; as for `grown`."""

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

    def fingerprints(self, file: File) -> list[str] | None:
        """Size and time of change of each image or clip of the batch; None in runs from before they had them."""

    def close(self, file: File) -> None:
        """Close a file that was open for writing; then everything is on the disk."""


class RunFile(Generic[File]):
    """The file of a run while it is written: made anew or resumed, at last complete or interrupted.

    Args:
        path: the run's final name.
        batch: the images or clips, in order.
        about: JSON values: the model's identity, its operating point, versions.
        resume: resume the interrupted run of the same model, operating point and batch, if there is one.
        growing: more is expected to come to the batch.

    Attributes:
        path: the run's final name.
        handle: the open file, as its layout opens it.
        count: how much the batch holds.
        about: what the run says of itself; of a resumed one what it said when it was started.
        cautions: what a person should know about a run that is resumed, one sentence each.

    Raises:
        RunError: if a finished or interrupted run would be lost, or the interrupted one is another.
        RunInUseError: if another process is writing it.
        StorageError: if the file cannot be written.
    """

    def __init__(
        self,
        path: Path,
        layout: RunLayout[File],
        *,
        batch: Batch,
        about: Mapping[str, Any],
        resume: bool,
        growing: bool = False,
    ) -> None:
        self.path, self._part, self._layout = path, part_of(path), layout
        self.count = len(batch)
        self.cautions: list[str] = []
        refuse_in_use(self._part)
        self._refuse_to_lose(resume=resume)
        with naming_owner():
            self._claim = Claim(path, user=current_user())
        try:
            self._refuse_to_lose(resume=resume)  # what another process has left at this moment
            if not self._part.exists():
                if is_reviewed(path):
                    raise RunError(
                        "{file}: people reviewed a run of this name that is gone, and what they decided would be taken "
                        "for decisions on the new one.",
                        code="run.reviewed_before",
                        file=str(path),
                    )
                with storage_errors(path):
                    self._create(batch, {**about, WRITTEN_TO: path.absolute().as_posix()}, growing=growing)
            elif self._claim.taken_from is not None:
                self.cautions.append(_taken_over(self._part, self._claim.taken_from))
            self.handle = layout.open(self._part, writing=True)
            try:
                self._check_same(batch, about)
            except BaseException:
                with run_errors(self._part):
                    layout.close(self.handle)
                raise
        except BaseException:
            self._claim.release()
            raise

    def check_owner(self) -> None:
        """Make sure that no other process has taken the file over.

        Raises:
            RunInUseError: if one has.
        """
        with naming_owner():
            self._claim.check()

    def grow(self, more: Batch) -> None:
        """Add to the batch; durable when this returns.

        Raises:
            RunInUseError: if another process has taken the file over.
            StorageError: if it cannot be written; the batch is then as before.
        """
        self.check_owner()
        with storage_errors(self.path):
            self.handle = self._layout.grown(self.handle, self._part, self.count, more)
        self.count += len(more)

    def close(self, *, complete: bool) -> None:
        """Close the file, which gets its final name if it is complete; durable when this returns.

        Raises:
            RunInUseError: if another process has taken the file over.
            StorageError: if it cannot be written.
        """
        try:
            with storage_errors(self.path):
                try:
                    if complete:
                        self.check_owner()
                        self.handle = self._layout.settled(self.handle, self._part, self.count)
                finally:
                    self._layout.close(self.handle)
                if complete:
                    self.check_owner()
                    self._part.rename(self.path)
                    _remove_beside(self._part)
                    sync_folder(self.path.parent)
        finally:
            self._claim.release()

    def _refuse_to_lose(self, *, resume: bool) -> None:
        if self.path.exists():
            raise RunError("{file} already exists.", code="run.exists", file=str(self.path))
        if self._part.exists() and not resume:
            raise RunError("{file} holds an interrupted run.", code="run.interrupted", file=str(self._part))

    def _check_same(self, batch: Batch, about: Mapping[str, Any]) -> None:
        with run_errors(self._part):
            stored, names = self._layout.about(self.handle), self._layout.names(self.handle)
            fingerprints = self._layout.fingerprints(self.handle)
        _check_same(self._part, stored, about)
        self.about = stored
        if names != [item.name for item in batch]:
            raise RunError("{file} is a run of other files.", code="run.other_batch", file=str(self._part))
        base = stored.get("base")
        caution = check_same_sources(self._part, batch, base=base, fingerprints=fingerprints)
        if caution is not None:
            self.cautions.append(caution)

    def _create(self, batch: Batch, about: Mapping[str, Any], *, growing: bool) -> None:
        new = self._part.with_name(self._part.name + ".new")
        for path in (self._part, new):
            _remove_beside(path)  # a log left by a file that is gone would be taken for this one's
        new.unlink(missing_ok=True)
        try:
            self._layout.create(new, batch=batch, about=about, growing=growing)
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
    _base: Path  # found when the run is opened, since that reads a file

    @abstractmethod
    def __len__(self) -> int:
        """Images or clips of the batch, inspected or not."""

    @abstractmethod
    def close(self) -> None:
        """Close the file."""

    @abstractmethod
    def fingerprints(self) -> list[str] | None:
        """Size and time of change of each image or clip when the run was begun; None in runs from before that."""

    @property
    def operating_point(self) -> OperatingPoint:
        """The thresholds by which it was decided."""
        with run_errors(self.path):
            return OperatingPoint(**self.about["operating_point"])

    @cached_property
    def score_scale(self) -> ScoreScale | None:
        """The scale people read its scores on; None in runs from before there was one."""
        stated = self.about.get(SCORE_SCALE)
        return None if stated is None else ScoreScale(**stated)

    def relative(self, score: float) -> float | None:
        """A raw score on the readable scale, by the thresholds of the run; None where it has no scale."""
        return None if self.score_scale is None else self.score_scale.relative(score, self.operating_point)

    def path_of(self, name: str) -> Path:
        """Where the image or clip of this name is: where it was when the run was started, or its category moved to.

        Names are relative to the run's base. Runs from before there was one are taken to be started here.
        """
        return self._base / name

    @property
    def moved_from(self) -> Path | None:
        """Where it was written, if it was moved since: what people decided there is recorded there.

        None for a copy, whose original is still there, and in runs from before they said so. Looks at files.
        """
        stated = self.about.get(WRITTEN_TO)
        if not isinstance(stated, str):
            return None
        place = Path(stated)
        return None if existing_file(place).exists() else place

    def _find_base(self) -> Path:
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


def existing_file(path: Path) -> Path:
    """The file of a run by its final name: the complete one, or else the interrupted one if there is one."""
    return part_of(path) if not path.exists() and part_of(path).exists() else path


def _taken_over(part: Path, before: Owner) -> str:
    return (
        f"{part} was left by {before.user} on {before.host}, whose process {before.process} began it at "
        f"{before.local_since} and has ended; it is resumed here."
    )


def _check_same(part: Path, stored: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    before, now = _IDENTITY | dict(stored), _IDENTITY | dict(expected)
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
