"""Which options are for images alone, and which for video; and what options mean to the functions below."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from inspector.core.errors import SettingError

if TYPE_CHECKING:
    from inspector.core.stages.scoring import ScoringName
    from inspector.data.properties import Locate
    from inspector.workflow.kinds import AnyKind, KindName

# By the name of a command's parameter; one that is not here is for both.
_ONLY_FOR: Mapping[str, "KindName"] = {
    "backbone": "images",
    "weights": "images",
    "extend": "images",
    "group_by": "images",
    "mixed_sizes": "images",
    "scoring": "images",
    "calibrate": "images",
    "tile": "images",
    "locate": "images",
    "maps": "images",
    "defects": "images",
    "suspects": "images",
    "shards_of": "images",
    "engine": "images",
    "workers": "images",
    "ray_address": "images",
    "detector": "video",
    "detector_setting": "video",
    "samples": "video",
    "clips": "video",
    "frame_rate": "video",
}
_WORDS: Mapping[str, str] = {"images": "images", "video": "clips"}


def refuse_other_options(context: typer.Context, kind: "AnyKind", subject: str) -> None:
    """Refuse the options given that are not for this kind.

    Args:
        subject: what is of this kind, with its verb: `parts/bottle holds`.

    Raises:
        SettingError: naming them.
    """
    given = [
        parameter.opts[0]
        for name, only in _ONLY_FOR.items()
        for parameter in context.command.params
        if parameter.name == name and only != kind.name and _is_given(context, name)
    ]
    if not given:
        return
    (other,) = _WORDS.keys() - {kind.name}
    raise SettingError(
        "{options} {verb} for {other}, and {subject} {own}.",
        code=f"option.only_{other}",
        options=", ".join(given),
        verb="is" if len(given) == 1 else "are",
        other=_WORDS[other],
        subject=subject,
        own=_WORDS[kind.name],
    )


def _is_given(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


class Locating(StrEnum):
    """How parts may lie, by the names in `inspector.data.properties`."""

    AUTO = "auto"
    OFF = "off"
    RIGID = "rigid"
    SIMILARITY = "similarity"


class Scoring(StrEnum):
    """The names in `inspector.core.stages.scoring`, which takes seconds to import."""

    AREAS = "areas"
    MAXIMUM = "maximum"


class Calibrate(StrEnum):
    """What a training of images is calibrated on."""

    AUTO = "auto"
    HELD_OUT = "held-out"
    CROSS = "cross"


@dataclass(frozen=True)
class TrainOptions:
    """The options of `train` from which a kind's job is made, by their names; None where not given.

    Attributes:
        settings, detector_settings: parsed and as typed.
        common: further fields of every training's job, by their names there.
    """

    method: str | None
    preset: str | None
    settings: dict[str, Any]
    backbone: str | None
    weights: Path | None
    download_weights: bool
    extend: Path | None
    detector: str | None
    detector_settings: tuple[str, ...]
    frame_rate: float | None
    samples: int | None
    group_by: str | None
    flip: str | None
    rotation: float | None
    light: bool | None
    mixed_sizes: bool
    scoring: "ScoringName | None"
    calibrate: Calibrate
    tile: str | None
    locate: "Locate | None"
    common: Mapping[str, Any]
