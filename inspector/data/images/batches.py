"""Good images in memory, and as the training batches of `fit()`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import torch
from torch import Tensor

from inspector.core.images.depth import Depth
from inspector.core.images.light import brightness_quantiles, correct_light, gain_of_quantiles, light_gain
from inspector.core.images.resizing import overview, unit_range
from inspector.core.images.variation import Variation, vary
from inspector.core.images.variety import Glance, glance
from inspector.core.methods.base import AnyMethod
from inspector.core.methods.capabilities import Memorises
from inspector.core.seeding import generator_at
from inspector.core.stages.framing import Framed, Framing
from inspector.core.stages.tiling import tiles
from inspector.data.images.reading import read_picture

CACHE_BYTES = 4 * 1024**3
MOST_TILES = 1024  # that a memory bank sees: places of further ones look like these


class GoodImages:
    """Good images as they are judged, cached in memory up to `CACHE_BYTES`.

    Each is decoded once, by :meth:`load`; those that do not fit are read again each time.

    Args:
        framing: what of a picture is judged, and at which size.
        bits: bits per sample of deep files; None for what each states, or all.

    Attributes:
        depths: how the files of those that were loaded store their samples.
        sizes: (h, w) at which each of those is judged.
        picture_sizes: (H, W) of each file's picture.
        glances: what shows whether those images are blank, or copies of one another.
    """

    def __init__(self, paths: Sequence[Path], *, framing: Framing, bits: int | None = None) -> None:
        self.framing = framing
        self._paths, self._bits = paths, bits
        self.depths: dict[int, Depth] = {}
        self.sizes: dict[int, tuple[int, int]] = {}
        self.picture_sizes: dict[int, tuple[int, int]] = {}
        self._cache: dict[int, Framed] = {}
        self._cached_bytes = 0
        self.quantiles: dict[int, Tensor] = {}
        self.glances: dict[int, Glance] = {}

    def load(self, index: int) -> Framed:
        """Read one image.

        Raises:
            ImageError: if it cannot be read.
        """
        picture = read_picture(self._paths[index], bits=self._bits)
        self.depths[index] = picture.depth
        framed = self.framing.frame(picture.samples)
        self.sizes[index] = (framed.samples.shape[-2], framed.samples.shape[-1])
        self.picture_sizes[index] = framed.picture_size
        whole = self._whole(framed)
        self.quantiles[index] = brightness_quantiles(whole[None])[0]
        self.glances[index] = glance(whole)
        self._cached_bytes += framed.samples.nbytes
        if self._cached_bytes <= CACHE_BYTES:
            self._cache[index] = framed
        return framed

    def keep(self, indices: Sequence[int]) -> None:
        """Drop all other images and renumber these in this order."""
        self._paths = [self._paths[index] for index in indices]
        self._cache = {new: self._cache[old] for new, old in enumerate(indices) if old in self._cache}
        self.depths = {new: self.depths[old] for new, old in enumerate(indices)}
        self.sizes = {new: self.sizes[old] for new, old in enumerate(indices)}
        self.picture_sizes = {new: self.picture_sizes[old] for new, old in enumerate(indices)}
        self.quantiles = {new: self.quantiles[old] for new, old in enumerate(indices)}
        self.glances = {new: self.glances[old] for new, old in enumerate(indices)}

    def framed(self, index: int) -> Framed:
        """An image as it is judged."""
        cached = self._cache.get(index)
        if cached is not None:
            return cached
        return self.framing.frame(read_picture(self._paths[index], bits=self._bits).samples)

    def whole(self, index: int) -> Tensor:
        """(3, h, w) float32 in [0, 1]: an image as it is judged, or its overview where it is judged in tiles."""
        return self._whole(self.framed(index))

    def _whole(self, framed: Framed) -> Tensor:
        return framed.samples if self.framing.tiling is None else overview(framed.samples[None])[0]

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

    def key(self, index: int) -> int:
        """Which of the loaded images it is."""
        return self._indices[index]

    def batch(self, indices: list[int], *, generator: torch.Generator) -> Tensor:
        """(B, 3, h, w) in [0, 1]: light corrected as at inference, then varied."""
        images = self._images.stack([self._indices[index] for index in indices])
        if self.light_reference is not None:
            images = correct_light(images, light_gain(images, self.light_reference))
        return vary(images, self._variation, generator=generator)


class TrainingTiles:
    """Tiles of the training side of the good images, which are judged in tiles; varied as the user stated.

    Light is corrected by the image's own brightness, not by that of a tile.

    Args:
        every: each place once, as a method remembers them, in up to `MOST_TILES` tiles drawn from all; else a random
            tile of each image, anew for every batch.
        seed: of what is drawn from all.

    Attributes:
        light_reference: as of :class:`TrainingImages`.
    """

    def __init__(
        self,
        images: GoodImages,
        indices: Sequence[int],
        variation: Variation,
        light_reference: Tensor | None = None,
        *,
        every: bool,
        seed: int,
    ) -> None:
        assert images.framing.tiling is not None
        self._images, self._indices, self._variation = images, indices, variation
        self._side = images.framing.image_size
        self.light_reference = light_reference
        if light_reference is None and variation.light_varies:
            quantiles = torch.stack([images.quantiles[index] for index in indices])
            self.light_reference = quantiles.median(dim=0).values
        self._tiles = self._every_tile(seed) if every else None

    def _every_tile(self, seed: int) -> list[tuple[int, int, int]]:
        """Index of the image, top and left of the tiles that are learned from."""
        found = [
            (index, top, left)
            for index in self._indices
            for top, left in tiles(self._images.sizes[index], side=self._side, overlap_px=0)
        ]
        drawn = torch.randperm(len(found), generator=generator_at(seed, "tiles"))[:MOST_TILES]
        return [found[place] for place in sorted(drawn.tolist())]

    def __len__(self) -> int:
        return len(self._indices if self._tiles is None else self._tiles)

    def batch(self, indices: list[int], *, generator: torch.Generator) -> Tensor:
        """(B, 3, h, w) in [0, 1]: light corrected as at inference, then varied."""
        if self._tiles is None:
            chosen = [self._drawn(self._indices[index], generator) for index in indices]
        else:
            chosen = [self._tiles[index] for index in indices]
        height, width = self._side
        batch = torch.stack(
            [
                unit_range(self._images.framed(index).samples[:, top : top + height, left : left + width])
                for index, top, left in chosen
            ]
        )
        if self.light_reference is not None:
            quantiles = torch.stack([self._images.quantiles[index] for index, _, _ in chosen])
            batch = correct_light(batch, gain_of_quantiles(quantiles, self.light_reference))
        return vary(batch, self._variation, generator=generator)

    def _drawn(self, index: int, generator: torch.Generator) -> tuple[int, int, int]:
        top, left = (
            int(torch.randint(whole - side + 1, (), generator=generator))
            for whole, side in zip(self._images.sizes[index], self._side, strict=True)
        )
        return index, top, left


def training_source(
    good: GoodImages,
    indices: Sequence[int],
    variation: Variation,
    light_reference: Tensor | None = None,
    *,
    method: AnyMethod,
    seed: int,
) -> TrainingImages | TrainingTiles:
    """What is learned from: whole images, or tiles of them where the images are judged in tiles."""
    if good.framing.tiling is None:
        return TrainingImages(good, indices, variation, light_reference)
    every = isinstance(method, Memorises)
    return TrainingTiles(good, indices, variation, light_reference, every=every, seed=seed)
