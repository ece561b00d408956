"""`inspector-cli`: training, inspection and everything around it, without a screen.

Results go to stdout, progress to stderr. Exit codes: 0 ok, 1 defects found (only with --fail-on-defect),
2 usage, 3 bad input or model, 130 interrupted.
"""

import sys

import typer

from inspector import __version__
from inspector.cli.benchmark import benchmark
from inspector.cli.check import check
from inspector.cli.console import EXIT_BAD_INPUT, EXIT_INTERRUPTED, EXIT_USAGE, note
from inspector.cli.demo import demo
from inspector.cli.evaluate import evaluate
from inspector.cli.export import export
from inspector.cli.info import info
from inspector.cli.inspect import inspect
from inspector.cli.methods import methods
from inspector.cli.suggest import suggest
from inspector.cli.threshold import threshold
from inspector.cli.train import train
from inspector.core.errors import InspectorError, SettingError

app = typer.Typer(
    name="inspector-cli",
    help="Learns from images of good parts alone and shows what is wrong on the bad ones.",
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
        note(f"Error: {error}")
        sys.exit(EXIT_USAGE)
    except InspectorError as error:
        note(f"Error: {error}")
        sys.exit(EXIT_BAD_INPUT)
    except KeyboardInterrupt:
        note("Interrupted.")
        sys.exit(EXIT_INTERRUPTED)
    except BrokenPipeError:  # the reader of our output, such as `head`, has seen enough
        sys.stderr.close()
        sys.exit(EXIT_BAD_INPUT)
    except OSError as error:  # a folder without rights, a disk that is gone
        note(f"Error: {error.filename or 'input or output'}: {error.strerror or error}; check rights and free space.")
        sys.exit(EXIT_BAD_INPUT)
    except MemoryError:
        note("Error: not enough memory; choose a smaller image size (--set image_size=128) or fewer images at once.")
        sys.exit(EXIT_BAD_INPUT)
