"""How a run of images lies in one HDF5 file.

Everything is laid out when the file is made, since the batch is known by then: one row per record in a table, one chunk
per map. Writing a record therefore only overwrites bytes at a known place and never touches HDF5's own structures.
"""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from inspector.core.explanation import MAX_FAILED
from inspector.core.operating_point import Decision
from inspector.store.runs.lifecycle import Batch, check_format, run_errors, stated

FORMAT = 1
PENDING, JUDGED, FAILED = 0, 1, 2  # a record's status
DECISIONS = list(Decision)  # by their codes
STAGES = ("decode", "model", "post")
ERROR_BYTES = 600
MAX_REGIONS = 32
MAP_FACTOR = "map_factor"  # runs from before maps had one lack this column
UNLIKE = "unlike"  # likewise
_REGION_FIELDS = 8
_FAILED_FIELDS = 6


class ImageRunLayout:
    """The layout of the runs of one method: which datasets there are depends on what it gives.

    Args:
        map_size: (h, w) of the maps, None for a method without.
        tasks: names of the method's tasks, none for a method that judges otherwise.
    """

    def __init__(self, *, map_size: tuple[int, int] | None = None, tasks: Sequence[str] = ()) -> None:
        self._map_size, self._tasks = map_size, tasks

    def create(self, path: Path, *, batch: Batch, about: Mapping[str, Any]) -> None:
        names, labels = [name.encode() for name, _ in batch], [label.encode() for _, label in batch]
        rows = np.zeros(len(batch), _row_type(max([1, *map(len, names)]), max([1, *map(len, labels)])))
        rows["name"], rows["label"] = names, labels
        # "earliest" has no mark "open for writing" in the file, which would lock out readers after a kill.
        with h5py.File(path, "w", libver="earliest") as file:
            file.attrs["format"] = FORMAT
            file.attrs["about"] = json.dumps(about)
            file.create_dataset("records", data=rows)
            file.attrs["tasks"] = json.dumps(list(self._tasks))
            if self._tasks:
                _reserve(file, "failed", (len(batch), MAX_FAILED, _FAILED_FIELDS), np.float64, chunks=None)
            _reserve(file, "regions", (len(batch), MAX_REGIONS, _REGION_FIELDS), np.float64, chunks=None)
            if self._map_size is not None:
                shape = (len(batch), *self._map_size)
                _reserve(file, "maps", shape, np.float16, chunks=(1, *self._map_size))

    def open(self, path: Path, *, writing: bool) -> h5py.File:
        with run_errors(path):
            file = h5py.File(path, "r+", libver="earliest") if writing else h5py.File(path, "r")
            try:
                check_format(path, int(file.attrs["format"]), supported=FORMAT)
            except BaseException:
                file.close()
                raise
            return file

    def about(self, file: h5py.File) -> Mapping[str, Any]:
        return stated(json.loads(file.attrs["about"]))

    def names(self, file: h5py.File) -> list[str]:
        return [name.decode() for name in file["records"]["name"]]

    def close(self, file: h5py.File) -> None:
        try:
            sync(file)
        finally:
            file.close()


def sync(file: h5py.File) -> None:
    """Make what was written durable."""
    file.flush()
    os.fsync(file.id.get_vfd_handle())


def task_names(tasks: Sequence[str]) -> list[str]:
    """What a :class:`FailedTask` calls each of a method's tasks."""
    return list(tasks) if len(tasks) > 1 else [""]


def _reserve(
    file: h5py.File, name: str, shape: tuple[int, ...], dtype: type, *, chunks: tuple[int, ...] | None
) -> None:
    """A dataset whose place in the file is fixed from the start, so that writing to it changes no structure."""
    plan = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plan.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
    plan.set_fill_time(h5py.h5d.FILL_TIME_NEVER)
    if chunks:
        plan.set_chunk(chunks)
    h5py.h5d.create(file.id, name.encode(), h5py.h5t.py_create(np.dtype(dtype)), h5py.h5s.create_simple(shape), plan)


def _row_type(name_bytes: int, label_bytes: int) -> np.dtype:
    return np.dtype(
        [
            ("status", "u1"),
            ("decision", "u1"),
            ("regions", "u4"),
            ("failed", "u1"),
            ("height", "u4"),
            ("width", "u4"),
            ("score", "f8"),
            ("light", "f8"),
            (MAP_FACTOR, "f4"),
            (UNLIKE, "f4"),
            *[(f"{stage}_ms", "f4") for stage in STAGES],
            ("name", f"S{name_bytes}"),
            ("label", f"S{label_bytes}"),
            ("error", f"S{ERROR_BYTES}"),
        ]
    )
