"""A demonstration category: rendered photographs of a turned bearing cover, good ones and six kinds of defect."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from inspector.core.errors import CategoryError, SettingError
from inspector.data.demo.camera import develop, expose, reflect, shade
from inspector.data.demo.defects import DEFECTS
from inspector.data.demo.scene import Array, Lot, good_surface, make_lot, make_mat, make_part
from inspector.data.folders import storable

DEMO_LOT_PATTERN = r"(lot\d+)_"
DEMO_DEFECTS = tuple(DEFECTS)
MIN_SIZE_PX = 48  # below, a screw hole is a pixel

_TRAIN_LOTS, _TEST_LOTS = 8, 4
_TRAIN_GOOD, _TEST_GOOD, _PER_DEFECT = 96, 16, 6
DEMO_IMAGES = _TRAIN_GOOD + _TEST_GOOD + _PER_DEFECT * len(DEMO_DEFECTS)  # that the defaults render
_VISIBLE = 7 / 255  # about four standard deviations of the sensor noise
_DEFECT_AREA = (0.002, 0.06)  # share of the image


def _changed(clean: Array, defective: Array) -> NDArray[np.bool_]:
    """Where a person can see the difference between two exposures of the same part, (H, W)."""
    visible = np.abs(defective - clean).max(0) > _VISIBLE
    visible = ndimage.binary_opening(ndimage.binary_closing(visible, iterations=2), np.ones((2, 2)))
    return ndimage.binary_dilation(visible)


def photograph(
    rng: Generator, lot: Lot, *, mat: Array, defect: str | None
) -> tuple[NDArray[np.uint8], NDArray[np.uint8] | None]:
    """A photograph (H, W, 3) and, of a defective part, its mask (H, W).

    The part comes first from the generator, so that the same state gives the same part with and without a defect.
    """
    part = make_part(rng, lot)
    shaded = shade(part, mat)
    surface = good_surface(part, mat.shape[1])
    clean = expose(reflect(surface, part, mat=shaded), part)
    if defect is None:
        return develop(rng, clean), None
    while True:
        DEFECTS[defect](surface, part, rng)
        exposed = expose(reflect(surface, part, mat=shaded), part)
        changed = _changed(clean, exposed)
        if _DEFECT_AREA[0] <= changed.mean() <= _DEFECT_AREA[1]:
            return develop(rng, exposed), changed.astype(np.uint8) * 255
        surface = good_surface(part, mat.shape[1])


def _shots(train_good: int, test_good: int, per_defect: int) -> Iterator[tuple[str, str | None, int]]:
    """Folder, defect and lot of every image; each group is spread evenly over its lots, in order."""
    groups: list[tuple[str, str | None, int]] = [("train/good", None, train_good), ("test/good", None, test_good)]
    groups += [(f"test/{defect}", defect, per_defect) for defect in DEMO_DEFECTS]
    for folder, defect, number in groups:
        first, lots = (1, _TRAIN_LOTS) if folder.startswith("train") else (1 + _TRAIN_LOTS, _TEST_LOTS)
        for i in range(number):
            yield folder, defect, first + i * lots // number


def render_demo(
    folder: Path,
    *,
    seed: int,
    train_good: int = _TRAIN_GOOD,
    test_good: int = _TEST_GOOD,
    per_defect: int = _PER_DEFECT,
    size_px: int = 256,
) -> Iterator[Path]:
    """Render a demonstration category in MVTec layout, yielding each image's path once it and its mask are written.

    Images are 8-bit RGB PNG; masks are 8-bit, 255 where the defect visibly changes the part and 0 elsewhere.
    Lots are in the names, see `DEMO_LOT_PATTERN`; the test parts come from lots of their own.
    The same arguments give the same files.

    Args:
        folder: the category; created where it is missing.
        seed: at least 0.
        train_good: how many good images to learn from.
        test_good: how many good images to test with.
        per_defect: how many images of each of `DEMO_DEFECTS`.
        size_px: side of the square images.

    Raises:
        SettingError: if an image would be too small to show the part, or a number is negative.
        CategoryError: if the folder already holds a category.
    """
    if size_px < MIN_SIZE_PX or min(seed, train_good, test_good, per_defect) < 0:
        raise SettingError(
            "The demonstration needs images of at least {least} px and numbers of at least 0, found {size} px, seed "
            "{seed}, {train_good} and {test_good} good images and {per_defect} per defect.",
            code="demo.out_of_range",
            least=MIN_SIZE_PX,
            size=size_px,
            seed=seed,
            train_good=train_good,
            test_good=test_good,
            per_defect=per_defect,
        )
    if (folder / "train").exists() or (folder / "test").exists():
        raise CategoryError("{file} already holds a category.", code="demo.folder_taken", file=storable(str(folder)))
    size = 2 * size_px  # each pixel is the mean of four, so that edges are smooth
    mat = make_mat(np.random.default_rng([seed, 0]), size)
    lots = {
        n: make_lot(np.random.default_rng([seed, 1, n]), size, programme=np.random.default_rng([seed, 3]))
        for n in range(1, 1 + _TRAIN_LOTS + _TEST_LOTS)
    }
    serial = {n: count(1) for n in lots}
    for index, (place, defect, lot) in enumerate(_shots(train_good, test_good, per_defect)):
        image, mask = photograph(np.random.default_rng([seed, 2, index]), lots[lot], mat=mat, defect=defect)
        path = folder / place / f"lot{lot:02}_{next(serial[lot]):03}.png"
        if mask is not None:
            _write(folder / "ground_truth" / path.parent.name / f"{path.stem}_mask.png", mask)
        _write(path, image)
        yield path


def _write(path: Path, pixels: NDArray[np.uint8]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path, compress_level=1)
