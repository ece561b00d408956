"""Runs of images: the inspections of one batch in one HDF5 file that survives being killed at any moment."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from inspector.core.errors import RunError
from inspector.core.explanation import FailedTask
from inspector.core.inspection import Inspection, lacks_detail, shows_no_part
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.core.regions import Region
from inspector.store.runs.half_maps import from_half
from inspector.store.runs.image_layout import (
    DECISIONS,
    LOCATED,
    LOCATIONS,
    MAP_FACTOR,
    MAX_REGIONS,
    STAGES,
    UNLIKE,
    ImageRunLayout,
    batch_size,
    task_names,
)
from inspector.store.runs.image_records import FAILED, JUDGED, PENDING, distrusted
from inspector.store.runs.lifecycle import LEAST_PX, RunHead, StoredRun, existing_file
from inspector.store.runs.run_errors import run_errors
from inspector.store.runs.schema import check_records
from inspector.store.runs.sources import fingerprint

# What is held in memory of every record; messages of errors, which are long and rare, stay in the file.
_LISTED = (
    "status", "decision", "regions", "failed", "height", "width", "score", "light", "name", "label", MAP_FACTOR, UNLIKE,
    LOCATED,
    *(f"{stage}_ms" for stage in STAGES),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class RunTable:
    """The finished records of a run by column, n of them, in the order of the batch.

    Attributes:
        index: (n,) int64, places in the batch.
        names, labels: of the images; a label is empty where it is not known.
        scores: (n,) float64, raw; NaN where the image could not be judged.
        decisions: None where the image could not be judged.
        doubtful: (n,) bool, where the decision is never OK, whatever the score.
        not_found: (n,) bool, where that is because the part was not found.
        coarse: (n,) bool, where that is because the image is much smaller than all good ones.
    """

    index: np.ndarray
    names: list[str]
    labels: list[str]
    scores: np.ndarray
    decisions: list[Decision | None]
    doubtful: np.ndarray
    not_found: np.ndarray
    coarse: np.ndarray

    def __len__(self) -> int:
        return len(self.names)

    def judged_by(self, point: OperatingPoint) -> "RunTable":
        """The same scores with the decisions of another operating point."""
        rows = zip(self.scores.tolist(), self.doubtful.tolist(), strict=True)
        return replace(
            self,
            decisions=[
                None if math.isnan(score) else point.decide(score, doubtful=doubtful) for score, doubtful in rows
            ],
        )


@dataclass(frozen=True, eq=False)
class RegionTable:
    """The regions of the finished records of a run, m of them, the worst of each record first.

    Attributes:
        places: (m,) int64, rows of the :class:`RunTable` that they belong to.
        regions: (m, 8) float64, the values of a :class:`Region` in its order.
        sizes: (m, 2) float64, (H, W) of the image of each.
    """

    places: np.ndarray
    regions: np.ndarray
    sizes: np.ndarray


def read_head(path: Path) -> RunHead:
    """What the run in this file says of itself and counts; of its records only the decisions are read.

    Raises:
        RunError: as for :class:`ImageRun`.
    """
    layout = ImageRunLayout()
    with layout.open(path, writing=False) as file, run_errors(path):
        about, table = layout.about(file), file["records"]
        records = table.fields(["status", "decision"])[: batch_size(file)]
        ng = (records["status"] == JUDGED) & (records["decision"] == DECISIONS.index(Decision.NG))
        return RunHead(about, len(records), int(ng.sum()))


class ImageRun(StoredRun):
    """A run of images opened for reading, complete or interrupted; see :class:`StoredRun`.

    Raises:
        RunError: if it is missing, is not a run, is damaged, or belongs to a newer version.
    """

    def __init__(self, path: Path) -> None:
        layout = ImageRunLayout()
        self.path = existing_file(path)
        self._file = layout.open(self.path, writing=False)
        try:
            with run_errors(self.path):
                self.about = layout.about(self._file)
                self._base = self._find_base()
                table = self._file["records"]
                listed = [name for name in _LISTED if name in table.dtype.names]
                self._records = table.fields(listed)[: batch_size(self._file)]
                check_records(
                    self._records,
                    judged=JUDGED,
                    failed=FAILED,
                    pending=PENDING,
                    decisions=len(DECISIONS),
                    locations=len(LOCATIONS),
                    point=self.about.get("operating_point") or {},
                )
                self._records["status"][distrusted(self._file)] = PENDING
        except BaseException:
            self._file.close()
            raise
        self.path_of("")  # looks for a moved category now, and not in the thread of a screen that asks for a path
        self.interrupted = bool((self._records["status"] == PENDING).any())

    @cached_property
    def _index(self) -> dict[str, int]:
        with run_errors(self.path):
            return {name.decode(): index for index, name in enumerate(self._records["name"])}

    def __len__(self) -> int:
        """Images of the batch, finished or not."""
        return len(self._records)

    def batch(self) -> list[tuple[str, str]]:
        """Name and label of every image of the batch, finished or not."""
        rows = zip(self._records["name"].tolist(), self._records["label"].tolist(), strict=True)
        with run_errors(self.path):
            return [(name.decode(), label.decode()) for name, label in rows]

    def table(self) -> RunTable:
        """The finished records by column, for lists and figures of many of them."""
        index = np.flatnonzero(self._records["status"] != PENDING)
        rows = self._records[index]
        judged = rows["status"] == JUDGED
        unlike = np.array([shows_no_part(value) for value in self._unlike(index)], bool)
        not_found = np.array([value is False for value in self._located(index)], bool)
        sizes = zip(rows["height"].tolist(), rows["width"].tolist(), strict=True)
        coarse = np.array([lacks_detail(size, self.about.get(LEAST_PX)) for size in sizes], bool)
        return RunTable(
            index=index,
            names=[name.decode() for name in rows["name"].tolist()],
            labels=[label.decode() for label in rows["label"].tolist()],
            scores=np.where(judged, rows["score"], np.nan),
            decisions=[
                DECISIONS[code] if known else None
                for code, known in zip(rows["decision"].tolist(), judged.tolist(), strict=True)
            ],
            doubtful=judged & (unlike | not_found | coarse),
            not_found=judged & not_found,
            coarse=judged & coarse,
        )

    def _unlike(self, index: np.ndarray) -> list[float | None]:
        """How unlike good images pictures are; None where it was not checked, as in runs from before it was."""
        if UNLIKE not in self._records.dtype.names:
            return [None] * len(index)
        return [None if math.isnan(value) else value for value in self._records[UNLIKE][index].tolist()]

    def _located(self, index: np.ndarray) -> list[bool | None]:
        """Whether parts were found; None where they were not located, as in runs from before they could be."""
        if LOCATED not in self._records.dtype.names:
            return [None] * len(index)
        return [LOCATIONS[code] for code in self._records[LOCATED][index].tolist()]

    def regions(self) -> RegionTable:
        """The regions of every judged image.

        Raises:
            RunError: if the run cannot be read.
        """
        index = np.flatnonzero(self._records["status"] != PENDING)
        rows = self._records[index]
        many = np.where(rows["status"] == JUDGED, np.minimum(rows["regions"], MAX_REGIONS), 0)
        with run_errors(self.path):
            stored = self._file["regions"][:, : max(1, int(many.max(initial=0)))][index]
        places, ranks = np.nonzero(np.arange(stored.shape[1]) < many[:, None])
        sizes = np.column_stack([rows["height"], rows["width"]]).astype(np.float64)
        return RegionTable(places, stored[places, ranks], sizes[places])

    def counts(self) -> dict[Decision | None, int]:
        """How many images were decided each way; None for those that could not be judged."""
        judged = self._records["decision"][self._records["status"] == JUDGED]
        failed = int((self._records["status"] == FAILED).sum())
        return {decision: int((judged == code).sum()) for code, decision in enumerate(DECISIONS)} | {None: failed}

    def finished(self) -> list[int]:
        """Indices of the images that have a record."""
        return np.flatnonzero(self._records["status"] != PENDING).tolist()

    def __iter__(self) -> Iterator[Inspection]:
        """The finished inspections in order, with their maps (float16 precision)."""
        return (self[index] for index in self.finished())

    def __getitem__(self, index: int) -> Inspection:
        return self.with_map(self.record(index))

    def with_map(self, inspection: Inspection) -> Inspection:
        """One of this run's inspections with its anomaly map, where it has one."""
        if "maps" not in self._file or inspection.error is not None:
            return inspection
        index = self._index[inspection.name]
        factor = self._records[MAP_FACTOR][index] if MAP_FACTOR in self._records.dtype.names else 1.0
        with run_errors(self.path):
            return replace(inspection, anomaly_map=from_half(self._file["maps"][index], factor))

    def record(self, index: int) -> Inspection:
        """The inspection of one image without its map, which stays in the file.

        Raises:
            RunError: if the run was interrupted before this image, or its record is damaged.
        """
        with run_errors(self.path):
            return self._record(index)

    def _record(self, index: int) -> Inspection:
        row = self._records[index]
        name, label = row["name"].decode(), row["label"].decode()
        timings = {stage: float(row[f"{stage}_ms"]) for stage in STAGES if np.isfinite(row[f"{stage}_ms"])}
        if row["status"] == PENDING:
            raise RunError(
                "{file}: the run was interrupted before image {image}.",
                code="run.not_reached",
                file=str(self.path),
                image=name,
            )
        with run_errors(self.path):
            if row["status"] == FAILED:
                error = self._file["records"].fields("error")[index].decode(errors="ignore")
                return Inspection(name, label, timings_ms=timings, error=error)
            regions = self._file["regions"][index, : min(row["regions"], MAX_REGIONS)]
            return Inspection(
                name,
                label,
                score=float(row["score"]),
                decision=DECISIONS[row["decision"]],
                regions=tuple(_region(values) for values in regions),
                failed=self._failed(index),
                size=(int(row["height"]), int(row["width"])),
                unlike=self._unlike(np.array([index]))[0],
                located=self._located(np.array([index]))[0],
                least_px=self.about.get(LEAST_PX),
                light=None if np.isnan(row["light"]) else float(row["light"]),
                timings_ms=timings,
            )

    def _failed(self, index: int) -> tuple[FailedTask, ...]:
        if "failed" not in self._file:
            return ()
        values = self._file["failed"][index, : self._records["failed"][index]].tolist()
        tasks = task_names(json.loads(self._file.attrs["tasks"]))
        return tuple(FailedTask(tasks[int(task)], excess, *map(int, box)) for task, excess, *box in values)

    def fingerprints(self) -> list[str] | None:
        with run_errors(self.path):
            return ImageRunLayout().fingerprints(self._file)

    def is_replaced(self, name: str) -> bool:
        """Whether the image of this name is another file than was inspected, by its size and time of change.

        One that is gone is not; nor is any where the run does not know.
        """
        before = self._fingerprints[self._index[name]] if self._fingerprints else ""
        now = fingerprint(self.path_of(name)) if before else ""
        return bool(now) and now != before

    @cached_property
    def _fingerprints(self) -> list[str] | None:
        return self.fingerprints()

    def close(self) -> None:
        self._file.close()


def _region(values: np.ndarray) -> Region:
    left, top, width, height, area_px, peak, peak_x, peak_y = values.tolist()
    return Region(int(left), int(top), int(width), int(height), int(area_px), peak, int(peak_x), int(peak_y))
