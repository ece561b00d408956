"""Decode AVIF and JPEG 2000, whose boxes alone can be checked: their pixel data have no checksum."""

import struct
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from PIL.AvifImagePlugin import AvifImageFile
from PIL.Jpeg2KImagePlugin import Jpeg2KImageFile

from inspector.core.errors import ImageError
from inspector.data.folders import storable
from inspector.data.images.decoders.by_pillow import decode_by_pillow, pillow_samples
from inspector.data.images.decoders.decoded import Decoded, check_no_zeros
from inspector.data.images.limits import check_size

_CODESTREAM, _END_OF_CODESTREAM = b"\xff\x4f\xff\x51", b"\xff\xd9"


def decode_avif(path: Path, file: BinaryIO) -> Decoded:
    """(H, W, 3) or (H, W, 4) uint8.

    Raises:
        ValueError: if its boxes do not end where the file does.
    """
    data = file.read()
    width, height = AvifImageFile(BytesIO(data)).size
    for kind, start, end in _boxes(data):
        if kind == b"mdat":
            check_no_zeros(data[start:end], pixels=width * height)
    return decode_by_pillow(path, BytesIO(data), AvifImageFile)


def decode_jpeg_2000(path: Path, file: BinaryIO) -> Decoded:
    """Decode JPEG 2000 of 8 bits, or grey of any depth, which Pillow brings to 16 bits.

    Raises:
        ValueError: if its boxes do not end where the file does, or its codestream has no end.
    """
    data = file.read()
    stream = data
    if not data.startswith(_CODESTREAM):
        streams = [data[start:end] for kind, start, end in _boxes(data) if kind == b"jp2c"]
        stream = streams[0] if streams else b""
    if not stream.rstrip(b"\0").endswith(_END_OF_CODESTREAM):
        raise ValueError("the file ends too early")
    image = Jpeg2KImageFile(BytesIO(data))
    check_no_zeros(stream, pixels=image.size[0] * image.size[1])
    check_size(path, *image.size)
    depths = _depths(stream)
    if max(depths) <= 8 or len(depths) == 1:
        return Decoded(pillow_samples(image))
    raise ImageError(
        "Image {file} cannot be read: expected JPEG 2000 of 8 bits in colour or with alpha, found {bits} bits.",
        code="image.deep_jpeg_2000",
        file=storable(str(path)),
        bits=max(depths),
    )


def _boxes(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The boxes of a file: the name of each, and where its content begins and ends."""
    start = 0
    while start < len(data.rstrip(b"\0")):
        length, kind = struct.unpack_from(">I4s", data, start)
        header = 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, start + 8)
            header = 16
        end = len(data) if length == 0 else start + length
        if (length and length < header) or end > len(data):
            raise ValueError("the file ends too early, or a part of it is broken")
        yield kind, start + header, end
        start = end


def _depths(stream: bytes) -> list[int]:
    """The bits per sample of each component, by the SIZ segment, which is the first of the codestream."""
    segment = stream.index(_CODESTREAM) + 4
    (count,) = struct.unpack_from(">H", stream, segment + 36)
    return [(stream[segment + 38 + 3 * component] & 0x7F) + 1 for component in range(count)]
