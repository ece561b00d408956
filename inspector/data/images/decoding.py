"""Decode an image file to its samples and its orientation, one function per format.

Each decoder was chosen because it keeps every bit, reports damage, and neither prints nor crashes on it.
Pillow drops the low byte of 16-bit colour and misses some damage in PNG data, its TIFF decoder (libtiff)
writes to stderr, and torchvision's `decode_png` crashes the process on a damaged file. Hence kornia_rs for
PNG (faster than Pillow, every checksum verified) and compressed TIFF, tifffile for other TIFF, and Pillow for
the rest.
"""

import logging
import math
import struct
import threading
import warnings
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import kornia_rs.io
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops
from PIL.AvifImagePlugin import AvifImageFile
from PIL.BmpImagePlugin import BmpImageFile, DibImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.Jpeg2KImagePlugin import Jpeg2KImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile
from tifffile import COMPRESSION, PHOTOMETRIC, TiffFile, TiffFrame, TiffPage

from inspector.core.errors import ImageError
from inspector.data.folders import printable
from inspector.data.images.limits import check_single, check_size
from inspector.data.images.pnm import decode_pnm

Samples = NDArray[Any]  # (H, W) or (H, W, C): grey, grey and alpha, RGB, RGB and alpha

_ORIENTATION = 0x0112  # the tag's number, in EXIF as in TIFF
_DEFLATE = (COMPRESSION.ADOBE_DEFLATE, COMPRESSION.DEFLATE)
_TIFF_DEPTHS = ("bool", "uint8", "uint16", "float16", "float32", "float64")
_TIFF_COLOURS: Mapping[int, int] = {  # samples of a pixel without alpha
    PHOTOMETRIC.MINISWHITE: 1,
    PHOTOMETRIC.MINISBLACK: 1,
    PHOTOMETRIC.PALETTE: 1,
    PHOTOMETRIC.RGB: 3,
}
_KORNIA_COLOURS: frozenset[int] = frozenset({PHOTOMETRIC.MINISBLACK, PHOTOMETRIC.RGB})
_KORNIA_TIFF: Mapping[str, Callable[..., Samples]] = {
    "uint8": kornia_rs.io.read_image_tiff_u8,
    "uint16": kornia_rs.io.read_image_tiff_u16,
    "float32": kornia_rs.io.read_image_tiff_f32,
}

_JPEG_2000_HEADER_BYTES = 1 << 16  # far more than comes before the codestream's first segment
_BY_PILLOW: Mapping[Callable[[BinaryIO], ImageFile], Callable[[bytes], bool]] = {
    JpegImageFile: lambda head: head[:3] == b"\xff\xd8\xff",
    BmpImageFile: lambda head: head[:2] == b"BM",
    # A bitmap without the header of a file: the size of its own header, and one plane.
    DibImageFile: lambda head: head[:4] == b"\x28\0\0\0" and head[12:14] == b"\1\0",
    WebPImageFile: lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP",
    GifImageFile: lambda head: head[:6] in (b"GIF87a", b"GIF89a"),
    AvifImageFile: lambda head: head[4:8] == b"ftyp" and (b"avif" in head[8:] or b"avis" in head[8:]),
}

# Without a handler Python would print what tifffile logs of a damaged file; the ImageError already reports it.
logging.getLogger("tifffile").addHandler(logging.NullHandler())
logging.getLogger("tifffile").propagate = False
_warning_filters = threading.Lock()


def decode(path: Path, file: BinaryIO) -> tuple[Samples, int]:
    """Decode an open image file to its samples and its EXIF orientation (1 to 8, or an invalid number).

    Raises:
        ImageError: what the file holds is refused. For damage, whatever the decoding library raises passes through.
    """
    head = file.read(64)
    file.seek(0)
    if head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return _decode_tiff(path, file)
    if head[:8] == b"\x89PNG\r\n\x1a\n":
        return _decode_png(path, file)
    if head[:1] == b"P" and head[1:2] in b"123456" and head[2:3] in b"# \t\n\v\f\r":
        return decode_pnm(path, file.read()), 1
    if _is_jpeg_2000(head):
        return _decode_jpeg_2000(path, file)
    for opener, begins in _BY_PILLOW.items():
        if begins(head):
            return _decode_by_pillow(path, file, opener)
    raise ImageError(
        "Image {file} cannot be read: expected JPEG, PNG, BMP, TIFF, WebP, GIF, PNM, JPEG 2000 or AVIF data, "
        "found something else.",
        code="image.unknown_format",
        file=printable(str(path)),
    )


def _is_jpeg_2000(head: bytes) -> bool:
    return head[:12] == b"\0\0\0\x0cjP  \r\n\x87\n" or head[:4] == b"\xff\x4f\xff\x51"


@contextmanager
def _without_pillow_warnings() -> Iterator[None]:
    """Keep Pillow quiet on odd metadata. Filters are global, hence the lock and the narrow filter."""
    with _warning_filters, warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"PIL\.")
        yield


def _decode_by_pillow(path: Path, file: BinaryIO, opener: Callable[[BinaryIO], ImageFile]) -> tuple[Samples, int]:
    # The class of the format and not Image.open(), which has a pixel limit of its own.
    with _without_pillow_warnings():
        image = opener(file)
        check_size(path, *image.size)
        orientation = image.getexif().get(_ORIENTATION, 1)
    check_single(path, several=getattr(image, "is_animated", False))
    return _pillow_samples(image), orientation


def _decode_jpeg_2000(path: Path, file: BinaryIO) -> tuple[Samples, int]:
    data = file.read(_JPEG_2000_HEADER_BYTES)
    file.seek(0)
    image = Jpeg2KImageFile(file)
    check_size(path, *image.size)
    depths = _jpeg_2000_depths(data)
    if max(depths) <= 8 or len(depths) == 1:
        return _pillow_samples(image), 1  # samples of other depths than 8 or 16 bits are brought to these
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


def _pillow_samples(image: ImageFile) -> Samples:
    image.load()
    if image.mode == "CMYK" and "adobe" not in image.info:
        # Pillow takes every CMYK JPEG for one of Adobe's, which are stored inverted.
        return np.asarray(ImageChops.invert(image).convert("RGB"))
    if image.mode in ("1", "P", "CMYK"):
        return np.asarray(image.convert("L" if image.mode == "1" else "RGB"))
    return np.asarray(image)


def _decode_png(path: Path, file: BinaryIO) -> tuple[Samples, int]:
    data = file.read()
    depth, colour = data[24], data[25]
    with _without_pillow_warnings():
        header = PngImageFile(BytesIO(_png_without_pixels(data)))
        orientation = Image.Image.getexif(header).get(_ORIENTATION, 1)  # a PngImageFile's own looks for pixels
        check_size(path, *header.size)
        check_single(path, several=getattr(header, "n_frames", 1) > 1)
        if depth < 8 or (depth == 8 and colour in (3, 4)):
            # kornia_rs knows no packed bits, palette or grey with alpha; Pillow alone would miss checksums.
            PngImageFile(BytesIO(data)).verify()
            return _pillow_samples(PngImageFile(BytesIO(data))), orientation
    if colour == 4:
        raise ImageError(
            "Image {file} cannot be read: expected 16-bit grey or colour, found 16-bit grey with alpha.",
            code="image.grey_alpha",
            file=printable(str(path)),
        )
    mode = {0: "mono", 2: "rgb", 6: "rgba"}[colour]
    decoder = kornia_rs.io.decode_image_png_u16 if depth == 16 else kornia_rs.io.decode_image_png_u8
    width, height = header.size
    samples = _by_kornia(decoder, data, (height, width), mode, needs_bytes=width * height * 4 * depth // 8)
    return samples, orientation


def _png_without_pixels(data: bytes) -> bytes:
    """The metadata before and after the pixels, for Pillow to read without decoding what lies between."""
    chunks = [data[:8]]
    start = 8
    while start < len(data):
        end = start + 12 + int.from_bytes(data[start : start + 4], "big")
        kind = data[start + 4 : start + 8]
        if kind != b"IDAT":
            chunks.append(data[start:end])
        if kind == b"IEND":
            return b"".join(chunks)
        start = end
    raise ValueError("the file ends too early")


def _by_kornia(decoder: Callable[..., Samples], *arguments: Any, needs_bytes: int) -> Samples:
    np.empty(2 * needs_bytes, np.uint8)  # short of memory, this raises MemoryError; kornia_rs would hang
    try:
        return decoder(*arguments)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a bare Exception, or on a panic of its Rust code not even that
        raise ValueError(str(error)) from error


def _decode_tiff(path: Path, file: BinaryIO) -> tuple[Samples, int]:
    with TiffFile(file) as tiff:
        page = tiff.pages[0]
        if not isinstance(page, TiffPage):
            raise ValueError("the first page has no tags of its own")
        check_size(path, page.imagewidth, page.imagelength)
        # Reduced copies (previews) and transparency masks are no pages in their own right.
        check_single(path, several=any(not _is_companion(p) for p in tiff.pages[1:]))
        depth = _checked_tiff_depth(path, page)
        orientation = page.tags.valueof(_ORIENTATION, 1)
        for_kornia = (
            page.photometric in _KORNIA_COLOURS
            and page.samplesperpixel == _TIFF_COLOURS[page.photometric]
            and page.planarconfig == page.fillorder == 1
            and depth in _KORNIA_TIFF
        )
        if page.compression != COMPRESSION.NONE and for_kornia:
            file.seek(page.offset)
            if len(page.tags) != struct.unpack(tiff.tiff.tagnoformat, file.read(tiff.tiff.tagnosize))[0]:
                raise ValueError("tags are unreadable")  # on which kornia_rs may write to stderr
            mode = "mono" if page.samplesperpixel == 1 else "rgb"
            return _by_kornia(_KORNIA_TIFF[depth], str(path), mode, needs_bytes=page.nbytes), orientation
        _check_tiff_segments(path, page)
        return _tifffile_samples(page), orientation


def _is_companion(page: TiffPage | TiffFrame) -> bool:
    """Whether a page is a reduced copy or a transparency mask of another."""
    return isinstance(page, TiffPage) and bool(page.is_reduced or page.is_mask)


def _checked_tiff_depth(path: Path, page: TiffPage) -> str:
    """The name of the samples' type; refuses samples whose meaning or range is unknown here."""
    packed = page.bitspersample not in (1, 8, 16, 32, 64)
    depth = "packed" if packed or page.dtype is None else page.dtype.name
    colour = getattr(page.photometric, "name", page.photometric)
    alpha = page.samplesperpixel - _TIFF_COLOURS.get(page.photometric, 99)
    senseless = colour == "MINISWHITE" and depth.startswith("float")
    senseless |= depth == "bool" and page.samplesperpixel > 1  # what is left of RGB whose depth was cut off
    if depth not in _TIFF_DEPTHS or alpha not in (0, 1) or page.imagedepth > 1 or senseless:
        raise ImageError(
            "Image {file} cannot be read: expected grey, palette or RGB samples of 1, 8 or 16 bits or floating point, "
            "found {samples} samples of {bits} bits ({depth}, {colour}).",
            code="image.unknown_samples",
            file=printable(str(path)),
            samples=page.samplesperpixel,
            bits=page.bitspersample,
            depth=depth,
            colour=colour,
        )
    if colour == "PALETTE" and (page.colormap is None or depth not in ("bool", "uint8")):
        raise ImageError(
            "Image {file} cannot be read: expected an 8-bit palette, found none.",
            code="image.no_palette",
            file=printable(str(path)),
        )
    return depth


def _check_tiff_segments(path: Path, page: TiffPage) -> None:
    """Refuse pixel data that tifffile would fill with zeros, cannot decode, or inflate without limit."""
    if page.is_tiled:
        check_size(path, page.tilewidth, page.tilelength * page.tiledepth)
    if page.compression not in (COMPRESSION.NONE, COMPRESSION.PACKBITS, *_DEFLATE) or page.fillorder != 1:
        found = getattr(page.compression, "name", page.compression) if page.fillorder == 1 else "FillOrder 2"
        raise ImageError(
            "Image {file} cannot be read: expected no compression or Deflate, found {found}, for which there is no "
            "decoder.",
            code="image.unknown_compression",
            file=printable(str(path)),
            found=found,
        )
    file = page.parent.filehandle
    segments = list(zip(page.dataoffsets, page.databytecounts, strict=False))
    if len(segments) < math.prod(page.chunked) or any(
        offset <= 0 or count <= 0 or offset + count > file.size for offset, count in segments
    ):
        raise ValueError("pixel data are missing")
    if page.compression in _DEFLATE:
        if page.dtype is None:
            raise ValueError("the type of the samples is unknown")
        limit = math.prod(page.chunks) * page.dtype.itemsize
        for data, _ in file.read_segments(page.dataoffsets, page.databytecounts):
            if not isinstance(data, bytes):
                raise ValueError("pixel data are missing")
            if len(zlib.decompressobj().decompress(data, limit + 1)) > limit:
                raise ValueError("pixel data are larger than the image")


def _tifffile_samples(page: TiffPage) -> Samples:
    planes = page.asarray(squeeze=False, maxworkers=1)[:, 0]  # (separate samples, H, W, interleaved samples)
    samples = np.concatenate(list(planes), axis=-1) if len(planes) > 1 else planes[0]
    if page.photometric == PHOTOMETRIC.MINISWHITE:
        return np.invert(samples)
    if page.photometric == PHOTOMETRIC.PALETTE and page.colormap is not None:
        return (page.colormap.T // 256).astype(np.uint8)[samples[..., 0].view(np.uint8)]
    return samples
