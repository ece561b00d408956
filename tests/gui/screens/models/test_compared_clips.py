"""Two models of clips are compared on the Models screen, as two of images are."""

import shutil

import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListView, QTableView

from inspector.core.methods import create_method
from inspector.core.operating_point import OperatingPoint
from inspector.data.video.category import scan_video
from inspector.gui.models.comparison import ComparisonView
from inspector.gui.widgets.verdict import VerdictBadge
from inspector.store.models.model_folder import read_model
from inspector.store.records import record_operating_point
from inspector.workflow.train.video import VideoTrainJob, train_video
from tests.gui.clips import RATE, write_clips

LONG_MS = 60_000
SMALL = {"image_size": 32, "base_width": 4, "depth": 3, "region_sizes": (4, 8), "training": {"steps": 4}}


@pytest.fixture(scope="module")
def belt(tmp_path_factory):
    return write_clips(tmp_path_factory.mktemp("line") / "belt")


@pytest.fixture(scope="module")
def belt_model(belt, made_once):
    def learn(output):
        method = create_method("riad", preset="cpu", **SMALL)
        job = VideoTrainJob(
            category=scan_video(belt), output=output, method=method, seed=0, device=torch.device("cpu"),
            max_false_reject=0.01, max_review=0.05, samples=40, folder_rate=RATE,
        )  # fmt: skip
        return list(train_video(job))[-1]

    return made_once("models/compared belt", learn)[0]


@pytest.fixture
def screen(window, qtbot, belt, belt_model):
    """The Models screen with one model twice: as `blind` it passes everything, as `sharp` nothing."""
    window.activateWindow()
    with qtbot.waitSignal(window.session.category_changed):
        window.session.open_category(belt)
    models = window.session.workspace.models
    for name, threshold in (("blind", 1e6), ("sharp", -1.0)):
        shutil.copytree(belt_model, models / name)
        old, new = read_model(models / name).operating_point, OperatingPoint(threshold, threshold)
        record_operating_point(models / name, old=old, new=new, user="Ada", reason=name)
    window.session.models_changed.emit()
    window.show_screen("models")
    shown = window.screens["models"]
    qtbot.waitUntil(lambda: shown.findChild(QTableView).model().rowCount() == 2, timeout=LONG_MS)
    return shown


def texts(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_two_models_are_compared_on_the_test_clips_and_what_both_see_is_shown(screen, window, qtbot):
    table = screen.findChild(QTableView)
    table.setFocus()
    table.selectAll()
    assert "Press C to compare them on the same clips" in texts(screen)
    with qtbot.waitSignal(window.session.runs_changed, timeout=LONG_MS):
        qtbot.keyClick(table, Qt.Key.Key_C)
    view = screen.findChild(ComparisonView)
    assert view.isVisible()
    summary = texts(view)
    # One model passes all and the other rejects all; 02 has a lost frame, which nobody passes, and the only label.
    assert "A is blind, B is sharp." in summary
    assert "Clips compared by their worst frames: 3; both right: 1; both wrong: 0." in summary
    assert "Different verdict, label unknown: 2" in summary
    qtbot.waitUntil(lambda: texts(view).count(" · worst at 0:0") == 2, timeout=LONG_MS)
    assert [badge.word() for badge in view.findChildren(VerdictBadge)] == ["OK", "NG"]
    listed = next(one for one in view.findChildren(QListView) if one.isVisible())
    index = listed.model().index(0, 0)
    assert index.data() == "01"
    qtbot.waitUntil(lambda: index.data(Qt.ItemDataRole.DecorationRole) is not None)
    assert len(list(window.session.workspace.runs.glob("*-test.clips"))) == 1, "the same model inspects once"
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_X)
    qtbot.waitUntil(lambda: "A is sharp, B is blind." in texts(view), timeout=LONG_MS)


def test_a_category_without_clips_to_test_says_what_is_missing(window, qtbot, belt, belt_model, tmp_path):
    root = tmp_path / "belt"
    shutil.copytree(belt / "training", root / "training")
    with qtbot.waitSignal(window.session.category_changed):
        window.session.open_category(root)
    for name in ("one", "two"):
        shutil.copytree(belt_model, window.session.workspace.models / name)
    window.session.models_changed.emit()
    window.show_screen("models")
    table = window.screens["models"].findChild(QTableView)
    qtbot.waitUntil(lambda: table.model().rowCount() == 2, timeout=LONG_MS)
    table.setFocus()
    table.selectAll()
    with qtbot.waitSignal(window.session.failed, timeout=LONG_MS) as failed:
        qtbot.keyClick(table, Qt.Key.Key_C)
    assert "has no test clips to compare models on" in failed.args[0].message
