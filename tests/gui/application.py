"""The application in a process of its own, as a person starts it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


def settings_file(home: Path) -> Path:
    """Where the application keeps its settings for a person with this home (on Linux)."""
    return home / ".config" / "Inspector" / "Inspector.conf"


@contextmanager
def started(home: Path, *arguments: object) -> Iterator[subprocess.Popen]:
    """The running application, without a screen, of a person whose files are all below `home`; killed at the end."""
    environment = os.environ | {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_RUNTIME_DIR": str(home),
        "QT_QPA_PLATFORM": "offscreen",
        "LC_ALL": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
    }
    with (home / "stderr").open("ab") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", "inspector", *map(str, arguments)], cwd=ROOT, env=environment, stderr=stderr
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()
