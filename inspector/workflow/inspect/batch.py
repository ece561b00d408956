"""What batches of images and of clips share: names, the model of a run, and what a run says of itself."""

import os
import platform
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from inspector import __version__
from inspector.core.errors import ModelError
from inspector.core.model import least_px
from inspector.data.category import ImageRef
from inspector.data.contents import NOTHING, LeftOut
from inspector.data.video.category import Clip
from inspector.store.models.model_folder import StoredModel, read_model
from inspector.store.owner import current_user
from inspector.store.runs.lifecycle import LEAST_PX, SCORE_SCALE, final_name

Item = TypeVar("Item", ImageRef, Clip)


def named_below_shared(items: Sequence[Item]) -> tuple[list[Item], Path]:
    """Images or clips with names relative to the folder that all of them share, and that folder."""
    base = shared_folder([item.path.parent for item in items])
    return named_below(items, base), base


def shared_folder(folders: Sequence[Path]) -> Path:
    """The innermost folder in which all of these lie, or which they are."""
    return Path(os.path.commonpath(folders))


def named_below(items: Sequence[Item], base: Path) -> list[Item]:
    """Images or clips in a folder with names relative to it."""
    prefix = base.as_posix().rstrip("/") + "/"
    return [replace(item, name=item.name.removeprefix(prefix)) for item in items]


def run_about(stored: StoredModel, *, base: Path | None, left_out: LeftOut = NOTHING) -> dict[str, Any]:
    """What a run says of itself.

    Args:
        base: the folder that names are relative to; None for the current one.
        left_out: what lay beside what is inspected.
    """
    beside = {"left_out": left_out.as_json()} if left_out else {}
    least = least_px(stored.model)
    return beside | {
        "id": uuid.uuid4().hex,
        "model": stored.identity,
        "runtime": stored.runtime,
        "model_folder": stored.folder.name,
        "model_path": stored.folder.absolute().as_posix(),
        "method": stored.model.method.name,
        "operating_point": asdict(stored.operating_point),
        SCORE_SCALE: asdict(stored.score_scale),
        "base": (base or Path.cwd()).absolute().as_posix(),
        "version": __version__,
        "user": current_user(),
        "host": platform.node(),
        "started": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        **({} if least is None else {LEAST_PX: least}),
    }


def model_of_run(part: Path, about: Mapping[str, Any], models: Sequence[Path]) -> StoredModel:
    """The model that an interrupted run was made with, among these folders.

    Raises:
        ModelError: if it is not among them any more.
    """
    named = [folder for folder in models if folder.name == about["model_folder"]]
    stored = next((one for one in map(read_model, named) if one.identity == about["model"]), None)
    if stored is None:
        raise ModelError(
            "{run} was made with the model '{model}', which is no longer there. Put it back, or inspect again with "
            "another.",
            code="run.model_gone",
            run=part,
            model=about["model_folder"],
        )
    return stored


def resumed_items(items: Sequence[Item], batch: Sequence[Item]) -> list[Item]:
    """The batch of an interrupted run, where some of it cannot be found any more, or more came to it: what was judged
    keeps its record, what is gone becomes an error, and what came later is left out.

    Args:
        items: what can be found.
        batch: of the run, in its order.

    Returns:
        `items` themselves where they are not of this batch: where some of them are others, and some of it is missing.
    """
    found, names = {item.name: item for item in items}, {item.name for item in batch}
    if not (found.keys() <= names or names <= found.keys()):
        return list(items)
    return [found.get(item.name, item) for item in batch]


@dataclass(frozen=True)
class RunOpened:
    """The run's file is open for writing; `about` is what it says of itself, also where it is resumed."""

    about: Mapping[str, Any]


def finished_path(part: Path) -> Path:
    """The path a run has when it is complete."""
    return part.with_name(final_name(part))
