"""What a YOLOX detector is shown and what it says: letterboxed frames in, boxes out.

Source: Ge et al., YOLOX: Exceeding YOLO Series in 2021, section 2; layout of the official ONNX export.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from inspector.core.video.detection import Detections

STRIDES = (8, 16, 32)
_BORDER = 114.0


def letterbox(frame: Tensor, size: tuple[int, int]) -> tuple[Tensor, float]:
    """A frame as YOLOX is shown it, and by how much it was scaled.

    It is scaled up or down to fit at the top left; the rest is grey.

    Args:
        frame: (3, H, W) RGB in [0, 1].
        size: (h, w) of the detector's input.

    Returns:
        (1, 3, h, w) BGR in [0, 255], and the scale that divides the detector's coordinates to give the frame's.
    """
    height, width = frame.shape[1:]
    scale = min(size[0] / height, size[1] / width)
    fitted = min(size[0], max(1, round(height * scale))), min(size[1], max(1, round(width * scale)))
    scaled = F.interpolate(frame[None], size=fitted, mode="bilinear", antialias=True, align_corners=False)
    boxed = scaled.new_full((1, 3, *size), _BORDER)
    boxed[..., : fitted[0], : fitted[1]] = scaled.flip(1) * 255
    return boxed, scale


def places(size: tuple[int, int]) -> int:
    """How many boxes a detector with an input of size (h, w) puts out: one a cell of each stride's grid."""
    return sum((size[0] // stride) * (size[1] // stride) for stride in STRIDES)


def decode(output: Tensor, size: tuple[int, int]) -> Detections:
    """All boxes that a detector puts out, in pixels of its input of size (h, w).

    Args:
        output: (places(size), 5 + C): centre relative to the cell and logarithm of the size, both in strides;
            objectness; probability of each class where there is an object.

    Returns:
        Detections, not suppressed. The confidence is the objectness times the largest class probability; `classes` are
        the probabilities without the objectness.
    """
    grids: list[Tensor] = []
    strides: list[Tensor] = []
    for step in STRIDES:
        rows, columns = size[0] // step, size[1] // step
        y, x = torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")
        grids.append(torch.stack([x, y], dim=-1).reshape(-1, 2))
        strides.append(torch.full((rows * columns, 1), step))
    stride = torch.cat(strides)
    centre = (output[:, :2] + torch.cat(grids)) * stride
    half = output[:, 2:4].exp() * stride / 2
    classes = output[:, 5:]
    return Detections(torch.cat([centre - half, centre + half], dim=1), output[:, 4] * classes.amax(dim=1), classes)
