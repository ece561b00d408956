"""Whether and how the parts of a category are found before they are judged."""

from collections.abc import Generator, Sequence

from inspector.core.errors import CategoryError, ImageError, SettingError
from inspector.core.images.resizing import resize
from inspector.core.seeding import generator_at
from inspector.core.stages.locate import Locator
from inspector.core.stages.locate_learning import learn_locator
from inspector.data.category import ImageRef
from inspector.data.images.reading import read_image
from inspector.data.properties import Locate, Tile
from inspector.store.models.model_folder import StoredModel
from inspector.workflow.progress import Progress, Warned

_MOST_IMAGES, _SIDE = 45, 512  # more and larger images find the part no better

NOT_NEEDED = (
    "The good parts lie in one pose, or no part stands out from its surroundings: images are judged as they are, "
    "without locating."
)


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
    count = min(len(images), _MOST_IMAGES)
    pictures = []
    for number in range(count):
        yield Progress("Learning to locate", number, count)
        try:
            picture = read_image(images[number * len(images) // count].path, bits=bits)
        except ImageError:  # which the training itself reports
            continue
        height, width = picture.shape[1:]
        shrink = min(1.0, _SIDE / max(height, width))
        pictures.append(resize(picture, (max(1, round(height * shrink)), max(1, round(width * shrink)))))
    locator = learn_locator(pictures, locate, generator=generator_at(seed, "locate"))
    yield Progress("Learning to locate", count, count)
    if locator is None and locate != "auto":
        raise CategoryError(
            "The part cannot be located reliably in these {images} good images: they are too few, or no part stands "
            "out that looks alike in all of them.",
            code="locate.not_possible",
            images=len(images),
        )
    if locator is None:
        yield Warned(NOT_NEEDED)
    return locator


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
