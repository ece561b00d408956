"""Marks of images and clips: which one each is about, and on which side of the category it puts that.

Names are compared as people do, whatever the case, the slash and the Unicode form.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

from inspector.data.folder_names import path_key
from inspector.data.layout import GOOD
from inspector.data.properties import Mark

MARKED = "marked"  # the defect type of what lies among the good and a person marked as defective

MarkT = TypeVar("MarkT")


class Markable(Protocol):
    """An image or a clip of a category."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def defective(self) -> bool: ...
    @property
    def lies_in(self) -> Literal["train", "test"] | None: ...


ItemT = TypeVar("ItemT", bound=Markable)


@dataclass(frozen=True)
class MarkedSides(Generic[ItemT]):
    """Images or clips by what they are used for; `ignored` have the labels that they had."""

    train: tuple[ItemT, ...]
    test: tuple[ItemT, ...]
    ignored: tuple[ItemT, ...]


def sides_by_marks(
    items: Sequence[ItemT], marks: Mapping[str, Mark], *, labelled: Callable[[ItemT, str], ItemT]
) -> MarkedSides[ItemT]:
    """Where each item belongs, by its folder and its mark; a mark that says what the folder says has no effect.

    Args:
        marks: by the items' own names.
        labelled: the same item with another label, `good` or `marked`.
    """
    train: list[ItemT] = []
    test: list[ItemT] = []
    moved: list[ItemT] = []
    ignored: list[ItemT] = []
    for item in items:
        mark = marks.get(item.name)
        if mark == "ignored":
            ignored.append(item)
        elif mark == "defective" and not item.defective:
            (moved if item.lies_in == "train" else test).append(labelled(item, MARKED))
        elif mark == "good" and item.label != GOOD:
            test.append(labelled(item, GOOD))
        else:
            (train if item.lies_in == "train" else test).append(item)
    return MarkedSides(tuple(train), (*test, *moved), tuple(ignored))


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
