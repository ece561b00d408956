"""Decode BMP, whose header alone can be checked: its pixel data have no checksum."""

import struct
from pathlib import Path
from typing import BinaryIO

from PIL.BmpImagePlugin import BmpImageFile

from inspector.data.images.decoders.by_pillow import decode_by_pillow
from inspector.data.images.decoders.decoded import Decoded

_FILE_HEADER, _OLDEST, _USUAL = 14, 12, 40  # bytes; the last two of the image's own header
_UNCOMPRESSED = (0, 3, 6)  # bits as they are, or by masks
_PADDING = 4  # bytes that writers add to round a file up


def decode_bmp(path: Path, file: BinaryIO) -> Decoded:
    """(H, W) or (H, W, C) uint8.

    Raises:
        ValueError: if the pixels are fewer or more than the header says.
    """
    header = file.read(_FILE_HEADER + _USUAL)
    size = file.seek(0, 2)
    file.seek(0)
    pixels, own = struct.unpack_from("<II", header, 10)
    if own >= _USUAL:
        width, height, _, bits, compression = struct.unpack_from("<iiHHI", header, 18)
        needed = (abs(width) * bits + 31) // 32 * 4 * abs(height)
        profile = own > _USUAL  # which may follow the pixels
        if compression in _UNCOMPRESSED and pixels + needed > size:
            raise ValueError("the file ends too early")
        if compression in _UNCOMPRESSED and not profile and pixels + needed + _PADDING < size:
            raise ValueError("pixel data are larger than the image")
        if pixels < _FILE_HEADER + own:
            raise ValueError("pixel data lie within its header")
    return decode_by_pillow(path, file, BmpImageFile)
