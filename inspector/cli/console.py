"""What the commands have in common: notes, progress, interruption, JSON."""

import json
import os
import signal
import stat
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer
from rich.console import Console

from inspector.cli.progress_bars import Bars, ProgressLines, StageBars, WholeBar
from inspector.cli.ways_out import sentence
from inspector.core.printable import json_safe, printable
from inspector.data.contents import listed_counts

if TYPE_CHECKING:
    from inspector.core.metrics.image import Rate
    from inspector.core.operating_point import OperatingPoint
    from inspector.workflow.job_progress import Phase

_STOPPING = tuple(  # SIGHUP is that the terminal was closed; Windows has none
    signal.Signals[name] for name in ("SIGINT", "SIGTERM", "SIGHUP") if name in signal.Signals.__members__
)
_STOPS_AT_ONCE = 3  # times Ctrl-C; with fewer what was done is saved first
EXIT_DEFECTS, EXIT_USAGE, EXIT_BAD_INPUT = 1, 2, 3
EXIT_FAULT, EXIT_INTERRUPTED, EXIT_READER_GONE = 70, 130, 141

DEVICE = typer.Option("auto", help="auto (a GPU where there is one), cpu or cuda.")
FRAME_RATE = typer.Option(
    None,
    min=0.001,
    help="Frame rate of clips that are folders of frames, in frames per second. Without it, `inspect` and `evaluate` "
    "use the rate that the model learned.",
)
LEARN_FROM = typer.Option(
    None,
    "--learn-from",
    metavar="FOLDER",
    help="Folder in the category that holds good parts, whatever its name says; may be given several times.",
)
PROPERTIES = typer.Option(
    None,
    "--properties",
    help="File with the category's properties, such as one in a workspace, to use instead of its category.json.",
)
SETTING = typer.Option(
    None,
    "--set",
    metavar="NAME=VALUE",
    help="Change one setting of the preset, such as region_sizes=4,8 or training.steps=300; may be given several "
    "times.",
)
MAX_FALSE_REJECT = typer.Option(
    0.01, help="False-reject budget: the share of good parts that may be rejected, above 0 and below 1."
)
MAX_REVIEW = typer.Option(0.05, help="Share of good parts that may go to review, above 0 and below 1.")
JSON = typer.Option(False, "--json", help="Print one JSON object on stdout.")


class ReaderGoneError(Exception):
    """Who read our output, such as `head`, has closed it and needs no more."""


class _Stderr(Console):
    def on_broken_pipe(self) -> None:
        raise ReaderGoneError


_stderr = _Stderr(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)
Update = TypeVar("Update")
Result = TypeVar("Result")


def figure(value: float | None, *, reason: str | None = None) -> str:
    """A figure from 0 to 1 for a person to read, or why there is none."""
    if value is not None:
        return f"{value:.4f}"
    return "not measured" if reason is None else f"not measured: {reason}"


def share(rate: "Rate | None", of_what: str) -> str:
    """A rate with its interval, and what it is a share of, for a person to read."""
    if rate is None:
        return "not measured: there are none"
    interval = f"95 % interval {100 * rate.low:.1f} to {100 * rate.high:.1f} %"
    return f"{100 * rate.value:.1f} % ({rate.count}/{rate.total}, {interval}) {of_what}"


def note(message: str) -> None:
    """A sentence for the person at the terminal, on stderr."""
    _stderr.print(printable(message))


def say(*lines: str) -> None:
    """Lines of the result, on stdout; whatever names are in one, it stays one line and moves no cursor.

    Raises:
        ReaderGoneError: if nobody reads them any more.
    """
    for line in lines:
        _write(printable(line))


def print_json(value: dict[str, Any]) -> None:
    """One JSON object on one line of stdout.

    Raises:
        ReaderGoneError: if nobody reads it any more.
    """
    _write(json_safe(json.dumps(value, ensure_ascii=False, allow_nan=False)))


def print_rows(rows: Sequence[tuple[str, str]]) -> None:
    """Names and values in two columns, on stdout."""
    width = max(10, *(len(name) for name, _ in rows))
    for name, value in rows:
        say(f"{name:<{width}} {value}")


def _write(line: str) -> None:
    try:
        typer.echo(line)
    except BrokenPipeError:  # not left to the framework, which exits with 1: that means "defects found"
        raise ReaderGoneError from None


def follow(updates: Iterator[Update], *, phases: "Sequence[Phase] | None" = None) -> Iterator[Update]:
    """Run a job with a progress bar and ETA on stderr, passing on every update that is not progress.

    Ctrl-C, or closing the terminal, stops the job between two updates, where its state is whole and can be saved; only
    a third Ctrl-C stops it at once.

    Args:
        phases: of the job, for one bar over all of them; None for a bar of each stage as it comes.

    Raises:
        KeyboardInterrupt: after the job was stopped.
    """
    from inspector.workflow.progress import LearnsFrom, Progress, Waiting, Warned  # loads torch

    bars: Bars
    if not _stderr.is_terminal:
        bars = ProgressLines(phases, note)
    else:
        bars = StageBars(_stderr) if phases is None else WholeBar(phases, _stderr)
    waits_for, stopped = "", False
    with _interruptible() as interrupted, bars.columns, _closing(updates):
        for update in updates:
            if isinstance(update, Progress):
                bars.show(update)
            elif isinstance(update, Warned):
                note(f"Note: {update.message}")
            elif isinstance(update, LearnsFrom):
                note(f"Learning from {listed_counts(update.folders)}.")
            elif isinstance(update, Waiting):
                if str(update.reason) != waits_for:
                    note(f"Note: {sentence(update.reason)}")
            else:
                yield update
            waits_for = str(update.reason) if isinstance(update, Waiting) else ""
            if interrupted:
                stopped = True
                break
    if stopped:
        raise KeyboardInterrupt


def result_of(updates: Iterator[object], kind: type[Result], *, phases: "Sequence[Phase] | None" = None) -> Result:
    """Run a job to its end and return the update that says what came of it.

    Args:
        phases: as for :func:`follow`.

    Raises:
        KeyboardInterrupt: after the job was stopped.
    """
    return [update for update in follow(updates, phases=phases) if isinstance(update, kind)][-1]


def run_silently(updates: Iterator[object]) -> None:
    """Run a job on which another process reports; it stops when that process does."""
    with _handling(signal.SIG_IGN):
        for _ in updates:
            pass


@contextmanager
def _interruptible() -> Iterator[list[int]]:
    """A list that is no longer empty once the user (or the system) wants the job to stop."""
    signals: list[int] = []

    def keep(number: int, _frame: object) -> None:
        signals.append(number)
        if number == getattr(signal, "SIGHUP", None):
            _write_to_no_terminal()
        elif number == signal.SIGINT and signals.count(number) == _STOPS_AT_ONCE:
            sys.exit(EXIT_INTERRUPTED)
        elif number == signal.SIGINT and signals.count(number) == _STOPS_AT_ONCE - 1:
            # Not by the console, which this may have interrupted in the middle of a line.
            os.write(2, b"\nStopping as soon as what was done is saved. Press Ctrl-C again to stop without saving.\n")

    with _handling(keep):
        yield signals


@contextmanager
def _handling(handler: Callable[[int, object], object] | signal.Handlers) -> Iterator[None]:
    """Handle the signals that stop a job; those that whoever started the program ignores, as `nohup` does, stay so."""
    found = {number: signal.getsignal(number) for number in _STOPPING}
    before = {number: old for number, old in found.items() if old is not signal.SIG_IGN}
    for number in before:
        signal.signal(number, handler)
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)


@contextmanager
def _closing(updates: Iterator[object]) -> Iterator[None]:
    """Stop a job however its follower ends, so that it saves what was done."""
    try:
        yield
    finally:
        if isinstance(updates, Generator):
            updates.close()


def _write_to_no_terminal() -> None:
    """Let what is still written go nowhere: the terminal is closed, and writing to it is an error."""
    with suppress(OSError), Path(os.devnull).open("wb") as nowhere:
        for descriptor in (1, 2):
            if stat.S_ISCHR(os.fstat(descriptor).st_mode):
                os.dup2(nowhere.fileno(), descriptor)


def refuse_overwriting(*outputs: Path | None, inputs: Iterable[Path] = ()) -> None:
    """Find out before the work that a file to be written already exists, or is named twice.

    Args:
        inputs: the files that the command reads.

    Raises:
        StorageError: naming it.
    """
    from inspector.store.targets import Targets

    targets = Targets(inputs)
    for path in outputs:
        if path is not None:
            targets.claim(path)


def no_review(point: "OperatingPoint", *, decided: str, good: str, crossable: bool) -> str | None:
    """A sentence where an operating point has no REVIEW zone, None where it has one.

    Args:
        decided, good: what is decided and what is learned, in the words of the kind.
        crossable: every good image could calibrate the model, and did not.
    """
    if point.review < point.reject:
        return None
    return (
        f"No {decided} is decided REVIEW, since both thresholds are the same. Set a lower review threshold with "
        f"`inspector-cli threshold MODEL --review VALUE`, or train again with more {good}"
        + (" or with `--calibrate cross`." if crossable else ".")
    )


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """`1 image`, `2 images`; the plural where it is not the noun with an s."""
    return f"{count} {noun if count == 1 else plural or f'{noun}s'}"


def percent(share: float) -> str:
    """A share with sensible digits: 6.9 %, 0.34 %."""
    return f"{share * 100:.2g} %" if share < 0.1 else f"{share * 100:.0f} %"
