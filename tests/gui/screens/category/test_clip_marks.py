"""Clips are marked as images are, on the Category screen and from Review."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView, QMenu, QTreeWidget

from tests.gui.clips import write_clips, write_run
from tests.gui.controls import control, text_of
from tests.gui.screens.clip_review.looking import reviewed, settled

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def root(tmp_path):
    return write_clips(tmp_path / "belt")


@pytest.fixture
def belt(window, qtbot, root):
    """The window with a small category of clips open."""
    with qtbot.waitSignal(window.session.category_changed):
        window.session.open_category(root)
    idle(window, qtbot)
    return window


def idle(window, qtbot):
    qtbot.waitUntil(lambda: window.session.idle, timeout=20_000)


def clips_of(window) -> QListView:
    return control(window.screens["category"], QListView, "Clips")


def listed(window) -> list[str]:
    model = clips_of(window).model()
    return [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]


def groups(window) -> dict[str, str]:
    tree = control(window.screens["category"], QTreeWidget, "Groups")
    rows = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    return {row.text(0): row.text(1) for row in rows}


def marks(root) -> dict[str, str]:
    file = root / "category.json"
    return json.loads(file.read_text("utf-8")).get("marks", {}) if file.exists() else {}


def test_a_clip_is_ignored_by_one_key_and_comes_back_by_undo(belt, root, qtbot):
    clips = clips_of(belt)
    clips.setFocus()
    QTest.keyClick(clips, Qt.Key.Key_I)
    qtbot.waitUntil(lambda: marks(root) == {"training/01": "ignored"})
    idle(belt, qtbot)
    assert groups(belt)["Good, for training"] == "1"
    assert groups(belt)["Ignored"] == "1"
    assert text_of(belt.screens["category"], "clip-name") == "training/02", "what followed it is shown"
    assert "Ignored: 1" in text_of(belt.screens["category"], "category-counts")
    assert belt.session.undo.undoText() == "Ignore"
    belt.session.undo.undo()
    qtbot.waitUntil(lambda: marks(root) == {})
    idle(belt, qtbot)
    assert groups(belt) == {"Good, for training": "2", "For testing": "3", "Test: no label": "2", "Test: abnormal": "1"}


def test_several_clips_are_marked_at_once_and_show_it(belt, root, qtbot):
    tree = control(belt.screens["category"], QTreeWidget, "Groups")
    tree.setCurrentItem(tree.topLevelItem(1))
    clips = clips_of(belt)
    clips.setFocus()
    QTest.keyClick(clips, Qt.Key.Key_A, CONTROL)
    assert text_of(belt.screens["category"], "selected-count") == "Selected: 3 of 3"
    QTest.keyClick(clips, Qt.Key.Key_G)
    qtbot.waitUntil(lambda: marks(root) == {f"testing/0{number}": "good" for number in (1, 2, 3)})
    idle(belt, qtbot)
    assert all(name.endswith("good · marked as good") for name in listed(belt))
    assert groups(belt) == {"Good, for training": "2", "For testing": "3"}
    QTest.keyClick(clips, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: len(marks(root)) == 2)


def test_the_frame_that_is_looked_at_stays_when_its_clip_is_marked(belt, root, qtbot):
    tree = control(belt.screens["category"], QTreeWidget, "Groups")
    tree.setCurrentItem(tree.topLevelItem(1))
    clips = clips_of(belt)
    clips.setFocus()
    QTest.keyClick(clips, Qt.Key.Key_Home)
    QTest.keyClick(clips, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: marks(root) == {"testing/01": "defective"})
    idle(belt, qtbot)
    assert text_of(belt.screens["category"], "clip-facts").startswith("marked as defective")
    assert "frame 0 of 79" in text_of(belt.screens["category"], "clip-time")


def test_a_clip_is_marked_in_review_from_the_menu_of_its_row(belt, root, qtbot):
    belt.activateWindow()
    screen = reviewed(belt.screens["review"], write_run(root, belt.session.workspace.runs / "morning.clips"), qtbot)
    listed_clips = screen.view.findChild(QTreeWidget, "clips")
    row = listed_clips.visualItemRect(listed_clips.topLevelItem(1)).center()
    QTest.mouseClick(listed_clips.viewport(), Qt.MouseButton.RightButton, pos=row)
    listed_clips.customContextMenuRequested.emit(row)
    menu = screen.view.picture.menu
    qtbot.waitUntil(menu.isVisible)
    (submenu,) = [one for one in menu.findChildren(QMenu) if one.title() == "Mark in the category"]
    assert submenu.isEnabled()
    (ignore,) = [action for action in submenu.actions() if action.text() == "to be ignored"]
    ignore.trigger()
    menu.close()
    qtbot.waitUntil(lambda: marks(root) == {"testing/01": "ignored"})
    settled(screen, qtbot)
    assert [clip.name for clip in belt.session.category.ignored] == ["testing/01"]
    assert belt.session.undo.undoText() == "Mark in the category: 01"


def test_marks_of_clips_and_of_images_stay_apart(belt, root, own_category, qtbot):
    with qtbot.waitSignal(belt.session.category_changed):
        belt.session.open_category(own_category)
    idle(belt, qtbot)
    name = belt.session.category.train[0].name
    belt.session.mark_requested.emit("Ignore", name, "ignored")
    qtbot.waitUntil(lambda: marks(own_category) == {name: "ignored"})
    assert marks(root) == {}
