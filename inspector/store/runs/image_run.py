"""Run files: the inspections of one batch in one HDF5 file that survives being killed at any moment.

Everything is laid out when the file is made, since the batch is known by then: one row a record in a table,
one chunk a map. Writing a record therefore only overwrites bytes at a known place and never touches HDF5's
own structures, and its `status` is written last: a process killed in between leaves the record unfinished
and the file whole.
"""

import json
import math
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import h5py
import numpy as np

from inspector.core.errors import RunError, RunInUseError
from inspector.core.explanation import FailedTask
from inspector.core.inspection import Inspection
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.core.regions import Region
from inspector.store.durable import storage_errors, sync_folder
from inspector.store.runs.image_layout import ERROR_BYTES, FORMAT, MAX_REGIONS, STAGES, create_run

RUN_SUFFIX, PART_SUFFIX = ".h5", ".part"
_PENDING, _JUDGED, _FAILED = 0, 1, 2
_DECISIONS = list(Decision)
_SYNC_INTERVAL_S = 1.0
# What is held in memory of every record; messages of errors, which are long and rare, stay in the file.
_LISTED = (
    "status", "decision", "regions", "failed", "height", "width", "score", "light", "name", "label",
    *(f"{stage}_ms" for stage in STAGES),
)  # fmt: skip


class RunWriter:
    """Writes the inspections of one batch; owns `path` + ".part" until the batch is complete.

    Args:
        path: the run's final name, which it gets when every image has its record.
        names, labels: of the images, in order.
        map_size: (h, w) of the maps, None for a method without.
        tasks: names of the method's tasks, none for a method that judges otherwise.
        about: JSON values: the model's identity, its operating point, versions.
        resume: go on with the interrupted run of the same model, operating point and images.

    Raises:
        RunError: if there is a run, finished or interrupted, that would be lost, or the interrupted one does
            not fit.
        StorageError: if the file cannot be written.
    """

    def __init__(
        self,
        path: Path,
        *,
        names: Sequence[str],
        labels: Sequence[str],
        map_size: tuple[int, int] | None,
        tasks: Sequence[str] = (),
        about: Mapping[str, Any],
        resume: bool = False,
    ) -> None:
        self._path, self._part = path, path.with_name(path.name + PART_SUFFIX)
        if path.exists():
            raise RunError(f"{path}: is there already; choose another --output.")
        with storage_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            if self._part.exists():
                if not resume:
                    raise RunError(
                        f"{self._part}: holds an interrupted run; continue it with --resume, or delete it first."
                    )
                self._file = _open(self._part, "r+")
                _check_same(self._file, self._part, names=names, about=about)
            else:
                self._file = create_run(
                    self._part, names=names, labels=labels, map_size=map_size, tasks=tasks, about=about
                )
        self._table = self._file["records"]
        self._tasks = _told(tasks)
        self._synced = time.monotonic()

    def pending(self) -> list[int]:
        """Indices of the images that have no record yet."""
        return np.flatnonzero(self._table["status"] == _PENDING).tolist()

    def write(self, index: int, inspection: Inspection) -> None:
        """Keep one record; a killed process finds it again.

        Raises:
            StorageError: if it cannot be written; what was written before stays.
        """
        row = self._table[index]
        row["status"] = _JUDGED if inspection.error is None else _FAILED
        row["error"] = (inspection.error or "").encode()[:ERROR_BYTES]
        if inspection.error is None:
            row["score"] = inspection.score
            row["decision"] = _DECISIONS.index(inspection.decision)
            row["height"], row["width"] = inspection.size
            row["light"] = np.nan if inspection.light is None else inspection.light
            row["regions"] = len(inspection.regions)
            row["failed"] = len(inspection.failed)
        for stage in STAGES:
            row[f"{stage}_ms"] = inspection.timings_ms.get(stage, np.nan)
        with storage_errors(self._path):
            if inspection.regions:
                kept = inspection.regions[:MAX_REGIONS]
                self._file["regions"][index, : len(kept)] = np.array([astuple(region) for region in kept])
            if inspection.failed:
                failed = [(self._tasks.index(one.task), *astuple(one)[1:]) for one in inspection.failed]
                self._file["failed"][index, : len(failed)] = np.array(failed)
            if inspection.anomaly_map is not None and "maps" in self._file:
                self._file["maps"][index] = inspection.anomaly_map
            self._file.flush()
            self._table[index] = row
            self._file.flush()
            if time.monotonic() - self._synced > _SYNC_INTERVAL_S:
                self._sync()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        complete = not self.pending()
        with storage_errors(self._path):
            self._sync()
            self._file.close()
            if complete:
                self._part.rename(self._path)
                sync_folder(self._path.parent)

    def _sync(self) -> None:
        self._file.flush()
        os.fsync(self._file.id.get_vfd_handle())
        self._synced = time.monotonic()


@dataclass(frozen=True, eq=False)
class RunTable:
    """The finished records of a run by column, n of them, in the order of the batch.

    Attributes:
        index: (n,) int64, places in the batch.
        names, labels: of the images; a label is empty where it is not known.
        scores: (n,) float64, raw; NaN where the image could not be judged.
        decisions: None where the image could not be judged.
    """

    index: np.ndarray
    names: list[str]
    labels: list[str]
    scores: np.ndarray
    decisions: list[Decision | None]

    def __len__(self) -> int:
        return len(self.names)

    def judged_by(self, point: OperatingPoint) -> "RunTable":
        """The same scores with the decisions of another operating point."""
        return replace(self, decisions=[None if math.isnan(score) else point.decide(score) for score in self.scores])


def final_name(path: Path) -> str:
    """The name of a run's file when the run is complete."""
    return path.name.removesuffix(PART_SUFFIX)


def read_about(path: Path) -> tuple[Mapping[str, Any], int]:
    """What the run in this file says of itself and how many images its batch has; no record is read.

    Raises:
        RunError: as for :class:`Run`.
    """
    with _open(path, "r") as file, _run_errors(path):
        return _about(file), len(file["records"])


class Run:
    """A run opened for reading, complete or interrupted.

    Raises:
        RunError: if it is missing, is not a run, is damaged, or belongs to a newer version.
    """

    def __init__(self, path: Path) -> None:
        part = path.with_name(path.name + PART_SUFFIX)
        if not path.exists() and part.exists():
            path = part
        self.path = path
        self._file = _open(path, "r")
        with _run_errors(path):
            self.about = _about(self._file)
            self._records = self._file["records"].fields(_LISTED)[:]
        self.interrupted = bool((self._records["status"] == _PENDING).any())

    @property
    def operating_point(self) -> OperatingPoint:
        return OperatingPoint(**self.about["operating_point"])

    @cached_property
    def _index(self) -> dict[str, int]:
        return {name.decode(): index for index, name in enumerate(self._records["name"])}

    def __len__(self) -> int:
        """Images of the batch, finished or not."""
        return len(self._records)

    def path_of(self, name: str) -> Path:
        """Where the image of this name was when the run was started.

        Names are relative to the run's base; runs from before there was one are taken to be started here.
        """
        return Path(self.about.get("base") or Path.cwd(), name)

    def batch(self) -> list[tuple[str, str]]:
        """Name and label of every image of the batch, finished or not."""
        rows = zip(self._records["name"].tolist(), self._records["label"].tolist(), strict=True)
        return [(name.decode(), label.decode()) for name, label in rows]

    def table(self) -> RunTable:
        """The finished records by column, for lists and figures of many of them."""
        index = np.flatnonzero(self._records["status"] != _PENDING)
        rows = self._records[index]
        judged = rows["status"] == _JUDGED
        return RunTable(
            index=index,
            names=[name.decode() for name in rows["name"].tolist()],
            labels=[label.decode() for label in rows["label"].tolist()],
            scores=np.where(judged, rows["score"], np.nan),
            decisions=[
                _DECISIONS[code] if known else None
                for code, known in zip(rows["decision"].tolist(), judged.tolist(), strict=True)
            ],
        )

    def counts(self) -> dict[Decision | None, int]:
        """How many images were decided each way; None for those that could not be judged."""
        judged = self._records["decision"][self._records["status"] == _JUDGED]
        failed = int((self._records["status"] == _FAILED).sum())
        return {decision: int((judged == code).sum()) for code, decision in enumerate(_DECISIONS)} | {None: failed}

    def finished(self) -> list[int]:
        """Indices of the images that have a record."""
        return np.flatnonzero(self._records["status"] != _PENDING).tolist()

    def __iter__(self) -> Iterator[Inspection]:
        """The finished inspections in order, with their maps (float16 precision)."""
        return (self[index] for index in self.finished())

    def __getitem__(self, index: int) -> Inspection:
        return self.with_map(self.record(index))

    def with_map(self, inspection: Inspection) -> Inspection:
        """One of this run's inspections with its anomaly map, where it has one."""
        if "maps" not in self._file or inspection.error is not None:
            return inspection
        anomaly_map = self._file["maps"][self._index[inspection.name]].astype(np.float32)
        return replace(inspection, anomaly_map=anomaly_map)

    def record(self, index: int) -> Inspection:
        """The inspection of one image without its map, which stays in the file.

        Raises:
            RunError: if the run was interrupted before this image.
        """
        row = self._records[index]
        name, label = row["name"].decode(), row["label"].decode()
        timings = {stage: float(row[f"{stage}_ms"]) for stage in STAGES if np.isfinite(row[f"{stage}_ms"])}
        if row["status"] == _PENDING:
            raise RunError(f"{self.path}: record {index} ({name}) was not reached when the run was interrupted.")
        if row["status"] == _FAILED:
            error = self._file["records"].fields("error")[index].decode(errors="ignore")
            return Inspection(name, label, timings_ms=timings, error=error)
        regions = self._file["regions"][index, : min(row["regions"], MAX_REGIONS)]
        return Inspection(
            name,
            label,
            score=float(row["score"]),
            decision=_DECISIONS[row["decision"]],
            regions=tuple(_region(values) for values in regions),
            failed=self._failed(index),
            size=(int(row["height"]), int(row["width"])),
            light=None if np.isnan(row["light"]) else float(row["light"]),
            timings_ms=timings,
        )

    def _failed(self, index: int) -> tuple[FailedTask, ...]:
        if "failed" not in self._file:
            return ()
        values = self._file["failed"][index, : self._records["failed"][index]].tolist()
        tasks = _told(json.loads(self._file.attrs["tasks"]))
        return tuple(FailedTask(tasks[int(task)], excess, *map(int, box)) for task, excess, *box in values)

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _told(tasks: Sequence[str]) -> list[str]:
    """What a :class:`FailedTask` calls each of a method's tasks."""
    return list(tasks) if len(tasks) > 1 else [""]


def _region(values: np.ndarray) -> Region:
    left, top, width, height, area_px, peak, peak_x, peak_y = values.tolist()
    return Region(int(left), int(top), int(width), int(height), int(area_px), peak, int(peak_x), int(peak_y))


def _open(path: Path, mode: str) -> h5py.File:
    with _run_errors(path):
        file = h5py.File(path, mode)
        found = int(file.attrs["format"])
        if found > FORMAT:
            raise RunError(f"{path}: the run has format {found} and this program reads up to {FORMAT}; update it.")
        return file


@contextmanager
def _run_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise RunError(f"{path}: there is no run here; check the path.") from error
    except BlockingIOError as error:
        raise RunInUseError(f"{path}: another process is writing this run; wait until it has ended.") from error
    except (OSError, KeyError, ValueError, TypeError, RuntimeError) as error:  # HDF5 has no error of its own
        raise RunError(f"{path}: this is not a run, or it is damaged ({str(error).splitlines()[0]}).") from error


def _about(file: h5py.File) -> Mapping[str, Any]:
    about = json.loads(file.attrs["about"])
    if not isinstance(about, dict):
        raise ValueError("it does not say what it is a run of")
    return about


def _check_same(file: h5py.File, part: Path, *, names: Sequence[str], about: Mapping[str, Any]) -> None:
    stored = _about(file)
    # Runs from before there were exported files say nothing of what computed their scores.
    before, now = {"runtime": "torch", **stored}, {"runtime": "torch", **about}
    if any(before[name] != now[name] for name in ("model", "runtime", "operating_point")):
        raise RunError(
            f"{part}: was made with another model, exported file or operating point; delete it or choose another "
            "--output."
        )
    if [name.decode() for name in file["records"]["name"]] != list(names):
        raise RunError(f"{part}: is a run of other images; give the same paths, or choose another --output.")
