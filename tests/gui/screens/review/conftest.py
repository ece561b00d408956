"""The Review screen with a run of the small category."""

import shutil

import pytest
import torch

from inspector.data.category import ImageRef, scan_category
from inspector.store.models.model_folder import read_model
from inspector.workflow.inspect.images import inspect_batch
from tests.gui.screens.review.looking import (
    gallery,
    settled,
)


@pytest.fixture
def run(opened, model_folder, category, tmp_path):
    """The test images of the small category, and one that cannot be read, inspected by a model of the workspace."""
    workspace = opened.session.workspace
    folder = workspace.models / "disc"
    shutil.copytree(model_folder, folder)
    broken = tmp_path / "broken.png"  # not beside the category, which other processes share
    broken.write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    images = (*scan_category(category).test, ImageRef(broken, str(broken), ""))
    path = workspace.runs / "disc-test.h5"
    list(inspect_batch(read_model(folder), images, output=path, device=torch.device("cpu"), base=category))
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
