"""`inspector-cli`: training, inspection and everything around it, without a screen.

Results go to stdout, progress to stderr. Exit codes: 0 ok, 1 defects found (only with --fail-on-defect),
2 usage, 3 bad input or model, 130 interrupted.
"""

import sys

import typer

from inspector import __version__
from inspector.cli.commands.benchmark import benchmark
from inspector.cli.commands.check import check
from inspector.cli.commands.demo import demo
from inspector.cli.commands.evaluate import evaluate
from inspector.cli.commands.export import export
from inspector.cli.commands.info import info
from inspector.cli.commands.inspect import inspect
from inspector.cli.commands.methods import methods
from inspector.cli.commands.suggest import suggest
from inspector.cli.commands.threshold import threshold
from inspector.cli.commands.train import train
from inspector.cli.console import EXIT_BAD_INPUT, EXIT_INTERRUPTED, EXIT_USAGE, note, print_json
from inspector.cli.ways_out import sentence
from inspector.core.errors import InspectorError, SettingError, StorageError

app = typer.Typer(
    name="inspector-cli",
    help="Learns from images and video of good parts alone and shows what is wrong on the bad ones.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # its tables cut the names of options
)
for command in (check, suggest, train, evaluate, inspect, export, threshold, info, methods, benchmark, demo):
    app.command()(command)


@app.callback(invoke_without_command=True)
def _root(version: bool = typer.Option(False, "--version", help="Print the version and exit.")) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


def main() -> None:
    """Run the command line; the one place where errors become sentences and exit codes."""
    try:
        app()
    except SettingError as error:
        sys.exit(_failed(error, EXIT_USAGE))
    except InspectorError as error:
        sys.exit(_failed(error, EXIT_BAD_INPUT))
    except KeyboardInterrupt:
        note("Interrupted.")
        sys.exit(EXIT_INTERRUPTED)
    except BrokenPipeError:  # the reader of our output, such as `head`, needs no more
        sys.stderr.close()
        sys.exit(EXIT_BAD_INPUT)
    except OSError as error:  # a folder without rights, a disk that is gone
        place, reason = error.filename or "input or output", error.strerror or str(error)
        failed = StorageError("{place}: {reason}.", code="storage.failed", place=place, reason=reason)
        sys.exit(_failed(failed, EXIT_BAD_INPUT))
    except MemoryError:
        sys.exit(_failed(InspectorError("There is not enough memory.", code="memory"), EXIT_BAD_INPUT))


def _failed(error: InspectorError, exit_code: int) -> int:
    """Say what went wrong and the way out, on stderr, and as JSON where a machine reads; returns the exit code."""
    message = sentence(error)
    if "--json" in sys.argv[1:]:
        fields = {name: value if isinstance(value, int | float) else str(value) for name, value in error.fields.items()}
        print_json({"error": {"code": error.code, "message": message, "fields": fields}})
    note(f"Error: {message}")
    return exit_code
