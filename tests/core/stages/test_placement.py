"""Pictures between the image's frame and the canonical one."""

import math

import numpy as np
import torch

from inspector.core.stages.placement import to_canonical, to_image
from inspector.line.placement import Placement


def placement(*, degrees: float, centre: tuple[float, float], size: tuple[int, int]) -> Placement:
    """The canonical picture turned about its centre, which lies at `centre` (x, y) of the image."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    height, width = size
    turn = np.array([[c, -s], [s, c]])
    shift = np.array(centre) - turn @ (width / 2, height / 2)
    return Placement(np.column_stack([turn, shift]), size, quality=1.0, agreement=1.0, stable=True, found=True)


def test_a_part_that_lies_upright_is_cut_out_pixel_by_pixel():
    picture = torch.rand(3, 20, 30)
    cut, inside = to_canonical(picture, placement(degrees=0, centre=(15, 10), size=(8, 10)), (8, 10))
    assert torch.allclose(cut, picture[:, 6:14, 10:20], atol=1e-6)
    assert inside is None


def test_a_quarter_turn_is_undone_exactly():
    picture = torch.rand(3, 16, 16)
    # Canonical x runs down the image, canonical y to its left.
    cut, _ = to_canonical(picture, placement(degrees=90, centre=(8, 8), size=(16, 16)), (16, 16))
    assert torch.allclose(cut, picture.rot90(1, (1, 2)), atol=1e-5)


def test_what_lies_beyond_the_image_is_not_inside():
    picture = torch.rand(3, 20, 20)
    _, inside = to_canonical(picture, placement(degrees=0, centre=(0, 10), size=(8, 8)), (8, 8))
    assert inside is not None
    assert inside[:, 4:].all()
    assert not inside[:, :4].any()


def test_a_map_goes_back_to_where_the_part_lies():
    values = torch.zeros(8, 8)
    values[0, 7] = 1.0  # the top right of the part; turned by a quarter clockwise, the bottom right of its place
    back = to_image(values, placement(degrees=90, centre=(10, 10), size=(8, 8)), (20, 20), (20, 20), outside=-1.0)
    assert torch.nonzero(back > 0.5).tolist() == [[13, 13]]
    assert (back == -1).sum() == 20 * 20 - 8 * 8


def test_a_picture_of_higher_resolution_is_averaged_and_not_subsampled():
    stripes = torch.zeros(3, 64, 64)
    stripes[:, :, ::2] = 1.0
    cut, _ = to_canonical(stripes, placement(degrees=0, centre=(32, 32), size=(64, 64)), (8, 8))
    assert (cut - 0.5).abs().max() < 0.05


def test_the_outline_is_where_the_corners_are_in_the_image():
    outline = placement(degrees=0, centre=(15, 10), size=(8, 10)).outline()
    assert outline.tolist() == [[10, 6], [20, 6], [20, 14], [10, 14]]
