"""Remembers features of every place of good images, and judges by the distance to the nearest.

Source: K. Roth, L. Pemula, J. Zepeda, B. Schölkopf, T. Brox, P. Gehler, "Towards Total Recall in Industrial
Anomaly Detection", CVPR 2022.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, Generic, Literal, Self, TypeVar

import torch
import torch.nn.functional as F
from kornia.filters import gaussian_blur2d
from pydantic import Field, model_validator
from torch import Tensor, nn

from inspector.core.images.variation import moved
from inspector.core.methods.base import Judgement, Method
from inspector.core.methods.capabilities import Embeds, KeepsShape
from inspector.core.methods.config import MethodConfig, Training
from inspector.core.methods.engines.coreset import greedy_coreset, squared_distances
from inspector.core.methods.engines.nearest import nearest

_LONGEST_SHAPE = 6.0  # times longer than wide, at most: what is longer is squeezed a little
_SIDE_STEP = 32  # px of the input's sides, the coarsest stride of the networks
_PLACE_PX = 8  # a place is so many pixels of the network's input, as in the paper
_SMALLEST_SIDE_PX = 64

Features = TypeVar("Features", bound=nn.Module)
Settings = TypeVar("Settings", bound="MemoryConfig")


class MemoryConfig(MethodConfig):
    """Settings of what is remembered and how it is compared; the defaults are the paper's.

    Attributes:
        keep_shape: a training gives the input the shape of the good images, with about as many pixels as `image_size`
            has; otherwise images of any shape are squeezed into `image_size`, as in the paper.
        training: one epoch shows every good image once, in one of the states that its variation allows; more
            epochs show it in more of them.
        moved: each good image is also learned as a camera would show it that has moved by up to this share of its
            sides (see :func:`inspector.core.images.variation.moved`); 0 learns it as it is alone, as in the paper.
        neighbourhood: side of the square of places over which features are averaged (p of eq. 2), odd.
        whitening: features are scaled so that good ones vary alike in every direction; this share of their mean
            variance is added to each direction's, so that directions without variance stay small. None compares
            features as they are, as in the paper.
        search_dimension: features are projected at random to this many dimensions before anything is remembered;
            None keeps all of them, as in the paper.
        coreset_dimension: of the random projection in which the coreset is chosen.
        coreset_share: share of the features of all good images that is kept.
        largest_bank: features kept at most, however many images there are: it bounds the time of an inspection.
        working_features: features held at most while learning.
        score: `reweighted` is eq. 7; `map` the maximum of the smoothed map.
        neighbours: b of eq. 7; 1 switches the re-weighting off.
        smoothing_px: σ of the Gaussian over the map, in pixels of the network's input; 0 for none.
    """

    image_size: tuple[int, int] = (256, 256)
    keep_shape: bool = False
    training: Training = Training(epochs=1, batch_size=8, optimizer=None)
    moved: float = Field(default=0.0, ge=0, le=0.25)
    neighbourhood: int = Field(default=3, ge=1, le=63)
    whitening: float | None = Field(default=None, gt=0, le=1)
    search_dimension: int | None = Field(default=None, gt=0, le=65_536)
    coreset_dimension: int = Field(default=128, gt=0, le=65_536)
    coreset_share: float = Field(default=0.1, gt=0, le=1)
    largest_bank: int = Field(default=20_000, gt=0, le=10_000_000)
    working_features: int = Field(default=200_000, gt=0, le=10_000_000)
    score: Literal["reweighted", "map"] = "reweighted"
    neighbours: int = Field(default=9, ge=1, le=10_000)
    smoothing_px: float = Field(default=4.0, ge=0, le=1000)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if min(self.image_size) < _SMALLEST_SIDE_PX:
            raise ValueError("features need images of at least 64×64 px")
        if self.whitening is not None and self.search_dimension is not None:
            raise ValueError("features are whitened as they are: search_dimension must be none beside whitening")
        if self.neighbourhood % 2 == 0:
            raise ValueError("neighbourhood must be odd")
        if self.training.optimizer is not None or self.training.epochs is None:
            raise ValueError("training is in epochs and without an optimizer: this method remembers")
        if self.working_features < 2 * self.largest_bank:
            raise ValueError("working_features must be at least twice largest_bank")
        return self


class MemoryNetwork(nn.Module, Generic[Features]):
    """A source of features, the projection, and the bank of remembered features.

    The bank is float16: half the file, and a rounding of 2^-11 far below the distances between features of good
    parts. Learning, calibration and inspection all see the rounded values, so that no score depends on when the
    model was stored. It is loaded whatever its length.

    Attributes:
        backbone: from images (B, 3, H, W) in [0, 1] to one (B, C_i, H_i, W_i) a level.
        bank: (M, D) float16.
        seen: () int64, features of all images so far, of which the bank holds a share.
        moments: (1 + D, D) float64, the sum of all features above the sum of their outer products, while whitening is
            learned from them; (0, D) before and after.
    """

    def __init__(self, backbone: Features, config: MemoryConfig, *, channels: int, generator: torch.Generator) -> None:
        super().__init__()
        self.backbone = backbone
        self.neighbourhood = config.neighbourhood
        projection = None
        if config.search_dimension is not None and config.search_dimension < channels:
            projection = random_projection(channels, config.search_dimension, generator=generator)
        elif config.whitening is not None:
            projection = torch.zeros(channels, channels).fill_diagonal_(1)  # `eye` without memory loads a compiler
        self.projection: Tensor | None
        self.register_buffer("projection", projection)
        dimension = channels if projection is None else projection.shape[1]
        self.bank: Tensor
        self.register_buffer("bank", torch.zeros(0, dimension, dtype=torch.float16))
        self.seen: Tensor
        self.register_buffer("seen", torch.zeros((), dtype=torch.int64))
        self.moments: Tensor
        if config.whitening is not None:
            self.register_buffer("moments", torch.zeros(0, dimension, dtype=torch.float64))
        self.register_load_state_dict_pre_hook(_any_length)

    def embed(self, images: Tensor) -> Tensor:
        """Features of every place of images (B, 3, H, W): (B, h, w, D), about one place every `_PLACE_PX`."""
        side = self.neighbourhood
        levels = self.backbone(images)
        if side > 1:
            # Without the zeros of the padding: they would set the border of every image apart.
            levels = [F.avg_pool2d(level, side, 1, side // 2, count_include_pad=False) for level in levels]
        sizes = [(level.shape[-2], level.shape[-1]) for level in levels]
        coarse_enough = [size for size in sizes if size[0] * _PLACE_PX <= images.shape[-2]]
        grid = max(coarse_enough) if coarse_enough else min(sizes)
        features = torch.cat([_to_grid(level, grid) for level in levels], dim=1).permute(0, 2, 3, 1)
        return features if self.projection is None else features @ self.projection


class FeatureMemory(
    Method[Settings, MemoryNetwork[Features]],
    Embeds[MemoryNetwork[Features]],
    KeepsShape,
):
    """Distance to remembered features; where these come from is for the method to say, in `build`."""

    texts: ClassVar = {"de": {"distance": "Abstand"}}
    has_map = True
    map_is_relative = True
    extendable = True

    def shaped_for(self, size: tuple[int, int]) -> Self:
        if not self.config.keep_shape:
            return self
        height, width = self.config.image_size
        longest = (height * width * _LONGEST_SHAPE) ** 0.5
        scale = (height * width / (size[0] * size[1])) ** 0.5
        sides = (min(longest, max(longest / _LONGEST_SHAPE, scale * side)) for side in size)
        rows, columns = (max(64, round(side / _SIDE_STEP) * _SIDE_STEP) for side in sides)
        return type(self)(self.config.model_copy(update={"image_size": (rows, columns), "keep_shape": False}))

    def learn(
        self, network: MemoryNetwork[Features], batch: Tensor, *, generator: torch.Generator
    ) -> Mapping[str, Tensor]:
        """Remember the features of every place."""
        self.remember(network, self.embed(network, batch, generator=generator), generator=generator)
        return {}

    @torch.no_grad()
    def embed(self, network: MemoryNetwork[Features], images: Tensor, *, generator: torch.Generator) -> Tensor:
        views = [images]
        if self.config.moved:
            views.append(moved(images, self.config.moved, generator=generator))
        # Image by image: layers of a whole batch lie outside a processor's cache, and take twice the time or more.
        features = [torch.cat([network.embed(one).flatten(1, 2) for one in view.split(1)]) for view in views]
        return torch.cat(features, dim=1).to(network.bank.dtype)

    @torch.no_grad()
    def remember(self, network: MemoryNetwork[Features], features: Tensor, *, generator: torch.Generator) -> None:
        """Add features to the bank.

        Memory is bounded: once more than `working_features` are held they are condensed to what the bank may hold
        (a coreset of a coreset and new features covers all of them, with the radii added). The bound is exceeded by
        the features of one batch at most.
        """
        added = features.flatten(0, 1)
        if self.config.whitening is not None and (network.seen == 0 or len(network.moments)):
            network.moments = _added(network.moments, added.double())
        network.bank = torch.cat([network.bank, added])
        network.seen += len(added)
        if len(network.bank) > self.config.working_features:
            self._condense(network, generator)

    @torch.no_grad()
    def finish(self, network: MemoryNetwork[Features], *, generator: torch.Generator) -> None:
        """Whiten the bank, by what was learned at first even where it is extended, and condense it."""
        if self.config.whitening is not None and len(network.moments):
            network.projection = whitening_matrix(network.moments, int(network.seen), floor=self.config.whitening)
            pieces = [piece.float() @ network.projection for piece in network.bank.split(8192)]
            network.bank = torch.cat(pieces).to(network.bank.dtype)
            network.moments = network.moments[:0]
        self._condense(network, generator)

    def judge(self, network: MemoryNetwork[Features], batch: Tensor, *, evidence: bool = False) -> Judgement:
        """Map by the distance of each place to the nearest remembered feature (eq. 6), enlarged and smoothed.

        Evidence: `distance`, the map before smoothing.
        """
        features = network.embed(batch)
        bank = network.bank.float()
        places, scores = [], []
        for one in features:  # image by image, so that memory does not grow with the batch
            distances, neighbours = nearest(one.flatten(0, 1), bank)
            places.append(distances.view(one.shape[:2]))
            if self.config.score == "reweighted":
                scores.append(self.reweighted(one.flatten(0, 1), distances, neighbours, bank))
        distance, size, sigma = torch.stack(places), (batch.shape[-2], batch.shape[-1]), self.config.smoothing_px
        # 3 σ either way, less where the image is smaller than that
        maps = _enlarged(distance, size, sigma=sigma, radius=min(round(3 * sigma), min(size) // 2 - 1))
        own = torch.stack(scores) if scores else maps.flatten(1).amax(dim=1)
        raw = {"distance": _enlarged(distance, size, sigma=0.0, radius=0)} if evidence else {}
        return Judgement(scores=own, maps=maps, evidence=raw)

    def _condense(self, network: MemoryNetwork[Features], generator: torch.Generator) -> None:
        config = self.config
        count = min(config.largest_bank, max(1, round(config.coreset_share * int(network.seen))))
        points = network.bank
        if points.shape[1] > config.coreset_dimension:
            projection = random_projection(points.shape[1], config.coreset_dimension, generator=generator)
            # In pieces: all features at once in float32 would be several times the bank.
            pieces = [piece.float() @ projection.to(piece.device) for piece in points.split(8192)]
            points = torch.cat(pieces)
        network.bank = network.bank[greedy_coreset(points.float(), count)]

    def reweighted(self, features: Tensor, distances: Tensor, neighbours: Tensor, bank: Tensor) -> Tensor:
        """Eq. 7: the largest distance s*, weighted by how unlikely m* is among the b remembered features around it."""
        worst = distances.argmax()
        b = min(self.config.neighbours, len(bank))
        if b == 1:
            return distances[worst]
        around = squared_distances(bank[neighbours[worst]][None], bank)[0].topk(b, largest=False).indices
        to_test = (bank[around] - features[worst]).norm(dim=1)
        weight = 1 - (distances[worst] - to_test.logsumexp(dim=0)).exp()  # eq. 7 without overflow of exp
        return weight * distances[worst]


def _enlarged(maps: Tensor, size: tuple[int, int], *, sigma: float, radius: int) -> Tensor:
    """Maps (B, h, w) at a larger size (B, H, W), bilinear, then smoothed by a Gaussian: as two small products."""
    rows, columns = (
        _lines(places, side, sigma, radius).to(maps) for places, side in zip(maps.shape[-2:], size, strict=True)
    )
    return rows @ maps @ columns.T


@lru_cache(maxsize=32)
def _lines(places: int, side: int, sigma: float, radius: int) -> Tensor:
    """(side, places): the share that each place of a line has in each pixel."""
    one_by_one = torch.eye(places)[:, None, :, None]
    pixels = F.interpolate(one_by_one, (side, 1), mode="bilinear", align_corners=False)
    if sigma > 0:
        pixels = gaussian_blur2d(pixels, (2 * radius + 1, 1), (sigma, sigma), border_type="reflect")
    return pixels[:, 0, :, 0].T.contiguous()


def whitening_matrix(moments: Tensor, count: int, *, floor: float) -> Tensor:
    """(D, D) float32 by which features are multiplied to vary alike in every direction.

    Distances between whitened features are Mahalanobis distances, but for the floor.

    Args:
        moments: (1 + D, D) of `count` features, see `MemoryNetwork`.
        floor: share of the mean variance that is added to each.
    """
    mean, products = moments[0] / count, moments[1:] / count
    covariance = products - torch.outer(mean, mean)
    least = (floor * covariance.diagonal().mean()).clamp_min(0) + 1e-12
    covariance.diagonal().add_(least)  # before the decomposition, which may fail on what is mostly zeros
    variances, directions = torch.linalg.eigh(covariance)
    return (directions * variances.clamp_min(least).rsqrt()).float()


def random_projection(channels: int, dimension: int, *, generator: torch.Generator) -> Tensor:
    """(channels, dimension) float32: a random subspace, scaled so that distances keep their size on average.

    Source: Johnson and Lindenstrauss 1984; orthonormal rows distort less than independent ones.
    """
    drawn = torch.randn(channels, dimension, generator=generator, device=generator.device)
    basis, _ = torch.linalg.qr(drawn)
    return basis * (channels / dimension) ** 0.5


def _to_grid(level: Tensor, grid: tuple[int, int]) -> Tensor:
    """(B, C, H, W) to (B, C, *grid): finer levels are averaged, coarser ones interpolated."""
    if tuple(level.shape[-2:]) == grid:
        return level
    if level.shape[-2] > grid[0]:
        return F.adaptive_avg_pool2d(level, grid)
    return F.interpolate(level, grid, mode="bilinear", align_corners=False)


def _added(moments: Tensor, features: Tensor) -> Tensor:
    more = torch.cat([features.sum(dim=0, keepdim=True), features.T @ features])
    return moments + more if len(moments) else more


def _any_length(network: nn.Module, state: Mapping[str, Tensor], prefix: str, *_: object) -> None:
    for name in ("bank", "moments"):
        stored, own = state.get(f"{prefix}{name}"), getattr(network, name, None)
        if stored is not None and own is not None and stored.ndim == 2:
            setattr(network, name, own.new_empty(len(stored), own.shape[1]))
