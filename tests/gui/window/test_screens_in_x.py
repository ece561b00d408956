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

ROOT = Path(__file__).parents[3]
WITH_STATED_ESTIMATES = """
import runpy
import pytest
from tests.gui.application import state_estimates

with pytest.MonkeyPatch.context() as patched:
    state_estimates(patched)
    runpy.run_module("tests.gui.screenshots", run_name="__main__")
"""
VIEWS = (("disc", "en"), ("disc", "de"), ("belt", "de"))  # German texts are the longest

pytestmark = pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="there is no Xvfb to show windows in")


@pytest.fixture(scope="module")
def shots(category, model_folder, made_once):
    """A folder of the pictures, and what their making printed; the application starts once for all.

    The pictures stay in the folder that INSPECTOR_SCREENSHOTS names, for people to look at.
    """

    def shoot(folder):
        home, belt = folder / "home", write_clips(folder / "belt")
        shutil.copytree(model_folder, home / "disc" / "models" / "disc")
        write_run(belt, home / "belt" / "runs" / "morning.clips")
        roots = {"disc": category, "belt": belt}
        for name, root in roots.items():
            (home / name / "workspace.json").write_text(f'{{"format": 1, "category": "{root}"}}', "utf-8")
        arguments = [
            place
            for name, language in VIEWS
            for place in (roots[name], home, pictures(folder, name, language), language)
        ]
        process = subprocess.run(
            [
                "xvfb-run",
                "-a",
                "-s",
                "-screen 0 1920x1080x24",
                sys.executable,
                "-c",
                WITH_STATED_ESTIMATES,
                *arguments,
            ],
            cwd=ROOT,
            env=os.environ | {"QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=240,
        )
        assert process.returncode == 0, process.stderr
        return process.stdout

    return made_once("screens", shoot)


def pictures(folder, name, language):
    return Path(os.environ.get("INSPECTOR_SCREENSHOTS", folder / "shots")) / name / language


def test_no_text_is_cut_off(shots):
    assert shots[1] == ""


@pytest.mark.parametrize(("name", "language"), VIEWS)
def test_no_screen_is_empty(shots, name, language):
    looks, sizes = (LOOKS, SIZES) if language == "en" else (LOOKS[:1], SIZES[:1])
    for picture_name in (f"{key}-{look}-{width}" for key in SCREENS for look in looks for width, _ in sizes):
        with Image.open(pictures(shots[0], name, language) / f"{picture_name}.png") as picture:
            assert picture.width == int(picture_name.rpartition("-")[2])
            grey = np.asarray(picture.convert("L"), float)
        assert (grey.mean() < 128) == ("-dark-" in picture_name)
        assert len(np.unique(grey)) > 16, f"{picture_name} is nearly empty"
