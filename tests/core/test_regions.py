import tracemalloc

import numpy as np
import pytest
import torch
from scipy import ndimage

from inspector.core import regions
from inspector.core.regions import Region, find_regions, region_labels, region_outlines, regions_of, searched_map


def test_a_region_by_hand():
    anomaly_map = np.zeros((10, 12))
    anomaly_map[2:5, 3:8] = 2  # a quarter of the way from the outline to the peak
    anomaly_map[3, 6] = 5
    assert find_regions(anomaly_map, outline=1, peak=4) == [
        Region(left=3, top=2, width=5, height=3, area_px=15, peak=5.0, peak_x=6, peak_y=3)
    ]


def test_noise_that_never_reaches_the_peak_is_no_region():
    anomaly_map = np.zeros((10, 10))
    anomaly_map[2:4, 2:4] = 2
    anomaly_map[7, 7] = 5
    assert [region.peak for region in find_regions(anomaly_map, outline=1, peak=4)] == [5.0]


def test_the_place_that_decided_is_a_region_though_interpolation_lowered_it():
    anomaly_map = np.zeros((10, 10))
    anomaly_map[2:4, 2:4] = 3.9
    assert [region.area_px for region in find_regions(anomaly_map, outline=1, peak=4)] == [4]


def test_regions_touching_by_a_corner_are_one_and_the_worst_comes_first():
    anomaly_map = np.zeros((10, 10))
    anomaly_map[0, 0] = anomaly_map[1, 1] = 5
    anomaly_map[8, 8] = 9
    regions = find_regions(anomaly_map, outline=1, peak=4)
    assert [(region.peak, region.area_px) for region in regions] == [(9.0, 1), (5.0, 2)]


def smooth(*peaks: tuple[int, int, float], sigma: float = 4.0) -> np.ndarray:
    """A map (64, 96) of blurred defects at (x, y), each of a height."""
    y, x = np.mgrid[:64, :96]
    return sum(height * np.exp(-((x - px) ** 2 + (y - py) ** 2) / (2 * sigma**2)) for px, py, height in peaks)


def test_a_strong_defect_is_not_larger_than_a_weak_one_of_its_size():
    weak, strong = (find_regions(smooth((40, 30, height)), outline=1, peak=2)[0] for height in (8.0, 800.0))
    radius = 4.0 * np.sqrt(2 * np.log(4))  # where a Gaussian of this width has fallen to a quarter
    assert strong.width == pytest.approx(2 * radius, abs=2)
    assert weak.width == pytest.approx(strong.width, abs=2)
    everything = find_regions(smooth((40, 30, 800.0)), outline=1, peak=2, share_of_peak=0)[0]
    assert everything.width > 2 * strong.width


def test_a_weak_defect_in_the_surroundings_of_a_strong_one_is_a_region_of_its_own():
    anomaly_map = smooth((30, 30, 100.0), (52, 30, 10.0))
    assert len(find_regions(anomaly_map, outline=0.001, peak=2, share_of_peak=0)) == 1
    found = find_regions(anomaly_map, outline=0.001, peak=2)
    assert [(region.peak_x, region.peak_y) for region in found] == [(30, 30), (52, 30)]


def test_what_is_as_high_as_the_border_of_a_region_and_apart_from_it_is_none():
    anomaly_map = smooth((30, 30, 100.0))
    anomaly_map[30, 37] = 40.0  # in the surroundings of the peak, where 22 is usual
    anomaly_map[30, 41] = 30.0  # where 2 is usual: higher than where the region ends
    assert [(one.peak_x, one.peak_y) for one in find_regions(anomaly_map, outline=0.001, peak=2)] == [
        (30, 30),
        (41, 30),
    ]


def test_two_peaks_without_a_valley_between_them_are_one_region():
    found = find_regions(smooth((40, 30, 20.0), (48, 30, 19.0)), outline=1, peak=2)
    assert len(found) == 1


def test_regions_are_the_same_in_a_map_too_large_to_tell_its_peaks_apart_pixel_by_pixel():
    anomaly_map = smooth((30, 30, 100.0), (52, 30, 10.0))
    enlarged = np.kron(anomaly_map, np.ones((8, 8)))
    small, large = (find_regions(values, outline=0.01, peak=2) for values in (anomaly_map, enlarged))
    assert [(8 * one.width, 8 * one.height) for one in small] == [(one.width, one.height) for one in large]


@pytest.mark.parametrize("outline", [3, 8])
def test_an_outline_above_the_peak_is_lowered_to_it(outline):
    anomaly_map = np.zeros((4, 4))
    anomaly_map[1:3, 1:3] = 7
    assert find_regions(anomaly_map, outline=outline, peak=6)[0].area_px == 4


def test_regions_of_a_large_image_are_found_at_a_lower_resolution(monkeypatch):
    anomaly_map = torch.zeros(30, 40)
    anomaly_map[10:12, 20:23] = 1.0
    near = regions_of(anomaly_map, (300, 400), outline=0.4, peak=0.5)[0]
    monkeypatch.setattr(regions, "MOST_PIXELS", 30 * 40)
    found = regions_of(anomaly_map, (300, 400), outline=0.4, peak=0.5)[0]
    assert (found.left, found.top, found.width, found.height) == (200, 100, 30, 20)
    assert found.area_px == 600
    assert abs(found.left - near.left) < 10
    assert 200 <= found.peak_x < 230


def test_regions_of_a_large_map_take_little_memory_beside_it():
    noise = np.random.default_rng(0).normal(size=(125, 125))
    anomaly_map = ndimage.zoom(noise, 8, order=1).astype(np.float32)
    anomaly_map[400:460, 400:460] += 9
    tracemalloc.start()
    try:
        found = find_regions(anomaly_map, outline=2.5, peak=6)
        _, largest = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(found) == 1
    assert largest < 5 * anomaly_map.nbytes


def test_a_peak_that_interpolation_lowers_below_the_threshold_is_drawn_as_no_region():
    """As in the record: there, the place has no region."""
    anomaly_map = torch.zeros(22, 32)
    anomaly_map[4:7, 4:7], anomaly_map[15, 25] = 6.0, 4.85
    size, limits = (38, 55), {"outline": 1.0, "peak": 4.79}
    assert len(regions_of(anomaly_map, size, **limits)) == 1
    assert len(find_regions(anomaly_map.numpy(), **limits)) == 2, "at the resolution of the map"
    searched = searched_map(anomaly_map, size)
    assert searched.shape == size
    labels = region_labels(searched, **limits)
    assert len(np.unique(labels[labels > 0])) == 1
    assert len(region_outlines(searched, **limits)) == 1
