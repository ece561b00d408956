"""Icons from SVG files, drawn in the theme's colours."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from inspector.resource_files import resource

_SIZE = 24
_SCALES = (1, 2, 3)


def icon(name: str, *, colour: str, checked: str | None = None) -> QIcon:
    """An icon of `resources/icons`, with another colour where it is checked."""
    made = QIcon()
    for scale in _SCALES:
        made.addPixmap(_pixmap(name, colour, scale), QIcon.Mode.Normal, QIcon.State.Off)
        if checked is not None:
            made.addPixmap(_pixmap(name, checked, scale), QIcon.Mode.Normal, QIcon.State.On)
    return made


@lru_cache(maxsize=256)
def _pixmap(name: str, colour: str, scale: int) -> QPixmap:
    text = resource("icons", f"{name}.svg").read_text("utf-8")
    renderer = QSvgRenderer(QByteArray(text.replace("currentColor", colour).encode()))
    pixmap = QPixmap(QSize(_SIZE, _SIZE) * scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap
