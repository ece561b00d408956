"""Keys that a person gives to commands, by keys alone."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QKeySequenceEdit, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from inspector.gui.commands import Commands
from inspector.gui.help.commands_dialog import CommandsDialog
from inspector.gui.kinds import REVIEW_VIEWS
from inspector.gui.review.screen import ReviewScreen
from inspector.gui.theme import current_theme
from tests.gui.controls import control, is_shown, text_of
from tests.gui.window.test_palette import opened_palette, shown

CTRL = Qt.KeyboardModifier.ControlModifier
FIND = "Everywhere: Find a command …"
CATEGORY = "Everywhere: Category"


@pytest.fixture
def dialog(window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    (dialog,) = window.findChildren(CommandsDialog)
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def field(dialog, name: str) -> QKeySequenceEdit:
    return control(dialog, QKeySequenceEdit, name)


def press(dialog, name: str, key: Qt.Key, held=CTRL) -> None:
    """Type a key into the field of a command, and leave it."""
    edit = field(dialog, name)
    edit.setFocus()
    QTest.keyClick(edit, key, held)
    edit.editingFinished.emit()  # which Qt does after a second, or as the focus leaves


def test_a_changed_key_holds_at_once_and_everywhere(window, dialog, qtbot, settings):
    press(dialog, CATEGORY, Qt.Key.Key_G)
    assert json.loads(settings.value("keys")) == {"MainWindow: MainWindow.show_screen(category)": ["Ctrl+G"]}
    (rail,) = [one for one in window.findChildren(QToolButton) if one.accessibleName() == "Category"]
    assert rail.toolTip() == "Category (Ctrl+G)"
    assert is_shown(dialog, QPushButton, "Reset Category")
    press(dialog, "Category: Mark as good", Qt.Key.Key_X, Qt.KeyboardModifier.NoModifier)
    marks = [one for one in window.findChildren(QToolButton) if one.accessibleName() == "Mark as good"]
    assert "Mark as good (X)" in {mark.toolTip() for mark in marks}  # of images, and perhaps of clips
    dialog.reject()
    window.show_screen("train")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_G, CTRL)
    assert window.screens["category"].isVisible()
    palette = opened_palette(window, qtbot)
    assert any(text.startswith(CATEGORY) and "Ctrl+G" in text for text in shown(palette))
    palette.reject()


def test_a_key_that_is_taken_is_told_and_given_only_on_demand(dialog, window, qtbot):
    press(dialog, CATEGORY, Qt.Key.Key_K)
    assert "Ctrl+K belongs to “Everywhere: Find a command …”" in text_of(dialog, "key-conflict")
    assert field(dialog, CATEGORY).keySequence().toString() == "Ctrl+1"
    qtbot.mouseClick(control(dialog, QPushButton, "Use it here"), Qt.MouseButton.LeftButton)
    assert field(dialog, CATEGORY).keySequence().toString() == "Ctrl+K"
    assert field(dialog, FIND).keySequence().isEmpty()
    assert text_of(dialog, "key-conflict") == ""
    qtbot.mouseClick(control(dialog, QPushButton, "Reset all keys"), Qt.MouseButton.LeftButton)
    assert field(dialog, CATEGORY).keySequence().toString() == "Ctrl+1"
    assert field(dialog, FIND).keySequence().toString() == "Ctrl+K"
    assert json.loads(window.session.settings.value("keys")) == {}


def test_a_key_that_opens_a_menu_is_refused(dialog, settings):
    press(dialog, CATEGORY, Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier)
    assert text_of(dialog, "key-conflict") == "Alt+H opens the menu “Help”, so “Category” keeps its key."
    assert not is_shown(dialog, QPushButton, "Use it here")
    assert field(dialog, CATEGORY).keySequence().toString() == "Ctrl+1"
    press(dialog, CATEGORY, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    assert text_of(dialog, "key-conflict") == ""
    assert field(dialog, CATEGORY).keySequence().toString() == "Alt+G"


def test_screens_apart_may_have_the_same_key(dialog, window):
    press(dialog, "Review: Next defect", Qt.Key.Key_X, Qt.KeyboardModifier.NoModifier)  # also swaps models
    assert text_of(dialog, "key-conflict") == ""
    assert field(dialog, "Review: Next defect").keySequence().toString() == "X"
    press(dialog, "Review: Next defect", Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)  # works anywhere on Models
    assert text_of(dialog, "key-conflict") == ""
    press(dialog, "Review: Next defect", Qt.Key.Key_X, Qt.KeyboardModifier.NoModifier)
    press(dialog, "Review: Previous defect", Qt.Key.Key_X, Qt.KeyboardModifier.NoModifier)
    assert "Review: Next defect" in text_of(dialog, "key-conflict")


def test_esc_in_a_field_closes_the_dialog_and_is_no_key(dialog, settings, qtbot):
    edit = field(dialog, CATEGORY)
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert not settings.value("keys")


def test_leaving_a_field_backwards_keeps_its_key(dialog):
    edit = field(dialog, CATEGORY)
    edit.setFocus()
    QTest.keyPress(edit, Qt.Key.Key_Shift)
    QTest.keyClick(edit, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyRelease(edit, Qt.Key.Key_Shift)
    edit.editingFinished.emit()
    assert not edit.hasFocus()
    assert edit.keySequence().toString() == "Ctrl+1"
    press(dialog, CATEGORY, Qt.Key.Key_G, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert edit.keySequence().toString() == "Ctrl+Shift+G"


def test_keys_after_the_first_stay(dialog):
    press(dialog, "Review: Next part", Qt.Key.Key_M, Qt.KeyboardModifier.NoModifier)
    assert any(one.text() == "Right · Down" and one.isVisible() for one in dialog.findChildren(QLabel))


def test_a_command_is_found_by_its_words_or_its_key(dialog, qtbot):
    QTest.keyClicks(control(dialog, QLineEdit, "Find a command or a key"), "ctrl+k")
    names = [edit.accessibleName() for edit in dialog.findChildren(QKeySequenceEdit) if edit.isVisible()]
    assert names == [FIND]


def test_a_command_that_is_not_found_shows_nothing_of_itself(dialog, qtbot):
    search = control(dialog, QLineEdit, "Find a command or a key")
    QTest.keyClicks(search, "ctrl+k")
    press(dialog, FIND, Qt.Key.Key_J)
    assert is_shown(dialog, QPushButton, "Reset Find a command …")
    search.setText("everywhere train")
    press(dialog, "Everywhere: Train", Qt.Key.Key_G)
    resets = [one for one in dialog.findChildren(QPushButton) if one.text() == "Reset" and one.isVisible()]
    assert [one.accessibleName() for one in resets] == ["Reset Train"]
    search.setText("zzz")
    assert "No command" in text_of(dialog, "no-command")


def test_the_field_that_waits_for_a_key_is_framed(dialog, window):
    edit = field(dialog, CATEGORY)
    colours = []
    for focused in (control(dialog, QLineEdit, "Find a command or a key"), edit):
        focused.setFocus()
        assert focused.hasFocus()
        colours.append(edit.grab().toImage().pixelColor(1, edit.height() // 2))
    accent = QColor(current_theme().accent)
    assert colours[1] == accent != colours[0]


class Owner(QWidget):
    def run(self) -> None: ...


def added(settings, owner: Owner):
    """The commands as after a start, and the one that there is."""
    commands = Commands(settings)
    commands.add(owner, "Run", owner.run, group="Here", shortcuts=("A", "Ctrl+B"))
    return commands, commands.by_group()["Here"][0]


def test_a_key_is_kept_for_the_next_start(settings, qtbot):
    owner = Owner()
    qtbot.addWidget(owner)
    commands, command = added(settings, owner)
    commands.change_keys(command, ["X"])
    commands, command = added(settings, owner)
    assert command.keys == ("X",)
    commands.reset_keys()
    assert added(settings, owner)[1].keys == ("A", "Ctrl+B")


def test_keys_hold_that_a_person_chose_before_commands_were_renamed(window, settings):
    chosen = {
        "ReviewScreen: ReviewScreen.apply_thresholds()": ["Ctrl+Alt+T"],
        "ReviewScreen: ReviewScreen.export_csv()": ["Ctrl+Alt+C"],
        "ReviewScreen: ReviewScreen._to_train()": ["Ctrl+Alt+M"],
        "ImageReview: ImageReview.show_similar()": ["Ctrl+Alt+S"],
    }
    settings.setValue("keys", json.dumps(chosen))
    commands = Commands(settings)
    screen = ReviewScreen(window.session, commands, REVIEW_VIEWS)
    given = {keys for group in commands.by_group().values() for one in group for keys in one.keys}
    assert {"Ctrl+Alt+T", "Ctrl+Alt+C", "Ctrl+Alt+M", "Ctrl+Alt+S"} <= given
    screen.deleteLater()


def test_settings_that_are_not_understood_change_nothing(settings, qtbot):
    owner = Owner()
    qtbot.addWidget(owner)
    for odd in ("no json", "[1]", '{"Owner: Owner.run()": 3}', '{"Owner: Owner.run()": [3]}'):
        settings.setValue("keys", odd)
        assert added(settings, owner)[1].keys == ("A", "Ctrl+B")


def test_what_is_made_later_is_listed_in_its_place(settings, qtbot):
    owner, made = Owner(), []
    qtbot.addWidget(owner)
    commands = Commands(settings)

    def add(text: str, key: str) -> str:
        made.append(text)
        commands.add(owner, text, owner.run, group="Here", shortcuts=(key,))
        return text

    add("first", "A")
    second, third = commands.later(lambda: add("second", "B")), commands.later(lambda: add("third", "C"))
    add("last", "D")
    assert third.made is None
    assert third.get() == third.get() == "third"
    assert made == ["first", "last", "third"]
    assert [command.title for command in commands.by_group()["Here"]] == ["first", "second", "third", "last"]
    assert second.made == "second"
    assert made == ["first", "last", "third", "second"]
