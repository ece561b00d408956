import pytest
import torch

from inspector.core.images.appearance import light_gains, relief
from inspector.core.images.pose import likeness, measure_pose
from tests.made_up import arrow, disc, grains, hook, photographs, places, stripes

N = 20


def pose(scenes):
    images = photographs(scenes)
    return measure_pose(relief(images, light_gains(images)), pairs=N, generator=torch.Generator().manual_seed(0))


def test_likeness_sees_neither_light_nor_place():
    image = arrow()[None]
    assert likeness(image, image).item() == pytest.approx(1, abs=1e-5)
    assert likeness(image, 0.5 * image + 0.1).item() == pytest.approx(1, abs=1e-5)
    assert likeness(image, image.roll((5, -9), dims=(1, 2))).item() == pytest.approx(1, abs=1e-5)
    assert likeness(image, torch.zeros_like(image)).item() == 0


def test_likeness_sees_no_shift_by_a_part_of_a_pixel_in_finer_steps():
    line = 2 * torch.pi * torch.arange(32.0) / 4
    image, moved = (torch.stack([(line + phase).sin()] * 32)[None] for phase in (0, torch.pi / 4))  # by half a pixel
    assert likeness(image, moved).item() == pytest.approx(0.5**0.5, abs=1e-5)
    assert likeness(image, moved, steps=4).item() == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("scenes", [[disc() for _ in range(N)], [disc(radius=10, **place) for place in places(N)]])
def test_a_disc_looks_the_same_however_it_is_turned(scenes):
    measured = pose(scenes)
    assert measured.kept_turned_90 > 0.95
    assert measured.kept_turned_180 > 0.95
    assert measured.kept_mirrored_horizontal > 0.95
    assert measured.turned_pairs < 0.2


@pytest.mark.parametrize("scenes", [[arrow() for _ in range(N)], [arrow(**place) for place in places(N)]])
def test_an_arrow_does_not(scenes):
    measured = pose(scenes)
    assert measured.kept_turned_90 < 0.8
    assert measured.kept_turned_180 < 0.8
    assert measured.kept_mirrored_horizontal < 0.8
    assert measured.kept_mirrored_vertical > 0.9  # its shaft is its mirror line
    assert (measured.turned_pairs, measured.turned_degrees) == (0, 0)


def test_stripes_are_told_from_stripes_turned_by_a_quarter_and_not_by_half():
    measured = pose([stripes(phase=0.5 * i) for i in range(N)])
    assert measured.kept_turned_90 < 0.5
    assert measured.kept_turned_180 > 0.9


@pytest.mark.parametrize("period_px", [10.7, 13, 16, 28])  # in 256 px: threads of a few pixels
def test_a_regular_weave_that_starts_anywhere_lies_turned_to_no_other(period_px):
    generator = torch.Generator().manual_seed(0)
    line = 4 * torch.arange(64.0) * 2 * torch.pi / period_px
    first, second = 2 * torch.pi * torch.rand(2, 40, 1, generator=generator)
    weaves = (line + first).sin()[:, :, None] * (line + second).sin()[:, None]
    weaves = weaves + 0.05 * torch.randn(weaves.shape, generator=generator)
    assert measure_pose(weaves, pairs=80, generator=generator).turned_pairs < 0.1


def test_parts_that_come_at_any_angle():
    angles = torch.rand(N, generator=torch.Generator().manual_seed(1)) * 360
    measured = pose([arrow(degrees=angle) for angle in angles.tolist()])
    assert measured.turned_pairs > 0.7
    assert measured.turned_degrees > 90


def test_parts_that_come_in_two_poses_by_turns():
    measured = pose([hook(mirrored=False) if i % 2 else hook(mirrored=False).rot90(1) for i in range(N)])
    assert measured.turned_pairs > 0.3
    assert measured.turned_degrees == 90


def test_parts_that_come_mirrored():
    drawn = torch.rand(N, generator=torch.Generator().manual_seed(2)) < 0.5
    measured = pose([hook(mirrored=mirrored) for mirrored in drawn.tolist()])
    assert measured.mirrored_pairs_horizontal > 0.2
    assert measured.mirrored_pairs_vertical == 0


def test_texture_gives_no_hint_of_a_pose():
    measured = pose([grains(seed) for seed in range(N)])
    assert measured.likeness < 0.3
    assert (measured.turned_pairs, measured.mirrored_pairs_horizontal, measured.mirrored_pairs_vertical) == (0, 0, 0)


def test_two_images_are_enough():
    assert pose([arrow(), arrow()]).likeness > 0.9
