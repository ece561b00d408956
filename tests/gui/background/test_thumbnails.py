"""Thumbnails: what is painted is read in the background, and nothing else."""

import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from inspector.gui.theme import apply_theme, current_theme
from inspector.gui.widgets.painting import with_border
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


def rows_of_colour(image, colour: str) -> int:
    """How many lines of an image have a run of at least 40 pixels in a colour."""
    pixels = [[image.pixelColor(x, y).name() for x in range(image.width())] for y in range(image.height())]
    return sum(colour * 40 in "".join(line) for line in pixels)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_white_picture_ends_somewhere_on_a_white_ground(qtbot, qapp, thumbnails, tmp_path, look):
    path = write_colour(tmp_path / "white.png", (255, 255, 255), size=(64, 64))
    apply_theme(qapp, look)
    try:
        theme = current_theme()
        view = image_grid("Images", lines=1)
        qtbot.addWidget(view)
        model = ImageListModel(thumbnails, view)
        view.setModel(model)
        view.resize(300, 300)
        model.set_items([ImageItem(path, "white.png")])
        with qtbot.waitExposed(view):
            view.show()
        with qtbot.waitSignal(thumbnails.ready):
            view.viewport().repaint()
        assert rows_of_colour(view.viewport().grab().toImage(), theme.border) == 2, "above and below it"
        picture = thumbnails.get(path)
        bordered = with_border(picture, theme).toImage()
        last = bordered.width() - 1, bordered.height() - 1
        assert [bordered.pixelColor(*place).name() for place in ((0, 0), last)] == [theme.border] * 2
        assert bordered.pixelColor(1, 1).name() == "#ffffff"
        assert picture.toImage().pixelColor(0, 0).name() == "#ffffff", "the picture itself stays as it is"
    finally:
        apply_theme(qapp, "light")
