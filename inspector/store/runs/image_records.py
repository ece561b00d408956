"""The bytes of one record in a run of images: where they lie, and whether they are all there.

Records are written beside HDF5, to the places that it fixed when the file was made: HDF5 cannot close a file after a
write that failed (the process then ends by a segmentation fault), and it writes its caches in an order of its own. Each
record has a check over everything that belongs to it. After a power cut the disk holds any part of what was written
since the last sync; a record counts only if its mark says that it was synced, or its check fits.
"""

import os
import zlib
from pathlib import Path

import h5py
import numpy as np

PENDING, JUDGED, FAILED, ABSENT = 0, 1, 2, 3  # a record's status; absent is what is reserved for an image to come
CHECK, SYNCED = "check", "synced"  # runs from before records had checks lack this column, and this dataset


class UnlockedFile(h5py.File):
    """A run that may be written meanwhile, opened for reading.

    HDF5 refuses to open a file for writing that this process reads, or that another one has locked to read it. Here it
    reads through a file of Python, which it neither recognises nor locks. That is safe: writing a record only
    overwrites bytes of a fixed layout, and records are checked as they are read.
    """

    def __init__(self, path: Path) -> None:
        self._source = path.open("rb", buffering=0)
        try:
            super().__init__(self._source, "r")
        except BaseException:
            self._source.close()
            raise

    @property
    def descriptor(self) -> int:
        """Of the file, as the system counts them."""
        return self._source.fileno()

    def close(self) -> None:
        super().close()
        self._source.close()


class RecordPlaces:
    """Where the records of an open file lie.

    Raises:
        ValueError: if their places are not fixed.
    """

    def __init__(self, file: h5py.File) -> None:
        self._descriptor: int = file.descriptor if isinstance(file, UnlockedFile) else file.id.get_vfd_handle()
        self.row_type: np.dtype = file["records"].dtype
        self._map_type = file["maps"].dtype if "maps" in file else None
        self._map_bytes = int(np.prod(file["maps"].shape[1:])) * 2 if "maps" in file else 0
        self._starts: dict[str, int] = {}
        self._strides: dict[str, int] = {}
        self._shapes = {name: file[name].shape[1:] for name in ("regions", "failed") if name in file}
        for name in ("records", "regions", "failed", SYNCED):
            if name in file:
                start = file[name].id.get_offset()
                if start is None and len(file[name]):
                    raise ValueError("its records have no fixed place")
                self._starts[name] = start or 0
                self._strides[name] = file[name].dtype.itemsize * int(np.prod(file[name].shape[1:], dtype=np.int64))
        self._maps = file["maps"].id if "maps" in file else None

    def has_column(self, name: str) -> bool:
        """Whether rows have a column, which older runs may lack."""
        return name in (self.row_type.names or ())

    @property
    def has_marks(self) -> bool:
        """Whether the run's records have checks, and marks where they are synced."""
        return SYNCED in self._starts

    def row(self, index: int) -> np.ndarray:
        """A copy of one row, () of the row's type."""
        content = _read(self._descriptor, self.row_type.itemsize, self._place("records", index))
        return np.frombuffer(content, self.row_type)[0].copy()

    def fits(self, index: int) -> bool:
        """Whether everything of a record that seems finished is there."""
        row = self.row(index)
        anomaly_map = None
        if self._maps is not None:
            content = _read(self._descriptor, self._map_bytes, self._map_place(index))
            anomaly_map = np.frombuffer(content, np.uint8)
        regions, failed = self._list("regions", index, row), self._list("failed", index, row)
        parts = parts_of(row, regions=regions, failed=failed, anomaly_map=anomaly_map)
        return check_of(row, *parts) == row[CHECK]

    def write_row(self, index: int, row: np.ndarray) -> None:
        _write(self._descriptor, row.tobytes(), self._place("records", index))

    def write_list(self, name: str, index: int, values: np.ndarray) -> None:
        """Regions or failed tasks of one record, (n, fields) float64."""
        _write(self._descriptor, values.tobytes(), self._place(name, index))

    def write_map(self, index: int, half: np.ndarray) -> None:
        """The map of one record, (h, w) float16."""
        _write(self._descriptor, half.astype(self._map_type).tobytes(), self._map_place(index))

    def copy_record(self, index: int, target: "RecordPlaces") -> None:
        """Write a finished record to the same index of another file, whose texts may have another length."""
        before, row = self.row(index), target.row(index)
        for column in self.row_type.names or ():
            row[column] = before[column]
        anomaly_map = None
        if self._maps is not None:
            content = _read(self._descriptor, self._map_bytes, self._map_place(index))
            anomaly_map = np.frombuffer(content, np.uint8)
            _write(target._descriptor, content, target._map_place(index))
        regions, failed = self._list("regions", index, before), self._list("failed", index, before)
        for name, values in (("regions", regions), ("failed", failed)):
            if len(values):
                target.write_list(name, index, values)
        row[CHECK] = check_of(row, *parts_of(row, regions=regions, failed=failed, anomaly_map=anomaly_map))
        target.write_row(index, row)

    def sync(self) -> None:
        """Make what was written durable."""
        os.fsync(self._descriptor)

    def mark_synced(self, first: int, marks: np.ndarray) -> None:
        """Mark records that are on the disk, from the index `first` on; (n,) uint8."""
        _write(self._descriptor, marks.tobytes(), self._place(SYNCED, first))

    def _list(self, name: str, index: int, row: np.ndarray) -> np.ndarray:
        if name not in self._starts:
            return np.empty(0)
        size, fields = self._shapes[name]
        content = _read(self._descriptor, self._strides[name], self._place(name, index))
        return np.frombuffer(content, np.float64).reshape(size, fields)[: row[name]]

    def _map_place(self, index: int) -> int:
        assert self._maps is not None
        place: int | None = self._maps.get_chunk_info_by_coord((index, 0, 0)).byte_offset
        if place is None:
            raise ValueError("a map has no fixed place")
        return place

    def _place(self, name: str, index: int) -> int:
        return self._starts[name] + index * self._strides[name]


def check_of(row: np.ndarray, *parts: np.ndarray) -> int:
    """The check of a record: over its row, the check itself left out, and its regions, failed tasks and map."""
    row = row.copy()
    row[CHECK] = 0
    check = zlib.crc32(row.tobytes())
    for part in parts:
        check = zlib.crc32(part.tobytes(), check)
    return check


def distrusted(file: h5py.File) -> np.ndarray:
    """(n,) indices of the records that seem finished and are not: after a power cut some of their bytes are missing.

    Only records after the last sync are read.
    """
    table = file["records"]
    if SYNCED not in file or CHECK not in table.dtype.names:
        return np.array([], np.int64)
    status = table.fields("status")[:]
    unsynced = np.flatnonzero((status != PENDING) & (status != ABSENT) & (file[SYNCED][:] == 0))
    places = RecordPlaces(file)
    return np.array([index for index in unsynced.tolist() if not places.fits(index)], np.int64)


def parts_of(
    row: np.ndarray, *, regions: np.ndarray, failed: np.ndarray, anomaly_map: np.ndarray | None
) -> list[np.ndarray]:
    """What belongs to a record beside its row, in the order in which it is checked."""
    if row["status"] != JUDGED:
        return []
    return [regions, failed] if anomaly_map is None else [regions, failed, anomaly_map]


def _write(descriptor: int, content: bytes, place: int) -> None:
    """Write all of it, whatever the system takes at a time."""
    rest = memoryview(content)
    while rest:
        if hasattr(os, "pwrite"):
            count = os.pwrite(descriptor, rest, place)
        else:
            os.lseek(descriptor, place, os.SEEK_SET)
            count = os.write(descriptor, rest)
        rest, place = rest[count:], place + count


def _read(descriptor: int, size: int, place: int) -> bytes:
    if hasattr(os, "pread"):
        return os.pread(descriptor, size, place)
    os.lseek(descriptor, place, os.SEEK_SET)
    return os.read(descriptor, size)
