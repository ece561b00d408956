"""How a run of images lies in one HDF5 file.

Everything is laid out when the file is made: one row per record in a table, one chunk per map, and all of its space is
reserved. Writing a record therefore only overwrites bytes at a known place and never touches HDF5's own structures.

A run that grows, because images arrive while it is made, has places in reserve, which do not count as images. Where
they are used up, all is copied into a file of twice the size, which takes the place of the first as a whole; when the
run is complete, it is copied once more, without reserve, and is a run like any other.
"""

import errno
import io
import json
import os
import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from inspector.core.errors import RunError
from inspector.core.explanation import MAX_FAILED
from inspector.core.operating_point import Decision
from inspector.store.durable import sync_file, sync_folder
from inspector.store.runs.image_records import (
    ABSENT,
    CHECK,
    FAILED,
    JUDGED,
    PENDING,
    SYNCED,
    RecordPlaces,
    UnlockedFile,
)
from inspector.store.runs.lifecycle import Batch
from inspector.store.runs.run_errors import PART_SUFFIX, check_format, run_errors
from inspector.store.runs.schema import check_about
from inspector.store.runs.sources import FINGERPRINT_BYTES

FORMAT, GROWING_FORMAT = 1, 2  # the second has places in reserve
DECISIONS = list(Decision)  # by their codes
STAGES = ("decode", "model", "post")
ERROR_BYTES = 600
MAX_REGIONS = 32
MAP_FACTOR = "map_factor"  # runs from before maps had one lack this column
UNLIKE = "unlike"  # likewise
LOCATED = "located"  # likewise
LOCATIONS = [None, True, False]  # by their codes
FINGERPRINT = "fingerprint"  # runs from before images were compared lack this column
LEAST_RESERVE = 64
_GROWING_TEXT_BYTES = {"name": 255, "label": 64, FINGERPRINT: FINGERPRINT_BYTES}  # longer ones are copied for
_REGION_FIELDS = 8
_FAILED_FIELDS = 6
_DATASETS = ("records", "regions", "failed", "maps", SYNCED)
_NO_LOCKS = (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EIO)  # what shares without locks say


class ImageRunLayout:
    """The layout of the runs of one method: which datasets there are depends on what it gives.

    Args:
        map_size: (h, w) of the maps, None for a method without.
        tasks: names of the method's tasks, none for a method that judges otherwise.
    """

    def __init__(self, *, map_size: tuple[int, int] | None = None, tasks: Sequence[str] = ()) -> None:
        self._map_size, self._tasks = map_size, tasks

    def create(self, path: Path, *, batch: Batch, about: Mapping[str, Any], growing: bool = False) -> None:
        self._lay_out(path, _texts(batch), json.dumps(about), reserve=LEAST_RESERVE if growing else 0)

    def grown(self, file: h5py.File, path: Path, count: int, more: Batch, /) -> h5py.File:
        added, records = _texts(more), file["records"]
        longest = {column: max(map(len, values)) for column, values in added.items()}
        fits = all(size <= records.dtype[column].itemsize for column, size in longest.items())
        if not fits or count + len(more) > len(records):
            return self._copied(file, path, count, added, reserve=max(LEAST_RESERVE, count + len(more)))
        places = RecordPlaces(file)
        rows = np.zeros(len(more), places.row_type)
        for column, values in added.items():
            rows[column] = values
        for status in (ABSENT, PENDING):  # an image counts only once its name is on the disk
            rows["status"] = status
            for index, row in enumerate(rows, start=count):
                places.write_row(index, row)
            places.sync()
        return file

    def settled(self, file: h5py.File, path: Path, count: int, /) -> h5py.File:
        if file.attrs["format"] != GROWING_FORMAT:
            return file
        return self._copied(file, path, count, _texts([]), reserve=0)

    def _copied(
        self, file: h5py.File, path: Path, count: int, added: Mapping[str, list[bytes]], *, reserve: int
    ) -> h5py.File:
        """The first images of an open file and more of them in another file, which has taken its place."""
        places, new = RecordPlaces(file), path.with_name(path.name + ".new")
        rows = [places.row(index) for index in range(count)]
        texts = {column: [bytes(row[column]) for row in rows] + values for column, values in added.items()}
        new.unlink(missing_ok=True)  # of a process that was killed while it copied
        try:
            self._lay_out(new, texts, file.attrs["about"], reserve=reserve)
            finished = [index for index, row in enumerate(rows) if row["status"] in (JUDGED, FAILED)]
            with closing(self.open(new, writing=True)) as target:
                copies = RecordPlaces(target)
                for index in finished:
                    places.copy_record(index, copies)
                copies.sync()
                for index in finished:
                    copies.mark_synced(index, np.ones(1, np.uint8))
            sync_file(new)
        except BaseException:
            new.unlink(missing_ok=True)
            raise
        file.close()
        new.replace(path)
        sync_folder(path.parent)
        return self.open(path, writing=True)

    def _lay_out(self, path: Path, texts: Mapping[str, list[bytes]], about: str, *, reserve: int) -> None:
        count, longest = len(texts["name"]), {column: max([1, *map(len, texts[column])]) for column in texts}
        if reserve:
            longest = {column: max(size, _GROWING_TEXT_BYTES[column]) for column, size in longest.items()}
        places = count + reserve
        rows = np.zeros(places, _row_type(longest))
        rows["status"][count:] = ABSENT
        for column, values in texts.items():
            rows[column][:count] = values
        # "earliest" has no mark "open for writing" in the file, which would lock out readers after a kill.
        with _LateFailures(path, "x+") as target, h5py.File(target, "w", libver="earliest") as file:
            file.attrs["format"] = GROWING_FORMAT if reserve else FORMAT
            file.attrs["about"] = about
            file.create_dataset("records", data=rows)
            file.create_dataset(SYNCED, data=np.zeros(places, np.uint8))
            file.attrs["tasks"] = json.dumps(list(self._tasks))
            if self._tasks:
                _reserve(file, "failed", (places, MAX_FAILED, _FAILED_FIELDS), np.float64, chunks=None)
            _reserve(file, "regions", (places, MAX_REGIONS, _REGION_FIELDS), np.float64, chunks=None)
            if self._map_size is not None:
                shape = (places, *self._map_size)
                _reserve(file, "maps", shape, np.float16, chunks=(1, *self._map_size))
        _reserve_space(path)

    def open(self, path: Path, *, writing: bool) -> h5py.File:
        if path.exists() and not path.is_file():  # a pipe would be waited for
            raise RunError("{file} is not a file.", code="run.no_file", file=str(path))
        with run_errors(path):
            file = _opened(path, writing=writing)
            try:
                check_format(path, int(file.attrs["format"]), supported=GROWING_FORMAT)
                _check_own_bytes(file, path)
            except BaseException:
                file.close()
                raise
            return file

    def about(self, file: h5py.File) -> Mapping[str, Any]:
        return check_about(json.loads(file.attrs["about"]))

    def names(self, file: h5py.File) -> list[str]:
        return [name.decode() for name in file["records"]["name"][: batch_size(file)]]

    def fingerprints(self, file: h5py.File) -> list[str] | None:
        records = file["records"]
        if FINGERPRINT not in records.dtype.names:
            return None
        return [text.decode() for text in records[FINGERPRINT][: batch_size(file)]]

    def close(self, file: h5py.File) -> None:
        file.close()


def batch_size(file: h5py.File) -> int:
    """How many images the batch of a file has that was just opened; what is in reserve is none of them."""
    return int((file["records"].fields("status")[:] != ABSENT).sum())


def task_names(tasks: Sequence[str]) -> list[str]:
    """What a :class:`FailedTask` calls each of a method's tasks."""
    return list(tasks) if len(tasks) > 1 else [""]


def _texts(batch: Batch) -> dict[str, list[bytes]]:
    return {
        "name": [item.name.encode() for item in batch],
        "label": [item.label.encode() for item in batch],
        FINGERPRINT: [item.fingerprint.encode() for item in batch],
    }


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


class _LateFailures(io.FileIO):
    """A file whose failures are raised when it is closed: HDF5 cannot close its own part after one."""

    _failure: OSError | None = None

    def write(self, content: Any) -> int:  # any buffer
        rest = memoryview(content).cast("B")
        size = len(rest)
        try:
            while self._failure is None and rest:
                rest = rest[super().write(rest) or 0 :]
        except OSError as error:
            self._failure = error
        return size

    def truncate(self, size: int | None = None) -> int:
        try:
            if self._failure is None:
                return super().truncate(size)
        except OSError as error:
            self._failure = error
        return size or 0

    def close(self) -> None:
        super().close()
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure


def _reserve_space(path: Path) -> None:
    """Give the file its place on the disk now: without it, it is sparse and the disk may be full later."""
    if not hasattr(os, "posix_fallocate"):
        return
    with path.open("rb+") as file:
        try:
            os.posix_fallocate(file.fileno(), 0, os.fstat(file.fileno()).st_size)
        except OSError as error:
            if error.errno not in (errno.EOPNOTSUPP, errno.EINVAL):  # such a file system reserves nothing
                raise


def _opened(path: Path, *, writing: bool) -> h5py.File:
    if path.name.endswith(PART_SUFFIX) and not writing:
        return UnlockedFile(path)
    mode, options = ("r+", {"libver": "earliest"}) if writing else ("r", {})
    try:
        return h5py.File(path, mode, **options)
    except OSError as error:
        number = re.search(r"unable to lock file, errno = (\d+)", str(error))
        if number is None or int(number[1]) not in _NO_LOCKS:
            raise
        return h5py.File(path, mode, locking=False, **options)  # the owner's record keeps others out


def _check_own_bytes(file: h5py.File, path: Path) -> None:
    """Make sure that everything in a run lies in its own file, and is no larger than that.

    Raises:
        ValueError: if it does not.
    """
    size = path.stat().st_size
    for name in _DATASETS:
        link = file.get(name, getlink=True)
        if link is None:
            continue
        if not isinstance(link, h5py.HardLink) or not isinstance(dataset := file[name], h5py.Dataset):
            raise ValueError(f"its {name} are not in this file")
        plan = dataset.id.get_create_plist()
        if dataset.is_virtual or plan.get_external_count():
            raise ValueError(f"its {name} are not in this file")
        if plan.get_nfilters() or dataset.dtype.hasobject or dataset.nbytes > size:
            raise ValueError(f"its {name} are not laid out as a run's")


def _row_type(text_bytes: Mapping[str, int]) -> np.dtype:
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
            (LOCATED, "u1"),
            *[(f"{stage}_ms", "f4") for stage in STAGES],
            (CHECK, "u4"),
            *[(column, f"S{size}") for column, size in text_bytes.items()],
            ("error", f"S{ERROR_BYTES}"),
        ]
    )
