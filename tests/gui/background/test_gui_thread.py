"""The GUI thread opens no file and lists no folder of a category or workspace, whatever a person does."""

import shutil
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path

import h5py
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QListView, QTableView

from inspector.core.operating_point import OperatingPoint
from inspector.data.category import scan_category
from inspector.store.models.model_folder import read_model
from inspector.store.records import operating_point_history, review_history
from inspector.workflow.inspect.images import inspect_batch
from tests.gui.looking import answer

_EVENTS = ("open", "os.listdir", "os.scandir", "os.rename", "os.remove", "sqlite3.connect")
_watched: list[tuple[Path, list[str]]] = []  # folders, and where they were used in the GUI thread


def _note(path: object) -> None:
    if threading.current_thread() is not threading.main_thread() or not isinstance(path, str | bytes | Path):
        return
    name = path.decode(errors="replace") if isinstance(path, bytes) else str(path)
    for root, seen in _watched:
        if name.startswith(str(root)):
            calls = [line for line in traceback.extract_stack() if "/inspector/" in line.filename]
            if calls:
                seen.append(f"{name}: " + " < ".join(f"{line.filename}:{line.lineno}" for line in reversed(calls)))


def _audit(event: str, arguments: tuple) -> None:
    if _watched and event in _EVENTS and arguments:
        _note(arguments[0])


sys.addaudithook(_audit)  # which cannot be taken back, and does nothing where nothing is watched


@pytest.fixture
def used(opened, category, tmp_path, monkeypatch) -> Iterator[list[str]]:
    """What was used in the GUI thread of the workspace and the category."""
    init = h5py.File.__init__

    def noted(self, name, *arguments, **options) -> None:
        _note(name)
        init(self, name, *arguments, **options)

    monkeypatch.setattr(h5py.File, "__init__", noted)
    seen: list[str] = []
    _watched[:] = [(root, seen) for root in (tmp_path / "home", category)]
    yield seen
    _watched.clear()


@pytest.fixture
def run(opened, model_folder, category) -> Path:
    """The test images inspected by a model of the workspace."""
    folder = opened.session.workspace.models / "disc"
    shutil.copytree(model_folder, folder)
    path = opened.session.workspace.runs / "disc-test.h5"
    images = scan_category(category).test
    list(inspect_batch(read_model(folder), images, output=path, device=torch.device("cpu"), base=category))
    return path


def settle(window, qtbot) -> None:
    qtbot.waitUntil(lambda: window.session.idle, timeout=60_000)


def test_a_category_is_opened_and_left_elsewhere(opened, category, used, qtbot):
    (opened.session.workspace.models / ".discarded" / "old").mkdir(parents=True)
    with qtbot.waitSignal(opened.session.category_changed):
        opened.session.open_category(category)
    settle(opened, qtbot)
    assert used == []
    assert not (opened.session.workspace.models / ".discarded").exists()


@pytest.mark.parametrize("key", ["category", "train", "review", "inspect", "models"])
def test_a_screen_is_entered_elsewhere(opened, run, used, measured, looked_at, qtbot, key):
    opened.show_screen(key)
    opened.session.models_changed.emit()
    opened.session.runs_changed.emit()
    settle(opened, qtbot)
    assert used == []


def test_models_are_renamed_deleted_and_restored_elsewhere(opened, run, used, qtbot, monkeypatch):
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("renamed", True))
    opened.show_screen("models")
    opened.session.models_changed.emit()
    table = opened.screens["models"].findChild(QTableView)
    qtbot.waitUntil(lambda: table.model().rowCount() == 1)
    settle(opened, qtbot)
    table.selectRow(0)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_F2)
    settle(opened, qtbot)
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    settle(opened, qtbot)
    opened.session.undo.undo()
    settle(opened, qtbot)
    assert used == []
    assert (opened.session.workspace.models / "renamed").is_dir()


def test_a_run_is_opened_decided_on_and_its_thresholds_changed_elsewhere(opened, run, used, qtbot):
    opened.activateWindow()
    opened.session.runs_changed.emit()
    opened.session.open_run(run)
    settle(opened, qtbot)
    screen = opened.screens["review"]
    images = screen.findChild(QListView, "inspections")
    for key in (Qt.Key.Key_J, Qt.Key.Key_R, Qt.Key.Key_Down):
        qtbot.keyClick(images, key)
    screen.thresholds.set_point(OperatingPoint(review=1.0, reject=2.0))
    qtbot.keyClick(images, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    answer(qtbot, screen, "new lamp")
    settle(opened, qtbot)
    opened.session.undo.undo()
    opened.session.undo.undo()
    settle(opened, qtbot)
    assert used == []
    assert len(review_history(run)) == 2
    assert len(operating_point_history(opened.session.workspace.models / "disc")) == 2
