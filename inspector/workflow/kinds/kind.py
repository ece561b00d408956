"""What a kind supplies: everything that images and video do in their own way."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, TypeVar

from inspector.workflow.kinds.jobs import InspectJob, PageHead
from inspector.workflow.kinds.run_exports import CategoryT, FileT, ItemT, RunExports

if TYPE_CHECKING:
    import torch

    from inspector.core.errors import ModelError
    from inspector.data.contents import Collected
    from inspector.data.properties import CategoryProperties
    from inspector.store.listing import RunEntry
    from inspector.store.models.model_folder import StoredModel
    from inspector.store.workspace import Workspace
    from inspector.workflow.job_progress import Phase
    from inspector.workflow.learn.learned_model import LearnJob
    from inspector.workflow.review.comparison.models import Comparing
    from inspector.workflow.review.model_overview import TestResult

KindName = Literal["images", "video"]

JobT = TypeVar("JobT")
RunT = TypeVar("RunT")
DoneT = TypeVar("DoneT")


class Kind(RunExports[CategoryT, ItemT, FileT], ABC, Generic[CategoryT, ItemT, JobT, RunT, FileT, DoneT]):
    """What images and video supply in their own way: a `CategoryT` of `ItemT`, trained by a `JobT`, inspected into a
    run in a `FileT`, which is reviewed as a `RunT`, and evaluated to a `DoneT`.

    Attributes:
        name: as `Category.kind` and `VideoCategory.kind` say it.
        unit: one of what is inspected, in English: `image` or `clip`.
        run_suffix: of the files of runs.
        takes_pictures: whether a single picture can be inspected.
    """

    name: ClassVar[KindName]
    unit: ClassVar[str]
    run_suffix: ClassVar[str]
    takes_pictures: ClassVar[bool]

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
    def test_result(self, card: Mapping[str, Any], runs: "Sequence[RunEntry]", category: CategoryT) -> "TestResult":
        """The newest complete run of a model over all that the category has to test on, and the AUROC there.

        Args:
            card: of the model.
            runs: newest first.
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

    @abstractmethod
    def learning_phases(self, confirmed: int, *, others: int) -> "Sequence[Phase]":
        """The stages of :meth:`learn` in their order, with a guess how long they take.

        Args:
            confirmed: parts or clips that people confirmed.
            others: what is NG in the run.
        """

    @abstractmethod
    def learn(self, job: "LearnJob") -> Iterator[object]:
        """Write a model that also knows what people confirmed in a run; ends with a `LearnDone`."""
