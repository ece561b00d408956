"""Which category a folder is, wherever it was moved to: an identity in a hidden file of the folder."""

import uuid
from pathlib import Path

ID_FILE = ".inspector-id"
_MOST_BYTES = 100


def read_id(root: Path) -> str | None:
    """The identity of the category in a folder; None where it has none, or none that can be read."""
    path = root / ID_FILE
    try:
        if not path.is_file() or path.stat().st_size > _MOST_BYTES:
            return None
        return str(uuid.UUID(path.read_text("ascii").strip()))
    except (OSError, ValueError):
        return None


def give_id(root: Path) -> str | None:
    """The same, made where there is none; None where the folder cannot be written, as on a read-only share."""
    try:
        with (root / ID_FILE).open("x", encoding="ascii") as file:
            file.write(f"{uuid.uuid4()}\n")
    except OSError:  # another window may have made it
        pass
    return read_id(root)
