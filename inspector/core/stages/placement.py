"""Pictures and maps brought from the image to the part's canonical pose, and back."""

import torch
import torch.nn.functional as F
from torch import Tensor

from inspector.core.images.resizing import resize
from inspector.line.placement import Placement


def to_canonical(picture: Tensor, placement: Placement, size: tuple[int, int]) -> tuple[Tensor, Tensor | None]:
    """The canonical picture at another size, sampled from the image once and anti-aliased.

    Args:
        picture: (C, H, W), the image.
        size: (h, w) of the result.

    Returns:
        (C, h, w), with the image's border repeated where the canonical picture reaches beyond it; and (h, w) bool, what
        lies within the image, None where all does.
    """
    height, width = picture.shape[1:]
    per_pixel = placement.scale() * max(placement.size[0] / size[0], placement.size[1] / size[1])
    if per_pixel > 1:  # first to about the resolution of the result, by means over the pixels that become one
        picture = resize(picture, (max(1, round(height / per_pixel)), max(1, round(width / per_pixel))))
    at = _centres(size, placement.size) @ torch.from_numpy(placement.matrix.T)  # (h, w, 2) in pixels of the image
    grid = _normalised(at, (height, width))
    sampled = F.grid_sample(picture[None], grid[None].to(picture), padding_mode="border", align_corners=False)[0]
    inside = (grid.abs() <= 1).all(dim=-1)
    return sampled, None if inside.all() else inside


def to_image(
    values: Tensor, placement: Placement, image_size: tuple[int, int], size: tuple[int, int], *, outside: float
) -> Tensor:
    """A map of the canonical picture in the image's frame.

    Args:
        values: (h, w), over the whole canonical picture at any resolution.
        image_size: (H, W) of the image.
        size: of the result, which covers the whole image.
        outside: the value where the canonical picture does not reach.
    """
    matrix = torch.eye(3, dtype=torch.float64)
    matrix[:2] = torch.from_numpy(placement.matrix)
    at = _centres(size, image_size) @ torch.linalg.inv(matrix)[:2].T  # in pixels of the canonical picture
    grid = _normalised(at, placement.size)
    sampled = F.grid_sample(
        values[None, None], grid[None].to(values), padding_mode="border", align_corners=False
    )  # (1, 1, *size)
    return torch.where((grid.abs() <= 1).all(dim=-1).to(values.device), sampled[0, 0], outside)


def _centres(size: tuple[int, int], frame: tuple[int, int]) -> Tensor:
    """(h, w, 3) float64: (x, y, 1) of the pixels' centres, in pixels of a frame that they divide evenly."""
    y, x = ((torch.arange(n, dtype=torch.float64) + 0.5) * (whole / n) for n, whole in zip(size, frame, strict=True))
    return torch.stack([*reversed(torch.meshgrid(y, x, indexing="ij")), torch.ones(size, dtype=torch.float64)], dim=-1)


def _normalised(at: Tensor, size: tuple[int, int]) -> Tensor:
    """(…, 2) positions (x, y) in [-1, 1] over a frame (H, W), as `grid_sample` takes them."""
    return 2 * at / torch.tensor([size[1], size[0]], dtype=torch.float64) - 1
