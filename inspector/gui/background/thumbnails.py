"""Small pictures of images, made in the background for the places of a list that a person looks at."""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from PySide6.QtCore import QCoreApplication, QObject, QRect, QRunnable, Qt, QThreadPool, QTimer, Signal
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPen, QPixmap

from inspector.core.errors import InspectorError
from inspector.data.images.reading import read_image, resize
from inspector.gui.theme import current_theme

SIDE = 128  # of a thumbnail, in the screen's logical pixels
CACHE_BYTES = 64 * 1024**2
_QUEUE = 256  # more than any screen shows at once: what is pushed out was scrolled past
_WORKERS = 2
_POLL_MS = 30
Load = Callable[..., QImage | None]  # of a path, and the `side` of the square that the picture is to fit into


class Thumbnails(QObject):
    """Pictures of image files that fit into a square, kept as far as `CACHE_BYTES` allow.

    Images are read as the methods read them, so that what they refuse is not shown as if it were good (and for PNG
    and BMP nothing would be faster). The newest wish is fulfilled first. Workers only write into a store behind a
    lock, into which a timer of the GUI thread looks.

    Signal `ready` (Path): its picture can be had now.
    """

    ready = Signal(object)

    def __init__(self, parent: QObject, *, side: int = SIDE, load: Load | None = None) -> None:
        """
        Args:
            load: makes the picture of a file in any thread, None where it cannot be read; None for `load_thumbnail`.
        """
        super().__init__(parent)
        self.side = side
        self._ratio = max(1.0, QGuiApplication.instance().devicePixelRatio())
        self._work = _Work(round(side * self._ratio), load or load_thumbnail)
        self._kept: OrderedDict[Path, QPixmap] = OrderedDict()
        self._bytes = 0
        self._broken: set[Path] = set()
        self._broken_picture: tuple[object, QPixmap] | None = None
        self._timer = QTimer(self, interval=_POLL_MS)
        self._timer.timeout.connect(self._look)

    def get(self, path: Path) -> QPixmap | None:
        """The picture; None where it is not there yet: it is made and `ready` tells when it is there."""
        if path in self._broken:
            return self._unreadable()
        picture = self._kept.get(path)
        if picture is not None:
            self._kept.move_to_end(path)
            return picture
        self._work.wish(path)
        if not self._timer.isActive():
            self._timer.start()
        return None

    def clear(self) -> None:
        """Forget every picture and every wish."""
        self._work.clear()
        self._timer.stop()
        self._kept.clear()
        self._bytes = 0
        self._broken.clear()

    def _look(self) -> None:
        for path, image in self._work.take():
            if image is None:
                self._broken.add(path)
            else:
                self._keep(path, QPixmap.fromImage(image))
            self.ready.emit(path)
        if self._work.idle:
            self._timer.stop()

    def _keep(self, path: Path, picture: QPixmap) -> None:
        picture.setDevicePixelRatio(self._ratio)
        self._kept[path] = picture
        self._bytes += _bytes(picture)
        while self._bytes > CACHE_BYTES:
            self._bytes -= _bytes(self._kept.popitem(last=False)[1])

    def _unreadable(self) -> QPixmap:
        theme = current_theme()
        if self._broken_picture is None or self._broken_picture[0] != theme:
            text = QCoreApplication.translate("Thumbnails", "cannot be read")
            self._broken_picture = (theme, _draw_unreadable(self.side, self._ratio, text))
        return self._broken_picture[1]


class _Work:
    """Wishes and what came of them, shared by the GUI thread and at most two workers of Qt's pool."""

    def __init__(self, side: int, load: Load) -> None:
        self._side, self._load = side, load
        self._lock = threading.Lock()
        self._wishes: OrderedDict[Path, None] = OrderedDict()
        self._made: deque[tuple[Path, QImage | None]] = deque()
        self._in_hand: dict[Path, int] = {}
        self._round = 0
        self._workers = 0

    @property
    def idle(self) -> bool:
        with self._lock:
            return not (self._wishes or self._in_hand or self._made)

    def wish(self, path: Path) -> None:
        with self._lock:
            if self._in_hand.get(path) == self._round:
                return
            self._wishes[path] = None
            self._wishes.move_to_end(path)
            if len(self._wishes) > _QUEUE:
                self._wishes.popitem(last=False)
            if self._workers == _WORKERS:
                return
            self._workers += 1
        QThreadPool.globalInstance().start(_Worker(self))

    def take(self) -> list[tuple[Path, QImage | None]]:
        """What was made since the last call; None for an image that cannot be read."""
        with self._lock:
            made = list(self._made)
            self._made.clear()
            for path, _ in made:
                self._in_hand.pop(path, None)
        return made

    def clear(self) -> None:
        with self._lock:
            self._round += 1
            self._wishes.clear()
            self._made.clear()
            self._in_hand.clear()

    def work(self) -> None:
        """Fulfil wishes until there is none; runs in a worker."""
        while (wish := self._next()) is not None:
            path, round_ = wish
            image = self._load(path, side=self._side)
            with self._lock:
                if round_ == self._round:
                    self._made.append((path, image))

    def _next(self) -> tuple[Path, int] | None:
        with self._lock:
            if not self._wishes:
                self._workers -= 1
                return None
            path, _ = self._wishes.popitem()
            self._in_hand[path] = self._round
            return path, self._round


class _Worker(QRunnable):
    def __init__(self, work: _Work) -> None:
        super().__init__()
        self._work = work

    def run(self) -> None:
        self._work.work()


def load_thumbnail(path: Path, *, side: int) -> QImage | None:
    """The image so that it fits into a square of `side` pixels; None if it cannot be read. For any thread."""
    try:
        image = read_image(path)
    except InspectorError:
        return None
    return thumbnail_of(image, side=side)


def thumbnail_of(image: torch.Tensor, *, side: int) -> QImage:
    """An image (3, H, W) in [0, 1] so that it fits into a square of `side` pixels. For any thread."""
    scale = min(1.0, side / max(image.shape[1:]))
    with torch.inference_mode():
        small = resize(image, tuple(max(1, round(length * scale)) for length in image.shape[1:]))
        samples = (small * 255).round().to(torch.uint8).permute(1, 2, 0).contiguous().numpy()
    return image_of(samples)


def image_of(samples: np.ndarray) -> QImage:
    """A QImage of (H, W, 3) uint8 samples, with a copy of them of its own."""
    height, width = samples.shape[:2]
    return QImage(samples.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def _bytes(picture: QPixmap) -> int:
    return picture.width() * picture.height() * max(8, picture.depth()) // 8


def _draw_unreadable(side: int, ratio: float, text: str) -> QPixmap:
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
