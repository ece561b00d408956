"""Every screen of the application as a person sees it, as PNG files.

    python -m tests.gui.screenshots CATEGORY HOME FOLDER LANGUAGE [CATEGORY HOME FOLDER LANGUAGE ...]    # en, or de

opens the category, of images or of clips, with the models and runs of the workspace below HOME, and writes each screen
in light and dark, at 1280×720 and 1920×1080 (in another language the light ones at 1280×720, where texts have the least
room). It also tells which texts are cut off.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QSizePolicy, QWidget

from inspector.gui.background.pictures import PictureLoader

SIZES = ((1280, 720), (1920, 1080))
LOOKS = ("light", "dark")
SCREENS = ("category", "train", "review", "inspect", "models")
_PACKED = 80  # as Qt counts: the least compression, which takes a fraction of the time
_QUIET_S = 0.15  # with nothing at work for so long, nothing more is to come
_WORKING_S = 0.7  # a measurement that goes on longer is not waited for
_LOADING_S = 20.0
_STAYING_S = 5.0


def shoot(category: Path, home: Path, folder: Path, *, language: str) -> list[str]:
    """Write the pictures; returns what is cut off, as sentences."""
    from inspector.gui.app import create_application, create_window

    application = QApplication.instance() or create_application(["inspector"])
    folder.mkdir(parents=True, exist_ok=True)
    cut: list[str] = []
    with TemporaryDirectory() as place:
        for look in LOOKS if language == "en" else LOOKS[:1]:
            settings = QSettings(str(Path(place) / f"{look}.ini"), QSettings.Format.IniFormat)
            settings.setValue("appearance", look)
            settings.setValue("language", language)
            window = create_window(application, settings, home=home)
            window.show()
            _settle(window)
            _save(window, folder / f"start-{look}.png")
            window.session.open_category(category)
            _until(lambda window=window: window.session.category is not None)
            for key in SCREENS:
                for size in SIZES if language == "en" else SIZES[:1]:
                    window.resize(*size)
                    window.show_screen(key)
                    _settle(window)
                    _save(window, folder / f"{key}-{look}-{size[0]}.png")
                    cut += [f"{key} {look} {size[0]}: {words}" for words in _staying_cut(window)]
            window.session.close()
            _until(lambda window=window: window.session.idle)
            window.close()
            window.deleteLater()  # at once, or the next window's style sheet is laid out for this one as well
            QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
    return cut


def _save(window: QWidget, file: Path) -> None:
    window.grab().save(str(file), quality=_PACKED)


def cut_texts(window: QWidget) -> list[str]:
    """Texts of visible buttons and labels that have less room than they need."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.visibleRegion().isEmpty():
            continue
        if isinstance(widget, QPushButton) or (isinstance(widget, QAbstractButton) and widget.text()):
            if widget.width() < widget.minimumSizeHint().width():
                found.append(widget.text())
        elif isinstance(widget, QLabel) and widget.text() and not widget.wordWrap():
            elided = widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Ignored
            if not elided and widget.width() < widget.minimumSizeHint().width():
                found.append(widget.text())
    return found


def _staying_cut(window: QWidget) -> list[str]:
    """What is cut off for long: while something is still being opened, a layout may be on its way to the next."""
    end = time.monotonic() + _STAYING_S
    while (found := cut_texts(window)) and time.monotonic() < end:
        _process_events()
    return found


def _settle(window: QWidget) -> None:
    """Wait until every picture of the window has come and nothing is at work."""
    loaders = window.findChildren(PictureLoader)
    start = quiet_since = time.monotonic()
    while True:
        _process_events()
        now = time.monotonic()
        loading = not all(loader.idle for loader in loaders) and now - start < _LOADING_S
        if loading or (not window.session.idle and now - start < _WORKING_S):
            quiet_since = now
        elif now - quiet_since >= _QUIET_S:
            return


def _until(there: Callable[[], bool]) -> None:
    while not there():
        _process_events()


def _process_events() -> None:
    QApplication.processEvents()
    time.sleep(0.01)


if __name__ == "__main__":
    for first in range(1, len(sys.argv), 4):
        category, home, folder = map(Path, sys.argv[first : first + 3])
        for sentence in shoot(category, home, folder, language=sys.argv[first + 3]):
            print(f"{category.name} {sys.argv[first + 3]} {sentence}")  # noqa: T201
