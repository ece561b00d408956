"""The methods, by name. A new method is one file and one line here."""

from collections.abc import Mapping

from pydantic import ValidationError

from inspector.core.errors import SettingError
from inspector.core.methods.base import Judgement, Method, MethodConfig, Training
from inspector.core.methods.images.adacl import Adacl
from inspector.core.methods.images.colorization import Colorization
from inspector.core.methods.images.counting import Counting
from inspector.core.methods.images.geotrans import Geotrans
from inspector.core.methods.images.inpainting import Inpainting
from inspector.core.methods.images.jigsaw import Jigsaw
from inspector.core.methods.images.mhrot import Mhrot
from inspector.core.methods.images.multitask import Multitask
from inspector.core.methods.images.patchcore import Patchcore
from inspector.core.methods.images.riad import Riad
from inspector.core.methods.images.rotnet import Rotnet
from inspector.core.methods.images.split_brain import SplitBrain
from inspector.core.methods.video.frame_permutation import FramePermutation
from inspector.core.methods.video.ssmtl import Ssmtl
from inspector.core.validation import UNKNOWN_NAME, first_error, named_place

_EVERY: tuple[type[Method], ...] = (
    Riad,
    Patchcore,
    Multitask,
    Adacl,
    Rotnet,
    Jigsaw,
    Mhrot,
    Geotrans,
    Colorization,
    Inpainting,
    Counting,
    SplitBrain,
    FramePermutation,
    Ssmtl,
)
METHODS: Mapping[str, type[Method]] = {method.name: method for method in _EVERY}


def method_class(name: str) -> type[Method]:
    """The method of this name.

    Raises:
        SettingError: if there is none.
    """
    if name not in METHODS:
        raise SettingError(f"There is no method '{name}'; choose one of: {', '.join(METHODS)}.")
    return METHODS[name]


def preset_for_video(name: str) -> str:
    """The preset that a method learns from clips with unless another is named: its `video`, where it has one."""
    return "video" if "video" in method_class(name).presets else "cpu"


def create_method(name: str, *, preset: str, **settings: object) -> Method:
    """A method from a preset, with single settings changed.

    Args:
        settings: fields of the method's configuration; those of `training` may be given as
            `training={"steps": 100}` and change only what they name.

    Raises:
        SettingError: if the method, the preset or a setting does not exist or is out of range.
    """
    cls = method_class(name)
    if preset not in cls.presets:
        raise SettingError(f"Method '{name}' has no preset '{preset}'; choose one of: {', '.join(cls.presets)}.")
    values = cls.presets[preset].model_dump()
    training = settings.pop("training", {})
    if not isinstance(training, Mapping):
        raise SettingError(
            f"The setting training of method '{name}' cannot be used: expected settings of its own, such as "
            f"training.steps=300, found {training!r}."
        )
    if {"steps", "epochs"} & set(training):
        values["training"].update(steps=None, epochs=None)
    values["training"].update(training)
    return method_from_config(name, {**values, **settings})


def setting_names(config_type: type[MethodConfig]) -> list[str]:
    """Every setting of a configuration, those of the training as `training.NAME`."""
    names = [name for name in config_type.model_fields if name != "training"]
    return names + [f"training.{name}" for name in Training.model_fields]


def method_from_config(name: str, values: Mapping[str, object]) -> Method:
    """A method from the values of its configuration, as a model file holds them.

    Raises:
        SettingError: if the method or a setting does not exist or is out of range.
    """
    cls = method_class(name)
    config_type = type(next(iter(cls.presets.values())))
    try:
        return cls(config_type.model_validate(values))
    except ValidationError as error:
        where, kind, reason = first_error(error)
        what = f"setting {named_place(where)} of method '{name}'" if where else f"settings of method '{name}'"
        if kind == UNKNOWN_NAME:
            reason = f"there is none of this name; there are {', '.join(setting_names(config_type))}"
        raise SettingError(f"The {what} cannot be used: {reason}.") from error


__all__ = [
    "METHODS",
    "Judgement",
    "Method",
    "MethodConfig",
    "Training",
    "create_method",
    "method_class",
    "method_from_config",
    "preset_for_video",
    "setting_names",
]
