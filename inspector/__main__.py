"""`inspector [CATEGORY]`: starts the desktop application."""

import os
import sys


def main() -> None:
    """Open the main window; ends with the application's exit code."""
    # Threads that wait for one another must not keep a core from the screen, nor from another program: on two
    # cores with one of them busy, a training step took 4.4 s with the default of spinning and 0.6 s without.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import torch  # noqa: F401 before Qt, whose libraries could else be loaded in place of torch's own

    from inspector.gui.app import run

    sys.exit(run(sys.argv))


if __name__ == "__main__":
    main()
