"""The colours of the verdicts stay apart for people who do not see all colours, even where the shape is too small."""

import numpy as np
import pytest
from skimage.color import rgb2lab

from inspector.gui.theme import DARK, LIGHT, Theme

# Source: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A Physiologically-based Model for Simulation of Color
# Vision Deficiency", IEEE TVCG 2009, severity 1, on linear RGB.
SIGHT = {
    "trichromat": np.eye(3),
    "protanope": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranope": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanope": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
CLEARLY_APART = 15.0  # in CIELAB; 2.3 is a difference that can just be noticed


def seen(colour: str, sight: str) -> np.ndarray:
    """CIELAB (3,) of #rrggbb as someone with this sight sees it."""
    values = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    linear = (np.array(SIGHT[sight]) @ linear).clip(0, 1)
    values = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return rgb2lab(values[None, None])[0, 0]


def test_a_red_and_a_brown_of_one_lightness_are_alike_to_a_deuteranope():
    assert np.linalg.norm(seen("#c0241c", "deuteranope") - seen("#8a5a00", "deuteranope")) < 3
    assert np.linalg.norm(seen("#c0241c", "trichromat") - seen("#8a5a00", "trichromat")) > 40
    assert seen("#808080", "protanope") == pytest.approx(seen("#808080", "trichromat"), abs=0.1)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize(
    ("one", "other"),
    [("ok", "review"), ("ok", "ng"), ("review", "ng"), ("accent", "ng")],  # accent: good parts of the calibration
)
def test_verdicts_stay_apart(theme: Theme, sight: str, one: str, other: str):
    apart = np.linalg.norm(seen(getattr(theme, one), sight) - seen(getattr(theme, other), sight))
    assert apart > CLEARLY_APART
