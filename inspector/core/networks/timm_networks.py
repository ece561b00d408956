"""Networks of timm, an optional library of many hundred, as sources of features; their names begin with `timm/`."""

from collections.abc import Sequence
from difflib import get_close_matches

from torch import nn

from inspector.core.errors import SettingError

TIMM = "timm/"
_NEAREST = 8  # names that are told where there is no such network


def check_timm(name: str) -> None:
    """Refuse a network that timm does not have.

    Raises:
        SettingError: saying which resemble it, or that timm is not installed.
    """
    try:
        from timm import list_models
    except ImportError as error:
        raise SettingError(
            "backbone '{name}' needs the Python package {package}, which is not installed",
            code="backbone.no_package",
            name=name,
            package="timm",
        ) from error
    known = list_models()
    if name.removeprefix(TIMM) not in known:
        nearest = get_close_matches(name.removeprefix(TIMM), known, n=_NEAREST, cutoff=0.0)
        raise SettingError(
            "there is no backbone '{name}'; the backbones with the most similar names are: {known}",
            code="backbone.unknown",
            name=name,
            known=", ".join(TIMM + near for near in nearest),
        )


def build_timm(name: str) -> nn.Module:
    """The network with random weights; nothing is downloaded."""
    from timm import create_model

    return create_model(name.removeprefix(TIMM), pretrained=False)


def timm_layers(name: str, layers: Sequence[str]) -> nn.Module:
    """From normalised images to feature maps by the names of their layers."""
    from timm.models import create_feature_extractor

    return create_feature_extractor(build_timm(name), list(layers))


def timm_light(name: str) -> tuple[Sequence[float], Sequence[float]]:
    """Mean and standard deviation of each channel in the images that the network was trained on."""
    from timm.models import get_pretrained_cfg

    found = get_pretrained_cfg(name.removeprefix(TIMM))
    assert found is not None, "a network that timm lists has a configuration"
    return found.mean, found.std
