"""What a kind brings to the Train screen."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeAlias, TypeVar

from inspector.data.category import Category
from inspector.data.video.category import VideoCategory
from inspector.gui.numbers import count, folders_text
from inspector.gui.train.method_form import MethodForm

if TYPE_CHECKING:
    from inspector.store.listing import CheckpointEntry
    from inspector.workflow.advise.methods import Suggestion
    from inspector.workflow.kinds import AnyKind

CategoryT = TypeVar("CategoryT")
JobT = TypeVar("JobT")


class Choice(Protocol):
    """What a checkpoint does not hold of a training: a dataclass of JSON values, remembered while it is interrupted."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def skip_unreadable(self) -> bool: ...


class TrainSource(ABC, Generic[CategoryT, JobT]):
    """The form of a kind, and what becomes of it. Only what `updates` and `estimate` return works with files.

    Attributes:
        kind: of the categories that are trained on.
        settings_key: below which the choices are remembered.
        form: the left column.
        can_estimate: whether the time of a training can be measured before it.
    """

    kind: "AnyKind"
    settings_key: str
    form: MethodForm
    can_estimate: bool

    @abstractmethod
    def choice(self) -> Choice:
        """What is chosen, as far as a checkpoint will not hold it."""

    @abstractmethod
    def job(self, category: CategoryT, output: Path) -> JobT:
        """The training that is chosen.

        Raises:
            InspectorError: if a setting cannot be used.
        """

    @abstractmethod
    def problem(self) -> str:
        """What is missing in the kind's own fields, in a sentence; empty where nothing is."""

    @abstractmethod
    def files(self) -> Sequence[Path]:
        """Files that the training will read and that a person has named."""

    @abstractmethod
    def interrupted_job(
        self, entry: "CheckpointEntry", remembered: dict[str, Any] | None, category: CategoryT
    ) -> tuple[JobT, Choice]:
        """An interrupted training with what was chosen for it, which is what is chosen now if that was not remembered.

        Raises:
            InspectorError: if it cannot be resumed here.
        """

    @abstractmethod
    def updates(self, job: JobT, run: Path) -> Iterator[object]:
        """Train, and inspect the test set into a run; off the GUI thread."""

    @abstractmethod
    def estimate(self, job: JobT) -> Iterator[object] | None:
        """Measure how long the training will take, off the GUI thread; None where it cannot be measured."""

    @abstractmethod
    def advise(self, category: CategoryT) -> Iterator[object] | None:
        """Look at the good images and suggest trainings, off the GUI thread; None where nothing can be suggested."""

    @abstractmethod
    def take(self, suggestion: "Suggestion") -> None:
        """Choose what was suggested."""

    @abstractmethod
    def stages(self) -> Mapping[str, str]:
        """What the stages of the work are called; "Inspecting" is what follows the training."""

    @abstractmethod
    def summary(self, category: CategoryT) -> str:
        """What there is to learn from and to test on."""


# The screen holds the source of any kind and does not know which types go together; each kind does.
AnyTrainSource: TypeAlias = TrainSource[Any, Any]
MakeTrainSource: TypeAlias = Callable[[], AnyTrainSource]


def with_counts(text: str, category: Category | VideoCategory) -> str:
    """A text with what there is in a category: `{good}` to learn from, in `{folders}`, and `{test}` to test on."""
    return text.format(
        good=count(len(category.train)),
        folders=folders_text(category.learned_folders),
        test=count(len(category.test)),
    )
