"""The demonstration category: its layout, its lots, and masks that tell the truth."""

import re
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from inspector.core.errors import CategoryError, SettingError
from inspector.data.demo import DEMO_DEFECTS, DEMO_LOT_PATTERN, photograph, render_demo
from inspector.data.demo.scene import make_lot, make_mat

SIZE_PX = 64
SMALL = {"train_good": 9, "test_good": 2, "per_defect": 2, "size_px": SIZE_PX}


@pytest.fixture(scope="module")
def category(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "cover"
    yielded = list(render_demo(folder, seed=3, **SMALL))
    assert len(yielded) == len(set(yielded)) == 9 + 2 + 2 * len(DEMO_DEFECTS)
    assert all(path.is_file() for path in yielded)
    return folder


def pixels(path: Path) -> NDArray[np.uint8]:
    with Image.open(path) as image:
        return np.asarray(image)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.png")}


def lots(folder: Path) -> set[str]:
    return {re.search(DEMO_LOT_PATTERN, path.name)[1] for path in folder.rglob("*.png")}


def test_layout_is_mvtec(category: Path):
    assert len(DEMO_DEFECTS) >= 5
    assert len(list((category / "train" / "good").iterdir())) == 9
    assert len(list((category / "test" / "good").iterdir())) == 2
    assert {path.name for path in (category / "test").iterdir()} == {"good", *DEMO_DEFECTS}
    assert {path.name for path in (category / "ground_truth").iterdir()} == set(DEMO_DEFECTS)
    for defect in DEMO_DEFECTS:
        images = {path.stem for path in (category / "test" / defect).iterdir()}
        masks = {path.stem for path in (category / "ground_truth" / defect).iterdir()}
        assert len(images) == 2
        assert masks == {f"{stem}_mask" for stem in images}


def test_images_are_rgb_and_masks_are_binary_and_not_empty(category: Path):
    for path in [*(category / "train").rglob("*.png"), *(category / "test").rglob("*.png")]:
        image = pixels(path)
        assert image.shape == (SIZE_PX, SIZE_PX, 3)
        assert image.dtype == np.uint8
        assert image.std() > 20
    for path in (category / "ground_truth").rglob("*.png"):
        mask = pixels(path)
        assert mask.shape == (SIZE_PX, SIZE_PX)
        assert set(np.unique(mask)) == {0, 255}
        assert 0.002 <= (mask > 0).mean() <= 0.06


def test_test_lots_are_none_of_the_training_lots(category: Path):
    assert lots(category / "train") == {f"lot{n:02}" for n in range(1, 9)}
    assert len(lots(category / "test")) > 1
    assert not lots(category / "train") & lots(category / "test")


def test_same_seed_same_bytes(category: Path, tmp_path: Path):
    list(render_demo(tmp_path / "again", seed=3, **SMALL))
    assert contents(tmp_path / "again") == contents(category)


def test_other_seed_other_images(category: Path, tmp_path: Path):
    list(render_demo(tmp_path / "other", seed=4, **SMALL))
    first, other = contents(category), contents(tmp_path / "other")
    assert first.keys() == other.keys()
    assert all(first[name] != other[name] for name in first if name.startswith(("train", "test")))


@pytest.mark.parametrize("defect", DEMO_DEFECTS)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_mask_covers_what_changed_and_no_more(defect: str, seed: int):
    """Against a picture of the same part without the defect, of which only the sensor noise differs."""
    size_px = 128
    mat = make_mat(np.random.default_rng(0), 2 * size_px)
    lot = make_lot(np.random.default_rng(1), 2 * size_px, programme=np.random.default_rng(2))
    good, no_mask = photograph(np.random.default_rng(seed), lot, mat=mat, defect=None)
    bad, mask = photograph(np.random.default_rng(seed), lot, mat=mat, defect=defect)
    assert no_mask is None
    noise_free = ndimage.uniform_filter(bad.astype(float) - good.astype(float), (3, 3, 1))
    difference = np.abs(noise_free).max(2)

    def honest(mask: NDArray[np.uint8]) -> bool:
        inside = mask > 0
        # Noise has a standard deviation of 2.3 levels a picture, 1.1 after averaging; a visible change is above 7.
        return difference[inside].mean() > 10 and difference[~inside].mean() < 2 and difference[~inside].max() < 14

    assert honest(mask)
    assert not honest(np.roll(mask, 12, axis=1))
    assert not honest(np.full_like(mask, 255))


def test_good_parts_look_alike_yet_differ(category: Path):
    good = np.stack([pixels(path) for path in sorted((category / "train" / "good").iterdir())]).astype(float)
    deviation = np.abs(good - np.median(good, 0)).mean((1, 2, 3))
    assert deviation.min() > 1
    assert deviation.max() < 12


def test_refuses_what_it_cannot_render(category: Path, tmp_path: Path):
    with pytest.raises(SettingError, match="48 px"):
        next(render_demo(tmp_path, seed=0, size_px=32))
    with pytest.raises(SettingError, match="at least 0"):
        next(render_demo(tmp_path, seed=0, per_defect=-1))
    with pytest.raises(CategoryError, match="already holds"):
        next(render_demo(category, seed=0, **SMALL))
    assert not list(tmp_path.iterdir())
