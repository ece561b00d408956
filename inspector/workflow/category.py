"""What a person states about a category, kept in its folder."""

import json

from pydantic import ValidationError

from inspector.core.errors import CategoryError
from inspector.data.category import Category, scan_category
from inspector.data.properties import PROPERTIES_FILE, CategoryProperties, what_is_wrong
from inspector.store.durable import replacing_file


def save_properties(category: Category, properties: CategoryProperties) -> Category:
    """Write `category.json` and return the category as it is with it; nothing is written where that cannot be.

    Raises:
        CategoryError: if a property is out of its range, no good image would be left to learn from, or the folder
            cannot be read any more.
        StorageError: if the file cannot be written, such as in a folder that is read-only.
    """
    path = category.root / PROPERTIES_FILE
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
    with replacing_file(path) as part:
        part.write_text(json.dumps(stated, indent=1, ensure_ascii=False), "utf-8")
    return scanned
