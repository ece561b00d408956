"""Pretrained weights: from a file, or from torch's cache, which is filled only when the user says so."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlparse

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from inspector.core.errors import ModelError
from inspector.core.networks.backbone import Backbone
from inspector.store.models.model_folder import file_sha256

if TYPE_CHECKING:
    from torchvision.models import WeightsEnum


def load_pretrained(backbone: Backbone, *, file: Path | None, download: bool) -> dict[str, Any]:
    """Put ImageNet weights into a backbone and say where they are from, for the model's card.

    Args:
        file: safetensors with torchvision's names; None for torch's cache.
        download: fetch them into torch's cache if they are not there.

    Raises:
        ModelError: if they cannot be had, or do not fit.
    """
    if file is not None:
        weights, origin = _read(file), {"file": file.name}
    else:
        from torchvision.models import get_model_weights

        file, url = cached_weights(
            get_model_weights(backbone.name).DEFAULT,
            purpose=f"Backbone '{backbone.name}' needs weights that were trained on ImageNet",
            instead="name a safetensors file that holds them with --weights FILE",
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
        raise ModelError(f"{path}: there is no such weights file; check its name.") from error
    except (OSError, SafetensorError) as error:
        raise ModelError(
            f"{path}: expected weights as a safetensors file, found one that was cut short, or something else; copy it "
            "again, or convert it with safetensors.torch.save_file(state_dict, path)."
        ) from error


def cached_weights(weights: "WeightsEnum", *, purpose: str, instead: str, download: bool) -> tuple[Path, str]:
    """Where torch keeps these weights, and the address they are from.

    Args:
        purpose: what needs them, said to the user where they are missing.
        instead: what the user can do without them.
        download: fetch them if they are not there.

    Raises:
        ModelError: if they are not there and may not, or cannot, be fetched.
    """
    path = Path(torch.hub.get_dir()) / "checkpoints" / Path(urlparse(weights.url).path).name
    if path.exists():
        return path, weights.url
    size = f"{weights.meta['_file_size']:.0f} MB"
    if not download:
        raise ModelError(
            f"{purpose}: {instead}, or let them be fetched once with --download-weights ({size} from "
            f"{urlparse(weights.url).netloc}; nothing of yours is sent)."
        )
    try:
        weights.get_state_dict(progress=False, check_hash=True, weights_only=True)
    except (OSError, RuntimeError) as error:
        raise ModelError(
            f"{weights.url}: the weights ({size}) could not be fetched ({error}); fetch them on a machine that can and "
            f"put them there as {path}, or {instead}."
        ) from error
    return path, weights.url


def read_cached(path: Path) -> Mapping[str, Tensor]:
    """Weights in torch's cache.

    Raises:
        ModelError: if they are damaged.
    """
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # a damaged pickle fails in many ways
        raise ModelError(f"{path}: the weights in torch's cache are damaged ({error}); delete the file.") from error


def _check(weights: Mapping[str, Tensor], backbone: Backbone, path: Path) -> None:
    for name, shape in backbone.needed().items():
        found = weights.get(name)
        if found is None:
            raise ModelError(
                f"{path}: has no tensor '{name}', which backbone '{backbone.name}' needs; name the weights of "
                f"torchvision's {backbone.name}, or the --backbone they are of."
            )
        if found.shape != shape:
            raise ModelError(
                f"{path}: tensor '{name}' has shape {list(found.shape)} where backbone '{backbone.name}' needs "
                f"{list(shape)}; name the weights of torchvision's {backbone.name}, or the --backbone they are of."
            )
        if not torch.isfinite(found).all():
            raise ModelError(f"{path}: tensor '{name}' holds values that are no numbers; copy the file again.")
