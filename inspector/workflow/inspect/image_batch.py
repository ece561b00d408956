"""Inspecting the images that a person chose, and resuming that where it was interrupted."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch

from inspector.data.category import Category, ImageRef, find_images
from inspector.store.models.model_folder import StoredModel, read_model
from inspector.store.runs.image_run import ImageRun, RunTable
from inspector.workflow.inspect.added import naming_added
from inspector.workflow.inspect.arrivals import FolderWatch
from inspector.workflow.inspect.batch import (
    finished_path,
    model_of_run,
    named_below_shared,
    shared_folder,
)
from inspector.workflow.inspect.images import InspectUpdate, inspect_batch

SETTLED_S = 1.0  # for which an image that has come must not change


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
    model: Path,
    paths: Sequence[Path],
    *,
    output: Path,
    device: torch.device,
    category: Category | None = None,
    watched: Sequence[Path] = (),
) -> Iterator[ImageBatchStarted | InspectUpdate]:
    """Inspect files and folders into a run; the images' names are relative to the folder that all of them share.

    Args:
        category: whose images keep the names and labels they have in it, where all that are inspected are of it.
        watched: folders that are watched, in place of any other path: what lies there, and whatever comes, until the
            job is stopped.

    Raises:
        CategoryError: if there is no image, and no folder is watched.
        ModelError, RunError, StorageError: if the model cannot be read or the run not be written.
    """
    if watched:
        folders = [path.absolute() for path in watched]
        base = shared_folder(folders)
        watch = image_watch(folders, base=base)
        stored, found = read_model(model), watch.look()
        yield ImageBatchStarted(stored, tuple(found), output)
        yield from inspect_batch(stored, found, output=output, device=device, base=base, watch=watch)
        return
    collect = partial(find_images, [path.absolute() for path in paths])
    collected = collect()
    images = collected.items
    known = {} if category is None else {image.path.absolute(): image for image in (*category.train, *category.test)}
    if category is not None and all(image.path in known for image in images):
        images, base = [known[image.path] for image in images], category.root
    else:
        images, base = named_below_shared(images)
    stored = read_model(model)
    yield ImageBatchStarted(stored, tuple(images), output)
    updates = inspect_batch(stored, images, output=output, device=device, base=base, left_out=collected.left_out)
    yield from naming_added(updates, images, collect)


def image_watch(
    folders: Sequence[Path], *, base: Path | None = None, known: Collection[Path] = ()
) -> FolderWatch[ImageRef]:
    """A watch over folders of images; see :class:`FolderWatch`."""
    return FolderWatch(find_images, folders, settled_s=SETTLED_S, base=base, known=known)


def resume_run(
    part: Path, *, models: Sequence[Path], device: torch.device
) -> Iterator[ImageBatchStarted | InspectUpdate]:
    """Resume an interrupted run.

    Args:
        part: its file.
        models: folders among which its model is.

    Raises:
        ModelError: if its model is no longer among them.
        RunError, StorageError: if the run cannot be resumed.
    """
    with ImageRun(part) as run:
        images = [ImageRef(run.path_of(name), name, label) for name, label in run.batch()]
        before, about = run.table(), run.about
    stored, output = model_of_run(part, about, models), finished_path(part)
    yield ImageBatchStarted(stored, tuple(images), output, before)
    yield from inspect_batch(stored, images, output=output, device=device, resume=True)
