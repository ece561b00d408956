"""List folders by name, whatever the platform's order."""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import attrgetter
from pathlib import Path

from inspector.core.errors import CategoryError

# What systems, network disks and office programs leave behind; besides all whose name begins with a dot.
_JUNK = frozenset(
    {
        "thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx", "#recycle", "$recycle.bin", "lost+found",
        "system volume information", "__pycache__",
    }
)  # fmt: skip
_JUNK_STARTS = (".", "~$", "@ea", "@recycle", "@__thumb", "@tmp")


def is_junk(name: str) -> bool:
    """Whether a file or folder is nobody's work: hidden, or left behind by a system (`@eaDir`, `Thumbs.db`, `._x`)."""
    folded = name.lower()
    return folded.startswith(_JUNK_STARTS) or folded in _JUNK


def entries(folder: Path) -> list[os.DirEntry[str]]:
    """What lies in a folder, by name; junk is left out.

    Raises:
        CategoryError: if it cannot be listed.
    """
    with _listed(folder) as found:
        return sorted((entry for entry in found if not is_junk(entry.name)), key=attrgetter("name"))


def holds(folder: Path, accepts: Callable[[os.DirEntry[str]], bool]) -> bool:
    """Whether something in a folder is accepted; junk never is. Looks no further than the first.

    Raises:
        CategoryError: if it cannot be listed.
    """
    with _listed(folder) as found:
        return any(accepts(entry) and not is_junk(entry.name) for entry in found)


@contextmanager
def _listed(folder: Path) -> Iterator[Iterator[os.DirEntry[str]]]:
    try:
        with os.scandir(folder) as found:
            yield found
    except OSError as error:
        raise CategoryError(
            "{file}: this folder cannot be read ({reason}).",
            code="folder.unreadable",
            file=storable(str(folder)),
            reason=error.strerror,
        ) from error


def is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def folders(folder: Path) -> list[Path]:
    """The folders in a folder."""
    return [folder / entry.name for entry in entries(folder) if is_folder(entry)]


def storable(name: str) -> str:
    """A file name with invalid Unicode escaped, as it could be neither printed nor stored."""
    return name if name.isascii() else name.encode("utf-8", "backslashreplace").decode()


def regular_file(path: Path) -> bool:
    """Whether there is a file that can be read to its end; a pipe or a device would be read for ever.

    Raises:
        OSError: if there is something and it cannot be asked what it is.
    """
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        if path.is_symlink():
            raise
        return False


def check_regular(path: Path) -> None:
    """Refuse a pipe or a device, which would be read for ever.

    Raises:
        OSError: if it is one, or there is nothing.
    """
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):  # to open a folder is an error of its own
        raise OSError(errno.EINVAL, "it is a pipe, socket or device", str(path))
