"""Images or video: what the rest of the program does alike for both, with the kind as an object.

A kind is chosen once, when a category, a model or a run is opened. Elsewhere nobody asks which one it is. Its methods
load what they need when they are called, so that images load nothing of video, and a list of kinds loads nothing.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

from inspector.workflow.kinds.images import Images
from inspector.workflow.kinds.jobs import InspectJob, PageHead
from inspector.workflow.kinds.kind import Kind, KindName
from inspector.workflow.kinds.video import Video

__all__ = [
    "IMAGES",
    "KINDS",
    "VIDEO",
    "AnyKind",
    "InspectJob",
    "Kind",
    "KindName",
    "PageHead",
    "kind_of_category",
    "kind_of_model",
    "kind_of_run",
]

# What holds any kind does not know which types go together; each kind does.
AnyKind: TypeAlias = Kind[Any, Any, Any, Any, Any, Any]

IMAGES = Images()
VIDEO = Video()
KINDS: Mapping[KindName, AnyKind] = {kind.name: kind for kind in (IMAGES, VIDEO)}


def kind_of_category(root: Path) -> AnyKind:
    """What a folder is a category of.

    Raises:
        CategoryError: if a folder cannot be read.
    """
    from inspector.data.video.category import holds_clips

    return VIDEO if holds_clips(root) else IMAGES


def kind_of_model(model: Mapping[str, Any] | Path) -> AnyKind:
    """What a model judges, by its card or its folder.

    Raises:
        ModelError: if the folder's card cannot be read.
    """
    from inspector.store.models.schema import kind_of_card

    if isinstance(model, Path):
        from inspector.store.models.card import read_card

        model = read_card(model)
    return KINDS[kind_of_card(model)]


def kind_of_run(path: Path) -> AnyKind:
    """What a run is of, by the name of its file, complete or interrupted."""
    name = path.name.removesuffix(".part")
    return next((kind for kind in KINDS.values() if name.endswith(kind.run_suffix)), IMAGES)
