"""What good images that a model has not learned say about it: held-out ones, or all of them a fold at a time."""

import copy
import math
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from inspector.core.calibration import Calibration, calibrate, default_scoring, fewest_to_normalise
from inspector.core.errors import CategoryError, ImageError
from inspector.core.fitting import FitStep, fit, one_process
from inspector.core.images.variation import Variation
from inspector.core.methods import AnyMethod, Judgement
from inspector.core.methods.capabilities import Embeds, Memorises
from inspector.core.model import Model
from inspector.core.stages.framing import Framed
from inspector.core.stages.scoring import AREAS, ScoringName, area_levels
from inspector.core.thresholds import far_out
from inspector.data.category import ImageRef
from inspector.data.images.batches import GoodImages, TrainingImages, training_source
from inspector.data.images.shared_features import FeatureSource, SharedFeatures, remembering
from inspector.data.splits import FOLDS, folds_of_good, group_of, held_out_of
from inspector.store.models.card import is_crossed
from inspector.workflow.inspect.images import nothing_judged
from inspector.workflow.progress import Progress

if TYPE_CHECKING:
    from inspector.workflow.train.images import ImageTrainJob

_SHOWN = 5  # suspects that are named
_MOST_LEARNED = 80  # that are judged by models of the others
FOLDS_OF_LEARNED = 4
FEWEST_HELD_OUT = 19  # with fewer, there is no room for a twentieth of good parts to go to review
FEWEST_LOTS = 5  # held out, to calibrate on them where every fold takes as long as the training


def calibrate_model(
    model: Model,
    held_out: Iterable[Judgement],
    *,
    total: int,
    normalise: bool | None,
    scoring: ScoringName | None = None,
    learned: Sequence[Judgement] = (),
    known: Calibration | None = None,
    crossed: bool = False,
) -> Generator[Progress, None, Calibration]:
    """What the model's judgements of `total` held-out good images say, one or more images at a time.

    Args:
        learned: of learned images, by models that did not learn them; see :func:`learned_to_judge`.
        known: of a model that is extended. Where its learned images say what is usual, that stays as it is.
        crossed: all good images of that model calibrated it, by models of the others; their scores stay, too.
    """
    judgements = []
    done = 0
    for judgement in held_out:
        judgements.append(judgement)
        done += len(judgement.scores)
        yield Progress("Calibrating", done, total)
    if known is not None and crossed:
        scores = _scores_by(known, model, _with_places(judgements))
        return replace(known, good_scores=torch.cat([known.good_scores, *scores]))
    one_size = len({None if one.maps is None else one.maps.shape for one in judgements}) == 1
    judgements = _with_places(judgements)
    levels = None
    if not one_size:
        maps = ((one.maps, one.places) for one in judgements if one.maps is not None)
        levels = torch.cat([area_levels(values, places, shares=AREAS) for values, places in maps])
        judgements = _of_one_size(judgements)
    if known is not None and known.compared:
        return replace(known, good_scores=torch.cat(_scores_by(known, model, judgements)))
    return calibrate(
        model.method,
        Judgement.together(judgements),
        normalise=normalise if one_size else False,  # a place of one image is another in the next
        judged=model.judged if model.tiling is None and model.locator is None else None,
        scoring=scoring or default_scoring(model.method),
        levels=levels,
        learned=Judgement.together(_with_places(list(learned))) if learned else None,
        crossed=crossed,
    )


def _scores_by(known: Calibration, model: Model, judgements: Sequence[Judgement]) -> list[Tensor]:
    usual = replace(model, calibration=known)
    return [usual.calibrated(one, places=one.places).scores for one in judgements]


def judge_held_out(model: Model, framed: Framed) -> Judgement:
    """The judgement of a good image, whose places that are not judged are as low as its lowest: they say nothing."""
    judgement, places = model.judge_framed(framed), model.places(framed)
    if judgement.maps is None or places is None:
        return judgement
    lowest = torch.where(places, judgement.maps, torch.inf).amin()
    maps = torch.where(places, judgement.maps, lowest)
    return replace(judgement, scores=maps.flatten(1).amax(dim=1), maps=maps, places=places[None])


def refuse_unjudged(model: Model, framed: Framed, path: Path) -> None:
    """Refuse a good image that says nothing about the model: its scores would say that every part is good.

    Raises:
        ImageError: if the part is not found in it, or nothing of it is judged.
    """
    if framed.placement is not None and not framed.placement.found:
        raise ImageError("{file}: the part is not found in it.", code="image.part_not_found", file=path)
    places = model.places(framed)
    if places is not None and not places.any():
        raise nothing_judged(path)


def check_judged(model: Model, good: GoodImages, images: Sequence[ImageRef]) -> None:
    """Refuse to learn where the category's regions leave nothing of a good image; see :func:`refuse_unjudged`."""
    if model.judged is not None:
        for index, image in enumerate(images):
            refuse_unjudged(model, good.framed(index), image.path)


def _with_places(judgements: list[Judgement]) -> list[Judgement]:
    """Judgements of which all say what is judged, if any does: of some images it may be everything."""
    if all(one.places is None for one in judgements):
        return judgements
    return [
        replace(one, places=torch.ones_like(one.maps, dtype=torch.bool))
        if one.places is None and one.maps is not None
        else one
        for one in judgements
    ]


def _of_one_size(judgements: Sequence[Judgement]) -> list[Judgement]:
    """Judgements whose maps are brought to the smallest height and width among them, with their maxima kept."""
    maps = [one.maps for one in judgements if one.maps is not None]
    size = (min(one.shape[-2] for one in maps), min(one.shape[-1] for one in maps))
    pooled = (F.adaptive_max_pool2d(values, size) for values in maps)
    return [replace(one, maps=values, places=None) for one, values in zip(judgements, pooled, strict=True)]


def suspects(names: Sequence[str], calibration: Calibration) -> tuple[str, ...]:
    """A sentence where good images that the judging model has not learned score as a defective one would.

    A defect that is hidden among the good images raises the reject threshold above its own score, and with it what
    passes.

    Args:
        names: of the images, or of the latest of them, in the order of the calibration's scores.
    """
    earlier = len(calibration.good_scores) - len(names)
    found = [place - earlier for place in far_out(calibration.good_scores.numpy()) if place >= earlier]
    if not found:
        return ()
    shown = ", ".join(names[place] for place in found[:_SHOWN])
    others = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return (
        f"These good images score far above the others: {shown}{others}. Check that they show good parts, because the "
        "thresholds depend on them. If one does not, mark it as ignored or defective and train again.",
    )


def calibrates_on_all(job: "ImageTrainJob", good: Sequence[ImageRef], *, tiled: bool) -> bool:
    """Whether every good image calibrates, by a model that learned the others.

    Where nothing is stated, all do where a memory-bank method, which learns in seconds, would hold out fewer than
    `FEWEST_HELD_OUT` of them (lots, where these are known): so few would reject more good parts and leave none between
    the thresholds (training/scores/review_band.py), and say little of the next lot (training/scores/lots.py). In tiles,
    which take minutes to learn, it is where fewer than `FEWEST_LOTS` lots that are known would be held out.
    A model that is extended stays as it was calibrated.

    Args:
        tiled: the images are judged in tiles.

    Raises:
        CategoryError, SettingError: if `group_by` does not name the lots.
    """
    if job.extend is not None:
        return is_crossed(job.extend.card)
    if job.calibrate != "auto":
        return job.calibrate == "cross"
    lots = len({group_of(image, job.group_by) for image in good})
    return calibrates_on_all_lots(type(job.method), lots, known=job.group_by is not None, tiled=tiled)


def calibrates_on_all_lots(method: type[AnyMethod], lots: int, *, known: bool, tiled: bool) -> bool:
    """The same of a method that calibrates on images of so many lots, where nothing is stated.

    Args:
        known: somebody says which images are of one lot; otherwise each is one of its own.
    """
    if not issubclass(method, Memorises) or (tiled and not known):
        return False
    return held_out_of(lots) < (FEWEST_LOTS if tiled else FEWEST_HELD_OUT)


def compared_images(job: "ImageTrainJob", learned: int, *, tiled: bool) -> int:
    """How many of the images that it learns are judged by models of the others; see :func:`learned_to_judge`."""
    if job.extend is not None or job.calibrate == "cross":
        return 0
    return learned_to_judge(job.method, learned, tiled=tiled, normalise=job.normalise, scoring=job.scoring)


def learned_to_judge(
    method: AnyMethod, count: int, *, tiled: bool, normalise: bool | None, scoring: ScoringName | None
) -> int:
    """How many of `count` learned images are judged by models of the others, to say what is usual at a place.

    So many more images say it better than the held-out ones do, which pays where learning takes seconds and maps are
    normalised in any pose (chosen by made-up defects, training/scores/scoring.py).
    """
    used = (
        isinstance(method, Memorises)
        and method.map_is_relative
        and not tiled
        and normalise is not False
        and (scoring or default_scoring(method)) == "areas"
        and count >= fewest_to_normalise(type(method))
    )
    return min(count, _MOST_LEARNED) if used else 0


def some_of(indices: Sequence[int], count: int) -> list[int]:
    """So many of them, from all over."""
    return [indices[place * len(indices) // count] for place in range(count)]


def folds_of_learned(
    images: Sequence[ImageRef], chosen: Sequence[int], *, digests: Sequence[str], group_by: str | None, seed: int
) -> list[list[int]]:
    """Indices of learned images in parts that share no lot, unless all are of one."""
    folds = folds_of(images, chosen, digests=digests, group_by=group_by, seed=seed, most=FOLDS_OF_LEARNED)
    return folds if len(folds) > 1 else [list(chosen[first::FOLDS_OF_LEARNED]) for first in range(FOLDS_OF_LEARNED)]


def folds_of(
    images: Sequence[ImageRef],
    chosen: Sequence[int],
    *,
    digests: Sequence[str],
    group_by: str | None,
    seed: int,
    most: int = FOLDS,
) -> list[list[int]]:
    """Indices of chosen images in at most so many parts that share no lot; in one where all are of one lot."""
    some, of_some = [images[index] for index in chosen], [digests[index] for index in chosen]
    try:
        folds = folds_of_good(some, digests=of_some, group_by=group_by, seed=seed, most=most)
    except CategoryError:
        return [list(chosen)] if chosen else []
    return [[chosen[place] for place in fold] for fold in folds]


def learned_in_folds(method: AnyMethod, folds: int, *, tiled: bool) -> int:
    """How many times :func:`judge_in_folds` learns as many images as there are."""
    return min(1, folds - 1) if isinstance(method, Embeds) and not tiled else folds - 1


def judge_in_folds(
    model: Model,
    good: GoodImages,
    folds: Sequence[Sequence[int]],
    *,
    untrained: Callable[[], nn.Module],
    variation: Variation,
    seed: int,
    steps: float = math.inf,
    judge: Callable[[Model, Framed], Judgement] = judge_held_out,
    stage: str = "Calibrating",
) -> Generator[Progress, None, list[Judgement]]:
    """The judgement of every good image, in their order, by a model that learned those of the other folds.

    Source: R. F. Barber, E. J. Candès, A. Ramdas, R. J. Tibshirani, "Predictive inference with the jackknife+", Annals
    of Statistics 49 (2021), section 4 (CV+). Its bound is of the models of all folds together, of which none is kept:
    for the one model that has learned all images, the shares that follow are expected and not proven.

    Args:
        model: whose method, light, frame and device are used, and not what it has learned.
        folds: of the images that are judged; none for no image.
        untrained: makes a network as the model's was before it learned; called once, as building one can take longer
            than learning, and copied for each fold.
        steps: that the model has learned for, and others of the same method learn for at most.
        judge: how a model of the others judges an image; all that it returns is kept.
        stage: of the progress, whose units are images: each fold learns some of them and judges the rest. Features
            are embedded once for all folds, and count once.
    """
    judgements: dict[int, Judgement] = {}
    first = cache(untrained)
    images = sum(len(fold) for fold in folds)
    tiled = good.framing.tiling is not None
    shared: SharedFeatures | None = None
    if len(folds) > 1 and isinstance(model.method, Embeds) and not tiled:
        shared = SharedFeatures(model.method, first().to(model.device), device=model.device)
    learned, total = 0, images * (1 + learned_in_folds(model.method, len(folds), tiled=tiled))
    if folds:
        yield Progress(stage, 0, total)
    for fold in folds:
        others = sorted(index for other in folds if other is not fold for index in other)
        network = copy.deepcopy(first())
        if others:  # a single fold is judged by what the network knew before
            drawn = training_source(good, others, variation, model.light_reference, method=model.method, seed=seed)
            source, learner = (
                (FeatureSource(shared, drawn), remembering)
                if shared is not None and isinstance(drawn, TrainingImages)
                else (drawn, one_process)
            )
            training = fit(
                model.method,
                network,
                source,
                seed=seed,
                device=model.device,
                learner=learner,
                enough=lambda taken: taken >= steps,
            )
            before = learned
            for event in training:
                if isinstance(event, FitStep):
                    step = len(others) * event.step // event.steps
                    learned = before + step if shared is None else min(shared.images, images)
                    yield Progress(stage, learned + len(judgements), total)
        fitted = replace(model, network=network)
        for index in fold:
            judgements[index] = judge(fitted, good.framed(index))
            yield Progress(stage, learned + len(judgements), total)
    return [judgements[index] for index in sorted(judgements)]
