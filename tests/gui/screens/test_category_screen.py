"""The Category screen, as a person uses it: open, look, filter, mark, state, draw."""

import json
import re
import threading
from pathlib import Path

import pyqtgraph
import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QPushButton,
    QTreeWidget,
)

from inspector.core.errors import StorageError
from inspector.gui.category.images import properties_editor, viewer
from inspector.gui.category.images.properties_form import find_lots
from inspector.gui.category.images.viewer import ImageViewer
from tests.conftest import part, write_category
from tests.gui.controls import control, is_shown, text_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_category(tmp_path / "cat", train_good=12, test_good=2, defective=3)


@pytest.fixture
def screen(window, qtbot, root):
    """The Category screen with a category that was just dropped on the window."""
    drop(window, root)
    screen = window.screens["category"]
    qtbot.waitUntil(lambda: window.session.category is not None)
    wait_for_check(screen, qtbot)
    return screen


def wait_for_check(screen, qtbot) -> None:
    """Until every file was examined."""
    qtbot.waitUntil(lambda: is_shown(screen, QPushButton, "Check again"), timeout=20_000)


def drop(window, folder: Path) -> None:
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(folder))])
    actions, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(100, 100).toPoint(), actions, dropped, buttons, keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(100, 100), actions, dropped, buttons, keys))


def stated(root: Path) -> dict:
    path = root / "category.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def tree(screen) -> QTreeWidget:
    return control(screen, QTreeWidget, "Groups")


def grid(screen) -> QListView:
    return control(screen, QListView, "Images")


def groups(screen) -> list[tuple[str, str]]:
    rows = [tree(screen).topLevelItem(row) for row in range(tree(screen).topLevelItemCount())]
    return [(row.text(0), row.text(1)) for row in rows]


def names(screen) -> list[str]:
    model = grid(screen).model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def selected(screen) -> list[str]:
    return [index.data() for index in grid(screen).selectedIndexes()]


def first_said(screen) -> str:
    """What a screen reader says of the first image."""
    return grid(screen).model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)


def choose_first(screen, qtbot) -> None:
    """Go to the first image of the list with the keyboard."""
    grid(screen).setFocus()
    qtbot.keyClick(grid(screen), Qt.Key.Key_Home)


def canvas(screen) -> pyqtgraph.GraphicsView:
    return control(screen, pyqtgraph.GraphicsView, "Image")


def large(screen) -> Path | None:
    """The image that is on the screen."""
    return screen.findChild(ImageViewer).shown


def drawn(screen, kind: type) -> list:
    """What is drawn on the image, without the handles of rectangles."""
    return [item for item in canvas(screen).scene().items() if type(item) is kind]


def drag(screen, roi, *, to: tuple[float, float]) -> None:
    """Take a rectangle by its middle and move its corner to a place in pixels of the image."""
    x, y = roi.pos()
    width, height = roi.size()
    viewport = canvas(screen).viewport()
    for kind, share in (("Press", 0.0), ("Move", 0.5), ("Move", 1.0), ("Release", 1.0)):
        centre = QPointF(x + share * (to[0] - x) + width / 2, y + share * (to[1] - y) + height / 2)
        place = QPointF(canvas(screen).mapFromScene(roi.parentItem().mapToScene(centre)))
        button = Qt.MouseButton.NoButton if kind == "Move" else Qt.MouseButton.LeftButton
        held = Qt.MouseButton.NoButton if kind == "Release" else Qt.MouseButton.LeftButton
        event = QMouseEvent(
            getattr(QEvent.Type, f"MouseButton{kind}" if kind != "Move" else "MouseMove"),
            place, viewport.mapToGlobal(place), button, held, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(viewport, event)


def test_before_anything_is_open_the_person_is_told_how(window, qtbot, monkeypatch):
    screen = window.screens["category"]
    buttons = {button.text(): button for button in screen.findChildren(QPushButton) if button.isVisible()}
    opened, shown = [], []
    monkeypatch.setattr(window.session, "open_category", opened.append)
    monkeypatch.setattr("inspector.gui.main_window.QFileDialog.getExistingDirectory", lambda *_: "/some/folder")
    monkeypatch.setattr(window._demo, "open", lambda: shown.append("demo"))
    qtbot.mouseClick(buttons["Open a folder …"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(buttons["Open the demonstration"], Qt.MouseButton.LeftButton)
    assert (opened, shown) == ([Path("/some/folder")], ["demo"])


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


def test_properties_are_stated_from_the_keyboard(screen, window, qtbot, root):
    check = control(screen, QCheckBox, "Mirrored left to right")
    rotation = control(screen, QDoubleSpinBox, "Rotated by up to, in degrees")
    pitch = control(screen, QDoubleSpinBox, "Pixel pitch on the part, in µm")
    qtbot.keyClick(check, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: stated(root).get("variation", {}).get("flip_horizontal") is True)
    for field, typed in ((rotation, "15"), (pitch, "2.5")):
        field.setFocus()
        field.selectAll()
        qtbot.keyClicks(field, typed)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stated(root).get("pixel_pitch_um") == 2.5)
    assert stated(root)["variation"]["rotation_degrees"] == 15
    qtbot.waitUntil(lambda: window.session.category.properties.pixel_pitch_um == 2.5)
    for _ in range(3):
        qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.session.category.properties.variation.rotation_degrees == 0)
    assert not check.isChecked()
    assert pitch.text() == "unknown"


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


def test_what_is_judged_is_drawn_with_numbers_and_with_the_mouse(screen, window, qtbot, root):
    qtbot.mouseClick(control(screen, QPushButton, "Draw regions …"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: large(screen) is not None)
    qtbot.mouseClick(control(screen, QPushButton, "Add region of interest"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: stated(root).get("region_of_interest") == [0.1, 0.1, 0.9, 0.9])
    left = control(screen, QDoubleSpinBox, "Left")
    left.setFocus()
    left.selectAll()
    qtbot.keyClicks(left, "25")
    qtbot.keyClick(left, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stated(root)["region_of_interest"] == [0.25, 0.1, 0.9, 0.9])
    (region,) = drawn(screen, pyqtgraph.ROI)
    drag(screen, region, to=(4.8, 9.6))
    qtbot.waitUntil(lambda: stated(root)["region_of_interest"][0] < 0.24)
    left, top, right, bottom = stated(root)["region_of_interest"]
    assert (right - left, bottom - top) == pytest.approx((0.65, 0.8), abs=1e-3)
    assert left < 0.24
    assert top > 0.11
    qtbot.mouseClick(control(screen, QPushButton, "Add ignored rectangle"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: stated(root).get("ignore") == [[0.4, 0.4, 0.6, 0.6]])
    qtbot.mouseClick(control(screen, QPushButton, "Remove rectangle"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: stated(root)["ignore"] == [])
    qtbot.keyClick(canvas(screen), Qt.Key.Key_Escape)
    assert not is_shown(screen, QPushButton, "Remove rectangle")
    assert "65 % × 80 %" in text_of(screen, "region-summary")


def test_train_leads_to_the_training(screen, window, qtbot):
    button = control(screen, QPushButton, "Train a model")
    with qtbot.waitSignal(window.session.screen_wanted) as told:
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


def test_a_failed_write_of_the_category_before_takes_nothing_back(screen, window, qtbot, tmp_path, monkeypatch):
    """The write of a mark is still running when another category opens, in which something is marked, too."""
    let_go = threading.Event()
    save = properties_editor.save_properties

    def save_late(category, properties):
        if category.name == "cat":
            let_go.wait(20)
            raise StorageError("category.json cannot be written.")
        return save(category, properties)

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

    def save_slowly(category, properties):
        writes.append(properties)
        if len(writes) == 2:
            second.wait(20)
        return save(category, properties)

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


def test_an_image_of_the_category_before_is_not_shown(screen, window, qtbot, tmp_path, monkeypatch):
    let_go = threading.Event()
    read = viewer.read_image

    def read_late(path):
        let_go.wait(20)
        return read(path)

    monkeypatch.setattr(viewer, "read_image", read_late)
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


def test_the_wheel_changes_a_field_only_while_it_has_the_focus(screen, qtbot):
    pitch = control(screen, QDoubleSpinBox, "Pixel pitch on the part, in µm")
    grid(screen).setFocus()
    turn_wheel(pitch)
    assert pitch.text() == "unknown"
    pitch.setFocus()
    turn_wheel(pitch)
    assert pitch.value() == 1


def turn_wheel(field) -> None:
    place = QPointF(field.rect().center())
    event = QWheelEvent(
        place, field.mapToGlobal(place), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(field, event)
