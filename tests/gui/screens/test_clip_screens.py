"""Category, Train and Inspect for clips, as a person uses them."""

import re
from contextlib import closing
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QPushButton,
    QTableView,
    QTreeWidget,
)

from inspector.core.operating_point import Decision
from inspector.data.video.category import scan_video
from inspector.gui.train.advice.card import AdviceCard
from inspector.gui.train.settings.form import SettingsForm
from inspector.gui.train.video.source import VideoTrainSource
from inspector.gui.widgets.video.player import ClipPlayer
from inspector.store.listing import list_models, list_runs
from inspector.store.models.model_folder import read_model
from inspector.store.runs.video_run import VideoRun
from inspector.workflow.advise.methods import Suggestion
from inspector.workflow.inspect.video import inspect_video
from inspector.workflow.inspect.video_progress import ClipEnded
from tests.conveyor import write_category
from tests.gui.clips import FRAMES, write_clips
from tests.gui.controls import control, is_shown, text_of
from tests.gui.looking import action_of

LONG_MS = 60_000
SMALL = {"image_size": 32, "base_width": 4, "depth": 3, "region_sizes": [4, 8], "training.steps": 12}


@pytest.fixture(scope="module")
def clips(tmp_path_factory) -> Path:
    return write_clips(tmp_path_factory.mktemp("line") / "belt")


@pytest.fixture
def opened_clips(window, qtbot, clips):
    """The window with the small category of clips open."""
    window.activateWindow()
    with qtbot.waitSignal(window.session.category_changed):
        window.session.open_category(clips)
    return window


def settle(window, qtbot):
    qtbot.waitUntil(lambda: window.session.idle, timeout=LONG_MS)


def clip_list(screen) -> QListView:
    return control(screen, QListView, "Clips")


def listed(screen) -> list[str]:
    model = clip_list(screen).model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_the_category_lists_its_clips_and_shows_each(opened_clips, qtbot):
    screen = opened_clips.screens["category"]
    assert screen.isVisible()
    settle(opened_clips, qtbot)
    tree, clips = control(screen, QTreeWidget, "Groups"), clip_list(screen)
    rows = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    assert [(row.text(0), row.text(1)) for row in rows] == [
        ("Good, for training", "2"),
        ("For testing", "3"),
        ("Test: no label", "2"),
        ("Test: abnormal", "1"),
    ]
    assert "Good clips for training: 2" in text_of(screen, "category-counts")
    assert "Size: 36 × 24 px" in text_of(screen, "category-totals")
    first = clips.model().index(0, 0)
    said = first.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == f"training/01 · unknown frame rate · {FRAMES} frames · good"
    player = screen.findChild(ClipPlayer)
    assert player.frame == FRAMES // 2, "the middle, as in the list"
    clips.setFocus()
    QTest.keyClick(clips, Qt.Key.Key_Right)
    assert player.frame == FRAMES // 2 + 1
    tree.setFocus()
    for _ in range(3):
        QTest.keyClick(tree, Qt.Key.Key_Down)
    assert text_of(screen, "group-heading") == "Test: abnormal"
    assert text_of(screen, "clip-name") == "testing/02"
    assert "abnormal: frame 20 – frame 35" in text_of(screen, "clip-facts")
    player.jump(40)
    qtbot.waitUntil(lambda: "041.png" in text_of(screen, "clip-problem"))
    index = clips.model().index(0, 0)
    qtbot.waitUntil(lambda: index.data(Qt.ItemDataRole.DecorationRole) is not None)


def test_the_filter_leaves_the_clips_whose_names_contain_it(opened_clips, qtbot):
    screen = opened_clips.screens["category"]
    settle(opened_clips, qtbot)
    name_filter = control(screen, QLineEdit, "Filter by name")
    qtbot.keyClicks(name_filter, "02")
    assert listed(screen) == ["02"]
    assert text_of(screen, "clip-name") == "training/02"
    qtbot.keyClicks(name_filter, "x")
    assert is_shown(screen, QLabel, "Nothing here")
    assert text_of(screen, "clip-name") == "–"
    name_filter.clear()
    assert listed(screen) == ["01", "02"]


def test_a_clip_that_cannot_be_read_is_a_finding(window, qtbot, tmp_path):
    root = write_clips(tmp_path / "belt")
    for path in (root / "testing/03").iterdir():
        path.write_bytes(b"nothing")
    window.session.open_category(root)
    screen = window.screens["category"]
    qtbot.waitUntil(lambda: is_shown(screen, QPushButton, "Check again"), timeout=LONG_MS)
    findings = control(screen, QListWidget, "Findings")
    (row,) = findings.findItems("Unreadable: 1", Qt.MatchFlag.MatchExactly)
    place = findings.visualItemRect(row).center()
    qtbot.mouseClick(findings.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert listed(screen) == ["testing/03"]
    assert "03" in text_of(screen, "finding-explanation")
    qtbot.waitUntil(lambda: text_of(screen, "clip-problem") != "", timeout=LONG_MS)
    qtbot.mouseClick(control(screen, QPushButton, "Back to the group"), Qt.MouseButton.LeftButton)
    assert listed(screen) == ["01", "02"]


def test_images_after_clips_show_the_grid_and_the_properties_of_parts(opened_clips, qtbot, category):
    screen = opened_clips.screens["category"]
    assert is_shown(screen, QLabel, "Selected clip")
    assert not is_shown(screen, QLabel, "Part properties")
    with qtbot.waitSignal(opened_clips.session.category_changed):
        opened_clips.session.open_category(category)
    assert control(screen, QListView, "Images").model().rowCount() > 0
    assert is_shown(screen, QLabel, "Part properties")
    assert not is_shown(screen, QLabel, "Selected clip")


def test_the_form_offers_what_fits_clips_and_asks_what_finds_objects(opened_clips, qtbot):
    opened_clips.show_screen("train")
    screen = opened_clips.screens["train"]
    method = control(screen, QComboBox, "Method")
    assert [method.itemData(row) for row in range(method.count())] == [
        "ssmtl",
        "riad",
        "frame_permutation",
        "adacl",
    ]
    level, detector = control(screen, QComboBox, "Evaluated"), control(screen, QComboBox, "Object detector")
    level.setCurrentIndex(level.findData("frame"))
    assert not detector.isVisible(), "whole frames need no detector"
    level.setCurrentIndex(level.findData("fusion"))
    detector.setCurrentIndex(detector.findData("onnx"))
    file = control(screen, QLineEdit, "Detector file")
    assert "Choose a detector file" in text_of(screen, "train-problem")
    file.setText("nowhere.onnx")
    qtbot.waitUntil(lambda: text_of(screen, "train-problem") == "nowhere.onnx does not exist.")
    file.setText(__file__)
    qtbot.waitUntil(lambda: text_of(screen, "train-problem") == "")
    method.setCurrentIndex(method.findData("riad"))
    assert not level.isVisible()
    for row in range(method.count()):
        method.setCurrentIndex(row)
        assert text_of(screen, "method-hint")
        assert text_of(screen, "preset-hint")


def test_how_long_a_training_on_clips_will_take_is_measured(opened_clips, measured, qtbot):
    opened_clips.show_screen("train")
    screen = opened_clips.screens["train"]
    method = control(screen, QComboBox, "Method")
    method.setCurrentIndex(method.findData("adacl"))
    qtbot.waitUntil(lambda: text_of(screen, "train-estimate").startswith("about"), timeout=60_000)
    assert "600 steps" in text_of(screen, "train-estimate")


def test_what_is_chosen_is_what_is_trained(qtbot, clips, tmp_path):
    source = VideoTrainSource()
    qtbot.addWidget(source.form)
    source.form.show()
    for name, data in (("Method", "ssmtl"), ("Evaluated", "fusion"), ("Object detector", "onnx")):
        box = control(source.form, QComboBox, name)
        box.setCurrentIndex(box.findData(data))
    control(source.form, QLineEdit, "Detector file").setText(__file__)
    control(source.form, QDoubleSpinBox, "Frame rate of image sequences").setValue(25)
    job = source.job(scan_video(clips), tmp_path / "new")
    assert (job.method.config.level, job.detector.kind, job.detector.path) == ("fusion", "onnx", __file__)
    assert job.folder_rate == 25
    assert source.files() == [Path(__file__)]


def test_a_model_is_trained_tested_reviewed_and_inspects_again(opened_clips, qtbot):
    session = opened_clips.session
    opened_clips.show_screen("train")
    screen = opened_clips.screens["train"]
    method = control(screen, QComboBox, "Method")
    method.setCurrentIndex(method.findData("riad"))
    (settings_form,) = [form for form in screen.findChildren(SettingsForm) if form.isVisible()]
    settings_form.apply(SMALL)
    control(screen, QDoubleSpinBox, "Frame rate of image sequences").setValue(10)
    name = control(screen, QLineEdit, "Model name")
    qtbot.waitUntil(lambda: name.text() != "")
    with qtbot.waitSignal(session.runs_changed, timeout=LONG_MS):
        qtbot.keyClick(name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(opened_clips, qtbot)
    assert text_of(screen, "train-outcome") == "Rejects all defective clips (1)."
    assert is_shown(screen, QLabel, "Heatmap"), "of frames that were not learned"
    assert is_shown(screen, QLabel, "abnormal")
    qtbot.mouseClick(control(screen, QPushButton, "Open test results"), Qt.MouseButton.LeftButton)
    (entry,) = list_models(session.workspace)
    assert "clips" in entry.card
    review = opened_clips.screens["review"]
    qtbot.waitUntil(lambda: review.run is not None)
    assert review.isVisible()
    assert [clip.name for clip in review.run.clips] == ["testing/01", "testing/02", "testing/03"]
    assert review.model is not None

    opened_clips.show_screen("inspect")
    inspect = opened_clips.screens["inspect"].page
    qtbot.waitUntil(lambda: inspect.model.count() == 1)
    assert inspect.view.rate.rate == 10, "as the model has learned"
    inspect.view.rate.setValue(0)
    assert inspect.view.rate.text() == "as learned", "which is what the inspection then takes"
    in_review = action_of(inspect, "Open in Review")
    inspect.choose([session.category.test[1].path])
    qtbot.keyClick(inspect.model, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(in_review.isEnabled, timeout=LONG_MS)
    settle(opened_clips, qtbot)
    with VideoRun(inspect.inspecting.run) as run:
        (record,) = run.clips
        assert (record.name, record.frames) == ("testing/02", FRAMES), "as the category calls it"
        assert record.frame_rate == 10
    states = inspect.view.content.states
    row = [states.data(states.index(0, column)) for column in range(5)]
    assert row == ["testing/02", "done", f"{FRAMES} / {FRAMES}", str(inspect.view.events.count()), row[4]]
    assert row[4] in list(Decision)
    assert f"{FRAMES} of {FRAMES} frames" in inspect.column.progress.text()
    QTest.mouseClick(inspect.column.review, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: review.isVisible() and review.run.path == inspect.inspecting.run)
    assert len(list_runs(session.workspace, kind="video")) == 2

    opened_clips.show_screen("models")
    models = opened_clips.screens["models"]
    qtbot.waitUntil(lambda: len(models.selected) == 1)
    qtbot.waitUntil(lambda: models.selected[0].test_run is not None)
    assert models.selected[0].auroc is not None, "of the clip whose frames are labelled"
    rows = models.findChild(QTableView).model()
    row = [rows.index(0, column).data() for column in range(rows.columnCount())]
    learned = 2 * FRAMES * 4 // 5  # a fifth is held out
    assert row[:3] == ["riad-video", "riad · video, changed", f"{learned} frames"]

    part = interrupted_run(session, entry.folder)
    opened_clips.show_screen("inspect")
    qtbot.waitUntil(lambda: bool(inspect.column.interrupted.items))
    interrupted = inspect.column.interrupted.items[0].text  # by its model and time
    assert re.fullmatch(r"Interrupted: riad-video · .*\d.*, clips: 3\.", interrupted)
    inspect.resume_run(part)
    qtbot.waitUntil(in_review.isEnabled, timeout=LONG_MS)
    assert [states.data(states.index(row, 1)) for row in range(3)] == ["done earlier", "done", "done"]
    settle(opened_clips, qtbot)


def interrupted_run(session, model: Path) -> Path:
    """An inspection of the test clips that was stopped after the first."""
    output = session.workspace.runs / "monday.clips"
    arguments = {"output": output, "device": torch.device("cpu"), "folder_rate": 10.0, "base": session.category.root}
    with closing(inspect_video(read_model(model), session.category.test, **arguments)) as events:
        next(event for event in events if isinstance(event, ClipEnded))
    return output.with_name("monday.clips.part")


def test_clips_get_advice_that_one_click_takes(window, qtbot, tmp_path):
    with qtbot.waitSignal(window.session.category_changed):
        window.session.open_category(write_category(tmp_path / "belt"))
    window.show_screen("train")
    screen = window.screens["train"]
    card = screen.findChild(AdviceCard)

    def words():
        return " ".join(label.text() for label in card.findChildren(QLabel) if label.isVisible())

    qtbot.waitUntil(lambda: words().startswith("For these clips These 6 good clips show moving"), timeout=LONG_MS)
    said = words()
    assert "The camera stands still." not in said  # on a plain belt only the boxes have edges
    assert "the camera moves, or the scene is plain" in said
    assert "2 stretches of good video are held out" in said
    method = control(screen, QComboBox, "Method")
    method.setCurrentIndex(method.findData("riad"))
    qtbot.waitUntil(lambda: is_shown(screen, QPushButton, "Use SSMTL"))
    qtbot.mouseClick(control(screen, QPushButton, "Use SSMTL"), Qt.MouseButton.LeftButton)
    assert (method.currentData(), screen.focusWidget().text()) == ("ssmtl", "Start")
    settle(window, qtbot)


def test_a_suggested_level_is_chosen_and_trained(qtbot, clips, tmp_path):
    source = VideoTrainSource()
    qtbot.addWidget(source.form)
    source.form.show()
    source.take(Suggestion(method="ssmtl", settings={"level": "frame"}, skip_unreadable=True))
    job = source.job(scan_video(clips), tmp_path / "new")
    assert (job.method.config.level, job.detector, job.skip_unreadable) == ("frame", None, True)
    source.take(Suggestion(method="ssmtl"))
    assert source.job(scan_video(clips), tmp_path / "new").method.config.level == "objects"


def test_a_picture_that_is_pasted_is_no_clip_and_copied_clips_are_inspected(opened_clips, qtbot, clips):
    """In a category of clips, pasting says why it does nothing with a picture alone."""
    settle(opened_clips, qtbot)
    session = opened_clips.session
    picture = QImage(24, 24, QImage.Format.Format_RGB888)
    picture.fill(Qt.GlobalColor.red)
    QApplication.clipboard().setImage(picture)
    with qtbot.waitSignal(session.said) as said:
        QTest.keyClick(opened_clips, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert said.args[0].startswith("A picture alone is no clip.")
    assert not (session.workspace.folder / "pasted").exists()
    assert opened_clips.screens["category"].isVisible()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(clips / "testing" / name)) for name in ("01", "02")])
    QApplication.clipboard().setMimeData(mime)
    QTest.keyClick(opened_clips, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert opened_clips.screens["inspect"].page.paths == [clips / "testing" / name for name in ("01", "02")]
    QApplication.clipboard().clear()
    with qtbot.waitSignal(session.said) as said:
        QTest.keyClick(opened_clips, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert said.args[0] == "There is nothing to inspect in the clipboard."
