"""The training loop of a job: its checkpoint, its updates, and what the model's card says of it."""

import hashlib
import platform
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch
from torch import nn

from inspector import __version__
from inspector.core.calibration import Calibration
from inspector.core.errors import CategoryError, StorageError
from inspector.core.fitting import FitDone, FitStep, Source, TrainingState, fit
from inspector.core.model import Model, calibration_of
from inspector.core.operating_point import OperatingPoint
from inspector.core.thresholds import ThresholdChoice, choose_review, choose_threshold, set_aside
from inspector.data.category import ImageRef
from inspector.store.models.card import is_crossed
from inspector.store.models.model_folder import checkpoint_of, read_checkpoint, write_model
from inspector.store.owner import current_user
from inspector.workflow.advise.contents import content_findings
from inspector.workflow.progress import LearnsFrom, Progress, Waiting, Warned
from inspector.workflow.train.job import TrainJob
from inspector.workflow.train.output import TrainingOutput
from inspector.workflow.train.preview import Preview, Previewer

CHECKPOINT_INTERVAL_S = 30.0


@dataclass(frozen=True)
class TrainDone:
    """A finished model.

    Attributes:
        seconds: of the whole job.
        calibrated_on: held-out good images, or stretches of good video.
        calibration_groups: how many lots, or clips, they are from.
        remarks: sentences on what the training found out about the part.
        planned: steps of the whole training, where it was stopped by hand before; None where it was not.
        crossed: it is calibrated on what it has learned, judged by models of the others: nothing is proven.
    """

    model: Path
    seconds: float
    steps: int
    operating_point: OperatingPoint
    reject: ThresholdChoice
    review: ThresholdChoice
    calibrated_on: int
    calibration_groups: int
    normalised: bool
    alignment: float | None
    remarks: tuple[str, ...]
    planned: int | None = None
    crossed: bool = False


TrainUpdate = LearnsFrom | Progress | Warned | Waiting | FitStep | Preview | TrainDone


def named_before(job: TrainJob) -> Iterator[LearnsFrom | Warned]:
    """What is learned from, and what a person may take to be learned from or resumed and is not."""
    if job.resume and not checkpoint_of(job.output).exists():
        yield Warned(f"There is no interrupted training of {job.output.name} to resume, so it begins anew.")
    yield LearnsFrom(job.category.learned_folders)
    for finding in content_findings(job.category):
        yield Warned(finding.message)


def agreed_start(job: TrainJob, identity: Mapping[str, Any]) -> TrainingState | None:
    """The state that all processes continue from; None for the beginning.

    Raises:
        CategoryError: if a process is about to train something other than the first.
    """
    state = None
    if job.processes.first and checkpoint_of(job.output).exists():
        state = read_checkpoint(checkpoint_of(job.output), job=identity)
    agreed, state = job.processes.broadcast((identity, state))
    if agreed != identity:
        differing = ", ".join(name for name in sorted({*agreed, *identity}) if agreed.get(name) != identity.get(name))
        raise CategoryError(
            "{category}: the process on {host} differs from the first one in its {differing}; all "
            "processes need the same command and the same files.",
            code="processes.differ",
            category=job.category.root,
            host=platform.node(),
            differing=differing,
        )
    return state


def learn(
    job: TrainJob,
    output: TrainingOutput,
    network: nn.Module,
    source: Source[Any],
    *,
    identity: Mapping[str, Any],
    state: TrainingState | None,
    previewer: Previewer | None = None,
) -> Generator[TrainUpdate, None, FitDone]:
    """Train the network, and save a checkpoint every half minute, at the last step, and when it is stopped.

    It ends early where `job.stop_here` is set.

    Args:
        identity: what two trainings must have in common to end in the same model; kept with the checkpoint.
        state: to continue from, by :func:`agreed_start`.

    Returns:
        The steps taken and planned; the first process alone reports and writes.

    Raises:
        StorageError: if there is no room for what is to be written.
        InUseError: if another process has taken the training over.
    """
    output.check_space(network)
    saved_at = time.monotonic()
    last: FitStep | None = None
    done = FitDone(0, 0)
    training = fit(
        job.method,
        network,
        source,
        seed=job.seed,
        device=job.device,
        resume=state,
        learner=job.processes.learner,
        enough=lambda _steps: job.stop_here.is_set(),
    )
    try:
        for update in training:
            if isinstance(update, FitStep) and job.processes.first:
                last = update
                yield from output.check()
                if update.step == update.steps or time.monotonic() - saved_at > CHECKPOINT_INTERVAL_S:
                    yield from _keep(output, update, identity)
                    saved_at = time.monotonic()
                yield update
                yield Progress("Training", update.step, update.steps)
                if previewer is not None and previewer.due(update):
                    yield previewer.show(update.step)
            elif isinstance(update, FitDone):
                done = update
    except GeneratorExit:
        if last is not None:
            output.write_checkpoint(last.snapshot(), identity)
        raise
    if last is not None and last.step < last.steps:
        yield from _keep(output, last, identity)
    return done


def _keep(output: TrainingOutput, step: FitStep, identity: Mapping[str, Any]) -> Iterator[Warned | Waiting]:
    """Write the checkpoint, and wait where the disk is full; where it fails otherwise the training continues, as its
    model may still be written."""
    try:
        yield from output.keep_checkpoint(step.snapshot(), identity)
    except StorageError as error:
        yield Warned(f"{error} The training continues, but could not be resumed from step {step.step}.")


def contents_hash(names: Sequence[str], digests: Sequence[str]) -> str:
    """One hash of names and contents, in their order."""
    lines = "\n".join(f"{digest}  {name}" for name, digest in zip(names, digests, strict=True))
    return hashlib.sha256(lines.encode()).hexdigest()


def fingerprint(images: Sequence[ImageRef], digests: Sequence[str]) -> str:
    """One hash of images' names and contents, in their order."""
    return contents_hash([image.name for image in images], digests)


def finish(
    job: TrainJob,
    output: TrainingOutput,
    model: Model,
    card: Mapping[str, Any],
    *,
    groups: int,
    remarks: tuple[str, ...],
    learned: FitDone,
    started: float,
) -> Iterator[Waiting | TrainDone]:
    """Choose the thresholds of a calibrated model, write it, and let the checkpoint go.

    Args:
        card: what the model's card says of the data.
        groups: lots or clips that it is calibrated on.
        learned: the steps; the model says so where it was stopped before the last.
        started: when the job began, by the monotonic clock.

    Raises:
        StorageError: if the model cannot be written.
    """
    calibration = calibration_of(model)
    good = calibration.good_scores.numpy()
    reject = choose_threshold(good, wish=job.max_false_reject, aside=set_aside(good) if is_crossed(card) else None)
    review = choose_review(good, wish=job.max_review, reject=reject.threshold)
    point = OperatingPoint(review=review.threshold, reject=reject.threshold)
    seconds = time.monotonic() - started
    steps = learned.steps
    if steps < learned.planned:
        remarks = (f"Learning was stopped by hand at step {steps} of {learned.planned}.", *remarks)
    made = {
        **origin(seed=job.seed, steps=steps, seconds=seconds, device=job.device, processes=job.processes.count),
        "threshold_choice": asdict(reject),
        "remarks": list(remarks),
    }
    yield from output.write_model(
        lambda: write_model(job.output, model, operating_point=point, provenance={**made, **card}), model.network
    )
    yield done_with(
        job.output,
        calibration,
        (point, reject, review),
        seconds=seconds,
        steps=steps,
        groups=groups,
        remarks=remarks,
        planned=learned.planned if steps < learned.planned else None,
        crossed=is_crossed(card),
    )


def done_with(
    model: Path,
    calibration: Calibration,
    thresholds: tuple[OperatingPoint, ThresholdChoice, ThresholdChoice],
    *,
    seconds: float,
    steps: int,
    groups: int,
    remarks: tuple[str, ...],
    planned: int | None = None,
    crossed: bool = False,
) -> TrainDone:
    """The report of a model that is written.

    Args:
        thresholds: the operating point, and how its reject and its review threshold were chosen.
        groups: lots or clips that it is calibrated on.
        planned, crossed: see :class:`TrainDone`.
    """
    point, reject, review = thresholds
    return TrainDone(
        model=model,
        seconds=seconds,
        steps=steps,
        operating_point=point,
        reject=reject,
        review=review,
        calibrated_on=len(calibration.good_scores),
        calibration_groups=groups,
        normalised=calibration.pixels is not None,
        alignment=calibration.alignment,
        remarks=remarks,
        planned=planned,
        crossed=crossed,
    )


def origin(*, seed: int, steps: int, seconds: float, device: torch.device, processes: int) -> dict[str, Any]:
    """What a model's card says of who made it now, on what."""
    return {
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "user": current_user(),
        "host": platform.node(),
        "versions": {
            "inspector": __version__,
            "python": platform.python_version(),
            "torch": torch.__version__,
        },
        "training": {
            "seed": seed,
            "steps": steps,
            "seconds": round(seconds, 1),
            "device": str(device),
            "threads": torch.get_num_threads(),
            "processes": processes,
        },
    }
