"""Runs of video: the inspections of one batch of clips in one SQLite file that survives being killed at any moment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np

from inspector.core.operating_point import Decision, at_least_review
from inspector.core.video.inspection import ClipEvent, FrameRecord, no_boxes
from inspector.core.video.temporal import Event
from inspector.store.runs.lifecycle import PART_SUFFIX, RunHead, StoredRun, existing_file
from inspector.store.runs.run_errors import refuse_in_use, run_errors
from inspector.store.runs.schema import check_clips, check_events
from inspector.store.runs.video_layout import (
    DECISIONS,
    EVENT_COLUMNS,
    VideoRunLayout,
    has_table,
    unpack,
)


@dataclass(frozen=True)
class ClipRecord:
    """A clip of a run, begun or not.

    Attributes:
        name: of the clip.
        label: `good`, the defect type, or empty where it is not known.
        path: where it was when the run was started.
        frames: how many have a record, lost ones counted.
        frame_rate: frames per second; None where it is not known.
        size: (H, W) of its frames; None where it is not known.
        decision: of its worst event, without any OK, or REVIEW where frames are lost or doubtful; None where no frame
            could be judged, or it broke off before anything was found.
        lost, doubtful: how many frames could not be read, and how many may be of an earlier moment.
        error: why the clip broke off; what came before counts.
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
    lost: int = 0
    doubtful: int = 0

    @property
    def whole(self) -> bool:
        """Whether it was read to its end."""
        return self.finished and self.error is None

    @property
    def is_doubtful(self) -> bool:
        """Whether it is never OK, since something of it was not seen."""
        return self.lost + self.doubtful > 0


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
        doubtful: (n,) bool, the picture may be of an earlier moment.
    """

    index: np.ndarray
    time_s: np.ndarray
    score: np.ndarray
    decisions: list[Decision | None]
    still: np.ndarray
    lost: np.ndarray
    doubtful: np.ndarray

    def __len__(self) -> int:
        return len(self.index)


_COLUMNS = [
    ("index", "i8"),
    ("time_s", "f8"),
    ("score", "f8"),
    ("decision", "i1"),
    ("still", "?"),
    ("lost", "?"),
    ("doubtful", "?"),
]
_DOUBTS = " LEFT JOIN (SELECT clip, count(*) AS doubtful FROM doubtful_frames GROUP BY clip) USING (clip)"
_IS_DOUBTFUL = "EXISTS (SELECT 1 FROM doubtful_frames AS d WHERE d.clip = frames.clip AND d.frame = frames.frame)"


def read_video_head(path: Path) -> RunHead:
    """What the run in this file says of itself and counts; no frame is read.

    Raises:
        RunError: as for :class:`VideoRun`.
    """
    with VideoRun(path) as run:
        return RunHead(run.about, len(run), run.rejected())


_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


def _reads(
    method: Callable[Concatenate["VideoRun", _Arguments], _Result],
) -> Callable[Concatenate["VideoRun", _Arguments], _Result]:
    """A method that reads an open run, which may be damaged, or may be resumed by another process by now."""

    @wraps(method)
    def read(run: "VideoRun", *arguments: _Arguments.args, **options: _Arguments.kwargs) -> _Result:
        if run.path.suffix == PART_SUFFIX:
            refuse_in_use(run.path)
        with run_errors(run.path):
            return method(run, *arguments, **options)

    return read


class VideoRun(StoredRun):
    """A run of video opened for reading, complete or interrupted, from any thread; see :class:`StoredRun`.

    Raises:
        RunError: if it is missing, is not a run of video, is damaged, or belongs to a newer version.
        RunInUseError: if another process is writing it.
    """

    def __init__(self, path: Path) -> None:
        layout = VideoRunLayout()
        self.path = existing_file(path)
        self._database = layout.open(self.path, writing=False)
        try:
            with run_errors(self.path):
                self.about = layout.about(self._database)
                self._base = self._find_base()
                ((self._count, unfinished),) = self._database.execute("SELECT count(*), sum(NOT finished) FROM clips")
                self._has_map_factors = has_table(self._database, "map_factors")
                self._has_doubts = has_table(self._database, "doubtful_frames")
        except BaseException:
            self._database.close()
            raise
        self.interrupted = bool(unfinished)

    def fingerprints(self) -> list[str] | None:
        with run_errors(self.path):
            return VideoRunLayout().fingerprints(self._database)

    def __len__(self) -> int:
        """Clips of the batch, ended or not."""
        return self._count

    @cached_property
    @_reads
    def clips(self) -> tuple[ClipRecord, ...]:
        """Every clip of the batch, ended or not."""
        rows = self._rows(
            "SELECT name, label, frame_rate, height, width, error, finished, coalesce(frames, 0), judged, worst,"
            f" coalesce(lost, 0), {'coalesce(doubtful, 0)' if self._has_doubts else 0}"
            " FROM clips"
            " LEFT JOIN (SELECT clip, count(*) AS frames, count(score) AS judged, count(error) AS lost"
            " FROM frames GROUP BY clip) USING (clip)"
            " LEFT JOIN (SELECT clip, max(decision) AS worst FROM events GROUP BY clip) USING (clip)"
            + (_DOUBTS if self._has_doubts else "")
            + " ORDER BY clip"
        )
        with run_errors(self.path):
            check_clips(rows)
            return tuple(self._clip(*row) for row in rows)

    def _clip(
        self,
        name: str,
        label: str,
        frame_rate: float | None,
        height: int | None,
        width: int | None,
        error: str | None,
        finished: int,
        frames: int,
        judged: int | None,
        worst: int | None,
        lost: int,
        doubtful: int,
    ) -> ClipRecord:
        return ClipRecord(
            name=name,
            label=label,
            path=self.path_of(name),
            frames=frames,
            frame_rate=frame_rate,
            size=None if height is None or width is None else (height, width),
            decision=_decision(DECISIONS[worst or 0] if judged else None, doubtful=lost + doubtful > 0, error=error),
            lost=lost,
            doubtful=doubtful,
            error=error,
            finished=bool(finished),
        )

    @_reads
    def rejected(self) -> int:
        """How many clips have an event that was decided NG."""
        ((count,),) = self._rows(
            "SELECT count(DISTINCT clip) FROM events WHERE decision = ?", [DECISIONS.index(Decision.NG)]
        )
        return int(count)

    def counts(self) -> dict[Decision | None, int]:
        """How many clips that ended were decided each way; None for those that broke off or could not be judged."""
        decisions = [None if clip.error is not None else clip.decision for clip in self.clips if clip.finished]
        return {decision: decisions.count(decision) for decision in DECISIONS}

    @_reads
    def peaks(self) -> list[tuple[int, float] | None]:
        """A frame of each clip whose score is its highest, and that score; None where no frame could be judged."""
        rows = self._rows("SELECT clip, frame, max(score) FROM frames WHERE score IS NOT NULL GROUP BY clip")
        found = {clip: (frame, score) for clip, frame, score in rows}
        return [found.get(clip) for clip in range(len(self))]

    @_reads
    def scores(self, clip: int) -> ClipScores:
        """A clip's records by column."""
        self._database.begin_question()
        rows = self._database.execute(
            "SELECT frame, time_s, score, coalesce(decision, -1), still, error IS NOT NULL,"
            f" {_IS_DOUBTFUL if self._has_doubts else 0} FROM frames WHERE clip = ? ORDER BY frame",
            (clip,),
        )
        table = np.fromiter(rows, dtype=_COLUMNS)
        columns = {name: np.ascontiguousarray(table[name]) for name, _ in _COLUMNS}
        return ClipScores(decisions=[DECISIONS[code] for code in columns.pop("decision").tolist()], **columns)

    @_reads
    def events(self, clip: int) -> list[ClipEvent]:
        """A clip's events in the order of time."""
        rows = self._rows(f"SELECT {EVENT_COLUMNS} FROM events WHERE clip = ? ORDER BY start", (clip,))
        with run_errors(self.path):
            check_events(rows)
        return [
            ClipEvent(
                Event(start, end, peak_frame, peak, DECISIONS[code]),
                start_s,
                end_s,
                peak_s,
                place=None if place[0] is None else tuple(place),
            )
            for start, end, peak_frame, peak, code, start_s, end_s, peak_s, left, top, right, bottom in rows
            for place in [(left, top, right, bottom)]
        ]

    @_reads
    def frame(self, clip: int, index: int) -> FrameRecord | None:
        """A frame's record with its boxes and map (float16 precision); None where there is none."""
        factor_or_1, factors = "1.0", ""
        if self._has_map_factors:
            factor_or_1, factors = "coalesce(factor, 1.0)", " LEFT JOIN map_factors USING (clip, frame)"
        rows = self._rows(
            f"SELECT time_s, score, decision, still, error, boxes, height, width, map, {factor_or_1},"
            f" {_IS_DOUBTFUL if self._has_doubts else 0}"
            f" FROM frames LEFT JOIN evidence USING (clip, frame){factors} WHERE clip = ? AND frame = ?",
            (clip, index),
        )
        for time_s, score, code, still, error, boxes, height, width, content, factor, doubtful in rows:
            return FrameRecord(
                index=index,
                time_s=time_s,
                score=score,
                decision=DECISIONS[-1 if code is None else code],
                boxes=np.frombuffer(boxes, "<f4").reshape(-1, 5).copy() if boxes else no_boxes(),
                anomaly_map=None if content is None else unpack(content, (height, width), factor),
                still=bool(still),
                doubtful=bool(doubtful),
                error=error,
            )
        return None

    def close(self) -> None:
        self._database.close()

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        self._database.begin_question()
        return self._database.execute(query, values).fetchall()


def _decision(decision: Decision | None, *, doubtful: bool, error: str | None) -> Decision | None:
    if error is not None and decision is Decision.OK:
        decision = None  # what comes after was not inspected
    return at_least_review(decision) if doubtful else decision
