"""What a model takes for images, checked before it computes figures that mean nothing."""

import torch
from torch import Tensor

from inspector.core.errors import ImageError, TrainingError

_ROUNDING = 1e-3  # of resized samples


def check_learned(images: Tensor) -> None:
    """Refuse images or windows to learn from that are not in [0, 1], as those to judge are refused.

    Networks of double precision learn from float64.

    Raises:
        TrainingError: if so.
    """
    lowest, highest = (value.item() for value in images.aminmax())
    in_range = lowest >= -_ROUNDING and highest <= 1 + _ROUNDING  # false for what is no number
    if not (images.is_floating_point() and in_range):
        raise TrainingError(
            "Images to learn from must be float32 in [0, 1], not {kind} from {lowest} to {highest}.",
            code="training.not_images",
            kind=str(images.dtype).removeprefix("torch."),
            lowest=f"{lowest:.4g}",
            highest=f"{highest:.4g}",
        )


def check_images(images: Tensor, *, channels: tuple[int, ...], size: tuple[int, int], larger: bool) -> None:
    """Refuse what is not images (B, C, H, W) of at least one image, float32 in [0, 1], or uint8 where larger ones are
    allowed.

    Args:
        channels: that they may have.
        size: (H, W) of each.
        larger: whether they may be larger, and uint8.

    Raises:
        ImageError: if so.
    """
    found = f"a {type(images).__name__} of {str(images.dtype).removeprefix('torch.')} and shape {tuple(images.shape)}"
    kinds = (torch.float32, torch.uint8) if larger else (torch.float32,)
    fits = (
        isinstance(images, Tensor)
        and images.dtype in kinds
        and images.ndim == 4
        and len(images) > 0
        and images.shape[1] in channels
    )
    if fits:
        sides = tuple(images.shape[2:])
        fits = sides == size or (larger and all(side >= least for side, least in zip(sides, size, strict=True)))
    if fits and images.dtype == torch.float32:
        lowest, highest = (value.item() for value in images.aminmax())
        fits = lowest >= -_ROUNDING and highest <= 1 + _ROUNDING  # false for what is no number
        found = f"values from {lowest:.4g} to {highest:.4g}"
    if not fits:
        raise ImageError(
            "Images to judge must be a tensor of float32 in [0, 1] and shape (number, {channels}, {height}, "
            "{width}){more}, not {found}.",
            code="image.not_for_model",
            channels=" or ".join(map(str, channels)),
            height=size[0],
            width=size[1],
            more=" or larger" if larger else "",
            found=found,
        )
