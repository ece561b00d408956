"""How parts are located is seen on the Category screen before anything is trained."""

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QProgressBar, QPushButton, QScrollArea

from inspector.core.errors import CategoryError
from inspector.gui.category.images import locating_preview
from inspector.gui.widgets.pictures.picture_view import PictureView
from inspector.line.placement import Placement
from inspector.workflow.advise.locating import LocatedImage
from inspector.workflow.progress import Progress
from tests.gui.controls import control, is_shown, text_of
from tests.gui.screens.category.looking import stated

BUTTON = "Preview how parts are located"
UPRIGHT = np.array([[1.0, 0, 8], [0, 1, 8]])  # the middle half of an image of 32 px


def located(_locate, images, *, most, **_options):
    """Finds the part in all images but the second one."""
    yield Progress("Locating", 0, most)
    for index, image in enumerate(images[:most]):
        placement = Placement(UPRIGHT, (16, 16), 0.9, 0.9, stable=True, found=index != 1)
        yield LocatedImage(image, torch.full((3, 32, 32), 0.5), placement)


def refused(*_args, **_options):
    yield Progress("Locating", 0, 1)
    raise CategoryError(
        "The part cannot be located reliably in these {images} good images: they are too few, or no part stands "
        "out that looks alike in all of them.",
        code="locate.not_possible",
        images=12,
    )


def finds_half(*_args, **_options):
    """Goes on until the dialog is closed."""
    while True:
        yield Progress("Locating", 6, 12)


def finds_nothing(*_args, **_options):
    yield Progress("Locating", 0, 1)


@pytest.fixture
def opened(screen, qtbot, root, monkeypatch):
    """Opens the preview of what `preview_locating` is for the test."""

    def open_with(preview) -> QDialog:
        monkeypatch.setattr(locating_preview, "preview_locating", preview)
        combo = control(screen, QComboBox, "Locate the part before it is judged")
        combo.setFocus()
        qtbot.keyClicks(combo, "Turned")
        qtbot.keyClick(combo, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: stated(root).get("locate") == "rigid")
        qtbot.mouseClick(control(screen, QPushButton, BUTTON), Qt.MouseButton.LeftButton)
        return screen.window().findChild(locating_preview.LocatingPreview)

    return open_with


def pixel(view: PictureView, x: float, y: float):
    """A colour of the picture, at shares of its sides."""
    image = view.pixmap.toImage()
    return image.pixelColor(round(x * image.width()), round(y * image.height()))


def meaning_is_shown(dialog: QDialog) -> bool:
    return any("The line frames" in one.text() and one.isVisible() for one in dialog.findChildren(QLabel))


def test_a_bar_shows_how_far_the_search_is(opened, qtbot):
    dialog = opened(finds_half)
    bar = control(dialog, QProgressBar, "Progress of locating")
    qtbot.waitUntil(lambda: (bar.value(), bar.maximum()) == (6, 12))
    dialog.close()


def test_each_good_image_shows_the_outline_or_says_that_the_part_is_not_found(opened, qtbot):
    dialog = opened(located)
    qtbot.waitUntil(lambda: text_of(dialog, "locating-status").startswith("Found in 11 of 12 good images."))
    # The last image may come a look before the end of the search.
    qtbot.waitUntil(lambda: not any(bar.isVisible() for bar in dialog.findChildren(QProgressBar)))
    views = dialog.findChildren(PictureView)
    assert [view.accessibleName().rpartition(": ")[2] for view in views] == ["found", "not found", *["found"] * 10]
    assert meaning_is_shown(dialog)
    outlined, plain = pixel(views[0], 0.25, 0.5), pixel(views[1], 0.25, 0.5)
    assert outlined.blue() > plain.blue() + 60
    qtbot.waitUntil(lambda: is_shown(dialog, QLabel, "not found"))  # once it is laid out
    assert control(dialog, QLabel, "not found").property("role") == "error"
    assert is_shown(dialog, QScrollArea, "Good images with the located part")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_where_nothing_can_be_located_it_says_why(opened, qtbot):
    dialog = opened(refused)
    qtbot.waitUntil(lambda: "cannot be located reliably" in text_of(dialog, "locating-status"))
    assert not dialog.findChildren(PictureView)
    assert not meaning_is_shown(dialog)


def test_where_nothing_needs_to_be_located_it_says_so(opened, qtbot):
    dialog = opened(finds_nothing)
    qtbot.waitUntil(lambda: "Nothing is located" in text_of(dialog, "locating-status"))


def test_without_locating_there_is_no_preview(screen, qtbot, root):
    assert control(screen, QPushButton, BUTTON).isEnabled()  # parts are located where the good images need it
    combo = control(screen, QComboBox, "Locate the part before it is judged")
    combo.setFocus()
    qtbot.keyClicks(combo, "As it lies")
    qtbot.keyClick(combo, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stated(root).get("locate") == "off")
    assert not control(screen, QPushButton, BUTTON).isEnabled()
