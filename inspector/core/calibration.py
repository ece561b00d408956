"""What good images that the training has not seen say about scores and maps, and the thresholds they allow.

The guarantees are order statistics: with n good scores, the share of good parts above the r-th largest of
them is distributed Beta(r, n − r + 1), whatever the scores' own distribution.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import torch
from scipy.special import betaincinv  # the quantile of Beta(a, b), without the seconds that scipy.stats takes to load
from torch import Tensor

from inspector.core.errors import SettingError
from inspector.core.methods.base import Judgement, Method

CONFIDENCE = 0.95
ALIGNMENT_NEEDED = 0.5  # normalise by place when place explains more than half of the maps' variance
FOLDS = 10  # leave-a-tenth-out when pixel statistics are judged on the images they come from
MIN_IMAGES_FOR_PIXEL_STATISTICS = 20
_MAD_TO_SIGMA = 1.4826
_FLOOR_WEIGHT = 3.0
_OUTLINE_QUANTILE = 0.995
_TAIL = 0.99
_TASK_FLOOR = 0.05  # of the error of one who guesses
_NEAR_CHANCE, _TRIVIAL = 0.8, 0.01  # shares of it that are left on good images


class Decision(StrEnum):
    """The verdict on one part."""

    OK = "OK"
    REVIEW = "REVIEW"
    NG = "NG"


@dataclass(frozen=True)
class OperatingPoint:
    """The two thresholds: OK ≤ review < REVIEW ≤ reject < NG.

    Raises:
        SettingError: if the review threshold is above the reject threshold, or one is not finite.
    """

    review: float
    reject: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.review) and math.isfinite(self.reject)):
            raise SettingError(f"Thresholds must be finite numbers, not {self.review} and {self.reject}.")
        if self.review > self.reject:
            raise SettingError(
                f"The review threshold {self.review:.6g} is above the reject threshold {self.reject:.6g}; "
                "give a review threshold at or below it."
            )

    def decide(self, score: float) -> Decision:
        if score > self.reject:
            return Decision.NG
        return Decision.REVIEW if score > self.review else Decision.OK


@dataclass(frozen=True)
class ThresholdChoice:
    """A threshold and what good images prove about it.

    Attributes:
        threshold: NG (or REVIEW) iff the score is above.
        rank: it is the rank-th largest of the good scores.
        images: how many good scores there were.
        expected: mean share of good parts above it, rank / (images + 1).
        bound_95: the share of good parts above it is at most this, with 95 % confidence.
        wish: the share that was asked for.
        images_needed: good images with which the wish could be proven at the best case, rank 1.
    """

    threshold: float
    rank: int
    images: int
    expected: float
    bound_95: float
    wish: float
    images_needed: int

    @property
    def proven(self) -> bool:
        return self.bound_95 <= self.wish

    @property
    def more_images_needed(self) -> int:
        return 0 if self.proven else max(1, self.images_needed - self.images)


def false_reject_bound(rank: int, images: int, *, confidence: float = CONFIDENCE) -> float:
    """Upper bound of the share of good parts above the rank-th largest of `images` good scores.

    The `confidence` quantile of Beta(rank, images − rank + 1); for rank 1 it is 1 − (1 − confidence)^(1/n).
    """
    return float(betaincinv(rank, images - rank + 1, confidence))


def images_needed(share: float, *, confidence: float = CONFIDENCE) -> int:
    """Good images with which a share of false rejects can be proven, if none of them is above the threshold."""
    return math.ceil(math.log(1 - confidence) / math.log1p(-share))


def check_share(wish: float) -> None:
    """Refuse a wish for a share of good parts that no threshold can meet.

    Raises:
        SettingError: if it is not between 0 and 1.
    """
    if not 0 < wish < 1:
        raise SettingError(f"A share of good parts to reject or review must lie between 0 and 1, not {wish:g}.")


def choose_threshold(good_scores: np.ndarray, *, wish: float) -> ThresholdChoice:
    """The lowest threshold whose share of good parts above it is provably at most the wish.

    With fewer images than the wish needs, the largest good score: the best that can be proven. Scores of
    images of one lot resemble one another; the bound takes each image for an independent part.

    Args:
        good_scores: (n,) raw scores of good images that the training has not seen.
        wish: share of good parts that may be above the threshold, between 0 and 1.

    Raises:
        SettingError: if the wish is not between 0 and 1, or there is no score.
    """
    check_share(wish)
    n = len(good_scores)
    ranks = np.arange(1, n + 1)
    bounds = betaincinv(ranks, n - ranks + 1, CONFIDENCE)
    return _at_rank(good_scores, max(1, int(np.searchsorted(bounds, wish, side="right"))), wish=wish)


def choose_review(good_scores: np.ndarray, *, wish: float) -> ThresholdChoice:
    """The review threshold: about `wish` of good parts above it.

    A review costs a look and not a part: the share is met on average, rank / (n + 1), and not proven.

    Raises:
        SettingError: if the wish is not between 0 and 1, or there is no score.
    """
    check_share(wish)
    return _at_rank(good_scores, max(1, int(wish * (len(good_scores) + 1))), wish=wish)


def _at_rank(good_scores: np.ndarray, rank: int, *, wish: float) -> ThresholdChoice:
    n = len(good_scores)
    if n == 0:
        raise SettingError("A threshold needs the score of at least one good image held out from training.")
    return ThresholdChoice(
        threshold=float(np.sort(good_scores)[n - rank]),
        rank=rank,
        images=n,
        expected=rank / (n + 1),
        bound_95=false_reject_bound(rank, n),
        wish=wish,
        images_needed=images_needed(wish),
    )


def bound_for_threshold(good_scores: np.ndarray, threshold: float) -> float:
    """What good images prove about a threshold that was set by hand: the 95 % upper bound of false rejects.

    Clopper–Pearson on the number of good scores above it, which also holds for a threshold between scores.
    """
    above = int((np.asarray(good_scores) > threshold).sum())
    n = len(good_scores)
    return 1.0 if above == n else false_reject_bound(above + 1, n)


@dataclass(frozen=True)
class PixelStatistics:
    """Robust statistics of the anomaly maps of good images at each place, for aligned parts.

    Attributes:
        median, sigma: (H, W) float32; sigma = 1.4826·MAD + floor, where the floor is `_FLOOR_WEIGHT` times the
            median of 1.4826·MAD over places. A spread estimated from a few dozen images is itself uncertain, and
            edges, where the spread is largest, are also where parts break: the median is trusted, the
            spread only a little.
    """

    median: Tensor
    sigma: Tensor

    @classmethod
    def of(cls, maps: Tensor) -> "PixelStatistics":
        """From maps (n, H, W) of good images. Source: METHODS "per-pixel robust z-score" on RIAD's map."""
        median = _median(maps)
        spread = _MAD_TO_SIGMA * _median((maps - median).abs())
        return cls(median=median, sigma=spread + (_FLOOR_WEIGHT * spread.median()).clamp_min(1e-6))

    def normalise(self, maps: Tensor) -> Tensor:
        """(…, H, W) maps in units of the good images' spread at the same place."""
        return (maps - self.median.to(maps.device)) / self.sigma.to(maps.device)

    def at(self, judged: Tensor) -> "PixelStatistics":
        """From statistics (P,) of the P places that are judged to (H, W); the others' values stay as they are."""
        median, sigma = torch.zeros(judged.shape), torch.ones(judged.shape)
        median[judged], sigma[judged] = self.median, self.sigma
        return PixelStatistics(median, sigma)


@dataclass(frozen=True)
class TaskStatistics:
    """How good images fail a method's tasks, at each of its P places.

    Attributes:
        median, sigma: (P, T) float32; sigma = 1.4826·MAD + floor, where the floor is a twentieth of the error of
            one who guesses, or three times the median spread where nothing can be guessed. A task that good
            images never fail has no spread, and would else be all that is looked at. By the tail (see `of`), the 99th
            percentile less the median takes the place of 1.4826·MAD, and the floor is for guessable tasks alone.
        weight: (T,) from 0 to 1: how far the median good image is from chance; halved for a trivially solved task.
        near_chance, trivial: (T,) bool. Near chance: what is left to solve on good images is above 80 % of what
            guessing leaves. Trivially solved: less than 1 % of it is left on 95 % of good images, which low-level
            cues may explain. Source: the rule of Jézéquel et al., section 2.1.
    """

    median: Tensor
    sigma: Tensor
    weight: Tensor
    near_chance: Tensor
    trivial: Tensor

    @classmethod
    def of(cls, tasks: Tensor, chance: Tensor | None, *, by_tail: bool = False) -> "TaskStatistics":
        """From tasks (n, P, T) of good images and the error (T,) of one who guesses; NaN, or None for all tasks, where
        nothing can be guessed.

        Args:
            by_tail: measure by what the worst hundredth of good images reach: for errors that are near zero on most
                and large on a few, such as the probability of a wrong answer, of which the MAD knows nothing. Then
                no task counts as trivially solved.
        """
        if chance is None:
            chance = torch.full(tasks.shape[-1:], torch.nan)
        median = _median(tasks)
        if by_tail:
            spread = torch.from_numpy(np.quantile(tasks.numpy(), _TAIL, axis=0)).float() - median
            usual = torch.tensor(1e-6)
        else:
            spread = _MAD_TO_SIGMA * _median((tasks - median).abs())
            usual = (_FLOOR_WEIGHT * spread.median(dim=0).values).clamp_min(1e-6)
        guessable = ~chance.isnan()
        left = tasks.flatten(0, 1) / chance  # (n·P, T): 1 for one who guesses; NaN tells nothing of a task below
        typical = _median(left)
        trivial = torch.from_numpy(np.quantile(left.numpy(), 0.95, axis=0)) < _TRIVIAL
        if by_tail:
            trivial.fill_(False)
        weight = (1 - typical).clamp(0, 1) * torch.where(trivial, 0.5, 1.0)
        return cls(
            median=median,
            sigma=spread + torch.where(guessable, _TASK_FLOOR * chance, usual),
            weight=torch.where(guessable, weight, 1.0),
            near_chance=typical > _NEAR_CHANCE,
            trivial=trivial,
        )

    def remarks(self, names: Sequence[str]) -> tuple[str, ...]:
        """Sentences on the tasks that tell little, which are weighted down where tasks make the score."""
        if self.near_chance.all():
            return ("No task was learned better than by guessing, so the scores say little: train longer.",)
        said = (
            (self.near_chance, "near chance on good parts, which look alike in its views: a calibrated score omits it"),
            (self.trivial, "trivially solved on good parts and may judge little: a calibrated score halves it"),
        )
        return tuple(
            f"The task {name} is {what}."
            for flags, what in said
            for name, flag in zip(names, flags.tolist(), strict=True)
            if flag
        )

    def normalise(self, tasks: Tensor) -> Tensor:
        """(…, P, T): weighted, in units of the good images' spread at the same place."""
        weight = torch.where(self.near_chance, 0.0, self.weight)
        # Where nothing is learned nothing can be said; but not zero for all.
        weight = torch.where(weight.any(), weight, torch.ones_like(weight))
        median, sigma, share = (of.to(tasks.device) for of in (self.median, self.sigma, weight / weight.mean()))
        return (tasks - median) / sigma * share


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
    """

    good_scores: Tensor
    pixels: PixelStatistics | None
    alignment: float | None
    outline: float | None
    tasks: TaskStatistics | None = None
    lowest: float | None = None


def calibrate(
    method: Method, judgement: Judgement, *, normalise: bool | None, judged: Tensor | None = None
) -> Calibration:
    """Calibration from the judgement of good images that the training has not seen.

    Args:
        judgement: of n good images, as the method gives it.
        normalise: whether maps are normalised by place; None leaves it to a check on these good images alone:
            place must explain more than half of the variance of maps it was not computed from, and the method's
            maps must not be relative to good parts already.
        judged: (H, W) bool, the places of the maps that count; None for all. The score is then the map's maximum
            over them, whatever the method's own score is made of.

    Scores and maps normalised here are cross-fitted: each image is normalised by the statistics of the
    others, as a new image will be, or else the thresholds would be too low for new good images.
    """
    scores, maps = judgement.scores, judgement.maps
    tasks = None
    if judgement.tasks is not None:
        tasks = TaskStatistics.of(judgement.tasks, method.chance())
        if method.judges_by_task and len(judgement.tasks) > 1:
            scores, maps = method.combine(
                _cross_normalise(judgement.tasks, lambda x: TaskStatistics.of(x, method.chance()))
            )
    if maps is None:
        return Calibration(scores, pixels=None, alignment=None, outline=None, tasks=tasks)
    if judged is not None:
        maps = maps[:, judged]  # (n, P): nothing below asks where a place lies
        scores = maps.amax(dim=1)
    aligned = alignment(maps)
    if normalise is None:
        enough = len(maps) >= MIN_IMAGES_FOR_PIXEL_STATISTICS
        normalise = enough and aligned > ALIGNMENT_NEEDED and not method.map_is_relative
    pixels = None
    if normalise and len(maps) > 1:  # one image has no others to be compared with
        pixels = PixelStatistics.of(maps)
        pixels = pixels if judged is None else pixels.at(judged)
        maps = _cross_normalise(maps, PixelStatistics.of)
        scores = maps.flatten(1).amax(dim=1)
    # A sample of the pixels is enough for a quantile, and torch.quantile has a limit on their number.
    values = maps.flatten()[:: max(1, maps.numel() // 2_000_000)]
    return Calibration(
        good_scores=scores,
        pixels=pixels,
        alignment=aligned,
        outline=torch.quantile(values, _OUTLINE_QUANTILE).item(),
        tasks=tasks,
        lowest=maps.min().item(),
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
        left_over += (maps[held_out] - _median(maps[others])).square().sum().item()
        total += (maps[held_out] - maps[others].mean()).square().sum().item()
    return 1 - left_over / max(total, 1e-12)


def _cross_normalise(values: Tensor, fit: Callable[[Tensor], PixelStatistics | TaskStatistics]) -> Tensor:
    normalised = torch.empty_like(values)
    for held_out, others in _folds(len(values)):
        normalised[held_out] = fit(values[others]).normalise(values[held_out])
    return normalised


def _median(maps: Tensor) -> Tensor:
    # torch.median gives the lower of two middle values, a bias against which every new image would stand out.
    return torch.from_numpy(np.median(maps.numpy(), axis=0))


def _folds(n: int) -> list[tuple[Tensor, Tensor]]:
    fold = torch.arange(n) % min(FOLDS, n)
    return [((fold == i).nonzero()[:, 0], (fold != i).nonzero()[:, 0]) for i in range(min(FOLDS, n))]
