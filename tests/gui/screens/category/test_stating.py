"""What a person states on the Category screen: marks, properties, lots and what is judged."""

import errno
import json
import os
import re
import threading
from pathlib import Path

import numpy as np
import pyqtgraph
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
)

from inspector.core.errors import StorageError
from inspector.gui.category import properties_editor
from inspector.gui.category.images.properties_form import find_lots
from tests.conftest import write_category
from tests.gui.controls import control, is_shown, text_of
from tests.gui.looking import label_text
from tests.gui.screens.category.looking import (
    choose_first,
    drawn,
    drop,
    first_said,
    grid,
    groups,
    large,
    names,
    selected,
    stated,
    tree,
    turn_wheel,
)


def test_images_are_marked_and_unmarked_from_the_keyboard(screen, window, qtbot, root):
    before = {path: path.read_bytes() for path in root.rglob("*.png")}
    choose_first(screen, qtbot)
    qtbot.keyClick(grid(screen), Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(grid(screen), Qt.Key.Key_D)
    marked = {"train/good/lot00_000.png": "defective", "train/good/lot00_001.png": "defective"}
    qtbot.waitUntil(lambda: stated(root).get("marks") == marked)
    qtbot.waitUntil(lambda: ("Marked as defective", "2") in groups(screen))
    assert names(screen)[0] == "lot00_002.png"
    assert selected(screen) == ["lot00_002.png"]  # so that the work can go on
    qtbot.keyClick(grid(screen), Qt.Key.Key_I)
    qtbot.waitUntil(lambda: ("Ignored", "1") in groups(screen))
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: stated(root).get("marks") == marked)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "marks" not in stated(root))
    qtbot.waitUntil(lambda: groups(screen)[0] == ("Good, for training", "12"))
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: stated(root).get("marks") == marked)
    assert before == {path: path.read_bytes() for path in root.rglob("*.png")}


def test_marks_of_a_read_only_folder_are_kept_in_the_workspace(screen, window, qtbot, root, monkeypatch):
    """Nothing is in the way of marking images on a share that others look after; where the marks are is said."""
    touch = Path.touch

    def refuse(path, *arguments, **options):
        if path.is_relative_to(root):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        touch(path, *arguments, **options)

    monkeypatch.setattr(Path, "touch", refuse)
    choose_first(screen, qtbot)
    qtbot.keyClick(grid(screen), Qt.Key.Key_D)
    qtbot.waitUntil(lambda: ("Marked as defective", "1") in groups(screen))
    kept = window.session.workspace.folder / "category.json"
    assert f"cannot be written. What is stated about the category is kept in {kept}" in label_text(
        screen, "category-counts"
    )
    assert json.loads(kept.read_text("utf-8"))["marks"] == {"train/good/lot00_000.png": "defective"}
    window.session.open_category(root)
    qtbot.waitUntil(lambda: window.session.idle)
    assert ("Marked as defective", "1") in groups(screen)
    assert stated(root) == {}


def test_a_mark_is_removed_and_shows_as_a_badge(screen, qtbot, root):
    tree(screen).setFocus()
    qtbot.keyClick(tree(screen), Qt.Key.Key_Down)
    choose_first(screen, qtbot)
    qtbot.keyClick(grid(screen), Qt.Key.Key_G)
    assert first_said(screen) == "000.png · marked as good"
    qtbot.keyClick(grid(screen), Qt.Key.Key_M)
    assert first_said(screen) == "000.png"
    qtbot.waitUntil(lambda: stated(root).get("marks") == {})


def test_a_letter_in_a_field_marks_nothing(screen, qtbot, root):
    choose_first(screen, qtbot)
    name_filter = control(screen, QLineEdit, "Filter by name")
    name_filter.setFocus()
    qtbot.keyClicks(name_filter, "o")
    qtbot.keyClicks(name_filter, "d")
    qtbot.keyClick(name_filter, Qt.Key.Key_Backspace)
    assert name_filter.text() == "o"
    assert not screen.session.undo.canUndo()
    assert stated(root) == {}
    assert len(names(screen)) == 12


def test_a_mark_that_cannot_be_written_is_told_and_taken_back(screen, window, qtbot, root, monkeypatch):
    (root / "category.json").mkdir()  # nobody, root included, can replace this by a file
    window.session.failed.disconnect(window.show_failure)
    choose_first(screen, qtbot)
    with qtbot.waitSignal(window.session.failed) as told:
        qtbot.keyClick(grid(screen), Qt.Key.Key_I)
    assert "category.json" in told.args[0].message
    assert told.args[0].expected
    qtbot.waitUntil(lambda: first_said(screen) == "lot00_000.png")
    assert not window.session.undo.canUndo()


def test_properties_are_stated_from_the_keyboard(screen, window, qtbot, root):
    check = control(screen, QCheckBox, "Mirrored left to right")
    rotation = control(screen, QDoubleSpinBox, "Rotated by up to, in degrees")
    pitch = control(screen, QDoubleSpinBox, "Pixel pitch on the part, in µm")
    qtbot.keyClick(check, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: stated(root).get("variation", {}).get("flip_horizontal") is True)
    bits = control(screen, QDoubleSpinBox, "Bits per sample of the camera, in files with room for 16 or more")
    for field, typed in ((rotation, "15"), (bits, "12"), (pitch, "2.5")):
        field.setFocus()
        field.selectAll()
        qtbot.keyClicks(field, typed)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stated(root).get("pixel_pitch_um") == 2.5)
    assert stated(root)["variation"]["rotation_degrees"] == 15
    qtbot.waitUntil(lambda: window.session.category.properties.pixel_pitch_um == 2.5)
    assert stated(root)["bits_per_sample"] == 12
    for _ in range(4):
        qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.session.category.properties.variation.rotation_degrees == 0)
    assert not check.isChecked()
    assert pitch.text() == "unknown"
    assert bits.text() == "as each file states"


def test_tiles_are_stated_from_the_keyboard(screen, qtbot, root):
    tiles = control(screen, QComboBox, "Judge images in tiles")
    assert tiles.currentText() == "Where needed"
    qtbot.keyClick(tiles, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: stated(root).get("tile") == "off")
    qtbot.keyClick(tiles, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: stated(root).get("tile") == "auto")
    qtbot.keyClick(tiles, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: stated(root).get("tile") == "off")
    qtbot.keyClick(tiles, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: stated(root).get("tile") == 256)
    side = control(screen, QDoubleSpinBox, "Pixels of the image along a side of a tile")
    side.selectAll()
    qtbot.keyClicks(side, "512")
    qtbot.keyClick(side, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stated(root).get("tile") == 512)


def test_deep_files_are_shown_at_the_bits_that_are_stated(screen, window, qtbot, root):
    dark = np.full((8, 8), 4095, np.uint16)  # a camera of 12 bits: white
    Image.fromarray(dark).save(root / "train" / "good" / "a_dark.png")
    drop(window, root)
    qtbot.waitUntil(lambda: first_said(screen) == "a_dark.png")
    choose_first(screen, qtbot)
    qtbot.keyClick(grid(screen), Qt.Key.Key_Return)

    def shown_as(value):
        (picture,) = drawn(screen, pyqtgraph.ImageItem)
        return picture.image is not None and (picture.image == value).all()

    qtbot.waitUntil(lambda: large(screen) is not None and shown_as(16))
    bits = control(screen, QDoubleSpinBox, "Bits per sample of the camera, in files with room for 16 or more")
    bits.setFocus()
    bits.selectAll()
    qtbot.keyClicks(bits, "12")
    qtbot.keyClick(bits, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown_as(255))


def test_lots_are_counted_while_the_pattern_is_typed(screen, qtbot, root):
    lots = control(screen, QComboBox, "Lots")
    lots.setFocus()
    qtbot.keyClick(lots, Qt.Key.Key_End)
    lots.activated.emit(lots.currentIndex())
    label = "Pattern of the lot in the image name"
    qtbot.waitUntil(lambda: is_shown(screen, QLineEdit, label))
    pattern = control(screen, QLineEdit, label)
    qtbot.keyClicks(pattern, "lot(")
    qtbot.waitUntil(lambda: "Not a valid pattern" in text_of(screen, "lots-preview"))
    qtbot.keyClick(pattern, Qt.Key.Key_Return)
    assert stated(root) == {}
    qtbot.keyClicks(pattern, r"\d+)")
    qtbot.waitUntil(lambda: "Lots in the training images: 3" in text_of(screen, "lots-preview"))
    qtbot.keyClick(pattern, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stated(root).get("group_by") == r"lot(\d+)")


def test_lots_by_hand(screen):
    images = screen.session.category.train
    assert find_lots(images, "folder").count == 1
    assert find_lots(images, r"lot(\d+)_(\d)").examples == ("00 0", "01 0", "02 0")
    assert find_lots(images, "lot00").unmatched == "train/good/lot01_004.png"
    with pytest.raises(re.error):
        re.compile("(")
    assert find_lots(images, "(").invalid
    assert find_lots(images, r"(\w|\w\w|.)+$^").invalid == "it takes too long"


def test_a_failed_write_of_the_category_before_takes_nothing_back(screen, window, qtbot, tmp_path, monkeypatch):
    """The write of a mark is still running when another category opens, in which something is marked, too."""
    let_go = threading.Event()
    save = properties_editor.save_properties

    def save_late(category, properties, **where):
        if category.name == "cat":
            let_go.wait(20)
            raise StorageError("category.json cannot be written.")
        return save(category, properties, **where)

    monkeypatch.setattr(properties_editor, "save_properties", save_late)
    window.session.failed.disconnect(window.show_failure)
    other = write_category(tmp_path / "other", train_good=3, test_good=1, defective=1)
    choose_first(screen, qtbot)
    qtbot.keyClick(grid(screen), Qt.Key.Key_I)
    drop(window, other)
    qtbot.waitUntil(lambda: text_of(screen, "category-name") == "other")
    choose_first(screen, qtbot)
    qtbot.keyClick(grid(screen), Qt.Key.Key_G)
    with qtbot.waitSignal(window.session.failed):
        let_go.set()
    assert first_said(screen).endswith("marked as good")
    assert window.session.undo.canUndo()
    qtbot.waitUntil(lambda: list(stated(other).get("marks", {}).values()) == ["good"])


def test_what_is_stated_while_the_one_before_is_written_stays(screen, window, qtbot, root, monkeypatch):
    """The first write ends while the second runs: its result must not be shown as what is stated now."""
    save, second = properties_editor.save_properties, threading.Event()
    writes = []

    def save_slowly(category, properties, **where):
        writes.append(properties)
        if len(writes) == 2:
            second.wait(20)
        return save(category, properties, **where)

    monkeypatch.setattr(properties_editor, "save_properties", save_slowly)
    checks = [control(screen, QCheckBox, text) for text in ("Mirrored left to right", "Mirrored top to bottom")]
    toggled: list[bool] = []
    checks[1].toggled.connect(toggled.append)
    qtbot.keyClick(checks[0], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(writes) == 1)
    qtbot.keyClick(checks[1], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(writes) == 2)
    second.set()
    qtbot.waitUntil(lambda: window.session.category.properties.variation.flip_vertical)
    assert stated(root)["variation"]["flip_horizontal"] is True
    assert toggled == [True], "it was shown as if it were taken back"


def test_the_wheel_changes_a_field_only_while_it_has_the_focus(screen, qtbot):
    pitch = control(screen, QDoubleSpinBox, "Pixel pitch on the part, in µm")
    grid(screen).setFocus()
    turn_wheel(pitch)
    assert pitch.text() == "unknown"
    pitch.setFocus()
    turn_wheel(pitch)
    assert pitch.value() == 1
