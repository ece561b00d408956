"""What a workspace holds, without reading weights, maps or records; newest first.

What cannot be read is an entry with an `error`, so that one damaged model does not hide the others.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from inspector.core.errors import InspectorError
from inspector.core.operating_point import OperatingPoint
from inspector.store.claims import entries
from inspector.store.models.card import operating_point_in_force, read_card
from inspector.store.models.model_folder import CHECKPOINT_SUFFIX, read_checkpoint_job
from inspector.store.owner import Owner, owner_of
from inspector.store.runs.lifecycle import PART_SUFFIX, final_name
from inspector.store.runs.run_types import run_type_of
from inspector.store.workspace import Workspace

_Entry = TypeVar("_Entry")


@dataclass(frozen=True)
class ModelEntry:
    """A model's folder.

    Attributes:
        name: of the folder.
        created: with time zone; of the folder's last change where its card cannot be read.
        card: see :func:`inspector.store.models.model_folder.read_card`; None on error, as is the operating point.
        operating_point: the one in force.
        error: one sentence; None when the card can be used. The weights are not read.
    """

    folder: Path
    name: str
    created: datetime
    card: Mapping[str, Any] | None = None
    operating_point: OperatingPoint | None = None
    error: str | None = None


@dataclass(frozen=True)
class RunEntry:
    """A run's file.

    Attributes:
        path: of the file as it is now, with ".part" where the run is not complete.
        name: of the file when the run is complete; reviews go by it.
        kind: `images` or `video`.
        interrupted: it is not complete: it was interrupted, or is being written.
        started: with time zone; the file's last change where it cannot be read.
        about: what the run says of itself: model, operating point, base, user; None on error.
        images: of the batch, or clips, finished or not; None on error.
        ng: of these decided NG when they were inspected; None on error.
        error: one sentence.
        owner: who writes it now; None where nobody does.
    """

    path: Path
    name: str
    kind: str
    interrupted: bool
    started: datetime
    about: Mapping[str, Any] | None = None
    images: int | None = None
    ng: int | None = None
    error: str | None = None
    owner: Owner | None = None


@dataclass(frozen=True)
class CheckpointEntry:
    """An interrupted training.

    Attributes:
        path: of the checkpoint.
        output: the folder of the model that it would become.
        written_at: when the checkpoint was written.
        step: that it has reached; None on error.
        job: what it is a training of: method, config, seed, variation, group_by; None on error.
        owner: who trains it now; None where it is interrupted.
        error: one sentence.
    """

    path: Path
    output: Path
    written_at: datetime
    step: int | None = None
    job: Mapping[str, Any] | None = None
    owner: Owner | None = None
    error: str | None = None


def list_models(workspace: Workspace) -> list[ModelEntry]:
    """The models of a workspace.

    Raises:
        StorageError: if their folder cannot be read.
    """
    found = _each(_model, [path for path in entries(workspace.models) if path.is_dir()])
    return sorted(found, key=lambda entry: (entry.created, entry.name), reverse=True)


def list_runs(workspace: Workspace, *, kind: str | None = None) -> list[RunEntry]:
    """The runs of a workspace, complete and interrupted.

    Args:
        kind: `images` or `video`; None for both.

    Raises:
        StorageError: if their folder cannot be read.
    """
    paths = [
        path
        for path in entries(workspace.runs)
        if (run_type := run_type_of(path)) is not None and kind in (None, run_type.kind)
    ]
    found = _each(run_entry, paths)
    return sorted(found, key=lambda entry: (entry.started, entry.name), reverse=True)


def list_checkpoints(workspace: Workspace) -> list[CheckpointEntry]:
    """The interrupted trainings of a workspace.

    Raises:
        StorageError: if their folder cannot be read.
    """
    paths = [path for path in entries(workspace.models) if path.name.endswith(CHECKPOINT_SUFFIX)]
    found = _each(_checkpoint, paths)
    return sorted(found, key=lambda entry: (entry.written_at, entry.path), reverse=True)


def _each(read: Callable[[Path], _Entry], paths: Sequence[Path]) -> list[_Entry]:
    found = []
    for path in paths:
        # What was there a moment ago may be complete under another name by now, or discarded.
        with suppress(FileNotFoundError):
            found.append(read(path))
    return found


def _model(folder: Path) -> ModelEntry:
    try:
        card = read_card(folder)
        point = operating_point_in_force(folder, card)
    except InspectorError as error:
        return ModelEntry(folder, folder.name, _changed(folder), error=str(error))
    return ModelEntry(folder, folder.name, _time(card.get("created"), folder), card, point)


def run_entry(path: Path) -> RunEntry:
    """What is known of the run in a file, complete or interrupted, by its suffix.

    Raises:
        FileNotFoundError: if there is none.
    """
    run_type = run_type_of(path)
    assert run_type is not None  # as the file was chosen by it
    name, interrupted = final_name(path), path.name.endswith(PART_SUFFIX)
    owner = owner_of(path.with_name(name)) if interrupted else None
    try:
        about, images, ng = run_type.read_head(path)
    except InspectorError as error:
        return RunEntry(path, name, run_type.kind, interrupted, _changed(path), error=str(error), owner=owner)
    started = _time(about.get("started"), path)
    return RunEntry(path, name, run_type.kind, interrupted, started, about, images, ng, owner=owner)


def _checkpoint(path: Path) -> CheckpointEntry:
    output, written = path.with_name(path.name.removesuffix(CHECKPOINT_SUFFIX)), _changed(path)
    owner = owner_of(output)
    try:
        step, job = read_checkpoint_job(path)
    except InspectorError as error:
        return CheckpointEntry(path, output, written, owner=owner, error=str(error))
    return CheckpointEntry(path, output, written, step, job, owner)


def _time(text: Any, path: Path) -> datetime:
    """A time as a card or run states it; the last change of its file where it states none."""
    try:
        return datetime.fromisoformat(text).astimezone()
    except (TypeError, ValueError):
        return _changed(path)


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(path.lstat().st_mtime, UTC)
