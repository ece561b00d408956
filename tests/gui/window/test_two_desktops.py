"""Two desktops and a command line on one category: no record is lost or doubled."""

import json
import os
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[3] / "training" / "faults" / "two_desktops.py"


def test_two_desktops_and_a_command_line_lose_and_double_nothing(category, model_folder):
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, SCRIPT, category, model_folder, "--seconds", "2"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=400, check=False)
    told = json.loads(done.stdout)
    assert told["wrong"] == []
    assert sum(told["done"].values()) >= 3, done.stderr
    assert done.returncode == 0
