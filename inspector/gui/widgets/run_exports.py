"""Runs as files for others, written in the background."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector.core.operating_point import OperatingPoint
from inspector.core.video.inspection import ClipEvent
from inspector.gui.background.job import Done, Ended, once
from inspector.gui.session import Session
from inspector.store.models.model_folder import read_model
from inspector.store.runs.video_run import VideoRun
from inspector.workflow.report.event_video import export_event

_FOLDER = "export/folder"
WriteFile = Callable[[Path], Path]  # writes to a path and returns it


class RunExports(QObject):
    """Asks where to, also before it overwrites, and writes; the dialogs belong to `parent`."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._parent = session, parent

    def table(self, run: Path, write: WriteFile) -> None:
        """What a run holds, as CSV."""
        self._export(self.tr("Export CSV"), run.with_suffix(".csv").name, self.tr("Table (*.csv)"), write)

    def report(self, run: Path, write: WriteFile) -> None:
        """A page about a run."""
        self._export(self.tr("HTML report"), run.with_suffix(".html").name, self.tr("Page (*.html)"), write)

    def reviews(self, run: Path, write: WriteFile) -> None:
        """What people decided on a run, as CSV; decisions that are not written yet are written first."""
        name = f"{run.name.partition('.')[0]}-reviews.csv"
        target = self._ask(self.tr("Export reviews"), name, self.tr("Table (*.csv)"))
        if target is not None:
            self._session.change(partial(write, target), self._written)

    def event_video(
        self, run: Path, clip: int, found: ClipEvent, *, model: Path, point: OperatingPoint, name: str
    ) -> None:
        """An event of a run of clips as a video."""
        target = self._ask(self.tr("Export the event"), name, self.tr("Video (*.mp4)"))
        if target is None:
            return

        def updates() -> Iterator[object]:
            calibration = read_model(model).model.calibration
            assert calibration is not None  # models are written when they are calibrated
            with VideoRun(run) as opened:
                yield from export_event(opened, clip, found, target, calibration=calibration, point=point)
            yield target

        self._session.start(updates, title=self.tr("Writing {name}").format(name=target.name), ended=self._ended)

    def _export(self, title: str, name: str, suffixes: str, write: WriteFile) -> None:
        target = self._ask(title, name, suffixes)
        if target is not None:
            writing = self.tr("Writing {name}").format(name=target.name)
            self._session.start(once(partial(write, target)), title=writing, ended=self._ended)

    def _ask(self, title: str, name: str, suffixes: str) -> Path | None:
        folder = Path(str(self._session.settings.value(_FOLDER, "") or Path.home()))
        chosen, _ = QFileDialog.getSaveFileName(self._parent, title, str(folder / name), suffixes)
        if not chosen:
            return None
        target = Path(chosen)
        self._session.settings.setValue(_FOLDER, str(target.parent))
        return target

    def _ended(self, ended: Ended) -> None:
        if isinstance(ended, Done):
            self._written(ended.result)

    def _written(self, path: Path) -> None:
        self._session.said.emit(self.tr("Written: {path}").format(path=path))
