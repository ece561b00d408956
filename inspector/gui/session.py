"""What the application has open: the only state that several screens share."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from PySide6.QtCore import QT_TRANSLATE_NOOP, QObject, QSettings, QStandardPaths, Signal
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QWidget

from inspector.data.category import Category
from inspector.data.video.category import VideoCategory
from inspector.gui.background.job import BackgroundJob, Ended, Failed
from inspector.gui.background.ownership import Ownership
from inspector.gui.background.work import LatestWork, OrderedWork
from inspector.gui.commands import needs
from inspector.gui.error_texts import Remedy
from inspector.store.workspace import Workspace, empty_discarded
from inspector.workflow.category import open_category
from inspector.workflow.kinds import KINDS, AnyKind, Kind

CategoryT = TypeVar("CategoryT")

_RECENT = 8


class Session(QObject):
    """The open category with its workspace, the run under review, and what is done in the background.

    Signals:
        opening: another category is about to be read; whatever looks through the old one should stop.
        category_changed: the category that is open now, or None.
        models_changed, runs_changed: something was added, renamed or removed in the workspace.
        run_opened: path of a run that a person wants to see.
        screen_requested: key of a screen to show.
        folder_requested, demo_requested: the person wants to choose a category, or to see the demonstration.
        model_requested: name of a model to inspect with.
        properties_requested: what undo calls it, and what the category is to state, by names of `CategoryProperties`.
        paths_requested: files and folders to inspect.
        mark_requested: what undo calls it, name of an image or clip of the category, and its mark, or None for none.
        jobs_changed: a job started or ended.
        failed: a `Failed` to show to the person.
        said: one line that tells what happened.
        closing: the window closes, and nothing is asked any more.
        lock_changed: whether the operator's view alone can be used, until its PIN is given.
    """

    opening = Signal()
    category_changed = Signal(object)
    models_changed = Signal()
    runs_changed = Signal()
    run_opened = Signal(object)
    screen_requested = Signal(str)
    folder_requested = Signal()
    demo_requested = Signal()
    model_requested = Signal(str)
    mark_requested = Signal(str, str, object)
    properties_requested = Signal(str, object)
    paths_requested = Signal(object)
    jobs_changed = Signal()
    failed = Signal(object)
    said = Signal(str)
    closing = Signal()
    lock_changed = Signal(bool)

    def __init__(self, settings: QSettings, *, home: Path | None = None) -> None:
        super().__init__()
        self.settings = settings
        self._home = home
        self.category: Category | VideoCategory | None = None
        self.workspace: Workspace | None = None
        self.undo = QUndoStack(self)
        self.jobs: list[BackgroundJob] = []
        self.remedies: dict[str, tuple[Remedy, ...]] = {}  # what a screen can do about an error, by the error's code
        self._latest, self._changes = LatestWork(self), OrderedWork(self)
        for work in (self._latest, self._changes):
            work.failed.connect(self.failed)
        self._ownership = Ownership()
        self._closed = False
        self.locked = False
        self.front: QWidget | None = None  # a window that covers the main one, the operator's view

    def lock(self, locked: bool) -> None:
        """Leave the operator's view alone in reach, or open everything again."""
        self.locked = locked
        self.lock_changed.emit(locked)

    @needs(QT_TRANSLATE_NOOP("Needs", "needs something to undo"))
    def can_undo(self) -> bool:
        return self.undo.canUndo()

    @needs(QT_TRANSLATE_NOOP("Needs", "needs something to redo"))
    def can_redo(self) -> bool:
        return self.undo.canRedo()

    @property
    def home(self) -> Path:
        """The folder that holds the workspaces."""
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return self._home or Path(str(self.settings.value("home", "") or Path(documents) / "Inspector"))

    @property
    def kind(self) -> AnyKind | None:
        """What the open category is of."""
        return None if self.category is None else KINDS[self.category.kind]

    def category_of(self, kind: Kind[CategoryT, Any, Any, Any, Any, Any]) -> CategoryT | None:
        """The open category where it is of this kind."""
        return cast(CategoryT, self.category) if self.kind is kind else None

    @property
    def recent(self) -> list[Path]:
        """Categories that were open lately, newest first."""
        return [Path(path) for path in _strings(self.settings.value("recent"))]

    def start(
        self,
        events: Callable[[], Iterable[Any]],
        *,
        title: str,
        updated: Callable[[Any], None] | None = None,
        ended: Callable[[Any], None],
        quietly: bool = False,
        changes: bool = False,
        result: type | None = None,
    ) -> BackgroundJob:
        """Run a generator in the background; after `close` nothing is started any more.

        Args:
            updated, ended: bound methods of QObjects of the GUI thread; a failure is shown by the window as well.
            quietly: not a job a person waits for: it is not shown, and closing stops it without asking.
            changes: the workspace; it fails where another window works on that.
            result: of a job that the status bar offers to stop, as its screen has no button for that: what its last
                event is.
        """
        if changes:
            events = partial(self._ownership.changing_events, events)
        job = BackgroundJob(events, title=title, parent=self, result=result)
        job.keeps_progress = not quietly
        if updated is not None:
            job.updated.connect(updated)
        job.ended.connect(ended)
        job.ended.connect(self._ended)
        if not self._closed:
            self.jobs.append(job)
            job.start()
            self.jobs_changed.emit()
        return job

    @property
    def shown_jobs(self) -> list[BackgroundJob]:
        """The jobs that a person started and waits for."""
        return [job for job in self.jobs if job.keeps_progress]

    @property
    def idle(self) -> bool:
        """Whether nothing is done in the background."""
        return not self.jobs and self._latest.idle and self._changes.idle

    def latest(
        self,
        key: Hashable,
        work: Callable[[], Any],
        done: Callable[[Any], object],
        *,
        failed: Callable[[Failed], object] | None = None,
    ) -> None:
        """Run `work()` off the GUI thread and hand its result to `done`, unless it is outdated before.

        It is outdated by a newer request of the same key, by `outdate`, and when another category opens: what was
        asked about one category never arrives with another. `work` is handed what it needs and reads nothing here.

        Args:
            done, failed: bound methods of QObjects, called in the GUI thread; without `failed` the window shows the
                error.
        """
        self._latest.request(key, work, done, failed=failed)

    def awaits(self, key: Hashable) -> bool:
        """Whether the result of what was requested by this key is still to come."""
        return self._latest.awaits(key)

    def outdate(self, key: Hashable) -> None:
        """The result of what was requested by this key is not wanted any more."""
        self._latest.outdate(key)

    def change(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], object] | None = None,
        *,
        failed: Callable[[Failed], object] | None = None,
        elsewhere: bool = False,
    ) -> None:
        """Run `work()`, which changes files, off the GUI thread: after every change before it, and whatever happens.

        Args:
            elsewhere: not files of the category or its workspace, which one window at a time may change.
        """
        self._changes.add(work if elsewhere else partial(self._ownership.changing, work), done, failed=failed)

    def open_category(self, root: Path) -> None:
        """Open a folder; `category_changed` tells when it is open, `failed` why it is not."""
        self.opening.emit()
        self.latest("category", partial(_read, root, self.home), self._opened)

    def read_again(self) -> None:
        """Look for images that were added to the open category's folder, or are gone from it."""
        if self.category is not None:
            self.latest("category", partial(_read, self.category.root, self.home), self._read_again)

    def replace_category(self, category: Category | VideoCategory) -> None:
        """The same category after its images, marks or properties changed."""
        self.category = category
        self.category_changed.emit(category)

    def open_run(self, run: Path) -> None:
        self.run_opened.emit(run)
        self.screen_requested.emit("review")

    def inspect_with(self, model: str) -> None:
        self.model_requested.emit(model)
        self.screen_requested.emit("inspect")

    def inspect_paths(self, paths: Sequence[Path]) -> None:
        self.screen_requested.emit("inspect")
        self.paths_requested.emit(paths)

    def close(self) -> None:
        """Stop every job, wait for it, and delete for good what was deleted."""
        if self._closed:
            return
        self.closing.emit()
        self._closed = True  # a timer or the end of a job may still ask for the next one
        for job in self.jobs:
            job.stop()
        for job in list(self.jobs):
            job.wait()
        self._latest.close()
        self.undo.blockSignals(True)  # nothing is shown any more
        self.undo.clear()  # left to the garbage collection, commands are freed twice, which ends the process
        self._empty_discarded()
        self._changes.add(self._ownership.release)
        self._changes.close()

    def _opened(self, read: tuple[Category | VideoCategory, Workspace]) -> None:
        self._latest.outdate_all()
        self.undo.clear()
        self._empty_discarded()
        self.category, self.workspace = read
        self._changes.add(partial(self._ownership.take, self.workspace))
        recent = [str(self.category.root)]
        recent += [str(path) for path in self.recent if path != self.category.root]
        self.settings.setValue("recent", recent[:_RECENT])
        self.category_changed.emit(self.category)
        self.models_changed.emit()
        self.runs_changed.emit()
        if self.workspace.doubt is not None:
            self.failed.emit(Failed.of(self.workspace.doubt))

    def _read_again(self, read: tuple[Category | VideoCategory, Workspace]) -> None:
        self.replace_category(read[0])

    def _empty_discarded(self) -> None:
        """Delete for good what was discarded, now that it can no longer be had back."""
        if self.workspace is not None:
            self.change(partial(empty_discarded, self.workspace), self._emptied, failed=self._not_emptied)

    def _emptied(self, remaining: list[Path]) -> None:
        if remaining:
            self._say_what_remains(", ".join(map(str, remaining)))

    def _not_emptied(self, failed: Failed) -> None:
        self._say_what_remains(failed.message)

    def _say_what_remains(self, reason: str) -> None:
        self.said.emit(self.tr("Deleted models and runs are still on the disk: {reason}").format(reason=reason))

    def _ended(self, ended: Ended) -> None:
        job = self.sender()
        assert isinstance(job, BackgroundJob)
        self.jobs.remove(job)
        job.deleteLater()
        self.jobs_changed.emit()
        if isinstance(ended, Failed):
            self.failed.emit(ended)


def _read(root: Path, home: Path) -> tuple[Category | VideoCategory, Workspace]:
    """Run off the GUI thread."""
    return open_category(root, home=home)


def _strings(value: object) -> list[str]:
    """A list of texts as QSettings gives it back: one text alone comes without its list."""
    if value is None:
        return []
    return list(map(str, value)) if isinstance(value, list) else [str(value)]
