"""What the files of runs may say: stored values are checked when they are read, as another program may have changed
them, or a disk."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated, Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, TypeAdapter, ValidationError, model_validator

Count = Annotated[int, Field(ge=0)]
Code = Annotated[int, Field(ge=0, le=2)]  # of a decision


class _OperatingPoint(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")
    review: FiniteFloat
    reject: FiniteFloat

    @model_validator(mode="after")
    def _ordered(self) -> "_OperatingPoint":
        if self.review > self.reject:
            raise ValueError("the review threshold is above the reject threshold")
        return self


class _ScoreScale(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")
    typical: FiniteFloat
    spread: Annotated[FiniteFloat, Field(gt=0)]


class _NoPoint(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _About(BaseModel):
    """What a run says of itself; earlier versions said less, and later ones may say more."""

    model_config = ConfigDict(strict=True, extra="allow")
    id: str = ""
    model: str = ""
    runtime: str = ""
    model_folder: str = ""
    model_path: str = ""
    operating_point: _OperatingPoint | _NoPoint = _NoPoint()
    score_scale: _ScoreScale | None = None
    base: str | None = None
    least_px: Count | None = None
    folder_rate: FiniteFloat | None = None


# name, label, frame rate, height, width, error, finished
_CLIP = TypeAdapter(
    list[tuple[str, str, FiniteFloat | None, Count | None, Count | None, str | None, Annotated[int, Field(ge=0, le=1)]]]
)
# start, end, peak frame, peak, decision, three times, and the place
_EVENT = TypeAdapter(
    list[
        tuple[
            Count, Count, Count, FiniteFloat, Code,
            FiniteFloat | None, FiniteFloat | None, FiniteFloat | None,
            FiniteFloat | None, FiniteFloat | None, FiniteFloat | None, FiniteFloat | None,
        ]
    ]
)  # fmt: skip


def check_about(about: object) -> Mapping[str, Any]:
    """What a run says of itself, as it is stored.

    Raises:
        ValueError: naming the first value that it cannot have.
    """
    if not isinstance(about, dict):
        raise ValueError("it does not say what it is a run of")
    _checked(lambda: _About.model_validate(about), "about")
    return about


def check_clips(rows: Iterable[Sequence[Any]]) -> None:
    """Check the first columns of clips: name, label, frame rate, height, width, error and finished.

    Raises:
        ValueError: as above.
    """
    _checked(lambda: _CLIP.validate_python([tuple(row[:7]) for row in rows], strict=True), "clips")


def check_events(rows: Iterable[Sequence[Any]]) -> None:
    """Check the rows of events.

    Raises:
        ValueError: as above.
    """
    _checked(lambda: _EVENT.validate_python(list(rows), strict=True), "events")


def check_records(
    records: np.ndarray,
    *,
    judged: int,
    failed: int,
    pending: int,
    decisions: int,
    locations: int,
    point: Mapping[str, float],
) -> None:
    """Check the records of images: each has a name of its own; those that are judged have a score, a size, and a
    decision that is not milder than the score.

    Args:
        judged, failed, pending: the statuses that there are.
        decisions, locations: how many there are, decisions from OK to NG.
        point: the thresholds by which they were decided; empty where the run does not say.

    Raises:
        ValueError: as above.
    """
    done = records["status"] == judged
    wrong = {
        "status": ~np.isin(records["status"], (judged, failed, pending)),
        "decision": done & (records["decision"] >= decisions),
        "score": done & ~np.isfinite(records["score"]),
        "size": done & ((records["height"] == 0) | (records["width"] == 0)),
    }
    if point:  # something else may be doubtful, but none is decided milder than its score is
        least = (records["score"] > point["review"]).astype(int) + (records["score"] > point["reject"])
        wrong["decision"] |= done & (records["decision"] < least)
    if "located" in (records.dtype.names or ()):
        wrong["location"] = done & (records["located"] >= locations)
    if "map_factor" in (records.dtype.names or ()):
        wrong["map_factor"] = done & ~np.isfinite(records["map_factor"])
    for name, places in wrong.items():
        if places.any():
            raise ValueError(f"record {int(np.flatnonzero(places)[0])} has no possible {name}")
    labels, names = ([text.decode() for text in records[column].tolist()] for column in ("label", "name"))
    if len(set(names)) < len(labels):
        raise ValueError("two records have one name")


def _checked(validate: Callable[[], object], what: str) -> None:
    try:
        validate()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, (what, *first["loc"])))
        raise ValueError(f"{place}: {first['msg'].removeprefix('Value error, ')}") from error
