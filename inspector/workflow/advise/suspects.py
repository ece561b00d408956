"""Which good images may show a defect: each is judged by a model that learned the others."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from inspector.core.building import build_network
from inspector.core.calibration import Calibration, calibrate, default_scoring
from inspector.core.errors import CategoryError
from inspector.core.images.resizing import map_at
from inspector.core.methods import Judgement, create_method
from inspector.core.methods.base import AnyMethod
from inspector.core.methods.capabilities import NeedsPretrained
from inspector.core.model import Model
from inspector.core.stages.framing import Framed, Framing
from inspector.core.statistics import PixelStatistics
from inspector.core.thresholds import FEWEST_TO_COMPARE, far_out
from inspector.data.category import Category, ImageRef
from inspector.data.images.batches import GoodImages, training_source
from inspector.data.properties import judged_mask
from inspector.data.splits import check_group_by, folds_of_good
from inspector.store.models.weights import load_pretrained, packaged_weights
from inspector.workflow.advise.locating import choose_locator, tile_of_located
from inspector.workflow.advise.tiles import choose_tiles
from inspector.workflow.progress import Progress, Warned
from inspector.workflow.report.pictures import HeatScale, overlay, picture
from inspector.workflow.train.calibrating import check_judged, judge_held_out, judge_in_folds
from inspector.workflow.train.image_reading import read_good

MOST_SIDE = 1024  # of a suspect's picture
_FOLDS = 5  # half the time of the ten that calibrate
_MAP = 64  # rows and columns that are kept of an image's map: 16 KB, however large the image is
_SIDE = 512  # of a suspect's map, which covers the picture
_QUIET = 0.995  # quantile of the other images' places


@dataclass(frozen=True)
class Suspect:
    """A good image that stands out from the others.

    Attributes:
        times: how far its score lies above that of the typical image, where 1 is the highest of all that are no
            suspects.
        place: (x, y) in pixels of the picture, where it stands out most.
        anomaly_map: (h, w) float32, of the whole picture at a smaller size; by place in units of the others' spread
            where the images are of one size.
        scale: the colours of that map: quiet is what nearly all places of the other images stay below.
    """

    image: ImageRef
    times: float
    place: tuple[int, int]
    anomaly_map: np.ndarray
    scale: HeatScale


@dataclass(frozen=True)
class SuspectsDone:
    """The suspects, the farthest out first, among so many good images that were judged."""

    suspects: tuple[Suspect, ...]
    images: int


def suspects_method(*, features: bool) -> AnyMethod:
    """The method that judges the images: distances to features of the others, by the network of `inspector[features]`
    or by filters that need no weights.

    It is learned once per fold, so it remembers less than a model that inspects.
    """
    name, preset = ("patchcore", "features") if features else ("scattering", "cpu")
    return create_method(name, preset=preset, moved=0.0, largest_bank=512)


def find_suspects(
    category: Category, *, device: torch.device, method: AnyMethod | None = None, seed: int = 0
) -> Generator[Progress | Warned | SuspectsDone, None, None]:
    """Judge every good image by a model that learned the others; ends with :class:`SuspectsDone`.

    Images of one lot are judged together, by a model that learned none of them. The images are located, tiled and
    judged where the category's properties say so, as a training would. Of each, a map of 16 KB is kept. Defects that
    are alike on several images hide one another, since each is judged by a model that learned the others.

    Args:
        method: has a map; None for :func:`suspects_method`, by what is installed.

    Raises:
        CategoryError, ImageError: if the good images cannot be used, or are too few to compare.
        ModelError: if the weights of a method that is handed in cannot be had.
        SettingError: if the category's lots or its region of interest cannot be used.
    """
    method = method or suspects_method(features=packaged_weights() is not None)
    stated = category.properties
    check_group_by(stated.group_by)
    network = build_network(method, seed=seed)
    if isinstance(method, NeedsPretrained):
        load_pretrained(method.backbone(network), file=None, download=False)
    _check_count(len(category.train))
    bits = stated.bits_per_sample
    locator = yield from choose_locator(stated.locate, category.train, bits=bits, seed=seed, extend=None)
    choice = choose_tiles(tile_of_located(stated.tile, locator), method, category.train, bits=bits)
    picture_map = None if choice is None else choice.picture_map
    mask = judged_mask(stated, picture_map or method.config.image_size)
    framing = Framing(method.config.image_size, locator, None if choice is None else choice.tiling)
    good, images, digests = yield from read_good(
        category, framing=framing, bits=bits, skip_unreadable=True, mixed_sizes=True
    )
    _check_count(len(images))
    light = training_source(good, range(len(images)), stated.variation, method=method, seed=seed).light_reference
    judged = None if mask is None else torch.from_numpy(mask)
    model = Model(
        method, network, light, None, judged=judged, locator=locator, tiling=framing.tiling, picture_map=picture_map
    ).to(device)
    check_judged(model, good, images)
    judgements = yield from judge_in_folds(
        model,
        good,
        folds_of_good(images, digests=digests, group_by=stated.group_by, seed=seed, most=_FOLDS),
        untrained=lambda: model.network,
        variation=stated.variation,
        seed=seed,
        judge=_judge_reduced,
    )
    together = Judgement.together(judgements)
    one_size = len(set(good.sizes.values())) == 1
    calibration = calibrate(
        method,
        together,
        normalise=None if one_size else False,  # a place of one image is another in the next
        scoring=default_scoring(method),
    )
    yield SuspectsDone(tuple(_suspects(images, good, together, calibration)), len(images))


def suspect_picture(suspect: Suspect, *, bits: int | None, max_side: int = MOST_SIDE) -> tuple[np.ndarray, np.ndarray]:
    """A suspect's image and the same with its heatmap, both (H, W, 3) uint8.

    Raises:
        ImageError: if it cannot be read any more.
    """
    pixels = picture(suspect.image.path, max_side=max_side, bits=bits)
    full = map_at(torch.from_numpy(suspect.anomaly_map), (pixels.shape[0], pixels.shape[1])).numpy()
    return pixels, overlay(pixels, full, scale=suspect.scale, regions=None)


def _check_count(images: int) -> None:
    if images < FEWEST_TO_COMPARE:
        raise CategoryError(
            "{images} good images do not show which of them stands out; at least {needed} are needed.",
            code="suspects.too_few",
            images=images,
            needed=FEWEST_TO_COMPARE,
        )


def _judge_reduced(model: Model, framed: Framed) -> Judgement:
    """As a held-out image is judged; of its map, the worst place in each cell of a coarse grid."""
    judgement = judge_held_out(model, framed)
    assert judgement.maps is not None
    maps, places = judgement.maps.cpu(), judgement.places
    known = torch.ones_like(maps, dtype=torch.bool) if places is None else places.cpu()
    return replace(
        judgement,
        scores=judgement.scores.cpu(),
        maps=_reduced(maps),
        places=_reduced(known.float()) > 0,
        light=None,
        unlike=None,
    )


def _reduced(maps: Tensor) -> Tensor:
    return F.adaptive_max_pool2d(maps, (_MAP, _MAP))


def _suspects(
    images: Sequence[ImageRef], good: GoodImages, together: Judgement, calibration: Calibration
) -> list[Suspect]:
    scores = calibration.good_scores.numpy()
    found = far_out(scores)
    if not found:
        return []
    maps, places = together.maps, together.places
    assert maps is not None
    assert places is not None
    others = sorted(set(range(len(images))) - set(found))
    if calibration.pixels is not None:
        maps = PixelStatistics.from_maps(maps[others]).normalise(maps)
    scale = HeatScale.between(_quantile(maps[others][places[others]]), maps[others][places[others]].amax().item())
    middle = float(np.median(scores))
    spread = max(float(scores[others].max()) - middle, 1e-6)
    return [
        _suspect(
            images[index], good.framed(index), maps[index], places[index], scale, (scores[index] - middle) / spread
        )
        for index in found
    ]


def _quantile(values: Tensor) -> float:
    return float(np.quantile(values.numpy(), _QUIET))


def _suspect(
    image: ImageRef, framed: Framed, anomaly_map: Tensor, places: Tensor, scale: HeatScale, times: float
) -> Suspect:
    height, width = framed.picture_size
    shrink = min(1.0, _SIDE / max(height, width))
    size = (max(1, round(height * shrink)), max(1, round(width * shrink)))
    lowest = anomaly_map.amin().item()
    shown = framed.to_picture(torch.where(places, anomaly_map, lowest), size, outside=lowest)
    row, column = divmod(int(shown.argmax()), size[1])
    place = (round((column + 0.5) * width / size[1]), round((row + 0.5) * height / size[0]))
    return Suspect(image, float(times), place, shown.float().numpy(), scale)
