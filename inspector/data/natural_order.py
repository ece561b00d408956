"""Names in the order in which people count: part2 before part10."""

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

Item = TypeVar("Item")

_NUMBER = re.compile(r"(\d+)")
_DIGITS = 30  # to which numbers are filled up; longer ones are no counters
_BETWEEN = "\0"  # which no file name holds


def natural_key(name: str) -> str:
    """By which names are sorted, whatever their case."""
    return _keys(name)


def natural_order(items: Iterable[Item], name: Callable[[Item], str]) -> list[Item]:
    """Items by their names.

    All names go through one search, as a search for each of many thousands would take twice as long.
    """
    listed = list(items)
    keys = _keys(_BETWEEN.join(map(name, listed))).split(_BETWEEN)
    return [listed[place] for place in sorted(range(len(listed)), key=keys.__getitem__)]


def _keys(names: str) -> str:
    parts = _NUMBER.split(names.casefold())
    parts[1::2] = [number.zfill(_DIGITS) for number in parts[1::2]]
    return "".join(parts)
