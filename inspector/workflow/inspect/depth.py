"""Images of another depth or shape than those that a model learned from: refused, or said."""

from collections.abc import Sequence
from pathlib import Path

from inspector.core.errors import ImageError
from inspector.core.images.depth import DEEP, Depth, LearnedDepth, noticed_bits
from inspector.core.inspection import is_other_shape
from inspector.core.model import Judge


def bits_of(model: Judge) -> int | None:
    """The bits per sample with which a model reads deep files; None for what each states, or all.

    Models that do not record it were trained when nothing but 16 bits was known.
    """
    return DEEP if model.depth is None else model.depth.bits_per_sample


def check_depth(path: Path, depth: Depth, learned: LearnedDepth | None) -> None:
    """Refuse an image whose samples lie in another range than those of all good ones.

    Raises:
        ImageError: if so.
    """
    if learned is None:
        return
    bits = None if learned.deep else noticed_bits([depth])
    if bits is not None:
        raise ImageError(
            "{file} cannot be judged: no sample of its 16 or more bits exceeds {limit} of 65535, as if a camera of "
            "{bits} bits had written it, and the model learned from files of 8 bits.",
            code="image.unlike_depth",
            file=path,
            limit=(1 << bits) - 1,
            bits=bits,
        )
    if learned.brightest is not None and learned.differs(depth):
        raise ImageError(
            "{file} cannot be judged: its brightest sample is {found} of white, that of the good images is {lowest} to "
            "{highest}. It was written with another number of bits per sample, or under hardly any light.",
            code="image.unlike_depth",
            file=path,
            found=f"{100 * depth.brightest:.1f} %",
            lowest=f"{100 * learned.brightest[0]:.1f} %",
            highest=f"{100 * learned.brightest[1]:.1f} %",
        )


def check_shape(path: Path, size: tuple[int, int], aspect: tuple[float, float] | None) -> None:
    """Refuse an image (H, W) of another shape than all good ones.

    Args:
        aspect: the least and the greatest width of good images as a multiple of the height; None for any.

    Raises:
        ImageError: if so.
    """
    if aspect is not None and is_other_shape(size, aspect):
        height, width = size
        raise ImageError(
            "{file} cannot be judged: it has {width}×{height} px, another shape than the good images, whose width is "
            "{lowest} to {highest} times their height.",
            code="image.other_shape",
            file=path,
            width=width,
            height=height,
            lowest=f"{aspect[0]:.3g}",
            highest=f"{aspect[1]:.3g}",
        )


def other_depth(file_bits: Sequence[int], learned: LearnedDepth | None) -> str | None:
    """A sentence for a batch of files with another depth than those of the training images; None where it is theirs."""
    if learned is None:
        return None
    deep = sum(bits >= DEEP for bits in file_bits)
    others = len(file_bits) - deep if learned.file_bits and min(learned.file_bits) >= DEEP else 0
    others = others if learned.deep else deep
    if not others:
        return None
    found, expected = ("8", "16 or more") if learned.deep else ("16 or more", "8")
    return (
        f"{others} of {len(file_bits)} images have {found} bits per sample, where the training images have {expected}: "
        "check that the camera and its export are set as they were."
    )
