"""A tour over the demonstration, by keys and mouse."""

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QScrollArea

from inspector.gui.help.tour import Tour, beside, visible_area
from tests.conftest import write_category
from tests.gui.controls import control, text_of
from tests.gui.window.test_palette import opened_palette
from tests.gui.window.walking import SCREENS


@pytest.fixture
def demo(window):
    """The demonstration, which is small here."""
    return write_category(
        window.session.home / "demonstration" / "bearing-cover", train_good=6, test_good=2, defective=2
    )


@pytest.fixture
def tour(window, demo, qtbot):
    """The tour, which has started by itself as the demonstration was opened."""
    window.session.open_category(demo)
    tour = window.findChild(Tour)
    qtbot.waitUntil(tour.isVisible)
    return tour


def shown_screen(window) -> str:
    return next(key for key in SCREENS if window.screens[key].isVisible())


def test_five_steps_lead_through_the_screens(tour, window, qtbot):
    titles = []
    for number, key in enumerate(SCREENS, start=1):
        assert shown_screen(window) == key
        assert control(tour, QPushButton, "Back").isEnabled() == (number > 1)
        assert window.rect().contains(tour.geometry())
        titles.append(text_of(tour, "tour-title"))
        key = Qt.Key.Key_Space if number % 2 else Qt.Key.Key_Return
        QTest.keyClick(window.focusWidget(), key)  # the button Next, or Done
    assert len(set(titles)) == 5
    assert not tour.isVisible()


def test_it_is_left_at_any_time(tour, window, qtbot):
    qtbot.mouseClick(control(tour, QPushButton, "Next"), Qt.MouseButton.LeftButton)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert not tour.isVisible()
    assert shown_screen(window) == "train"
    window.findChild(Tour).start()
    window.screens["category"].setFocus()
    QTest.keyClick(window, Qt.Key.Key_Escape)  # the focus is elsewhere
    assert not tour.isVisible()


def test_work_goes_on_beside_it(tour, window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    assert shown_screen(window) == "models"
    assert tour.isVisible()
    qtbot.waitUntil(lambda: text_of(tour, "tour-title") == "Compare and export models")  # it follows
    window.resize(window.width() - 200, window.height() - 100)
    qtbot.waitUntil(lambda: window.rect().contains(tour.geometry()))
    assert tour.isVisible()


def test_it_starts_by_itself_once_and_afterwards_on_demand(tour, window, qtbot, opened):
    qtbot.mouseClick(control(tour, QPushButton, "Leave the tour"), Qt.MouseButton.LeftButton)
    assert not tour.isVisible()
    palette = opened_palette(window, qtbot)
    search = palette.findChild(QLineEdit)
    QTest.keyClicks(search, "tour")
    QTest.keyClick(search, Qt.Key.Key_Return)
    qtbot.waitUntil(tour.isVisible)
    assert window.session.category.name == "bearing-cover"


def test_the_frame_ends_where_the_screen_scrolls(tour, window, qtbot):
    window.resize(640, 400)
    screen = window.screens["category"]
    area = next(one for one in window.findChildren(QScrollArea) if one.isAncestorOf(screen))
    seen = QRect(area.viewport().mapTo(window, QPoint()), area.viewport().size())
    assert screen.mapTo(window, screen.rect().bottomRight()).x() > seen.right()
    assert seen.contains(visible_area(screen, window))
    assert visible_area(screen, window).width() > 100


def test_the_callout_stands_where_there_is_room():
    window, size = QRect(0, 0, 1000, 700), QSize(300, 200)
    assert beside(QRect(100, 100, 200, 200), size, window).x() == 299  # on the right
    assert beside(QRect(800, 100, 150, 200), size, window).x() == 500  # on the left
    assert beside(QRect(0, 0, 1000, 100), size, window) == QPoint(349, 99)  # below
    assert beside(QRect(0, 600, 1000, 100), size, window) == QPoint(349, 400)  # above
    assert window.contains(QRect(beside(window, size, window), size))  # over it
