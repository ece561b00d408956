"""A bar over a picture that says how long something is."""

import math

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inspector.gui.numbers import number

_WANTED_PX, _THICK_PX, _MARGIN_PX = 110, 4, 12
_STEPS = (5.0, 2.0, 1.0)


def bar_length(shown: float) -> float:
    """The longest of 1, 2 or 5 times a power of ten that is at most `shown`, above 0."""
    power = 10.0 ** math.floor(math.log10(shown))
    return next(step * power for step in _STEPS if step * power <= shown * (1 + 1e-9))


class ScaleBar(QWidget):
    """In the lower left corner of a view; lets the mouse through, and is hidden where the pixel pitch is unknown."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._length_px = 0.0
        self.text = ""
        self.hide()

    def show_scale(self, um_per_px: float | None) -> None:
        """Show a round length.

        Args:
            um_per_px: micrometres per pixel of the screen; None for unknown.
        """
        if um_per_px is None or not math.isfinite(um_per_px) or um_per_px <= 0:
            self.hide()
            return
        length_um = bar_length(_WANTED_PX * um_per_px)
        self._length_px = length_um / um_per_px
        self.text = f"{number(length_um)} µm" if length_um < 1000 else f"{number(length_um / 1000)} mm"
        width = max(round(self._length_px), self.fontMetrics().horizontalAdvance(self.text)) + 2 * _MARGIN_PX
        height = self.fontMetrics().height() + _THICK_PX + _MARGIN_PX
        above = self._view.height() - height - _MARGIN_PX
        self.setGeometry(_MARGIN_PX, above, width, height)
        self.setVisible(True)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 150))
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        white = QColor("white")
        painter.setPen(white)
        left = (self.width() - self._length_px) / 2
        line = QRectF(0, 2, self.width(), self.fontMetrics().height())
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, self.text)
        painter.fillRect(QRectF(left, line.bottom() + 1, self._length_px, _THICK_PX), white)
        painter.end()
