"""`inspector` as it is typed: help, the version and mistakes are answered without a window."""

import subprocess
import sys
from pathlib import Path

import pytest

from inspector import __version__

ROOT = Path(__file__).parents[1]
START = """
import sys
from inspector.__main__ import main
try:
    main()
finally:
    assert not {"torch", "PySide6"} & set(sys.modules)
"""


@pytest.mark.parametrize(
    ("argument", "code", "words"),
    [
        ("--help", 0, "usage: inspector [-h] [--version] [CATEGORY]"),
        ("-h", 0, "folder of images or clips to open"),
        ("--version", 0, f"Inspector {__version__}"),
        ("--nonsense", 2, "unrecognized arguments: --nonsense"),
        ("--vers", 2, "unrecognized arguments: --vers"),
    ],
)
def test_what_needs_no_window_opens_none(argument, code, words):
    command = [sys.executable, "-W", "error", "-c", START, argument]
    process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert process.returncode == code
    assert words in (process.stderr if code else process.stdout)
