"""What stands on the Review screen, and what is pressed and chosen there."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QListView

from tests.gui.looking import label_text


def settled(window, qtbot):
    """Wait until what was asked in the background is there."""
    qtbot.waitUntil(lambda: window.session.idle, timeout=20_000)


def gallery(screen):
    return screen.view.findChild(QListView, "inspections")


def order(screen):
    """The places of the run as they are listed."""
    model = gallery(screen).model()
    return [screen.run.names.index(model.index(row, 0).data()) for row in range(model.rowCount())]


def row(screen):
    return gallery(screen).currentIndex().row()


def outcome(screen, row, decision):
    return label_text(screen.view, f"outcome-{row}-{decision}")


def image(screen):
    return screen.view.pane


def press(screen, *keys):
    for key in keys:
        QTest.keyClick(gallery(screen), key)


def filter_of(screen, name) -> QComboBox:
    return screen.view.findChild(QComboBox, f"filter-{name}")


def choose_from_list(combo, text, qtbot):
    """Drop the list of a combo box down, and choose from it."""
    QTest.mouseClick(combo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(combo.view().isVisible)
    for _ in range(combo.findText(text) - combo.currentIndex()):
        QTest.keyClick(combo.view(), Qt.Key.Key_Down)
    QTest.keyClick(combo.view(), Qt.Key.Key_Return)
    assert combo.currentText() == text
    combo.window().activateWindow()  # as a window manager does when a list has closed
    qtbot.waitUntil(combo.window().isActiveWindow)


def press_anywhere(window, key):
    QTest.keyClick(window.window().focusWidget() or window, key)


def names(screen):
    return [screen.run.names[place] for place in order(screen)]
