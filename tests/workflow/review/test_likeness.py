"""The good image that looks most like another one."""

import numpy as np
import pytest
from PIL import Image

from inspector.workflow.review.likeness import GoodImages


@pytest.fixture
def bars(tmp_path):
    """Pictures with a bright bar at other places."""
    paths = []
    for place in range(0, 60, 10):
        pixels = np.full((64, 64, 3), 40, np.uint8)
        pixels[:, place : place + 8] = 200
        paths.append(tmp_path / f"{place}.png")
        Image.fromarray(pixels).save(paths[-1])
    return paths


def test_the_nearest_has_the_bar_in_the_same_place_and_is_another(bars, tmp_path):
    good = GoodImages(bars, bits=None)
    pixels = np.asarray(Image.open(bars[3])).copy()
    pixels[5:12, 40:47] = 0
    dark = tmp_path / "part.png"
    Image.fromarray((pixels // 2).astype(np.uint8)).save(dark)
    assert good.nearest(dark) == bars[3]
    assert good.nearest(bars[3]) != bars[3]


def test_a_good_image_that_cannot_be_read_is_left_out(bars):
    bars[0].write_bytes(b"nothing")
    assert GoodImages(bars[:1], bits=None).nearest(bars[1]) is None
    assert GoodImages([], bits=None).nearest(bars[1]) is None
