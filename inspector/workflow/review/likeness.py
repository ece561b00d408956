"""Which good image of a category looks most like another image: how a part should look, where no method redraws it.

Images are compared as small pictures: that finds the good part in the same pose, among those of a product with several
poses or variants, and costs no model.
"""

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from inspector.core.errors import ImageError
from inspector.core.images.resizing import resize
from inspector.data.images.reading import read_image

_SIDE = 24  # of a small picture
_MOST = 400  # good images that are compared; more would take longer to read than a person waits


class GoodImages:
    """Good images of a category, read when somebody first asks; for workers, one at a time.

    Args:
        paths: at most some hundred of them are read, evenly spread.
        bits: bits per sample of deep files; None for what each states, or all.
    """

    def __init__(self, paths: Sequence[Path], *, bits: int | None) -> None:
        chosen = np.linspace(0, len(paths) - 1, min(_MOST, len(paths))).round().astype(int)
        self._paths = [paths[place] for place in chosen]
        self._bits = bits
        self._lock = threading.Lock()
        self._read: tuple[list[Path], np.ndarray] | None = None

    def nearest(self, path: Path) -> Path | None:
        """The good image that looks most like this one, which itself is left out; None where there is none.

        Raises:
            ImageError: if this one cannot be read.
        """
        with self._lock:
            if self._read is None:
                self._read = self._read_all()
            paths, pictures = self._read
        distances = np.square(pictures - self._small(path)).sum(axis=1)
        return next((paths[place] for place in np.argsort(distances, kind="stable") if paths[place] != path), None)

    def _read_all(self) -> tuple[list[Path], np.ndarray]:
        paths, pictures = [], [np.zeros((0, 3 * _SIDE * _SIDE), np.float32)]
        for path in self._paths:
            try:
                pictures.append(self._small(path)[None])
            except ImageError:
                continue  # a good image that cannot be read is nobody's nearest
            paths.append(path)
        return paths, np.concatenate(pictures)

    def _small(self, path: Path) -> np.ndarray:
        """(D,) float32, under a mean brightness of 0."""
        small = resize(read_image(path, bits=self._bits), (_SIDE, _SIDE))
        return (small - small.mean()).flatten().numpy()
