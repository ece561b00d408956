"""Progress bars on stderr: one for each stage of a job as it comes, or one for all of its phases."""

import time
from collections.abc import Sequence
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
    from inspector.workflow.job_progress import Phase
    from inspector.workflow.progress import Progress as StageProgress

_STAGE = TextColumn("{task.description:<11}", markup=False)


class Bars(Protocol):
    """What shows the progress of a job; its `columns` are open while it runs."""

    columns: Progress

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


def _clock(seconds: float | None) -> str:
    """`0:02:05`, as the time that has passed is written; dashes where it is not known."""
    if seconds is None:
        return "-:--:--"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
