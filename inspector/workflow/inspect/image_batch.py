"""Inspecting what a person chose: files and folders with a model, or the rest of a batch that was interrupted."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from inspector.core.errors import ModelError
from inspector.data.category import ImageRef, collect_images
from inspector.store.models.model_folder import StoredModel, read_model
from inspector.store.runs.image_run import ImageRun, RunTable
from inspector.store.runs.lifecycle import PART_SUFFIX
from inspector.workflow.inspect.images import InspectUpdate, inspect_batch


@dataclass(frozen=True)
class ImageBatchStarted:
    """What is inspected now, and with what.

    Attributes:
        run: the file's name when it is complete.
        before: what was finished when the run was interrupted; None for a new one.
    """

    stored: StoredModel
    images: tuple[ImageRef, ...]
    run: Path
    before: RunTable | None = None


def inspect_paths(
    model: Path, paths: Sequence[Path], *, output: Path, device: torch.device
) -> Iterator[ImageBatchStarted | InspectUpdate]:
    """Inspect files and folders into a run; the images' names are relative to the folder that all of them share.

    Raises:
        CategoryError: if there is no image.
        ModelError, RunError, StorageError: if the model cannot be read or the run not be written.
    """
    images = collect_images([path.absolute() for path in paths])
    base = Path(os.path.commonpath([image.path.parent for image in images]))
    prefix = base.as_posix().rstrip("/") + "/"
    images = [replace(image, name=image.name.removeprefix(prefix)) for image in images]
    stored = read_model(model)
    yield ImageBatchStarted(stored, tuple(images), output)
    yield from inspect_batch(stored, images, output=output, device=device, base=base)


def resume_run(
    part: Path, *, models: Sequence[Path], device: torch.device
) -> Iterator[ImageBatchStarted | InspectUpdate]:
    """Go on with an interrupted run.

    Args:
        part: its file.
        models: folders among which its model is.

    Raises:
        ModelError: if its model is not among them any more.
        RunError, StorageError: if the run cannot be gone on with.
    """
    with ImageRun(part) as run:
        images = [ImageRef(run.path_of(name), name, label) for name, label in run.batch()]
        before, about = run.table(), run.about
    named = [folder for folder in models if folder.name == about["model_folder"]]
    stored = next((one for one in map(read_model, named) if one.identity == about["model"]), None)
    if stored is None:
        raise ModelError(
            f"{part}: was made with the model '{about['model_folder']}', which is not there any more; put it back, or "
            "inspect the images again with another."
        )
    output = part.with_name(part.name.removesuffix(PART_SUFFIX))
    yield ImageBatchStarted(stored, tuple(images), output, before)
    yield from inspect_batch(stored, images, output=output, device=device, resume=True)
