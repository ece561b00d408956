"""Trainings whose images are judged in tiles, and what comes of them."""

import numpy as np
import pytest
import torch
from PIL import Image

from inspector.core.errors import CategoryError, ModelError, SettingError
from inspector.core.methods import create_method
from inspector.core.stages.tiling import Tiling
from inspector.data.category import collect_images, scan_category
from inspector.store.models.model_folder import read_model
from inspector.workflow.advise.tiles import automatic_tile, choose_tiles, judged_size, tile_count, tile_of
from inspector.workflow.inspect.explain import explain
from inspector.workflow.inspect.images import inspect_image
from inspector.workflow.train.images import train
from inspector.workflow.train.learning import TrainDone
from tests.conftest import small_job
from tests.core.stages.test_locate import locator

__all__ = ["locator"]  # the fixture

HEIGHT, WIDTH = 48, 144


def strip(seed, *, defect=False, width=WIDTH):
    """(HEIGHT, width) uint8: a striped band, with a bright spot of 6 px at (100, 20) when defective."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:HEIGHT, :width]
    image = 110 + 40 * np.sin(x / 5) + rng.normal(0, 3, (HEIGHT, width))
    if defect:
        image[(np.abs(x - 100) < 3) & (np.abs(y - 20) < 3)] = 255
    return image.clip(0, 255).astype(np.uint8)


def write_strips(root, *, widths=(WIDTH,)):
    for folder in ("train/good", "test/good", "test/spot"):
        (root / folder).mkdir(parents=True)
    for i in range(10):
        Image.fromarray(strip(i, width=widths[i % len(widths)])).save(root / "train/good" / f"{i}.png")
    Image.fromarray(strip(50)).save(root / "test/good/0.png")
    Image.fromarray(strip(60, defect=True)).save(root / "test/spot/0.png")
    return root


def finish(job):
    return next(event for event in train(job) if isinstance(event, TrainDone))


@pytest.fixture(scope="module")
def tiled(tmp_path_factory):
    root = tmp_path_factory.mktemp("tiled")
    category = write_strips(root / "strips")
    finish(small_job(category, root / "model", steps=25, tile=32))
    return category, root / "model"


def test_a_tiled_model_remembers_its_tiles(tiled):
    stored = read_model(tiled[1])
    assert stored.model.tiling == Tiling(scale=1.0, overlap_px=8, stride=1)
    assert stored.model.map_size == (HEIGHT, WIDTH)
    assert stored.card["tiling"] == {"scale": 1.0, "overlap_px": 8, "stride": 1}


def test_earlier_programs_refuse_it_and_read_other_models(tiled, model_folder):
    assert read_model(tiled[1]).card["format"] == 2
    assert read_model(model_folder).card["format"] == 1


def test_a_small_defect_is_found_where_it_is(tiled):
    stored = read_model(tiled[1])
    good, defective = sorted(scan_category(tiled[0]).test, key=lambda image: image.defective)
    found = inspect_image(stored.model, stored.operating_point, defective)
    assert found.error is None
    assert found.anomaly_map is not None
    assert found.anomaly_map.shape == (HEIGHT, WIDTH)
    y, x = np.unravel_index(found.anomaly_map.argmax(), found.anomaly_map.shape)
    assert abs(x - 100) < 6
    assert abs(y - 20) < 6
    assert found.score > inspect_image(stored.model, stored.operating_point, good).score
    region = found.regions[0]
    assert region.left < 100 < region.left + region.width


def test_its_explanation_has_the_size_of_what_is_judged(tiled):
    stored = read_model(tiled[1])
    defective = next(image for image in scan_category(tiled[0]).test if image.defective)
    explained = explain(stored, defective, device=torch.device("cpu"))
    assert explained.image.shape == (HEIGHT, WIDTH, 3)
    assert explained.reconstruction is not None
    assert explained.reconstruction.shape == (HEIGHT, WIDTH, 3)
    assert explained.residual is not None
    assert explained.residual[18:23, 98:103].mean() > 3 * explained.residual.mean()


def test_a_picture_of_another_size_is_judged_at_the_same_scale(tiled, tmp_path):
    stored = read_model(tiled[1])
    category = write_strips(tmp_path / "longer")
    image = next(image for image in scan_category(category).test if image.defective)
    Image.fromarray(strip(70, defect=True, width=4 * WIDTH)).save(image.path)
    found = inspect_image(stored.model, stored.operating_point, image)
    assert found.size == (HEIGHT, 4 * WIDTH)
    assert found.anomaly_map is not None
    assert found.anomaly_map.shape == (HEIGHT, WIDTH)  # as every map of the run
    assert abs(found.anomaly_map.max(axis=0).argmax() - 100 / 4) < 3


def test_a_region_of_interest_holds_in_tiles(tiled, tmp_path):
    category = write_strips(tmp_path / "strips")
    (category / "category.json").write_text('{"ignore": [[0.5, 0, 1, 1]]}')
    finish(small_job(category, tmp_path / "model", steps=2, tile=32))
    stored = read_model(tmp_path / "model")
    assert stored.model.judged is not None
    assert stored.model.judged.shape == (HEIGHT, WIDTH)
    defective = next(image for image in scan_category(category).test if image.defective)
    found = inspect_image(stored.model, stored.operating_point, defective)
    assert found.anomaly_map is not None
    assert np.unique(found.anomaly_map[:, WIDTH // 2 :]).size == 1


def test_images_of_several_sizes_need_no_consent_where_tiles_keep_their_shape(tmp_path):
    category = write_strips(tmp_path / "strips", widths=(WIDTH, WIDTH // 3, 20))
    with pytest.raises(CategoryError):
        finish(small_job(category, tmp_path / "whole", steps=1))
    finish(small_job(category, tmp_path / "model", steps=2, tile=32))
    stored = read_model(tmp_path / "model")
    assert stored.calibration.pixels is None
    assert inspect_image(stored.model, stored.operating_point, scan_category(category).test[0]).error is None


def test_a_training_with_other_tiles_is_another_training(tmp_path):
    category = write_strips(tmp_path / "strips")
    events = train(small_job(category, tmp_path / "model", steps=5, tile=32))
    while not hasattr(next(events), "snapshot"):
        pass
    events.close()
    with pytest.raises(ModelError, match="tiles"):
        finish(small_job(category, tmp_path / "model", steps=5, tile=40, resume=True))
    finish(small_job(category, tmp_path / "model", steps=5, tile=32, resume=True))


def test_automatic_tiles_are_for_images_that_would_be_squeezed():
    side = (128, 128)
    assert automatic_tile([(900, 900)] * 3, side=side) is None
    assert automatic_tile([(1080, 1920)] * 3, side=side) is None
    assert automatic_tile([(100, 400)] * 3, side=side) is None  # smaller than the input
    shown = automatic_tile([(500, 1260)] * 3, side=side)
    assert shown is not None
    assert 128 <= shown <= 500
    assert 12 <= tile_count((500, 1260), shown, side=side) <= 24
    assert automatic_tile([(500, 500), (500, 500), (250, 900)], side=side) is not None


def test_tiles_are_for_methods_with_a_map(tmp_path):
    images = scan_category(write_strips(tmp_path / "strips")).train
    whole = create_method("rotnet", preset="cpu")
    assert choose_tiles("auto", whole, images) is None
    with pytest.raises(SettingError, match="whole image"):
        choose_tiles(64, whole, images)


def test_the_tiles_of_a_checkpoint_are_those_that_were_asked_for(tmp_path):
    images = scan_category(write_strips(tmp_path / "strips")).train
    method = create_method("riad", preset="cpu")
    config = {"image_size": list(method.config.image_size)}
    for tile in (100, 333):
        choice = choose_tiles(tile, method, images)
        assert choice is not None
        assert tile_of({"config": config, "tiles": {"scale": choice.tiling.scale}}) == tile
    assert tile_of({"config": config}) == "off"


def test_what_is_judged_has_the_shape_of_the_part_that_is_located_or_of_the_images(locator, tmp_path):
    Image.fromarray(strip(0, width=120)[:40]).save(tmp_path / "a.png")
    images = collect_images([tmp_path / "a.png"])
    assert judged_size(images, None) == (40, 120)
    height, width = judged_size(images, locator)
    assert width / height == pytest.approx(locator.reference.extent.real / locator.reference.extent.imag, rel=0.01)
    assert judged_size([], None) is None


def test_long_images_are_judged_whole_by_a_method_whose_input_takes_their_shape(tmp_path):
    for number, size in enumerate([(300, 760), (300, 760), (300, 760), (760, 300)]):
        Image.fromarray(np.zeros(size, np.uint8)).save(tmp_path / f"{number}.png")
    images = collect_images([tmp_path])
    method = create_method("patchcore", preset="features")
    assert choose_tiles("auto", method, images[:3]) is None
    assert choose_tiles("auto", method, images) is not None  # they differ in shape
    assert choose_tiles("auto", create_method("riad", preset="cpu"), images[:3]) is not None
