"""All screens in a real X server, in light and dark, at two sizes and in every language."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.gui.clips import write_clips, write_run
from tests.gui.screenshots import LOOKS, SCREENS, SIZES

ROOT = Path(__file__).parents[2]


needs_x = pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="there is no Xvfb to show windows in")


@needs_x
@pytest.mark.parametrize("language", ["en", "de"])
def test_nothing_is_cut_off_and_no_screen_is_empty(language, category, model_folder, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(model_folder, home / "disc" / "models" / "disc")
    look_at_screens(category, home, tmp_path, language)


@needs_x
def test_nor_is_any_of_clips(tmp_path):
    category, home = write_clips(tmp_path / "belt"), tmp_path / "home"
    write_run(category, home / "belt" / "runs" / "morning.clips")
    look_at_screens(category, home, tmp_path, "de")  # whose texts are the longest


def look_at_screens(category, home, tmp_path, language):
    """The pictures stay in the folder that INSPECTOR_SCREENSHOTS names, for people to look at."""
    folder = Path(os.environ.get("INSPECTOR_SCREENSHOTS", tmp_path / "shots")) / category.name / language
    (home / category.name / "workspace.json").write_text(f'{{"format": 1, "category": "{category}"}}', "utf-8")
    module = [sys.executable, "-m", "tests.gui.screenshots", category, home, folder, language]
    process = subprocess.run(
        ["xvfb-run", "-a", "-s", "-screen 0 1920x1080x24", *module],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert process.returncode == 0, process.stderr
    assert process.stdout == "", "these texts are cut off"
    looks, sizes = (LOOKS, SIZES) if language == "en" else (LOOKS[:1], SIZES[:1])
    for name in (f"{key}-{look}-{width}" for key in SCREENS for look in looks for width, _ in sizes):
        with Image.open(folder / f"{name}.png") as picture:
            assert picture.width == int(name.rpartition("-")[2])
            grey = np.asarray(picture.convert("L"), float)
        assert (grey.mean() < 128) == ("-dark-" in name)
        assert len(np.unique(grey)) > 16, f"{name} is nearly empty"
