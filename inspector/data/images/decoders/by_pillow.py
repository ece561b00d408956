"""Decode what Pillow reads without loss, by the class of the format."""

import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import ImageChops
from PIL.ImageFile import ImageFile

from inspector.data.images.decoders.decoded import Decoded, Samples
from inspector.data.images.limits import check_single, check_size

ORIENTATION = 0x0112  # the tag's number, in EXIF as in TIFF
_warning_filters = threading.Lock()


@contextmanager
def without_pillow_warnings() -> Iterator[None]:
    """Keep Pillow quiet on odd metadata. Filters are global, hence the lock and the narrow filter."""
    with _warning_filters, warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"PIL\.")
        yield


def decode_by_pillow(path: Path, file: BinaryIO, opener: Callable[[BinaryIO], ImageFile]) -> Decoded:
    """Decode by the class of a format, and not by Image.open(), which has a pixel limit of its own."""
    with without_pillow_warnings():
        image = opener(file)
        check_size(path, *image.size)
        orientation = image.getexif().get(ORIENTATION, 1)
    check_single(path, several=getattr(image, "is_animated", False))
    return Decoded(pillow_samples(image), orientation)


def pillow_samples(image: ImageFile) -> Samples:
    """The samples of an opened image, palettes and CMYK as RGB."""
    image.load()
    if image.mode == "CMYK" and "adobe" not in image.info:
        # Pillow takes every CMYK JPEG for one of Adobe's, which are stored inverted.
        return np.asarray(ImageChops.invert(image).convert("RGB"))
    if image.mode in ("1", "P", "CMYK"):
        return np.asarray(image.convert("L" if image.mode == "1" else "RGB"))
    return np.asarray(image)
