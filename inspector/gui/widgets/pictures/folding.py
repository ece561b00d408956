"""Very long pictures in a small square: in pieces below each other, as the lines of a text, or beside each other."""

import math

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

_LONG = 4.0  # times as long as wide: shown whole, such a picture leaves three quarters of the square empty
_GAP = 2  # pixels between two pieces


def piece_count(height: int, width: int) -> int:
    """Into how many pieces a picture is cut so that they make about a square; 1 for one that is not very long."""
    ratio = max(height, width) / min(height, width)
    return round(math.sqrt(ratio)) if ratio >= _LONG else 1


def fitting_size(height: int, width: int, *, side: int, pieces: int) -> tuple[int, int]:
    """Height and width of the whole picture with which its pieces fit into a square of `side` pixels."""
    long, short = max(height, width), min(height, width)
    room = side - _GAP * (pieces - 1)
    scale = min(1.0, side * pieces / long, room / (short * pieces))
    return max(1, round(height * scale)), max(1, round(width * scale))


def fold(image: QImage, *, pieces: int) -> QImage:
    """The pieces of a picture: of a wide one below each other from the left one on, of a high one beside each other."""
    if pieces == 1:
        return image
    width, height, wide = image.width(), image.height(), image.width() >= image.height()
    length = math.ceil((width if wide else height) / pieces)
    across = (height if wide else width) + _GAP
    size = (length, pieces * across - _GAP) if wide else (pieces * across - _GAP, length)
    folded = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
    folded.fill(Qt.GlobalColor.transparent)
    painter = QPainter(folded)
    for place in range(pieces):
        if wide:
            painter.drawImage(0, place * across, image, place * length, 0, length, height)
        else:
            painter.drawImage(place * across, 0, image, 0, place * length, width, length)
    painter.end()
    return folded
