"""What is no batch of images is refused in a sentence, and gives no figures."""

import math

import numpy as np
import pytest
import torch

from inspector.core import Model, build_network, choose_threshold, create_method, fit
from inspector.core.errors import ImageError, SettingError, TrainingError
from inspector.core.images.checking import check_images

IMAGES = torch.rand(2, 3, 32, 32, generator=torch.Generator().manual_seed(0))


@pytest.fixture(scope="module")
def model() -> Model:
    method = create_method("riad", preset="cpu", image_size=(32, 32), base_width=4)
    return Model(method, build_network(method, seed=0), light_reference=None, calibration=None)


@pytest.mark.parametrize(
    ("images", "said"),
    [
        (torch.full_like(IMAGES, math.nan), "not values from nan to nan"),
        (IMAGES / 0, "not values from inf to inf"),
        (255 * IMAGES, "not values from "),
        (-IMAGES, "not values from -"),
        ((255 * IMAGES).byte(), "not a Tensor of uint8"),
        (IMAGES.double(), "not a Tensor of float64"),
        (IMAGES[0], r"shape \(3, 32, 32\)"),
        (IMAGES[:0], r"shape \(0, 3, 32, 32\)"),
        (IMAGES[:, :1], r"shape \(2, 1, 32, 32\)"),
        (IMAGES.movedim(1, -1), r"shape \(2, 32, 32, 3\)"),
        (IMAGES[:, :, :16], r"of float32 in \[0, 1\] and shape \(number, 3, 32, 32\), not"),
        (IMAGES.numpy(), "not a ndarray of float32"),
    ],
)
def test_what_is_no_batch_of_images_is_refused(model: Model, images: torch.Tensor, said: str) -> None:
    with pytest.raises(ImageError, match=said):
        model.judge(images)


def test_images_are_judged(model: Model) -> None:
    assert model.judge(IMAGES).scores.isfinite().all()


def test_samples_that_are_tiled_may_be_larger_grey_and_of_8_bits() -> None:
    for samples in (torch.zeros(1, 1, 40, 32, dtype=torch.uint8), torch.ones(1, 3, 32, 99)):
        check_images(samples, channels=(1, 3), size=(32, 32), larger=True)
    with pytest.raises(ImageError, match="32, 32\\) or larger, not"):
        check_images(torch.zeros(1, 1, 31, 99), channels=(1, 3), size=(32, 32), larger=True)


@pytest.mark.parametrize("scores", [[1.0, math.nan], [1.0, -math.inf], [[1.0, 2.0]]])
def test_scores_that_are_no_numbers_give_no_threshold(scores: list[object]) -> None:
    with pytest.raises(SettingError, match="finite numbers, one for each good image"):
        choose_threshold(np.array(scores), wish=0.1)


def test_nothing_is_learned_from_nothing(model: Model) -> None:
    class Nothing:
        def __len__(self) -> int:
            return 0

        def batch(self, indices: object, *, generator: object) -> torch.Tensor:
            raise AssertionError

    with pytest.raises(TrainingError, match="no image to learn from"):
        list(fit(model.method, model.network, Nothing(), seed=0, device=torch.device("cpu")))
