"""What the application has open: the only state that several screens share."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSettings, QStandardPaths, Signal
from PySide6.QtGui import QUndoStack

from inspector.data.category import Category, scan_category
from inspector.data.video.category import VideoCategory, holds_clips, scan_video
from inspector.gui.background.job import BackgroundJob, Done, Ended, Failed, once
from inspector.store.runs.image_run import final_name
from inspector.store.runs.video_run import VIDEO_RUN_SUFFIX
from inspector.store.workspace import Workspace, empty_discarded, workspace_of

_RECENT = 8


class Session(QObject):
    """The open category with its workspace, the run under review, and the jobs at work.

    Open is a category of images or one of clips, never both: `category` or `clips`.

    Signals:
        opening: another category is about to be read; whatever looks through the old one should stop.
        category_changed, clips_changed: the category of images, and the one of clips, that is open now, or None.
            Both are told when either is opened.
        models_changed, runs_changed: something was added, renamed or removed in the workspace.
        run_opened, clip_run_opened: path of a run, of images and of clips, that a person wants to see.
        screen_wanted: key of a screen to show.
        model_wanted: name of a model to inspect with.
        jobs_changed: a job started or ended.
        failed: a `Failed` to show to the person.
        said: one line that tells what happened.
    """

    opening = Signal()
    category_changed = Signal(object)
    clips_changed = Signal(object)
    models_changed = Signal()
    runs_changed = Signal()
    run_opened = Signal(object)
    clip_run_opened = Signal(object)
    screen_wanted = Signal(str)
    model_wanted = Signal(str)
    jobs_changed = Signal()
    failed = Signal(object)
    said = Signal(str)

    def __init__(self, settings: QSettings, *, home: Path | None = None) -> None:
        super().__init__()
        self.settings = settings
        self._home = home
        self.category: Category | None = None
        self.clips: VideoCategory | None = None
        self.workspace: Workspace | None = None
        self.undo = QUndoStack(self)
        self.jobs: list[BackgroundJob] = []
        self._closed = False

    @property
    def home(self) -> Path:
        """The folder that holds the workspaces."""
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return self._home or Path(self.settings.value("home", "") or Path(documents) / "Inspector")

    @property
    def opened(self) -> Category | VideoCategory | None:
        """Whatever category is open."""
        return self.category or self.clips

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
    ) -> BackgroundJob:
        """Run a generator in the background; after `close` nothing is started any more.

        Args:
            updated, ended: bound methods of QObjects of the GUI thread; a failure is shown by the window as well.
            quietly: not a job a person waits for: it is not shown, and closing stops it without asking.
        """
        job = BackgroundJob(events, title=title, parent=self)
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

    def open_category(self, root: Path) -> None:
        """Open a folder; `category_changed` tells when it is open, `failed` why it is not."""
        self.opening.emit()
        self.start(
            once(lambda: self._read(root)),
            title=self.tr("Opening {name}").format(name=root.name),
            ended=self._opened,
            quietly=True,
        )

    def replace_category(self, category: Category) -> None:
        """The same category after its marks or properties changed."""
        self.category = category
        self.category_changed.emit(category)

    def open_run(self, run: Path) -> None:
        of_clips = final_name(run).endswith(VIDEO_RUN_SUFFIX)
        (self.clip_run_opened if of_clips else self.run_opened).emit(run)
        self.screen_wanted.emit("review")

    def inspect_with(self, model: str) -> None:
        self.model_wanted.emit(model)
        self.screen_wanted.emit("inspect")

    def close(self) -> None:
        """Stop every job, wait for it, and delete for good what was deleted."""
        self._closed = True  # a timer or the end of a job may still ask for the next one
        for job in self.jobs:
            job.stop()
        for job in list(self.jobs):
            job.wait()
        self.undo.blockSignals(True)  # it would tell of its own end
        if self.workspace is not None:
            empty_discarded(self.workspace)

    def _read(self, root: Path) -> tuple[Category | VideoCategory, Workspace]:
        category = scan_video(root) if holds_clips(root) else scan_category(root)
        return category, workspace_of(category.root, home=self.home)

    def _opened(self, ended: Ended) -> None:
        if not isinstance(ended, Done):
            return
        if self.workspace is not None:
            empty_discarded(self.workspace)
        self.undo.clear()
        opened, self.workspace = ended.result
        self.category = opened if isinstance(opened, Category) else None
        self.clips = opened if isinstance(opened, VideoCategory) else None
        recent = [str(opened.root)]
        recent += [str(path) for path in self.recent if path != opened.root]
        self.settings.setValue("recent", recent[:_RECENT])
        self.category_changed.emit(self.category)
        self.clips_changed.emit(self.clips)
        self.models_changed.emit()
        self.runs_changed.emit()

    def _ended(self, ended: Ended) -> None:
        job = self.sender()
        self.jobs.remove(job)
        job.deleteLater()
        self.jobs_changed.emit()
        if isinstance(ended, Failed):
            self.failed.emit(ended)


def _strings(value: object) -> list[str]:
    """A list of texts as QSettings gives it back: one text alone comes without its list."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)
