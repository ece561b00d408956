"""Which files a job will write: names that differ everywhere, and a check before the first of them is written."""

import errno
import hashlib
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from itertools import count
from pathlib import Path
from typing import NoReturn

from inspector.core.errors import StorageError
from inspector.store.durable import storage_errors

_NAME_BYTES = 200  # file systems take 255, and a file has a longer name while it is written


def same_name(name: str) -> str:
    """What is equal for names that some file system takes for one: in another case, or with accents set apart."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def names_below(paths: Sequence[Path], named: Callable[[str], str]) -> list[Path]:
    """A place below an output folder for what is made of each input: its path below what all of them share.

    No two are one file on any file system, none is in place of a folder, and long ones are shortened. The same inputs
    get the same places every time.

    Args:
        named: gives an output's file name for an input's; inputs whose name it keeps are served first.
    """
    absolute = [path.absolute() for path in paths]
    shared = Path(os.path.commonpath([path.parent for path in absolute])) if absolute else Path()
    below = [path.relative_to(shared) for path in absolute]
    preferred = [path.with_name(short_name(named(path.name))) for path in below]
    taken = {same_name(str(folder)) for path in preferred for folder in path.parents}
    places = dict.fromkeys(range(len(paths)), Path())
    for index in sorted(places, key=lambda index: preferred[index].name != below[index].name):
        place = next(path for path in _alternatives(preferred[index]) if same_name(str(path)) not in taken)
        taken.add(same_name(str(place)))
        places[index] = place
    return list(places.values())


def _alternatives(path: Path) -> Iterable[Path]:
    yield path
    yield from (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(2))


def short_name(name: str) -> str:
    """A name that any file system takes, with a digest of the whole one where it is cut."""
    whole = os.fsencode(name)
    if len(whole) <= _NAME_BYTES:
        return name
    end = f"-{hashlib.sha256(whole).hexdigest()[:8]}{Path(name).suffix}"
    return whole[: _NAME_BYTES - len(os.fsencode(end))].decode(errors="ignore") + end


def refuse_input(path: Path, inputs: Iterable[Path]) -> None:
    """Refuse to write over a file that is read, though a person agreed to replace what is there.

    Raises:
        StorageError: if it is one of the inputs, by whatever path.
    """
    if path.exists() and any(one.exists() and one.samefile(path) for one in inputs):
        raise StorageError(
            "{path} is a file that is to be read, and results never replace one.", code="output.is_input", path=path
        )


class Targets:
    """The files that a job will write, none of which may be there or be named twice.

    Args:
        inputs: the files that the job reads.
    """

    def __init__(self, inputs: Iterable[Path] = ()) -> None:
        self._inputs = inputs
        self._claimed: set[str] = set()
        self._folders: dict[Path, tuple[Path, dict[str, Path]]] = {}

    def claim(self, path: Path, *, own: Callable[[Path], bool] = lambda _: False) -> None:
        """Note a file to be written.

        Args:
            own: whether a file that is there is of the same job, which was interrupted, and may be replaced.

        Raises:
            StorageError: if another file is there, by whatever case, accents or links, or the place is taken; or if
                nothing may be written there.
        """
        folder, listing = self._folder(path.parent)
        key = same_name(str(folder / path.name))
        if key in self._claimed:
            raise StorageError("{path} is named for two results.", code="output.named_twice", path=path)
        there = listing.get(same_name(path.name))
        if there is not None and not (there.name == path.name and own(there)):
            self._refuse(path, there)
        self._claimed.add(key)

    def claim_series(self, stem: Path, ending: str, *, own: Callable[[Path], bool] = lambda _: False) -> None:
        """Note files to be written of which only the beginning of the names is known yet.

        Args:
            ending: what may follow it, as a regular expression of lower-case letters.

        Raises:
            StorageError: as above.
        """
        _, listing = self._folder(stem.parent)
        names = re.compile(re.escape(same_name(stem.name)) + ending)
        there = next((path for key, path in listing.items() if names.fullmatch(key) and not own(path)), None)
        if there is not None:
            self._refuse(there, there)

    def _folder(self, folder: Path) -> tuple[Path, dict[str, Path]]:
        """Where a folder really is, and what it holds."""
        if folder not in self._folders:
            nearest = next(place for place in (folder.absolute(), *folder.absolute().parents) if os.path.lexists(place))
            if not nearest.is_dir():
                raise StorageError(
                    "{file} cannot be written: a part of that path is a file, not a folder.",
                    code="storage.file_in_path",
                    file=str(folder),
                )
            with storage_errors(folder.absolute()):
                if not os.access(nearest, os.W_OK | os.X_OK):
                    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            entries = list(folder.iterdir()) if folder.is_dir() else []
            self._folders[folder] = folder.resolve(), {same_name(entry.name): entry for entry in entries}
        return self._folders[folder]

    def _refuse(self, path: Path, there: Path) -> NoReturn:
        refuse_input(there, self._inputs)
        raise StorageError("{path} already exists, and results are never overwritten.", code="output.exists", path=path)
