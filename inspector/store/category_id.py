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


def has_damaged_id(root: Path) -> bool:
    """Whether a folder was given an identity that cannot be read any more."""
    return (root / ID_FILE).is_file() and read_id(root) is None


def give_id(root: Path, known: str | None = None) -> str | None:
    """The same, made where there is none; None where the folder cannot be written, as on a read-only share.

    A damaged one is replaced only by the known one: by another, a category that was moved would lose its workspace for
    good, and by none it is found again where it was before.

    Args:
        known: the identity that its workspace knows.
    """
    path = root / ID_FILE
    try:
        with path.open("x", encoding="ascii") as file:
            file.write(f"{known or uuid.uuid4()}\n")
    except FileExistsError:  # another window may have made it
        if known is not None and has_damaged_id(root):
            with suppress(StorageError), replacing_file(path) as part:
                part.write_text(f"{known}\n", "ascii")
    except OSError:
        pass
    return read_id(root)
