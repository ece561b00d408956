"""A main window without a screen, and the small category open in it."""

import gc
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import QT_MISSING

# A window in a real X server is looked at with INSPECTOR_TEST_PLATFORM=xcb.
os.environ["QT_QPA_PLATFORM"] = os.environ.get("INSPECTOR_TEST_PLATFORM", "offscreen")


class _SkippedModule(pytest.Module):
    """Test modules import Qt at their top, so that without Qt they must not even be imported."""

    def collect(self) -> None:
        pytest.skip(f"Qt cannot be loaded ({QT_MISSING})", allow_module_level=True)


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    return _SkippedModule.from_parent(parent, path=module_path) if QT_MISSING else None


@pytest.fixture(autouse=True)
def garbage_in_this_thread() -> Iterator[None]:
    """Collects garbage between tests alone, as the window does: a screen that a worker's thread frees is a crash."""
    from inspector.gui.background.garbage import collect_what_is_due

    gc.disable()
    yield
    collect_what_is_due()
    gc.enable()


@pytest.fixture
def settings(tmp_path: Path):
    """Settings of a person who starts the application for the first time."""
    from PySide6.QtCore import QSettings

    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def window(qapp, qtbot, settings, without_features, tmp_path: Path) -> Iterator[object]:
    """The main window as at the first start, shown; closed at the end, with every job stopped."""
    from PySide6.QtCore import QCoreApplication, QEvent

    from inspector.gui.app import create_window

    excepthook = sys.excepthook
    window = create_window(qapp, settings, home=tmp_path / "home")
    sys.excepthook = excepthook  # errors in slots fail the test, as pytest-qt has it
    with qtbot.waitExposed(window):
        window.show()
    yield window
    window.session.close()
    qtbot.waitUntil(lambda: window.session.idle, timeout=20_000)
    window.close()
    window.deleteLater()
    # At once, before the next window's style sheet would be laid out for the widgets of this one as well.
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


@pytest.fixture
def session(window):
    return window.session


@pytest.fixture
def own_category(category: Path, tmp_path: Path) -> Path:
    """A copy of the small category, for a test that states something about it."""
    return shutil.copytree(category, tmp_path / "own" / category.name)


@pytest.fixture
def nothing_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long a training would take is not measured, which takes seconds wherever Train is shown."""
    monkeypatch.setattr("inspector.gui.train.images.source.estimate_training", lambda _job: iter(()))


@pytest.fixture
def opened(window, qtbot, request: pytest.FixtureRequest):
    """The window with the small category open, or with the test's own copy of it."""
    name = "own_category" if "own_category" in request.fixturenames else "category"
    with qtbot.waitSignal(window.session.category_changed):
        window.session.open_category(request.getfixturevalue(name))
    return window
