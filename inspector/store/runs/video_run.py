"""Runs of clips: the inspections of one batch of clips in one SQLite file that survives being killed at any moment."""

import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from inspector.core.errors import RunError, StorageError
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.core.video.inspection import ClipEvent, FrameRecord, no_boxes
from inspector.core.video.temporal import Event
from inspector.store.durable import storage_errors, sync_folder
from inspector.store.runs.image_run import PART_SUFFIX
from inspector.store.runs.video_layout import (
    DECISIONS,
    about_of,
    close_whole,
    code_of,
    create_video_run,
    open_for_reading,
    open_for_writing,
    packed,
    remove_beside,
    run_errors,
    text_of,
    unpacked,
)

VIDEO_RUN_SUFFIX = ".clips"
_COMMIT_INTERVAL_S = 1.0
_EVENT_COLUMNS = (
    'start, "end", peak_frame, peak, decision, start_s, end_s, peak_s, place_left, place_top, place_right, place_bottom'
)
# What must be the same for a run to be gone on with; what is new has a value that stands for runs without it.
_IDENTITY = {"model": None, "runtime": "torch", "operating_point": None, "folder_rate": None}


class VideoRunWriter:
    """Writes the inspections of one batch of clips; owns `path` + ".part" until the batch is complete.

    Killed, it leaves every clip that ended, even where the power failed, and of the one it was at every frame up to
    about a second before. Memory does not grow with the clips.

    Args:
        path: the run's final name, which it gets when every clip has ended.
        clips: name and label of each, in order.
        about: JSON values: the model's identity, its operating point, versions.
        resume: go on with the interrupted run of the same model, operating point and clips.

    Raises:
        RunError: if there is a run, finished or interrupted, that would be lost, or the interrupted one does
            not fit.
        StorageError: if the file cannot be written.
    """

    def __init__(
        self, path: Path, *, clips: Sequence[tuple[str, str]], about: Mapping[str, Any], resume: bool = False
    ) -> None:
        self._path, self._part = path, path.with_name(path.name + PART_SUFFIX)
        if path.exists():
            raise RunError(f"{path}: is there already; choose another --output.")
        if self._part.exists():
            if not resume:
                raise RunError(
                    f"{self._part}: holds an interrupted run; continue it with --resume, or delete it first."
                )
        else:
            with self._storage_errors(), storage_errors(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                create_video_run(self._part, clips=clips, about=about)
        self._database = open_for_writing(self._part)
        try:
            self._check_same(clips, about)
        except BaseException:
            self._database.close()
            raise
        self._committed = time.monotonic()
        self._begun: set[int] = set()

    def pending(self) -> list[int]:
        """The clips that have not ended; one that was begun begins anew."""
        return [clip for (clip,) in self._database.execute("SELECT clip FROM clips WHERE NOT finished ORDER BY clip")]

    def begin(self, clip: int, *, frame_rate: float | None, size: tuple[int, int] | None) -> None:
        """A clip's first frame follows; whatever an interrupted run had of it goes.

        Args:
            frame_rate: frames a second; None where it is not known.
            size: (H, W) of its frames; None where it is not known.
        """
        with self._transaction():
            self._clear(clip)
            self._database.execute(
                "UPDATE clips SET frame_rate = ?, height = ?, width = ? WHERE clip = ?",
                (frame_rate, *(size or (None, None)), clip),
            )

    def frame(self, clip: int, record: FrameRecord) -> None:
        """Keep the next frame's record; its map with half precision.

        Raises:
            StorageError: if it cannot be written; what was written up to about a second before stays.
        """
        decision = code_of(record.decision)
        with self._transaction():
            self._database.execute(
                "INSERT INTO frames VALUES (?, ?, ?, ?, ?, ?, ?)",
                (clip, record.index, record.time_s, record.score, decision, record.still, text_of(record.error)),
            )
            if len(record.boxes) or record.anomaly_map is not None:
                self._database.execute(
                    "INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?)",
                    (clip, record.index, record.boxes.astype("<f4").tobytes(), *packed(record.anomaly_map)),
                )

    def event(self, clip: int, event: ClipEvent) -> None:
        """Keep an event.

        Raises:
            StorageError: as for a frame.
        """
        found = event.event
        values = (
            clip, found.start, found.end, found.peak_frame, found.peak, code_of(found.decision),
            event.start_s, event.end_s, event.peak_s, *(event.place or (None,) * 4),
        )  # fmt: skip
        with self._transaction():
            self._database.execute(
                f"INSERT INTO events (clip, {_EVENT_COLUMNS}) VALUES (?{', ?' * (len(values) - 1)})", values
            )

    def end(self, clip: int, *, error: str | None) -> None:
        """A clip has ended; durable when this returns.

        Args:
            error: why it broke off, or could not even be opened; what came before counts.

        Raises:
            StorageError: as for a frame.
        """
        with self._storage_errors():
            if clip not in self._begun:
                self._clear(clip)
            self._commit()
            self._database.execute("PRAGMA synchronous = FULL")
            self._database.execute("UPDATE clips SET error = ?, finished = 1 WHERE clip = ?", (text_of(error), clip))
            self._database.execute("PRAGMA synchronous = NORMAL")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._storage_errors():
            try:
                self._commit()
                complete = not self.pending()
            finally:
                close_whole(self._database)
        if complete:
            with storage_errors(self._path):
                self._part.rename(self._path)
                remove_beside(self._part)
                sync_folder(self._path.parent)

    def _clear(self, clip: int) -> None:
        for table in ("frames", "evidence", "events"):
            self._database.execute(f"DELETE FROM {table} WHERE clip = ?", (clip,))
        self._begun.add(clip)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """What is written in the block is kept as a whole, with whatever else the same second brings."""
        with self._storage_errors():
            if not self._database.in_transaction:
                self._database.execute("BEGIN")
            yield
            if time.monotonic() - self._committed > _COMMIT_INTERVAL_S:
                self._commit()

    def _commit(self) -> None:
        if self._database.in_transaction:
            self._database.execute("COMMIT")
        self._committed = time.monotonic()

    @contextmanager
    def _storage_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise StorageError(
                f"{self._path}: cannot be written ({error}); check the folder's rights and free space."
            ) from error

    def _check_same(self, clips: Sequence[tuple[str, str]], about: Mapping[str, Any]) -> None:
        with run_errors(self._part):
            before, now = _IDENTITY | dict(about_of(self._database)), _IDENTITY | dict(about)
            names = [name for (name,) in self._database.execute("SELECT name FROM clips ORDER BY clip")]
        if any(before[part] != now[part] for part in _IDENTITY):
            raise RunError(
                f"{self._part}: was made with another model, operating point or frame rate of folders; delete it or "
                "choose another --output."
            )
        if names != [name for name, _ in clips]:
            raise RunError(f"{self._part}: is a run of other clips; give the same paths, or choose another --output.")


@dataclass(frozen=True)
class ClipRecord:
    """A clip of a run, begun or not.

    Attributes:
        name: of the clip.
        label: `good`, the defect type, or empty where it is not known.
        path: where it was when the run was started.
        frames: how many have a record, lost ones counted.
        frame_rate: frames a second; None where it is not known.
        size: (H, W) of its frames; None where it is not known.
        decision: of its worst event, OK without any; None where no frame could be judged.
        error: why it broke off; what came before counts.
        finished: it has ended, by an error or as it should.
    """

    name: str
    label: str
    path: Path
    frames: int
    frame_rate: float | None
    size: tuple[int, int] | None
    decision: Decision | None
    error: str | None
    finished: bool


@dataclass(frozen=True, eq=False)
class ClipScores:
    """The records of one clip by column, n of them, in the order of its frames.

    Attributes:
        index: (n,) int64, places in the clip.
        time_s: (n,) float64, seconds from its start; NaN where the frame rate is not known.
        score: (n,) float64, smoothed; NaN where the frame is lost or could not be judged.
        decisions: None where there is no score.
        still: (n,) bool, nothing moves.
        lost: (n,) bool, the frame could not be read.
    """

    index: np.ndarray
    time_s: np.ndarray
    score: np.ndarray
    decisions: list[Decision | None]
    still: np.ndarray
    lost: np.ndarray

    def __len__(self) -> int:
        return len(self.index)


_COLUMNS = [("index", "i8"), ("time_s", "f8"), ("score", "f8"), ("decision", "i1"), ("still", "?"), ("lost", "?")]


def read_video_about(path: Path) -> tuple[Mapping[str, Any], int]:
    """What the run in this file says of itself and how many clips its batch has; no record is read.

    Raises:
        RunError: as for :class:`VideoRun`.
    """
    with VideoRun(path) as run:
        return run.about, len(run)


class VideoRun:
    """A run of clips opened for reading, complete or interrupted; to be closed, or used `with`. For any thread.

    Raises:
        RunError: if it is missing, is not a run of clips, is damaged, or belongs to a newer version.
        RunInUseError: if another process is writing it.
    """

    def __init__(self, path: Path) -> None:
        part = path.with_name(path.name + PART_SUFFIX)
        if not path.exists() and part.exists():
            path = part
        self.path = path
        self._database = open_for_reading(path)
        try:
            with run_errors(path):
                self.about = about_of(self._database)
                ((self._count, unfinished),) = self._database.execute("SELECT count(*), sum(NOT finished) FROM clips")
        except BaseException:
            self._database.close()
            raise
        self.interrupted = bool(unfinished)

    @property
    def operating_point(self) -> OperatingPoint:
        return OperatingPoint(**self.about["operating_point"])

    def __len__(self) -> int:
        """Clips of the batch, ended or not."""
        return self._count

    @cached_property
    def clips(self) -> tuple[ClipRecord, ...]:
        """Every clip of the batch, ended or not."""
        rows = self._rows(
            "SELECT name, label, frame_rate, height, width, error, finished, coalesce(frames, 0), judged, worst"
            " FROM clips"
            " LEFT JOIN (SELECT clip, count(*) AS frames, count(score) AS judged FROM frames GROUP BY clip)"
            " USING (clip)"
            " LEFT JOIN (SELECT clip, max(decision) AS worst FROM events GROUP BY clip) USING (clip)"
            " ORDER BY clip"
        )
        base = Path(self.about.get("base") or Path.cwd())
        return tuple(
            ClipRecord(
                name=name,
                label=label,
                path=base / name,
                frames=frames,
                frame_rate=frame_rate,
                size=None if height is None else (height, width),
                decision=DECISIONS[worst or 0] if judged else None,
                error=error,
                finished=bool(finished),
            )
            for name, label, frame_rate, height, width, error, finished, frames, judged, worst in rows
        )

    def counts(self) -> dict[Decision | None, int]:
        """How many clips that ended were decided each way; None for those that broke off or could not be judged."""
        told = [None if clip.error is not None else clip.decision for clip in self.clips if clip.finished]
        return {decision: told.count(decision) for decision in DECISIONS}

    def peaks(self) -> list[tuple[int, float] | None]:
        """A frame of each clip whose score is its highest, and that score; None where no frame could be judged."""
        rows = self._rows("SELECT clip, frame, max(score) FROM frames WHERE score IS NOT NULL GROUP BY clip")
        found = {clip: (frame, score) for clip, frame, score in rows}
        return [found.get(clip) for clip in range(len(self))]

    def scores(self, clip: int) -> ClipScores:
        """A clip's records by column."""
        with run_errors(self.path):
            rows = self._database.execute(
                "SELECT frame, time_s, score, coalesce(decision, -1), still, error IS NOT NULL FROM frames"
                " WHERE clip = ? ORDER BY frame",
                (clip,),
            )
            table = np.fromiter(rows, dtype=_COLUMNS)
        columns = {name: np.ascontiguousarray(table[name]) for name, _ in _COLUMNS}
        return ClipScores(decisions=[DECISIONS[code] for code in columns.pop("decision").tolist()], **columns)

    def events(self, clip: int) -> list[ClipEvent]:
        """A clip's events in the order of time."""
        rows = self._rows(f"SELECT {_EVENT_COLUMNS} FROM events WHERE clip = ? ORDER BY start", (clip,))
        return [
            ClipEvent(
                Event(start, end, peak_frame, peak, DECISIONS[code]),
                *times,
                place=None if place[0] is None else tuple(place),
            )
            for start, end, peak_frame, peak, code, *times, left, top, right, bottom in rows
            for place in [(left, top, right, bottom)]
        ]

    def frame(self, clip: int, index: int) -> FrameRecord | None:
        """A frame's record with its boxes and map (float16 precision); None where there is none."""
        rows = self._rows(
            "SELECT time_s, score, decision, still, error, boxes, height, width, map"
            " FROM frames LEFT JOIN evidence USING (clip, frame) WHERE clip = ? AND frame = ?",
            (clip, index),
        )
        for time_s, score, code, still, error, boxes, height, width, kept in rows:
            return FrameRecord(
                index=index,
                time_s=time_s,
                score=score,
                decision=DECISIONS[-1 if code is None else code],
                boxes=np.frombuffer(boxes, "<f4").reshape(-1, 5).copy() if boxes else no_boxes(),
                anomaly_map=None if kept is None else unpacked(kept, (height, width)),
                still=bool(still),
                error=error,
            )
        return None

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with run_errors(self.path):
            return self._database.execute(query, values).fetchall()
