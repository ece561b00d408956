"""What a screen draws of one judgement."""

import numpy as np
import pytest
import torch
from PIL import Image

from inspector.core.errors import ImageError
from inspector.data.category import collect_images, scan_category
from inspector.store.models.model_folder import read_model
from inspector.workflow.inspect.explain import explain
from inspector.workflow.inspect.images import inspect_image
from inspector.workflow.train.images import train
from tests.conftest import part, tasked_job

CPU = torch.device("cpu")


def bad_image(category):
    return next(image for image in scan_category(category).test if image.defective)


def test_a_reconstruction_is_shown_with_its_parts_and_its_residual(stored, category):
    image = bad_image(category)
    seen = explain(stored, image, device=CPU)
    inspection = inspect_image(stored.model, stored.operating_point, image)
    assert seen.score == inspection.score
    assert np.array_equal(seen.anomaly_map, inspection.anomaly_map)
    assert set(seen.pictures) == {"reconstruction k=4", "reconstruction k=8"}
    assert set(seen.maps) == {"map k=4", "map k=8"}
    assert (seen.values, seen.excess) == ({}, {})
    for picture in (seen.image, seen.reconstruction, *seen.pictures.values()):
        assert (picture.shape, picture.dtype) == ((32, 32, 3), np.uint8)
    for anomaly_map in (seen.residual, *seen.maps.values()):
        assert (anomaly_map.shape, anomaly_map.dtype) == ((32, 32), np.float32)
    # The blob is what is least like its reconstruction, and the mean of the parts is the whole.
    y, x = np.unravel_index(seen.residual.argmax(), seen.residual.shape)
    assert np.hypot(x / 32 - 0.6, y / 32 - 0.38) < 0.15
    mean = np.mean([picture.astype(float) for picture in seen.pictures.values()], axis=0)
    assert np.abs(mean - seen.reconstruction).max() <= 1


def test_under_another_light_the_image_is_shown_as_it_is_and_compared_as_it_would_be(stored, tmp_path):
    bright = part(3000)
    Image.fromarray(bright).save(tmp_path / "a.png")
    Image.fromarray((bright * 0.8).round().astype(np.uint8)).save(tmp_path / "b.png")
    usual, dim = (explain(stored, image, device=CPU) for image in collect_images([tmp_path]))
    assert dim.image.mean() == pytest.approx(0.8 * usual.image.mean(), rel=0.01)
    assert dim.reconstruction.mean() == pytest.approx(usual.reconstruction.mean(), rel=0.02)
    assert dim.residual.mean() == pytest.approx(usual.residual.mean(), rel=0.1)


def test_of_tasks_the_errors_are_told_and_what_they_are_against_good_parts(tasked, tmp_path):
    _, stored = tasked
    noise = np.random.default_rng(0).integers(0, 256, (96, 96, 3), dtype=np.uint8)
    Image.fromarray(noise).save(tmp_path / "noise.png")
    (image,) = collect_images([tmp_path / "noise.png"])
    seen = explain(stored, image, device=CPU)
    assert seen.reconstruction is None
    assert seen.residual is None
    assert seen.anomaly_map is None
    assert not seen.pictures
    assert not seen.maps
    names = stored.model.method.tasks
    assert list(seen.values) == [f"task {name}" for name in names]
    statistics = stored.model.calibration.tasks
    share = torch.where(statistics.near_chance, 0.0, statistics.weight)
    share = share / share.mean()
    for index, name in enumerate(names):
        spreads = (seen.values[f"task {name}"] - statistics.median[0, index]) / statistics.sigma[0, index]
        assert seen.excess[name] == pytest.approx((spreads * share[index]).item(), rel=1e-4)
    assert np.mean(list(seen.excess.values())) == pytest.approx(seen.score, rel=1e-4)
    for failed in inspect_image(stored.model, stored.operating_point, image).failed:
        assert seen.excess[failed.task] == pytest.approx(failed.excess, rel=1e-4)


def test_tasks_of_crops_are_maps_and_tell_their_worst_place(category, tmp_path):
    list(train(tasked_job(category, tmp_path / "m", image_size=64, crop_side=32)))
    stored = read_model(tmp_path / "m")
    image = bad_image(category)
    seen = explain(stored, image, device=CPU)
    assert set(seen.maps) == {f"task {name}" for name in stored.model.method.tasks}
    assert not seen.values
    assert seen.anomaly_map.shape == (64, 64)
    worst = inspect_image(stored.model, stored.operating_point, image).failed[0]
    assert seen.excess[worst.task] == pytest.approx(worst.excess, rel=1e-4) == max(seen.excess.values())


def test_an_unreadable_image_is_named(stored, tmp_path):
    (tmp_path / "broken.png").write_bytes(b"no image")
    (image,) = collect_images([tmp_path / "broken.png"])
    with pytest.raises(ImageError, match=r"broken\.png"):
        explain(stored, image, device=CPU)
