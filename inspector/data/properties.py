"""What a user states about a category: `category.json` in its folder."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, PlainValidator, ValidationError

from inspector.core.errors import CategoryError, SettingError
from inspector.core.images.shapes import Shape, Shapes, all_shapes, json_value, parse_shape, parse_shapes, shape_mask
from inspector.core.images.variation import Variation
from inspector.core.validation import UNKNOWN_NAME, first_error, named_place
from inspector.data.folders import entries, regular_file, storable

PROPERTIES_FILE = "category.json"
_MOST_BYTES = 64 * 1024**2

Mark = Literal["good", "defective", "ignored"]


SMALLEST_TILE_PX, LARGEST_TILE_PX = 16, 16_384
Tile = Literal["auto", "off"] | Annotated[int, Field(ge=SMALLEST_TILE_PX, le=LARGEST_TILE_PX)]
Locate = Literal["auto", "off", "rigid", "similarity"]

_AS_JSON = PlainSerializer(json_value, return_type=object)
_Shape = Annotated[Shape, PlainValidator(parse_shape), _AS_JSON]
_Shapes = Annotated[Shapes, PlainValidator(parse_shapes), _AS_JSON]


class CategoryProperties(BaseModel):
    """What a user states about a category.

    Attributes:
        variation: how good parts may vary on the line.
        group_by: how lots are named: a regular expression whose first group (or whole match) is the lot,
            or `folder`; None where every image shows a different part.
        marks: what a person says of single images, by their name relative to the category, whatever folder they
            lie in; the files stay where they are. Marks of absent images have no effect.
        pixel_pitch_um: the size on the part of one pixel of the camera's image; None if unknown.
        region_of_interest: the shape, or shapes, in which images are judged, such as a rectangle: left, top, right,
            bottom in shares of width and height; None for the whole image.
        ignore: shapes, likewise, in which nothing is judged.
        learn_from: folders, relative to the category, that hold good parts to learn from whatever their names say; `.`
            is the category's own folder without those below it.
        bits_per_sample: of the camera, where its files have room for 16 bits or more; None for what each file states,
            or all.
        tile: images are judged in tiles that show so many pixels of them along a side; `auto` where the images need
            it and the method's settings are not its paper's, `off` brings each whole image to the network's input size.
        locate: whether the part is found and brought to one pose before it is judged: `rigid` where parts may lie
            anywhere, turned, `similarity` where also in another size, `auto` where and as good images show it, unless
            the method's settings are its paper's.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    variation: Variation = Variation()
    group_by: str | None = None
    marks: Mapping[str, Mark] = {}
    pixel_pitch_um: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    region_of_interest: _Shapes = None
    ignore: tuple[_Shape, ...] = ()
    learn_from: tuple[str, ...] = ()
    bits_per_sample: int | None = Field(default=None, ge=8, le=16)
    tile: Tile = "auto"
    locate: Locate = "auto"

    @property
    def changed(self) -> tuple[str, ...]:
        """Names of the properties that are stated, and not as they are without a word."""
        return tuple(self.model_dump(exclude_defaults=True))

    @property
    def regions(self) -> tuple[Shape, ...]:
        """The shapes of the region of interest; none where the whole image is judged."""
        return all_shapes(self.region_of_interest)

    @property
    def judged_places(self) -> dict[str, list] | None:
        """The region of interest and what is ignored, as JSON values; None where the whole image is judged."""
        if self.region_of_interest is None and not self.ignore:
            return None
        return self.model_dump(mode="json", include={"region_of_interest", "ignore"})


def parse_tile(text: str) -> Tile:
    """`auto`, `off` or a number of pixels, as a person writes it.

    Raises:
        SettingError: if it is something else.
    """
    word = text.strip().lower()
    if word == "auto":
        return "auto"
    if word == "off":
        return "off"
    if word.isdecimal() and SMALLEST_TILE_PX <= int(word) <= LARGEST_TILE_PX:
        return int(word)
    raise SettingError(
        "A tile is auto, off or a number of pixels from {least} to {most}, not '{found}'.",
        code="tiles.unknown",
        least=SMALLEST_TILE_PX,
        most=LARGEST_TILE_PX,
        found=text,
    )


def judged_mask(properties: CategoryProperties, size: tuple[int, int]) -> np.ndarray | None:
    """(H, W) bool: the pixels whose centres lie in the region of interest and in no ignored shape.

    None where that is all of them.

    Raises:
        SettingError: if none is left.
    """
    judged = np.full(size, not properties.regions)
    for shape in properties.regions:
        judged |= shape_mask(shape, size)
    for shape in properties.ignore:
        judged &= ~shape_mask(shape, size)
    if not judged.any():
        raise SettingError(
            "At {width}×{height} px, nothing is left to inspect inside the region of interest and "
            "outside the ignored regions.",
            code="category.nothing_judged",
            width=size[1],
            height=size[0],
        )
    return None if judged.all() else judged


def properties_path(root: Path) -> Path:
    """Where a category's properties are or would be; the name may be there in another case."""
    path = root / PROPERTIES_FILE
    if path.exists() or not root.is_dir():
        return path
    return next((root / entry.name for entry in entries(root) if entry.name.lower() == PROPERTIES_FILE), path)


def read_properties(root: Path, *, stated_in: Path | None = None) -> CategoryProperties:
    """The properties in a category's folder, in UTF-8 or UTF-16; the defaults if there are none.

    Args:
        stated_in: a file elsewhere that holds them instead.

    Raises:
        CategoryError: if it cannot be read or holds something else.
    """
    path = properties_path(root) if stated_in is None else stated_in
    try:
        if stated_in is None and not path.exists() and not path.is_symlink():
            return CategoryProperties()
        return CategoryProperties.model_validate(_read_json(path))
    except (OSError, ValueError, RecursionError) as error:
        reason = what_is_wrong(error) if isinstance(error, ValidationError) else str(error)
        raise CategoryError(
            "{file}: the category's properties cannot be read ({reason}).",
            code="category.properties_unreadable",
            file=storable(str(path)),
            reason=reason,
        ) from error


def _read_json(path: Path) -> object:
    if not regular_file(path):
        raise ValueError("it is not a file")
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError(f"it is larger than {_MOST_BYTES // 1024**2} MiB")
    return json.loads(path.read_bytes())  # bytes, of which it finds out whether they are UTF-8 or UTF-16


def what_is_wrong(error: ValidationError) -> str:
    """Its first reason, and the property it is about."""
    where, kind, reason = first_error(error)
    return f"{named_place(where)}: {'there is no such property' if kind == UNKNOWN_NAME else reason}"
