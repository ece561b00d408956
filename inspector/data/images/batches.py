"""Good images in memory, and as the training batches of `fit()`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import torch
from torch import Tensor

from inspector.core.images.depth import Depth
from inspector.core.images.light import brightness_quantiles, correct_light, light_gain
from inspector.core.images.variation import Variation, vary
from inspector.core.stages.framing import Framed, Framing
from inspector.data.images.reading import read_image, read_picture

CACHE_BYTES = 4 * 1024**3


class GoodImages:
    """Good images as they are judged, cached in memory up to `CACHE_BYTES`.

    Each is decoded once, by :meth:`load`; those that do not fit are read again each time.

    Args:
        framing: what of a picture is judged, and at which size.
        bits: bits per sample of deep files; None for what each states, or all.

    Attributes:
        depths: how the files of those that were loaded store their samples.
        sizes: (h, w) at which each of those is judged.
    """

    def __init__(self, paths: Sequence[Path], *, framing: Framing, bits: int | None = None) -> None:
        self.framing = framing
        self._paths, self._bits = paths, bits
        self.depths: dict[int, Depth] = {}
        self.sizes: dict[int, tuple[int, int]] = {}
        self._cache: dict[int, Framed] = {}
        self.quantiles: dict[int, Tensor] = {}

    def load(self, index: int) -> Framed:
        """Read one image.

        Raises:
            ImageError: if it cannot be read.
        """
        picture = read_picture(self._paths[index], bits=self._bits)
        self.depths[index] = picture.depth
        framed = self.framing.frame(picture.pixels)
        self.sizes[index] = (framed.pixels.shape[-2], framed.pixels.shape[-1])
        self.quantiles[index] = brightness_quantiles(framed.pixels[None])[0]
        if (len(self._cache) + 1) * framed.pixels.nbytes <= CACHE_BYTES:
            self._cache[index] = framed
        return framed

    def keep(self, indices: Sequence[int]) -> None:
        """Drop all other images and renumber these in this order."""
        self._paths = [self._paths[index] for index in indices]
        self._cache = {new: self._cache[old] for new, old in enumerate(indices) if old in self._cache}
        self.depths = {new: self.depths[old] for new, old in enumerate(indices)}
        self.sizes = {new: self.sizes[old] for new, old in enumerate(indices)}
        self.quantiles = {new: self.quantiles[old] for new, old in enumerate(indices)}

    def framed(self, index: int) -> Framed:
        """An image as it is judged."""
        cached = self._cache.get(index)
        if cached is not None:
            return cached
        return self.framing.frame(read_image(self._paths[index], bits=self._bits))

    def __getitem__(self, index: int) -> Tensor:
        """(3, h, w) float32 in [0, 1]."""
        return self.framed(index).pixels

    def stack(self, indices: Sequence[int]) -> Tensor:
        """(B, 3, h, w) float32 in [0, 1], of images of one size."""
        return torch.stack([self[index] for index in indices])


class LoadedImages(Protocol):
    """Good images at the network's input size with the brightness quantiles of each, by index."""

    @property
    def quantiles(self) -> Mapping[int, Tensor] | Tensor: ...

    def stack(self, indices: Sequence[int]) -> Tensor:
        """(B, 3, h, w) float32 in [0, 1]."""


class TrainingImages:
    """The training side of the good images, varied as the user stated.

    Attributes:
        light_reference: brightness quantiles that the images are brought to: those given, or else of the typical
            training image; None where light does not vary.
    """

    def __init__(
        self,
        images: LoadedImages,
        indices: Sequence[int],
        variation: Variation,
        light_reference: Tensor | None = None,
    ) -> None:
        self._images, self._indices, self._variation = images, indices, variation
        self.light_reference = light_reference
        if light_reference is None and variation.light_varies:
            quantiles = torch.stack([images.quantiles[index] for index in indices])
            self.light_reference = quantiles.median(dim=0).values

    def __len__(self) -> int:
        return len(self._indices)

    def batch(self, indices: list[int], *, generator: torch.Generator) -> Tensor:
        """(B, 3, h, w) in [0, 1]: light corrected as at inference, then varied."""
        images = self._images.stack([self._indices[index] for index in indices])
        if self.light_reference is not None:
            images = correct_light(images, light_gain(images, self.light_reference))
        return vary(images, self._variation, generator=generator)
