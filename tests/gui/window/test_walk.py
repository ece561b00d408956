"""A walk over every screen, with images and with clips, at small sizes, with large text, in light and dark."""

import tomllib
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from inspector.gui.theme import LIGHT, apply_theme
from tests.gui.controls import control
from tests.gui.window.walking import (
    SCREENS,
    described,
    hard_to_read,
    in_view,
    is_cut,
    jumps,
    measured,
    said,
    screens,
    tab_jumps,
    without_role,
)

SIZES = {
    "a small screen": (1280, 640),
    "1280×720": (1280, 720),
    "1920×1080 at 150 %": (1280, 680),
    "1280×720 with QT_FONT_DPI=144": (853, 440),
}
STATES = ("window", "with_run", "with_clips")
ROOT = Path(__file__).parents[3]


def test_every_screen_is_walked_and_imports_no_other():
    folders = {file.parent.name for file in ROOT.glob("inspector/gui/*/screen.py")}
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    assert folders == set(SCREENS)
    assert folders in [set(layer.split(" | ")) for layer in contracts[-1]["layers"]]


def nothing_cut_or_out_of_reach(window: QWidget) -> None:
    widgets = measured(window)
    assert len(widgets) >= len(SCREENS)
    assert [described(one) for one in widgets if not in_view(one)] == []
    assert [described(one) for one in widgets if is_cut(one)] == []


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("state", STATES)
def test_nothing_is_cut_or_out_of_reach(request, qtbot, state, language):
    if language == "de":
        request.getfixturevalue("in_german")
    window = request.getfixturevalue(state)
    for name, size in SIZES.items():
        window.resize(*size)
        qtbot.waitUntil(lambda size=size: window.size().toTuple() == size)
        for key in screens(window, qtbot):
            qtbot.waitUntil(partial(nothing_cut_or_out_of_reach, window), timeout=5000)
            assert window.size().toTuple() == size, f"{key} is larger than the window: {name}"


@pytest.mark.parametrize("state", STATES)
def test_roles_order_and_contrast(request, qtbot, qapp, state):
    """One walk for all three, as the window takes longest."""
    window = request.getfixturevalue(state)
    faults = []
    for look in ("light", "dark"):
        apply_theme(qapp, look)
        for key in screens(window, qtbot):
            faults += [f"{key} {look}: {text}" for text in hard_to_read(window)]
            if look == "light":
                faults += [f"{key}: no role: {said(one)}" for one in without_role(window)]
                faults += [f"{key}: {jump}" for jump in tab_jumps(window)]
    assert faults == []


def test_the_main_button_of_train_stays_in_view(opened, qtbot):
    opened.resize(*SIZES["a small screen"])
    opened.show_screen("train")
    start = control(opened.screens["train"], QPushButton, "Start")
    qtbot.waitUntil(
        lambda: opened.rect().contains(QRect(start.mapTo(opened, QPoint(0, 0)), start.size())), timeout=5000
    )


# That the walk finds what it looks for.


def test_a_jump_back_is_found():
    panel = object()
    first, second, below = QRect(0, 0, 50, 20), QRect(60, 0, 50, 20), QRect(0, 30, 50, 20)
    beside = QRect(200, 0, 50, 20)
    assert jumps([("a", panel, first), ("b", panel, second), ("c", panel, below), ("d", panel, beside)]) == []
    assert jumps([("a", panel, second), ("b", panel, first)]) == ["a → b"]
    assert jumps([("a", panel, below), ("b", panel, first)]) == ["a → b"]
    assert jumps([("a", panel, below), ("b", object(), first)]) == []


def test_a_control_without_a_role_a_faint_text_and_a_wrong_order_are_found(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    nameless, faint = QWidget(), QLabel("faint")
    nameless.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    faint.setStyleSheet("color: #999999; background: #ffffff;")
    one, other, line = QLineEdit(), QLineEdit(), QHBoxLayout()
    for field in (one, other):
        line.addWidget(field)
    column = QVBoxLayout(window)
    column.addLayout(line)
    column.addWidget(nameless)
    column.addWidget(faint)
    QWidget.setTabOrder(other, one)
    with qtbot.waitExposed(window):
        window.show()
    assert without_role(window) == [nameless]
    assert len(tab_jumps(window)) == 1
    assert len(hard_to_read(window)) == 1
    faint.setStyleSheet(f"color: {LIGHT.muted}; background: {LIGHT.card};")
    assert hard_to_read(window) == []
