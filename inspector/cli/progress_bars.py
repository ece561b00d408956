"""Progress on stderr: a bar for each stage of a job as it comes, or for all of its phases; lines where it is a file."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

if TYPE_CHECKING:
    from inspector.workflow.job_progress import JobProgress, Phase
    from inspector.workflow.progress import Progress as StageProgress

_FIRST_LINE_S, _LINES_EVERY_S = 10.0, 30.0
_STAGE = TextColumn("{task.description:<11}", markup=False)


class Bars(Protocol):
    """What shows the progress of a job; its `columns` are open while it runs."""

    @property
    def columns(self) -> AbstractContextManager[object]: ...

    def show(self, progress: "StageProgress") -> None: ...


class StageBars:
    """A bar for each stage."""

    def __init__(self, console: Console) -> None:
        self.columns = Progress(
            _STAGE,
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("ETA"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        self._tasks: dict[str, TaskID] = {}

    def show(self, progress: "StageProgress") -> None:
        if progress.stage not in self._tasks:
            self._tasks[progress.stage] = self.columns.add_task(progress.stage)
        self.columns.update(self._tasks[progress.stage], completed=progress.done, total=progress.total)


class WholeBar:
    """One bar for the whole job, which says what stage it is in."""

    def __init__(self, phases: "Sequence[Phase]", console: Console) -> None:
        from inspector.workflow.job_progress import JobProgress

        self.columns = Progress(
            _STAGE,
            TextColumn("{task.fields[of_stage]:>11}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
            TextColumn("ETA {task.fields[left]}", markup=False),
            console=console,
            transient=True,
        )
        self._whole = JobProgress(phases)
        self._task: TaskID | None = None

    def show(self, progress: "StageProgress") -> None:
        self._whole.follow(progress, now_s=time.monotonic())
        if self._task is None:
            self._task = self.columns.add_task(progress.stage, total=1.0, of_stage="", left=_clock(None))
        self.columns.update(
            self._task,
            description=progress.stage,
            completed=self._whole.fraction,
            of_stage=f"{progress.done}/{progress.total}",
            left=_clock(self._whole.left_s),
        )


class ProgressLines:
    """A line every half minute, the first after ten seconds, for a log file: nobody watches it, and it grows.

    Args:
        phases: of the job; None where only each stage's own pace says how long it takes.
        write: takes a line.
    """

    columns = nullcontext()

    def __init__(self, phases: "Sequence[Phase] | None", write: Callable[[str], None]) -> None:
        self._phases, self._write = phases, write
        self._stage = ""
        self._job: JobProgress | None = None
        self._due_s = time.monotonic() + _FIRST_LINE_S

    def show(self, progress: "StageProgress") -> None:
        from inspector.workflow.job_progress import JobProgress, Phase

        if self._job is None or (self._phases is None and progress.stage != self._stage):
            self._job = JobProgress(self._phases or (Phase(progress.stage, 1.0),))
        self._stage = progress.stage
        now_s = time.monotonic()
        self._job.follow(progress, now_s=now_s)
        if now_s < self._due_s:
            return
        self._due_s = now_s + _LINES_EVERY_S
        left = "" if self._job.left_s is None else f", about {_clock(self._job.left_s)} left"
        whole = "" if self._phases is None else f", {self._job.fraction * 100:.0f} % of the whole"
        self._write(f"{progress.stage}: {progress.done} of {progress.total}{whole}{left}")


def _clock(seconds: float | None) -> str:
    """`0:02:05`, as the time that has passed is written; dashes where it is not known."""
    if seconds is None:
        return "-:--:--"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
