"""Good parts that people confirmed in a run become part of a model: a new one is written, the old one stays as it is.

A memory-bank model remembers them and is calibrated on them, too: each is judged by a model that remembers the others
(CV+, see :func:`inspector.workflow.train.calibrating.judge_in_folds`). A trained model keeps its weights and is
calibrated on them, too.
"""

import time
from collections.abc import Generator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import nn

from inspector.core.building import build_network
from inspector.core.errors import ImageError, RunError
from inspector.core.fitting import FitStep, fit
from inspector.core.images.variation import Variation
from inspector.core.methods import Judgement, Method
from inspector.core.methods.capabilities import Memorises
from inspector.core.model import Model
from inspector.core.operating_point import OperatingPoint
from inspector.core.thresholds import ThresholdChoice, choose_review, choose_threshold, expected_above
from inspector.data.images.batches import GoodImages, training_source
from inspector.store.models.card import is_crossed
from inspector.store.models.model_folder import StoredModel
from inspector.workflow.inspect.depth import bits_of
from inspector.workflow.learn.confirmations import Confirmed, new_confirmations
from inspector.workflow.learn.consequences import check_consequences
from inspector.workflow.learn.learned_model import ConfirmedAlone, LearnDone, Learned, LearnJob, write_learned
from inspector.workflow.learn.outliers import (
    RejectChange,
    ScoredPart,
    outliers_among,
    outliers_left_out,
    outliers_refused,
)
from inspector.workflow.progress import Progress, Waiting, Warned
from inspector.workflow.train.calibrating import judge_in_folds, refuse_unjudged
from inspector.workflow.train.image_reading import learned_part_check
from inspector.workflow.train.output import TrainingOutput

FOLDS = 5  # models that judge what the others remember


@dataclass(frozen=True)
class _Judged:
    """What the confirmed parts score, and the model that has learned them.

    Attributes:
        scores: of the confirmed parts, each by a model that has not learned it.
        calibrated: whether the thresholds rest on these, too.
    """

    model: Model
    scores: torch.Tensor
    calibrated: bool
    steps: int
    reject: ThresholdChoice
    review: ThresholdChoice
    good_scores: torch.Tensor

    @property
    def point(self) -> OperatingPoint:
        return OperatingPoint(review=min(self.review.threshold, self.reject.threshold), reject=self.reject.threshold)


def learn_confirmed(job: LearnJob) -> Generator[Progress | Warned | Waiting | LearnDone, None, None]:
    """Write a model that also knows the images of a run that people confirmed to be good.

    What held-out images scored before is kept: with more remembered they would score the same or lower. On a full disk
    it waits until there is room for the model.

    Raises:
        RunError: if the run cannot be read, is of a model of other parts, or no new image is confirmed in it; if
            outliers among the confirmed would raise the reject threshold, or parts known to be defective would pass,
            and nobody said what to do.
        ModelError: if the output exists.
        InUseError: if another process writes it.
        StorageError: if the model cannot be written.
    """
    with TrainingOutput(job) as output:
        yield from _learn(job, output)


def _learn(job: LearnJob, output: TrainingOutput) -> Generator[Progress | Warned | Waiting | LearnDone, None, None]:
    started = time.monotonic()
    stored, before = job.stored, job.stored.operating_point
    confirmed = yield from new_confirmations(stored, job.run, other_model=job.other_model)
    good, confirmed = yield from _read(job, confirmed)
    judged, outliers, left_out = yield from _without_outliers(job, good, confirmed)
    expected = expected_above(judged.scores.numpy(), judged.point.reject)
    names = {one.name for one in left_out}
    confirmed = [one for one in confirmed if one.name not in names]
    part_check = learned_part_check(good, len(confirmed), Variation(), seed=job.seed, extended=judged.model)
    calibration = replace(stored.calibration, good_scores=judged.good_scores)
    model = replace(judged.model.to(job.device), part_check=part_check, calibration=calibration)
    point = judged.point
    passing = yield from check_consequences(job.run, model, point, old=stored, pass_defects=job.pass_defects)
    split = _split(stored, confirmed, remembered=_remembers(stored.model.method), judged=judged.calibrated)
    learned = Learned(
        model=model,
        reject=judged.reject,
        review=judged.review,
        steps=judged.steps,
        split=split,
        groups=split["calibration_groups"],
        confirmed=confirmed,
        outliers=outliers,
        left_out=left_out,
        passing=passing,
        raised_by=_scored(confirmed, judged, _above(judged, before)) if point.reject > before.reject else [],
        alone=ConfirmedAlone(len(judged.scores), expected) if judged.calibrated else None,
    )
    yield from write_learned(job, output, learned, started=started)


def _read(
    job: LearnJob, confirmed: list[Confirmed]
) -> Generator[Progress | Warned, None, tuple[GoodImages, list[Confirmed]]]:
    """The images of which the model can judge something."""
    model = job.stored.model
    good = GoodImages([one.path for one in confirmed], framing=model.framing, bits=bits_of(model))
    readable = []
    for index in range(len(confirmed)):
        try:
            refuse_unjudged(model, good.load(index), confirmed[index].path)
            readable.append(index)
        except ImageError as error:
            yield Warned(f"{error} It is left out.")
        yield Progress("Reading", index + 1, len(confirmed))
    if not readable:
        raise RunError(
            "None of the images that were confirmed in {run} can be used.", code="learn.unreadable", run=job.run
        )
    good.keep(readable)
    return good, [confirmed[index] for index in readable]


def _without_outliers(
    job: LearnJob, good: GoodImages, confirmed: list[Confirmed]
) -> Generator[Progress | Warned, None, tuple[_Judged, list[ScoredPart], list[ScoredPart]]]:
    """What was learned, the outliers among it that raise the reject threshold, and those that were left out."""
    left_out: list[ScoredPart] = []
    known, before = job.stored.calibration.good_scores.numpy(), job.stored.operating_point
    remembers = _remembers(job.stored.model.method)  # what is like them passes, whatever the threshold
    while True:
        judged = yield from _judge(job, good, len(confirmed))
        matters = remembers or judged.point.reject > before.reject
        places = outliers_among(known, judged.scores.numpy(), before) if matters else []
        outliers = _scored(confirmed, judged, places)
        if not outliers or job.outliers == "learn":
            return judged, outliers, left_out
        if job.outliers == "refuse" or len(outliers) == len(confirmed):
            raise outliers_refused(outliers, RejectChange(before.reject, judged.point.reject), run=job.run.name)
        yield outliers_left_out(outliers)
        left_out += outliers
        others = [index for index in range(len(confirmed)) if index not in places]
        good.keep(others)
        confirmed = [confirmed[index] for index in others]


def _judge(job: LearnJob, good: GoodImages, count: int) -> Generator[Progress, None, _Judged]:
    """Learn the images, judge each as if it were not learned, and choose the thresholds."""
    stored, model = job.stored, job.stored.model
    method = model.method
    every = list(range(count))
    steps = 0
    judgements: list[Judgement] = []
    if _remembers(method):
        untrained = partial(_network_of, model, seed=job.seed)
        variation = Variation.model_validate(stored.card["variation"])
        judgements = yield from judge_in_folds(
            model,
            good,
            [every[first::FOLDS] for first in range(min(FOLDS, count))] if count > 1 else [],
            untrained=untrained,
            variation=variation,
            seed=job.seed,
            judge=Model.judge_framed,
        )
        network = untrained()
        source = training_source(good, every, variation, model.light_reference, method=method, seed=job.seed)
        for event in fit(method, network, source, seed=job.seed, device=job.device):
            if isinstance(event, FitStep):
                steps = event.step
                yield Progress("Training", event.step, event.steps)
        model = replace(model, network=network)
    else:
        for index in every:
            judgements.append(model.judge_framed(good.framed(index)))
            yield Progress("Calibrating", index + 1, count)
    calibrated = bool(judgements)
    # A single one is remembered and calibrates nothing, since there are no others that a new memory could have learned.
    scores = torch.cat([one.scores for one in judgements or [stored.model.judge_framed(good.framed(0))]])
    good_scores = stored.calibration.good_scores
    if calibrated:
        good_scores = torch.cat([good_scores, scores])
    values = good_scores.numpy()
    aside = None
    if is_crossed(stored.card):  # what the model was trained to reject: confirmed parts count whatever they score
        aside = np.zeros(len(values), bool)
        aside[: len(stored.calibration.good_scores)] = (
            stored.calibration.good_scores.numpy() > stored.card["threshold_choice"]["threshold"]
        )
    reject = choose_threshold(values, wish=job.max_false_reject, aside=aside)
    review = choose_review(values, wish=job.max_review, reject=reject.threshold)
    return _Judged(model, scores, calibrated, steps, reject, review, good_scores)


def _remembers(method: Method) -> bool:
    return isinstance(method, Memorises) and method.extendable


def _above(judged: _Judged, point: OperatingPoint) -> list[int]:
    """Places of the confirmed parts that a point rejects, the worst first."""
    scores = judged.scores
    order = torch.argsort(scores, descending=True, stable=True)
    return [int(place) for place in order if scores[place] > point.reject]


def _scored(confirmed: list[Confirmed], judged: _Judged, places: list[int]) -> list[ScoredPart]:
    return [ScoredPart(confirmed[place].name, float(judged.scores[place]), confirmed[place].label) for place in places]


def _network_of(model: Model, *, seed: int) -> nn.Module:
    """A network that knows what the model's knows, and learns apart from it."""
    network = build_network(model.method, seed=seed)
    network.load_state_dict(model.network.state_dict())
    return network


def _split(stored: StoredModel, confirmed: list[Confirmed], *, remembered: bool, judged: bool) -> dict[str, Any]:
    """The images on either side, those of the old model first."""
    split = dict(stored.card["split"])
    for side, added in (("training", remembered), ("calibration", judged)):
        if not added:
            continue
        split[side] = [*split[side], *(one.name for one in confirmed)]
        known = split.get(f"{side}_sha256")
        if known is not None:
            split[f"{side}_sha256"] = [*known, *(one.digest for one in confirmed)]
    if judged:
        split["calibration_groups"] = split["calibration_groups"] + len(confirmed)
    if remembered and judged:
        split["calibrate"] = "cross"
    return split
