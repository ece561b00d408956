from itertools import pairwise

import numpy as np
import pytest
from scipy import ndimage
from sklearn.metrics import roc_auc_score

from inspector.core.metrics.image import (
    PixelMetrics,
    apcer_at_bpcer,
    equal_error_rate,
    f1_score,
    image_auroc,
    rate,
)


def maps_and_masks(n=6, size=40, seed=0):
    rng = np.random.default_rng(seed)
    masks = np.zeros((n, size, size), bool)
    for mask in masks[: n - 2]:
        for _ in range(3):
            y, x = rng.integers(0, size - 8, 2)
            mask[y : y + rng.integers(2, 8), x : x + rng.integers(2, 8)] = True
    maps = rng.normal(size=masks.shape) + 1.2 * masks
    return np.array([ndimage.gaussian_filter(values, 1) for values in maps]).astype(np.float32), masks


def measured(maps, masks):
    metrics = PixelMetrics()
    for values, mask in zip(maps, masks, strict=True):
        metrics.add(values, mask)
    return metrics


def slow_aupro(maps, masks, limit=0.3):
    """Bergmann et al.'s definition, threshold by threshold and region by region."""
    regions = []
    for values, mask in zip(maps, masks, strict=True):
        labels, count = ndimage.label(mask, structure=np.ones((3, 3)))
        regions += [values[labels == region] for region in range(1, count + 1)]
    good = maps[~masks]
    points = [(0.0, 0.0)]
    for threshold in np.unique(maps)[::-1]:
        points.append(((good >= threshold).mean(), np.mean([(region >= threshold).mean() for region in regions])))
    x, y = np.array(points).T
    inside = x < limit
    x, y = np.append(x[inside], limit), np.append(y[inside], np.interp(limit, x, y))
    return np.trapezoid(y, x) / limit


def test_pixel_auroc_against_exact_values():
    maps, masks = maps_and_masks()
    assert measured(maps, masks).auroc() == pytest.approx(roc_auc_score(masks.ravel(), maps.ravel()), abs=2e-4)


def test_aupro_against_a_slow_reference():
    maps, masks = maps_and_masks(n=4, size=24)
    assert measured(maps, masks).aupro() == pytest.approx(slow_aupro(maps, masks), abs=2e-3)


def test_a_perfect_map():
    _, masks = maps_and_masks()
    metrics = measured(masks.astype(np.float32), masks)
    assert metrics.auroc() == 1
    assert metrics.aupro() == 1


def test_an_upside_down_map_of_negative_values():
    _, masks = maps_and_masks()
    assert measured(-masks.astype(np.float32), masks).auroc() == 0


def test_aupro_weighs_a_small_region_as_much_as_a_large_one():
    mask = np.zeros((40, 40), bool)
    mask[:20, :20] = True
    mask[30, 30] = True
    found_large_only = np.where(mask, 1.0, 0.0)
    found_large_only[30, 30] = -1
    # The small region is reached only with all pixels: half of the regions' overlap on nearly the whole range.
    assert measured(found_large_only[None], mask[None]).aupro() == pytest.approx(0.5, abs=0.01)


def test_without_defects_nothing_is_measured():
    metrics = measured(np.zeros((1, 4, 4)), np.zeros((1, 4, 4), bool))
    assert metrics.auroc() is None
    assert metrics.aupro() is None
    assert image_auroc(np.array([1.0, 2.0]), np.array([False, False])) is None
    assert rate(0, 0) is None
    assert f1_score(np.array([True]), np.array([False])) is None


@pytest.mark.parametrize("seed", range(5))
def test_image_auroc_against_scikit_learn(seed):
    rng = np.random.default_rng(seed)
    scores, defective = rng.integers(0, 3 * seed + 2, 40), rng.integers(0, 2, 40)  # many are equal
    assert image_auroc(scores, defective) == pytest.approx(roc_auc_score(defective, scores), abs=1e-12)


def test_a_score_that_is_no_number_is_no_figure():
    with pytest.raises(ValueError, match="finite"):
        image_auroc(np.array([1, np.nan, 2]), np.array([False, True, True]))


def test_image_auroc_by_hand():
    # pairs (good, defective) ordered rightly: (1<2), (1<4), (3<4), not (3<2): 3 of 4
    assert image_auroc(np.array([1, 3, 2, 4.0]), np.array([False, False, True, True])) == 0.75


def test_f1_by_hand():
    # 1 hit, 1 false alarm, 1 miss: 2·1 / (2 + 2)
    assert f1_score(np.array([True, True, False]), np.array([True, False, True])) == 0.5


def test_intervals_by_hand():
    none_of_20 = rate(0, 20)
    assert (none_of_20.value, none_of_20.low) == (0, 0)
    assert none_of_20.high == pytest.approx(1 - 0.025 ** (1 / 20))
    assert rate(20, 20).low == pytest.approx(0.025 ** (1 / 20))


def labelled(good, bad):
    return np.array([*good, *bad], float), np.array([False] * len(good) + [True] * len(bad))


@pytest.mark.parametrize(
    ("good", "bad", "expected"),
    [
        ([1, 2], [3, 4], 0),
        ([3, 4], [1, 2], 1),
        ([1, 2, 3, 5], [4, 6, 7, 8], 0.25),  # above 4: one good of four rejected, one bad of four accepted
        ([1, 3], [2, 4], 0.5),  # above 2: half the good rejected, half the bad accepted
        ([1, 1], [1, 1], 0.5),  # no threshold tells them apart
        ([1, 2, 2], [2, 2, 3], 1 / 3),  # the tie of 2 moves as one: from (0, 2/3) to (2/3, 0), met at 1/3
    ],
)
def test_equal_error_rate_by_hand(good, bad, expected):
    assert equal_error_rate(*labelled(good, bad)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("good", "bad", "bpcer", "expected"),
    [
        (range(20), [18.5, 30], 0.05, 0),  # one of twenty may be rejected: 19 is, and 18.5 is found
        (range(20), [17.5, 30], 0.05, 0.5),  # above 18: 17.5 is accepted
        (range(20), [18.5, 30], 0.04, 0.5),  # none may be rejected
        ([1, 2, 5, 5], [4, 5], 0.25, 1),  # the two good at 5 would be rejected together, so nothing is
        ([1, 2, 5, 5], [4, 6], 0.5, 0),
        ([0, 0], [0, 0], 0.05, 1),
    ],
)
def test_apcer_by_hand(good, bad, bpcer, expected):
    assert apcer_at_bpcer(*labelled(good, bad), bpcer=bpcer) == pytest.approx(expected)


def slow_errors(scores, defective):
    """(BPCER, APCER) at every threshold there is: reject above it."""
    thresholds = [-np.inf, *np.unique(scores)]
    good, bad = scores[~defective], scores[defective]
    return [((good > t).mean(), (bad <= t).mean()) for t in thresholds]


@pytest.mark.parametrize("seed", range(8))
def test_error_rates_against_a_slow_reference(seed):
    rng = np.random.default_rng(seed)
    defective = rng.random(60) < 0.4
    scores = (rng.normal(size=60) + defective).round(1 if seed % 2 else 6)  # with ties and without
    errors = slow_errors(scores, defective)
    assert apcer_at_bpcer(scores, defective) == pytest.approx(min(a for b, a in errors if b <= 0.05))
    # Walking along the polyline in small steps, the place where the two errors differ least.
    line = [
        (b0 + (b1 - b0) * s, a0 + (a1 - a0) * s)
        for (b0, a0), (b1, a1) in pairwise(errors)
        for s in np.linspace(0, 1, 501)
    ]
    nearest = min(line, key=lambda point: abs(point[0] - point[1]))
    assert equal_error_rate(scores, defective) == pytest.approx(nearest[0], abs=1e-3)


def test_error_rates_need_both_kinds():
    for kind in (True, False):
        assert equal_error_rate(np.array([1.0, 2.0]), np.array([kind, kind])) is None
        assert apcer_at_bpcer(np.array([1.0, 2.0]), np.array([kind, kind])) is None
