"""Thumbnails: what is painted is read in the background, and nothing else."""

import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from inspector.gui.widgets.pictures.image_list import Badge, ImageItem, ImageListModel, image_grid
from inspector.gui.widgets.pictures.thumbnails import Thumbnails


@pytest.fixture
def thumbnails(qapp):
    made = Thumbnails(qapp)
    yield made
    made.clear()


def write_colour(path: Path, colour: tuple[int, int, int], *, size: tuple[int, int] = (64, 32)) -> Path:
    """(H, W) in one colour."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.full((*size, 3), colour, np.uint8)).save(path)
    return path


def test_a_picture_comes_later_and_stays(qtbot, thumbnails, tmp_path):
    path = write_colour(tmp_path / "a.png", (200, 100, 50), size=(512, 256))
    with qtbot.waitSignal(thumbnails.ready) as told:
        assert thumbnails.get(path) is None
    assert told.args == [path]
    picture = thumbnails.get(path)
    assert picture.deviceIndependentSize().toTuple() == (64, 128)
    assert picture.toImage().pixelColor(10, 10).getRgb()[:3] == (200, 100, 50)
    path.unlink()
    assert thumbnails.get(path) is picture


def test_an_image_that_cannot_be_read_says_so(qtbot, thumbnails, tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(b"no image")
    with qtbot.waitSignal(thumbnails.ready):
        thumbnails.get(path)
    picture = thumbnails.get(path)
    assert len({picture.toImage().pixel(x, y) for x in range(128) for y in range(128)}) > 2  # a cross and words


def test_pictures_are_kept_as_far_as_memory_goes(qtbot, qapp, tmp_path):
    thumbnails = Thumbnails(qapp, cache=3 * 64 * 32 * 4)
    paths = [write_colour(tmp_path / f"{i}.png", (i, 0, 0)) for i in range(4)]
    for path in paths:
        with qtbot.waitSignal(thumbnails.ready):
            thumbnails.get(path)
    assert all(thumbnails.get(path) for path in paths[1:])
    assert thumbnails.get(paths[0]) is None


def test_twenty_thousand_images_open_at_once(qtbot, thumbnails, tmp_path):
    view = image_grid("Images")
    qtbot.addWidget(view)
    model = ImageListModel(thumbnails, view)
    view.setModel(model)
    view.resize(1000, 700)
    with qtbot.waitExposed(view):
        view.show()
    items = [ImageItem(tmp_path / f"{i}.png", f"{i}.png") for i in range(20_000)]
    asked = []
    thumbnails.get = asked.append
    start = time.perf_counter()
    model.set_items(items)
    view.viewport().repaint()
    assert time.perf_counter() - start < 0.3
    assert 0 < len(asked) < 100  # what is in sight
    QApplication.processEvents()


def test_a_badge_has_a_word(qtbot, thumbnails, tmp_path):
    path = write_colour(tmp_path / "a.png", (9, 9, 9))
    view = image_grid("Images")
    qtbot.addWidget(view)
    model = ImageListModel(thumbnails, view)
    view.setModel(model)
    view.resize(300, 300)
    badge = Badge("marked as defective", "D", "diamond", "ng")
    model.set_items([ImageItem(path, "a.png", "crack")])
    with qtbot.waitExposed(view):
        view.show()
    with qtbot.waitSignal(thumbnails.ready):
        view.viewport().repaint()
    before = view.viewport().grab().toImage()
    model.update_items([ImageItem(path, "a.png", "crack", badge)])
    assert view.viewport().grab().toImage() != before
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "a.png · crack · marked as defective"
