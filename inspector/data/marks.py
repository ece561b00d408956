"""Which image a mark is about: as people compare names, whatever the case, the slash and the Unicode form."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeVar

from inspector.data.folder_names import path_key

MarkT = TypeVar("MarkT")


def matched_marks(marks: Mapping[str, MarkT], names: Sequence[str]) -> tuple[dict[str, MarkT], tuple[str, ...]]:
    """The marks by the names of the images they are about, and the names in marks that fit no image or several.

    The latter stay among the marks as they are. A mark of exactly an image's name goes before one that only resembles
    it.
    """
    images = set(names)
    if marks.keys() <= images:
        return dict(marks), ()
    by_key: dict[str, list[str]] = defaultdict(list)
    for name in names:
        by_key[path_key(name)].append(name)
    matched: dict[str, MarkT] = {}
    unmatched = []
    for name, mark in marks.items():
        alike = [name] if name in images else by_key[path_key(name)]
        if len(alike) != 1:
            unmatched.append(name)
            matched[name] = mark
        elif name in images or alike[0] not in marks:
            matched[alike[0]] = mark
    return matched, tuple(unmatched)
