"""What held-out good images, which the training has not seen, say about scores and maps."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor

from inspector.core.methods.base import AnyMethod, Judgement
from inspector.core.methods.capabilities import PosesTasks
from inspector.core.stages.scoring import AREAS, AreaStatistics, ScoringName, area_levels
from inspector.core.statistics import FLOOR_WEIGHT, PixelStatistics, TaskStatistics, median_over_images

ALIGNMENT_NEEDED = 0.5  # normalise by place when place explains more than half of the maps' variance
# Distances to good parts gain by it in every pose, since the border and the texture of a place set their level; chosen
# by made-up defects (training/scores/scoring.py), down to so many images.
MIN_IMAGES_FOR_RELATIVE_MAPS = 8
FOLDS = 10  # leave-a-tenth-out when pixel statistics are judged on the images they come from
MIN_IMAGES_FOR_PIXEL_STATISTICS = 20
MIN_IMAGES_FOR_AREAS = 10  # fewer do not tell what good images reach
OUTLINE_QUANTILE = 0.995
# Over the root of their number: 1 for 64 images. The spread that so many images have at a place, each judged by a model
# of others, is trusted more than that of a few held-out ones (chosen by made-up defects, training/scores/usual.py).
LEARNED_FLOOR = 8.0


@dataclass(frozen=True)
class Calibration:
    """What held-out good images say.

    Attributes:
        good_scores: (n,) float32, the scores of the held-out good images as new images would get them.
        pixels: statistics by which maps are normalised; None where that is off.
        tasks: statistics of the method's tasks; None for methods that pose none.
        alignment: share of the maps' variance that place explains on held-out good images; None without maps.
        outline: map value at which a region ends (99.5 % of good pixels are below); None without maps.
        lowest: the lowest map value of good pixels; None without maps.
        areas: what areas of the maps reach, where the score is made of them; None where it is the maximum.
        compared: learned images, each judged by a model that had not learned it, that say what is usual at a place
            and in an area; 0 where the held-out ones do.
    """

    good_scores: Tensor
    pixels: PixelStatistics | None
    alignment: float | None
    outline: float | None
    tasks: TaskStatistics | None = None
    lowest: float | None = None
    areas: AreaStatistics | None = None
    compared: int = 0


def fewest_to_normalise(method: type[AnyMethod]) -> int:
    """Good images from which on maps may be normalised by place where nobody says."""
    return MIN_IMAGES_FOR_RELATIVE_MAPS if method.map_is_relative else MIN_IMAGES_FOR_PIXEL_STATISTICS


def default_scoring(method: AnyMethod) -> ScoringName:
    """How a map becomes a score where nobody says: as published where the settings are the paper's, but for how long it
    trains, and where scores are made of tasks."""
    if not method.has_map or (isinstance(method, PosesTasks) and method.judges_by_task):
        return "maximum"
    return "maximum" if is_published(method) else "areas"


def is_published(method: AnyMethod) -> bool:
    """Whether a method's settings are its paper's, but for how long it trains."""
    own, paper = (config.model_dump(exclude={"training"}) for config in (method.config, method.presets["paper"]))
    return bool(own == paper)


def calibrate(
    method: AnyMethod,
    judgement: Judgement,
    *,
    normalise: bool | None,
    judged: Tensor | None = None,
    scoring: ScoringName = "maximum",
    levels: Tensor | None = None,
    learned: Judgement | None = None,
    crossed: bool = False,
) -> Calibration:
    """Calibration from the judgement of good images that the training did not use.

    Args:
        judgement: of n good images, as the method or :meth:`Model.raw` returns it: scores (n,), maps (n, H, W).
        normalise: whether maps are normalised by place; None decides. Maps that are distances to good parts are where
            the score is made of areas; for others, place must explain more than half of the variance of maps it was
            not computed from.
        judged: (H, W) bool, the places of the maps that count; None for all. The score is then the map's maximum
            over them, whatever the method's own score is made of.
        scoring: how a map becomes a score; `maximum` leaves the method's own score, as do methods without a map
            and fewer than `MIN_IMAGES_FOR_AREAS` images.
        levels: (n, A), what areas reach in maps that were of several sizes; None to compute them.
        learned: of images that the training has seen, each by a model that has not; with maps of the same size. What
            is usual at a place and in an area then comes from them, and the held-out images say only what a new good
            image scores by that.
        crossed: `judgement` is of all good images, each by a model that learned the others: the spread at a place is
            trusted as that of `learned`.

    Without `learned`, scores and maps normalised here are cross-fitted: each image is normalised by the statistics of
    the others, as a new image will be; otherwise the thresholds would be too low for new good images. So are scores
    made of areas.
    """
    scores, maps = judgement.scores, judgement.maps
    tasks = None
    if isinstance(method, PosesTasks) and judgement.tasks is not None:
        chance = method.chance()
        tasks = TaskStatistics.from_errors(judgement.tasks, chance)
        if method.judges_by_task and len(judgement.tasks) > 1:
            normalised = _cross_normalise(judgement.tasks, lambda tasks: TaskStatistics.from_errors(tasks, chance))
            scores, maps = method.combine(normalised)
    if maps is None:
        return Calibration(scores, pixels=None, alignment=None, outline=None, tasks=tasks)
    usual = maps if learned is None or learned.maps is None else learned.maps
    if judged is not None:
        maps, usual = maps[:, judged], usual[:, judged]  # (n, P): nothing below asks where a place lies
        scores = maps.amax(dim=1)
    aligned = alignment(usual)
    if normalise is None:
        worth_it = scoring == "areas" if method.map_is_relative else aligned > ALIGNMENT_NEEDED
        normalise = worth_it and len(usual) >= fewest_to_normalise(type(method))
    pixels = None
    if normalise and len(usual) > 1:  # one image has no others to be compared with
        in_turn = learned is not None or (crossed and method.map_is_relative)
        floor = LEARNED_FLOOR / math.sqrt(len(usual)) if in_turn else FLOOR_WEIGHT
        statistics_of = partial(PixelStatistics.from_maps, floor=floor)
        at_places = statistics_of(usual)
        pixels = at_places if judged is None else at_places.at(judged)
        usual = _cross_normalise(usual, statistics_of)
        maps = usual if learned is None else at_places.normalise(maps)
        scores = maps.flatten(1).amax(dim=1)
    areas = None
    if scoring == "areas" and len(usual) >= MIN_IMAGES_FOR_AREAS:
        shares = AREAS if judged is None else tuple(area * judged.float().mean().item() for area in AREAS)
        if levels is None:
            levels = _levels(maps, judged, judgement.places, shares)
        if learned is None:
            areas = AreaStatistics.from_levels(levels, shares)
            scores = _cross_scored(levels, shares)
        else:
            areas = AreaStatistics.from_levels(_levels(usual, judged, learned.places, shares), shares)
            scores = areas.combine(levels)
    # A sample of the pixels is enough for a quantile, and torch.quantile has a limit on their number.
    values = maps.flatten()[:: max(1, maps.numel() // 2_000_000)]
    return Calibration(
        good_scores=scores,
        pixels=pixels,
        alignment=aligned,
        outline=torch.quantile(values, OUTLINE_QUANTILE).item(),
        tasks=tasks,
        lowest=maps.min().item(),
        areas=areas,
        compared=0 if learned is None else len(usual),
    )


def alignment(maps: Tensor) -> float:
    """Share of the variance of good images' maps that the per-place median of other good images explains.

    Near 1 for parts in a fixed pose, near or below 0 for texture and free pose.

    Args:
        maps: (n, H, W), or (n, P) at the places that are judged; with fewer than two the answer is 0.
    """
    if len(maps) < 2:
        return 0.0
    left_over = total = 0.0
    for held_out, others in _folds(len(maps)):
        left_over += (maps[held_out] - median_over_images(maps[others])).square().sum().item()
        total += (maps[held_out] - maps[others].mean()).square().sum().item()
    return 1 - left_over / max(total, 1e-12)


def _cross_normalise(values: Tensor, fit: Callable[[Tensor], PixelStatistics | TaskStatistics]) -> Tensor:
    normalised = torch.empty_like(values)
    for held_out, others in _folds(len(values)):
        normalised[held_out] = fit(values[others]).normalise(values[held_out])
    return normalised


def _cross_scored(levels: Tensor, shares: tuple[float, ...]) -> Tensor:
    scores = torch.empty(len(levels))
    for held_out, others in _folds(len(levels)):
        fitted = AreaStatistics.from_levels(levels[others] if len(others) else levels, shares)
        scores[held_out] = fitted.combine(levels[held_out])
    return scores


def _levels(maps: Tensor, judged: Tensor | None, places: Tensor | None, shares: tuple[float, ...]) -> Tensor:
    """What areas reach in maps (n, H, W), or (n, P) at the judged places: (n, A)."""
    whole = maps if judged is None else _spread_over(judged, maps)
    return area_levels(whole, judged if places is None else places, shares=shares)


def _spread_over(judged: Tensor, values: Tensor) -> Tensor:
    """(n, P) at the judged places to (n, H, W)."""
    maps = values.new_zeros(len(values), *judged.shape)
    maps[:, judged] = values
    return maps


def _folds(n: int) -> list[tuple[Tensor, Tensor]]:
    fold = torch.arange(n) % min(FOLDS, n)
    return [((fold == i).nonzero()[:, 0], (fold != i).nonzero()[:, 0]) for i in range(min(FOLDS, n))]
