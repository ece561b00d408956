"""Review of clips, with a run of the small category of clips."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QTabBar

from inspector.gui.commands import Commands
from inspector.gui.kinds import REVIEW_VIEWS
from inspector.gui.review.screen import ReviewScreen
from inspector.gui.session import Session
from inspector.gui.theme import apply_theme
from tests.gui.clips import write_clips, write_model_card, write_run
from tests.gui.screens.clip_review.looking import (
    reviewed,
)


@pytest.fixture(scope="module")
def clips(tmp_path_factory) -> Path:
    return write_clips(tmp_path_factory.mktemp("line") / "belt")


@pytest.fixture
def opened_clips(window, qtbot, clips):
    """The window with the small category of clips open."""
    with qtbot.waitSignal(window.session.category_changed):
        window.session.open_category(clips)
    return window


@pytest.fixture
def screen(qapp, qtbot, settings, tmp_path, clips) -> Iterator[ReviewScreen]:
    """The screen alone, of a session with the small category of clips open."""
    apply_theme(qapp, "light")
    session = Session(settings, home=tmp_path / "home")
    screen = ReviewScreen(session, Commands(session.settings), REVIEW_VIEWS)
    qtbot.addWidget(screen)
    with qtbot.waitSignal(session.category_changed):
        session.open_category(clips)
    screen.resize(1100, 640)
    screen.show()
    screen.activateWindow()
    yield screen
    session.close()
    qtbot.waitUntil(lambda: session.idle)


@pytest.fixture
def run(screen, clips) -> Path:
    path = write_run(clips, screen.session.workspace.runs / "morning.clips")
    screen.session.runs_changed.emit()
    return path


@pytest.fixture
def review(screen, run, qtbot):
    return reviewed(screen, run, qtbot)


@pytest.fixture
def with_model(screen, clips, qtbot):
    """The screen with a run whose model is in the workspace, and the thresholds in front."""
    workspace = screen.session.workspace
    identity = write_model_card(workspace.models / "belt")
    reviewed(screen, write_run(clips, workspace.runs / "morning.clips", model=identity), qtbot)
    tabs = screen.view.findChild(QTabBar)
    tabs.setCurrentIndex(1)
    qtbot.waitUntil(screen.thresholds.isVisible)
    return screen
