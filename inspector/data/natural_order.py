"""Names in the order in which people count: part2 before part10."""

import re

_DIGITS = re.compile(r"(\d+)")


def natural_key(name: str) -> list[str | int]:
    """By which names are sorted: its texts and its numbers in turn, whatever their case."""
    return [int(part) if place % 2 else part for place, part in enumerate(_DIGITS.split(name.casefold()))]
