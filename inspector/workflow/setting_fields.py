"""The settings of a method as fields that a person can fill in: their names, types and bounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic.fields import FieldInfo

from inspector.core.methods import MethodConfig, Training

SettingKind = Literal["whole", "number", "switch", "choice", "choices", "size", "list", "text"]
SIZE = "image_size"  # height and width


@dataclass(frozen=True)
class SettingField:
    """One setting of a method.

    Attributes:
        name: as in `--set`, such as `training.steps`.
        low, high: bounds of a number, both possible; None where it has none.
        open_low: `low` itself is not possible.
        choices: the values of a choice, those that `choices` are some of, or words that stand for a number.
        optional: None is possible.
    """

    name: str
    kind: SettingKind
    low: float | None = None
    high: float | None = None
    open_low: bool = False
    choices: tuple[str | int, ...] = ()
    optional: bool = False


def setting_fields(config_type: type[MethodConfig]) -> tuple[SettingField, ...]:
    """All settings of a configuration, those of the training after the method's own."""
    own = [(name, info) for name, info in config_type.model_fields.items() if name != "training"]
    training = [(f"training.{name}", info) for name, info in Training.model_fields.items()]
    return tuple(_field(name, info) for name, info in (*own, *training))


def setting_values(config: MethodConfig) -> dict[str, Any]:
    """The value of every field of a configuration, as JSON has it."""
    values = config.model_dump(mode="json")
    training = values.pop("training")
    return values | {f"training.{name}": value for name, value in training.items()}


def changed_settings(values: Mapping[str, Any], preset: Mapping[str, Any]) -> dict[str, Any]:
    """What differs from a preset's values, as `create_method` takes it: those of the training in a table of their own.

    Steps and epochs go together, as one of them is the budget.
    """
    changed = {name: value for name, value in values.items() if value != preset[name]}
    for budget in ("training.steps", "training.epochs") if {"training.steps", "training.epochs"} & set(changed) else ():
        changed[budget] = values[budget]
    training = {name.partition(".")[2]: value for name, value in changed.items() if name.startswith("training.")}
    own = {name: value for name, value in changed.items() if not name.startswith("training.")}
    return own | ({"training": training} if training else {})


def idle_fields(values: Mapping[str, Any]) -> set[str]:
    """Names of the settings that have no effect beside the values of the others."""
    idle = set()
    if values["training.optimizer"] is None:
        idle |= {f"training.{name}" for name in ("steps", "optimizer", "learning_rate", "schedule", "step_at")}
    if values["training.schedule"] != "step":
        idle.add("training.step_at")
    if "crop_side" in values and values["crop_side"] is None:
        idle.add("crop_draws")
    return idle


def _field(name: str, info: FieldInfo) -> SettingField:
    options = list(_options(info.annotation))
    optional = NoneType in options
    words = [option for option in options if get_origin(option) is Literal]
    if len(options) > 1 + optional:  # a number, or a word that stands for one
        (number,) = [option for option in options if option is not NoneType and option not in words]
        annotation, metadata = _unannotated(number)
        kind: SettingKind = "whole" if annotation is int else "number"
        choices = tuple(choice for word in words for choice in get_args(word))
        return SettingField(name, kind, *_bounds(metadata), choices=choices, optional=optional)
    (annotation,) = [option for option in options if option is not NoneType]
    bounds = _bounds(info.metadata)
    if get_origin(annotation) is Literal:
        return SettingField(name, "choice", choices=get_args(annotation), optional=optional)
    if get_origin(annotation) is tuple:
        inner = get_args(annotation)[0]
        if get_origin(inner) is Literal:
            return SettingField(name, "choices", choices=get_args(inner), optional=optional)
        return SettingField(name, "size" if name == SIZE else "list", optional=optional)
    kinds: Mapping[object, SettingKind] = {bool: "switch", int: "whole", float: "number"}
    return SettingField(name, kinds.get(annotation, "text"), *bounds, optional=optional)


def _options(annotation: object) -> Sequence[object]:
    return get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)


def _unannotated(annotation: object) -> tuple[object, Sequence[object]]:
    """The type within `Annotated[type, Field(…)]`, and the bounds that the field states."""
    if get_origin(annotation) is not Annotated:
        return annotation, ()
    inner, *notes = get_args(annotation)
    return inner, [bound for note in notes if isinstance(note, FieldInfo) for bound in note.metadata]


def _bounds(metadata: Sequence[object]) -> tuple[float | None, float | None, bool]:
    low = high = None
    open_low = False
    for bound in metadata:
        if isinstance(bound, Ge):
            low = float(str(bound.ge))
        elif isinstance(bound, Gt):
            low, open_low = float(str(bound.gt)), True
        elif isinstance(bound, Le):
            high = float(str(bound.le))
        elif isinstance(bound, Lt):
            high = float(str(bound.lt))
    return low, high, open_low
