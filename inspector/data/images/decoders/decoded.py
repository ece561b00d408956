"""What decoding a file gives, and what the decoders of several formats share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[Any]  # (H, W) or (H, W, C): grey, grey and alpha, RGB, RGB and alpha


@dataclass(frozen=True)
class Decoded:
    """The samples of an image as its file stores them.

    Attributes:
        orientation: of EXIF, 1 to 8, or an invalid number.
        stated_bits: the bits per sample that the file states, where its samples take more room than that; None for all
            bits of their type.
        white_is_zero: the samples are to be inverted.
    """

    samples: Samples
    orientation: int = 1
    stated_bits: int | None = None
    white_is_zero: bool = False


_FEWEST_ZEROS, _FLAT_PIXELS_PER_ZERO = 256, 256


def check_no_zeros(data: bytes, *, pixels: int) -> None:
    """Refuse what an interrupted copy leaves: more zeros in a row than a coder writes for a picture of one colour.

    Raises:
        ValueError: if there is one.
    """
    zeros = max(_FEWEST_ZEROS, pixels // _FLAT_PIXELS_PER_ZERO)  # WebP takes a byte for some 500 pixels of one colour
    if bytes(zeros) in data:
        raise ValueError(f"its data hold {zeros} zeros in a row, as after an interrupted copy")


def by_kornia(decoder: Callable[..., Samples], *arguments: Any, needs_bytes: int) -> Samples:
    """The samples that a decoder of kornia_rs gives.

    Raises:
        ValueError: if it refuses the data.
        MemoryError: if there is less memory than `needs_bytes`.
    """
    np.empty(2 * needs_bytes, np.uint8)  # short of memory, this raises MemoryError; kornia_rs would hang
    try:
        return decoder(*arguments)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a bare Exception, or on a panic of its Rust code not even that
        raise ValueError(str(error)) from error
