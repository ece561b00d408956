import numpy as np
import pytest
from scipy import ndimage
from sklearn.metrics import roc_auc_score

from inspector.core.metrics import PixelMetrics, f1_score, image_auroc, rate


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
