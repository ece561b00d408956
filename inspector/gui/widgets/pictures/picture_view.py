"""A picture as large as its place allows, and how pictures come from arrays."""

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector.gui.theme import current_theme


class PictureView(QWidget):
    """Shows one picture whole, on the canvas colour, with a line of text where there is none.

    Args:
        bare: no canvas around the picture, as in a grid, where it would be a pattern of its own.
    """

    def __init__(self, name: str, *, smallest: QSize, bare: bool = False) -> None:
        super().__init__()
        self._bare = bare
        self._pixmap = QPixmap()
        self._scaled = QPixmap()
        self._text = ""
        self.setAccessibleName(name)
        self.setMinimumSize(smallest)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_picture(self, image: QImage | None, *, text: str = "") -> None:
        """Show a picture, or the text where there is none."""
        self._pixmap = QPixmap() if image is None else QPixmap.fromImage(image)
        self._scaled = QPixmap()
        self._text = text
        self.update()

    @property
    def has_picture(self) -> bool:
        return not self._pixmap.isNull()

    @property
    def pixmap(self) -> QPixmap:
        """What is shown, at its own size; null where there is none."""
        return self._pixmap

    @property
    def text(self) -> str:
        """What is said where there is no picture."""
        return self._text

    def paintEvent(self, _event: object) -> None:  # noqa: N802
        theme = current_theme()
        painter = QPainter(self)
        if not self._bare:
            painter.fillRect(self.rect(), QColor(theme.canvas))
        if self.has_picture:
            ratio = self.devicePixelRatioF()
            fitted = self._pixmap.size().scaled(self.size() * ratio, Qt.AspectRatioMode.KeepAspectRatio)
            if self._scaled.size() != fitted:
                smooth = Qt.TransformationMode.SmoothTransformation
                self._scaled = self._pixmap.scaled(fitted, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
            size = fitted / ratio
            corner = QPoint((self.width() - size.width()) // 2, (self.height() - size.height()) // 2)
            painter.drawPixmap(QRect(corner, size), self._scaled)
        elif self._text:
            painter.setPen(QColor(theme.muted))
            area = self.rect().adjusted(8, 8, -8, -8)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._text)
        painter.end()


def to_image(pixels: np.ndarray) -> QImage:
    """(H, W, 3) uint8 as a QImage of its own memory; may be called in any thread."""
    pixels = np.ascontiguousarray(pixels)
    height, width, _ = pixels.shape
    return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
