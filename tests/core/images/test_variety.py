import torch

from inspector.core.images.variety import blank_ones, copies_of_one, glance
from tests.made_up import grains, photographs


def noise(index, *, side=200, levels=2.0, brightness=0.0):
    generator = torch.Generator().manual_seed(index)
    return (brightness + torch.randn(3, side, side, generator=generator) * levels / 255).clamp(0, 1)


def test_black_and_evenly_grey_images_are_blank_though_the_sensor_adds_noise():
    images = [torch.zeros(3, 40, 40), noise(0), noise(1, brightness=0.5), torch.full((3, 1, 1), 0.7)]
    assert blank_ones([glance(image) for image in images]) == [0, 1, 2, 3]


def test_a_faint_texture_and_a_small_mark_on_black_are_not_blank():
    faint = 0.5 + (photographs([grains(0)])[0] - 0.5) / 12
    mark = torch.zeros(3, 128, 128)
    mark[:, 60:64, 60:64] = 1
    assert faint.std() < 4 / 255
    assert blank_ones([glance(faint), glance(mark)]) == []


def test_copies_in_other_light_and_with_noise_are_copies_and_other_parts_are_not():
    (part,) = photographs([grains(0)])
    others = [glance(image) for image in photographs([grains(seed) for seed in range(1, 5)])]
    again = [glance((part * (1 - 0.05 * index) + noise(index, side=part.shape[-1])).clamp(0, 1)) for index in range(5)]
    assert copies_of_one([*others, *again]) == [4, 5, 6, 7, 8]
    assert copies_of_one([*others, *again[1:]]) == []  # no more than half
    assert copies_of_one(again[:1]) == []
    assert copies_of_one([]) == []


def test_blank_images_are_not_called_copies_too():
    assert copies_of_one([glance(noise(index)) for index in range(6)]) == []


def test_of_very_many_images_every_copy_is_counted():
    one, other = (glance(image) for image in photographs([grains(0), grains(1)]))
    assert copies_of_one([one] * 900 + [other] * 600) == list(range(900))
    assert copies_of_one([one] * 750 + [other] * 750) == []
