"""List folders by name, whatever the platform's order."""

import os
from pathlib import Path

from inspector.core.errors import CategoryError


def entries(folder: Path) -> list[os.DirEntry[str]]:
    """What lies in a folder, by name.

    Raises:
        CategoryError: if it cannot be listed.
    """
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        raise CategoryError(
            "{file}: this folder cannot be read ({reason}).",
            code="folder.unreadable",
            file=printable(str(folder)),
            reason=error.strerror,
        ) from error


def is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def folders(folder: Path) -> list[Path]:
    """The folders in a folder, hidden ones left out."""
    return [folder / entry.name for entry in entries(folder) if not entry.name.startswith(".") and is_folder(entry)]


def child_folder(folder: Path, names: tuple[str, ...]) -> Path | None:
    """The first folder in a folder that has one of these names, in any case."""
    for entry in folders(folder):
        if entry.name.lower() in names:
            return entry
    return None


def printable(name: str) -> str:
    """A file name with invalid Unicode escaped, as it could be neither printed nor stored."""
    return name.encode("utf-8", "backslashreplace").decode()
