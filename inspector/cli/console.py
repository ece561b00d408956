"""What the commands have in common: notes, progress, interruption, JSON."""

import json
import os
import signal
import sys
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from inspector.core.errors import StorageError

_STOPPING = (signal.SIGINT, signal.SIGTERM)
EXIT_DEFECTS, EXIT_USAGE, EXIT_BAD_INPUT, EXIT_INTERRUPTED = 1, 2, 3, 130

DEVICE = typer.Option("auto", help="auto (a GPU where there is one), cpu or cuda.")
FRAME_RATE = typer.Option(None, min=0.001, help="Frames a second of clips that are folders of frames.")
JSON = typer.Option(False, "--json", help="Print one JSON object on stdout.")

_stderr = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
Event = TypeVar("Event")


def figure(value: float | None) -> str:
    """A figure from 0 to 1 for a person to read."""
    return "not measured" if value is None else f"{value:.4f}"


def proof_unit(clips: Mapping[str, Any] | None) -> tuple[str, str]:
    """What thresholds were chosen on, and what share of it is told, of images or by the card's `clips`."""
    if clips is None:
        return "good images", "of good parts are rejected"
    return f"stretches of {clips['stretch']} frames of good video", "of such stretches raise a false alarm"


def share(value: Any) -> str:
    """A `Rate` with its interval for a person to read."""
    if value is None:
        return "not measured:"
    return f"{value.value:.1%} ({value.count}/{value.total}, 95 % interval {value.low:.1%} to {value.high:.1%})"


def note(message: str) -> None:
    """A sentence for the person at the terminal, on stderr."""
    _stderr.print(message)


def print_json(value: dict[str, Any]) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, allow_nan=False))


def follow(events: Generator[Event, None, None]) -> Iterator[Event]:
    """Run a job with a progress bar and ETA on stderr, passing on every event that is not progress.

    Ctrl-C stops the job between two events, where its state is whole and can be kept; a second one stops
    it at once.

    Raises:
        KeyboardInterrupt: after the job was stopped.
    """
    from inspector.workflow.progress import Progress as JobProgress  # loads torch
    from inspector.workflow.progress import Warned

    bar = Progress(
        TextColumn("{task.description:<11}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("ETA"),
        TimeRemainingColumn(),
        console=_stderr,
        transient=True,
    )
    tasks: dict[str, Any] = {}
    with _interruptible() as interrupted, bar:
        for event in events:
            if isinstance(event, JobProgress):
                if event.stage not in tasks:
                    tasks[event.stage] = bar.add_task(event.stage)
                bar.update(tasks[event.stage], completed=event.done, total=event.total)
            elif isinstance(event, Warned):
                note(f"Note: {event.message}")
            else:
                yield event
            if interrupted:
                events.close()
                raise KeyboardInterrupt


def take_part(events: Iterator[object]) -> None:
    """Run a job that another process reports of. That one alone heeds the wish to stop, between two events, and when
    it ends so does this one."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in _STOPPING}
    try:
        for _ in events:
            pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _interruptible() -> Iterator[list[int]]:
    """A list that is no longer empty once the user (or the system) has asked to stop."""
    asked: list[int] = []

    def ask(number: int, _frame: object) -> None:
        if asked:
            sys.exit(EXIT_INTERRUPTED)
        asked.append(number)

    before = {number: signal.signal(number, ask) for number in _STOPPING}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def refuse_overwriting(*outputs: Path | None) -> None:
    """Find out before the work that a file to be written is there already, or is named twice.

    Raises:
        StorageError: naming it.
    """
    seen: set[Path] = set()
    for path in outputs:
        if path is None:
            continue
        if path.exists():
            raise StorageError(f"{path}: is there already, and results are never overwritten; choose another name.")
        if path.absolute() in seen:
            raise StorageError(f"{path}: is named for two results; choose another name for one of them.")
        seen.add(path.absolute())


def output_names(paths: Sequence[Path]) -> list[Path]:
    """A place below an output folder for each image or clip: its path below what all of them share."""
    absolute = [path.absolute() for path in paths]
    shared = Path(os.path.commonpath([path.parent for path in absolute]))
    return [path.relative_to(shared) for path in absolute]


def no_review(point: Any) -> str | None:
    """A sentence where an operating point has no REVIEW zone, None where it has one."""
    if point.review < point.reject:
        return None
    return (
        "Nothing is decided REVIEW, as both thresholds are the same: set a lower review threshold with "
        "`inspector-cli threshold MODEL --review VALUE`, or with more good images train anew."
    )


def counted(count: int, noun: str) -> str:
    """`1 image`, `2 images`."""
    return f"{count} {noun}{'s' * (count != 1)}"


def percent(share: float) -> str:
    """A share with sensible digits: 6.9 %, 0.34 %."""
    return f"{share * 100:.2g} %" if share < 0.1 else f"{share * 100:.0f} %"
