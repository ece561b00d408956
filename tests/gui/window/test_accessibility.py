"""Every control can be reached by the keyboard and has a name, and every text can be read, on every screen."""

import shutil
from collections.abc import Iterator

import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QScrollBar,
    QSplitterHandle,
    QStackedLayout,
    QStackedWidget,
    QTabBar,
    QWidget,
)

from inspector.gui.theme import DARK, LIGHT, Theme
from inspector.workflow.inspect.images import inspect_batch
from tests.gui.clips import write_clips, write_run

_SCREENS = ("category", "train", "review", "inspect", "models")

# What Qt makes of its own inside a control that is itself checked, or that the keyboard reaches in another way.
_INTERNAL = {
    QScrollBar: "the keys of the view scroll it",
    QHeaderView: "sorting is by click; the order of the columns carries no information",
    QMenuBar: "reached by Alt and F10 on every desktop",
    QMenu: "reached through the menu bar",
    QSplitterHandle: "changes the layout alone",
}


def controls(window: QWidget) -> list[QWidget]:
    """The visible and enabled widgets that a person acts on."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and not isinstance(widget, tuple(_INTERNAL))
        and not is_part_of_a_control(widget)
        and (is_control(widget) or widget.focusPolicy() != Qt.FocusPolicy.NoFocus)
    ]


def is_control(widget: QWidget) -> bool:
    kinds = (QAbstractButton, QComboBox, QAbstractSpinBox, QLineEdit, QAbstractItemView, QTabBar)
    return isinstance(widget, kinds)


def is_part_of_a_control(widget: QWidget) -> bool:
    """Whether Qt made it inside another control: the line of a spin box, the viewport of a view."""
    parent = widget.parentWidget()
    if isinstance(parent, QAbstractScrollArea) and widget is parent.viewport():
        return True
    if isinstance(parent, QAbstractItemView) and isinstance(widget, QAbstractButton):
        return True  # the corner of a table
    return isinstance(parent, QComboBox | QAbstractSpinBox | QLineEdit)


def name_of(widget: QWidget) -> str:
    """What a screen reader says of it."""
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton | QGroupBox):
        return (widget.text() if isinstance(widget, QAbstractButton) else widget.title()).replace("&", "").strip()
    labels = widget.window().findChildren(QLabel)
    return next((label.text() for label in labels if label.buddy() is widget), "")


def said(widget: QWidget) -> str:
    """Enough to find a control by."""
    path = []
    while widget is not None:
        path.append(f"{type(widget).__name__}({widget.objectName() or name_of(widget)!r})")
        widget = widget.parentWidget()
    return " in ".join(path[:4])


def reached_by_tab(window: QWidget) -> set[QWidget]:
    """The widgets that Tab comes by, all the way round."""
    first = window
    found = {first}
    widget = first.nextInFocusChain()
    while widget is not first:
        found.add(widget)
        widget = widget.nextInFocusChain()
    return found


def takes_tab(widget: QWidget) -> bool:
    """Whether Tab stops there; of a group of exclusive buttons it stops at one, and the arrows lead on."""
    together = widget.group().buttons() if in_exclusive_group(widget) and widget.group() is not None else [widget]
    return any(one.focusPolicy() & Qt.FocusPolicy.TabFocus for one in together)


def screens(window, qtbot) -> Iterator[str]:
    """Show one screen after the other."""
    for key in _SCREENS:
        window.show_screen(key)
        qtbot.waitUntil(window.screens[key].isVisible)
        yield key


@pytest.fixture
def with_model(opened, qtbot, model_folder):
    """The window with a category and a model of it."""
    models = opened.session.workspace.models
    models.mkdir(parents=True, exist_ok=True)
    shutil.copytree(model_folder, models / model_folder.name)
    with qtbot.waitSignal(opened.session.jobs_changed):
        opened.session.models_changed.emit()
    qtbot.waitUntil(lambda: opened.session.idle, timeout=20_000)
    return opened


@pytest.fixture
def with_run(with_model, qtbot, stored):
    """The window with a run of the test images under review, too."""
    session = with_model.session
    run = session.workspace.runs / "disc-test.h5"
    category = session.category
    for _ in inspect_batch(stored, category.test, output=run, device=torch.device("cpu"), base=category.root):
        pass
    session.runs_changed.emit()
    session.open_run(run)
    qtbot.waitUntil(lambda: session.idle, timeout=20_000)
    return with_model


@pytest.fixture
def with_clips(window, qtbot, tmp_path):
    """The window with a category of clips, and a run of them under review."""
    root = write_clips(tmp_path / "belt")
    with qtbot.waitSignal(window.session.category_changed):
        window.session.open_category(root)
    run = write_run(root, window.session.workspace.runs / "morning.clips")
    window.session.runs_changed.emit()
    window.session.open_run(run)
    qtbot.waitUntil(lambda: window.screens["review"].run is not None)
    qtbot.waitUntil(lambda: window.session.idle, timeout=20_000)
    return window


@pytest.mark.parametrize("state", ["window", "opened", "with_run", "with_clips"])
def test_every_control_has_a_name_and_is_reached_by_tab(request, qtbot, state):
    window = request.getfixturevalue(state)
    for key in screens(window, qtbot):
        shown = controls(window)
        assert len(shown) >= len(_SCREENS), key  # the rail alone has as many
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


def in_exclusive_group(widget: QWidget) -> bool:
    """Tab stops at one button of such a group, and the arrows lead to the others."""
    if not isinstance(widget, QAbstractButton) or not widget.isCheckable():
        return False
    return widget.autoExclusive() or (widget.group() is not None and widget.group().exclusive())


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


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb. Source: WCAG 2.1, "relative luminance"."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21. Source: WCAG 2.1, "contrast ratio"."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


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
