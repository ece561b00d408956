"""Shapes of `category.json`, and the pixels that lie in them."""

import json

import numpy as np
import pytest

from inspector.core.images.shapes import Brush, Ellipse, Polygon, all_shapes, bounds, fitted, parse_shape, shape_mask
from inspector.data.properties import CategoryProperties, judged_mask, read_properties

HEART = Brush((((0.3, 0.5), (0.5, 0.7)), ((0.7, 0.5),)), (0.1, 0.05))
TRIANGLE = Polygon(((0.0, 0.0), (1.0, 0.0), (0.0, 1.0)))


def test_a_file_with_every_shape_is_read(tmp_path):
    stated = {
        "region_of_interest": [[0.1, 0.1, 0.9, 0.9], {"ellipse": [0, 0, 0.5, 1]}],
        "ignore": [
            {"polygon": [[0, 0], [1, 0], [0, 1]]},
            {"brush": [[[0.3, 0.5], [0.5, 0.7]], [[0.7, 0.5]]], "radius": [0.1, 0.05]},
        ],
    }
    (tmp_path / "category.json").write_text(json.dumps(stated))
    properties = read_properties(tmp_path)
    assert properties.regions == ((0.1, 0.1, 0.9, 0.9), Ellipse((0, 0, 0.5, 1)))
    assert properties.ignore == (TRIANGLE, HEART)
    assert properties.model_dump(mode="json", exclude_unset=True) == stated
    assert properties.judged_places == stated


def test_one_shape_needs_no_list():
    assert CategoryProperties.model_validate({"region_of_interest": {"ellipse": [0, 0, 1, 1]}}).regions == (
        Ellipse((0, 0, 1, 1)),
    )
    assert all_shapes((0.1, 0.1, 0.9, 0.9)) == ((0.1, 0.1, 0.9, 0.9),)
    assert all_shapes(None) == ()
    assert CategoryProperties.model_validate({"region_of_interest": []}).region_of_interest is None


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        ([0.2, 0.1, 0.1, 1], "left < right"),
        ([0, 0, 1, 1.1], "from 0 to 1"),
        ([True, 0, 1, 1], "a rectangle is left"),
        ({"ellipse": [0, 0, 1]}, "an ellipse is left"),
        ({"polygon": [[0, 0], [1, 1]]}, "at least 3 points"),
        ({"polygon": [[0, 0], [1, 1], [0, 2]]}, "from 0 to 1"),
        ({"brush": [[]], "radius": [0.1, 0.1]}, "at least 1 points"),
        ({"brush": [[[0, 0]]], "radius": [0, 0.1]}, "radius of two shares"),
        ({"circle": [0, 0, 1]}, "ellipse, polygon, or brush"),
        ("middle", "a rectangle is left"),
    ],
)
def test_what_is_no_shape_is_refused(shape, reason):
    with pytest.raises(ValueError, match=reason):
        parse_shape(shape)


def test_an_ellipse_by_hand():
    # In a quarter of the box: 0.75² + 0.75² > 1 ≥ 0.75² + 0.25²
    assert shape_mask(Ellipse((0, 0.5, 1, 1)), (8, 4)).astype(int).tolist() == [
        *([[0] * 4] * 4),
        [0, 1, 1, 0],
        [1, 1, 1, 1],
        [1, 1, 1, 1],
        [0, 1, 1, 0],
    ]


def test_a_polygon_by_hand():
    # The centres of the diagonal lie on the edge, which belongs to the polygon or not.
    mask = shape_mask(TRIANGLE, (4, 4))
    off_diagonal = np.add.outer(range(4), range(4)) != 3
    assert (mask == (np.add.outer(range(4), range(4)) < 3))[off_diagonal].all()


def test_a_brush_is_what_its_radius_reaches():
    height, width = 60, 40
    y, x = np.mgrid[:height, :width]
    centres = np.stack([(x + 0.5) / width / 0.1, (y + 0.5) / height / 0.05], axis=-1)
    reached = np.zeros((height, width), bool)
    for start, end in (((0.3, 0.5), (0.5, 0.7)), ((0.7, 0.5), (0.7, 0.5))):
        along = np.linspace(start, end, 400) / (0.1, 0.05)
        reached |= np.linalg.norm(centres[:, :, None] - along, axis=-1).min(axis=2) <= 1
    assert (shape_mask(HEART, (height, width)) != reached).mean() < 0.002


@pytest.mark.parametrize("shape", [(0.1, 0.2, 0.3, 0.4), Ellipse((0.1, 0.2, 0.3, 0.4)), TRIANGLE, HEART])
def test_a_fitted_shape_fills_its_box(shape):
    box = (0.25, 0.3, 0.95, 0.8)
    assert bounds(fitted(shape, box)) == pytest.approx(box)
    assert bounds(fitted(fitted(shape, box), bounds(shape))) == pytest.approx(bounds(shape))


def test_several_regions_are_joined_and_the_ignored_cut_out():
    stated = CategoryProperties(region_of_interest=((0, 0, 0.25, 1), (0.75, 0, 1, 1)), ignore=((0, 0, 1, 0.5),))
    assert judged_mask(stated, (4, 4)).astype(int).tolist() == [[0] * 4, [0] * 4, [1, 0, 0, 1], [1, 0, 0, 1]]
