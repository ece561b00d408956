"""What a model's card may say: its values are checked once, when it is read, as another program may have changed them.

The settings of the method are checked by the method, and the tensors of a model by :mod:`tensors`.
"""

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    FiniteFloat,
    ValidationError,
    field_validator,
    model_validator,
)

from inspector.core.images.shapes import parse_shape, parse_shapes
from inspector.core.images.variation import Variation
from inspector.core.validation import first_error, named_place

Count = Annotated[int, Field(ge=0, le=2**53)]
Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[FiniteFloat, Field(gt=0)]
Float32 = Annotated[FiniteFloat, Field(ge=-3.4e38, le=3.4e38)]  # as scores and maps are
Side = Annotated[int, Field(ge=1, le=2**20)]


def _ordered(pair: list[float]) -> list[float]:
    if pair[0] > pair[1]:
        raise ValueError("the second value is below the first")
    return pair


Range = Annotated[list[FiniteFloat], Field(min_length=2, max_length=2), AfterValidator(_ordered)]


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="allow")  # later versions may say more


class _Thresholds(_Part):
    review: Float32
    reject: Float32


class _Config(_Part):
    image_size: Annotated[list[Side], Field(min_length=2, max_length=2)]


class _Calibration(_Part):
    alignment: float | None
    outline: Float32 | None
    lowest: Float32 | None
    areas: Annotated[list[Annotated[float, Field(gt=0, le=1)]], Field(min_length=1)] | None = None
    compared: Count = 0

    @model_validator(mode="after")
    def _of_one_map(self) -> "_Calibration":
        if (self.outline is None) != (self.lowest is None) or (self.outline or 0.0) < (self.lowest or 0.0):
            raise ValueError("its outline and its lowest value are not of one map")
        return self


class _Training(_Part):
    seed: int
    steps: Count
    seconds: Annotated[FiniteFloat, Field(ge=0)]
    device: str
    threads: Count


class _ThresholdChoice(_Part):
    images: Annotated[Count, Field(ge=1)]
    expected: Share
    bound_95: Share
    wish: Share


class _Category(_Part):
    name: str
    fingerprint: str


class _ImageCategory(_Category):
    images: Count


class _VideoCategory(_Category):
    clips: Count
    frames: Count


class _ImageSplit(_Part):
    group_by: str | None
    training: list[str]
    training_sha256: list[str]
    calibration: list[str]
    calibration_sha256: list[str]
    calibration_groups: Count
    calibrate: str | None = None

    @model_validator(mode="after")
    def _paired(self) -> "_ImageSplit":
        for names, digests in ((self.training, self.training_sha256), (self.calibration, self.calibration_sha256)):
            if len(names) != len(digests):
                raise ValueError("there are not as many hashes as images")
        return self


class _VideoSplit(_Part):
    training: list[Annotated[tuple[str, Count, Count], Field(strict=False)]]
    calibration: list[Annotated[tuple[str, Count, Count], Field(strict=False)]]
    clips_sha256: list[str] = []  # of the clips on either side; earlier versions did not say


class _Look(_Part):
    lowest: FiniteFloat
    typical: FiniteFloat
    spread: Positive


class _Clips(_Part):
    frame_rate: Annotated[FiniteFloat, Field(ge=0)] | None
    stretch: Annotated[Count, Field(ge=1)]
    detector: dict[str, Any] | None
    looks: list[_Look]


class _Depth(_Part):
    bits_per_sample: Annotated[int, Field(ge=1, le=64)] | None
    file_bits: list[Annotated[int, Field(ge=1, le=64)]]
    brightest: Range | None = None
    mean: Range | None = None
    least_px: Count | None = None
    aspect: Range | None = None


class _Mark(_Part):
    centre: Annotated[list[FiniteFloat], Field(min_length=2, max_length=2)]
    least: Positive


class _Locator(_Part):
    extent: Annotated[list[Positive], Field(min_length=2, max_length=2)]
    window: Side
    degrees: Range
    scales: Range
    least_quality: Share
    least_agreement: Share = 0.0
    least_visible: Annotated[float, Field(ge=-1, le=1)]
    mark: _Mark | None = None


class _Tiling(_Part):
    scale: Positive
    overlap_px: Count
    stride: Side = 1


def _shape(value: object) -> object:
    parse_shape(value)
    return value


def _shapes(value: object) -> object:
    parse_shapes(value)
    return value


class _Judged(_Part):
    region_of_interest: Annotated[Any, BeforeValidator(_shapes)]
    ignore: list[Annotated[Any, BeforeValidator(_shape)]]
    share: Share


class _Weights(_Part):
    sha256: str


class _Extends(_Part):
    model: str
    folder: str


class _ConfirmedImage(_Part):
    image: str
    sha256: str
    by: str
    at: str


class _Confirmed(_Part):
    run: str
    images: Annotated[list[_ConfirmedImage], Field(min_length=1)]
    thresholds_before: _Thresholds | None = None
    earlier: dict[str, Any] | None = None  # checked in turn: there may be hundreds, one in another


class _Card(_Part):
    format: Annotated[int, Field(ge=1)]
    method: str
    config: _Config
    calibration: _Calibration
    operating_point: _Thresholds
    created: str
    user: str
    host: str
    versions: dict[str, str]
    training: _Training
    threshold_choice: _ThresholdChoice
    variation: Variation
    weights_sha256: str
    remarks: list[str] = []
    depth: _Depth | None = None
    locator: _Locator | None = None
    tiling: _Tiling | None = None
    picture_map: Annotated[list[Side], Field(min_length=2, max_length=2)] | None = None
    px_per_mm: Positive | None = None
    judged: _Judged | None = None
    pretrained: _Weights | None = None
    extends: _Extends | None = None
    confirmed: _Confirmed | None = None

    @field_validator(
        "depth", "locator", "tiling", "picture_map", "px_per_mm", "judged", "pretrained", "extends", "confirmed"
    )
    @classmethod
    def _not_null(cls, value: object) -> object:
        """What a model does not have is not named."""
        if value is None:
            raise ValueError("it is null")
        return value

    @model_validator(mode="after")
    def _tiles_fit(self) -> "_Card":
        if (self.tiling is None) != (self.picture_map is None):
            raise ValueError("it does not say both how images are tiled and how large their maps are")
        if self.tiling is not None and self.tiling.overlap_px >= min(self.config.image_size):
            raise ValueError("its tiles overlap by more than a tile")
        return self


class _ImageCard(_Card):
    category: _ImageCategory
    split: _ImageSplit


class _VideoCard(_Card):
    category: _VideoCategory
    split: _VideoSplit
    clips: _Clips
    samples: list[Count]
    detector: dict[str, str] | None = None

    @model_validator(mode="after")
    def _identified(self) -> "_VideoCard":
        if self.clips.detector is not None and not (self.detector or {}).get("kind"):
            raise ValueError("it does not say which detector it was made with")
        return self


_CARDS: Mapping[str, type[_Card]] = {"images": _ImageCard, "video": _VideoCard}


def kind_of_card(card: Mapping[str, Any]) -> Literal["images", "video"]:
    """What a model judges."""
    return "video" if "clips" in card else "images"


def check_card(card: object) -> None:
    """Check the values of a card.

    Raises:
        ValueError: naming the first value that it cannot have.
    """
    if not isinstance(card, dict):
        raise ValueError("it is not a table of names and values")
    try:
        json.dumps(card, allow_nan=False)
    except ValueError as error:
        raise ValueError("a number in it is not finite") from error
    try:
        _CARDS[kind_of_card(card)].model_validate(card)
        confirmed = card.get("confirmed")
        while confirmed is not None:
            confirmed = _Confirmed.model_validate(confirmed).earlier
    except ValidationError as error:
        place, _, reason = first_error(error)
        raise ValueError(f"{named_place(place)}: {reason}") from error
