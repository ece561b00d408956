"""What a person states about a category: kept in its folder, or in its workspace where that cannot be written."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from inspector.core.errors import CategoryError, StorageError
from inspector.data.category import Category
from inspector.data.properties import (
    PROPERTIES_FILE,
    CategoryProperties,
    properties_path,
    read_properties,
    what_is_wrong,
)
from inspector.data.video.category import VideoCategory
from inspector.store.durable import replacing_file, storage_errors
from inspector.store.workspace import Workspace, find_workspace, workspace_of
from inspector.workflow.kinds import KINDS, kind_of_category

CategoryT = TypeVar("CategoryT", Category, VideoCategory)

_NOT_WRITABLE = ("storage.read_only", "storage.no_permission")
_REPLACED = "category.replaced"  # beside the properties in a workspace: the digest of the ones that they replace


def open_category(root: Path, *, home: Path) -> tuple[Category | VideoCategory, Workspace]:
    """The category in a folder, with its properties wherever they are kept, and its workspace below `home`.

    Raises:
        CategoryError: if the folder cannot be used as one, or its properties are kept twice and differ.
        StorageError: if the workspace cannot be read or written.
    """
    category = kind_of_category(root).scan(root, stated_in=_kept_elsewhere(root, home=home))
    return category, workspace_of(category.root, home=home)


def save_properties(category: CategoryT, properties: CategoryProperties, *, workspace: Workspace) -> CategoryT:
    """Write the properties and return the category as it is with them; nothing is written where that cannot be.

    They go to `category.json` in its folder, or in its workspace where the folder cannot be written.

    Raises:
        CategoryError: if a property is out of its range, nothing good would be left to learn from, or the folder
            cannot be read any more.
        StorageError: if neither file can be written.
    """
    path = properties_path(category.root)
    stated = properties.model_dump(mode="json", exclude_unset=True)
    try:
        checked = CategoryProperties.model_validate(stated)  # a copy that was made with changes is not
    except ValidationError as error:
        raise CategoryError(
            "{path} is not written, because a property is invalid ({reason}).",
            code="category.property_wrong",
            path=path,
            reason=what_is_wrong(error),
        ) from error
    scanned: CategoryT = KINDS[category.kind].scan_as(category.root, checked)
    return replace(scanned, stated_in=_write(path, stated, workspace=workspace))


def state_learned_folders(root: Path, folders: Sequence[str], *, home: Path) -> Path:
    """State that folders of a category hold good parts whatever their names; returns the category's folder.

    Raises:
        CategoryError: if its properties cannot be read.
        StorageError: if they cannot be written.
    """
    properties = read_properties(root, stated_in=_kept_elsewhere(root, home=home))
    stated = properties.model_dump(mode="json", exclude_unset=True)
    stated["learn_from"] = [*dict.fromkeys((*properties.learn_from, *folders))]
    _write(properties_path(root), stated, workspace=workspace_of(root, home=home))
    return root


def _kept_elsewhere(root: Path, *, home: Path) -> Path | None:
    """The properties in a category's workspace; None where there are none, or the folder holds the same."""
    workspace = find_workspace(root, home=home)
    fallback = None if workspace is None else workspace.folder / PROPERTIES_FILE
    if fallback is None or not fallback.is_file():
        return None
    path = properties_path(root)
    if not path.is_file():
        return fallback
    if read_properties(root) == read_properties(root, stated_in=fallback):
        return None
    with storage_errors(path):
        if _changed(path, fallback):
            raise CategoryError(
                "{file} was changed after other properties were kept in {kept}, because the folder could not be "
                "written then.",
                code="category.properties_twice",
                file=str(path),
                kept=str(fallback),
            )
    return fallback


def _changed(path: Path, fallback: Path) -> bool:
    """Whether the folder's properties are others than those that the workspace's replace.

    Their digest says so, because a file that is copied can be older than the one it replaces; by the files' times where
    an earlier version kept none.
    """
    replaced = fallback.with_name(_REPLACED)
    if replaced.is_file():
        return replaced.read_text("utf-8") != _digest(path)
    return path.stat().st_mtime_ns > fallback.stat().st_mtime_ns


def _digest(path: Path) -> str:
    """The SHA-256 of a file; of nothing where there is none."""
    return hashlib.sha256(path.read_bytes() if path.is_file() else b"").hexdigest()


def _write(path: Path, stated: Mapping[str, Any], *, workspace: Workspace) -> Path | None:
    """Write the properties to the category's folder, or else to its workspace; returns where, None for the former."""
    fallback = workspace.folder / PROPERTIES_FILE
    text = json.dumps(stated, indent=1, ensure_ascii=False)
    try:
        with replacing_file(path) as part:
            if fallback.exists():  # both are the same, should this process end before the one there is removed
                _replace(fallback, text)
            part.write_text(text, "utf-8")
    except StorageError as error:
        if error.code not in _NOT_WRITABLE:
            raise
        with storage_errors(path):
            replaced = _digest(path)
        _replace(fallback.with_name(_REPLACED), replaced)
        _replace(fallback, text)
        return fallback
    with storage_errors(fallback):
        fallback.unlink(missing_ok=True)
        fallback.with_name(_REPLACED).unlink(missing_ok=True)
    return None


def _replace(path: Path, text: str) -> None:
    with replacing_file(path) as part:
        part.write_text(text, "utf-8")
