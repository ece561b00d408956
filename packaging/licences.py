"""The licences of all that the bundle holds, as files in it: `licences/`.

They are taken from the packages of the environment that the bundle is made of. The few that bring no text get the one
that they name; a package of which neither is known stops the build.
"""

import re
import shutil
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

HERE = Path(__file__).resolve().parent
_TEXTS = HERE / "licence_texts"
_NAMED_SO = re.compile(r"(licen[cs]e|copying|notice|copyright)", re.IGNORECASE)
# Packages without a text of their own, and what they state.
_WITHOUT_TEXT = {
    "flatbuffers": ("Apache-2.0",),
    "pyside6-essentials": ("LGPL-3.0", "GPL-3.0"),  # the LGPL is written as additions to the GPL
    "shiboken6": ("LGPL-3.0", "GPL-3.0"),
}
_NOT_IN_BUNDLE = re.compile(r"nvidia-.*|cuda-.*|triton")  # of the variant for NVIDIA's GPUs, with licences of its own
_QT = """Qt {version} and PySide6 are used under the GNU Lesser General Public License, version 3
(LGPL-3.0.txt, which adds to GPL-3.0.txt). They are shared libraries in the folder of the bundle: whoever wants to use
another build of them replaces the files there. Their sources are at
https://download.qt.io/official_releases/QtForPython/ and https://download.qt.io/official_releases/qt/.
"""


@dataclass(frozen=True)
class Licence:
    """What is known of a package's licence; `texts` are the files that hold it."""

    package: str
    version: str
    stated: str
    texts: tuple[Path, ...]


def licences(pyproject: Path) -> list[Licence]:
    """Those of the program's own dependencies and of its extra `features`, and of theirs, without extras.

    Raises:
        SystemExit: if a package brings no text and it is not known which one it needs.
    """
    found = [_licence(package) for package in _packages(pyproject)]
    python = Path(sys.base_prefix) / f"lib/python{sys.version_info.major}.{sys.version_info.minor}/LICENSE.txt"
    texts = (python,) if python.is_file() else (_TEXTS / "Python.txt",)
    found.append(Licence("python", sys.version.split()[0], "PSF-2.0", texts))
    if missing := [one.package for one in found if not one.texts]:
        sys.exit(f"Error: no licence is known of {', '.join(missing)}: add it to packaging/licences.py.")
    return sorted(found, key=lambda one: one.package)


def write_licences(folder: Path, pyproject: Path) -> None:
    """Write each package's texts below `folder`, and `README.txt` with what there is."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for one in licences(pyproject):
        lines.append(f"{one.package} {one.version}: {one.stated}")
        target = folder / one.package
        target.mkdir(exist_ok=True)
        for number, text in enumerate(one.texts):
            name = (
                text.name if all(text.name != other.name for other in one.texts[:number]) else f"{number}-{text.name}"
            )
            shutil.copyfile(text, target / name)
        if one.package == "pyside6-essentials":
            (target / "README.txt").write_text(_QT.format(version=one.version), "utf-8")
    (folder / "README.txt").write_text("\n".join(lines) + "\n", "utf-8")


def _packages(pyproject: Path) -> Iterator[Distribution]:
    project = tomllib.loads(pyproject.read_text("utf-8"))["project"]
    waiting = [*project["dependencies"], *project["optional-dependencies"]["features"]]
    seen: set[str] = set()
    while waiting:
        requirement = Requirement(waiting.pop())
        name = _normal(requirement.name)
        if name in seen or _NOT_IN_BUNDLE.fullmatch(name):
            continue
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        seen.add(name)
        try:
            package = distribution(requirement.name)
        except PackageNotFoundError:  # of another system or Python
            continue
        waiting += package.requires or []
        yield package


def _licence(package: Distribution) -> Licence:
    name, data = _normal(package.metadata["Name"]), package.metadata
    own = [Path(str(package.locate_file(file))) for file in package.files or [] if _is_text(file.name)]
    texts = [file for file in own if file.is_file()] or [_TEXTS / f"{text}.txt" for text in _WITHOUT_TEXT.get(name, ())]
    classified = [line.split(" :: ")[-1] for line in data.get_all("Classifier") or [] if line.startswith("License ::")]
    first_line = (data.get("License") or "").strip().splitlines()[:1]
    stated = data.get("License-Expression") or ", ".join(classified) or "".join(first_line) or "see its texts"
    return Licence(name, package.version, stated, tuple(texts))


def _is_text(name: str) -> bool:
    return bool(_NAMED_SO.search(name)) and not name.endswith((".py", ".pyc", ".pyi", ".so", ".h"))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
