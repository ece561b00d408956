"""The command line's side of a kind: what differs between images and video in jobs, lines and JSON."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from inspector.cli.console import no_review
from inspector.cli.options import TrainOptions

if TYPE_CHECKING:
    from inspector.core.operating_point import OperatingPoint
    from inspector.store.models.model_folder import StoredModel
    from inspector.workflow.advise.methods import Suggestion
    from inspector.workflow.train.job import TrainJob
    from inspector.workflow.train.learning import TrainDone

Rows = list[tuple[str, str]]


class InspectionOutput(ABC):
    """What `inspect` prints of a batch while it runs, and writes of it besides the run."""

    resume_hint: str  # what an interrupted run has kept; a sentence

    def __init__(self, stored: "StoredModel", items: Sequence[Any], pictures: Any, *, quiet: bool) -> None:
        """For a batch of these items.

        Args:
            pictures: the :class:`RunPictures` of the kind.
            quiet: print no lines, as a machine reads.
        """
        self.stored, self.items, self.pictures, self.quiet = stored, items, pictures, quiet
        self.written: set[int] = set()  # places in the batch whose pictures are written already

    @abstractmethod
    def show(self, update: object) -> None:
        """Take an update of the inspection."""

    @abstractmethod
    def as_json(self, run: Any) -> dict[str, Any]:
        """The records of the run as JSON values, under the name that they have there."""


class KindCommands(ABC):
    """What the commands do and say in the way of one kind.

    Attributes:
        output: what `inspect` prints, and the pictures that it writes meanwhile.
        calibrates_on_all: every good image can calibrate a model, by models of the others.
        decided, good: what verdicts decide on, and what is learned, in English.
        reviewed: one and several of what people decide on.
        copied: what JSON calls the numbers of decided images or clips that were copied.
    """

    output: type[InspectionOutput]
    calibrates_on_all = False
    decided: str
    reviewed: tuple[str, str]
    copied: str
    good: str

    def no_review(self, point: "OperatingPoint", card: Mapping[str, Any]) -> str | None:
        """A sentence where an operating point of a model has no REVIEW zone, None where it has one."""
        from inspector.store.models.card import is_crossed

        crossable = self.calibrates_on_all and not is_crossed(card)
        return no_review(point, decided=self.decided, good=self.good, crossable=crossable)

    @abstractmethod
    def train_job(self, category: Any, options: TrainOptions) -> "TrainJob":
        """The job that the options of `train` describe.

        Raises:
            SettingError: if they do not fit together.
        """

    @abstractmethod
    def suggestion_use(self, suggestion: "Suggestion") -> str:
        """When to take a suggested training, in a few words."""

    @abstractmethod
    def proof_unit(self, card: Mapping[str, Any], /) -> tuple[str, str]:
        """What the thresholds of a model were chosen on, and what is proven of them, by its card."""

    @abstractmethod
    def training_json(self, done: "TrainDone") -> dict[str, Any]:
        """What came of a training, besides what every training says of itself."""

    @abstractmethod
    def training_rows(self, done: "TrainDone") -> Rows:
        """The same for a person to read."""

    @abstractmethod
    def promise(self, done: "TrainDone") -> tuple[str, str]:
        """What may be said of the reject threshold, as a row."""

    @abstractmethod
    def calibrating(self, count: int) -> str:
        """How many images or stretches of clips calibrate a model."""

    @abstractmethod
    def evaluation_rows(self, evaluation: Any) -> Rows:
        """The figures of an evaluation for a person to read."""
