"""Runs as files for others, written in the background."""

import os
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from itertools import count as numbers
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector.core.operating_point import OperatingPoint
from inspector.core.video.inspection import ClipEvent
from inspector.data.category import Category
from inspector.data.video.category import VideoCategory
from inspector.gui.background.job import Done, Ended, Stopped, once
from inspector.gui.core_texts import page_language
from inspector.gui.dialogs import OutcomeDialog
from inspector.gui.numbers import count
from inspector.gui.session import Session
from inspector.gui.widgets.run_names import entry_title
from inspector.store.listing import run_entry
from inspector.store.models.model_folder import read_model
from inspector.store.runs.lifecycle import final_name
from inspector.store.runs.video_run import VideoRun
from inspector.workflow.export.csv_file import CsvForm
from inspector.workflow.export.decided_category import CategoryWritten, export_category
from inspector.workflow.export.run_pictures import PicturesWritten, among_images
from inspector.workflow.kinds import AnyKind
from inspector.workflow.report.event_video import export_event
from inspector.workflow.report.language import PageLanguage

_FOLDER = "export/folder"
WritePictures = Callable[[Path], Iterator[object]]  # a job that writes to a folder and ends with `PicturesWritten`


class WriteTable(Protocol):
    """Writes a table to a path and returns it."""

    def __call__(self, target: Path, /, *, form: CsvForm) -> Path: ...


class RunExports(QObject):
    """Asks where to, also before it overwrites, and writes; the dialogs belong to `parent`.

    Attributes:
        other_thresholds: the screen shows the run by other thresholds than its own, which files do not.
    """

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._parent = session, parent
        self.other_thresholds = False

    def table(self, run: Path, write: WriteTable) -> None:
        """What a run holds, as CSV."""
        target, form = self._ask_table(self.tr("Export CSV"), f"{Path(final_name(run)).stem}.csv")
        if target is not None:
            self._start(target, partial(write, target, form=form))

    def pictures(self, run: Path, write: WritePictures) -> None:
        """What a run shows, as pictures in a new folder that is named after it."""
        title = self.tr("Folder in which the new folder of pictures is made")
        chosen = QFileDialog.getExistingDirectory(self._parent, title, self._folder())
        if chosen:
            self._session.settings.setValue(_FOLDER, chosen)
            target = Path(chosen) / f"{Path(final_name(run)).stem}-pictures"
            updates = partial(_write_pictures, write, target, self._session.category)
            title = self.tr("Writing the pictures of a run")
            self._session.start(updates, title=title, ended=self._pictures_ended, result=PicturesWritten)

    def report(self, run: Path, kind: AnyKind, *, model: Path, category: Category | VideoCategory | None) -> None:
        """A page about a run, which is called as on the screen.

        Args:
            model: folder of the model that the run was made with.
        """
        name, suffixes = f"{Path(final_name(run)).stem}.html", self.tr("Page (*.html)")
        target, _ = self._ask(self.tr("HTML report"), name, suffixes)
        if target is not None:
            title = self.tr("Inspection {name}")
            write = partial(
                _write_page,
                run,
                kind,
                target,
                model=model,
                title=title,
                category=category,
                language=page_language(),
            )
            self._start(target, write)

    def reviews(self, run: Path, write: WriteTable) -> None:
        """What people decided on a run, as CSV; decisions that are not written yet are written first."""
        name = f"{run.name.partition('.')[0]}-reviews.csv"
        target, form = self._ask_table(self.tr("Export reviews"), name)
        if target is not None:
            self._session.change(partial(write, target, form=form), self._written, elsewhere=True)

    def defects(self, run: Path, write: WriteTable) -> None:
        """The regions of a run with their types, as CSV; types that are not written yet are written first."""
        name = f"{run.name.partition('.')[0]}-defects.csv"
        target, form = self._ask_table(self.tr("Export defects"), name)
        if target is not None:
            self._session.change(partial(write, target, form=form), self._run_written, elsewhere=True)

    def category(self, run: Path, *, point: OperatingPoint) -> None:
        """The parts or clips that people decided on, as a category in a new folder; decisions are written first.

        Args:
            point: by which clips have events to decide on.
        """
        chosen = QFileDialog.getExistingDirectory(
            self._parent, self.tr("Folder in which the new category is made"), self._folder()
        )
        if chosen:
            self._session.settings.setValue(_FOLDER, chosen)
            target = Path(chosen) / f"{run.name.partition('.')[0]}-decided"
            write = partial(self._copy, partial(export_category, run, target, point=point))
            self._session.change(lambda: None, lambda _: write(), elsewhere=True)

    def _copy(self, updates: Callable[[], Iterator[object]]) -> None:
        """In a job that can be stopped: clips are large."""
        title = self.tr("Copying what was decided on")
        self._session.start(updates, title=title, ended=self._category_ended, result=CategoryWritten)

    def event_video(
        self, run: Path, clip: int, found: ClipEvent, *, model: Path, point: OperatingPoint, name: str
    ) -> None:
        """An event of a run of clips as a video."""
        target, _ = self._ask(self.tr("Export the event"), name, self.tr("Video (*.mp4)"))
        if target is None:
            return

        def updates() -> Iterator[object]:
            calibration = read_model(model).model.calibration
            assert calibration is not None  # models are written when they are calibrated
            with VideoRun(run) as opened:
                yield from export_event(opened, clip, found, target, calibration=calibration, point=point)
            yield target

        writing = self.tr("Writing {name}").format(name=target.name)
        self._session.start(updates, title=writing, ended=self._ended, result=Path)

    def _start(self, target: Path, write: Callable[[], Path]) -> None:
        writing = self.tr("Writing {name}").format(name=target.name)
        self._session.start(once(write), title=writing, ended=self._run_ended)

    def _ask_table(self, title: str, name: str) -> tuple[Path | None, CsvForm]:
        """Where to, and in which form: spreadsheets take the separators from the country they are set to."""
        forms = {
            self.tr("Table (*.csv)"): CsvForm.COMMA,
            self.tr("Table with semicolons and decimal commas (*.csv)"): CsvForm.SEMICOLON,
        }
        target, chosen = self._ask(title, name, ";;".join(forms))
        return target, forms.get(chosen, CsvForm.COMMA)

    def _ask(self, title: str, name: str, suffixes: str) -> tuple[Path | None, str]:
        """Where to, None for nowhere, and which of the suffixes."""
        chosen, suffix = QFileDialog.getSaveFileName(self._parent, title, str(Path(self._folder(), name)), suffixes)
        if not chosen:
            return None, suffix
        target = Path(chosen)
        self._session.settings.setValue(_FOLDER, str(target.parent))
        return target, suffix

    def _folder(self) -> str:
        return str(self._session.settings.value(_FOLDER, "") or Path.home())

    def _pictures_ended(self, ended: Ended) -> None:
        if isinstance(ended, Stopped):
            self._session.said.emit(self.tr("Stopped: the pictures that were written stay in their new folder."))
        if not isinstance(ended, Done):
            return
        written: PicturesWritten = ended.result
        if written.missing:
            text = self.tr("{n} pictures could not be written: {problem}")
            self._session.said.emit(text.format(n=count(len(written.missing)), problem=written.missing[0]))
        elif not written.count:
            self._session.said.emit(self.tr("No picture was written: nothing is NG, in REVIEW or decided."))
        else:
            self._run_written(written.folder)

    def _category_ended(self, ended: Ended) -> None:
        if isinstance(ended, Stopped):
            self._session.said.emit(self.tr("Stopped: no category was written."))
        if not isinstance(ended, Done):
            return
        written: CategoryWritten = ended.result
        if written.missing:
            text = self.tr("{n} could not be copied: {problem}")
            self._session.said.emit(text.format(n=count(len(written.missing)), problem=written.missing[0]))
        else:
            self._written(written.folder)

    def _ended(self, ended: Ended) -> None:
        if isinstance(ended, Stopped):
            self._session.said.emit(self.tr("Stopped: the video was not written."))
        if not isinstance(ended, Done):
            return
        self._written(ended.result)
        if ended.warnings:
            text = self.tr("Written: {path}").format(path=ended.result)
            OutcomeDialog(text, ended.warnings, self._parent).open()

    def _run_ended(self, ended: Ended) -> None:
        if isinstance(ended, Done):
            self._run_written(ended.result)

    def _run_written(self, path: Path) -> None:
        """A file with the verdicts of a run."""
        if not self.other_thresholds:
            self._written(path)
            return
        text = self.tr(
            "Written by the thresholds of the inspection, not by those shown, which were changed since: {path}"
        )
        self._session.said.emit(text.format(path=path))

    def _written(self, path: Path) -> None:
        self._session.said.emit(self.tr("Written: {path}").format(path=path))


def _write_page(
    run: Path,
    kind: AnyKind,
    target: Path,
    *,
    model: Path,
    title: str,
    category: Category | VideoCategory | None,
    language: PageLanguage,
) -> Path:
    """Run off the GUI thread."""
    named = title.format(name=entry_title(run_entry(run)))
    return kind.export_report(run, target, model=model, title=named, category=category, language=language)


def _write_pictures(write: WritePictures, target: Path, category: Category | VideoCategory | None) -> Iterator[object]:
    """Write to this folder, or to one with a number where it is there already. Run off the GUI thread.

    Raises:
        StorageError: if it would be among the images of the category.
    """
    if category is not None and target.parent.resolve().is_relative_to(category.root):
        raise among_images(target.parent, category.train[0].name)
    folders = chain([target], (target.with_name(f"{target.name}-{number}") for number in numbers(2)))
    yield from write(next(folder for folder in folders if not os.path.lexists(folder)))
