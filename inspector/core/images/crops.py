"""Overlapping crops of an image, and the coarse map that judgements of crops make."""

import torch
from torch import Tensor


def crop_places(size: tuple[int, int], side: int) -> list[tuple[int, int]]:
    """Top left corners (y, x) of square crops that cover an image of `size` (H, W), overlapping by half or more."""
    rows, columns = (_starts(length, side) for length in size)
    return [(y, x) for y in rows for x in columns]


def _starts(length: int, side: int) -> list[int]:
    gaps = max(0, -(-(length - side) // max(1, side // 2)))  # ceiling
    return [round(i * (length - side) / gaps) for i in range(gaps + 1)] if gaps else [0]


def cut(images: Tensor, places: list[tuple[int, int]], side: int) -> Tensor:
    """(B·P, …, side, side): the crops at P places of every image (B, …, H, W), those of one image side by side."""
    crops = [images[..., y : y + side, x : x + side] for y, x in places]
    return torch.stack(crops, dim=1).flatten(0, 1)


def cut_anywhere(images: Tensor, side: int, *, count: int, generator: torch.Generator) -> Tensor:
    """(B·count, …, side, side): crops at random places of every image (B, …, H, W), those of one side by side."""
    images = images.repeat_interleave(count, dim=0)
    free = torch.tensor(images.shape[-2:]) - side + 1
    places = (torch.rand(len(images), 2, generator=generator) * free).long().tolist()
    return torch.stack([image[..., y : y + side, x : x + side] for image, (y, x) in zip(images, places, strict=True)])


def spread(values: Tensor, places: list[tuple[int, int]], *, side: int, size: tuple[int, int]) -> Tensor:
    """(B, H, W): crops' values (B, P) spread over an image of `size`.

    A crop speaks most for its middle: values are averaged with weights that fall from there to the crop's edge
    (the product of two triangles).
    """
    ramp = (torch.arange(side, device=values.device) + 0.5) / side
    ramp = torch.minimum(ramp, 1 - ramp)
    window = ramp[:, None] * ramp
    total = values.new_zeros(len(values), *size)
    weight = values.new_zeros(size)
    for place, (y, x) in enumerate(places):
        total[:, y : y + side, x : x + side] += values[:, place, None, None] * window
        weight[y : y + side, x : x + side] += window
    return total / weight
