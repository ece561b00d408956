"""Where a part lies in an image, and the part brought to its canonical pose."""

from dataclasses import dataclass

import numpy as np

from .pixels import Array, resize


@dataclass(frozen=True)
class Placement:
    """Where the part lies in an image.

    Coordinates are continuous: pixel i covers [i, i + 1).

    Attributes:
        matrix: (2, 3) float64, brings (x, y, 1) of the canonical picture to (x, y) of the image, in pixels of each.
        size: (H, W) of the canonical picture, which shows the part in its canonical pose.
        quality: how like the reference the part looks there, in [0, 1].
        agreement: the same place by place, the median over the part, in [0, 1]: what is gone does not count.
        stable: whether a refinement that starts beside it ends there; of a part that is unlike the reference, such as
            bent, one end or the other may fit.
        found: whether it is the part beyond reasonable doubt.
        marked: whether it shows one mark, and so its angle; True for parts that are not turned by one.
    """

    matrix: Array
    size: tuple[int, int]
    quality: float
    agreement: float
    stable: bool
    found: bool
    marked: bool = True

    def outline(self) -> Array:
        """(4, 2) corners (x, y) of the canonical picture in pixels of the image, clockwise from its top left."""
        height, width = self.size
        outline: Array = np.array([[0, 0, 1], [width, 0, 1], [width, height, 1], [0, height, 1]]) @ self.matrix.T
        return outline

    def scale(self) -> float:
        """Pixels of the image per pixel of the canonical picture."""
        return float(abs(np.linalg.det(self.matrix[:, :2])) ** 0.5)

    def centres(self, size: tuple[int, int]) -> Array:
        """(2, h, w) float64: where in the image the pixels of the canonical picture at some size lie, x and y."""
        y, x = ((np.arange(n) + 0.5) * (whole / n) for n, whole in zip(size, self.size, strict=True))
        matrix = self.matrix[:, :, None, None]
        centres: Array = matrix[:, 0] * x + matrix[:, 1] * y[:, None] + matrix[:, 2]
        return centres


def to_canonical(picture: Array, placement: Placement, size: tuple[int, int]) -> tuple[Array, Array | None]:
    """The canonical picture at another size, sampled from the image once and anti-aliased.

    Args:
        picture: (C, H, W) float32, the image.
        size: (h, w) of the result.

    Returns:
        (C, h, w), with the image's border repeated where the canonical picture reaches beyond it; and (h, w) bool, what
        lies within the image, None where all does.
    """
    height, width = picture.shape[1:]
    per_pixel = placement.scale() * max(placement.size[0] / size[0], placement.size[1] / size[1])
    if per_pixel > 1:  # first to about the resolution of the result, by means over the pixels that become one
        picture = resize(picture, (max(1, round(height / per_pixel)), max(1, round(width / per_pixel))))
    x, y = placement.centres(size)
    inside = (x >= 0) & (x <= width) & (y >= 0) & (y <= height)
    rows, columns = picture.shape[1:]
    left, right, column_share = _between(x * (columns / width), columns)
    top, below, row_share = _between(y * (rows / height), rows)
    upper, lower = (
        picture[:, row, left] * (1 - column_share) + picture[:, row, right] * column_share for row in (top, below)
    )
    return upper * (1 - row_share) + lower * row_share, None if inside.all() else inside


def in_canonical(mask: Array, placement: Placement, image_size: tuple[int, int]) -> Array:
    """A mask (h, w) over the whole image, of any resolution, in the frame of the canonical picture, (h, w) bool."""
    at = placement.centres(mask.shape)
    x, y = (
        np.rint(one * (n / whole) - 0.5) for one, n, whole in zip(at, mask.shape[::-1], image_size[::-1], strict=True)
    )
    inside = (x >= 0) & (x < mask.shape[1]) & (y >= 0) & (y < mask.shape[0])
    judged: Array = inside.copy()
    judged[inside] = mask[y[inside].astype(int), x[inside].astype(int)]
    return judged


def _between(at: Array, count: int) -> tuple[Array, Array, Array]:
    """The pixels before and behind each position along a side, within it, and how far it is from the first."""
    at = (at - 0.5).clip(0, count - 1)
    before = at.astype(int)
    return before, np.minimum(before + 1, count - 1), (at - before).astype(np.float32)
