"""Finding a command by what it is called, by keys alone."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QTreeWidget, QTreeWidgetItem

from inspector.gui.help.palette import CommandPalette


def opened_palette(window, qtbot) -> CommandPalette:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    return window.findChildren(CommandPalette)[-1]


def rows_of(palette) -> list[QTreeWidgetItem]:
    rows = palette.findChild(QTreeWidget)
    return [rows.topLevelItem(row) for row in range(rows.topLevelItemCount())]


def shown(palette) -> list[str]:
    return [f"{item.text(0)} {item.text(1)}" for item in rows_of(palette) if not item.isHidden()]


def type_at_once(window, text: str, *keys: Qt.Key) -> None:
    """As the desktop delivers keys before it has given a new window the focus: to the window that had it."""
    for key in (*text, *keys):
        QTest.keyClick(window.windowHandle(), key)


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


def test_what_is_typed_at_once_finds_and_runs_the_command(own_category, opened, qtbot):
    opened_palette(opened, qtbot)
    type_at_once(opened, "worst fir", Qt.Key.Key_Return)
    assert opened.screens["inspect"].isVisible()
    assert [one for one in opened.findChildren(CommandPalette) if one.isVisible()] == []


def test_what_cannot_be_done_now_says_what_it_needs(opened, qtbot):
    palette = opened_palette(opened, qtbot)
    texts = shown(palette)
    assert "Everywhere: Undo needs something to undo" in texts
    assert "Inspect: Export CSV … needs a batch that has ended" in texts
    assert "Review: Apply thresholds … needs thresholds that were moved, and the run's model" in texts
    impossible = [item for item in rows_of(palette) if item.isDisabled()]
    assert len(impossible) > 50
    assert [item.text(0) for item in impossible if not item.text(1).startswith("needs ")] == []
    QTest.keyClicks(palette.findChild(QLineEdit), "needs something")  # is not what a command is called
    assert shown(palette) == []


def test_every_condition_says_what_it_needs(window):
    commands = [command for listed in window.commands.by_group().values() for command in listed]
    assert [command.title for command in commands if bool(command.needs) != (command.enabled is not None)] == []


def test_no_name_is_shortened_beside_a_long_hint(opened, qtbot):
    rows = opened_palette(opened, qtbot).findChild(QTreeWidget)
    assert rows.columnWidth(0) >= rows.sizeHintForColumn(0)
    assert rows.columnWidth(1) >= rows.sizeHintForColumn(1) or opened.width() < 1000
