"""Every control can be reached by the keyboard and has a name, and every text can be read, on every screen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QStackedLayout, QStackedWidget, QWidget

from inspector.gui.theme import DARK, LIGHT, Theme
from tests.gui.window.walking import (
    SCREENS,
    contrast,
    controls,
    in_exclusive_group,
    name_of,
    reached_by_tab,
    said,
    screens,
    takes_tab,
)


@pytest.mark.parametrize("state", ["window", "opened", "with_run", "with_clips"])
def test_every_control_has_a_name_and_is_reached_by_tab(request, qtbot, state):
    window = request.getfixturevalue(state)
    for key in screens(window, qtbot):
        shown = controls(window)
        assert len(shown) >= len(SCREENS), key  # the rail alone has as many
        assert [said(widget) for widget in shown if not name_of(widget)] == [], key
        chain = reached_by_tab(window)
        lost = [said(widget) for widget in shown if not takes_tab(widget) or widget not in chain]
        assert lost == [], key


@pytest.mark.parametrize("state", ["window", "with_run", "with_clips"])
def test_tab_goes_round_the_whole_screen(request, qtbot, state):
    """Not only may Tab stop at a control: pressed often enough, it does."""
    window = request.getfixturevalue(state)
    window.activateWindow()
    for key in screens(window, qtbot):
        stops = [widget for widget in controls(window) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
        wanted = {widget for widget in stops if not in_exclusive_group(widget)}
        met = set()
        stops[0].setFocus(Qt.FocusReason.TabFocusReason)
        for _ in range(4 * len(wanted) + 20):
            focused = window.focusWidget()
            met.add(focused)
            qtbot.keyClick(focused, Qt.Key.Key_Tab)
        assert [said(widget) for widget in wanted - met] == [], key


def test_every_command_has_a_text(window):
    for group, commands in window.commands.by_group().items():
        assert group
        assert [command for command in commands if not command.title.strip()] == []
    in_menus = [
        action
        for menu in window.menuBar().findChildren(QMenu)
        for action in menu.actions()
        if not action.isSeparator() and action.menu() is None
    ]
    assert len(in_menus) > 5
    assert [action for action in in_menus if not action.text().replace("&", "").strip()] == []


def page_of(widget: QWidget | None) -> QWidget | None:
    """The innermost page of a stack that holds a widget: of a stack's pages one is shown. None for the whole window."""
    while widget is not None and not (widget.parentWidget() and _is_stack(widget.parentWidget())):
        widget = widget.parentWidget()
    return widget


def _is_stack(widget: QWidget) -> bool:
    return isinstance(widget, QStackedWidget) or isinstance(widget.layout(), QStackedLayout)


def test_no_key_has_two_meanings_at_once(window):
    """Two commands of one owner, or of the window around one page, must not share a key: Qt then does neither."""
    taken: dict[tuple[object, str], QAction] = {}
    for commands in window.commands.by_group().values():
        for action in (command.action for command in commands):
            everywhere = action.shortcutContext() == Qt.ShortcutContext.WindowShortcut
            for key in action.shortcuts():
                place = (page_of(action.parent()) if everywhere else action.parent(), key.toString())
                assert place not in taken, (action.text(), taken[place].text(), key.toString())
                taken[place] = action


def test_contrast_as_the_standard_has_it():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("text", ["text", "muted", "accent", "ok", "review", "ng"])
@pytest.mark.parametrize("ground", ["window", "card", "field"])
def test_every_text_can_be_read(theme: Theme, text: str, ground: str):
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [("on_accent", "accent"), ("text", "selected"), ("card", "ok"), ("card", "review"), ("card", "ng")],
)
def test_text_on_coloured_grounds_can_be_read(theme: Theme, text: str, ground: str):
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= 4.5
