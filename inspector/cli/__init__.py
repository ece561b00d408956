"""`inspector-cli`: training, inspection and everything around it, without a screen.

Results go to stdout, progress to stderr. Exit codes: 0 ok, 1 defects found (only with --fail-on-defect),
2 usage, 3 bad input or model, 70 a fault of the program, 130 interrupted, 141 the reader of stdout is gone.
"""

import gc
import io
import os
import sys
import tempfile
import time
import traceback
from contextlib import suppress

import typer

from inspector import __version__
from inspector.cli.command_help import Command
from inspector.cli.commands.benchmark import benchmark
from inspector.cli.commands.check import check
from inspector.cli.commands.demo import demo
from inspector.cli.commands.evaluate import evaluate
from inspector.cli.commands.export import export
from inspector.cli.commands.export_run import export_run, report
from inspector.cli.commands.info import info
from inspector.cli.commands.inspect import inspect
from inspector.cli.commands.methods import methods
from inspector.cli.commands.people.learn import learn
from inspector.cli.commands.people.review import review
from inspector.cli.commands.sign import sign
from inspector.cli.commands.suggest import suggest
from inspector.cli.commands.threshold import threshold
from inspector.cli.commands.train import train
from inspector.cli.console import (
    EXIT_BAD_INPUT,
    EXIT_FAULT,
    EXIT_INTERRUPTED,
    EXIT_READER_GONE,
    EXIT_USAGE,
    ReaderGoneError,
    note,
    print_json,
)
from inspector.cli.ways_out import sentence
from inspector.core.errors import InspectorError, SettingError, StorageError

_COLLECTED_FROM = 50_000  # objects made since the last look for garbage; 700 costs a short command a tenth of its time

app = typer.Typer(
    name="inspector-cli",
    help="Learn from images or clips of good parts alone and show what is wrong on the bad ones.",
    context_settings={"max_content_width": 120},
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # its tables cut the names of options
)
_OF_RUNS, _OF_MODELS = (inspect, review, report, export_run), (learn, threshold, export, sign, info)
for command in (check, suggest, train, evaluate, *_OF_RUNS, *_OF_MODELS, methods, benchmark, demo):
    app.command(cls=Command)(command)


@app.callback(invoke_without_command=True)
def _root(version: bool = typer.Option(False, "--version", help="Print the version and exit.")) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


def main() -> None:
    """Run the command line; the one place where errors become sentences and exit codes."""
    gc.set_threshold(_COLLECTED_FROM)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a name that the terminal's encoding lacks is no reason to stop
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            app()
        except ReaderGoneError:
            raise
        except Exception as error:
            sys.exit(_failed(error))
    except KeyboardInterrupt:
        note("Interrupted.")
        sys.exit(EXIT_INTERRUPTED)
    except ReaderGoneError:
        with suppress(OSError):  # so that the interpreter's last flush has somewhere to write to
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_READER_GONE)


def _failed(error: Exception) -> int:
    """Say what went wrong and the way out, on stderr, and as JSON where a machine reads; returns the exit code."""
    explained, exit_code = _explained(error)
    message = sentence(explained)
    if "--json" in sys.argv[1:]:
        fields = {
            name: value if isinstance(value, int | float) else str(value) for name, value in explained.fields.items()
        }
        print_json({"error": {"code": explained.code, "message": message, "fields": fields}})
    note(f"Error: {message}")
    return exit_code


def _explained(error: Exception) -> tuple[InspectorError, int]:
    """What a person is told about an error, and the exit code."""
    if isinstance(error, InspectorError):
        return error, EXIT_USAGE if isinstance(error, SettingError) else EXIT_BAD_INPUT
    if isinstance(error, MemoryError):
        return InspectorError("There is not enough memory.", code="memory"), EXIT_BAD_INPUT
    if isinstance(error, OSError):  # a folder without rights, a disk that is gone
        place, reason = error.filename or "input or output", error.strerror or str(error)
        return StorageError("{place}: {reason}.", code="storage.failed", place=place, reason=reason), EXIT_BAD_INPUT
    found = (str(error).strip().splitlines() or [""])[0]
    fault = InspectorError(
        "The program met an error that it did not expect ({kind}: {reason}). Details are in {details}.",
        code="fault",
        kind=type(error).__name__,
        reason=found,
        details=_details(error),
    )
    return fault, EXIT_FAULT


def _details(error: Exception) -> str:
    """Write what a developer needs to find a fault to a file; returns where it is."""
    lines = [
        f"inspector-cli {__version__}, Python {sys.version}, {sys.platform}, {time.strftime('%Y-%m-%dT%H:%M:%S%z')}\n",
        f"{sys.argv}\n",
        *traceback.format_exception(error),
    ]
    try:
        descriptor, path = tempfile.mkstemp(prefix="inspector-cli-", suffix=".txt")
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.writelines(lines)
    except OSError as refused:
        return f"no file, as none could be written ({refused.strerror})"
    return path
