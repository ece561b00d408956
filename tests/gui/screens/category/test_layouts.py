"""What a person is told of a folder before anything is learned from it."""

import json
import shutil

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QMessageBox, QPushButton

from tests.conftest import write_category
from tests.gui.controls import control, text_of
from tests.gui.screens.category.looking import drop, wait_for_check


def test_the_folders_that_are_learned_from_are_named_on_both_screens(window, screen, qtbot):
    assert "To learn from: train/good (12)" in text_of(screen, "category-counts")
    window.session.screen_requested.emit("train")
    texts = [label.text() for label in window.screens["train"].findChildren(QLabel)]
    assert any("12 good images for training, from train/good (12)." in text for text in texts)


def test_a_folder_of_good_images_alone_is_named_in_words_and_nothing_is_promised(window, tmp_path, qtbot):
    folder = write_category(tmp_path / "cat", train_good=3, test_good=0, defective=0) / "train" / "good"
    drop(window, folder)
    qtbot.waitUntil(lambda: window.session.category is not None)
    screen = window.screens["category"]
    wait_for_check(screen, qtbot)
    assert "To learn from: the folder itself (3)" in text_of(screen, "category-counts")
    window.session.screen_requested.emit("train")
    texts = [label.text() for label in window.screens["train"].findChildren(QLabel)]
    (summary,) = [text for text in texts if "good images for training" in text]
    assert "from the folder itself (3)" in summary
    assert "There are no test images" in summary


def test_folders_of_defects_are_learned_from_only_when_a_person_says_so(window, root, qtbot):
    shutil.move(root / "train" / "good", root / "train" / "lot 1")
    shutil.copytree(root / "test" / "blob", root / "train" / "NG")
    drop(window, root)
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)))
    (dialog,) = window.findChildren(QMessageBox)
    assert "train/NG (3)" in dialog.text()
    assert window.session.category is None
    (button,) = [one for one in dialog.findChildren(QPushButton) if one.text() == "They hold good parts"]
    with qtbot.waitSignal(window.session.category_changed):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert json.loads((root / "category.json").read_text()) == {"learn_from": ["train/NG"]}
    assert window.session.category.learned_folders == {"train/NG": 3, "train/lot 1": 12}
    wait_for_check(window.screens["category"], qtbot)


def test_what_is_left_out_is_a_finding(window, root, qtbot):
    (root / "train" / "good" / "notes.txt").touch()
    (root / "category.json").write_text('{"marks": {"train/good/gone.png": "defective"}}')
    drop(window, root)
    qtbot.waitUntil(lambda: window.session.category is not None)
    screen = window.screens["category"]
    wait_for_check(screen, qtbot)
    findings = control(screen, QListWidget, "Findings")
    rows = [findings.item(row) for row in range(findings.count())]
    told = {row.text(): row.toolTip() for row in rows}
    assert "train/good/notes.txt" in told["Left out"]
    assert "train/good/gone.png" in told["Marks without effect"]
