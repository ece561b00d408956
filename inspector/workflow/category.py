"""What a person states about a category, kept in its folder."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from inspector.core.errors import CategoryError
from inspector.data.category import Category, scan_category
from inspector.data.properties import CategoryProperties, properties_path, read_properties, what_is_wrong
from inspector.store.durable import replacing_file


def save_properties(category: Category, properties: CategoryProperties) -> Category:
    """Write `category.json` and return the category as it is with it; nothing is written where that cannot be.

    Raises:
        CategoryError: if a property is out of its range, no good image would be left to learn from, or the folder
            cannot be read any more.
        StorageError: if the file cannot be written, such as in a folder that is read-only.
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
    scanned = scan_category(category.root, properties=checked)
    _write(path, stated)
    return scanned


def state_learned_folders(root: Path, folders: Sequence[str]) -> Path:
    """State that folders of a category hold good parts whatever their names; returns the category's folder.

    Raises:
        CategoryError: if its properties cannot be read.
        StorageError: if they cannot be written.
    """
    properties = read_properties(root)
    stated = properties.model_dump(mode="json", exclude_unset=True)
    _write(properties_path(root), stated | {"learn_from": [*dict.fromkeys((*properties.learn_from, *folders))]})
    return root


def _write(path: Path, stated: Mapping[str, Any]) -> None:
    with replacing_file(path) as part:
        part.write_text(json.dumps(stated, indent=1, ensure_ascii=False), "utf-8")
