"""Writing runs of video."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from inspector.core.video.inspection import ClipEvent, FrameRecord
from inspector.store.durable import storage_errors
from inspector.store.runs.lifecycle import SYNC_INTERVAL_S, RunFile
from inspector.store.runs.sources import BatchItem
from inspector.store.runs.video_layout import EVENT_COLUMNS, VideoRunLayout, code_of, pack, text_of


class VideoRunWriter:
    """Writes the inspections of one batch of clips; owns `path` + ".part" until the batch is complete.

    Killed, it leaves every clip that ended, even where the power failed, and of the one it was at every frame up to
    about a second before. Memory does not grow with the clips.

    Args:
        path: the run's final name, which it gets when every clip has ended.
        clips: name and label of each, in order.
        about: JSON values: the model's identity, its operating point, versions.
        growing: more clips are expected, see :meth:`grow`.
        resume: resume the interrupted run of the same model, operating point and clips.
        sources: the clips' files or folders, which are compared when the run is resumed; None compares names alone.

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
        clips: Sequence[tuple[str, str]],
        about: Mapping[str, Any],
        growing: bool = False,
        resume: bool = False,
        sources: Sequence[Path] | None = None,
    ) -> None:
        names, labels = [name for name, _ in clips], [label for _, label in clips]
        batch = list(map(BatchItem, names, labels, [None] * len(names) if sources is None else sources))
        self._run = RunFile(path, VideoRunLayout(), batch=batch, about=about, resume=resume, growing=growing)
        self.cautions = self._run.cautions
        self._database = self._run.handle
        self._committed = time.monotonic()
        self._begun: set[int] = set()

    @property
    def about(self) -> Mapping[str, Any]:
        """What the run says of itself; of a resumed one what it said when it was started."""
        return self._run.about

    def pending(self) -> list[int]:
        """The clips that have not ended; one that was begun begins anew."""
        return [clip for (clip,) in self._database.execute("SELECT clip FROM clips WHERE NOT finished ORDER BY clip")]

    def grow(self, batch: Sequence[BatchItem]) -> None:
        """Add clips to the batch, durably; they follow those that it has.

        Raises:
            StorageError: if they cannot be written; the batch is then as before.
        """
        with storage_errors(self._run.path):
            self._commit()
        self._run.grow(batch)

    def begin(self, clip: int, *, frame_rate: float | None, size: tuple[int, int] | None) -> None:
        """A clip's first frame follows; what an interrupted run had of it is deleted.

        Args:
            frame_rate: frames per second; None where it is not known.
            size: (H, W) of its frames; None where it is not known.
        """
        with self._transaction():
            self._clear(clip)
            self._database.execute(
                "UPDATE clips SET frame_rate = ?, height = ?, width = ? WHERE clip = ?",
                (frame_rate, *(size or (None, None)), clip),
            )

    def frame(self, clip: int, record: FrameRecord) -> None:
        """Write the next frame's record, its map in half precision.

        Raises:
            StorageError: if it cannot be written; what was written up to about a second before stays.
        """
        decision = code_of(record.decision)
        with self._transaction():
            self._database.execute(
                "INSERT INTO frames VALUES (?, ?, ?, ?, ?, ?, ?)",
                (clip, record.index, record.time_s, record.score, decision, record.still, text_of(record.error)),
            )
            if record.doubtful:
                self._database.execute("INSERT INTO doubtful_frames VALUES (?, ?)", (clip, record.index))
            if len(record.boxes) or record.anomaly_map is not None:
                *stored, factor = pack(record.anomaly_map)
                self._database.execute(
                    "INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?)",
                    (clip, record.index, record.boxes.astype("<f4").tobytes(), *stored),
                )
                if factor != 1:
                    self._database.execute("INSERT INTO map_factors VALUES (?, ?, ?)", (clip, record.index, factor))

    def event(self, clip: int, event: ClipEvent) -> None:
        """Write an event.

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
                f"INSERT INTO events (clip, {EVENT_COLUMNS}) VALUES (?{', ?' * (len(values) - 1)})", values
            )

    def end(self, clip: int, *, error: str | None) -> None:
        """A clip has ended; durable when this returns.

        Args:
            error: why the clip broke off, or could not even be opened; what came before counts.

        Raises:
            StorageError: as for a frame.
        """
        with storage_errors(self._run.path):
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
        complete = False
        try:
            with storage_errors(self._run.path):
                self._commit()
                complete = not self.pending()
        finally:
            self._run.close(complete=complete)

    def _clear(self, clip: int) -> None:
        for table in ("frames", "evidence", "map_factors", "doubtful_frames", "events"):
            self._database.execute(f"DELETE FROM {table} WHERE clip = ?", (clip,))
        self._begun.add(clip)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """The statements of the block as one transaction, with those that follow within a second."""
        self._run.check_owner()
        with storage_errors(self._run.path):
            if not self._database.in_transaction:
                self._database.execute("BEGIN")
            yield
            if time.monotonic() - self._committed > SYNC_INTERVAL_S:
                self._commit()

    def _commit(self) -> None:
        if self._database.in_transaction:
            self._database.execute("COMMIT")
        self._committed = time.monotonic()
