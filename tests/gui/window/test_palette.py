"""Finding a command by what it is called, by keys alone."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QTreeWidget

from inspector.gui.help.palette import CommandPalette


def opened_palette(window, qtbot) -> CommandPalette:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    return window.findChildren(CommandPalette)[-1]


def shown(palette) -> list[str]:
    rows = palette.findChild(QTreeWidget)
    items = [rows.topLevelItem(row) for row in range(rows.topLevelItemCount())]
    return [f"{item.text(0)} {item.text(1)}" for item in items if not item.isHidden()]


def row_of_current(palette) -> int:
    rows = palette.findChild(QTreeWidget)
    return rows.indexOfTopLevelItem(rows.currentItem())


def test_a_command_is_found_by_its_words_and_run_on_its_screen(opened, qtbot):
    palette = opened_palette(opened, qtbot)
    search = palette.findChild(QLineEdit)
    assert any("F1" in text for text in shown(palette))
    QTest.keyClicks(search, "worst fir")
    assert all("Worst first" in text for text in shown(palette))
    assert shown(palette)
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert opened.screens["inspect"].isVisible()


def test_appearances_and_languages_are_named_as_such(opened, qtbot):
    names = [text.strip() for text in shown(opened_palette(opened, qtbot))]
    assert {"Appearance: System", "Appearance: Dark", "Language: Deutsch"} <= set(names)


def test_what_cannot_be_done_now_is_passed_over(opened, qtbot):
    palette = opened_palette(opened, qtbot)
    search = palette.findChild(QLineEdit)
    QTest.keyClicks(search, "undo")
    assert shown(palette)
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert palette.isVisible()  # there is nothing to undo
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_arrows_move_in_the_list_while_a_person_types(opened, qtbot):
    palette = opened_palette(opened, qtbot)
    search = palette.findChild(QLineEdit)
    first = row_of_current(palette)
    QTest.keyClick(search, Qt.Key.Key_Down)
    assert row_of_current(palette) > first
    QTest.keyClick(search, Qt.Key.Key_Up)
    assert row_of_current(palette) == first


def test_what_can_be_done_now_comes_first(opened, qtbot):
    palette = opened_palette(opened, qtbot)
    rows = palette.findChild(QTreeWidget)
    enabled = [not rows.topLevelItem(row).isDisabled() for row in range(rows.topLevelItemCount())]
    assert set(enabled) == {True, False}
    assert enabled == sorted(enabled, reverse=True)


def test_a_search_without_a_match_says_so(opened, qtbot):
    palette = opened_palette(opened, qtbot)
    QTest.keyClicks(palette.findChild(QLineEdit), "zzz")
    assert shown(palette) == []
    assert any("No command" in text.text() for text in palette.findChildren(QLabel) if text.isVisible())


def test_commands_of_the_screen_that_is_shown_come_first(opened, qtbot):
    opened.show_screen("models")
    assert shown(opened_palette(opened, qtbot))[0].startswith("Models: ")
