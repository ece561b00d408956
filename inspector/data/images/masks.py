"""Ground truth masks: which pixels of an image are defective, whichever way a tool writes that down."""

from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from inspector.core.errors import ImageError
from inspector.data.folders import entries, storable
from inspector.data.images.formats import is_image_name
from inspector.data.images.reading import read_image

_MOST_CLASSES = 32  # more grey levels are a soft or lossy edge between background and defect
_JPEG = b"\xff\xd8\xff"


def mask_files(mask: Path) -> list[Path]:
    """The files of an image's mask: itself, or those in it where it is a folder.

    Raises:
        CategoryError: if the folder cannot be listed.
    """
    if not mask.is_dir():
        return [mask]
    return [mask / entry.name for entry in entries(mask) if is_image_name(entry.name)]


def read_mask(mask: Path, *, size: tuple[int, int]) -> Tensor:
    """Read a ground truth mask as `(H, W)` bool; of a folder of masks their union.

    Pixels that are not black are defect. Where none is black, the background is the darker of the levels, or the first
    entry of the palette; where the colours are the same all over, alpha is the mask. Between the levels of a JPEG, and
    of soft edges, half of the highest is the limit.

    Args:
        size: the expected (H, W).

    Raises:
        ImageError: as `read_image`, or the mask is not of the expected size.
        CategoryError: if a folder of masks cannot be listed.
    """
    defect = torch.zeros(size, dtype=torch.bool)
    for file in mask_files(mask):
        image = read_image(file)
        height, width = image.shape[1:]
        if (height, width) != tuple(size):
            raise ImageError(
                "Image {file} cannot be read: expected a mask as large as its image, {expected_width} x "
                "{expected_height} px, found {width} x {height} px.",
                code="image.mask_size",
                file=storable(str(file)),
                expected_width=size[1],
                expected_height=size[0],
                width=width,
                height=height,
            )
        defect |= _defect(file, image)
    return defect


def defect_share(mask: Path) -> float:
    """The share of a mask's pixels that are defect, whatever its size; of a folder that of the mask with the most.

    Raises:
        CategoryError, ImageError: as `read_mask`.
    """
    shares = [_defect(file, read_image(file)).float().mean().item() for file in mask_files(mask)]
    return max(shares, default=0.0)


def _defect(file: Path, image: Tensor) -> Tensor:
    """(H, W) bool: which pixels of a mask (3, H, W) in [0, 1] are defect."""
    grey = image.amax(dim=0)
    lowest, highest = grey.min().item(), grey.max().item()
    if lowest == highest:
        plane = _plane(file, tuple(grey.shape), "A")
        return grey > 0 if plane is None else plane > plane.max() / 2
    if lowest > 0:
        plane = _plane(file, tuple(grey.shape), "P")
        return grey > (lowest + highest) / 2 if plane is None else plane > 0
    levels = torch.bincount((grey * 255).round().long().flatten(), minlength=256).count_nonzero()
    return grey > highest / 2 if levels > _MOST_CLASSES or _is_jpeg(file) else grey > 0


def _plane(file: Path, shape: tuple[int, ...], band: str) -> Tensor | None:
    """(H, W): a file's alpha (`A`) or palette entries (`P`), where it has them and they differ from pixel to pixel."""
    try:
        with Image.open(file) as picture:
            if band not in picture.getbands():
                return None
            plane = np.array(picture.getchannel(band))
    except (OSError, ValueError, SyntaxError):  # not one of Pillow's formats
        return None
    return torch.from_numpy(plane) if plane.shape == shape and plane.min() != plane.max() else None


def _is_jpeg(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(3) == _JPEG
