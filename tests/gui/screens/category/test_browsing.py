"""What a person finds on the Category screen: groups, images, findings."""

import shutil
import threading
from pathlib import Path

import numpy as np
import pyqtgraph
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
)

from inspector.gui.category.images import viewer
from tests.conftest import part, write_category
from tests.gui.controls import control, is_shown, text_of
from tests.gui.screens.category.looking import (
    canvas,
    choose_first,
    drawn,
    drop,
    first_said,
    grid,
    groups,
    large,
    names,
    stated,
    tree,
    wait_for_check,
)


def test_before_anything_is_open_the_person_is_told_how(window, qtbot, monkeypatch):
    screen = window.screens["category"]
    buttons = {button.text(): button for button in screen.findChildren(QPushButton) if button.isVisible()}
    opened, shown = [], []
    monkeypatch.setattr(window.session, "open_category", opened.append)
    monkeypatch.setattr("inspector.gui.main_window.QFileDialog.getExistingDirectory", lambda *_: "/some/folder")
    monkeypatch.setattr(window._demo, "open", lambda: shown.append("demo"))
    assert window.focusWidget() is buttons["Open a folder …"]
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    qtbot.mouseClick(buttons["Open the demonstration"], Qt.MouseButton.LeftButton)
    assert (opened, shown) == ([Path("/some/folder")], ["demo"])
    assert "is rendered first" in text_of(screen, "demo-waiting")
    window.session.jobs_changed.emit()  # none runs any more
    assert text_of(screen, "demo-waiting") == ""


def test_what_was_open_lately_is_one_key_away(window, qtbot, root):
    screen = window.screens["category"]
    window.session.settings.setValue("recent", [str(root)])
    window.session.category_changed.emit(None)
    recent = control(screen, QListWidget, "Recent categories")
    recent.setFocus()
    qtbot.keyClick(recent, Qt.Key.Key_Down)
    with qtbot.waitSignal(window.session.category_changed):
        qtbot.keyClick(recent, Qt.Key.Key_Return)
    assert window.session.category.root == root


def test_a_dropped_folder_is_shown_by_groups(screen):
    assert groups(screen) == [("Good, for training", "12"), ("Good, for testing", "2"), ("blob", "3")]
    assert names(screen)[:2] == ["lot00_000.png", "lot00_001.png"]
    assert "Good images for training: 12" in text_of(screen, "category-counts")
    assert "Size: 48 × 48 px" in text_of(screen, "category-totals")


def test_names_are_listed_as_people_count_and_learned_in_their_own_order(window, qtbot, tmp_path):
    root = write_category(tmp_path / "count", train_good=3, test_good=1, defective=2)
    for folder, of_test in ((root / "train" / "good", False), (root / "test" / "blob", True)):
        for path, number in zip(sorted(folder.iterdir()), (1, 10, 2), strict=False):
            path.rename(path.with_name(f"Part{number}{path.suffix}"))
            mask = root / "ground_truth" / "blob" / f"{path.stem}_mask.png"
            if of_test:
                mask.rename(mask.with_name(f"Part{number}_mask.png"))
    shutil.copytree(root / "test" / "blob", root / "test" / "blob 10")
    shutil.copytree(root / "test" / "blob", root / "test" / "blob 9")
    drop(window, root)
    qtbot.waitUntil(lambda: window.session.category is not None)
    screen = window.screens["category"]
    assert names(screen) == ["Part1.png", "Part2.png", "Part10.png"]
    assert [title for title, _ in groups(screen)][2:] == ["blob", "blob 9", "blob 10"]
    learned = [image.name for image in window.session.category.train]
    assert learned == sorted(learned)  # as splits and seeds go by


def test_the_arrow_keys_go_through_the_groups(screen, qtbot):
    tree(screen).setFocus()
    qtbot.keyClick(tree(screen), Qt.Key.Key_End)
    assert names(screen) == ["000.png", "001.png", "002.png"]
    assert text_of(screen, "group-heading") == "blob"


def test_the_filter_leaves_the_names_that_have_it(screen, qtbot):
    name_filter = control(screen, QLineEdit, "Filter by name")
    qtbot.keyClicks(name_filter, "LOT02")
    assert names(screen) == [f"lot02_{i:03d}.png" for i in range(8, 12)]
    qtbot.keyClicks(name_filter, "x")
    assert is_shown(screen, QLabel, "Nothing here")
    name_filter.clear()
    assert len(names(screen)) == 12


def test_twelve_bits_in_sixteen_are_found_and_shown(window, qtbot, root):
    for path in (root / "train" / "good").iterdir():
        Image.fromarray(np.asarray(Image.open(path).convert("L")).astype(np.uint16) * 16).save(path)
    drop(window, root)
    screen = window.screens["category"]
    wait_for_check(screen, qtbot)
    findings = control(screen, QListWidget, "Findings")
    row = findings.findItems("Bits per sample", Qt.MatchFlag.MatchExactly)[0]
    qtbot.mouseClick(findings.viewport(), Qt.MouseButton.LeftButton, pos=findings.visualItemRect(row).center())
    assert "exceeds 4095 of 65535" in text_of(screen, "finding-explanation")


def test_a_corrupt_image_is_found_and_shown(window, qtbot, root):
    (root / "train" / "good" / "torn.png").write_bytes((root / "train" / "good" / "lot00_000.png").read_bytes()[:200])
    drop(window, root)
    screen = window.screens["category"]
    wait_for_check(screen, qtbot)
    findings = control(screen, QListWidget, "Findings")
    row = findings.findItems("Unreadable: 1", Qt.MatchFlag.MatchExactly)[0]
    qtbot.mouseClick(findings.viewport(), Qt.MouseButton.LeftButton, pos=findings.visualItemRect(row).center())
    assert names(screen) == ["train/good/torn.png"]
    assert "torn.png" in text_of(screen, "finding-explanation")
    qtbot.mouseClick(control(screen, QPushButton, "Back to the group"), Qt.MouseButton.LeftButton)
    assert len(names(screen)) == 13


def test_an_image_is_looked_at_large(screen, qtbot, root):
    choose_first(screen, qtbot)
    qtbot.keyClick(grid(screen), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: large(screen) == root / "train" / "good" / "lot00_000.png")
    qtbot.keyClick(canvas(screen), Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: large(screen) == root / "train" / "good" / "lot00_001.png")
    (image,) = drawn(screen, pyqtgraph.ImageItem)
    assert (image.image == part(1)).all()
    qtbot.keyClick(canvas(screen), Qt.Key.Key_I)
    qtbot.waitUntil(lambda: stated(root).get("marks") == {"train/good/lot00_001.png": "ignored"})
    qtbot.keyClick(canvas(screen), Qt.Key.Key_Escape)
    assert grid(screen).isVisible()


def test_an_image_that_cannot_be_read_says_why(window, qtbot, root):
    (root / "train" / "good" / "a.png").write_bytes(b"torn")
    drop(window, root)
    screen = window.screens["category"]
    qtbot.waitUntil(lambda: len(names(screen)) == 13)
    choose_first(screen, qtbot)
    qtbot.keyClick(grid(screen), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "cannot be read" in text_of(screen, "image-facts"))


def test_train_leads_to_the_training(screen, window, qtbot):
    button = control(screen, QPushButton, "Train a model")
    with qtbot.waitSignal(window.session.screen_requested) as told:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert told.args == ["train"]


def test_another_category_takes_the_place_of_the_first(screen, window, qtbot, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    for i in range(3):
        Image.fromarray(part(i)).save(other / f"{i}.png")
    choose_first(screen, qtbot)
    qtbot.keyClick(grid(screen), Qt.Key.Key_I)
    drop(window, other)
    qtbot.waitUntil(lambda: names(screen) == ["0.png", "1.png", "2.png"])
    assert text_of(screen, "category-name") == "other"
    assert not window.session.undo.canUndo()
    assert not any("ignored" in group[0].lower() for group in groups(screen))
    assert first_said(screen) == "0.png"


def test_an_image_of_the_category_before_is_not_shown(screen, window, qtbot, tmp_path, monkeypatch):
    let_go = threading.Event()
    read = viewer.read_picture

    def read_late(path, **options):
        let_go.wait(20)
        return read(path, **options)

    monkeypatch.setattr(viewer, "read_picture", read_late)
    other = write_category(tmp_path / "other", train_good=3, test_good=1, defective=1)
    choose_first(screen, qtbot)
    qtbot.keyClick(grid(screen), Qt.Key.Key_Return)
    assert canvas(screen).isVisible()
    drop(window, other)
    qtbot.waitUntil(lambda: text_of(screen, "category-name") == "other")
    let_go.set()
    qtbot.waitUntil(lambda: window.session.idle, timeout=20_000)
    assert large(screen) is None
    assert grid(screen).isVisible()
