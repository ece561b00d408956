"""How good parts may vary on the line, as training-time variation of their images."""

import torch
from kornia.geometry.transform import get_affine_matrix2d, rotate, warp_affine
from pydantic import BaseModel, ConfigDict, Field
from torch import Tensor

from inspector.core.errors import SettingError


class Variation(BaseModel):
    """What may vary between good parts of a category, as its user states it.

    Attributes:
        flip_horizontal, flip_vertical: mirrored parts are good.
        rotation_degrees: parts turned by up to this much either way are good; 180 is any angle.
        gain: contrast varies by up to this share either way (a lamp that dims).
        offset: brightness varies by up to this much either way, in units of the full range.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    flip_horizontal: bool = False
    flip_vertical: bool = False
    rotation_degrees: float = Field(default=0.0, ge=0, le=180)
    gain: float = Field(default=0.15, ge=0, lt=1)
    offset: float = Field(default=0.05, ge=0, lt=1)

    @property
    def light_varies(self) -> bool:
        return self.gain > 0 or self.offset > 0

    def stated(self, *, flip: str | None, rotation_degrees: float | None, light: bool | None) -> "Variation":
        """The same with what is not None changed.

        Args:
            flip: `none`, `horizontal`, `vertical` or `both`.
            light: False for a light that never varies, True for the default variation.

        Raises:
            SettingError: if `flip` is something else.
        """
        changes: dict[str, object] = {}
        if flip is not None:
            if flip not in ("none", "horizontal", "vertical", "both"):
                raise SettingError(
                    "Parts may be flipped none, horizontal, vertical or both, not '{found}'.",
                    code="variation.flip",
                    found=flip,
                )
            changes["flip_horizontal"] = flip in ("horizontal", "both")
            changes["flip_vertical"] = flip in ("vertical", "both")
        if rotation_degrees is not None:
            changes["rotation_degrees"] = rotation_degrees
        if light is not None:
            default = Variation()
            changes |= {"gain": default.gain, "offset": default.offset} if light else {"gain": 0.0, "offset": 0.0}
        return self.model_copy(update=changes)


def vary(images: Tensor, variation: Variation, *, generator: torch.Generator) -> Tensor:
    """Each image changed at random within the variation, independently of the others.

    Args:
        images: (B, C, H, W) in [0, 1].
        generator: CPU generator.

    Returns:
        The same shape, in [0, 1]. Rotation fills the corners by reflection.
    """

    def draw(low: float, high: float) -> Tensor:
        return torch.empty(len(images), 1, 1, 1).uniform_(low, high, generator=generator).to(images.device)

    if variation.flip_horizontal:
        images = torch.where(draw(0, 1) < 0.5, images.flip(-1), images)
    if variation.flip_vertical:
        images = torch.where(draw(0, 1) < 0.5, images.flip(-2), images)
    if variation.rotation_degrees:
        angles = draw(-variation.rotation_degrees, variation.rotation_degrees).flatten()
        images = rotate(images, angles, padding_mode="reflection")
    if variation.light_varies:
        gains = 1 + draw(-variation.gain, variation.gain)
        images = images * gains + draw(-variation.offset, variation.offset)
    return images.clamp(0, 1)


def moved(images: Tensor, share: float, *, generator: torch.Generator) -> Tensor:
    """Each image as the camera would show it from a place nearby: shifted, nearer or farther, and turned a little.

    Args:
        images: (B, C, H, W) float.
        share: of each side by which it is shifted at most; of its size, by which it grows or shrinks at most; and, in
            radians, the angle by which it is turned at most.
        generator: CPU generator.

    Returns:
        The same shape, what comes in at the border filled by reflection.
    """

    def draw(count: int) -> Tensor:
        return torch.empty(len(images), count).uniform_(-share, share, generator=generator)

    height, width = images.shape[-2:]
    centre = torch.tensor([[width / 2, height / 2]]).expand(len(images), 2)
    shifts, scales, angles = draw(2) * torch.tensor([width, height]), 1 + draw(1).expand(-1, 2), draw(1)[:, 0].rad2deg()
    matrix = get_affine_matrix2d(shifts, centre, scales, angles)[:, :2].to(images)
    return warp_affine(images, matrix, (height, width), padding_mode="reflection")
