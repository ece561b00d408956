"""Decode an image file by what it holds.

Each decoder was chosen because it keeps every bit, reports damage, and neither prints nor crashes on it.
Pillow drops the low byte of 16-bit colour and misses some damage in PNG and JPEG data, its TIFF decoder (libtiff)
writes to stderr, and torchvision's `decode_png` crashes the process on a damaged file. Hence kornia_rs for
PNG (faster than Pillow, every checksum verified), JPEG and compressed TIFF, tifffile for other TIFF, and Pillow for
the rest.
"""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import BinaryIO

from PIL.BmpImagePlugin import DibImageFile
from PIL.GifImagePlugin import GifImageFile

from inspector.core.errors import ImageError
from inspector.data.folders import storable
from inspector.data.images.decoders.bmp import decode_bmp
from inspector.data.images.decoders.boxes import decode_avif, decode_jpeg_2000
from inspector.data.images.decoders.by_pillow import decode_by_pillow
from inspector.data.images.decoders.decoded import Decoded
from inspector.data.images.decoders.jpeg import decode_jpeg
from inspector.data.images.decoders.png import decode_png
from inspector.data.images.decoders.pnm import decode_pnm
from inspector.data.images.decoders.tiff import decode_tiff
from inspector.data.images.decoders.webp import decode_webp

_HEAD_BYTES = 64  # enough to tell what a file is
_DECODERS: Mapping[Callable[[bytes], bool], Callable[[Path, BinaryIO], Decoded]] = {
    (lambda head: head[:8] == b"\x89PNG\r\n\x1a\n"): lambda path, file: decode_png(path, file.read()),
    (lambda head: head[:3] == b"\xff\xd8\xff"): lambda path, file: decode_jpeg(path, file.read()),
    (lambda head: head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")): decode_tiff,
    (lambda head: head[:2] == b"BM"): decode_bmp,
    (lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP"): decode_webp,
    (lambda head: head[:6] in (b"GIF87a", b"GIF89a")): partial(decode_by_pillow, opener=GifImageFile),
    (lambda head: head[:1] == b"P" and head[1:2] in b"123456" and head[2:3] in b"# \t\n\v\f\r"): decode_pnm,
    (lambda head: head[:12] == b"\0\0\0\x0cjP  \r\n\x87\n" or head[:4] == b"\xff\x4f\xff\x51"): decode_jpeg_2000,
    (lambda head: head[4:8] == b"ftyp" and (b"avif" in head[8:] or b"avis" in head[8:])): decode_avif,
    # A bitmap without the header of a file: the size of its own header, and one plane.
    (lambda head: head[:4] == b"\x28\0\0\0" and head[12:14] == b"\1\0"): partial(decode_by_pillow, opener=DibImageFile),
}


def decode(path: Path, file: BinaryIO) -> Decoded:
    """Decode an open image file.

    Raises:
        ImageError: what the file holds is refused. For damage, whatever the decoding library raises passes through.
    """
    head = file.read(_HEAD_BYTES)
    file.seek(0)
    for fits, decoder in _DECODERS.items():
        if fits(head):
            return decoder(path, file)
    raise ImageError(
        "Image {file} cannot be read: expected JPEG, PNG, BMP, TIFF, WebP, GIF, PNM, JPEG 2000 or AVIF data, "
        "found something else.",
        code="image.unknown_format",
        file=storable(str(path)),
    )
