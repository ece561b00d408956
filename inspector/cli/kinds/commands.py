"""The command line's side of a kind: what differs between images and video in jobs, lines and JSON."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from inspector.cli.options import InspectOutputs, TrainOptions

if TYPE_CHECKING:
    from inspector.store.models.model_folder import StoredModel
    from inspector.workflow.train.job import TrainJob
    from inspector.workflow.train.learning import TrainDone

Rows = list[tuple[str, str]]


class InspectionOutput(ABC):
    """What `inspect` prints of a batch while it runs, and writes of it besides the run."""

    resume_hint: str  # what an interrupted run has kept; a sentence

    @abstractmethod
    def show(self, update: object) -> None:
        """Take an update of the inspection."""

    @abstractmethod
    def finish(self, run: Any) -> None:
        """Write what is left to write, now that the run is complete."""

    @abstractmethod
    def as_json(self, run: Any) -> dict[str, Any]:
        """The records of the run as JSON values, under the name that they have there."""


class KindCommands(ABC):
    """What the commands do and say in the way of one kind."""

    @abstractmethod
    def train_job(self, category: Any, options: TrainOptions) -> "TrainJob":
        """The job that the options of `train` describe.

        Raises:
            SettingError: if they do not fit together.
        """

    @abstractmethod
    def training_json(self, done: "TrainDone") -> dict[str, Any]:
        """What came of a training, besides what every training says of itself."""

    @abstractmethod
    def training_rows(self, done: "TrainDone") -> Rows:
        """The same for a person to read."""

    @abstractmethod
    def output(
        self, stored: "StoredModel", items: Sequence[Any], outputs: InspectOutputs, *, quiet: bool
    ) -> InspectionOutput:
        """What `inspect` prints and writes.

        Args:
            quiet: print no lines, as a machine reads.
        """

    @abstractmethod
    def evaluation_rows(self, evaluation: Any) -> Rows:
        """The figures of an evaluation for a person to read."""
