"""Small pictures for the places of a list that a person looks at."""

from collections.abc import Callable, Hashable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPen, QPixmap
from torch import Tensor, inference_mode

from inspector.core.images.resizing import resized_to_unit_range
from inspector.data.images.reading import displayed, read_picture
from inspector.gui.background.pictures import PictureLoader, Unavailable
from inspector.gui.theme import current_theme
from inspector.gui.widgets.pictures.folding import fitting_size, fold, piece_count
from inspector.gui.widgets.pictures.picture_view import to_image

SIDE = 128  # of a thumbnail, in the screen's logical pixels
CACHE_BYTES = 64 * 1024**2
_WORKERS = 2


class Thumbnails(QObject):
    """Pixmaps of files, each fitting into a square, and a sheet with a cross for a file that cannot be read.

    Very long images are folded: see :mod:`inspector.gui.widgets.pictures.folding`.

    Images are read as the methods read them, so that what they refuse is not shown as if it were good (and for PNG
    and BMP nothing would be faster).

    Signal `ready` (Path): its picture can be had now.

    Args:
        side: of the square, in logical pixels.
        make: the picture of a file that fits into a square of `side` pixels; called in any thread.
    """

    ready = Signal(object)

    def __init__(
        self, parent: QObject, *, side: int = SIDE, make: Callable[..., QImage] | None = None, cache: int = CACHE_BYTES
    ) -> None:
        super().__init__(parent)
        self.side = side
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        self._ratio = max(1.0, application.devicePixelRatio())
        self._read_with: tuple[int | None, bool] = None, True
        self._unreadable: tuple[object, QPixmap] | None = None  # with the theme it is drawn in
        self._pictures = PictureLoader(
            partial(make or thumbnail_of_file, side=round(side * self._ratio)),
            self,
            finish=self._pixmap,
            cache_bytes=cache,
            workers=_WORKERS,
        )
        self._pictures.loaded.connect(self._loaded)

    def read_with(self, bits: int | None, *, folded: bool = True) -> None:
        """From now on, files with room for 16 bits or more hold so many bits per sample; None for what each states.

        Args:
            folded: fold very long images; not where something is drawn over them.
        """
        if (bits, folded) != self._read_with:
            self._read_with = bits, folded
            side = round(self.side * self._ratio)
            self._pictures.use(partial(thumbnail_of_file, side=side, bits=bits, folded=folded))

    def make_by(self, make: Callable[..., QImage]) -> None:
        """From now on, pictures come from this, which is called as that which was handed in at first."""
        self._pictures.use(partial(make, side=round(self.side * self._ratio)))

    @property
    def idle(self) -> bool:
        return self._pictures.idle

    def get(self, key: Hashable) -> QPixmap | None:
        """The picture of a file, or of whatever `make` takes.

        None while it is not there yet: it is made, and `ready` says when it is there.
        """
        picture = self._pictures.get(key)
        if isinstance(picture, Unavailable):
            return self._cross()
        return picture if isinstance(picture, QPixmap) else None

    def clear(self) -> None:
        """Forget every picture and every request."""
        self._pictures.clear()

    def _loaded(self, path: Path, _picture: object) -> None:
        self.ready.emit(path)

    def _pixmap(self, image: QImage) -> QPixmap:
        picture = QPixmap.fromImage(image)
        picture.setDevicePixelRatio(self._ratio)
        return picture

    def _cross(self) -> QPixmap:
        theme = current_theme()
        if self._unreadable is None or self._unreadable[0] != theme:
            self._unreadable = theme, _draw_cross(self.side, self._ratio, self.tr("cannot be read"))
        return self._unreadable[1]


def thumbnail_of_file(path: Path, *, side: int, bits: int | None = None, folded: bool = True) -> QImage:
    """The image so that it fits into a square of `side` pixels; for any thread.

    Raises:
        ImageError: if it cannot be read.
    """
    return thumbnail_of(read_picture(path, bits=bits).samples, side=side, folded=folded)


def thumbnail_of(image: Tensor, *, side: int, folded: bool = True) -> QImage:
    """Samples (C, H, W), uint8 or float in [0, 1], so that it fits into a square of `side` pixels; for any thread."""
    height, width = image.shape[1:]
    pieces = piece_count(height, width) if folded else 1
    with inference_mode():
        small = resized_to_unit_range(image, fitting_size(height, width, side=side, pieces=pieces))
        return fold(to_image(displayed(small)), pieces=pieces)


def _draw_cross(side: int, ratio: float, text: str) -> QPixmap:
    """A sheet with a cross and the words below."""
    theme = current_theme()
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(theme.window))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.ng), 3))
    middle, arm = side // 2, side // 8
    for sign in (-1, 1):
        painter.drawLine(middle - arm, middle - 12 - sign * arm, middle + arm, middle - 12 + sign * arm)
    painter.setPen(QColor(theme.text))
    words = QRect(4, middle + arm, side - 8, side // 2 - arm)
    painter.drawText(words, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)
    painter.end()
    return picture
