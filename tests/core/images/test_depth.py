"""What a model learns of its images' depth, and which images have another."""

import pytest

from inspector.core.images.depth import Depth, LearnedDepth, learned_depth, noticed_bits


def deep(brightest: float, *, mean: float = 0.3, bits: int = 16) -> Depth:
    return Depth(16, bits, brightest, mean)


@pytest.mark.parametrize(
    ("highest", "bits"),
    [(255, 8), (256, 10), (1023, 10), (1024, 12), (4095, 12), (4096, 14), (16383, 14), (16384, None), (65535, None)],
)
def test_the_camera_s_bits_are_those_that_no_sample_exceeds(highest, bits):
    assert noticed_bits([deep(100 / 65535), deep(highest / 65535)]) == bits


def test_nothing_is_noticed_where_all_is_said_or_nothing_is_seen():
    assert noticed_bits([]) is None
    assert noticed_bits([Depth(8)]) is None
    assert noticed_bits([deep(0.01, bits=12)]) is None
    assert noticed_bits([deep(0.0)]) is None


def test_what_is_learned_is_what_the_images_have_in_common():
    learned = learned_depth([Depth(8), deep(0.5, mean=0.1, bits=12), deep(0.9, mean=0.2, bits=12)])
    assert learned == LearnedDepth(12, (8, 16), (0.5, 0.9), (0.1, 0.2))
    assert LearnedDepth.from_card(learned.to_card()) == learned
    assert learned_depth([deep(0.5, bits=12), deep(0.5, bits=10)]).bits_per_sample is None
    eight = learned_depth([Depth(8)])
    assert eight == LearnedDepth(None, (8,)) == LearnedDepth.from_card(eight.to_card())
    assert eight.together(learned) == learned
    assert learned.together(None) is learned


@pytest.mark.parametrize(
    ("brightest", "mean", "differs"),
    [
        (0.5, 0.15, False),
        (0.9 / 16, 0.2 / 16, True),  # 12 bits where 16 were learned
        (0.9 / 4, 0.2 / 4, False),  # no darker than a third of the darkest good image by its brightest sample
        (0.5 / 4, 0.1 / 4, True),
        (0.0, 0.0, True),
        (0.5 / 4, 0.1, False),  # the lit part of the image is gone, the rest is as it was
    ],
)
def test_an_image_is_of_another_depth_if_all_of_it_is_far_darker(brightest, mean, differs):
    learned = LearnedDepth(16, (16,), (0.5, 0.9), (0.1, 0.2))
    assert learned.differs(deep(brightest, mean=mean)) is differs


def test_or_far_brighter_which_one_bright_defect_is_not():
    learned = LearnedDepth(16, (16,), (0.03, 0.0625), (0.01, 0.02))
    assert learned.differs(deep(1.0, mean=0.3))
    assert not learned.differs(deep(1.0, mean=0.025))
    assert not learned.differs(Depth(8))
