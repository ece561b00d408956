"""Masks as tools write them: the right pixels, or a sentence that says why there are no figures."""

import shutil

import numpy as np
import pytest
import torch
from PIL import Image

from inspector.data.category import scan_category
from inspector.data.images.masks import read_mask
from inspector.workflow.evaluate.images import evaluate
from inspector.workflow.progress import Warned
from tests.conftest import defect_mask

PLAIN = np.zeros((4, 4), np.uint8)
PLAIN[1:3, 1] = 255


def rewrite(root, write):
    """Write every mask of a category anew; `write` is handed its pixels and its path."""
    for path in list((root / "ground_truth").rglob("*.png")):
        pixels = np.asarray(Image.open(path).convert("L"))
        path.unlink()
        write(pixels, path)


def figures(stored, root):
    events = list(evaluate(stored, scan_category(root), device=torch.device("cpu")))
    return events[-1].evaluation, [event.message for event in events if isinstance(event, Warned)]


@pytest.fixture
def copy(category, tmp_path):
    return shutil.copytree(category, tmp_path / "copy")


@pytest.fixture(scope="module")
def usual(stored, category):
    return figures(stored, category)[0]


def palette(colours):
    def write(pixels, path):
        image = Image.fromarray((pixels > 0).astype(np.uint8))
        image.putpalette([*colours, *[0] * (768 - len(colours))])
        image.save(path)

    return write


def alpha(colour):
    return lambda pixels, path: Image.fromarray(np.dstack([np.full_like(pixels, colour)] * 3 + [pixels])).save(path)


def halves(pixels, path):
    folder = path.with_name(path.name.removesuffix("_mask.png"))
    folder.mkdir()
    for number in range(2):
        part = pixels.copy()
        part[number::2] = 0
        Image.fromarray(part).save(folder / f"{number:03d}.png")


WAYS = {
    "0 and 1": lambda pixels, path: Image.fromarray((pixels > 0).astype(np.uint8)).save(path),
    "1 and 255": lambda pixels, path: Image.fromarray(np.maximum(pixels, 1)).save(path),
    "100 and 200": lambda pixels, path: Image.fromarray(np.where(pixels > 0, 200, 100).astype(np.uint8)).save(path),
    "two classes": lambda pixels, path: Image.fromarray((pixels > 0) * np.array([1, 2] * 24, np.uint8)).save(path),
    "palette on a light ground": palette([220, 220, 220, 200, 0, 0]),
    "palette on black": palette([0, 0, 0, 128, 0, 0]),
    "white with alpha": alpha(255),
    "black with alpha": alpha(0),
    "16 bits": lambda pixels, path: Image.fromarray(pixels.astype(np.uint16)).save(path),
    "bitmap": lambda pixels, path: Image.fromarray(pixels).save(path.with_name(path.name.replace("_mask.png", ".bmp"))),
    "_label": lambda pixels, path: Image.fromarray(pixels).save(path.with_name(path.name.replace("_mask", "_label"))),
    "_GT in another case": lambda pixels, path: Image.fromarray(pixels).save(
        path.with_name(path.name.upper().replace("_MASK", "_GT"))
    ),
    "a folder for each image": halves,
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_masks_are_read_as_tools_write_them(stored, copy, usual, way):
    rewrite(copy, WAYS[way])
    evaluation, notes = figures(stored, copy)
    assert (evaluation.pixel_auroc, evaluation.aupro) == (usual.pixel_auroc, usual.aupro)
    assert evaluation.n_with_mask == 4
    assert notes == []


def test_a_lossy_mask_is_cut_at_half_of_its_height(stored, copy, usual):
    rewrite(copy, lambda pixels, path: Image.fromarray(pixels).save(path.with_suffix(".jpg"), quality=75))
    evaluation, notes = figures(stored, copy)
    assert evaluation.pixel_auroc == pytest.approx(usual.pixel_auroc, abs=0.01)
    assert notes == []
    mask = next((copy / "ground_truth").rglob("*.jpg"))
    assert (read_mask(mask, size=(48, 48)).numpy() != (defect_mask() > 0)).sum() <= 4


def test_inverted_masks_are_turned_and_told(stored, copy, usual):
    rewrite(copy, lambda pixels, path: Image.fromarray(255 - pixels).save(path))
    evaluation, notes = figures(stored, copy)
    assert evaluation.pixel_auroc == usual.pixel_auroc
    assert len(notes) == 1
    assert "4 of 4 masks mark more than half" in notes[0]
    assert "read as inverted" in notes[0]


def test_one_mask_that_covers_more_than_half_is_told(stored, copy, usual):
    path = copy / "ground_truth" / "blob" / "000_mask.png"
    Image.fromarray(255 - np.asarray(Image.open(path))).save(path)
    evaluation, notes = figures(stored, copy)
    assert evaluation.n_with_mask == 4
    assert [note for note in notes if "marks more than half of the image: test/blob/000.png" in note]


def test_empty_masks_are_told_and_count_for_nothing(stored, copy):
    path = copy / "ground_truth" / "blob" / "000_mask.png"
    Image.new("L", (48, 48)).save(path)
    evaluation, notes = figures(stored, copy)
    assert evaluation.n_with_mask == 3
    assert [note for note in notes if "marks nothing: test/blob/000.png" in note]
    rewrite(copy, lambda pixels, path: Image.fromarray(pixels * 0).save(path))
    evaluation, _ = figures(stored, copy)
    assert evaluation.pixel_auroc is None
    assert evaluation.pixels_not_measured == "no mask can be used; see the notes on them"


def test_without_pixel_figures_there_is_a_reason(stored, copy):
    for path in (copy / "ground_truth" / "blob").iterdir():
        path.rename(path.with_name(f"x{path.name}"))
    evaluation, notes = figures(stored, copy)
    assert evaluation.pixels_not_measured == "no defective test image has a mask, and 4 masks fit none"
    assert [note for note in notes if "4 masks fit no image" in note]
    shutil.rmtree(copy / "test" / "blob")
    evaluation, _ = figures(stored, copy)
    assert evaluation.pixels_not_measured == "there is no defective test image"


def test_masks_of_another_size_are_told_one_by_one(stored, copy):
    rewrite(copy, lambda pixels, path: Image.fromarray(pixels).resize((96, 96)).save(path))
    evaluation, notes = figures(stored, copy)
    assert evaluation.pixels_not_measured == "no mask can be used; see the notes on them"
    assert len([note for note in notes if "expected a mask as large as its image" in note]) == 4


def test_a_mask_that_cannot_be_read_is_told(stored, copy):
    (copy / "ground_truth" / "blob" / "000_mask.png").write_bytes(b"no picture")
    evaluation, notes = figures(stored, copy)
    assert evaluation.n_with_mask == 3
    assert [note for note in notes if "The mask of test/blob/000.png is not used." in note]


def test_masks_go_by_relative_path(copy):
    for camera, column in (("cam1", 0), ("cam2", 1)):
        for folder, name in (("test/blob", "000.png"), ("ground_truth/blob", "000_mask.png")):
            path = copy / folder / camera / name
            path.parent.mkdir()
            Image.new("L", (4, 4), column).save(path)
    masks = {image.name: image.mask for image in scan_category(copy).test if "cam" in image.name}
    assert {name: mask.relative_to(copy).as_posix() for name, mask in masks.items()} == {
        "test/blob/cam1/000.png": "ground_truth/blob/cam1/000_mask.png",
        "test/blob/cam2/000.png": "ground_truth/blob/cam2/000_mask.png",
    }
