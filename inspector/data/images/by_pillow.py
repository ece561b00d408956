"""Decode what Pillow reads without loss: BMP, WebP, GIF, AVIF, JPEG 2000, and odd kinds of JPEG and PNG."""

import struct
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import ImageChops
from PIL.ImageFile import ImageFile
from PIL.Jpeg2KImagePlugin import Jpeg2KImageFile

from inspector.core.errors import ImageError
from inspector.data.folders import printable
from inspector.data.images.decoded import Decoded, Samples
from inspector.data.images.limits import check_single, check_size

ORIENTATION = 0x0112  # the tag's number, in EXIF as in TIFF
_JPEG_2000_HEADER_BYTES = 1 << 16  # far more than comes before the codestream's first segment
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


def decode_jpeg_2000(path: Path, file: BinaryIO) -> Decoded:
    """Decode JPEG 2000 of 8 bits, or grey of any depth, which Pillow brings to 16 bits."""
    data = file.read(_JPEG_2000_HEADER_BYTES)
    file.seek(0)
    image = Jpeg2KImageFile(file)
    check_size(path, *image.size)
    depths = _jpeg_2000_depths(data)
    if max(depths) <= 8 or len(depths) == 1:
        return Decoded(pillow_samples(image))
    raise ImageError(
        "Image {file} cannot be read: expected JPEG 2000 of 8 bits in colour or with alpha, found {bits} bits.",
        code="image.deep_jpeg_2000",
        file=printable(str(path)),
        bits=max(depths),
    )


def _jpeg_2000_depths(data: bytes) -> list[int]:
    """The bits per sample of each component, by the SIZ segment, which is the first of the codestream."""
    segment = data.index(b"\xff\x4f\xff\x51") + 4
    (count,) = struct.unpack_from(">H", data, segment + 36)
    return [(data[segment + 38 + 3 * component] & 0x7F) + 1 for component in range(count)]


def pillow_samples(image: ImageFile) -> Samples:
    """The samples of an opened image, palettes and CMYK as RGB."""
    image.load()
    if image.mode == "CMYK" and "adobe" not in image.info:
        # Pillow takes every CMYK JPEG for one of Adobe's, which are stored inverted.
        return np.asarray(ImageChops.invert(image).convert("RGB"))
    if image.mode in ("1", "P", "CMYK"):
        return np.asarray(image.convert("L" if image.mode == "1" else "RGB"))
    return np.asarray(image)
