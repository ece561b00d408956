"""The Review screen with a run of the small category."""

import shutil
from functools import partial
from pathlib import Path

import pytest
import torch

from inspector.data.category import ImageRef, scan_category
from inspector.store.models.model_folder import read_model
from inspector.workflow.inspect.images import inspect_batch
from tests.gui.screens.review.looking import (
    gallery,
    settled,
)


def inspect_tests(folder, *, model_folder, category):
    """Inspect the test images of a category, and one that cannot be read, into a folder that is made; the run."""
    folder.mkdir()
    broken = folder / "broken.png"  # not in the category, which other tests share
    broken.write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    images = (*scan_category(category).test, ImageRef(broken, str(broken), ""))
    path = folder / "disc-test.h5"
    list(inspect_batch(read_model(model_folder), images, output=path, device=torch.device("cpu"), base=category))
    return path


@pytest.fixture(scope="session")
def inspected(model_folder, category, made_once):
    """A run of the small category; the original, to be copied."""
    return made_once("inspected", partial(inspect_tests, model_folder=model_folder, category=category))[1]


@pytest.fixture
def run(opened, model_folder, request, tmp_path):
    """A run of the category that is open, in its workspace, with the model that it is of."""
    workspace = opened.session.workspace
    shutil.copytree(model_folder, workspace.models / "disc")
    if "own_category" in request.fixturenames:
        own = request.getfixturevalue("own_category")
        inspected = inspect_tests(tmp_path / "inspected", model_folder=model_folder, category=own)
    else:
        inspected = request.getfixturevalue("inspected")
    workspace.runs.mkdir(exist_ok=True)
    path = Path(shutil.copy(inspected, workspace.runs))
    opened.session.models_changed.emit()
    opened.session.runs_changed.emit()
    return path


@pytest.fixture
def review(opened, run, qtbot):
    opened.activateWindow()
    opened.session.open_run(run)
    screen = opened.screens["review"]
    qtbot.waitUntil(lambda: screen.run is not None)
    assert gallery(screen).hasFocus(), "keys work without a click"
    settled(opened, qtbot)
    return screen
