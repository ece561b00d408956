import numpy as np
import pytest
import torch
from PIL import Image

from inspector.core.errors import ImageError
from inspector.core.images.variation import Variation
from inspector.core.stages.framing import Framing
from inspector.core.stages.tiling import Tiling
from inspector.data.images import batches as source
from inspector.data.images.batches import GoodImages, TrainingImages, TrainingTiles
from inspector.data.images.reading import read_picture
from tests.conftest import part

STILL = Variation(gain=0, offset=0)


@pytest.fixture
def paths(tmp_path):
    for i in range(6):
        Image.fromarray((part(i) * (1 - 0.05 * i)).astype(np.uint8)).save(tmp_path / f"{i}.png")
    return sorted(tmp_path.iterdir())


def loaded(paths):
    images = GoodImages(paths, framing=Framing((32, 32)))
    assert [images.load(i).picture_size for i in range(len(paths))] == [(48, 48)] * len(paths)
    return images


def generator():
    return torch.Generator().manual_seed(0)


def test_images_that_do_not_fit_into_memory_are_the_same_images(paths, monkeypatch):
    cached = loaded(paths)
    monkeypatch.setattr(source, "CACHE_BYTES", 2 * 3 * 32 * 32 * 4)
    read_again = loaded(paths)
    read = []
    monkeypatch.setattr(
        source, "read_picture", lambda path, **options: read.append(path) or read_picture(path, **options)
    )
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


@pytest.fixture
def strips(tmp_path):
    """Two grey images of 40×100 px, the second at 80 % of the light, whose left half is black in both."""
    ramp = np.tile(np.linspace(0, 220, 100), (40, 1))
    ramp[:, :50] = 0
    for i in range(2):
        Image.fromarray((ramp * (1 - 0.2 * i)).astype(np.uint8)).save(tmp_path / f"{i}.png")
    images = GoodImages(sorted(tmp_path.iterdir()), framing=Framing((32, 32), tiling=Tiling(1.0, overlap_px=16)))
    for i in range(2):
        images.load(i)
    return images


def test_a_memory_bank_sees_every_place_once_although_judged_tiles_overlap(strips):
    tiles = TrainingTiles(strips, range(2), STILL, every=True, seed=0)
    assert len(tiles) == 2 * 2 * 4
    shown = tiles.batch(list(range(16)), generator=generator())
    assert torch.equal(shown[0], strips[0][:, :32, :32])
    assert torch.equal(shown[15], strips[1][:, 8:, 68:])


def test_more_tiles_than_a_memory_bank_needs_are_drawn_from_all(strips, monkeypatch):
    monkeypatch.setattr(source, "MOST_TILES", 6)
    drawn = TrainingTiles(strips, range(2), STILL, every=True, seed=0)
    assert len(drawn) == 6
    again = TrainingTiles(strips, range(2), STILL, every=True, seed=0)
    assert torch.equal(*(one.batch([0, 5], generator=generator()) for one in (drawn, again)))


def test_other_methods_see_a_random_place_of_each_image(strips):
    tiles = TrainingTiles(strips, [1], STILL, every=False, seed=0)
    assert len(tiles) == 1
    shown = tiles.batch([0] * 20, generator=generator())
    assert shown.shape == (20, 3, 32, 32)
    assert len({one.mean().item() for one in shown}) > 5


def test_the_light_of_a_tile_is_that_of_its_image(strips):
    tiles = TrainingTiles(strips, range(2), Variation(gain=1e-9, offset=0), every=True, seed=0)
    bright, dim = tiles.batch([3, 11], generator=generator())  # the same place of both images
    assert torch.allclose(bright, dim, atol=0.01)
    assert bright.mean() > 0.5
