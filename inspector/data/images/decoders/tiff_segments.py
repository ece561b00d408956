"""Check the strips or tiles of a TIFF page before they are decoded."""

import math
import sys
import zlib
from typing import Any

from numpy.typing import NDArray
from tifffile import COMPRESSION, TiffPage

DEFLATE = (COMPRESSION.ADOBE_DEFLATE, COMPRESSION.DEFLATE)
_ORDER = "<" if sys.byteorder == "little" else ">"


def sums_agree(page: TiffPage, samples: NDArray[Any]) -> bool:
    """Whether the samples of deflated strips have the checksums that end these; False where that cannot be said.

    Adler-32 is that of the bytes as they were deflated: not of those that a predictor or another order of bytes makes.
    """
    in_order = samples.dtype.itemsize == 1 or page.parent.byteorder == "<" == _ORDER
    if page.is_tiled or page.predictor != 1 or page.planarconfig != 1 or not in_order:
        return False
    file, rows = page.parent.filehandle, page.rowsperstrip
    for index, (offset, count) in enumerate(zip(page.dataoffsets, page.databytecounts, strict=True)):
        file.seek(offset + count - 4)
        if int.from_bytes(file.read(4), "big") != zlib.adler32(samples[index * rows : (index + 1) * rows].data):
            return False
    return True


def check_segments(page: TiffPage) -> None:
    """Refuse pixel data that tifffile would fill with zeros, inflate without limit, or take for whole.

    Deflate ends with a checksum of the samples, which is verified here: kornia_rs does not.

    Raises:
        ValueError, zlib.error: if they are missing, damaged, or larger than the image.
    """
    file = page.parent.filehandle
    segments = list(zip(page.dataoffsets, page.databytecounts, strict=False))
    if len(segments) < math.prod(page.chunked) or any(
        offset <= 0 or count <= 0 or offset + count > file.size for offset, count in segments
    ):
        raise ValueError("pixel data are missing")
    for index, (offset, count) in enumerate(segments):
        fewest, most = _bytes_of(page, index)
        if page.compression in DEFLATE:
            file.seek(offset)
            inflating = zlib.decompressobj()
            found = len(inflating.decompress(file.read(count), most + 1))
            if found <= most and not inflating.eof:
                raise ValueError("pixel data end too early")
        else:
            found = min(count, most)  # some pad what they do not compress
        if found < fewest:
            raise ValueError("pixel data are missing")
        if found > most:
            raise ValueError("pixel data are larger than the image")


def _bytes_of(page: TiffPage, index: int) -> tuple[int, int]:
    """How many bytes a strip or tile has at least and at most; the last strip may be as high as the others."""
    samples = page.samplesperpixel if page.planarconfig == 1 else 1
    if page.is_tiled:
        rows = most_rows = page.tilelength * page.tiledepth
        width = page.tilewidth
    else:
        most_rows = min(page.rowsperstrip, page.imagelength)
        above = index % -(-page.imagelength // most_rows) * most_rows
        rows, width = min(most_rows, page.imagelength - above), page.imagewidth
    row = -(-width * samples * page.bitspersample // 8)
    return rows * row, most_rows * row
