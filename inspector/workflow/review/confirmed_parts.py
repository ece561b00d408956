"""Good parts that people confirmed in a run become part of a model: a new one is written, the old one stays as it is.

A memory-bank model remembers them and is calibrated on them, too: each is judged by a model that remembers the others
(CV+, see :func:`inspector.workflow.train.calibrating.judge_in_folds`). A trained model keeps its weights and is
calibrated on them, too.
"""

import time
from collections.abc import Generator, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import nn

from inspector.core.building import build_network
from inspector.core.errors import ImageError, ModelError, RunError
from inspector.core.fitting import FitStep, fit
from inspector.core.images.variation import Variation
from inspector.core.methods import Method
from inspector.core.methods.capabilities import Memorises
from inspector.core.model import Model
from inspector.core.operating_point import OperatingPoint
from inspector.core.thresholds import check_share, choose_review, choose_threshold
from inspector.data.images.batches import GoodImages, training_source
from inspector.store.models.card import read_card
from inspector.store.models.model_folder import StoredModel, file_sha256, write_model
from inspector.store.records import Review, ReviewDecision, current_reviews
from inspector.store.runs.image_run import ImageRun
from inspector.workflow.inspect.depth import bits_of
from inspector.workflow.progress import Progress, Waiting, Warned
from inspector.workflow.train.calibrating import judge_in_folds, refuse_unjudged, suspects
from inspector.workflow.train.image_reading import learned_part_check
from inspector.workflow.train.learning import TrainDone, done_with, origin
from inspector.workflow.train.output import TrainingOutput
from inspector.workflow.train.processes import OneProcess, Processes

_FOLDS = 5  # models that judge what the others remember
_FROM_THE_OLD = ("pretrained", "category", "variation", "judged")  # what a card says that stays true


@dataclass(frozen=True, kw_only=True)
class LearnJob:
    """What to learn from, and where to write the new model; see the command line's options of the same names.

    Raises:
        SettingError: if a wish is not between 0 and 1.

    Attributes:
        other_model: accept a run of a model that shares no good image with this one.
    """

    stored: StoredModel
    run: Path
    output: Path
    seed: int
    device: torch.device
    max_false_reject: float
    max_review: float
    other_model: bool = False
    processes: Processes = field(default_factory=OneProcess)
    resume: bool = False  # it is short enough to begin anew

    @property
    def method(self) -> Method:
        return self.stored.model.method

    def __post_init__(self) -> None:
        check_share(self.max_false_reject)
        check_share(self.max_review)


@dataclass(frozen=True)
class _Confirmed:
    """One image that a person confirmed to be good."""

    path: Path
    name: str
    digest: str
    review: Review


def learn_confirmed(job: LearnJob) -> Generator[Progress | Warned | Waiting | TrainDone, None, None]:
    """Write a model that also knows the images of a run that people confirmed to be good.

    What held-out images scored before is kept: with more remembered they would score the same or lower. On a full disk
    it waits until there is room for the model.

    Raises:
        RunError: if the run cannot be read, is of a model of other parts, or no new image is confirmed in it.
        ModelError: if the output exists.
        InUseError: if another process writes it.
        StorageError: if the model cannot be written.
    """
    with TrainingOutput(job) as output:
        yield from _learn(job, output)


def _learn(job: LearnJob, output: TrainingOutput) -> Generator[Progress | Warned | Waiting | TrainDone, None, None]:
    started = time.monotonic()
    stored, model = job.stored, job.stored.model
    method = model.method
    confirmed = yield from _confirmed(job)
    good = GoodImages([one.path for one in confirmed], framing=model.framing, bits=bits_of(model))
    readable = []
    for index in range(len(confirmed)):
        try:
            refuse_unjudged(model, good.load(index), confirmed[index].path)
            readable.append(index)
        except ImageError as error:
            yield Warned(f"{error} It is left out.")
        yield Progress("Reading", index + 1, len(confirmed))
    confirmed = [confirmed[index] for index in readable]
    if not confirmed:
        raise RunError(
            "None of the images that were confirmed in {run} can be used.", code="learn.unreadable", run=job.run
        )
    good.keep(readable)
    every = list(range(len(confirmed)))
    remembers = isinstance(method, Memorises) and method.extendable
    steps = 0
    if remembers:
        untrained = partial(_network_of, model, seed=job.seed)
        variation = Variation.model_validate(stored.card["variation"])
        judgements = yield from judge_in_folds(
            model,
            good,
            [every[first::_FOLDS] for first in range(min(_FOLDS, len(every)))] if len(every) > 1 else [],
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
        judgements = []
        for index in every:
            judgements.append(model.judge_framed(good.framed(index)))
            yield Progress("Calibrating", index + 1, len(every))
    part_check = learned_part_check(good, len(confirmed), Variation(), seed=job.seed, extended=model)
    model = replace(model.to(job.device), part_check=part_check)
    scores = [stored.calibration.good_scores, *(judgement.scores for judgement in judgements)]
    calibration = replace(stored.calibration, good_scores=torch.cat(scores))
    values = calibration.good_scores.numpy()
    reject, review = (
        choose_threshold(values, wish=job.max_false_reject),
        choose_review(values, wish=job.max_review),
    )
    point = OperatingPoint(review=min(review.threshold, reject.threshold), reject=reject.threshold)
    seconds = time.monotonic() - started
    split = _split(stored, confirmed, remembered=remembers, judged=bool(judgements))
    added = [one.name for one in confirmed] if judgements else []
    remarks = (*stored.card.get("remarks", ()), *suspects(added, calibration))
    write = partial(
        write_model,
        job.output,
        replace(model, calibration=calibration),
        operating_point=point,
        provenance={
            **origin(seed=job.seed, steps=steps, seconds=seconds, device=job.device, processes=1),
            **{name: stored.card[name] for name in _FROM_THE_OLD if name in stored.card},
            "threshold_choice": asdict(reject),
            "remarks": list(remarks),
            "split": split,
            "extends": {"model": stored.identity, "folder": stored.folder.name},
            "confirmed": {
                "run": job.run.name,
                "images": [
                    {"image": one.name, "sha256": one.digest, "by": one.review.user, "at": one.review.time}
                    for one in confirmed
                ],
                "earlier": stored.card.get("confirmed"),
            },
        },
    )
    yield from output.write_model(write, model.network)
    groups = split["calibration_groups"]
    chosen_point = (point, reject, review)
    yield done_with(job.output, calibration, chosen_point, seconds=seconds, steps=steps, groups=groups, remarks=remarks)


def _confirmed(job: LearnJob) -> Generator[Progress | Warned, None, list[_Confirmed]]:
    """What people confirmed in the run and the model does not know."""
    split = job.stored.card["split"]
    known = {*split.get("training_sha256", ()), *split.get("calibration_sha256", ())}
    with ImageRun(job.run) as run:
        reviews = current_reviews(job.run, moved_from=run.moved_from)
        table, about = run.table(), run.about
        names = reviews.keys() & set(table.names)
        paths = {name: run.path_of(name) for name in names}
        replaced = {name for name in names if run.is_replaced(name)}
    if about["model"] not in _ancestry(job.stored):
        if not job.other_model and not _of_the_same_parts(job.stored, about):
            raise RunError(
                "{run} was made with another model, {other}, which shares no good image with {model}, so its images "
                "may show other parts.",
                code="learn.other_model",
                run=job.run.name,
                other=about.get("model_folder", ""),
                model=job.stored.folder.name,
            )
        yield Warned(
            f"{job.run.name} was made with another model, {about['model_folder']}: make sure that its images show the "
            f"parts that {job.stored.folder.name} inspects."
        )
    judged = {name for name, decision in zip(table.names, table.decisions, strict=True) if decision is not None}
    accepted = [name for name in table.names if name in judged and _accepts(reviews.get(name))]
    reviewed = len(judged & reviews.keys())
    if reviewed < len(judged):
        yield Warned(
            f"{reviewed} of the {len(judged)} images of {job.run.name} were reviewed. If these were chosen because "
            "they looked suspicious, the thresholds come out too high: review a whole run, or a random part of it."
        )
    found: dict[str, _Confirmed] = {}
    for done, name in enumerate(accepted, start=1):
        if name in replaced:
            yield Warned(
                f"{paths[name]} has another size or time of change than when it was inspected, so nobody confirmed "
                "what it shows now. It is left out."
            )
            continue
        try:
            digest = file_sha256(paths[name])
        except OSError as error:
            yield Warned(f"{paths[name]} cannot be read ({error.strerror or error}). It is left out.")
            continue
        if digest not in known:
            found.setdefault(digest, _Confirmed(paths[name], name, digest, reviews[name]))
        yield Progress("Comparing", done, len(accepted))
    if replaced and not found:
        raise RunError(
            "The images confirmed in {run} have another size or time of change than when they were inspected.",
            code="learn.replaced",
            run=job.run,
        )
    if not found:
        raise RunError(
            "{run} holds no image that a person confirmed to be good and that the model does not know yet."
            if accepted
            else "{run} holds no image that a person confirmed to be good.",
            code="learn.nothing_confirmed",
            run=job.run,
        )
    return list(found.values())


def _ancestry(stored: StoredModel) -> set[str]:
    """A model, and the one that it extends, by their identities."""
    return {stored.identity, *({stored.card["extends"]["model"]} if "extends" in stored.card else ())}


def _of_the_same_parts(stored: StoredModel, about: Mapping[str, Any]) -> bool:
    """Whether the model that a run was made with knows a good image that this one knows; False where it is gone."""
    known = _good_images(stored.card)
    for folder in (Path(about.get("model_path", "")), stored.folder.parent / about.get("model_folder", "")):
        try:
            card = read_card(folder)
        except ModelError:
            continue
        if card["sha256"] == about["model"]:
            return not known.isdisjoint(_good_images(card))
    return False


def _good_images(card: Mapping[str, Any]) -> set[str]:
    """What a model learned and was calibrated on: the images' hashes, and one of all, which early cards have alone."""
    split = card["split"]
    return {
        card["category"]["fingerprint"],
        *split.get("training_sha256", ()),
        *split.get("calibration_sha256", ()),
    }


def _accepts(review: Review | None) -> bool:
    return review is not None and review.decision is ReviewDecision.ACCEPT


def _network_of(model: Model, *, seed: int) -> nn.Module:
    """A network that knows what the model's knows, and learns apart from it."""
    network = build_network(model.method, seed=seed)
    network.load_state_dict(model.network.state_dict())
    return network


def _split(stored: StoredModel, confirmed: list[_Confirmed], *, remembered: bool, judged: bool) -> dict[str, Any]:
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
