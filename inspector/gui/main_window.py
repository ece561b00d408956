"""The one main window: a rail with the screens in the order of the work, and what runs in the background."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QT_TRANSLATE_NOOP, QByteArray, QMimeData, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QMessageBox,
    QSizePolicy,
    QStackedWidget,
    QStyle,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from inspector.data.images.formats import IMAGE_SUFFIXES
from inspector.data.video.reader import VIDEO_SUFFIXES
from inspector.gui.background.job import Failed
from inspector.gui.commands import BlockedKeys, Commands, needs
from inspector.gui.dialogs import ErrorDialog
from inspector.gui.file_changes import save_picture
from inspector.gui.help.demo import DemoRenderer
from inspector.gui.help.help_menu import Help
from inspector.gui.icons import icon
from inspector.gui.job_bar import JobBar
from inspector.gui.screen import Screen, accept_copy, dropped, local_paths
from inspector.gui.session import Session
from inspector.gui.theme import apply_theme, current_theme
from inspector.gui.widgets.controls import KeysInToolTip
from inspector.gui.widgets.focus import PressedByReturn
from inspector.gui.widgets.layout import EmptyState, scrolled

_RAIL_WIDTH = 104
_MINIMUM = QSize(640, 400)  # the screens scroll
LANGUAGES = {"en": "English", "de": "Deutsch"}


class MainWindow(QMainWindow):
    """Owns the screens and the menus; shows errors, progress and the question before closing.

    Args:
        screens: in the order of the work.
    """

    def __init__(self, session: Session, commands: Commands, screens: Sequence[Screen]) -> None:
        super().__init__()
        self.session, self.commands = session, commands
        self.screens = {screen.key: screen for screen in screens}
        self._demo = DemoRenderer(session)
        self._closing = False
        PressedByReturn(self)
        BlockedKeys(self, commands, session.said.emit)
        self.setAcceptDrops(True)
        self.setMinimumSize(_MINIMUM)
        self._build()
        self._build_menus()
        session.category_changed.connect(self._category_changed)
        session.screen_requested.connect(self.show_screen)
        session.failed.connect(self.show_failure)
        session.said.connect(self._say)
        session.jobs_changed.connect(self._jobs_changed)
        session.undo.indexChanged.connect(self._refresh)
        for signal in (session.category_changed, session.models_changed, session.runs_changed):
            signal.connect(self._refresh)
        session.folder_requested.connect(self.open_folder)
        session.demo_requested.connect(self.open_demo)
        session.lock_changed.connect(self._locked)
        self._restore()
        self._category_changed()

    def show_screen(self, key: str) -> None:
        screen = self.screens[key]
        self._buttons[key].setChecked(True)
        self._stack.setCurrentIndex(list(self.screens).index(key))
        self.session.settings.setValue("screen", key)
        screen.entered()
        for empty in screen.findChildren(EmptyState):
            if empty.isVisible():
                empty.take_focus()
        self._refresh()

    def show_on_screen(self) -> None:
        """Show the window as it was left; maximised where the screen has no room for it with its title bar."""
        room = self.screen().availableSize()
        title_px = self.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
        if self.width() > room.width() or self.height() + title_px > room.height():
            self.showMaximized()
        else:
            self.show()

    def show_failure(self, failed: Failed) -> None:
        """Over the main window, or over the operator's view, where nothing but the sentence is offered."""
        front, error = self.session.front, failed.error
        remedies = () if error is None or front is not None else self.session.remedies.get(error.code, ())
        ErrorDialog(failed, front or self, remedies=remedies).open()

    def open_folder(self) -> None:
        start = str(self.session.category.root.parent if self.session.category else Path.home())
        title = self.tr("Open a category: a folder of images or of videos")
        folder = QFileDialog.getExistingDirectory(self, title, start)
        if folder:
            self.session.open_category(Path(folder))

    def open_demo(self) -> None:
        """Render the demonstration category, or open the one rendered before."""
        self._demo.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if dropped(event):
            accept_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        self._take(dropped(event))
        accept_copy(event)

    def paste(self) -> None:
        """Inspect files, folders or a picture that were copied elsewhere; without a category, open a folder as one."""
        mime = QApplication.clipboard().mimeData() or QMimeData()  # none at all where nothing was copied
        paths = local_paths(mime)
        if paths and self.session.workspace is not None:
            self.session.inspect_paths(paths)
        elif paths:
            self._take(paths)
        elif self.session.workspace is None or not mime.hasImage():
            self.session.said.emit(self.tr("There is nothing to inspect in the clipboard."))
        elif self.session.kind is None or not self.session.kind.takes_pictures:
            self.session.said.emit(
                self.tr("A picture alone is no clip. Copy videos or folders of frames, and paste those.")
            )
        else:
            picture = QImage(mime.imageData())
            path = self.session.workspace.folder / "pasted" / f"pasted-{datetime.now():%Y%m%d-%H%M%S}.png"
            self.session.change(partial(save_picture, picture, path), self._pasted)

    def _take(self, paths: Sequence[Path]) -> None:
        """Inspect images and clips, or open a folder as a category."""
        if len(paths) == 1 and paths[0].suffix.lower() not in IMAGE_SUFFIXES | VIDEO_SUFFIXES:
            self.session.open_category(paths[0])
        else:
            self.session.inspect_paths(paths)

    def _pasted(self, path: Path) -> None:
        self.session.inspect_paths([path])

    def _locked(self, locked: bool) -> None:
        """Out of reach behind the operator's view, its menus and keys, too."""
        self.setEnabled(not locked)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        if self.session.locked and not self._closing:
            event.ignore()
            return
        if self.session.shown_jobs and not self._closing:
            event.ignore()
            self._ask_to_close()
            return
        self.session.settings.setValue("geometry", self.saveGeometry())
        self.session.close()
        event.accept()

    def _ask_to_close(self) -> None:
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Close Inspector?"))
        titles = ", ".join(job.title for job in self.session.shown_jobs)
        box.setText(self.tr("Still running: {jobs}.").format(jobs=titles))
        box.setInformativeText(self.tr("Finished work is saved. To resume, open the category again."))
        self._close_button = box.addButton(self.tr("Stop and close"), QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton(self.tr("Keep working"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.buttonClicked.connect(self._close_answered)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _close_answered(self, clicked: QWidget) -> None:
        if clicked is self._close_button:
            self.close_without_asking()

    def close_without_asking(self) -> None:
        """Stop the jobs, keep what is finished, and close when that is done."""
        self._closing = True
        self.setEnabled(False)
        self._say(self.tr("Saving finished work …"))
        for job in self.session.jobs:
            job.stop()
        self._close_when_done()

    def _close_when_done(self) -> None:
        if self._closing and not self.session.shown_jobs:
            self.close()

    def _build(self) -> None:
        self._stack = QStackedWidget()
        self._buttons: dict[str, QToolButton] = {}
        rail = QFrame()
        rail.setObjectName("rail")
        column = QVBoxLayout(rail)
        column.setContentsMargins(8, 12, 8, 12)
        column.setSpacing(6)
        group = QButtonGroup(self)
        for place, (key, screen) in enumerate(self.screens.items(), start=1):
            self._stack.addWidget(scrolled(screen))
            show = self.commands.add(
                self,
                screen.title,
                partial(self.show_screen, key),
                group=self.tr("Everywhere"),
                shortcuts=(f"Ctrl+{place}",),
                anywhere=True,
            )
            shown = QToolButton()
            shown.setText(screen.title)
            shown.setAccessibleName(screen.title)
            KeysInToolTip(shown, show)
            shown.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            shown.setIconSize(QSize(24, 24))
            shown.setCheckable(True)
            shown.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # after a click, the keys are those of the screen
            shown.setMinimumWidth(_RAIL_WIDTH - 17)
            shown.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
            shown.clicked.connect(show.trigger)
            group.addButton(shown)
            column.addWidget(shown)
            self._buttons[key] = shown
        column.addStretch()
        centre = QWidget()
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(scrolled(rail, across=False))
        row.addWidget(self._stack, stretch=1)
        self.setCentralWidget(centre)
        self.statusBar().addPermanentWidget(JobBar(self.session, self.commands, self, group=self.tr("Everywhere")))
        self._paint_icons()

    def _build_menus(self) -> None:
        everywhere = self.tr("Everywhere")

        def add(
            text: str,
            run: Callable[[], object],
            *shortcuts: str,
            enabled: Callable[[], bool] | None = None,
            group: str = everywhere,
        ) -> QAction:
            return self.commands.add(self, text, run, group=group, shortcuts=shortcuts, enabled=enabled, anywhere=True)

        self.open_action = add(self.tr("&Open category …"), self.open_folder, "Ctrl+O")
        read_again = add(self.tr("Read the &folder again"), self.session.read_again, "F5", enabled=self._is_open)
        self.demo_action = add(self.tr("Open the &demonstration"), self.open_demo)
        quit_action = add(self.tr("&Quit"), self.close, "Ctrl+Q")
        stack = self.session.undo
        self._undo = undo = add(self.tr("&Undo"), stack.undo, "Ctrl+Z", enabled=self.session.can_undo)
        redo = add(self.tr("&Redo"), stack.redo, "Ctrl+Shift+Z", enabled=self.session.can_redo)
        for action, name in ((undo, "undo"), (redo, "redo")):
            action.setObjectName(name)  # for dialogs in which the keys are to work, too
        paste = add(self.tr("&Paste to inspect"), self.paste, "Ctrl+V")
        helps = Help(
            self, self.session, self.commands, self._demo,
            screens=self.screens, buttons=self._buttons, show_screen=self.show_screen,
        )  # fmt: skip

        file_menu = self.menuBar().addMenu(self.tr("&File"))
        file_menu.addAction(self.open_action)
        self._recent_menu = file_menu.addMenu(self.tr("Open &recent"))
        file_menu.addActions([read_again, self.demo_action])
        file_menu.addSeparator()
        file_menu.addAction(quit_action)
        edit_menu = self.menuBar().addMenu(self.tr("&Edit"))
        edit_menu.addActions([undo, redo, paste])
        view_menu = self.menuBar().addMenu(self.tr("&View"))
        looks = QActionGroup(self)
        texts = {"system": self.tr("&System"), "light": self.tr("L&ight"), "dark": self.tr("&Dark")}
        for appearance, text in texts.items():
            action = add(text, partial(self._set_appearance, appearance), group=self.tr("Appearance"))
            action.setCheckable(True)
            action.setChecked(self.session.settings.value("appearance", "system") == appearance)
            looks.addAction(action)
            view_menu.addAction(action)
        view_menu.addSeparator()
        language_menu = view_menu.addMenu(self.tr("&Language"))
        languages = QActionGroup(self)
        for code, name in LANGUAGES.items():
            action = add(name, partial(self._set_language, code), group=self.tr("Language"))
            action.setCheckable(True)
            action.setChecked(self.session.settings.value("language", "en") == code)
            languages.addAction(action)
            language_menu.addAction(action)
        self.menuBar().addMenu(self.tr("&Help")).addActions(helps.actions(group=everywhere))

    def _restore(self) -> None:
        geometry = self.session.settings.value("geometry")
        if not (isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)):
            self.resize(1280, 720)
        self.show_screen(next(iter(self.screens)))

    def _set_appearance(self, appearance: str) -> None:
        self.session.settings.setValue("appearance", appearance)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        apply_theme(application, appearance)
        self._paint_icons()

    def _set_language(self, code: str) -> None:
        self.session.settings.setValue("language", code)
        self._say(self.tr("The language changes the next time Inspector starts."))

    def _paint_icons(self) -> None:
        theme = current_theme()
        for key, shown in self._buttons.items():
            shown.setIcon(icon(key, colour=theme.muted, checked=theme.accent))

    def _category_changed(self) -> None:
        category = self.session.category
        name = self.tr("Inspector") if category is None else f"{category.name} – {self.tr('Inspector')}"
        self.setWindowTitle(name)
        self._recent_menu.clear()
        for path in self.session.recent:
            self._recent_menu.addAction(str(path)).triggered.connect(partial(self.session.open_category, path))
        self._recent_menu.setEnabled(bool(self.session.recent))

    def _jobs_changed(self) -> None:
        self._refresh()
        self._close_when_done()

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a category"))
    def _is_open(self) -> bool:
        return self.session.category is not None

    def _say(self, text: str) -> None:
        self.statusBar().showMessage(text, 8000)

    def _refresh(self) -> None:
        what = self.session.undo.undoText()
        self._undo.setText(self.tr("&Undo: {what}").format(what=what) if what else self.tr("&Undo"))
        self.commands.refresh()
