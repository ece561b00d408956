"""A method's settings as people write them: `region_sizes=4,8`, `training.steps=300`."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import JsonValue, ValidationError

from inspector.core.errors import SettingError
from inspector.core.validation import UNKNOWN_NAME, first_error, named_place
from inspector.core.video.detection import DetectorSettings


def parse_settings(assignments: Iterable[str]) -> dict[str, Any]:
    """`a=1`, `b.c=2,3` to {"a": 1, "b": {"c": [2, 3]}}; values as in JSON, lists by commas.

    Raises:
        SettingError: if one is not NAME=VALUE.
    """
    settings: dict[str, Any] = {}
    for assignment in assignments:
        name, equals, text = (part.strip() for part in assignment.partition("="))
        if not (name and equals):
            raise SettingError(
                "'{assignment}' is not a setting; write NAME=VALUE, such as training.steps=300.",
                code="setting.not_an_assignment",
                assignment=assignment,
            )
        *outer, last = name.split(".")
        target = settings
        for part in outer:
            target = target.setdefault(part, {})
            if not isinstance(target, dict):
                raise SettingError(
                    "'{assignment}' sets a part of {setting}, which already has a value.",
                    code="setting.two_values",
                    assignment=assignment,
                    setting=part,
                )
        target[last] = parse_value(text)
    return settings


def parse_detector(name: str | None, assignments: Iterable[str]) -> DetectorSettings | None:
    """A detector as people write it: `background`, a .onnx file, or the name of one of torchvision's, with settings.

    Raises:
        SettingError: if a setting does not exist or is out of range, or there is no detector that it could be of.
    """
    settings = parse_settings(assignments)
    if name is None:
        if not settings:
            return None
        name = "background"
    if name == "background":
        origin = {"kind": "background"}
    elif name.lower().endswith(".onnx"):
        origin = {"kind": "onnx", "path": name}
    else:
        origin = {"kind": "torchvision", "name": name}
    try:
        return DetectorSettings.model_validate(origin | settings)
    except ValidationError as error:
        where, kind, reason = first_error(error)
        if kind == UNKNOWN_NAME:
            reason = f"there is none of this name; there are {', '.join(DetectorSettings.model_fields)}"
        raise SettingError(
            "The detector's setting {setting} cannot be used: {reason}.",
            code="detector.setting",
            setting=named_place(where),
            reason=reason,
        ) from error


def written_settings(config: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """A configuration's JSON values as words for `--set`: the settings, and those of the training that have an effect.

    The inverse of :func:`parse_settings`.
    """

    training = config["training"]
    idle = {name for name in ("steps", "epochs", "optimizer") if training[name] is None}
    if training["schedule"] != "step":
        idle.add("step_at")
    if training["optimizer"] is None:
        idle |= {"learning_rate", "schedule", "step_at"}
    return (
        [written_setting(name, value) for name, value in config.items() if name != "training"],
        [written_setting(f"training.{name}", value) for name, value in training.items() if name not in idle],
    )


def written_setting(name: str, value: JsonValue) -> str:
    """`NAME=VALUE` as :func:`parse_settings` reads it."""
    return f"{name}={_written(value)}"


def _written(value: JsonValue) -> str:
    if isinstance(value, list):
        return ",".join(map(_written, value)) + "," * (len(value) == 1)
    return value if isinstance(value, str) else json.dumps(value)


def parse_value(text: str) -> Any:
    """A value as in JSON, a list by commas, or the text itself."""
    if "," in text:
        return [parse_value(part.strip()) for part in text.split(",") if part.strip()]
    try:
        return json.loads(text)
    except ValueError:
        return text
