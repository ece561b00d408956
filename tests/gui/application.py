"""The application in a process of its own, as a person starts it, or with trainings that are not measured."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from inspector.workflow.train.estimate import Estimate
from tests.forking import start_python

ROOT = Path(__file__).parents[2]


def settings_file(home: Path) -> Path:
    """Where the application keeps its settings for a person with this home (on Linux)."""
    return home / ".config" / "Inspector" / "Inspector.conf"


def environment_of(home: Path) -> dict[str, str]:
    """The environment of a person whose files are all below `home`, without a screen."""
    return os.environ | {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_RUNTIME_DIR": str(home),
        "QT_QPA_PLATFORM": "offscreen",
        "LC_ALL": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
    }


@contextmanager
def started(home: Path, *arguments: object) -> Iterator[BaseProcess]:
    """The running application of a person with this home, which imports nothing any more; killed at the end."""
    process = start_python("-m", "inspector", *arguments, stderr=home / "stderr", environment=environment_of(home))
    try:
        yield process
    finally:
        process.kill()
        process.join()


def state_estimates(patched: pytest.MonkeyPatch) -> None:
    """State what trainings take, for what looks at something else: to measure it takes seconds."""
    stated = Estimate(118.0, 402.0, 40, reading_s=10.0, calibration_s=0.4, comparing_s=92.0, at_least=True)
    patched.setattr("inspector.gui.train.images.source.estimate_training", lambda _job: iter((stated,)))
    patched.setattr("inspector.gui.train.video.source.estimate_video_training", lambda _job: iter((stated,)))
