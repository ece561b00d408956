"""What a kind supplies: everything that images and video do in their own way."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, Protocol, TypeVar

from inspector.workflow.kinds.jobs import InspectJob, PageHead
from inspector.workflow.report.language import ENGLISH, PageLanguage

if TYPE_CHECKING:
    import torch

    from inspector.core.errors import ModelError
    from inspector.data.contents import Collected
    from inspector.data.properties import CategoryProperties
    from inspector.store.listing import RunEntry
    from inspector.store.models.model_folder import StoredModel
    from inspector.store.runs.lifecycle import StoredRun
    from inspector.store.workspace import Workspace
    from inspector.workflow.export.csv_file import CsvForm
    from inspector.workflow.export.run_pictures import PictureFolders, RunPictures
    from inspector.workflow.job_progress import Phase
    from inspector.workflow.review.comparison.models import Comparing

KindName = Literal["images", "video"]

CategoryT = TypeVar("CategoryT")
ItemT = TypeVar("ItemT", bound="Item")
JobT = TypeVar("JobT")
RunT = TypeVar("RunT")
FileT = TypeVar("FileT", bound="StoredRun")
DoneT = TypeVar("DoneT")


class Item(Protocol):
    """An image or a clip."""

    @property
    def path(self) -> Path: ...


class Kind(ABC, Generic[CategoryT, ItemT, JobT, RunT, FileT, DoneT]):
    """What images and video supply in their own way: a `CategoryT` of `ItemT`, trained by a `JobT`, inspected into a
    run in a `FileT`, which is reviewed as a `RunT`, and evaluated to a `DoneT`.

    Attributes:
        name: as `Category.kind` and `VideoCategory.kind` say it.
        unit: one of what is inspected, in English: `image` or `clip`.
        run_suffix: of the files of runs.
    """

    name: ClassVar[KindName]
    unit: ClassVar[str]
    run_suffix: ClassVar[str]

    def __repr__(self) -> str:
        return f"<Kind {self.name}>"

    @property
    @abstractmethod
    def default_method(self) -> str:
        """The method that is trained where none is named."""

    @abstractmethod
    def default_preset(self, method: str) -> str:
        """The preset of a method that is trained where none is named."""

    @abstractmethod
    def scan(self, root: Path, *, learn_from: Sequence[str] = (), stated_in: Path | None = None) -> CategoryT:
        """The category in a folder.

        Args:
            learn_from: folders in it that hold what is good whatever their names, besides those in its properties.
            stated_in: the file of its properties, where that is not in the folder.

        Raises:
            CategoryError: if the folder cannot be used as one.
        """

    @abstractmethod
    def scan_as(self, root: Path, properties: "CategoryProperties") -> CategoryT:
        """The category in a folder with these properties in place of those that are stated; raises as `scan`."""

    @abstractmethod
    def collect(self, paths: Sequence[Path]) -> "Collected[ItemT]":
        """What is to be inspected: each file named, and all that is in each folder named, once each; and what is not.

        Raises:
            CategoryError: if a path does not exist, or there is nothing of this kind.
        """

    @abstractmethod
    def train(self, job: JobT) -> Iterator[object]:
        """Train, calibrate and write a model."""

    @abstractmethod
    def train_and_test(self, job: JobT, *, run: Path) -> Iterator[object]:
        """The same, and then inspect what the category has to test on into a run."""

    @abstractmethod
    def phases(self, job: JobT, *, tested: bool) -> "Sequence[Phase]":
        """The stages of a training in their order, with a guess how long they take.

        Args:
            tested: whether what the category has to test on is inspected afterwards.
        """

    @abstractmethod
    def inspect(self, stored: "StoredModel", items: Sequence[ItemT], job: InspectJob) -> Iterator[object]:
        """Inspect what was collected into a run."""

    @abstractmethod
    def inspect_paths(
        self, model: Path, paths: Sequence[Path], job: InspectJob, *, category: CategoryT | None = None
    ) -> Iterator[object]:
        """Inspect files and folders into a run; begins with what is inspected and with what.

        Args:
            category: whose names and labels are kept where all that is inspected is of it.
        """

    @abstractmethod
    def resume_run(self, part: Path, *, models: Sequence[Path], device: "torch.device") -> Iterator[object]:
        """Resume an interrupted run.

        Args:
            part: its file.
            models: folders among which its model is.
        """

    @abstractmethod
    def evaluate(
        self,
        stored: "StoredModel",
        category: CategoryT,
        *,
        device: "torch.device",
        folder_rate: float | None = None,
    ) -> Iterator[object]:
        """Compare a model's verdicts with the labels and masks of a category's test set."""

    @abstractmethod
    def examine(self, category: CategoryT) -> Iterator[object]:
        """Find what is corrupt, duplicated or badly taken in a category."""

    @abstractmethod
    def suggest(self, category: CategoryT, *, weights: bool, available: Collection[str]) -> Iterator[object]:
        """Choose methods for a category.

        Args:
            weights: pretrained weights may be used.
            available: names of the methods to choose from.

        Raises:
            CategoryError: if there is nothing to choose by.
        """

    @abstractmethod
    def open_run(self, path: Path, *, category: CategoryT | None = None) -> RunT:
        """A run under review, to be closed.

        Args:
            category: to know labels of frames from; images do without.

        Raises:
            RunError, StorageError: if run or reviews cannot be read.
        """

    def list_runs(self, workspace: "Workspace") -> "list[RunEntry]":
        """The runs of this kind in a workspace, complete and interrupted, newest first.

        Raises:
            StorageError: if their folder cannot be read.
        """
        from inspector.store.listing import list_runs

        return list_runs(workspace, kind=self.name)

    @abstractmethod
    def test_result(
        self, identity: str, runs: "Sequence[RunEntry]", category: CategoryT
    ) -> tuple[Path | None, float | None]:
        """The newest complete run of a model over all that the category has to test on, and the AUROC there.

        Args:
            identity: of the model.
            runs: newest first.
        """

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
    def write_evaluation(self, target: Path, head: PageHead, category: CategoryT, done: DoneT) -> None:
        """Write what an evaluation ended in as an HTML page, over whatever is there.

        Raises:
            StorageError: if it cannot be written.
        """

    def judges_by(self, card: Mapping[str, Any]) -> bool:
        """Whether a model's card is that of a model of this kind."""
        from inspector.store.models.schema import kind_of_card

        return kind_of_card(card) == self.name

    @abstractmethod
    def model_out_of_place(self, model: str) -> "ModelError":
        """What is wrong with a model of another kind that lies among those of a category of this one."""

    @abstractmethod
    def comparing(self) -> "Comparing[FileT]":
        """How the runs of two models are compared."""

    def check_exportable(self, model: Path) -> None:
        """Refuse to write a model of this kind as one file for another program, where that cannot be done.

        Raises:
            SettingError: if its scores depend on more than one image.
        """

    def check_learnable(self, run: Path) -> None:
        """Refuse to learn what people confirmed in a run of this kind, where that cannot be done.

        Raises:
            SettingError: if models of this kind learn by training alone.
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
