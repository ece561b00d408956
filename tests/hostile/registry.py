"""Hostile files that are no images, each with what opens it: it must raise one of the program's own errors, soon.

A case is given a folder of good files, of which it makes bad ones in a new folder: `model`, `tiled`, `located`,
`m.onnx`, `tiled.onnx`, `r.h5` and `r.clips`.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Case = Callable[[Path, Path], object]  # (good, a new folder); raises
CASES: dict[str, Case] = {}
NESTED = "[" * 200_000


def case(function: Case) -> Case:
    """A case of its own."""
    CASES[function.__name__] = function
    return function


def cases(prefix: str, values: Mapping[str, Any], run: Callable[[Any, Path, Path], object]) -> None:
    """Cases that differ in a value."""
    for name, value in values.items():
        CASES[f"{prefix}_{name}"] = lambda good, folder, value=value: run(value, good, folder)
