"""Runs as files for others, written in the background."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from inspector.core.operating_point import OperatingPoint
from inspector.core.video.inspection import ClipEvent
from inspector.data.video.category import Clip
from inspector.gui.background.job import Done, Ended, once
from inspector.gui.session import Session
from inspector.store.models.model_folder import StoredModel
from inspector.store.runs.video_run import VideoRun
from inspector.workflow.export.runs import export_csv, export_events_csv, export_report, export_video_report
from inspector.workflow.report.event_video import export_event

_FOLDER = "export/folder"


class RunExports(QWidget):
    """Asks where to, also before it overwrites, and writes; never shown itself."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.hide()

    def csv(self, run: Path) -> None:
        target = self._ask(self.tr("Export CSV"), run.with_suffix(".csv").name, self.tr("Table (*.csv)"))
        if target is not None:
            self._write(partial(export_csv, run, target), self.tr("Writing {name}").format(name=target.name))

    def report(self, run: Path, *, model: Path) -> None:
        target = self._ask(self.tr("HTML report"), run.with_suffix(".html").name, self.tr("Page (*.html)"))
        if target is not None:
            title = self.tr("Inspection {name}").format(name=run.stem)
            write = partial(export_report, run, target, model=model, title=title)
            self._write(write, self.tr("Writing {name}").format(name=target.name))

    def events_csv(self, run: Path) -> None:
        """The events of a run of clips."""
        target = self._ask(self.tr("Export CSV"), run.with_suffix(".csv").name, self.tr("Table (*.csv)"))
        if target is not None:
            self._write(partial(export_events_csv, run, target), self.tr("Writing {name}").format(name=target.name))

    def clip_report(self, run: Path, *, model: Path, clips: Sequence[Clip]) -> None:
        """A page about a run of clips.

        Args:
            clips: that were inspected, with what is known of their frames.
        """
        target = self._ask(self.tr("HTML report"), run.with_suffix(".html").name, self.tr("Page (*.html)"))
        if target is not None:
            title = self.tr("Inspection {name}").format(name=run.stem)
            abnormal = {clip.name: clip.abnormal for clip in clips if clip.abnormal is not None}
            write = partial(export_video_report, run, target, model=model, title=title, abnormal=abnormal)
            self._write(write, self.tr("Writing {name}").format(name=target.name))

    def event_video(
        self, run: Path, clip: int, found: ClipEvent, *, stored: StoredModel, point: OperatingPoint, name: str
    ) -> None:
        """An event of a run of clips as a video."""
        target = self._ask(self.tr("Export the event"), name, self.tr("Video (*.mp4)"))
        if target is None:
            return

        def events() -> Iterator[object]:
            with VideoRun(run) as opened:
                yield from export_event(opened, clip, found, target, calibration=stored.model.calibration, point=point)
            yield target

        self._session.start(events, title=self.tr("Writing {name}").format(name=target.name), ended=self._ended)

    def _ask(self, title: str, name: str, kinds: str) -> Path | None:
        folder = Path(str(self._session.settings.value(_FOLDER, "") or Path.home()))
        chosen, _ = QFileDialog.getSaveFileName(self.parentWidget(), title, str(folder / name), kinds)
        if not chosen:
            return None
        target = Path(chosen)
        self._session.settings.setValue(_FOLDER, str(target.parent))
        return target

    def _write(self, work: partial, title: str) -> None:
        self._session.start(once(work), title=title, ended=self._ended)

    def _ended(self, ended: Ended) -> None:
        if isinstance(ended, Done):
            self._session.said.emit(self.tr("Written: {path}").format(path=ended.result))
