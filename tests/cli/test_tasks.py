"""What the command line says of a method that judges by tasks."""

import json

import numpy as np
from PIL import Image


def test_the_command_line_names_the_failed_tasks(tasked, cli, tmp_path):
    _, stored = tasked
    Image.fromarray(np.random.default_rng(1).integers(0, 256, (64, 64), dtype=np.uint8)).save(tmp_path / "odd.png")
    code, shown, _ = cli("inspect", str(stored.folder), str(tmp_path / "odd.png"), "--output", str(tmp_path / "run.h5"))
    assert code == 0
    assert "  fails " in shown
    _, found, _ = cli(
        "inspect", str(stored.folder), str(tmp_path / "odd.png"), "--output", str(tmp_path / "r2.h5"), "--json",
        "--report", str(tmp_path / "page.html"),
    )  # fmt: skip
    (record,) = json.loads(found)["inspections"]
    assert record["failed"][0]["task"] in ("vertical", "horizontal", "rotation", "jigsaw")
    assert f"Fails {', '.join(one['task'] for one in record['failed'])}</p>" in (tmp_path / "page.html").read_text(
        "utf-8"
    )
