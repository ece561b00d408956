"""What to inspect, with which model, and how far it is: the page of one kind of the Inspect screen.

What is inspected goes into a run, which can be opened in Review.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QT_TRANSLATE_NOOP, QEvent
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QWidget

from inspector.data.category import Category
from inspector.data.video.category import VideoCategory
from inspector.gui.commands import Commands, needs
from inspector.gui.file_changes import discarding
from inspector.gui.inspect.batch import Batch, BatchOrder
from inspector.gui.inspect.choice import Choice, Watching, chosen
from inspector.gui.inspect.column import InspectColumn
from inspector.gui.inspect.listing import Listing
from inspector.gui.inspect.operator_view import OperatorView
from inspector.gui.inspect.pin_dialogs import SetPinDialog
from inspector.gui.inspect.view import InspectView, facts_of
from inspector.gui.numbers import count
from inspector.gui.screen import GAP, accept_copy, dropped
from inspector.gui.session import Session
from inspector.gui.widgets.folders import choose_folder_read_only
from inspector.gui.widgets.layout import scrolled
from inspector.gui.widgets.run_exports import RunExports
from inspector.store.listing import ModelEntry
from inspector.store.workspace import Workspace


class InspectPage(QWidget):
    """Owns what is chosen and the batch, which the operator's view shares; the view shows what the batch holds.

    Args:
        to_operator: opens the operator's view of the page that is shown.
    """

    def __init__(self, session: Session, commands: Commands, view: InspectView, *, to_operator: QAction) -> None:
        super().__init__()
        self.session, self.commands, self.view = session, commands, view
        self._to_operator = to_operator
        self._choice = Choice()
        self._category: Category | VideoCategory | None = None  # if it is of the page's kind
        self._workspace: Workspace | None = None  # of the batch that is shown
        self.inspecting = Batch(session, view.kind, view.content, parent=self)
        self.exports = RunExports(session, self)
        self.column = InspectColumn(view, self.resume_run, self.discard_run)
        self.model = self.column.model
        self._listing = Listing(session, view, self.column, parent=self)
        self._watching = Watching(session.settings, self._key("watch"), view.words.watching, parent=self)
        self.setAcceptDrops(True)
        self._add_commands()
        self.operator = OperatorView(
            self.inspecting,
            session,
            commands,
            view,
            start_or_stop=self.start_or_stop,
            choose=self.choose_folder_as_operator,
            summary=self.summary,
            ready=self.ready,
            parent=self,
        )
        across = QHBoxLayout(self)
        across.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        across.setSpacing(GAP)
        across.addWidget(scrolled(self.column, across=False))  # alone, and not the table and its own bar with it
        across.addWidget(view.splitter, stretch=1)
        self.model.currentIndexChanged.connect(self._model_chosen)
        self.inspecting.changed.connect(self._refresh)
        self.inspecting.warned.connect(self.column.warn)
        self._listing.models_listed.connect(self._model_chosen)

    def entered(self) -> None:
        self.model.setFocus()
        self._listing.update()

    def category_changed(self, category: Category | VideoCategory | None) -> None:
        """Another category is open, or another kind of it."""
        self._category = category
        if self.session.workspace != self._workspace and not self._at_work():
            self._workspace = self.session.workspace
            self.model.forget()
            self._choice = Choice()
            self._clear()
            self.inspecting.forget()
        self._listing.update()
        self._show_choice()

    # What is chosen

    @property
    def paths(self) -> list[Path]:
        return list(self._choice.paths)

    @property
    def watches(self) -> bool:
        """Whether Start watches the folders that are chosen."""
        return self._watching.applies(self._choice)

    def choose(self, paths: Sequence[Path]) -> None:
        """Files and folders to inspect next."""
        if paths:
            self._choose(chosen(paths))

    def choose_test(self) -> None:
        """What the category has to test on."""
        paths = tuple(self.view.test_paths(self._category))
        if paths:
            self._choose(Choice(paths, self.view.words.tests_chosen.format(n=count(len(paths)))))

    def watch(self) -> None:
        """Whether the folders that are chosen are watched, from the next Start on."""
        self._watching.remember(self._watch.isChecked())
        self._choose(self._choice)

    def _choose(self, choice: Choice) -> None:
        if self._at_work():
            return
        self._choice = choice
        self.inspecting.unfinished = None  # Start begins another run
        self.session.settings.setValue(self._key("folder"), str(choice.paths[0]))
        self._show_choice()

    def choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.view.words.folder_title, self._last_folder())
        if folder:
            self.choose([Path(folder)])

    def choose_folder_as_operator(self) -> None:
        """In a dialog that changes nothing on the disk."""
        folder = choose_folder_read_only(self.operator, self.view.words.folder_title, self._last_folder())
        if folder is not None:
            self.choose([folder])

    def choose_files(self) -> None:
        words = self.view.words
        files, _ = QFileDialog.getOpenFileNames(self, words.files_title, self._last_folder(), words.file_types)
        if files:
            self.choose([Path(file) for file in files])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if self._can_choose() and dropped(event):
            accept_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        self.choose(dropped(event))
        accept_copy(event)

    # The batch

    def start(self) -> None:
        entry = self._model()
        if entry is None or self._workspace is None or not self._can_start():
            return
        self.session.settings.setValue(self._key("model"), entry.name)
        self._clear()
        rate, paths = self.view.folder_rate, self._choice.paths
        order = BatchOrder(entry.folder, paths, rate, self._category, watch=self.watches)
        self.inspecting.start(order, self._workspace)
        self.commands.refresh()

    def start_or_stop(self) -> None:
        """Resumes what was stopped, unless something else is to be inspected by now."""
        unfinished, entry = self.inspecting.unfinished, self._model()
        if self._at_work():
            self.inspecting.stop()
        elif unfinished is not None and entry is not None and entry.folder == self.view.content.model:
            self.resume_run(unfinished)
        else:
            self.start()

    def resume_run(self, path: Path) -> None:
        """Resume an interrupted run."""
        if not self._at_work():
            self._clear()
            self.inspecting.resume(path, [entry.folder for entry in self.model.entries])

    def discard_run(self, path: Path) -> None:
        """Put an interrupted run aside; Undo brings it back until the application ends."""
        if path == self.inspecting.unfinished:
            self.inspecting.unfinished = None
        text = self.tr("Discard an interrupted run")
        self.session.undo.push(discarding(self.session, path, text, self._listing.update))
        self.session.said.emit(self.tr("The interrupted run is discarded; Undo brings it back."))

    def summary(self) -> tuple[str, str, str]:
        """Which model and what is inspected, and what to beware of, for the operator."""
        entry = self._model()
        name = self.tr("No model") if entry is None else entry.name
        beware = self.tr("Parts that were NG before can pass with this model.") if self.model.warning() else ""
        return name, self._choice.text, beware

    def ready(self) -> str:
        """What the operator has to do, or to have done, before a batch can start; or that it can."""
        if self._model() is None:
            return self.view.words.no_model
        if not self.paths:
            return self.tr("Choose a folder first.")
        return self.tr("Ready to watch the folder") if self.watches else self.tr("Ready")

    # Its run

    def open_in_review(self) -> None:
        if self.inspecting.run is not None:
            self.session.open_run(self.inspecting.run)

    def export_csv(self) -> None:
        run = self.inspecting.run
        if run is not None:
            self.exports.table(run, partial(self.view.kind.export_table, run))

    def export_report(self) -> None:
        run, model = self.inspecting.run, self.view.content.model
        if run is not None and model is not None:
            self.exports.report(run, self.view.kind, model=model, category=self._category)

    def _model(self) -> ModelEntry | None:
        entry = self.model.currentData()
        return entry if isinstance(entry, ModelEntry) else None

    def _model_chosen(self) -> None:
        entry = self._model()
        self.column.show_model(self.view.words.no_model, None if self._workspace is None else self._workspace.models)
        if entry is not None and entry.card is not None:
            self.view.model_chosen(entry.card)
        self.commands.refresh()
        self.operator.refresh()

    # What is shown

    def _show_choice(self) -> None:
        self.column.what.setText(self._choice.text or self.view.words.nothing_chosen)
        self._watching.show(self._watch, self._choice, self.inspecting)
        self.commands.refresh()
        self.operator.refresh()

    def _refresh(self) -> None:
        self.column.show_batch(self.inspecting, facts_of(self.view, self.inspecting))
        if not self.inspecting.begun:
            self.view.clear()
        self.view.show_batch(self.inspecting)
        focused = QApplication.focusWidget()
        self._watching.show(self._watch, self._choice, self.inspecting)
        self.commands.refresh()
        if focused is not None and not focused.isEnabled() and self.isAncestorOf(focused) and not self._at_work():
            self.view.table.setFocus()  # Stop had it; the next in Tab's order is a card that filters

    def _clear(self) -> None:
        """Take away what was told of the batch before."""
        self.column.message.hide()
        self.column.counts.show_all()
        self.view.clear()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.view.content.repaint()

    # What can be done

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a category"))
    def _is_open(self) -> bool:
        return self._category is not None

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a running batch"))
    def _at_work(self) -> bool:
        return self.inspecting.job is not None

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a category and no running batch"))
    def _can_choose(self) -> bool:
        return not self._at_work() and self._is_open()

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a choice of folders alone and no running batch"))
    def _can_watch(self) -> bool:
        return self._can_choose() and self._choice.watchable

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a model, a choice to inspect and no running batch"))
    def _can_start(self) -> bool:
        return self._can_choose() and bool(self.paths) and self._model() is not None

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a test set and no running batch"))
    def _has_test(self) -> bool:
        return self._can_choose() and bool(self.view.test_paths(self._category))

    @needs(QT_TRANSLATE_NOOP("Needs", "needs a batch that has ended"))
    def _has_run(self) -> bool:
        return not self._at_work() and self.inspecting.run is not None

    def _key(self, name: str) -> str:
        return f"{self.view.settings_key}/{name}"

    def _last_folder(self) -> str:
        folder = str(self.session.settings.value(self._key("folder"), ""))
        return folder or ("" if self._category is None else str(self._category.root))

    def _add(
        self, text: str, run: Callable[[], object], *keys: str, enabled: Callable[[], bool] | None = None
    ) -> QAction:
        return self.commands.add(
            self, text, run, group=self.view.words.group, shortcuts=keys, enabled=enabled, anywhere=True
        )

    def _to_train(self) -> None:
        self.session.screen_requested.emit("train")

    def _add_commands(self) -> None:
        words = self.view.words
        train = self.commands.add(self, self.tr("Train a model"), self._to_train, group=words.group)
        start = [
            self._add(self.tr("Start"), self.start, "Ctrl+Return", "Ctrl+Enter", enabled=self._can_start),
            self._add(self.tr("Stop"), self.inspecting.stop, "Ctrl+.", enabled=self._at_work),
        ]
        choose = [
            self._add(words.test, self.choose_test, "Ctrl+T", enabled=self._has_test),
            self._add(self.tr("Folder …"), self.choose_folder, "Ctrl+D", enabled=self._can_choose),
            self._add(words.files, self.choose_files, "Ctrl+I", enabled=self._can_choose),
        ]
        watch = self.tr("Watch the folder")
        self._watch = self._add(watch, self.watch, "Ctrl+Shift+D", enabled=self._can_watch)
        self._watch.setCheckable(True)
        after = [
            self._add(self.tr("Open in Review"), self.open_in_review, "Ctrl+R", enabled=self._has_run),
            self._add(self.tr("Export CSV …"), self.export_csv, "Ctrl+E", enabled=self._has_run),
            self._add(self.tr("HTML report …"), self.export_report, "Ctrl+H", enabled=self._has_run),
            self._to_operator,
            self._add(self.tr("PIN …"), self._set_pin),
        ]
        self._worst = self._add(self.tr("Worst first"), self._order, "Ctrl+W", enabled=self._is_open)
        self._worst.setCheckable(True)
        self._worst.setToolTip(self.tr("Sort by score while the batch goes on, so that the worst is always on top"))
        self.column.add_buttons(
            train=train, choose=choose, watch=self._watch, start=start, order=self._worst, after=after
        )

    def _order(self) -> None:
        self.view.table.show_worst_first(self._worst.isChecked())

    def _set_pin(self) -> None:
        SetPinDialog(self.session, self).open()
