"""Thresholds from held-out good scores, and what these prove about them.

The guarantees are order statistics: with n good scores, the share of good parts above the r-th largest of
them is distributed Beta(r, n − r + 1), whatever the scores' own distribution.

Source: Wilks, "Determination of sample sizes for setting tolerance limits" (1941).
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import betaincinv  # the quantile of Beta(a, b), without the seconds that scipy.stats takes to load

from inspector.core.errors import SettingError

CONFIDENCE = 0.95
FEWEST_TO_COMPARE = 8  # scores among which one can be far out
_FAR_OUT = 3.0
MOST_REJECTED = 0.05  # of good parts, where scores are set aside


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
        raise SettingError(
            "A share of good parts to reject or review must lie between 0 and 1, not {share:g}.",
            code="threshold.share_out_of_range",
            share=wish,
        )


def choose_threshold(good_scores: np.ndarray, *, wish: float, aside: np.ndarray | None = None) -> ThresholdChoice:
    """The lowest threshold whose share of good parts above it is provably at most the wish.

    With fewer images than the wish needs, the largest good score: the best that can be proven. Scores of
    images of one lot resemble one another; the bound takes each image for an independent part.

    Args:
        good_scores: (n,) raw scores of good images that the training did not use.
        wish: share of good parts that may be above the threshold, above 0 and below 1.
        aside: (n,) bool, scores that the threshold does not rest on, and which count as rejected; see `set_aside`.

    Raises:
        SettingError: if the wish is not between 0 and 1, there is no score, or one is not a finite number.
    """
    check_share(wish)
    n = len(good_scores)
    ranks = np.arange(1, n + 1)
    bounds = betaincinv(ranks, n - ranks + 1, CONFIDENCE)
    rank = max(1, int(np.searchsorted(bounds, wish, side="right")))
    if aside is not None and 0 < aside.sum() < n:
        rank = max(rank, int((good_scores >= good_scores[~aside].max()).sum()))
    return _at_rank(good_scores, rank, wish=wish)


def choose_review(good_scores: np.ndarray, *, wish: float, reject: float) -> ThresholdChoice:
    """The review threshold: on average at most `wish` of good parts lie between it and the reject threshold.

    A review costs a look and not a part: of n good scores, k / (n + 1) lie between two that are k ranks apart on
    average, which is not proven. From 19 good scores on, a twentieth of good parts leaves room for one below the
    reject threshold. Where there is room for none, it is the reject threshold, or the largest good score below it.

    Args:
        reject: the reject threshold, which it does not exceed.

    Raises:
        SettingError: if the wish is not between 0 and 1, or there is no score.
    """
    check_share(wish)
    n = len(good_scores)
    rejected = int((np.asarray(good_scores) >= reject).sum())
    choice = _at_rank(good_scores, min(n, max(1, rejected + int(wish * (n + 1)))), wish=wish)
    return replace(choice, threshold=min(choice.threshold, reject))


def _at_rank(good_scores: np.ndarray, rank: int, *, wish: float) -> ThresholdChoice:
    n = len(good_scores)
    if n == 0:
        raise SettingError(
            "A threshold needs the score of at least one good image held out from training.", code="threshold.no_score"
        )
    if np.ndim(good_scores) != 1 or not np.isfinite(good_scores).all():
        raise SettingError(
            "A threshold needs scores that are finite numbers, one for each good image.", code="threshold.bad_scores"
        )
    return ThresholdChoice(
        threshold=float(np.sort(good_scores)[n - rank]),
        rank=rank,
        images=n,
        expected=rank / (n + 1),
        bound_95=false_reject_bound(rank, n),
        wish=wish,
        images_needed=images_needed(wish),
    )


def far_out(good_scores: np.ndarray) -> list[int]:
    """Places of good scores that lie so far above the others that the image may not be good, the highest first.

    Fewer than `FEWEST_TO_COMPARE` scores do not tell.
    """
    if len(good_scores) < FEWEST_TO_COMPARE:
        return []
    limit = far_out_limit(good_scores)
    return [int(place) for place in np.argsort(-good_scores, kind="stable") if good_scores[place] > limit]


def set_aside(good_scores: np.ndarray) -> np.ndarray:
    """Which of the good scores a threshold should not rest on: (n,) bool.

    Where each image was judged by a model of the others, one that is unlike all of them scores far above them, though
    the model that learned it knows it: a threshold above it would let most defects pass. They are at most so many that
    one good part in twenty is expected above the threshold.
    """
    n = len(good_scores)
    aside = np.zeros(n, bool)
    aside[far_out(good_scores)[: max(0, int(MOST_REJECTED * (n + 1)) - 1)]] = True
    return aside


def far_out_limit(scores: np.ndarray) -> float:
    """Three interquartile ranges above the upper quartile.

    Source: Tukey, "Exploratory Data Analysis" (1977), where values beyond it are called far out.
    """
    lower, upper = np.quantile(scores, [0.25, 0.75])
    return float(upper + _FAR_OUT * (upper - lower))


def expected_above(good_scores: np.ndarray, threshold: float) -> float:
    """The mean share of good parts above a threshold: of n + 1 parts, which are alike, one more than of the n known."""
    return float((int((np.asarray(good_scores) > threshold).sum()) + 1) / (len(good_scores) + 1))


def bound_for_threshold(good_scores: np.ndarray, threshold: float) -> float:
    """What good images prove about a threshold that was set by hand: the 95 % upper bound of false rejects.

    Clopper–Pearson on the number of good scores above it, which also holds for a threshold between scores.
    """
    above = int((np.asarray(good_scores) > threshold).sum())
    n = len(good_scores)
    return 1.0 if above == n else false_reject_bound(above + 1, n)
