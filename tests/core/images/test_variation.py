import pytest
import torch
from pydantic import ValidationError

from inspector.core.errors import SettingError
from inspector.core.images.variation import Variation, moved, vary

STILL = Variation(gain=0, offset=0)


def images(n=4, size=16):
    return torch.rand(n, 3, size, size, generator=torch.Generator().manual_seed(0))


def varied(variation, seed=0):
    return vary(images(), variation, generator=torch.Generator().manual_seed(seed))


def test_nothing_varies_unless_stated():
    assert torch.equal(varied(STILL), images())


def test_light_varies_by_default_within_its_bounds():
    flat = torch.full((500, 3, 4, 4), 0.5)
    means = vary(flat, Variation(), generator=torch.Generator().manual_seed(0)).mean(dim=(1, 2, 3))
    # 0.5 · (1 ± 0.15) ± 0.05
    assert 0.375 <= means.min() < 0.42
    assert 0.58 < means.max() <= 0.625


def test_flips_mirror_some_images_and_leave_the_others():
    out = varied(STILL.stated(flip="horizontal", rotation_degrees=None, light=None), seed=1)
    kinds = [
        "flipped" if torch.equal(new, old.flip(-1)) else "same" if torch.equal(new, old) else "other"
        for new, old in zip(out, images(), strict=True)
    ]
    assert set(kinds) == {"flipped", "same"}


def test_rotation_turns_about_the_centre():
    bright_centre = torch.zeros(1, 3, 15, 15)
    bright_centre[..., 7, 7] = 1
    turned = vary(
        bright_centre, Variation(rotation_degrees=90, gain=0, offset=0), generator=torch.Generator().manual_seed(3)
    )
    assert turned[0, 0, 7, 7].item() == pytest.approx(1, abs=1e-4)


def test_the_generator_decides():
    variation = Variation(rotation_degrees=10, flip_vertical=True)
    assert torch.equal(varied(variation, seed=5), varied(variation, seed=5))
    assert not torch.equal(varied(variation, seed=5), varied(variation, seed=6))


def test_results_stay_in_range():
    out = varied(Variation(gain=0.9, offset=0.9, rotation_degrees=180))
    assert out.min() >= 0
    assert out.max() <= 1


def test_unknown_flips_and_impossible_angles_are_refused():
    with pytest.raises(SettingError):
        STILL.stated(flip="diagonal", rotation_degrees=None, light=None)
    with pytest.raises(ValidationError):
        Variation(rotation_degrees=270)


def test_stating_the_light_switches_it_off_and_on():
    off = Variation().stated(flip=None, rotation_degrees=None, light=False)
    assert not off.light_varies
    assert off.stated(flip=None, rotation_degrees=None, light=True) == Variation()


def test_moved_images_are_shifted_scaled_and_turned_within_the_share():
    ramp = torch.arange(64.0).expand(200, 1, 64, 64) / 64  # its value is the column
    out = moved(ramp, 0.05, generator=torch.Generator().manual_seed(0))
    shifts = (out - ramp)[:, 0, 32, 32] * 64  # at the centre, of the shift alone but for half a pixel's turn and scale
    assert 2.5 < shifts.abs().max() <= 0.05 * 64 + 0.1
    widths = (out[:, 0, 32, 48] - out[:, 0, 32, 16]) * 64
    assert 32 / 1.06 < widths.min() < 31.2
    assert 32.8 < widths.max() < 32 * 1.06
    heights = (out[:, 0, 48, 32] - out[:, 0, 16, 32]) * 64  # how a vertical line leans
    assert 1.2 < heights.abs().max() <= 32 * 0.06


def test_moved_images_stay_as_they_are_without_a_move():
    assert torch.allclose(moved(images(), 0.0, generator=torch.Generator().manual_seed(0)), images(), atol=1e-5)
