"""In which tiles images are judged."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inspector.core.calibration import is_published
from inspector.core.errors import ImageError, SettingError
from inspector.core.methods.base import AnyMethod
from inspector.core.methods.capabilities import KeepsShape
from inspector.core.stages.tiling import Tiling, picture_map_of, tiles, tiling_of
from inspector.data.category import ImageRef
from inspector.data.images.reading import read_picture
from inspector.data.properties import Tile
from inspector.line.locate import Locator
from inspector.store.models.model_folder import StoredModel
from inspector.workflow.train.image_reading import other_set_ups

_SAMPLED = 12  # images whose sizes are looked at
_SQUEEZED = 2.0  # how far an image's shape may be from the network's input; a camera of 16:9 is not
_AFFORDABLE = 24  # tiles of the typical image, in `auto`: what an inspection then takes as many times as long


@dataclass(frozen=True)
class TileChoice:
    """A tiling, the size (h, w) of the map that is stored of every picture, and how many tiles a typical one has."""

    tiling: Tiling
    picture_map: tuple[int, int]
    count: int


def choose_tiles(
    tile: Tile,
    method: AnyMethod,
    images: Sequence[ImageRef],
    *,
    bits: int | None = None,
    extend: StoredModel | None = None,
) -> TileChoice | None:
    """The tiles that images are judged in; None where they are judged whole.

    Args:
        images: good images; the sizes of some of them are looked at.
        extend: a model that is extended, whose tiles stay.

    Raises:
        SettingError: if tiles are asked for and the method scores the whole image.
    """
    if extend is not None:
        known = extend.model
        if known.tiling is None:
            return None
        return _choice(known.tiling, known.map_size, sampled_sizes(images, bits=bits), method)
    if tile == "off" or (tile == "auto" and (not method.has_map or is_published(method))):
        return None
    if not method.has_map:
        raise SettingError(
            "Method '{method}' scores the whole image, so it cannot judge in tiles.",
            code="tiles.no_map",
            method=method.name,
        )
    sizes = sampled_sizes(images, bits=bits)
    if not sizes:  # none can be read, which the training will say
        return None
    shown_px = automatic_tile_of(method, sizes) if tile == "auto" else tile
    if shown_px is None:
        return None
    tiling = tiling_of(shown_px, sizes, side=method.config.image_size)
    return _choice(tiling, picture_map_of(tiling, sizes), sizes, method)


def _choice(
    tiling: Tiling, picture_map: tuple[int, int], sizes: Sequence[tuple[int, int]], method: AnyMethod
) -> TileChoice:
    side = method.config.image_size
    counts = [len(tiles(tiling.scaled(size), side=side, overlap_px=tiling.overlap_px)) for size in sizes]
    return TileChoice(tiling, picture_map, max(1, statistics.median_low(counts)) if counts else 1)


def resolution_card(tiling: Tiling | None, pitch_um: float | None) -> dict[str, float]:
    """At what resolution images are judged, for a model's card, where the pixel pitch is known."""
    return {} if tiling is None or pitch_um is None else {"px_per_mm": round(1000 * tiling.scale / pitch_um, 6)}


def tile_of(identity: Mapping[str, Any]) -> Tile:
    """What an interrupted training was asked for, from what its checkpoint says of it."""
    if "tiles" not in identity:
        return "off"
    return round(min(identity["config"]["image_size"]) / identity["tiles"]["scale"])


def sampled_sizes(images: Sequence[ImageRef], *, bits: int | None = None) -> list[tuple[int, int]]:
    """(H, W) of some images that can be read, from all over the category."""
    count = min(_SAMPLED, len(images))
    sizes = []
    for image in (images[place * len(images) // count] for place in range(count)):
        try:
            samples = read_picture(image.path, bits=bits).samples
        except ImageError:
            continue
        sizes.append((samples.shape[-2], samples.shape[-1]))
    return sizes


def judged_size(
    images: Sequence[ImageRef], locator: Locator | None, *, bits: int | None = None
) -> tuple[int, int] | None:
    """Height and width of a typical image, or of the located part in thousandths of an image's longer side.

    None where no image can be read.
    """
    if locator is not None:
        extent = 1000 * locator.reference.extent
        return round(extent.imag), round(extent.real)
    sizes = sampled_sizes(images, bits=bits)
    if not sizes:
        return None
    return _typical(sizes)


def _typical(sizes: Sequence[tuple[int, int]]) -> tuple[int, int]:
    height, width = (round(statistics.median(sides)) for sides in zip(*sizes, strict=True))
    return height, width


def _side_for_whole(method: AnyMethod, sizes: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Height and width of the input that whole images of such sizes are brought to."""
    if isinstance(method, KeepsShape):
        method = method.shaped_for(_typical(sizes))
    return method.config.image_size


def automatic_tile_of(method: AnyMethod, sizes: Sequence[tuple[int, int]]) -> int | None:
    """What :func:`automatic_tile` says of a method, which may give its input the shape of whole images."""
    return automatic_tile(sizes, side=method.config.image_size, whole=_side_for_whole(method, sizes))


def automatic_tile(
    sizes: Sequence[tuple[int, int]], *, side: tuple[int, int], whole: tuple[int, int] | None = None
) -> int | None:
    """How many pixels of the image a tile shows along its shorter side; None where whole images keep their shape.

    Images are judged in tiles where the network's input would squeeze them: they differ in shape or scale, or are much
    longer than wide. The tiles show as little of an image as can be afforded, and no less than the input has pixels.

    Args:
        side: of the input for tiles.
        whole: of the input for whole images, where that has another shape.
    """
    typical, differing = other_set_ups(sizes)
    squeezed = max(_ratio(size, whole or side) for size in sizes)
    if (not differing and squeezed < _SQUEEZED) or min(typical) < min(side):
        return None
    return affordable_tile(typical, side=side)


def affordable_tile(size: tuple[int, int], *, side: tuple[int, int]) -> int:
    """The least that a tile can show of an image (H, W) in pixels along its shorter side, for the tiles to be few."""
    shown_px = min(side)
    while tile_count(size, shown_px, side=side) > _AFFORDABLE:
        shown_px += max(1, shown_px // 16)
    return shown_px


def tile_count(size: tuple[int, int], shown_px: int, *, side: tuple[int, int]) -> int:
    """How many tiles an image (H, W) is judged in."""
    tiling = tiling_of(shown_px, [], side=side)
    return len(tiles(tiling.scaled(size), side=side, overlap_px=tiling.overlap_px))


def _ratio(size: tuple[int, int], side: tuple[int, int]) -> float:
    """How many times farther one side of an image is squeezed than the other."""
    ratio = (size[1] / size[0]) / (side[1] / side[0])
    return max(ratio, 1 / ratio)
