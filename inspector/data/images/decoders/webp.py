"""Decode WebP, whose container alone can be checked: its pixel data have no checksum."""

import struct
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from PIL.WebPImagePlugin import WebPImageFile

from inspector.data.images.decoders.by_pillow import decode_by_pillow
from inspector.data.images.decoders.decoded import Decoded, check_no_zeros
from inspector.data.images.limits import check_size

_PICTURES = (b"VP8 ", b"VP8L", b"ANMF")


def decode_webp(path: Path, file: BinaryIO) -> Decoded:
    """(H, W, 3) or (H, W, 4) uint8.

    Raises:
        ValueError: if the container does not end where it says, or lacks its picture.
    """
    data = file.read()
    chunks = list(_chunks(data))
    pixels = 0
    for kind, start, _ in chunks:
        size = _size(kind, data[start : start + 10])
        if size is not None:
            check_size(path, *size)  # before libwebp takes memory for all of it
            pixels = max(pixels, size[0] * size[1])
    for kind, start, length in chunks:
        if kind in _PICTURES:
            check_no_zeros(data[start : start + length], pixels=pixels)
    if not any(kind in _PICTURES for kind, _, _ in chunks):
        raise ValueError("there is no picture in it")
    return decode_by_pillow(path, BytesIO(data), WebPImageFile)


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The chunks of a RIFF file: the name of each, where its content begins, and how long it is."""
    (stated,) = struct.unpack_from("<I", data, 4)
    end, start = 8 + stated, 12
    if end > len(data):
        raise ValueError("the file ends too early")
    if data[end:].strip(b"\0"):
        raise ValueError("the file goes on behind its end")
    while start < end:
        kind, length = struct.unpack_from("<4sI", data, start)
        if start + 8 + length > end:
            raise ValueError("a part of it ends too early")
        yield kind, start + 8, length
        start += 8 + length + length % 2


def _size(kind: bytes, content: bytes) -> tuple[int, int] | None:
    """Width and height by the chunk that states them."""
    if kind == b"VP8X" and len(content) >= 10:
        return 1 + int.from_bytes(content[4:7], "little"), 1 + int.from_bytes(content[7:10], "little")
    if kind == b"VP8 " and content[3:6] == b"\x9d\x01\x2a" and len(content) >= 10:
        width, height = struct.unpack_from("<HH", content, 6)
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L" and content[:1] == b"\x2f":
        bits = int.from_bytes(content[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None
