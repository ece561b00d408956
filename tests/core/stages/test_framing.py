"""What of a picture is judged, and its map back in the picture."""

import numpy as np
import torch

from inspector.core.stages.framing import Framing
from inspector.core.stages.tiling import Tiling
from inspector.line.placement import Placement


def test_without_stages_a_picture_is_brought_to_the_networks_input_size():
    framed = Framing((16, 24)).frame(torch.rand(3, 40, 50))
    assert framed.pixels.shape == (3, 16, 24)
    assert framed.inside is None
    anomaly_map = torch.rand(16, 24)
    assert torch.equal(framed.to_picture(anomaly_map, (16, 24), outside=0.0), anomaly_map)


def test_in_tiles_a_picture_keeps_its_shape_and_what_is_padded_is_not_judged():
    framed = Framing((32, 32), tiling=Tiling(scale=0.5, overlap_px=8)).frame(torch.rand(3, 40, 200))
    assert framed.content == (20, 100)
    assert framed.pixels.shape == (3, 32, 100)
    assert framed.inside is not None
    assert framed.inside[:20].all()
    assert not framed.inside[20:].any()
    anomaly_map = torch.zeros(32, 100)
    anomaly_map[19, 99] = 1.0  # the last pixel that shows the picture
    anomaly_map[25, 10] = 5.0  # padding
    back = framed.to_picture(anomaly_map, (20, 100), outside=0.0)
    assert torch.nonzero(back).tolist() == [[19, 99]]


def test_a_map_that_is_larger_than_wanted_keeps_its_worst_pixels():
    framed = Framing((32, 32), tiling=Tiling(scale=1.0, overlap_px=8)).frame(torch.rand(3, 64, 64))
    anomaly_map = torch.zeros(64, 64)
    anomaly_map[33, 5] = 1.0
    back = framed.to_picture(anomaly_map, (16, 16), outside=0.0)
    assert torch.nonzero(back == 1).tolist() == [[8, 1]]


class Upright:
    """A locator that always finds the part at the same place."""

    def place(self, _picture: np.ndarray) -> Placement:
        matrix = np.array([[1.0, 0.0, 10.0], [0.0, 1.0, 5.0]])
        return Placement(matrix, (20, 30), quality=1.0, agreement=1.0, stable=True, found=True)


def test_a_located_part_is_cut_out_and_its_map_put_back():
    picture = torch.rand(3, 50, 60)
    framed = Framing((20, 30), Upright()).frame(picture)
    assert torch.allclose(framed.pixels, picture[:, 5:25, 10:40], atol=1e-5)
    back = framed.to_picture(torch.ones(20, 30), (50, 60), outside=-2.0)
    assert (back[5:25, 10:40] == 1).all()
    assert (back == -2).sum() == 50 * 60 - 20 * 30


def test_a_picture_of_8_bits_stays_small_in_tiles_and_is_the_same_picture():
    grey = torch.randint(0, 256, (1, 40, 90), dtype=torch.uint8)
    framed = Framing((64, 64), tiling=Tiling(scale=1.0, overlap_px=8)).frame(grey)
    assert framed.samples.dtype == torch.uint8
    assert framed.samples.shape == (1, 64, 90)
    assert torch.equal(framed.pixels[:, :40], (grey / 255).expand(3, 40, 90))
    assert torch.equal(framed.pixels[:, 63], framed.pixels[:, 39])  # the border, repeated
    whole = Framing((20, 45)).frame(grey).samples
    assert torch.equal(whole, Framing((20, 45)).frame((grey / 255).expand(3, 40, 90)).samples)
