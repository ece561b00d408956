"""The methods, by name, in the order in which they are offered. A new method is one file, and one line here."""

from collections.abc import Mapping

from pydantic import ValidationError

from inspector.core.errors import SettingError
from inspector.core.methods import capabilities
from inspector.core.methods.base import AnyMethod as AnyMethod
from inspector.core.methods.base import Judgement as Judgement
from inspector.core.methods.base import Method as Method
from inspector.core.methods.config import MethodConfig as MethodConfig
from inspector.core.methods.config import Training as Training
from inspector.core.validation import UNKNOWN_NAME, first_error, named_place

# isort: off
from inspector.core.methods.images.riad import Riad as Riad
from inspector.core.methods.images.patchcore import Patchcore as Patchcore
from inspector.core.methods.images.scattering import ScatteringMemory as ScatteringMemory
from inspector.core.methods.images.multitask import Multitask as Multitask
from inspector.core.methods.images.adacl import Adacl as Adacl
from inspector.core.methods.images.rotnet import Rotnet as Rotnet
from inspector.core.methods.images.jigsaw import Jigsaw as Jigsaw
from inspector.core.methods.images.mhrot import Mhrot as Mhrot
from inspector.core.methods.images.geotrans import Geotrans as Geotrans
from inspector.core.methods.images.colorization import Colorization as Colorization
from inspector.core.methods.images.inpainting import Inpainting as Inpainting
from inspector.core.methods.images.counting import Counting as Counting
from inspector.core.methods.images.split_brain import SplitBrain as SplitBrain
from inspector.core.methods.video.frame_permutation import FramePermutation as FramePermutation
from inspector.core.methods.video.ssmtl import Ssmtl as Ssmtl
# isort: on


_VIDEO_PRESET = "video"


def _named(namespace: Mapping[str, object]) -> dict[str, type[AnyMethod]]:
    """The methods among imported names, in the order of the imports."""
    classes = [value for value in namespace.values() if isinstance(value, type) and issubclass(value, Method)]
    return {cls.name: cls for cls in classes if cls is not Method}


METHODS: Mapping[str, type[AnyMethod]] = _named(globals())


def method_class(name: str) -> type[AnyMethod]:
    """The method of this name.

    Raises:
        SettingError: if there is none.
    """
    if name not in METHODS:
        raise SettingError(
            "There is no method '{name}'; the methods are: {known}.",
            code="method.unknown",
            name=name,
            known=", ".join(METHODS),
        )
    return METHODS[name]


def image_methods() -> Mapping[str, type[AnyMethod]]:
    """The methods that judge single images; the others need clips."""
    return {name: method for name, method in METHODS.items() if not issubclass(method, capabilities.TakesClips)}


def require_image_method(method: AnyMethod) -> None:
    """Refuse a method that cannot learn from single images.

    Raises:
        SettingError: if it needs clips.
    """
    if method.name not in image_methods():
        raise SettingError(
            "Method '{method}' learns from clips; choose a method for images.",
            code="method.takes_clips",
            method=method.name,
        )


def preset_for_video(name: str) -> str:
    """The preset that a method learns from clips with unless another is named: its `video`, where it has one."""
    presets = method_class(name).presets
    return next(preset for preset in (_VIDEO_PRESET, "cpu") if preset in presets)


def create_method(name: str, *, preset: str, **settings: object) -> AnyMethod:
    """A method from a preset, with single settings changed.

    Args:
        settings: fields of the method's configuration; those of `training` may be given as
            `training={"steps": 100}` and change only what they name.

    Raises:
        SettingError: if the method, the preset or a setting does not exist or is out of range.
    """
    cls = method_class(name)
    if preset not in cls.presets:
        raise SettingError(
            "Method '{name}' has no preset '{preset}'; its presets are: {known}.",
            code="method.unknown_preset",
            name=name,
            preset=preset,
            known=", ".join(cls.presets),
        )
    values = cls.presets[preset].model_dump()
    training = settings.pop("training", {})
    if not isinstance(training, Mapping):
        raise SettingError(
            "The setting training of method '{name}' cannot be used: expected settings of its own, such as "
            "training.steps=300, found {found}.",
            code="method.training_not_a_table",
            name=name,
            found=repr(training),
        )
    if {"steps", "epochs"} & set(training):
        values["training"].update(steps=None, epochs=None)
    values["training"].update(training)
    return method_from_config(name, {**values, **settings})


def setting_names(config_type: type[MethodConfig]) -> list[str]:
    """Every setting of a configuration, those of the training as `training.NAME`."""
    names = [name for name in config_type.model_fields if name != "training"]
    return names + [f"training.{name}" for name in Training.model_fields]


def method_from_config(name: str, values: Mapping[str, object]) -> AnyMethod:
    """A method from the values of its configuration, as a model file holds them.

    Raises:
        SettingError: if the method or a setting does not exist or is out of range.
    """
    cls = method_class(name)
    config_type = cls.config_type()
    try:
        return cls(config_type.model_validate(values))
    except ValidationError as error:
        where, kind, reason = first_error(error)
        if not where:
            raise SettingError(
                "The settings of method '{name}' cannot be used: {reason}.",
                code="method.settings",
                name=name,
                reason=reason,
            ) from error
        if kind == UNKNOWN_NAME:
            raise SettingError(
                "Method '{name}' has no setting {setting}; its settings are: {known}.",
                code="method.unknown_setting",
                name=name,
                setting=named_place(where),
                known=", ".join(setting_names(config_type)),
            ) from error
        raise SettingError(
            "The setting {setting} of method '{name}' cannot be used: {reason}.",
            code="method.setting",
            name=name,
            setting=named_place(where),
            reason=reason,
        ) from error
