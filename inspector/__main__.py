"""`inspector [CATEGORY]`: starts the desktop application."""

import argparse
import gc
import os
import sys
from pathlib import Path

from inspector import __version__


def main() -> None:
    """Open the main window; exit with the application's exit code."""
    category = _category(sys.argv[1:])
    # Workers give way to the screen and to other programs. Threads that spin while they wait for one another would then
    # cost a training most of its time (training/results/waiting.md).
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    gc.disable()  # nothing that is imported is garbage; the window collects later
    import torch  # noqa: F401 before Qt, whose libraries could otherwise be loaded instead of torch's own

    from inspector.gui.app import run

    sys.exit(run(category))


def _category(arguments: list[str]) -> Path | None:
    """The category to open, if one is given; exits where help or the version is asked for, or an option is unknown."""
    parser = argparse.ArgumentParser(
        prog="inspector",
        description="Open the desktop application. The command line is inspector-cli.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "category",
        nargs="?",
        type=Path,
        metavar="CATEGORY",
        help="folder of images or clips to open; else the last one",
    )
    parser.add_argument("--version", action="version", version=f"Inspector {__version__}")
    return parser.parse_args(arguments).category


if __name__ == "__main__":
    main()
