"""Frames that the camera of a model's clips cannot have taken, or that show nothing: not judged."""

from pathlib import Path

from torch import Tensor

from inspector.core.errors import VideoError
from inspector.core.images.light import shows_nothing
from inspector.core.inspection import fewest_px, is_other_shape, lacks_detail
from inspector.core.model import Model, aspect, least_px
from inspector.data.folders import storable

_LIGHT_SIDE_PX = 60  # enough to see whether there is any contrast


def check_frame_size(size: tuple[int, int], model: Model) -> None:
    """Refuse a clip whose frames (H, W) have another shape than all good ones, or are far smaller.

    Raises:
        VideoError: if so.
    """
    height, width = size
    shown = f"{width}×{height}"
    learned, least = aspect(model), least_px(model)
    if learned is not None and is_other_shape(size, learned):
        raise VideoError(
            "Frames of {size} px have another shape than those the model learned, whose width is "
            "{lowest} to {highest} times their height.",
            code="clip.other_proportions",
            size=shown,
            lowest=f"{learned[0]:.3g}",
            highest=f"{learned[1]:.3g}",
        )
    if least is not None and lacks_detail(size, least):
        raise VideoError(
            "Frames of {size} px are too coarse to be judged: the model needs {least} px or more along the "
            "longer side.",
            code="clip.too_coarse",
            size=shown,
            least=fewest_px(least),
        )


def why_covered(image: Tensor, model: Model, *, clip: Path, index: int) -> str | None:
    """Why a frame's image (3, H, W) that shows hardly anything is not judged; None where it shows something."""
    if model.light_reference is None:
        return None
    step = max(1, min(image.shape[-2:]) // _LIGHT_SIDE_PX)
    if not shows_nothing(image[None, :, ::step, ::step], model.light_reference.to(image.device)).item():
        return None
    error = VideoError(
        "Clip {file}: frame {index} shows hardly anything, as if the camera was covered, dark or off.",
        code="clip.frame_covered",
        file=storable(str(clip)),
        index=index,
    )
    return str(error)
