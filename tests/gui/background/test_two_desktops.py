"""Two desktops and a command line on one category: no record is lost or doubled."""

import json
from pathlib import Path

from tests.forking import run_python

SCRIPT = Path(__file__).parents[3] / "training" / "faults" / "two_desktops.py"


def test_two_desktops_and_a_command_line_lose_and_double_nothing(category, model_folder, tmp_path, monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    out, stderr = tmp_path / "out", tmp_path / "stderr"
    code = run_python(SCRIPT, category, model_folder, "--seconds", 2, stdout=out, stderr=stderr, timeout_s=400)
    told = json.loads(out.read_text("utf-8"))
    assert told["wrong"] == []
    assert sum(told["done"].values()) >= 3, stderr.read_text("utf-8")
    assert code == 0
