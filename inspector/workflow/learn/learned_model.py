"""The new model that confirmed parts or clips become part of: what it is made from, and how it is written."""

import time
from collections.abc import Generator, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import torch

from inspector.core.methods import Method
from inspector.core.model import Model, calibration_of
from inspector.core.operating_point import OperatingPoint
from inspector.core.thresholds import ThresholdChoice, check_share
from inspector.store.models.card import is_crossed
from inspector.store.models.model_folder import StoredModel, write_model
from inspector.workflow.learn.confirmations import Confirmed
from inspector.workflow.learn.outliers import Outliers, RejectChange, ScoredPart
from inspector.workflow.learn.remarks import no_longer_rejected, outliers_learned, thresholds_set_before
from inspector.workflow.progress import Waiting, Warned
from inspector.workflow.train.learning import TrainDone, done_with, origin
from inspector.workflow.train.output import TrainingOutput
from inspector.workflow.train.processes import OneProcess, Processes

# What a card says that stays true.
_FROM_THE_OLD = ("pretrained", "category", "variation", "judged", "detector", "samples")


@dataclass(frozen=True, kw_only=True)
class LearnJob:
    """What to learn from, and where to write the new model; see the command line's options of the same names.

    Raises:
        SettingError: if one of the two shares is not above 0 and below 1.

    Attributes:
        other_model: accept a run of a model that shares no good image with this one.
        outliers: what to do with confirmed parts that score far above the other good ones and would raise the reject
            threshold, so that what was rejected would pass.
        pass_defects: learn them even if parts that are known to be defective would then pass.
    """

    stored: StoredModel
    run: Path
    output: Path
    seed: int
    device: torch.device
    max_false_reject: float
    max_review: float
    other_model: bool = False
    outliers: Outliers = "refuse"
    pass_defects: bool = False
    processes: Processes = field(default_factory=OneProcess)
    resume: bool = False  # it is short enough to begin anew

    @property
    def method(self) -> Method:
        return self.stored.model.method

    def __post_init__(self) -> None:
        check_share(self.max_false_reject)
        check_share(self.max_review)


class ConfirmedAlone(NamedTuple):
    """What parts that were confirmed say of the reject threshold without the other good images.

    Those may be of another day or lot, and say nothing of this one.

    Attributes:
        expected: mean share of good parts like them above the threshold.
    """

    parts: int
    expected: float


@dataclass(frozen=True)
class LearnDone(TrainDone):
    """The new model, and what became of the thresholds.

    Attributes:
        before: the operating point of the old model.
        raised_by: the confirmed parts above the old reject threshold, the worst first, where the new one is higher.
        left_out: confirmed parts that were left out as outliers, the worst first.
        new_remarks: those of the remarks that the old model did not have; what passes since comes first.
        alone: what the confirmed parts of the run say by themselves; see :class:`Learned`.
    """

    before: OperatingPoint = field(kw_only=True)
    raised_by: tuple[ScoredPart, ...] = ()
    left_out: tuple[ScoredPart, ...] = ()
    new_remarks: tuple[str, ...] = ()
    alone: ConfirmedAlone | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Learned:
    """What a model became by what people confirmed, before it is written.

    Attributes:
        model: with its new calibration.
        reject, review: how its thresholds were chosen.
        split: what it learned and is calibrated on, as its card says it.
        groups: lots or clips that it is calibrated on.
        outliers: confirmed ones that were learned although they raise the reject threshold.
        left_out: those that were left out for it.
        passing: names of what was NG and no longer is.
        raised_by: see :class:`LearnDone`.
        alone: what the confirmed parts say by themselves; None where no model that had not learned them judged them.
    """

    model: Model
    reject: ThresholdChoice
    review: ThresholdChoice
    steps: int
    split: dict[str, Any]
    groups: int
    confirmed: Sequence[Confirmed]
    outliers: Sequence[ScoredPart]
    left_out: Sequence[ScoredPart]
    passing: Sequence[str]
    raised_by: Sequence[ScoredPart]
    alone: ConfirmedAlone | None = None

    @property
    def point(self) -> OperatingPoint:
        return OperatingPoint(review=min(self.review.threshold, self.reject.threshold), reject=self.reject.threshold)


def write_learned(
    job: LearnJob, output: TrainingOutput, learned: Learned, *, started: float
) -> Generator[Warned | Waiting | LearnDone, None, None]:
    """Write the model; ends with what became of it.

    Args:
        started: when the job began, by the monotonic clock.

    Raises:
        StorageError: if it cannot be written.
    """
    stored, before, point = job.stored, job.stored.operating_point, learned.point
    added = [no_longer_rejected(learned.passing, run=job.run.name)] if learned.passing else []
    yield from map(Warned, added)
    if learned.outliers:
        names = [one.name for one in learned.outliers]
        added.append(outliers_learned(names, RejectChange(before.reject, point.reject), model=stored.folder.name))
    new_remarks = (*added, *thresholds_set_before(stored))
    remarks = (*stored.card.get("remarks", ()), *new_remarks)
    seconds = time.monotonic() - started
    write = partial(
        write_model,
        job.output,
        learned.model,
        operating_point=point,
        provenance={
            **origin(seed=job.seed, steps=learned.steps, seconds=seconds, device=job.device, processes=1),
            **{name: stored.card[name] for name in _FROM_THE_OLD if name in stored.card},
            "threshold_choice": asdict(learned.reject),
            "remarks": list(remarks),
            "split": learned.split,
            "extends": {"model": stored.identity, "folder": stored.folder.name},
            "confirmed": _confirmed_card(job, learned.confirmed),
        },
    )
    yield from output.write_model(write, learned.model.network)
    done = done_with(
        job.output,
        calibration_of(learned.model),
        (point, learned.reject, learned.review),
        seconds=seconds,
        steps=learned.steps,
        groups=learned.groups,
        remarks=remarks,
        crossed=is_crossed({"split": learned.split}),
    )
    yield LearnDone(
        **vars(done),
        before=before,
        raised_by=tuple(learned.raised_by),
        left_out=tuple(learned.left_out),
        new_remarks=new_remarks,
        alone=learned.alone,
    )


def _confirmed_card(job: LearnJob, confirmed: Sequence[Confirmed]) -> dict[str, Any]:
    """What was added from where and by whom, and the thresholds before."""
    return {
        "run": job.run.name,
        "images": [
            {"image": one.name, "sha256": one.digest, "by": one.review.user, "at": one.review.time} for one in confirmed
        ],
        "thresholds_before": asdict(job.stored.operating_point),
        "earlier": job.stored.card.get("confirmed"),
    }
