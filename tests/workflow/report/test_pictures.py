import csv
import tracemalloc

import numpy as np
import pytest
import torch
from PIL import Image
from scipy.ndimage import binary_dilation
from skimage.segmentation import find_boundaries

from inspector.core.inspection import Inspection
from inspector.core.operating_point import OperatingPoint
from inspector.core.regions import region_labels, regions_of
from inspector.workflow.export.tables import write_csv
from inspector.workflow.report.pictures import (
    REJECT_LINE,
    HeatScale,
    colours,
    heat_opacity,
    heatmap,
    overlay,
    picture,
    write_picture,
)

SCALE = HeatScale(low=1.0, high=3.0)
BLACK, CONTOUR = (0, 0, 0), (0, 255, 255)


def grey(value=100, size=20):
    return np.full((size, size, 3), value, np.uint8)


def test_a_quiet_map_leaves_the_image_as_it_is():
    image = np.random.default_rng(0).integers(0, 255, (20, 20, 3), np.uint8)
    assert np.array_equal(overlay(image, np.full((20, 20), 0.9), scale=SCALE, regions=None), image)


def test_the_same_value_has_the_same_colour_in_every_image():
    quiet, loud = np.full((20, 20), 0.0), np.full((20, 20), 9.0)
    quiet[5, 5] = loud[5, 5] = 2.0
    a, b = (overlay(grey(), values, scale=SCALE, regions=None) for values in (quiet, loud))
    assert np.array_equal(a[5, 5], b[5, 5])
    assert not np.array_equal(a[0, 0], b[0, 0])


def test_worse_is_brighter_in_grey_too():
    brightness = colours(np.linspace(0, 1, 50)) @ [0.299, 0.587, 0.114]
    assert (np.diff(brightness) > 0).all()


@pytest.mark.parametrize(("solid", "outlined"), [(True, False), (False, True)])
@pytest.mark.parametrize("background", [0, 128, 255])
def test_a_defect_stands_out_on_any_part(background, solid, outlined):
    values = np.zeros((20, 20))
    values[8:12, 8:12] = 3.0
    regions = region_labels(values, outline=1.0, peak=2.0) if outlined else None
    shown = overlay(grey(background), values, scale=SCALE, regions=regions, solid=solid).astype(int)
    assert np.abs(shown[8:12, 8:12] - background).max() > 80


@pytest.mark.parametrize(("solid", "least"), [(False, 0.5), (True, 0.0)])
def test_the_defect_is_seen_below_the_heat_unless_that_is_solid(solid, least):
    image = grey(180)
    image[:, 10] = 60  # a scratch
    values = np.full((20, 20), 3.0)
    shown = overlay(image, values, scale=SCALE, regions=None, solid=solid).mean(axis=-1)
    contrast = (shown[5, 5] - shown[5, 10]) / 120
    assert least <= contrast <= least + 0.25


def test_the_worse_the_stronger_the_heat():
    """A transparent worst place was taken for a faint one."""
    opacity = heat_opacity(np.linspace(0, 1, 50))
    assert opacity[0] == 0
    assert (np.diff(opacity) > 0).all()


def test_an_ng_part_shows_where_its_map_passes_the_reject_threshold():
    values = np.full((40, 40), 0.0)
    values[5:35, 5:35] = 1.5
    values[15:25, 15:25] = 2.5  # the reject threshold is 2
    regions = region_labels(values, outline=1.0, peak=1.2)
    plain, rejected = (
        overlay(grey(size=40), values, scale=SCALE, regions=regions, rejected=ng) for ng in (False, True)
    )
    assert SCALE.reject == 2
    assert tuple(rejected[15, 20]) == REJECT_LINE
    assert tuple(rejected[14, 20]) == (0, 0, 0)
    assert np.array_equal(plain[20, 20], rejected[20, 20])
    assert not (plain == REJECT_LINE).all(axis=-1).any()


def test_the_contour_is_drawn_where_the_region_ends():
    values = np.zeros((20, 20))
    values[5:15, 5:15] = 1.5
    values[17:19, 17:19] = 1.1  # above the outline, but below the peak: no region
    plain = overlay(grey(), values, scale=SCALE, regions=None)
    outlined = overlay(grey(), values, scale=SCALE, regions=region_labels(values, outline=1.0, peak=1.2))
    changed = (plain != outlined).any(axis=-1)
    assert changed[5, 10]
    assert not changed[10, 10]
    assert not changed[16:, 16:].any()


@pytest.mark.parametrize(("enlarged", "wide"), [(5, False), (160, True)])
def test_lines_are_drawn_where_scikit_image_finds_boundaries(enlarged, wide):
    rng = np.random.default_rng(5)
    regions, high = (np.kron(rng.integers(0, 3, (4, 5)), np.ones((enlarged, enlarged), np.int32)) for _ in range(2))
    above = (high > 0) & (regions > 0)
    image = np.full((*regions.shape, 3), 100, np.uint8)
    drawn = overlay(image, above * 2.5, scale=SCALE, regions=regions, rejected=True)
    expected = image.copy()
    for labels, mode, colour in ((above, "outer", BLACK), (regions, "inner", CONTOUR), (above, "inner", REJECT_LINE)):
        line = find_boundaries(labels, mode=mode)
        expected[binary_dilation(line) if wide else line] = colour
    for colour in (BLACK, CONTOUR, REJECT_LINE):
        places = (expected == colour).all(axis=-1)
        assert places.any()
        assert np.array_equal((drawn == colour).all(axis=-1), places)


def test_the_scale_is_anchored_to_good_parts_and_the_reject_threshold(stored):
    point = OperatingPoint(review=0.1, reject=stored.model.calibration.outline + 1)
    scale = HeatScale.of(stored.model.calibration, point)
    assert scale.low == stored.model.calibration.outline
    assert (point.reject - scale.low) / (scale.high - scale.low) == pytest.approx(0.5)


def test_pictures_are_no_larger_than_asked(tmp_path):
    Image.new("RGB", (400, 100), (10, 20, 30)).save(tmp_path / "wide.png")
    assert picture(tmp_path / "wide.png", max_side=200).shape == (50, 200, 3)
    full = picture(tmp_path / "wide.png")
    write_picture(tmp_path / "again.png", full)
    assert np.array_equal(np.asarray(Image.open(tmp_path / "again.png")), full)
    assert full[0, 0].tolist() == [10, 20, 30]


def test_csv_keeps_hostile_names_in_one_cell(tmp_path):
    name = 'a,b"c;\n=1+1.png'
    write_csv(tmp_path / "r.csv", [Inspection(name, "", error="broken, sadly")], relative=lambda score: score)
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["image"], row["decision"], row["error"]) == (r'a,b"c;\n=1+1.png', "ERROR", "broken, sadly")


def test_a_huge_picture_is_scaled_to_a_bounded_size(tmp_path, monkeypatch):
    Image.fromarray(np.full((40, 90, 3), 50, np.uint8)).save(tmp_path / "wide.png")
    assert picture(tmp_path / "wide.png").shape == (40, 90, 3)
    monkeypatch.setattr("inspector.workflow.report.pictures.MOST_PIXELS", 900)
    assert picture(tmp_path / "wide.png").shape == (20, 45, 3)
    assert picture(tmp_path / "wide.png", max_side=9).shape == (4, 9, 3)


def test_drawing_in_strips_changes_no_pixel(monkeypatch):
    rng = np.random.default_rng(0)
    image, anomaly_map = rng.integers(0, 256, (37, 23, 3), np.uint8), rng.random((37, 23))
    scale = HeatScale(0.2, 0.9)
    whole = overlay(image, anomaly_map, scale=scale, regions=None)
    monkeypatch.setattr("inspector.workflow.report.pictures.STRIP_PIXELS", 50)
    assert np.array_equal(overlay(image, anomaly_map, scale=scale, regions=None), whole)


def test_a_picture_takes_few_bytes_a_pixel(tmp_path):
    """65 before it was drawn in strips: 12 GB for an image of a line camera."""
    side = 1500
    image, anomaly_map = np.zeros((side, side, 3), np.uint8), np.ones((side, side), np.float32)
    tracemalloc.start()
    overlay(image, anomaly_map, scale=HeatScale(0.5, 2.0), regions=None)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak / side**2 < 25


@pytest.mark.parametrize("side", [24, 57, 90])
def test_a_picture_of_any_size_outlines_the_regions_of_the_record(side, stored):
    calibration = stored.model.calibration
    review = 3 * calibration.outline + 1
    anomaly_map = torch.zeros(24, 24)
    anomaly_map[4:7, 4:7], anomaly_map[17, 17] = 2 * review, 1.02 * review  # the second only at the map's resolution
    limits = {"outline": calibration.outline, "peak": review}
    regions = regions_of(anomaly_map, (57, 57), **limits)
    assert len(regions) == 1
    found = Inspection("a.png", "", score=2 * review, regions=regions, size=(57, 57), anomaly_map=anomaly_map.numpy())
    shown = heatmap(grey(size=side), found, calibration=calibration, point=OperatingPoint(review, review))
    cyan = (shown == (0, 255, 255)).all(axis=-1)
    assert cyan[: side // 2, : side // 2].any()
    assert not cyan[side // 2 :, side // 2 :].any()
