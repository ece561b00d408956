"""Finding a command by what it is called, by keys alone."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget

from inspector.gui.help.palette import CommandPalette


def opened_palette(window, qtbot) -> CommandPalette:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    return window.findChildren(CommandPalette)[-1]


def shown(palette) -> list[str]:
    rows = palette.findChild(QListWidget)
    return [rows.item(row).text() for row in range(rows.count()) if not rows.item(row).isHidden()]


def test_a_command_is_found_by_its_words_and_run_on_its_screen(opened, qtbot):
    palette = opened_palette(opened, qtbot)
    search = palette.findChild(QLineEdit)
    assert any("F1" in text for text in shown(palette))
    QTest.keyClicks(search, "worst fir")
    assert all("Worst first" in text for text in shown(palette))
    assert shown(palette)
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert opened.screens["inspect"].isVisible()


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
    search, rows = palette.findChild(QLineEdit), palette.findChild(QListWidget)
    first = rows.currentRow()
    QTest.keyClick(search, Qt.Key.Key_Down)
    assert rows.currentRow() > first
    QTest.keyClick(search, Qt.Key.Key_Up)
    assert rows.currentRow() == first
