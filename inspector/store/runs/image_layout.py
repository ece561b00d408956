"""The layout of a run file: laid out whole when it is made, so that writing a record changes no structure."""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from inspector.core.explanation import MAX_FAILED

FORMAT = 1
STAGES = ("decode", "model", "post")
ERROR_BYTES = 600
MAX_REGIONS = 32
_REGION_FIELDS = 8
_FAILED_FIELDS = 6


def create_run(
    part: Path,
    *,
    names: Sequence[str],
    labels: Sequence[str],
    map_size: tuple[int, int] | None,
    tasks: Sequence[str],
    about: Mapping[str, Any],
) -> h5py.File:
    """Make the file of a batch, every record pending, and open it for writing."""
    encoded = [name.encode() for name in names], [label.encode() for label in labels]
    rows = np.zeros(len(names), _row_type(*(max([1, *map(len, texts)]) for texts in encoded)))
    rows["name"], rows["label"] = encoded
    # "earliest" has no mark "open for writing" in the file, which would lock out readers after a kill.
    making = part.with_name(part.name + ".new")
    making.unlink(missing_ok=True)
    try:
        with h5py.File(making, "w", libver="earliest") as file:
            file.attrs["format"] = FORMAT
            file.attrs["about"] = json.dumps(about)
            file.create_dataset("records", data=rows)
            file.attrs["tasks"] = json.dumps(list(tasks))
            if tasks:
                _reserve(file, "failed", (len(names), MAX_FAILED, _FAILED_FIELDS), np.float64, chunks=None)
            _reserve(file, "regions", (len(names), MAX_REGIONS, _REGION_FIELDS), np.float64, chunks=None)
            if map_size is not None:
                _reserve(file, "maps", (len(names), *map_size), np.float16, chunks=(1, *map_size))
            file.flush()
            os.fsync(file.id.get_vfd_handle())
    except BaseException:
        making.unlink(missing_ok=True)
        raise
    making.rename(part)  # a file of this name has always its whole layout
    return h5py.File(part, "r+", libver="earliest")


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
            *[(f"{stage}_ms", "f4") for stage in STAGES],
            ("name", f"S{name_bytes}"),
            ("label", f"S{label_bytes}"),
            ("error", f"S{ERROR_BYTES}"),
        ]
    )
