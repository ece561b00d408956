"""Read any image file that a camera or an export wrote as a tensor, or raise one clear `ImageError`.

What is preserved and what is ignored, on purpose:

- Integer samples keep their whole range: 255 (8 bits) or 65535 (16 bits) becomes 1.0. Where a camera stores 12 bits
  in a 16-bit file, and the file states it (sBIT of PNG, MaxSampleValue and SignificantBits of TIFF) or the caller
  does, 4095 becomes 1.0. Floats must be in [0, 1], and are likewise scaled where the caller says so.
- Alpha is ignored and the colours are taken as stored: a camera measures no alpha, and blending it would
  darken or hide pixels that a defect may lie on.
- A file of several pages or frames is refused: judging the first alone would let a defect on the others
  go unnoticed. The small previews that TIFF and JPEG files may carry beside the image do not count, even if one
  comes first.
- ICC profiles are ignored: the same camera takes training and inspected images; its numbers count.
- PNG and Deflate in TIFF carry checksums, which are verified. JPEG, WebP, BMP and other TIFF carry none: damage that
  leaves them decodable without a warning of the decoder goes unnoticed; a missing end is reported.
"""

import stat
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from tifffile import TiffFileError
from torch import Tensor

from inspector.core.errors import ImageError
from inspector.core.images.depth import DEEP, Depth
from inspector.core.images.resizing import unit_range
from inspector.data.folders import storable
from inspector.data.images.decoders.decoded import Decoded
from inspector.data.images.decoders.decoding import decode
from inspector.data.images.limits import MAX_PIXELS

_STRIP_PIXELS = 2**20
MAX_FILE_BYTES = 16 * MAX_PIXELS  # the largest image there is: uncompressed, four channels of float32
_DAMAGE = (  # what the decoding libraries raise on damaged files
    OSError,
    SyntaxError,  # Pillow's word for a broken header
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    AssertionError,
    EOFError,
    RuntimeError,
    struct.error,
    zlib.error,
    TiffFileError,
)


@dataclass(frozen=True)
class Picture:
    """An image as read, and how its file stores the samples.

    Attributes:
        samples: (1, H, W) grey or (3, H, W) RGB: uint8 of a file of 8 bits, so that large images fit into memory;
            else float32 in [0, 1].
    """

    samples: Tensor
    depth: Depth

    @property
    def pixels(self) -> Tensor:
        """(3, H, W) float32 in [0, 1]."""
        return unit_range(self.samples).contiguous()


def read_image(path: Path, *, bits: int | None = None) -> Tensor:
    """Read an image as `(3, H, W)` float32 in [0, 1], RGB, at its own resolution, EXIF orientation applied.

    The content decides the format, not the suffix. Grey images get three equal channels. Several threads may
    read at the same time; no warning is emitted and nothing printed.

    Args:
        bits: bits per sample of files that have room for 16 or more; None for what each file states, or all.

    Raises:
        ImageError: the file is missing, not a regular file, unreadable, damaged, not an image, of several
            pages, of more than `MAX_PIXELS` pixels, of other bits than given, or of a kind that cannot be decoded
            without loss.
    """
    return read_picture(path, bits=bits).pixels


def read_picture(path: Path, *, bits: int | None = None) -> Picture:
    """The same, with the depth of the file.

    Raises:
        ImageError: as `read_image`.
    """
    check_file(path)
    try:
        with path.open("rb") as file:
            decoded = decode(path, file)
        samples, depth = _to_tensor(path, decoded, bits)
        return Picture(_orient(samples, decoded.orientation), depth)
    except (MemoryError, Image.DecompressionBombError) as error:
        raise ImageError(
            "Image {file} cannot be read: expected an image that fits in memory, found a larger one.",
            code="image.out_of_memory",
            file=storable(str(path)),
        ) from error
    except _DAMAGE as error:
        if isinstance(error, OSError) and error.errno:
            raise _unreadable(path, error) from error
        telling = isinstance(error, OSError | ValueError | zlib.error | TiffFileError)
        detail = " ".join(str(error).split())[:200].rstrip(".") if telling else "its structure is broken"
        raise ImageError(
            "Image {file} cannot be read: expected complete image data, found damage ({detail}).",
            code="image.damaged",
            file=storable(str(path)),
            detail=detail,
        ) from error


def displayed(image: Tensor) -> np.ndarray:
    """Samples `(C, H, W)`, grey or RGB, uint8 or float in [0, 1], as `(H, W, 3)` uint8; values outside are clipped, NaN
    becomes black."""
    shown = torch.empty((*image.shape[1:], 3), dtype=torch.uint8)
    rows = max(1, _STRIP_PIXELS // image.shape[2])
    for top in range(0, image.shape[1], rows):  # in strips: each step takes as much memory as the image
        strip = unit_range(image[:, top : top + rows])
        shown[top : top + rows] = (strip.nan_to_num(0.0).clamp(0, 1) * 255).round().byte().permute(1, 2, 0)
    return shown.numpy()


def check_file(path: Path) -> None:
    """Refuse what is not a regular file before it is opened: opening a pipe would wait for ever.

    Raises:
        ImageError: if so, or if it is missing, empty, or larger than any image.
    """
    try:
        info = path.stat()
    except FileNotFoundError as error:
        link = path.is_symlink()
        raise ImageError(
            "Image {file} cannot be read: expected an image file, found a link to {target}, which does not exist."
            if link
            else "Image {file} cannot be read: expected an image file, found no such file.",
            code="image.missing",
            file=storable(str(path)),
            **({"target": storable(str(path.readlink()))} if link else {}),
        ) from error
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if stat.S_ISDIR(info.st_mode):
        raise ImageError(
            "Image {file} cannot be read: expected an image file, found a folder.",
            code="image.folder",
            file=storable(str(path)),
        )
    if not stat.S_ISREG(info.st_mode):
        raise ImageError(
            "Image {file} cannot be read: expected a regular file, found a pipe, socket or device.",
            code="image.no_file",
            file=storable(str(path)),
        )
    if info.st_size == 0:
        raise ImageError(
            "Image {file} cannot be read: expected image data, found an empty file (0 bytes).",
            code="image.empty",
            file=storable(str(path)),
        )
    if info.st_size > MAX_FILE_BYTES:
        raise ImageError(
            "Image {file} cannot be read: expected at most {limit} bytes, found {found}.",
            code="image.file_too_large",
            file=storable(str(path)),
            limit=MAX_FILE_BYTES,
            found=info.st_size,
        )


def _unreadable(path: Path, error: OSError | ValueError) -> ImageError:
    return ImageError(
        "Image {file} cannot be read: expected a file that can be opened, found '{reason}'.",
        code="image.not_opened",
        file=storable(str(path)),
        reason=getattr(error, "strerror", None) or str(error),
    )


def _to_tensor(path: Path, decoded: Decoded, bits: int | None) -> tuple[Tensor, Depth]:
    planes = np.atleast_3d(decoded.samples).transpose(2, 0, 1)
    planes = planes[: 3 if len(planes) >= 3 else 1]
    floating = planes.dtype.kind == "f"
    if floating and not (planes.min() >= 0 and planes.max() <= 1):  # NaN fails both
        raise ImageError(
            "Image {file} cannot be read: expected floating point samples within [0, 1], found {lowest} to {highest}.",
            code="image.out_of_range",
            file=storable(str(path)),
            lowest=str(planes.min()),
            highest=str(planes.max()),
        )
    deep = floating or planes.dtype.itemsize * 8 >= DEEP
    white_bits = _white_bits(path, decoded, bits) if deep else decoded.stated_bits
    white = _white(planes.dtype, white_bits)
    highest_sample = float(planes.max()) if deep or decoded.stated_bits else 0.0
    if highest_sample > white * (1 + 1e-6 * floating):  # which are rounded
        raise ImageError(
            "Image {file} cannot be read: expected samples of {bits} bits, at most {limit}, found {found}.",
            code="image.beyond_depth",
            file=storable(str(path)),
            bits=white_bits,
            limit=f"{white:g}",
            found=f"{highest_sample:g}",
        )
    if decoded.white_is_zero:
        planes = np.invert(planes) if planes.dtype.kind == "b" else planes.dtype.type(white) - planes
    if planes.dtype == np.uint8 and white == np.iinfo(np.uint8).max:
        return torch.from_numpy(np.require(planes, requirements="W")), Depth(8)
    image = np.empty(planes.shape, np.float32)
    # Divided by the full scale and not multiplied by its inverse, so that k / 255 is exact to the last bit.
    np.divide(planes, np.float32(white), out=image, casting="same_kind")
    if floating and white_bits != DEEP:
        np.minimum(image, 1, out=image)
    if not deep:
        return torch.from_numpy(image), Depth(8)
    depth = Depth(32 if floating else DEEP, white_bits, float(image.max()), float(image.mean()))
    return torch.from_numpy(image), depth


def _white_bits(path: Path, decoded: Decoded, bits: int | None) -> int:
    """The bits per sample that stand for white in a deep file."""
    stated = decoded.stated_bits
    if bits is not None and stated is not None and bits != stated:
        raise ImageError(
            "Image {file} cannot be read: expected {expected} bits per sample, found a file that states {found}.",
            code="image.other_depth",
            file=storable(str(path)),
            expected=bits,
            found=stated,
        )
    return bits or stated or DEEP


def _white(kind: np.dtype, bits: int | None) -> float:
    """The sample that is white, of a type and with so many bits."""
    if kind.kind == "b":
        return 1
    if kind.kind == "f":  # a camera's values over the highest of 16 bits
        return ((1 << (bits or DEEP)) - 1) / 65535
    return (1 << (bits or kind.itemsize * 8)) - 1


def _orient(image: Tensor, orientation: int) -> Tensor:
    """Undo an EXIF orientation: 5 to 8 are stored transposed, and all but 5 are mirrored."""
    if orientation not in range(2, 9):
        return image
    upright = image.transpose(1, 2) if orientation >= 5 else image
    mirrored = [axis for axis, when in ((2, (2, 3, 6, 7)), (1, (3, 4, 7, 8))) if orientation in when]
    return upright.flip(mirrored).contiguous()
