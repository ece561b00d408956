"""What no image may exceed, whatever its format."""

from pathlib import Path

from inspector.core.errors import ImageError
from inspector.data.folders import storable

MAX_PIXELS = 200_000_000
LARGE_PIXELS = 32_000_000  # decoded, these and what is made of them take half a gigabyte
MAX_PIXELS_PER_BYTE = 100  # of large images; a camera's noise takes a byte for every few pixels


def check_size(path: Path, width: int, height: int) -> None:
    """Refuse a size before anything of it is decoded.

    Raises:
        ImageError: if there is no pixel, there are more than `MAX_PIXELS`, or a small file unfolds to a large image.
    """
    if min(width, height) < 1:
        raise ImageError(
            "Image {file} cannot be read: expected at least 1 x 1 px, found {width} x {height} px.",
            code="image.no_pixels",
            file=storable(str(path)),
            width=width,
            height=height,
        )
    if width * height > MAX_PIXELS:
        raise ImageError(
            "Image {file} cannot be read: expected at most {limit} million pixels, found {width} x {height} px.",
            code="image.too_large",
            file=storable(str(path)),
            limit=MAX_PIXELS // 10**6,
            width=width,
            height=height,
        )
    if width * height > LARGE_PIXELS and width * height > MAX_PIXELS_PER_BYTE * path.stat().st_size:
        raise ImageError(
            "Image {file} cannot be read: expected at most {limit} pixels per byte in an image of {width} x {height} "
            "px, found {found}.",
            code="image.bomb",
            file=storable(str(path)),
            limit=MAX_PIXELS_PER_BYTE,
            width=width,
            height=height,
            found=width * height // path.stat().st_size,
        )


def check_single(path: Path, *, several: bool) -> None:
    """Refuse a file of several images: a defect on the others would go unnoticed.

    Raises:
        ImageError: if there are several.
    """
    if several:
        raise ImageError(
            "Image {file} cannot be read: expected one image, found several pages or frames.",
            code="image.several_pages",
            file=storable(str(path)),
        )
