"""Which category a folder is, wherever it was moved to: an identity in a hidden file of the folder."""

import uuid
from contextlib import suppress
from pathlib import Path

from inspector.core.errors import StorageError
from inspector.store.durable import replacing_file

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


def give_id(root: Path, known: str | None = None) -> str | None:
    """The same, made where there is none; None where the folder cannot be written, as on a read-only share.

    Args:
        known: the identity that its workspace knows, which a damaged file gets again.
    """
    path = root / ID_FILE
    try:
        with path.open("x", encoding="ascii") as file:
            file.write(f"{known or uuid.uuid4()}\n")
    except FileExistsError:  # another window may have made it
        if read_id(root) is None and path.is_file():
            with suppress(StorageError), replacing_file(path) as part:
                part.write_text(f"{known or uuid.uuid4()}\n", "ascii")
    except OSError:
        pass
    return read_id(root)
