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


@pytest.fixture(scope="session")
def inspected(model_folder, category, made_once):
    """A run of the test images of the small category and of one that cannot be read; the original, to be copied."""

    def inspect(folder):
        folder.mkdir()
        broken = folder / "broken.png"
        broken.write_bytes(b"\x89PNG\r\n\x1a\nnothing")
        images = (*scan_category(category).test, ImageRef(broken, str(broken), ""))
        path = folder / "disc-test.h5"
        list(inspect_batch(read_model(model_folder), images, output=path, device=torch.device("cpu"), base=category))

    return made_once("inspected", inspect)[0] / "disc-test.h5"


@pytest.fixture
def run(opened, model_folder, inspected):
    """The same in the workspace, with the model that it is of."""
    workspace = opened.session.workspace
    shutil.copytree(model_folder, workspace.models / "disc")
    workspace.runs.mkdir(exist_ok=True)
    path = workspace.runs / inspected.name
    shutil.copyfile(inspected, path)
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
