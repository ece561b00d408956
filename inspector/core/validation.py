"""What pydantic found wrong with a value, in words that a person can act on."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

_LONGEST = 60  # characters of a value that are shown
_EXPECTED: Mapping[str, str] = {
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "string_type": "text",
    "tuple_type": "a list of values",
    "dict_type": "a table of names and values",
    "model_type": "a table of names and values",
    "literal_error": "{expected}",
    "greater_than": "more than {gt:g}",
    "greater_than_equal": "at least {ge:g}",
    "less_than": "less than {lt:g}",
    "less_than_equal": "at most {le:g}",
    "too_short": "a list with at least {min_length} of them",
    "too_long": "a list with at most {max_length} of them",
}
UNKNOWN_NAME = "extra_forbidden"


def first_error(error: ValidationError) -> tuple[tuple[str | int, ...], str, str]:
    """Where the first error is, its kind as pydantic calls it, and the reason: what was expected and found."""
    details = error.errors()[0]
    kind, found = details["type"], details["input"]
    if kind == "missing":
        return details["loc"], kind, "it is missing"
    if kind == "value_error":
        return details["loc"], kind, details["msg"].removeprefix("Value error, ")
    if kind in _EXPECTED:
        expected = _EXPECTED[kind].format(**details.get("ctx", {}))
    else:
        expected = details["msg"].removeprefix("Input should be ")
    return details["loc"], kind, f"expected {expected}, found {_shown(found)}"


def named_place(parts: Sequence[str | int]) -> str:
    """`training.steps`, or `value 2 of region_sizes` for one of several."""
    if not parts:
        return "the whole"
    *outer, last = parts
    if isinstance(last, int):
        return f"value {last + 1} of {named_place(outer)}" if outer else f"value {last + 1}"
    return ".".join(map(str, parts))


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
