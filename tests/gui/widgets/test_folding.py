"""Very long pictures fill a thumbnail in pieces."""

import numpy as np
import pytest
import torch
from PySide6.QtGui import QImage

from inspector.gui.widgets.pictures.folding import fitting_size, fold, piece_count
from inspector.gui.widgets.pictures.thumbnails import thumbnail_of

BRIGHT = (40, 90, 160, 230)  # of the four quarters of a picture, along its longer side


def quarters(*, wide: bool) -> torch.Tensor:
    """(3, 200, 3200) or (3, 3200, 200) uint8."""
    row = np.repeat(np.array(BRIGHT, np.uint8), 800)
    picture = np.broadcast_to(row, (3, 200, 3200))
    return torch.from_numpy(np.ascontiguousarray(picture if wide else picture.transpose(0, 2, 1)))


def brightness(image: QImage, x: float, y: float) -> int:
    return image.pixelColor(int(x * image.width()), int(y * image.height())).red()


@pytest.mark.parametrize("wide", [True, False])
def test_a_very_long_picture_is_read_like_the_lines_of_a_text(qapp, wide):
    picture = thumbnail_of(quarters(wide=wide), side=128)
    assert max(picture.width(), picture.height()) <= 128
    assert min(picture.width(), picture.height()) >= 110  # 8 where it is shown whole
    middles = [0.12, 0.37, 0.63, 0.88]
    found = [brightness(picture, 0.5, at) if wide else brightness(picture, at, 0.5) for at in middles]
    assert found == list(BRIGHT)
    gap = picture.pixelColor(5, 31) if wide else picture.pixelColor(31, 5)
    assert gap.alpha() == 0


def test_pictures_that_are_not_very_long_stay_whole(qapp):
    assert [piece_count(*size) for size in ((200, 3000), (3000, 200), (200, 800), (200, 799), (1, 1))] == [
        4,
        4,
        2,
        1,
        1,
    ]
    assert fitting_size(256, 512, side=128, pieces=1) == (64, 128)
    assert fitting_size(8, 12, side=128, pieces=1) == (8, 12)
    image = QImage(12, 8, QImage.Format.Format_RGB888)
    assert fold(image, pieces=1) is image
    assert thumbnail_of(quarters(wide=True), side=128, folded=False).size().toTuple() == (128, 8)
