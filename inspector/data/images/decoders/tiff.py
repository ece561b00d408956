"""Decode TIFF: the one picture in it, at full resolution.

kornia_rs decodes the compressed strips of ordinary pictures, tifffile the rest. Where imagecodecs is installed,
tifffile also decodes what neither knows: tiles of LZW or JPEG, JPEG 2000, Zstandard, packed bits.
"""

import logging
import re
import struct
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

import kornia_rs.io
import numpy as np
from tifffile import COMPRESSION, PHOTOMETRIC, TiffFile, TiffPage

from inspector.core.errors import ImageError
from inspector.data.folders import storable
from inspector.data.images.decoders.by_pillow import ORIENTATION
from inspector.data.images.decoders.decoded import Decoded, Samples, by_kornia
from inspector.data.images.decoders.tiff_pages import the_picture
from inspector.data.images.decoders.tiff_segments import DEFLATE, check_segments, sums_agree
from inspector.data.images.limits import check_size

_DEPTHS = ("bool", "uint8", "uint16", "float16", "float32", "float64")
_COLOURS: Mapping[int, int] = {  # samples of a pixel without alpha
    PHOTOMETRIC.MINISWHITE: 1,
    PHOTOMETRIC.MINISBLACK: 1,
    PHOTOMETRIC.PALETTE: 1,
    PHOTOMETRIC.RGB: 3,
    PHOTOMETRIC.YCBCR: 3,
}
_MAX_SAMPLE_VALUE = 281
_SIGNIFICANT_BITS = re.compile(r'<Pixels\b[^>]*\bSignificantBits="(\d{1,2})"')  # of OME
_KORNIA_COLOURS: frozenset[int] = frozenset({PHOTOMETRIC.MINISBLACK, PHOTOMETRIC.RGB})
_KORNIA_COMPRESSIONS: frozenset[int] = frozenset({COMPRESSION.LZW, COMPRESSION.JPEG, COMPRESSION.PACKBITS, *DEFLATE})
_KORNIA: Mapping[str, Callable[..., Samples]] = {
    "uint8": kornia_rs.io.read_image_tiff_u8,
    "uint16": kornia_rs.io.read_image_tiff_u16,
    "float32": kornia_rs.io.read_image_tiff_f32,
}
MORE_CODECS = find_spec("imagecodecs") is not None

# Without a handler Python would print what tifffile logs of a damaged file; the ImageError already reports it.
logging.getLogger("tifffile").addHandler(logging.NullHandler())
logging.getLogger("tifffile").propagate = False


def decode_tiff(path: Path, file: BinaryIO) -> Decoded:
    """The picture of a file that holds one, whatever previews and masks lie beside it."""
    with TiffFile(file) as tiff:
        page = the_picture(path, tiff)
        check_size(path, page.imagewidth, page.imagelength)
        depth = _checked_depth(path, page)
        orientation = page.tags.valueof(ORIENTATION, 1)
        stated_bits = page.bitspersample if depth == "packed" else _stated_bits(page) if depth == "uint16" else None
        white_is_zero = page.photometric == PHOTOMETRIC.MINISWHITE
        if page.is_tiled:
            check_size(path, page.tilewidth, page.tilelength * page.tiledepth)
        for_kornia = _suits_kornia(page, depth) and page.offset == tiff.pages.first.offset
        if page.compression == COMPRESSION.NONE or (page.compression in DEFLATE and not for_kornia):
            check_segments(page)
        if for_kornia:
            file.seek(page.offset)
            if len(page.tags) != struct.unpack(tiff.tiff.tagnoformat, file.read(tiff.tiff.tagnosize))[0]:
                raise ValueError("tags are unreadable")  # on which kornia_rs may write to stderr
            mode = "mono" if page.samplesperpixel == 1 else "rgb"
            samples = by_kornia(_KORNIA[depth], str(path), mode, needs_bytes=page.nbytes)
            if page.compression in DEFLATE and not sums_agree(page, samples):
                check_segments(page)
            return Decoded(samples, orientation, stated_bits)
        _check_compression(path, page)
        return Decoded(_tifffile_samples(page), orientation, stated_bits, white_is_zero)


def _suits_kornia(page: TiffPage, depth: str) -> bool:
    return (
        page.compression in _KORNIA_COMPRESSIONS
        and page.photometric in _KORNIA_COLOURS
        and page.samplesperpixel == _COLOURS[page.photometric]
        and page.planarconfig == page.fillorder == 1
        and not page.is_tiled
        and depth in _KORNIA
    )


def _checked_depth(path: Path, page: TiffPage) -> str:
    """The name of the samples' type; refuses samples whose meaning or range is unknown here."""
    packed = page.bitspersample not in (1, 8, 16, 32, 64)
    depth = "packed" if packed or page.dtype is None else page.dtype.name
    colour = getattr(page.photometric, "name", page.photometric)
    alpha = page.samplesperpixel - _COLOURS.get(page.photometric, 99)
    senseless = colour == "MINISWHITE" and depth.startswith("float")
    senseless |= depth == "bool" and page.samplesperpixel > 1  # what is left of RGB whose depth was cut off
    # Of YCbCr, JPEG alone says how it is to be converted.
    senseless |= colour == "YCBCR" and page.compression != COMPRESSION.JPEG
    unpacked = MORE_CODECS and depth == "packed" and page.dtype is not None and page.dtype.kind == "u"
    if not (depth in _DEPTHS or unpacked) or alpha not in (0, 1) or page.imagedepth > 1 or senseless:
        raise ImageError(
            "Image {file} cannot be read: expected grey, palette or RGB samples of 1, 8 or 16 bits or floating point, "
            "found {samples} samples of {bits} bits ({depth}, {colour}).",
            code="image.unknown_samples",
            file=storable(str(path)),
            samples=page.samplesperpixel,
            bits=page.bitspersample,
            depth=depth,
            colour=colour,
        )
    if colour == "PALETTE" and (page.colormap is None or page.bitspersample > 8):
        raise ImageError(
            "Image {file} cannot be read: expected an 8-bit palette, found none.",
            code="image.no_palette",
            file=storable(str(path)),
        )
    return depth


def _stated_bits(page: TiffPage) -> int | None:
    """The bits per sample that a file states for samples of 16 bits; None where it states none, or all."""
    found = _SIGNIFICANT_BITS.search(page.description) if page.is_ome else None
    if found is not None:
        bits = int(found[1])
    else:
        highest = page.tags.valueof(_MAX_SAMPLE_VALUE, 0)
        highest = max(highest) if isinstance(highest, tuple) else highest
        # Only a whole number of bits is a depth; some write the highest sample of each image there.
        bits = highest.bit_length() if isinstance(highest, int) and highest & (highest + 1) == 0 else 16
    return bits if 8 <= bits < 16 else None


def _check_compression(path: Path, page: TiffPage) -> None:
    """Refuse what neither kornia_rs nor tifffile can decode, by its name."""
    plain = page.compression in (COMPRESSION.NONE, COMPRESSION.PACKBITS, *DEFLATE) and page.predictor in (1, 2)
    if page.fillorder == 1 and (plain or MORE_CODECS):
        return
    found = getattr(page.compression, "name", str(page.compression))
    if page.fillorder != 1:
        found = "FillOrder 2"
    elif page.predictor not in (1, 2):
        found += " with a floating point predictor"
    elif page.is_tiled:
        found += " in tiles"
    raise ImageError(
        "Image {file} cannot be read: expected no compression or Deflate, found {found}, for which there is no "
        "decoder.",
        code="image.unknown_compression",
        file=storable(str(path)),
        found=found,
    )


def _tifffile_samples(page: TiffPage) -> Samples:
    planes = page.asarray(squeeze=False, maxworkers=1)[:, 0]  # (separate samples, H, W, interleaved samples)
    samples = np.concatenate(list(planes), axis=-1) if len(planes) > 1 else planes[0]
    if page.photometric == PHOTOMETRIC.PALETTE and page.colormap is not None:
        # Some write 0 to 255 into the colour map instead of 0 to 65535; libtiff knows them by the same sign.
        colours = page.colormap.T if page.colormap.max() < 256 else page.colormap.T // 256
        return colours.astype(np.uint8)[samples[..., 0].view(np.uint8)]
    return samples
