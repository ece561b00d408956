"""Builds the application: settings, language, colours, screens, window."""

import gc
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from inspector import __version__
from inspector.gui.background.garbage import GarbageCollector
from inspector.gui.background.job import Failed
from inspector.gui.category.screen import CategoryScreen
from inspector.gui.commands import Commands
from inspector.gui.core_texts import LANGUAGE
from inspector.gui.icons import icon
from inspector.gui.inspect.screen import InspectScreen
from inspector.gui.kinds import INSPECT_VIEWS, REVIEW_VIEWS, TRAIN_SOURCES, category_views
from inspector.gui.main_window import LANGUAGES, MainWindow
from inspector.gui.models.screen import ModelsScreen
from inspector.gui.models.wording import wordings
from inspector.gui.review.screen import ReviewScreen
from inspector.gui.session import Session
from inspector.gui.theme import LIGHT, apply_theme, style_sheet_last
from inspector.gui.train.screen import TrainScreen
from inspector.gui.widgets.focus import FocusInSight
from inspector.resource_files import resource

_LOOK_FOR_SIGNALS_MS = 200
_SWITCH_INTERVAL_S = 0.001  # how long a worker's Python may keep the screen waiting


def create_application(arguments: Sequence[str]) -> QApplication:
    """The QApplication, named and with its icon."""
    application = QApplication(list(arguments))
    application.setApplicationName("Inspector")
    application.setOrganizationName("Inspector")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("inspector")
    application.setWindowIcon(icon("inspector", colour=LIGHT.accent))
    return application


def create_window(application: QApplication, settings: QSettings, *, home: Path | None = None) -> MainWindow:
    """The main window with everything in it, not shown yet.

    Args:
        home: folder of the workspaces; None for the one in the settings, else `Inspector` among the documents.
    """
    _load_language(application, str(settings.value("language", "") or _system_language()), settings)
    apply_theme(application, settings.value("appearance", "system"))
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    session, commands = Session(settings, home=home), Commands(settings)
    with style_sheet_last(application):
        screens = [
            CategoryScreen(session, commands, category_views(session, commands)),
            TrainScreen(session, commands, TRAIN_SOURCES),
            ReviewScreen(session, commands, REVIEW_VIEWS),
            InspectScreen(session, commands, INSPECT_VIEWS),
            ModelsScreen(session, commands, wordings()),
        ]
        window = MainWindow(session, commands, screens)
    GarbageCollector(window)
    FocusInSight(application, window)

    def show_unexpected(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            window.close()
        else:
            sys.__excepthook__(kind, error, trace)
            window.show_failure(Failed.of(error))

    sys.excepthook = show_unexpected
    return window


def run(category: Path | None) -> int:
    """Start the application; the exit code.

    Args:
        category: to open; None for the one that was open last, if it is there.
    """
    application = create_application(sys.argv[:1])
    window = create_window(application, QSettings())
    gc.freeze()  # what is there stays; to look through it took a quarter of a second, again and again
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # Windows has no SIGHUP
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda *_: window.close_without_asking())
    wake = QTimer(window, interval=_LOOK_FOR_SIGNALS_MS)  # Python looks for signals only while it runs
    wake.timeout.connect(_nothing)
    wake.start()
    window.show_on_screen()
    recent = (root for root in window.session.recent[:1] if root.is_dir())
    root = category or next(recent, None)
    if root is not None:
        window.session.open_category(root)
    return application.exec()


def _nothing() -> None:
    return


def _system_language() -> str:
    code = QLocale.system().name().split("_")[0]
    return code if code in LANGUAGES else "en"


def _load_language(application: QApplication, code: str, settings: QSettings) -> None:
    settings.setValue("language", code)
    application.setProperty(LANGUAGE, code)
    system = QLocale.system()
    QLocale.setDefault(system if system.name().split("_")[0] == code else QLocale(code))  # how numbers are written
    if code == "en":
        return
    for name, folder in (
        (f"inspector_{code}", str(resource("translations"))),
        (f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
    ):
        translator = QTranslator(application)
        if translator.load(name, folder):
            application.installTranslator(translator)
