"""What became of each file in a folder: learned from, or left out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Generic, TypeVar

from inspector.data.natural_order import natural_key

Item = TypeVar("Item")

_NAMED = 20  # in a run's file, which describes itself in a few kilobytes


@dataclass(frozen=True)
class LeftOut:
    """What lies in a folder and is neither learned from, tested on nor inspected; names are relative to the folder.

    Attributes:
        files: that are no images, nor clips where clips are looked for.
        images: in folders that are neither learned from nor tested on.
        folders: links to folders that are listed already, and folders that cannot be listed and hold nothing known.
    """

    files: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.files or self.images or self.folders)

    def suffixes(self) -> dict[str, int]:
        """How many files there are of each suffix, the commonest first."""
        return dict(Counter(PurePosixPath(name).suffix.lower() or "no suffix" for name in self.files).most_common())

    def __add__(self, other: "LeftOut") -> "LeftOut":
        return LeftOut(self.files + other.files, self.images + other.images, self.folders + other.folders)

    def as_json(self) -> dict[str, Any]:
        """Counts, and the first names of each."""
        return {
            "files": len(self.files),
            "suffixes": self.suffixes(),
            "images": len(self.images),
            "folders": len(self.folders),
            "names": list((*self.files, *self.images, *self.folders)[:_NAMED]),
        }


NOTHING = LeftOut()


@dataclass(frozen=True)
class Collected(Generic[Item]):
    """The images or clips found in some files and folders, and what else lies there."""

    items: list[Item]
    left_out: LeftOut


def folder_counts(names: Iterable[str]) -> dict[str, int]:
    """How many of these lie in each folder, by name; `.` is the folder that names are relative to."""
    counts = Counter([name.rpartition("/")[0] or "." for name in names])
    return {folder: counts[folder] for folder in sorted(counts, key=natural_key)}


def listed_counts(counts: Mapping[str, int], *, most: int = 20) -> str:
    """Folders with their counts, the same in every language: `lot1 (12), lot2 (8), … (+3)`."""
    shown = [f"{folder} ({count})" for folder, count in list(counts.items())[:most]]
    others = len(counts) - len(shown)
    return ", ".join(shown) + (f", … (+{others})" if others else "")
