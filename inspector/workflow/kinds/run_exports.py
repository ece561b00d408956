"""What can be made of a run's file: its table, its page and its pictures, for others."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from inspector.workflow.kinds.jobs import PageHead
from inspector.workflow.report.language import ENGLISH, PageLanguage

if TYPE_CHECKING:
    from inspector.core.operating_point import OperatingPoint
    from inspector.store.runs.lifecycle import StoredRun
    from inspector.workflow.export.csv_file import CsvForm
    from inspector.workflow.export.decided_items import DecidedItem
    from inspector.workflow.export.run_pictures import PictureFolders, RunPictures

CategoryT = TypeVar("CategoryT")
ItemT = TypeVar("ItemT", bound="Item")
FileT = TypeVar("FileT", bound="StoredRun")


class Item(Protocol):
    """An image or a clip."""

    @property
    def name(self) -> str: ...
    @property
    def path(self) -> Path: ...


class RunExports(ABC, Generic[CategoryT, ItemT, FileT]):
    """What a kind writes of a run of `ItemT` in a `FileT`, in its own way."""

    @abstractmethod
    def read_run(self, path: Path) -> FileT:
        """A run's file, to be closed.

        Raises:
            RunError: if it cannot be read.
        """

    @abstractmethod
    def items(self, run: FileT) -> list[ItemT]:
        """The batch of a run, in its order."""

    @abstractmethod
    def pictures(self, paths: Sequence[Path], folders: "PictureFolders") -> "RunPictures[FileT]":
        """The pictures of a batch.

        Args:
            paths: of its images or clips, in its order.
        """

    def unremarkable(self, run: FileT) -> Collection[int]:
        """Places of the items whose pictures say nothing: nothing was found, and nobody decided on it."""
        return ()

    @abstractmethod
    def write_table(self, target: Path, run: FileT, *, form: "CsvForm | None" = None) -> None:
        """Write a run as CSV, over whatever is there: one row per image, or per event of a clip.

        Args:
            form: by commas where none is given.

        Raises:
            StorageError: if it cannot be written.
        """

    @abstractmethod
    def write_report(self, target: Path, head: PageHead, run: FileT, *, category: CategoryT | None = None) -> None:
        """Write a run as an HTML page, over whatever is there.

        Args:
            category: to know labels of frames from; images do without.

        Raises:
            StorageError: if it cannot be written.
        """

    @abstractmethod
    def decided(self, run: FileT, *, point: "OperatingPoint | None") -> "Iterable[DecidedItem]":
        """What people decided to be good or defective in a run.

        Args:
            point: by which a clip has events to decide on; None for the run's own.

        Raises:
            RunError, StorageError: if run or records cannot be read.
        """

    @abstractmethod
    def copy(self, path: Path, target: Path) -> None:
        """Copy an image or a clip to a place where there is nothing yet.

        Raises:
            ImageError, VideoError: if it cannot be read.
            OSError: if the target cannot be written.
        """

    def export_table(self, run: Path, target: Path, *, form: "CsvForm | None" = None) -> Path:
        """Write the table of a run's file; returns where it is.

        Raises:
            RunError, StorageError: if the run cannot be read or the table not be written.
        """
        with self.read_run(run) as opened:
            self._refuse_input(target, opened)
            self.write_table(target, opened, form=form)
        return target

    def export_report(
        self,
        run: Path,
        target: Path,
        *,
        model: Path,
        title: str,
        category: CategoryT | None = None,
        language: PageLanguage = ENGLISH,
    ) -> Path:
        """Write the page of a run's file; returns where it is.

        Args:
            model: folder of the model that the run was made with.
            language: that the page is written in, as the title is already.

        Raises:
            ModelError, RunError, StorageError: if model or run cannot be read or the page not be written.
        """
        from inspector.workflow.export.run_model import model_for_run

        with self.read_run(run) as opened:
            stored = model_for_run(opened, given=model)
            self._refuse_input(target, opened)
            self.write_report(target, PageHead(title, stored, language), opened, category=category)
        return target

    def export_pictures(self, run: Path, folder: Path, *, model: Path) -> Iterator[object]:
        """Write what was found or decided on, with its heatmap; ends with a `PicturesWritten`.

        These are the images that are NG, in REVIEW or decided, and the worst frame of each event.

        Args:
            model: folder of the model that the run was made with.

        Raises:
            ModelError, RunError: if model or run cannot be read.
            StorageError: if a picture would replace a file that this run did not make.
        """
        from inspector.store.targets import Targets
        from inspector.workflow.export.run_model import model_for_run
        from inspector.workflow.export.run_pictures import NotWritten, PictureFolders, PicturesWritten
        from inspector.workflow.progress import Progress

        with self.read_run(run) as opened:
            stored = model_for_run(opened, given=model)
            paths = [item.path for item in self.items(opened)]
            pictures = self.pictures(paths, PictureFolders(heatmaps=folder))
            pictures.claim(Targets([opened.path, *paths]), run_id=opened.about.get("id"))
            missing: list[str] = []
            count = 0
            for update in pictures.write(stored, opened, without=self.unremarkable(opened)):
                if isinstance(update, NotWritten):
                    missing.append(update.message)
                else:
                    count += isinstance(update, Progress)
                yield update
        yield PicturesWritten(folder, count - len(missing), tuple(missing))

    def _refuse_input(self, target: Path, run: FileT) -> None:
        from inspector.store.targets import refuse_input

        refuse_input(target, [run.path, *(item.path for item in self.items(run))])
