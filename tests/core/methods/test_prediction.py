"""Methods that predict pictures or sums: their errors by hand."""

import pytest
import torch
from torch import nn

from inspector.core.methods import create_method
from inspector.core.methods.engines.prediction import lab


class Fixed(nn.Module):
    """Answers with the same three values everywhere."""

    def __init__(self, *values: float) -> None:
        super().__init__()
        self.values = torch.tensor(values).view(1, 3, 1, 1)

    def forward(self, images):
        self.asked = images
        return self.values.expand_as(images)


def grey(level: float, count: int = 2, side: int = 64) -> torch.Tensor:
    return torch.full((count, 3, side, side), level)


def test_lab_is_brought_to_the_unit_range():
    white, black = lab(grey(1.0))[0, :, 0, 0], lab(grey(0.0))[0, :, 0, 0]
    torch.testing.assert_close(white, torch.tensor([1.0, 0.5, 0.5]), atol=1e-3, rtol=0)
    torch.testing.assert_close(black, torch.tensor([0.0, 0.5, 0.5]), atol=1e-3, rtol=0)
    red = lab(torch.tensor([1.0, 0.0, 0.0]).view(1, 3, 1, 1))[0, :, 0, 0]  # CIE: L* 53.2, a* 80.1, b* 67.2
    torch.testing.assert_close(red, torch.tensor([0.532, 0.5 + 80.1 / 255, 0.5 + 67.2 / 255]), atol=2e-3, rtol=0)


def test_colorization_compares_colours_and_sees_lightness_alone():
    method = create_method("colorization", preset="cpu")
    network = Fixed(0.9, 0.7, 0.5)  # a* missed by 0.2 on grey, b* not; what it says of L* does not count
    scores = method.judge(network, grey(0.4)).scores
    assert scores.tolist() == pytest.approx([0.2**2 / 2] * 2, abs=1e-5)
    coloured = grey(0.4)
    coloured[:, 0] = 0.8
    method.judge(network, coloured)
    assert torch.equal(network.asked[:, 0], network.asked[:, 2])


def test_split_brain_has_an_error_for_each_half_and_no_half_sees_its_answer():
    method = create_method("split_brain", preset="cpu", score="log_probability")
    halves = nn.ModuleDict({"colour": Fixed(0.0, 0.5, 0.6), "lightness": Fixed(0.7, 0.0, 0.0)})
    white = method.judge(halves, grey(1.0)).tasks[0, 0]
    torch.testing.assert_close(white, torch.tensor([0.1**2 / 2, 0.3**2]), atol=1e-3, rtol=0)
    assert (halves["colour"].asked[:, 1:] == 0).all()
    assert (halves["lightness"].asked[:, 0] == 0).all()


def test_inpainting_counts_the_error_in_the_hole_alone_and_every_hole_once():
    method = create_method("inpainting", preset="cpu", holes=2)

    class Remembering(Fixed):
        def __init__(self, *values):
            super().__init__(*values)
            self.holes = []

        def forward(self, images):
            self.holes.append(images[0, 0] == 0)
            return torch.where(images == 0, self.values, 0.0)  # far off wherever there is no hole

    network = Remembering(0.5, 0.5, 0.5)
    assert method.judge(network, grey(0.8)).scores.tolist() == pytest.approx([0.3**2] * 2)
    assert torch.equal(torch.stack(network.holes).sum(0), torch.ones(64, 64))
    drawn = method.losses(network, grey(0.8, 8), generator=torch.Generator().manual_seed(0))
    assert drawn.shape == (8, 1)


def test_counting_by_hand():
    method = create_method("counting", preset="cpu", counts=1, margin=5.0)

    class Brightness(nn.Module):
        def forward(self, images):
            return images.mean(dim=(1, 2, 3))[None, :, None]

    images = torch.cat([grey(0.5, 1), grey(1.0, 1)])
    # φ of the whole is 0.5, the quarters' sum 2: (0.5 − 2)² = 2.25; of the white one (1 − 4)² = 9.
    assert method.judge(Brightness(), images).scores.tolist() == pytest.approx([2.25, 9.0])
    losses = method.losses(Brightness(), images, generator=torch.Generator())
    # another image's whole: (1 − 2)² = 1 misses by less than 5: + 4; (0.5 − 4)² = 12.25 misses by more.
    assert losses[:, 0].tolist() == pytest.approx([2.25 + 4.0, 9.0])
