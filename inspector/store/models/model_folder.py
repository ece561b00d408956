"""Model folders: `model.safetensors` and `model.json`, immutable once written, and the training checkpoint."""

import errno
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file

from inspector.core.building import load_network
from inspector.core.calibration import Calibration
from inspector.core.errors import ModelError, failure
from inspector.core.fitting import TrainingState
from inspector.core.images.depth import LearnedDepth
from inspector.core.images.part_check import PartCheck
from inspector.core.methods import method_from_config
from inspector.core.model import Model
from inspector.core.operating_point import OperatingPoint, ScoreScale
from inspector.core.stages.scoring import AreaStatistics
from inspector.core.stages.tiling import Tiling, map_size_of
from inspector.core.statistics import PixelStatistics, TaskStatistics
from inspector.store.durable import creating_folder, replacing_file, storage_errors
from inspector.store.models.card import (
    CARD_FILE,
    MISFITS,
    card_sha256,
    card_text,
    changed,
    format_of,
    misfit,
    operating_point_in_force,
    read_card,
    refuse_special,
    unreadable,
)
from inspector.store.models.locator_card import locator_card, locator_tensors, read_locator
from inspector.store.models.tensors import NETWORK, check_tensors
from inspector.store.models.video_card import below, read_knowledge, video_card, video_tensors

WEIGHTS_FILE = "model.safetensors"
CHECKPOINT_SUFFIX = ".checkpoint"
Part = TypeVar("Part")

_SHORT = 60  # characters of two values that are worth showing; a hash is longer


@dataclass(frozen=True)
class StoredModel:
    """A model as read from its folder.

    Attributes:
        card: everything in `model.json`: method, configuration, data, split, versions, calibration.
        operating_point: the one in force: the latest of the records, else the one that the model was written with.
    """

    folder: Path
    model: Model
    card: Mapping[str, Any]
    operating_point: OperatingPoint

    @property
    def calibration(self) -> Calibration:
        """What its held-out good images look like; every stored model has it."""
        assert self.model.calibration is not None
        return self.model.calibration

    @cached_property
    def score_scale(self) -> ScoreScale:
        """The scale people read its scores on."""
        return ScoreScale.of(self.calibration.good_scores.numpy())

    @property
    def identity(self) -> str:
        """A hash of the model's content, weights included."""
        return self.card["sha256"]

    @property
    def runtime(self) -> str:
        """What computes its scores: the same model by another runtime gives them with other last digits."""
        return "torch"


def write_model(folder: Path, model: Model, *, operating_point: OperatingPoint, provenance: Mapping[str, Any]) -> None:
    """Write a calibrated model; the folder appears whole or not at all.

    Args:
        provenance: JSON values for the card: category, split, versions, training.

    Raises:
        StorageError: if the folder exists already or cannot be written.
    """
    refuse_existing(folder)
    calibration = model.calibration
    assert calibration is not None  # the caller has calibrated it
    tensors = {f"{NETWORK}{name}": tensor for name, tensor in model.network.state_dict().items()}
    tensors["calibration.good_scores"] = calibration.good_scores
    if calibration.pixels is not None:
        tensors["calibration.pixel_median"] = calibration.pixels.median
        tensors["calibration.pixel_sigma"] = calibration.pixels.sigma
    if calibration.areas is not None:
        tensors["calibration.area_middle"] = calibration.areas.middle
        tensors["calibration.area_reach"] = calibration.areas.spread
    if calibration.tasks is not None:
        tensors |= {f"calibration.tasks.{name}": value for name, value in vars(calibration.tasks).items()}
    if model.light_reference is not None:
        tensors["light_reference"] = model.light_reference
    if model.judged is not None:
        tensors["judged"] = model.judged
    if model.part_check is not None:
        tensors |= {f"part_check.{name}": torch.as_tensor(value) for name, value in vars(model.part_check).items()}
    tensors |= _prefixed("locator.", model.locator, locator_tensors) | _prefixed("clips.", model.clips, video_tensors)
    with creating_folder(folder) as part:
        save_file({name: tensor.cpu().contiguous() for name, tensor in tensors.items()}, part / WEIGHTS_FILE)
        card = {
            "format": format_of(model),
            "method": model.method.name,
            "config": model.method.config.model_dump(mode="json"),
            "calibration": {
                "alignment": calibration.alignment,
                "outline": calibration.outline,
                "lowest": calibration.lowest,
                **({} if calibration.areas is None else {"areas": list(calibration.areas.shares)}),
                **({"compared": calibration.compared} if calibration.compared else {}),
            },
            "operating_point": asdict(operating_point),
            **_described("clips", model.clips, video_card),
            **_described("depth", model.depth, LearnedDepth.to_card),
            **_described("locator", model.locator, locator_card),
            **_described("tiling", model.tiling, asdict),
            **_described("picture_map", model.picture_map, list),
            **provenance,
            "weights_sha256": file_sha256(part / WEIGHTS_FILE),
        }
        card["sha256"] = card_sha256(card)
        (part / CARD_FILE).write_text(card_text(card), "utf-8")


def read_model(folder: Path) -> StoredModel:
    """Read a model and check that it is what was written.

    Raises:
        ModelError: if it is missing, incomplete, changed, or belongs to a newer version.
    """
    card = read_card(folder)
    weights = folder / WEIGHTS_FILE
    try:
        refuse_special(weights)
        if file_sha256(weights) != card["weights_sha256"]:
            raise changed(weights)
        tensors = load_file(weights)
        check_tensors(tensors, card)
        method = method_from_config(card["method"], card["config"])
        network = load_network(method, below(tensors, NETWORK))
        pixels = below(tensors, "calibration.pixel_")
        tasks = below(tensors, "calibration.tasks.")
        said = dict(card["calibration"])
        areas = None
        if "areas" in said:
            middle, spread = tensors["calibration.area_middle"], tensors["calibration.area_reach"]
            areas = AreaStatistics(middle, spread, tuple(said.pop("areas")))
        calibration = Calibration(
            tensors["calibration.good_scores"],
            pixels=PixelStatistics(**pixels) if pixels else None,
            tasks=TaskStatistics(**tasks) if tasks else None,
            areas=areas,
            **said,
        )
        model = Model(
            method,
            network,
            tensors.get("light_reference"),
            calibration,
            tensors.get("judged"),
            part_check=_part_check(below(tensors, "part_check.")),
            clips=_read_part(card, "clips", lambda part: read_knowledge(part, below(tensors, "clips."))),
            depth=_read_part(card, "depth", LearnedDepth.from_card),
            locator=_read_part(card, "locator", lambda part: read_locator(part, below(tensors, "locator."))),
            tiling=_read_part(card, "tiling", lambda part: Tiling(**part)),
            picture_map=_read_part(card, "picture_map", map_size_of),
        )
    except (OSError, SafetensorError) as error:
        raise unreadable(weights, error) from error
    except MISFITS as error:
        raise misfit(folder, error) from error
    return StoredModel(folder, model, card, operating_point_in_force(folder, card))


def _prefixed(
    prefix: str, part: Part | None, tensors_of: Callable[[Part], Mapping[str, torch.Tensor]]
) -> dict[str, torch.Tensor]:
    """The tensors of a part of a model that not every model has."""
    return {} if part is None else {f"{prefix}{name}": tensor for name, tensor in tensors_of(part).items()}


def _described(name: str, part: Part | None, describe: Callable[[Part], object]) -> dict[str, object]:
    """What the card says of such a part."""
    return {} if part is None else {name: describe(part)}


def _read_part(card: Mapping[str, Any], name: str, read: Callable[[Any], Part]) -> Part | None:
    """Such a part, by what the card says of it."""
    return read(card[name]) if name in card else None


def read_good_scores(folder: Path) -> np.ndarray:
    """The scores (n,) of the held-out good images that a model was calibrated on; its weights are not read.

    Raises:
        ModelError: if they cannot be read.
    """
    path = folder / WEIGHTS_FILE
    try:
        refuse_special(path)
        with safe_open(path, framework="numpy") as file:
            return file.get_tensor("calibration.good_scores")
    except (OSError, SafetensorError) as error:
        raise unreadable(path, error) from error


def refuse_existing(folder: Path) -> None:
    """Models are never overwritten.

    Raises:
        ModelError: if something is at this path already.
    """
    with storage_errors(folder):
        if folder.exists():
            raise ModelError(
                "{file} already exists, and models are never overwritten.", code="model.exists", file=str(folder)
            )


def checkpoint_of(output: Path) -> Path:
    """The file of the state of an unfinished training of this model."""
    return output.with_name(output.name + CHECKPOINT_SUFFIX)


def write_checkpoint(path: Path, state: TrainingState, *, job: Mapping[str, Any]) -> None:
    """Write a training's state, with what it is a training of, in place of an earlier one.

    Raises:
        StorageError: if it cannot be written.
    """
    with replacing_file(path) as part:
        metadata = {"step": str(state.step), "job": json.dumps(job, sort_keys=True)}
        save_file({name: tensor.contiguous() for name, tensor in state.tensors.items()}, part, metadata)


def read_checkpoint(path: Path, *, job: Mapping[str, Any]) -> TrainingState:
    """The state to resume from.

    Raises:
        ModelError: if it cannot be read, or is of a training with other settings or images.
    """
    step, stored = read_checkpoint_job(path)
    with _checkpoint_errors(path):
        tensors = load_file(path)
    expected = json.loads(json.dumps(job))
    differing = list(_differences(stored, expected))
    if differing:
        raise ModelError(
            "{file}: the interrupted training was started with another {differing}.",
            code="checkpoint.other_training",
            file=str(path),
            differing=", ".join(differing),
        )
    return TrainingState(step, tensors)


def read_checkpoint_job(path: Path) -> tuple[int, Mapping[str, Any]]:
    """The step that an interrupted training has reached, and what it is a training of; no tensor is read.

    Raises:
        ModelError: if it cannot be read.
    """
    with _checkpoint_errors(path):
        refuse_special(path)
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
        step, job = int(metadata["step"]), json.loads(metadata["job"])
        if not isinstance(job, dict):
            raise ValueError("it does not say what it is a training of")
        return step, job


def _differences(before: Mapping[str, Any], now: Mapping[str, Any], *, within: str = "") -> Iterator[str]:
    """What differs between the descriptions of two trainings, with both values where these are short."""
    for name in sorted(before.keys() | now.keys()):
        old, new = before.get(name), now.get(name)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from _differences(old, new, within=f"{within}{name}.")
        elif old != new:
            values = f" ({json.dumps(old)}, now {json.dumps(new)})"
            yield f"{within}{name}" + (values if len(values) <= _SHORT else "")


@contextmanager
def _checkpoint_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, SafetensorError, KeyError, ValueError) as error:
        raise ModelError(
            "{file}: the interrupted training cannot be read ({reason}).",
            code="checkpoint.damaged",
            **failure(path, error),
        ) from error


def file_sha256(path: Path) -> str:
    if path.exists() and not path.is_file():  # a pipe would be read for ever
        raise OSError(errno.EINVAL, "it is not a file", str(path))
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _part_check(tensors: Mapping[str, torch.Tensor]) -> PartCheck | None:
    if not tensors:
        return None
    return PartCheck(
        tensors["mean"], tensors["whitening"], limit=tensors["limit"].item(), count=int(tensors["count"].item())
    )
