"""Whether and how the parts of a category are found before they are judged."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from inspector.core.calibration import ALIGNMENT_NEEDED, alignment, is_published
from inspector.core.errors import CategoryError, ImageError, SettingError
from inspector.core.images.appearance import light_gains, relief
from inspector.core.images.resizing import resize
from inspector.core.methods.base import AnyMethod
from inspector.core.seeding import generator_at
from inspector.core.stages.locate_learning import MotionChoice, learn_locator, looks_round
from inspector.data.category import ImageRef
from inspector.data.images.reading import read_image
from inspector.data.properties import Locate, Tile
from inspector.line.locate import Locator
from inspector.line.placement import Placement
from inspector.store.models.model_folder import StoredModel
from inspector.workflow.progress import Progress, Warned

MOST_IMAGES, _SIDE = 45, 512  # more and larger images find the part no better
_COARSE = 64  # px, at which parts that lie alike have their edges in the same places
LOCATOR_SAMPLE = 20  # show in a second or two whether it can be found

LOCATED = (
    "The good parts lie in different places or at different angles: each part is located first, and what lies around "
    "it is not judged."
)


def locate_for(locate: Locate, method: AnyMethod) -> Locate:
    """What is stated, where `auto` leaves a method with the settings of its paper as it is published."""
    return "off" if locate == "auto" and is_published(method) else locate


def choose_locator(
    locate: Locate, images: Sequence[ImageRef], *, bits: int | None, seed: int, extend: StoredModel | None
) -> Generator[Progress | Warned, None, Locator | None]:
    """What finds the part in images like these good ones; None where they are judged as they are.

    Args:
        extend: a model that is extended, whose locator stays.

    Raises:
        CategoryError: if locating is asked for and does not hold on good images.
    """
    if extend is not None:
        return extend.model.locator
    if locate == "off":
        return None
    locator = yield from learn_to_locate(locate, images, bits=bits, seed=seed)
    if locator is None and locate != "auto":
        raise CategoryError(
            "The part cannot be located reliably in these {images} good images: they are too few, or no part stands "
            "out that looks alike in all of them.",
            code="locate.not_possible",
            images=len(images),
        )
    if locator is not None and locate == "auto":
        yield Warned(LOCATED)
    return locator


def learn_to_locate(
    locate: MotionChoice, images: Sequence[ImageRef], *, bits: int | None, seed: int, most: int = MOST_IMAGES
) -> Generator[Progress, None, Locator | None]:
    """What finds the part in images like these good ones; None where locating does not hold or is not needed.

    Args:
        most: images that are read, from all over the category; those that cannot be are left out.
    """
    count = min(len(images), most)
    pictures = []
    for number in range(count):
        yield Progress("Learning to locate", number, count)
        try:
            pictures.append(_reduced(images[number * len(images) // count], bits=bits))
        except ImageError:  # which whoever reads all images reports
            continue
    locator = None
    # Round parts look alike where they lie, at whatever angle their one mark is.
    if locate != "auto" or not _lie_alike(pictures) or looks_round(pictures):
        locator = learn_locator(pictures, locate, generator=generator_at(seed, "locate"))
    yield Progress("Learning to locate", count, count)
    return locator


def _lie_alike(pictures: Sequence[Tensor]) -> bool:
    """Whether the place in the image explains what good pictures (3, h, w) show: a look that takes no search."""
    if len(pictures) < 2:
        return True
    small = torch.stack([resize(picture, (_COARSE, _COARSE)) for picture in pictures])
    return alignment(relief(small, light_gains(small))) > ALIGNMENT_NEEDED


def _reduced(image: ImageRef, *, bits: int | None) -> Tensor:
    """(3, h, w) in [0, 1] with as many pixels as it is located by."""
    picture = read_image(image.path, bits=bits)
    height, width = picture.shape[1:]
    shrink = min(1.0, _SIDE / max(height, width))
    return resize(picture, (max(1, round(height * shrink)), max(1, round(width * shrink))))


@dataclass(frozen=True)
class LocatedImage:
    """A good image with where its part was found, if it was.

    Attributes:
        picture: (3, h, w) in [0, 1], reduced to some hundred pixels.
        placement: in pixels of that.
    """

    image: ImageRef
    picture: Tensor
    placement: Placement


def preview_locating(
    locate: Locate, images: Sequence[ImageRef], *, bits: int | None, seed: int, most: int
) -> Generator[Progress | Warned | LocatedImage]:
    """How the parts of some good images are found, by a locator like that of a training.

    Args:
        most: images that are shown, from all over the category. Those that cannot be read are left out.

    Raises:
        CategoryError: if locating does not hold on good images.
    """
    locator = yield from choose_locator(locate, images, bits=bits, seed=seed, extend=None)
    if locator is None:
        return
    count = min(len(images), most)
    for number in range(count):
        yield Progress("Locating", number, count)
        image = images[number * len(images) // count]
        try:
            picture = _reduced(image, bits=bits)
        except ImageError:
            continue
        yield LocatedImage(image, picture, locator.place(picture.numpy()))
    yield Progress("Locating", count, count)


def tile_of_located(tile: Tile, locator: Locator | None) -> Tile:
    """The tiles to judge in: located parts are judged whole.

    Raises:
        SettingError: if tiles of a size are asked for beside.
    """
    if locator is None:
        return tile
    if tile not in ("auto", "off"):
        raise SettingError(
            "Parts that are located are judged whole, so tiles of {tile} px do not apply.",
            code="locate.tiles",
            tile=tile,
        )
    return "off"
