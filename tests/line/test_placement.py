"""The line brings a part to its canonical pose as the library does."""

import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from inspector.core.stages import placement as library
from inspector.line.placement import Placement, in_canonical, to_canonical


def placed(*, degrees: float, centre: tuple[float, float], size: tuple[int, int], scale: float = 1.0) -> Placement:
    turn = scale * np.exp(1j * math.radians(degrees))
    matrix = np.array([[turn.real, -turn.imag], [turn.imag, turn.real]])
    shift = np.array(centre) - matrix @ (size[1] / 2, size[0] / 2)
    return Placement(np.column_stack([matrix, shift]), size, quality=1.0, agreement=1.0, stable=True, found=True)


@pytest.mark.parametrize("size", [(30, 40), (16, 20), (64, 64)])
@pytest.mark.parametrize("scale", [1.0, 1.3])
def test_the_canonical_picture_is_the_librarys(size: tuple[int, int], scale: float) -> None:
    picture = torch.rand(3, 70, 90, generator=torch.Generator().manual_seed(0))
    for centre in ((44.0, 30.0), (80.0, 20.0)):  # within the image, and beyond its border
        placement = placed(degrees=33.0, centre=centre, size=(40, 50), scale=scale)
        expected, inside = library.to_canonical(picture, placement, size)
        found, found_inside = to_canonical(picture.numpy(), placement, size)
        np.testing.assert_allclose(found, expected.numpy(), atol=2e-5)
        assert (inside is None) == (found_inside is None)
        if inside is not None:
            assert (inside.numpy() == found_inside).all()


def test_a_mask_is_sampled_at_the_nearest_pixel() -> None:
    mask = torch.rand(20, 30, generator=torch.Generator().manual_seed(1)) > 0.5
    placement = placed(degrees=20.0, centre=(60.0, 10.0), size=(32, 48))
    y, x = np.mgrid[:20, :30]
    at = np.stack([(x + 0.5) * 48 / 30, (y + 0.5) * 32 / 20, np.ones_like(x)], axis=-1) @ placement.matrix.T
    where = torch.from_numpy(2 * at / (90, 60) - 1)
    expected = F.grid_sample(mask[None, None].double(), where[None], mode="nearest", align_corners=False)[0, 0] > 0.5
    assert (in_canonical(mask.numpy(), placement, (60, 90)) == expected.numpy()).all()
