"""A main window without a screen, and the small category open in it."""

import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import QT_MISSING
from tests.gui.application import state_estimates

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
    from PySide6.QtCore import QCoreApplication, QEvent, Qt

    from inspector.gui.app import create_window
    from inspector.gui.dialogs import ErrorDialog

    excepthook = sys.excepthook
    window = create_window(qapp, settings, home=tmp_path / "home")
    sys.excepthook = excepthook  # errors in slots fail the test, as pytest-qt has it
    with qtbot.waitExposed(window):
        window.show()
    qtbot.keyRelease(window, Qt.Key.Key_Control)  # which Qt takes for held down after a key that a test pressed with it
    yield window
    for dialog in window.findChildren(ErrorDialog):  # shown where the test failed: it may say why
        print(f"Open at the end: {dialog.text()}\n{dialog.detailedText()}")  # noqa: T201
    window.session.close()
    qtbot.waitUntil(lambda: window.session.idle, timeout=20_000)
    qapp.clipboard().clear()  # or what a test has copied is freed after Python has ended: a crash
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
def measured() -> None:
    """For a test in which the time that a training takes is measured: seconds wherever Train is shown."""


@pytest.fixture(autouse=True)
def nothing_measured(request: pytest.FixtureRequest) -> Iterator[None]:
    """It is measured in the tests alone that ask for it; to the others, which look at something else, it is stated."""
    with pytest.MonkeyPatch.context() as patched:
        if "measured" not in request.fixturenames:
            state_estimates(patched)
        yield


@pytest.fixture
def looked_at() -> None:
    """For a test in which the images of a category are examined and looked at for advice, which takes a second."""


_FOUND: list[tuple[object, object, list[object]]] = []  # what this process found, of whom and in which category


@pytest.fixture(autouse=True)
def looked_at_once(request: pytest.FixtureRequest, category: Path) -> Iterator[None]:
    """The small category that all share stays as it is, and so do what is found in it and the advice on it."""
    from inspector.gui.category.images.source import ImageCategorySource
    from inspector.gui.train.images.source import ImageTrainSource

    def known(look: Callable[..., Iterator[object]], source: object, shown) -> Iterator[object]:
        found = next((updates for by, one, updates in _FOUND if by is look and one == shown), None)
        if found is None:
            found = list(look(source, shown))
            _FOUND.append((look, shown, found))
        yield from found

    def once(look: Callable[..., Iterator[object]]) -> Callable[..., Iterator[object]]:
        def looked(source: object, shown) -> Iterator[object]:
            return known(look, source, shown) if shown.root == category else look(source, shown)

        return looked

    with pytest.MonkeyPatch.context() as patched:
        if not {"looked_at", "mean_image"} & {*request.fixturenames}:
            patched.setattr(ImageTrainSource, "advise", once(ImageTrainSource.advise))
            patched.setattr(ImageCategorySource, "examine", once(ImageCategorySource.examine))
        yield


@pytest.fixture
def opened(window, qtbot, request: pytest.FixtureRequest):
    """The window with the small category open, or with the test's own copy of it."""
    name = "own_category" if "own_category" in request.fixturenames else "category"
    with qtbot.waitSignal(window.session.category_changed):
        window.session.open_category(request.getfixturevalue(name))
    return window
