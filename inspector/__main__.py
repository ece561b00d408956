"""`inspector [CATEGORY]`: starts the desktop application."""

import sys

import torch  # noqa: F401 before Qt, whose libraries could else be loaded in place of torch's own


def main() -> None:
    """Open the main window; ends with the application's exit code."""
    from inspector.gui.app import run

    sys.exit(run(sys.argv))


if __name__ == "__main__":
    main()
