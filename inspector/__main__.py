"""`inspector [CATEGORY]`: starts the desktop application."""

import gc
import os
import sys


def main() -> None:
    """Open the main window; exit with the application's exit code."""
    # Workers give way to the screen and to other programs. Threads that spin while they wait for one another would then
    # cost a training most of its time (training/results/waiting.md).
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    gc.disable()  # nothing that is imported is garbage; the window collects later
    import torch  # noqa: F401 before Qt, whose libraries could otherwise be loaded instead of torch's own

    from inspector.gui.app import run

    sys.exit(run(sys.argv))


if __name__ == "__main__":
    main()
