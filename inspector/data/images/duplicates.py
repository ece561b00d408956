"""Find byte-identical files."""

import hashlib
import stat
from collections.abc import Callable, Hashable, Iterable, Sequence
from pathlib import Path

_SAMPLE_BYTES = 64 * 1024


def exact_duplicates(paths: Sequence[Path]) -> list[list[Path]]:
    """Groups of two and more identical files, in the paths' order; unreadable files are in none.

    Whole files are read only where size and middle agree, so that thousands of images take seconds.
    """
    groups: list[list[Path]] = [list(paths)]
    for key in (_size, _middle, _sha256):
        groups = [same for group in groups for same in _grouped(group, key)]
    return groups


def _grouped(paths: Iterable[Path], key: Callable[[Path], Hashable]) -> list[list[Path]]:
    groups: dict[Hashable, list[Path]] = {}
    for path in paths:
        try:
            found = key(path)
        except OSError:
            continue
        if found is not None:
            groups.setdefault(found, []).append(path)
    return [group for group in groups.values() if len(group) > 1]


def _size(path: Path) -> int | None:
    info = path.stat()
    return info.st_size if stat.S_ISREG(info.st_mode) else None  # opening a pipe would wait for ever


def _middle(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _SAMPLE_BYTES) // 2)
        return file.read(_SAMPLE_BYTES)


def _sha256(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
