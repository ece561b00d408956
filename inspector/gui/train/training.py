"""A training that was started on the Train screen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inspector.gui.train.source import AnyTrainSource, Choice
from inspector.store.workspace import Workspace, unused_name
from inspector.workflow.job_progress import Phase, timed
from inspector.workflow.train.estimate import Estimate
from inspector.workflow.train.job import TrainJob


@dataclass(frozen=True)
class Training:
    """One that was started; its workspace may not be the one that is open any more.

    Attributes:
        measured: how long it will take; None where that was not measured.
    """

    source: AnyTrainSource
    job: TrainJob
    choice: Choice
    workspace: Workspace
    measured: Estimate | None = None

    def phases(self) -> Sequence[Phase]:
        """What it consists of, with the inspection that follows, as long as it is expected to take."""
        phases = self.source.kind.phases(self.job, tested=True)
        return phases if self.measured is None else timed(phases, self.measured.phases_s)

    def updates(self) -> Iterator[object]:
        """The training, and the inspection of the test set into a run; off the GUI thread."""
        output, suffix = self.job.output, self.source.kind.run_suffix
        run = unused_name(self.workspace.runs, f"{output.name}-test", suffix=suffix)
        yield from self.source.updates(self.job, run)
