"""Writing runs of images.

The row of a record is written last, with its status and its check: a process killed in between leaves the record
unfinished and the file whole. Records are synced together, about once a second.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from inspector.core.inspection import Inspection
from inspector.store.durable import storage_errors
from inspector.store.runs.half_maps import clipped_half, to_half
from inspector.store.runs.image_layout import (
    DECISIONS,
    ERROR_BYTES,
    LOCATED,
    LOCATIONS,
    MAP_FACTOR,
    MAX_REGIONS,
    STAGES,
    UNLIKE,
    ImageRunLayout,
    task_names,
)
from inspector.store.runs.image_records import (
    CHECK,
    FAILED,
    JUDGED,
    PENDING,
    SYNCED,
    RecordPlaces,
    check_of,
    distrusted,
    parts_of,
)
from inspector.store.runs.lifecycle import SYNC_INTERVAL_S, RunFile
from inspector.store.runs.run_errors import run_errors
from inspector.store.runs.sources import BatchItem


class ImageRunWriter:
    """Writes the inspections of one batch; owns `path` + ".part" until the batch is complete.

    Args:
        path: the run's final name, which it gets when every image has its record.
        names, labels: of the images, in order.
        map_size: (h, w) of the maps, None for a method without.
        tasks: names of the method's tasks, none for a method that judges otherwise.
        about: JSON values: the model's identity, its operating point, versions.
        resume: resume the interrupted run of the same model, operating point and images.
        sources: the images' files, which are compared when the run is resumed; None compares their names alone.
        growing: more images are expected, see :meth:`grow`.

    Attributes:
        cautions: what a person should know about a run that is resumed, one sentence each.

    Raises:
        RunError: if a finished or interrupted run would be lost, or the interrupted one is another.
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
        sources: Sequence[Path] | None = None,
        growing: bool = False,
    ) -> None:
        batch = list(map(BatchItem, names, labels, [None] * len(names) if sources is None else sources))
        self._run = RunFile(
            path,
            ImageRunLayout(map_size=map_size, tasks=tasks),
            batch=batch,
            about=about,
            resume=resume,
            growing=growing,
        )
        self.cautions = self._run.cautions
        self._tasks = task_names(tasks)
        self._synced_at = time.monotonic()
        self._status = self._marks = np.zeros(0, np.uint8)
        try:
            self._read()
        except BaseException:
            self._run.close(complete=False)
            raise

    @property
    def about(self) -> Mapping[str, Any]:
        """What the run says of itself; of a resumed one what it said when it was started."""
        return self._run.about

    def grow(self, batch: Sequence[BatchItem]) -> None:
        """Add images to the batch, durably; they follow those that it has.

        Raises:
            StorageError: if they cannot be written; the batch is then as before.
        """
        with storage_errors(self._run.path):
            self._sync()
        before = self._run.handle
        self._run.grow(batch)
        if self._run.handle is not before:
            self._read()
        else:
            self._status = np.concatenate([self._status, np.full(len(batch), PENDING, np.uint8)])
            self._marks = np.concatenate([self._marks, np.zeros(len(batch), np.uint8)])

    def pending(self) -> list[int]:
        """Indices of the images that have no record yet."""
        return np.flatnonzero(self._status == PENDING).tolist()

    def write(self, index: int, inspection: Inspection) -> None:
        """Write one record, which survives the process.

        Raises:
            StorageError: if it cannot be written; what was written before stays.
        """
        self._run.check_owner()
        row = self._places.row(index)
        row["status"] = JUDGED if inspection.error is None else FAILED
        row["error"] = (inspection.error or "").encode()[:ERROR_BYTES]
        if inspection.error is None:
            assert inspection.decision is not None  # nor is it, or the size, of any judged image
            assert inspection.size is not None
            row["score"] = inspection.score
            row["decision"] = DECISIONS.index(inspection.decision)
            row["height"], row["width"] = inspection.size
            row["light"] = np.nan if inspection.light is None else inspection.light
            if self._places.has_column(UNLIKE):
                row[UNLIKE] = np.nan if inspection.unlike is None else inspection.unlike
            if self._places.has_column(LOCATED):
                row[LOCATED] = LOCATIONS.index(inspection.located)
            row["regions"] = len(inspection.regions)
            row["failed"] = len(inspection.failed)
        for stage in STAGES:
            row[f"{stage}_ms"] = inspection.timings_ms.get(stage, np.nan)
        regions = np.array([astuple(region) for region in inspection.regions[:MAX_REGIONS]], np.float64)
        failed = np.array([(self._tasks.index(one.task), *astuple(one)[1:]) for one in inspection.failed], np.float64)
        half = self._half_map(inspection, row)
        if self._places.has_column(CHECK):
            row[CHECK] = check_of(row, *parts_of(row, regions=regions, failed=failed, anomaly_map=half))
        with storage_errors(self._run.path):
            if inspection.regions:
                self._places.write_list("regions", index, regions)
            if inspection.failed:
                self._places.write_list("failed", index, failed)
            if half is not None and inspection.error is None:
                self._places.write_map(index, half)
            self._places.write_row(index, row)
            self._status[index] = row["status"]
            if time.monotonic() - self._synced_at > SYNC_INTERVAL_S:
                self._sync()

    def _read(self) -> None:
        """Find where the records lie and which are finished, in a file that was just opened."""
        with run_errors(self._run.path):
            file, count = self._run.handle, self._run.count
            self._places = RecordPlaces(file)
            self._map_size = file["maps"].shape[1:] if "maps" in file else None
            self._status = file["records"]["status"][:count]
            self._status[distrusted(file)] = PENDING
            self._marks = file[SYNCED][:count] if self._places.has_marks else np.zeros(count, np.uint8)

    def _half_map(self, inspection: Inspection, row: np.ndarray) -> np.ndarray | None:
        """The map as it is stored; its factor goes into the row. None in runs without maps."""
        if self._map_size is None:
            return None
        anomaly_map = inspection.anomaly_map
        if anomaly_map is None:
            return np.zeros(self._map_size, np.float16)
        if not self._places.has_column(MAP_FACTOR):
            return clipped_half(anomaly_map)
        half, row[MAP_FACTOR] = to_half(anomaly_map)
        return half

    def _sync(self) -> None:
        """Make all records durable, and then mark them as that."""
        self._places.sync()
        self._synced_at = time.monotonic()
        changed = np.flatnonzero((self._status != PENDING) & (self._marks == 0))
        if self._places.has_marks and len(changed):
            self._marks[changed] = 1
            first, last = changed[0], changed[-1]
            self._places.mark_synced(first, self._marks[first : last + 1])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        complete = False
        try:
            with storage_errors(self._run.path):
                self._sync()
                complete = not self.pending()
        finally:
            self._run.close(complete=complete)
