import numpy as np
import pytest
import torch
from PIL import Image

from inspector.core.errors import ImageError
from inspector.core.images.variation import Variation
from inspector.core.stages.framing import Framing
from inspector.data.images import batches as source
from inspector.data.images.batches import GoodImages, TrainingImages
from inspector.data.images.reading import read_image
from tests.conftest import part

STILL = Variation(gain=0, offset=0)


@pytest.fixture
def paths(tmp_path):
    for i in range(6):
        Image.fromarray((part(i) * (1 - 0.05 * i)).astype(np.uint8)).save(tmp_path / f"{i}.png")
    return sorted(tmp_path.iterdir())


def loaded(paths):
    images = GoodImages(paths, framing=Framing((32, 32)))
    assert [images.load(i) for i in range(len(paths))] == [(48, 48)] * len(paths)
    return images


def generator():
    return torch.Generator().manual_seed(0)


def test_images_that_do_not_fit_into_memory_are_the_same_images(paths, monkeypatch):
    cached = loaded(paths)
    monkeypatch.setattr(source, "CACHE_BYTES", 2 * 3 * 32 * 32 * 4)
    read_again = loaded(paths)
    read = []
    monkeypatch.setattr(source, "read_image", lambda path, **options: read.append(path) or read_image(path, **options))
    for i in range(6):
        assert torch.equal(cached[i], read_again[i])
    assert read == paths[2:]  # the first two fit


def test_kept_images_are_numbered_anew(paths):
    images = loaded(paths)
    fifth = images[5]
    images.keep([1, 5])
    assert torch.equal(images[1], fifth)


def test_training_images_are_brought_to_one_light_before_they_vary(paths):
    images = loaded(paths)
    dim_by_25_percent = TrainingImages(images, range(6), Variation(gain=1e-9, offset=0)).batch(
        [0, 5], generator=generator()
    )
    means = dim_by_25_percent.mean(dim=(1, 2, 3))
    assert means[1] / means[0] == pytest.approx(1, abs=0.02)
    steady = TrainingImages(images, range(6), STILL)
    assert steady.light_reference is None
    means = steady.batch([0, 5], generator=generator()).mean(dim=(1, 2, 3))
    assert means[1] / means[0] == pytest.approx(0.75, abs=0.02)


def test_indices_are_those_of_the_training_side(paths):
    images = loaded(paths)
    side = TrainingImages(images, [4, 2], STILL)
    assert len(side) == 2
    assert torch.equal(side.batch([1], generator=generator())[0], images[2])


def test_an_unreadable_image_is_named(tmp_path):
    (tmp_path / "a.png").write_bytes(b"")
    with pytest.raises(ImageError, match=r"a\.png"):
        GoodImages([tmp_path / "a.png"], framing=Framing((8, 8))).load(0)
