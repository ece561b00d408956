"""Read any image file that a camera or an export wrote as a tensor, or raise one clear `ImageError`.

What is preserved and what is ignored, on purpose:

- Integer samples keep their whole range: 255 (8 bits) or 65535 (16 bits) becomes 1.0. A camera that stores
  12 bits in a 16-bit file does not say so: its brightest pixel stays 4095 / 65535. Floats must be in [0, 1].
- Alpha is ignored and the colours are taken as stored: a camera measures no alpha, and blending it would
  darken or hide pixels that a defect may lie on.
- A file of several pages or frames is refused: judging the first alone would let a defect on the others
  go unnoticed. The small previews that TIFF and JPEG files may carry beside the image do not count.
- ICC profiles are ignored: the same camera takes training and inspected images; its numbers count.
- JPEG, WebP, BMP and most TIFF carry no checksum: damage that leaves them decodable goes unnoticed; a
  missing end is reported.
"""

import stat
import struct
import zlib
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from tifffile import TiffFileError
from torch import Tensor

from inspector.core.errors import ImageError
from inspector.data.folders import printable
from inspector.data.images.decoding import Samples, decode
from inspector.data.images.limits import MAX_PIXELS

MAX_FILE_BYTES = 16 * MAX_PIXELS  # the largest image there is: uncompressed, four channels of float32
_FULL_SCALE = {"uint8": 255, "uint16": 65535}
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


def read_image(path: Path) -> Tensor:
    """Read an image as `(3, H, W)` float32 in [0, 1], RGB, at its own resolution, EXIF orientation applied.

    The content decides the format, not the suffix. Grey images get three equal channels. Several threads may
    read at the same time; no warning is emitted and nothing printed.

    Raises:
        ImageError: the file is missing, not a regular file, unreadable, damaged, not an image, of several
            pages, of more than `MAX_PIXELS` pixels, or of a kind that cannot be decoded without loss.
    """
    _check_file(path)
    try:
        with path.open("rb") as file:
            samples, orientation = decode(path, file)
        return _orient(_to_tensor(path, samples), orientation)
    except (MemoryError, Image.DecompressionBombError) as error:
        raise ImageError(
            "Image {file} cannot be read: expected an image that fits in memory, found a larger one.",
            code="image.out_of_memory",
            file=printable(str(path)),
        ) from error
    except _DAMAGE as error:
        if isinstance(error, OSError) and error.errno:
            raise _unreadable(path, error) from error
        telling = isinstance(error, OSError | ValueError | zlib.error | TiffFileError)
        detail = " ".join(str(error).split())[:200].rstrip(".") if telling else "its structure is broken"
        raise ImageError(
            "Image {file} cannot be read: expected complete image data, found damage ({detail}).",
            code="image.damaged",
            file=printable(str(path)),
            detail=detail,
        ) from error


def read_mask(path: Path, *, size: tuple[int, int]) -> Tensor:
    """Read a ground truth mask as `(H, W)` bool: any non-zero pixel is defect. `size` is the expected (H, W).

    Raises:
        ImageError: as `read_image`, or the mask is not of the expected size.
    """
    image = read_image(path)
    height, width = image.shape[1:]
    if (height, width) != tuple(size):
        raise ImageError(
            "Image {file} cannot be read: expected a mask as large as its image, {expected_width} x {expected_height} "
            "px, found {width} x {height} px.",
            code="image.mask_size",
            file=printable(str(path)),
            expected_width=size[1],
            expected_height=size[0],
            width=width,
            height=height,
        )
    return (image > 0).any(dim=0)


def resize(image: Tensor, size: tuple[int, int]) -> Tensor:
    """Resize `(C, H, W)` to `(C, h, w)`, anti-aliased bilinear; the same tensor if it has that size."""
    if tuple(image.shape[1:]) == tuple(size):
        return image
    return F.interpolate(image[None], size=size, mode="bilinear", antialias=True, align_corners=False)[0]


def displayed(image: Tensor) -> np.ndarray:
    """An image `(3, H, W)`, float in [0, 1], as `(H, W, 3)` uint8; values outside are clipped, NaN becomes black."""
    return (image.nan_to_num(0.0).clamp(0, 1) * 255).round().byte().permute(1, 2, 0).contiguous().numpy()


def _check_file(path: Path) -> None:
    """Refuse what is not a regular file before it is opened: opening a pipe would wait for ever."""
    try:
        info = path.stat()
    except FileNotFoundError as error:
        raise ImageError(
            "Image {file} cannot be read: expected an image file, found no such file.",
            code="image.missing",
            file=printable(str(path)),
        ) from error
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if stat.S_ISDIR(info.st_mode):
        raise ImageError(
            "Image {file} cannot be read: expected an image file, found a folder.",
            code="image.folder",
            file=printable(str(path)),
        )
    if not stat.S_ISREG(info.st_mode):
        raise ImageError(
            "Image {file} cannot be read: expected a regular file, found a pipe, socket or device.",
            code="image.no_file",
            file=printable(str(path)),
        )
    if info.st_size == 0:
        raise ImageError(
            "Image {file} cannot be read: expected image data, found an empty file (0 bytes).",
            code="image.empty",
            file=printable(str(path)),
        )
    if info.st_size > MAX_FILE_BYTES:
        raise ImageError(
            "Image {file} cannot be read: expected at most {limit} bytes, found {found}.",
            code="image.file_too_large",
            file=printable(str(path)),
            limit=MAX_FILE_BYTES,
            found=info.st_size,
        )


def _unreadable(path: Path, error: OSError | ValueError) -> ImageError:
    return ImageError(
        "Image {file} cannot be read: expected a file that can be opened, found '{reason}'.",
        code="image.not_opened",
        file=printable(str(path)),
        reason=getattr(error, "strerror", None) or str(error),
    )


def _to_tensor(path: Path, samples: Samples) -> Tensor:
    planes = np.atleast_3d(samples).transpose(2, 0, 1)
    planes = planes[: 3 if len(planes) >= 3 else 1]
    if planes.dtype.kind == "f" and not (planes.min() >= 0 and planes.max() <= 1):  # NaN fails both
        raise ImageError(
            "Image {file} cannot be read: expected floating point samples within [0, 1], found {lowest} to {highest}.",
            code="image.out_of_range",
            file=printable(str(path)),
            lowest=str(planes.min()),
            highest=str(planes.max()),
        )
    image = np.empty((3, *planes.shape[1:]), np.float32)
    # Divided by the full scale and not multiplied by its inverse, so that k / 255 is exact to the last bit.
    np.divide(planes, np.float32(_FULL_SCALE.get(planes.dtype.name, 1)), out=image, casting="same_kind")
    return torch.from_numpy(image)


def _orient(image: Tensor, orientation: int) -> Tensor:
    """Undo an EXIF orientation: 5 to 8 are stored transposed, and all but 5 are mirrored."""
    if orientation not in range(2, 9):
        return image
    upright = image.transpose(1, 2) if orientation >= 5 else image
    mirrored = [axis for axis, when in ((2, (2, 3, 6, 7)), (1, (3, 4, 7, 8))) if orientation in when]
    return upright.flip(mirrored).contiguous()
