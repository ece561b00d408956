"""Writing runs of images.

The `status` of a record is written last: a process killed in between leaves the record unfinished and the file whole.
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
    FAILED,
    JUDGED,
    MAP_FACTOR,
    MAX_REGIONS,
    PENDING,
    STAGES,
    UNLIKE,
    ImageRunLayout,
    sync,
    task_names,
)
from inspector.store.runs.lifecycle import SYNC_INTERVAL_S, RunFile


class ImageRunWriter:
    """Writes the inspections of one batch; owns `path` + ".part" until the batch is complete.

    Args:
        path: the run's final name, which it gets when every image has its record.
        names, labels: of the images, in order.
        map_size: (h, w) of the maps, None for a method without.
        tasks: names of the method's tasks, none for a method that judges otherwise.
        about: JSON values: the model's identity, its operating point, versions.
        resume: resume the interrupted run of the same model, operating point and images.

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
    ) -> None:
        layout, batch = ImageRunLayout(map_size=map_size, tasks=tasks), list(zip(names, labels, strict=True))
        self._run = RunFile(path, layout, batch=batch, about=about, resume=resume)
        self._file = self._run.handle
        self._table = self._file["records"]
        self._tasks = task_names(tasks)
        self._synced = time.monotonic()

    @property
    def about(self) -> Mapping[str, Any]:
        """What the run says of itself; of a resumed one what it said when it was started."""
        return self._run.about

    def pending(self) -> list[int]:
        """Indices of the images that have no record yet."""
        return np.flatnonzero(self._table["status"] == PENDING).tolist()

    def write(self, index: int, inspection: Inspection) -> None:
        """Write one record, which survives the process.

        Raises:
            StorageError: if it cannot be written; what was written before stays.
        """
        row = self._table[index]
        row["status"] = JUDGED if inspection.error is None else FAILED
        row["error"] = (inspection.error or "").encode()[:ERROR_BYTES]
        if inspection.error is None:
            assert inspection.decision is not None  # nor is it, or the size, of any judged image
            assert inspection.size is not None
            row["score"] = inspection.score
            row["decision"] = DECISIONS.index(inspection.decision)
            row["height"], row["width"] = inspection.size
            row["light"] = np.nan if inspection.light is None else inspection.light
            if UNLIKE in row.dtype.names:
                row[UNLIKE] = np.nan if inspection.unlike is None else inspection.unlike
            row["regions"] = len(inspection.regions)
            row["failed"] = len(inspection.failed)
        for stage in STAGES:
            row[f"{stage}_ms"] = inspection.timings_ms.get(stage, np.nan)
        with storage_errors(self._run.path):
            if inspection.regions:
                regions = [astuple(region) for region in inspection.regions[:MAX_REGIONS]]
                self._file["regions"][index, : len(regions)] = np.array(regions)
            if inspection.failed:
                failed = [(self._tasks.index(one.task), *astuple(one)[1:]) for one in inspection.failed]
                self._file["failed"][index, : len(failed)] = np.array(failed)
            if inspection.anomaly_map is not None and "maps" in self._file:
                if MAP_FACTOR in row.dtype.names:
                    self._file["maps"][index], row[MAP_FACTOR] = to_half(inspection.anomaly_map)
                else:
                    self._file["maps"][index] = clipped_half(inspection.anomaly_map)
            self._file.flush()
            self._table[index] = row
            self._file.flush()
            if time.monotonic() - self._synced > SYNC_INTERVAL_S:
                sync(self._file)
                self._synced = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run.close(complete=not self.pending())
