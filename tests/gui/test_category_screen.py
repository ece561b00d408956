"""The Category screen, as a person uses it: open, look, filter, mark, state, draw."""

import json
import re
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton

from inspector.gui.category.images.properties_form import tell_lots
from tests.conftest import part, write_category


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_category(tmp_path / "cat", train_good=12, test_good=2, defective=3)


@pytest.fixture
def screen(window, qtbot, root):
    """The Category screen with a category that was just dropped on the window."""
    drop(window, root)
    screen = window.screens["category"]
    qtbot.waitUntil(lambda: window.session.category is not None)
    qtbot.waitUntil(lambda: screen._findings._job is None, timeout=20_000)
    return screen


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


def groups(screen) -> list[tuple[str, str]]:
    rows = [screen._tree.topLevelItem(row) for row in range(screen._tree.topLevelItemCount())]
    return [(row.text(0), row.text(1)) for row in rows]


def names(screen) -> list[str]:
    return [item.name for item in screen._images.items]


def choose_first(screen, qtbot) -> None:
    """Go to the first image of the list with the keyboard."""
    screen._grid.setFocus()
    qtbot.keyClick(screen._grid, Qt.Key.Key_Home)


def drag(viewer, roi, *, to: tuple[float, float]) -> None:
    """Take a rectangle by its middle and move its corner to a place in pixels of the image."""
    x, y = roi.pos()
    width, height = roi.size()
    viewport = viewer._canvas.viewport()
    for kind, share in (("Press", 0.0), ("Move", 0.5), ("Move", 1.0), ("Release", 1.0)):
        centre = (x + share * (to[0] - x) + width / 2, y + share * (to[1] - y) + height / 2)
        place = QPointF(viewer._canvas.mapFromScene(viewer._view.mapViewToScene(QPointF(*centre))))
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
    screen._start.refresh()
    assert screen._start._recent.isVisible()
    screen._start._recent.setFocus()
    qtbot.keyClick(screen._start._recent, Qt.Key.Key_Down)
    with qtbot.waitSignal(window.session.category_changed):
        qtbot.keyClick(screen._start._recent, Qt.Key.Key_Return)
    assert window.session.category.root == root


def test_a_dropped_folder_is_shown_by_groups(screen):
    assert groups(screen) == [("Good, for training", "12"), ("Good, for testing", "2"), ("blob", "3")]
    assert names(screen)[:2] == ["lot00_000.png", "lot00_001.png"]
    assert "Good images to learn from: 12" in screen._summary.counts.text()
    assert "Size: 48 × 48 px" in screen._summary.sizes.text()


def test_the_arrow_keys_go_through_the_groups(screen, qtbot):
    screen._tree.setFocus()
    qtbot.keyClick(screen._tree, Qt.Key.Key_End)
    assert names(screen) == ["000.png", "001.png", "002.png"]
    assert screen._heading.text() == "blob"


def test_the_filter_leaves_the_names_that_have_it(screen, qtbot):
    qtbot.keyClicks(screen._filter, "LOT02")
    assert names(screen) == [f"lot02_{i:03d}.png" for i in range(8, 12)]
    qtbot.keyClicks(screen._filter, "x")
    assert screen._none.isVisible()
    screen._filter.clear()
    assert len(names(screen)) == 12


def test_images_are_marked_and_unmarked_from_the_keyboard(screen, window, qtbot, root):
    before = {path: path.read_bytes() for path in root.rglob("*.png")}
    choose_first(screen, qtbot)
    qtbot.keyClick(screen._grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(screen._grid, Qt.Key.Key_D)
    marked = {"train/good/lot00_000.png": "defective", "train/good/lot00_001.png": "defective"}
    qtbot.waitUntil(lambda: stated(root).get("marks") == marked)
    qtbot.waitUntil(lambda: ("Marked as defective", "2") in groups(screen))
    assert names(screen)[0] == "lot00_002.png"
    assert [item.name for item in screen._chosen_items()] == ["lot00_002.png"]  # so that the work can go on
    qtbot.keyClick(screen._grid, Qt.Key.Key_I)
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
    screen._tree.setFocus()
    qtbot.keyClick(screen._tree, Qt.Key.Key_Down)
    choose_first(screen, qtbot)
    qtbot.keyClick(screen._grid, Qt.Key.Key_G)
    assert screen._images.items[0].badge.word == "marked as good"
    qtbot.keyClick(screen._grid, Qt.Key.Key_M)
    assert screen._images.items[0].badge is None
    qtbot.waitUntil(lambda: stated(root).get("marks") == {})


def test_a_letter_in_a_field_marks_nothing(screen, qtbot, root):
    choose_first(screen, qtbot)
    screen._filter.setFocus()
    qtbot.keyClicks(screen._filter, "d")
    assert screen._filter.text() == "d"
    assert not screen.keeper.stated.marks


def test_a_mark_that_cannot_be_written_is_told_and_taken_back(screen, window, qtbot, root, monkeypatch):
    (root / "category.json").mkdir()  # nobody, root included, can replace this by a file
    window.session.failed.disconnect(window.show_failure)
    choose_first(screen, qtbot)
    with qtbot.waitSignal(window.session.failed) as told:
        qtbot.keyClick(screen._grid, Qt.Key.Key_I)
    assert "category.json" in told.args[0].message
    assert told.args[0].expected
    qtbot.waitUntil(lambda: not screen.keeper.stated.marks)
    assert not window.session.undo.canUndo()
    assert screen._images.items[0].badge is None


def test_a_corrupt_image_is_found_and_shown(window, qtbot, root):
    (root / "train" / "good" / "torn.png").write_bytes((root / "train" / "good" / "lot00_000.png").read_bytes()[:200])
    drop(window, root)
    screen = window.screens["category"]
    findings = screen._findings._list
    qtbot.waitUntil(lambda: screen._findings._job is None and findings.count() > 0, timeout=20_000)
    row = findings.findItems("Cannot be read: 1", Qt.MatchFlag.MatchExactly)[0]
    qtbot.mouseClick(findings.viewport(), Qt.MouseButton.LeftButton, pos=findings.visualItemRect(row).center())
    assert names(screen) == ["train/good/torn.png"]
    assert "torn.png" in screen._findings._told.text()
    qtbot.mouseClick(screen._back_to_group, Qt.MouseButton.LeftButton)
    assert len(names(screen)) == 13


def test_properties_are_stated_from_the_keyboard(screen, window, qtbot, root):
    form = screen._form
    check = next(box for box in form.findChildren(QCheckBox) if box.text() == "Mirrored left to right")
    qtbot.keyClick(check, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: stated(root).get("variation", {}).get("flip_horizontal") is True)
    for field, typed in ((form._rotation, "15"), (form._pitch, "2.5")):
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
    assert form._pitch.text() == "not known"


def test_lots_are_counted_while_the_pattern_is_typed(screen, qtbot, root):
    form = screen._form
    form._lots.setFocus()
    qtbot.keyClick(form._lots, Qt.Key.Key_End)
    form._lots.activated.emit(form._lots.currentIndex())
    qtbot.waitUntil(form._pattern.isVisible)
    qtbot.keyClicks(form._pattern, "lot(")
    qtbot.waitUntil(lambda: "no valid pattern" in form._preview.text())
    qtbot.keyClick(form._pattern, Qt.Key.Key_Return)
    assert stated(root) == {}
    qtbot.keyClicks(form._pattern, r"\d+)")
    qtbot.waitUntil(lambda: "Lots among the good images: 3" in form._preview.text())
    qtbot.keyClick(form._pattern, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stated(root).get("group_by") == r"lot(\d+)")


def test_lots_by_hand(screen):
    images = screen.session.category.train
    assert tell_lots(images, "folder").count == 1
    assert tell_lots(images, r"lot(\d+)_(\d)").examples == ("00 0", "01 0", "02 0")
    assert tell_lots(images, "lot00").without == "train/good/lot01_004.png"
    with pytest.raises(re.error):
        re.compile("(")
    assert tell_lots(images, "(").fault


def test_an_image_is_looked_at_large(screen, qtbot, root):
    choose_first(screen, qtbot)
    qtbot.keyClick(screen._grid, Qt.Key.Key_Return)
    viewer = screen._viewer
    assert viewer.isVisible()
    qtbot.waitUntil(lambda: viewer.shown == root / "train" / "good" / "lot00_000.png")
    qtbot.keyClick(viewer._canvas, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: viewer.shown == root / "train" / "good" / "lot00_001.png")
    assert (viewer._image.image == part(1)).all()
    qtbot.keyClick(viewer._canvas, Qt.Key.Key_I)
    qtbot.waitUntil(lambda: stated(root).get("marks") == {"train/good/lot00_001.png": "ignored"})
    qtbot.keyClick(viewer._canvas, Qt.Key.Key_Escape)
    assert screen._grid.isVisible()


def test_an_image_that_cannot_be_read_says_why(window, qtbot, root):
    (root / "train" / "good" / "a.png").write_bytes(b"torn")
    drop(window, root)
    screen = window.screens["category"]
    qtbot.waitUntil(lambda: len(names(screen)) == 13)
    choose_first(screen, qtbot)
    qtbot.keyClick(screen._grid, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "cannot be read" in screen._viewer._facts.text())


def test_what_is_judged_is_drawn_with_numbers_and_with_the_mouse(screen, window, qtbot, root):
    qtbot.mouseClick(screen._form._region, Qt.MouseButton.LeftButton)
    places = screen._viewer.places
    qtbot.waitUntil(lambda: screen._viewer.shown is not None)
    qtbot.mouseClick(places._add_region, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: stated(root).get("region_of_interest") == [0.1, 0.1, 0.9, 0.9])
    left = places._fields[0]
    left.setFocus()
    left.selectAll()
    qtbot.keyClicks(left, "25")
    qtbot.keyClick(left, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stated(root)["region_of_interest"] == [0.25, 0.1, 0.9, 0.9])
    drag(screen._viewer, places._drawn[0], to=(4.8, 9.6))
    qtbot.waitUntil(lambda: stated(root)["region_of_interest"][0] < 0.24)
    left, top, right, bottom = stated(root)["region_of_interest"]
    assert (right - left, bottom - top) == pytest.approx((0.65, 0.8), abs=1e-3)
    assert left < 0.24
    assert top > 0.11
    qtbot.mouseClick(places._add_ignored, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: stated(root).get("ignore") == [[0.4, 0.4, 0.6, 0.6]])
    qtbot.mouseClick(places._remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: stated(root)["ignore"] == [])
    qtbot.keyClick(screen._viewer, Qt.Key.Key_Escape)
    assert not places.isVisible()
    assert "A region of 65 % × 80 %" in screen._form._region_text.text()


def test_train_leads_to_the_training(screen, window, qtbot):
    button = next(b for b in screen.findChildren(QPushButton) if b.text() == "Train a model")
    with qtbot.waitSignal(window.session.screen_wanted) as told:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert told.args == ["train"]


def test_another_category_takes_the_place_of_the_first(screen, window, qtbot, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    for i in range(3):
        Image.fromarray(part(i)).save(other / f"{i}.png")
    choose_first(screen, qtbot)
    qtbot.keyClick(screen._grid, Qt.Key.Key_I)
    drop(window, other)
    qtbot.waitUntil(lambda: names(screen) == ["0.png", "1.png", "2.png"])
    assert screen._name.text() == "other"
    assert not window.session.undo.canUndo()
    assert not screen.keeper.stated.marks
