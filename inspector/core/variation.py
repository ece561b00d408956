"""How good parts may vary on the line, as training-time variation of their images."""

import torch
from kornia.geometry.transform import rotate
from pydantic import BaseModel, ConfigDict, Field
from torch import Tensor


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
