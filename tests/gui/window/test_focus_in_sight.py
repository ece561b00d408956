"""Where the focus is can be seen, and keys go there."""

import threading

from pyqtgraph import GraphicsView
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDialog, QLineEdit, QListView, QPushButton, QWidget
from shiboken6 import delete

from inspector.gui.theme import current_theme
from inspector.gui.widgets.fields import DoubleSpinBox
from inspector.gui.widgets.labels import ElidedLabel
from inspector.workflow.train.estimate import Estimate
from tests.gui.controls import control, is_shown
from tests.gui.window.walking import name_of


def accented(window: QWidget, widget: QWidget) -> bool:
    """Whether a line in the accent colour runs along the left and the right of a control."""
    place = QRect(widget.mapTo(window, QPoint()), widget.size())
    picture = window.grab(place).toImage()
    accent, middle = QColor(current_theme().accent), picture.height() // 2
    sides = (range(8), range(picture.width() - 8, picture.width()))
    return all(any(picture.pixelColor(x, middle) == accent for x in side) for side in sides)


def test_a_field_with_the_focus_is_framed(opened, qtbot):
    opened.activateWindow()
    for screen, kind, name in (
        ("category", QLineEdit, "Filter by name"),
        ("category", DoubleSpinBox, "Rotated by up to, in degrees"),
        ("category", QComboBox, "Locate the part before it is judged"),
        ("train", QComboBox, "Preset"),
        ("train", QLineEdit, "Model name"),
    ):
        opened.show_screen(screen)
        field = control(opened.screens[screen], kind, name)
        assert not accented(opened, field), name
        field.setFocus(Qt.FocusReason.TabFocusReason)
        assert accented(opened, field), name
        qtbot.keyClick(field, Qt.Key.Key_Tab)
        assert not accented(opened, field), name


def test_the_frame_of_a_list_with_the_focus_is_whole(opened, qtbot):
    opened.activateWindow()
    grid = control(opened.screens["category"], QListView, "Images")
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum() // 2)  # images are cut by the lower edge
    picture = grid.grab().toImage()
    assert grid.verticalScrollBar().maximum() > 0
    accent, lowest = QColor(current_theme().accent), picture.height() - 1
    for y in (0, 1, lowest - 1, lowest):
        assert {picture.pixelColor(x, y).name() for x in range(20, picture.width() - 20)} == {accent.name()}, y
    for x in (0, 1, picture.width() - 2, picture.width() - 1):
        assert {picture.pixelColor(x, y).name() for y in range(20, lowest - 20)} == {accent.name()}, x


def test_a_box_with_the_focus_is_told_from_one_without(opened, qtbot):
    opened.activateWindow()
    for name in ("Lighting varies", "Mirrored left to right"):
        box = control(opened.screens["category"], QCheckBox, name)
        box.clearFocus()
        plain = box.grab().toImage()
        box.setFocus(Qt.FocusReason.TabFocusReason)
        framed = box.grab().toImage()
        middle = plain.height() // 2
        assert QColor(current_theme().text) not in [plain.pixelColor(x, middle) for x in range(3)], name
        assert QColor(current_theme().text) in [framed.pixelColor(x, middle) for x in range(3)], name


def test_a_main_button_with_the_focus_is_told_from_one_without(opened, qtbot):
    opened.activateWindow()
    train = control(opened.screens["category"], QPushButton, "Train a model")
    train.clearFocus()
    plain = train.grab().toImage().pixelColor(1, train.height() // 2)
    train.setFocus(Qt.FocusReason.TabFocusReason)
    framed = train.grab().toImage().pixelColor(1, train.height() // 2)
    assert plain == QColor(current_theme().accent)
    assert framed == QColor(current_theme().text)


def test_space_on_start_leaves_no_focus_on_the_rail_while_it_waits(opened, qtbot, monkeypatch):
    running, go_on = threading.Event(), threading.Event()

    def slow(_job):
        running.set()
        go_on.wait(20)
        yield Estimate(1.0, 1.0, 1, 0.0, 0.0, 0.0, False)

    monkeypatch.setattr("inspector.gui.train.images.source.estimate_training", slow)
    opened.activateWindow()
    opened.show_screen("train")
    screen = opened.screens["train"]
    qtbot.waitUntil(running.is_set, timeout=20_000)
    start = control(screen, QPushButton, "Start")
    start.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(start, Qt.Key.Key_Space)
    try:
        assert not start.isEnabled(), "it waits for the measuring"
        assert screen.isAncestorOf(opened.focusWidget())
    finally:
        go_on.set()
    qtbot.waitUntil(lambda: screen.job is not None, timeout=20_000)
    assert opened.focusWidget().text() == "Pause"
    screen.job.stop()


def test_tab_brings_a_control_wholly_into_sight(opened, qtbot):
    opened.activateWindow()
    opened.resize(opened.minimumSize())
    opened.show_screen("train")
    QApplication.sendPostedEvents()  # the form is laid out
    start = control(opened.screens["train"], QPushButton, "Start")
    method = control(opened.screens["train"], QComboBox, "Method")
    start.setFocus(Qt.FocusReason.BacktabFocusReason)
    last = control(opened.screens["train"], QCheckBox, "Accept very different image shapes")
    last.setFocus(Qt.FocusReason.TabFocusReason)
    assert last.visibleRegion().boundingRect().size() == last.size()
    assert method.visibleRegion().boundingRect().size() != method.size()
    start.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(start, Qt.Key.Key_Tab)
    assert method.hasFocus()
    assert method.visibleRegion().boundingRect().size() == method.size()


def test_on_category_tab_goes_from_left_to_right_and_a_key_leads_back_to_the_images(own_category, opened, qtbot):
    opened.activateWindow()
    screen = opened.screens["category"]
    qtbot.waitUntil(lambda: is_shown(screen, QPushButton, "Check again"), timeout=20_000)
    images = control(screen, QListView, "Images")
    assert opened.focusWidget() is images  # which a person opened the category for
    control(screen, QLineEdit, "Filter by name").setFocus()
    images.setCurrentIndex(images.model().index(0, 0))
    names = []
    while "Lighting varies" not in names and len(names) < 20:
        names.append(name_of(opened.focusWidget()))
        qtbot.keyClick(opened.focusWidget(), Qt.Key.Key_Tab)
    wanted = ["Filter by name", "Images", "Mark as good", "Remove mark", "Check again", "Lighting varies"]
    assert [name for name in names if name in wanted] == wanted
    control(screen, QCheckBox, "Lighting varies").setFocus()
    qtbot.keyClick(opened, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert images.hasFocus()
    images.setCurrentIndex(images.model().index(0, 0))
    qtbot.keyClick(images, Qt.Key.Key_Return)
    picture = control(screen, GraphicsView, "Image")
    control(screen, QCheckBox, "Lighting varies").setFocus()
    qtbot.keyClick(opened, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert picture.hasFocus()
    qtbot.keyClick(picture, Qt.Key.Key_D)
    (facts,) = screen.findChildren(ElidedLabel, "image-facts")
    opened.resize(1280, 720)
    qtbot.waitUntil(lambda: facts.text() == "marked as defective · 1 of 24 · 48 × 48 px")
    qtbot.waitUntil(lambda: facts.fontMetrics().horizontalAdvance(facts.text()) <= facts.width())


def test_a_field_that_is_gone_takes_its_frame_with_it(opened, qtbot):
    opened.activateWindow()
    for _ in range(3):
        dialog = QDialog(opened)
        field = QLineEdit(dialog)
        dialog.show()
        field.setFocus()
        qtbot.waitUntil(field.hasFocus)
        delete(dialog)  # as when Qt frees a window with what is in it
        control(opened.screens["category"], QLineEdit, "Filter by name").setFocus()
        qtbot.wait(10)


def test_a_pressed_button_with_the_focus_is_told_from_one_without(with_run, qtbot):
    """Both have a border in the accent colour."""
    with_run.activateWindow()
    with_run.show_screen("review")
    heat = control(with_run.screens["review"], QPushButton, "Heatmap")
    assert heat.isChecked()
    text = QColor(current_theme().text)

    def bordered():
        picture = heat.grab().toImage()
        return any(picture.pixelColor(x, picture.height() // 2) == text for x in range(3))

    assert not bordered()
    heat.setFocus(Qt.FocusReason.TabFocusReason)
    assert bordered()


def test_on_a_screen_with_nothing_to_show_return_does_what_is_next(opened, qtbot):
    opened.activateWindow()
    for screen, text in (("models", "Train a model"), ("review", "Train a model")):
        opened.show_screen(screen)
        qtbot.waitUntil(lambda: opened.session.idle, timeout=20_000)
        assert opened.focusWidget() is control(opened.screens[screen], QPushButton, text), screen
    qtbot.keyClick(opened.focusWidget(), Qt.Key.Key_Return)
    assert opened.screens["train"].isVisible()


def test_the_list_of_models_has_the_focus_where_there_are_some(with_model, qtbot):
    with_model.activateWindow()
    with_model.show_screen("models")
    qtbot.waitUntil(lambda: with_model.session.idle, timeout=20_000)
    assert with_model.focusWidget().accessibleName() == "Models"
