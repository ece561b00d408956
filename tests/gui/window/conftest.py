"""The window with something in it: a model, a run under review, clips."""

import shutil
from collections.abc import Iterator

import pytest
import torch
from PySide6.QtCore import QLocale, QTranslator

from inspector.gui.core_texts import LANGUAGE
from inspector.workflow.inspect.images import inspect_batch
from tests.gui.clips import write_clips, write_run


@pytest.fixture
def in_german(qapp, settings) -> Iterator[None]:
    """The windows made after it are in German; the application, which outlives the test, is in English again."""
    before, numbers = qapp.findChildren(QTranslator), QLocale()
    settings.setValue("language", "de")
    yield
    QLocale.setDefault(numbers)
    for translator in qapp.findChildren(QTranslator):
        if translator not in before:
            qapp.removeTranslator(translator)
            translator.deleteLater()
    qapp.setProperty(LANGUAGE, "en")


@pytest.fixture
def with_model(opened, qtbot, model_folder):
    """The window with a category and a model of it."""
    models = opened.session.workspace.models
    models.mkdir(parents=True, exist_ok=True)
    shutil.copytree(model_folder, models / model_folder.name)
    with qtbot.waitSignal(opened.session.jobs_changed):
        opened.session.models_changed.emit()
    qtbot.waitUntil(lambda: opened.session.idle, timeout=20_000)
    return opened


@pytest.fixture
def with_run(with_model, qtbot, stored):
    """The window with a run of the test images under review, too."""
    session = with_model.session
    run = session.workspace.runs / "disc-test.h5"
    category = session.category
    for _ in inspect_batch(stored, category.test, output=run, device=torch.device("cpu"), base=category.root):
        pass
    session.runs_changed.emit()
    session.open_run(run)
    qtbot.waitUntil(lambda: session.idle, timeout=20_000)
    return with_model


@pytest.fixture
def with_clips(window, qtbot, tmp_path):
    """The window with a category of clips, and a run of them under review."""
    root = write_clips(tmp_path / "belt")
    with qtbot.waitSignal(window.session.category_changed):
        window.session.open_category(root)
    run = write_run(root, window.session.workspace.runs / "morning.clips")
    window.session.runs_changed.emit()
    window.session.open_run(run)
    qtbot.waitUntil(lambda: window.screens["review"].run is not None)
    qtbot.waitUntil(lambda: window.session.idle, timeout=20_000)
    return window
