"""Files that ship with the program: icons, translations and report templates; and how it ships."""

import sys
from importlib.resources import files
from importlib.resources.abc import Traversable


def is_bundle() -> bool:
    """Whether the program runs from the bundle, whose Python takes no more packages (packaging/README.md)."""
    return bool(getattr(sys, "frozen", False))


def resource(*parts: str) -> Traversable:
    """A file or folder of `resources`, by its path inside that folder.

    The wheel and the bundle hold the folder inside the package; in a source tree it lies beside the package.
    """
    package = files("inspector")
    inside = package / "resources"
    folder = inside if inside.is_dir() else package / ".." / "resources"
    return folder.joinpath(*parts)
