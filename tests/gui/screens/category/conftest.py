"""The Category screen with the small category open."""

from pathlib import Path

import pytest

from tests.conftest import write_category
from tests.gui.screens.category.looking import drop, wait_for_check


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_category(tmp_path / "cat", train_good=12, test_good=2, defective=3)


@pytest.fixture
def screen(window, qtbot, root):
    """The Category screen with a category that was just dropped on the window."""
    drop(window, root)
    screen = window.screens["category"]
    qtbot.waitUntil(lambda: window.session.category is not None)
    wait_for_check(screen, qtbot)
    return screen
