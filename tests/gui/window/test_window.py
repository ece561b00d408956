"""The window as a person meets it: empty, then with a category open."""

from PySide6.QtWidgets import QProgressBar

from inspector.gui.job_bar import JobBar
from inspector.gui.review.threshold_panel import ThresholdPanel
from inspector.gui.train.method_form import MethodForm
from inspector.gui.widgets.layout import GAP


def test_a_category_opens_and_becomes_the_most_recent_one(opened, category):
    assert opened.windowTitle() == f"{category.name} – Inspector"
    assert opened.session.recent[0] == category


def test_a_category_without_runs_that_is_opened_from_review_is_shown(window, qtbot, category):
    window.show_screen("review")
    window.session.open_category(category)
    qtbot.waitUntil(window.screens["category"].isVisible)
    window.show_screen("review")
    window.session.replace_category(window.session.category)  # such as after a mark
    window.session.runs_changed.emit()
    qtbot.waitUntil(lambda: window.session.idle)
    assert window.screens["review"].isVisible()


def test_a_start_makes_no_view_and_a_category_those_of_its_kind(window, qtbot, category):
    assert window.findChildren(MethodForm) == window.findChildren(ThresholdPanel) == []
    with qtbot.waitSignal(window.session.category_changed):
        window.session.open_category(category)
    assert window.findChildren(MethodForm) == window.findChildren(ThresholdPanel) == []
    window.show_screen("review")
    assert window.findChildren(MethodForm) == []
    assert len(window.findChildren(ThresholdPanel)) == 1
    listed = window.commands.by_group()  # which lists those of both kinds
    assert (len(window.findChildren(MethodForm)), len(window.findChildren(ThresholdPanel))) == (1, 2)
    assert {"Review", "Review (video)"} <= set(listed)


def test_a_window_that_the_screen_has_no_room_for_is_maximised(window):
    """Its title bar would push the status bar below the screen."""
    room = window.screen().availableSize()
    window.resize(room.width() - 100, room.height() - 100)
    window.show_on_screen()
    assert not window.isMaximized()
    window.resize(room.width() - 100, room.height())
    window.show_on_screen()
    assert window.isMaximized()


def test_what_runs_is_shown_off_the_windows_edge(opened, qtbot):
    opened.statusBar().setSizeGripEnabled(False)  # a window that fills the screen has none
    bar = opened.findChild(JobBar)
    bar.show()
    progress = bar.findChild(QProgressBar)
    qtbot.waitUntil(lambda: progress.isVisible() and progress.width() > 0 and bar.x() > 0)
    right = progress.mapTo(opened, progress.rect().topRight()).x()
    assert right <= opened.width() - GAP
    bar.hide()
