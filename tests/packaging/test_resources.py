"""The program finds its icons, translations and report templates wherever it runs from."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

_LIST = """
import hashlib, json, sys
import inspector
from inspector.resource_files import resource

def walk(folder, name=""):
    for entry in folder.iterdir():
        path = f"{name}/{entry.name}" if name else entry.name
        if entry.is_dir():
            yield from walk(entry, path)
        else:
            yield path, hashlib.sha256(entry.read_bytes()).hexdigest()

print(json.dumps({"package": inspector.__file__, "files": dict(walk(resource()))}))
"""


def found_by(package_root: Path, *, cwd: Path) -> dict[str, str]:
    """Hashes by path of what a Python finds that has the package in a folder and nothing of this source tree."""
    process = subprocess.run(
        [sys.executable, "-P", "-c", _LIST],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(package_root)},
        capture_output=True,
        text=True,
    )
    assert process.returncode == 0, process.stderr
    answer = json.loads(process.stdout)
    assert Path(answer["package"]).is_relative_to(package_root)
    return answer["files"]


@pytest.fixture(scope="module")
def in_source_tree(tmp_path_factory):
    return found_by(ROOT, cwd=tmp_path_factory.mktemp("elsewhere"))


def test_the_source_tree_has_them_beside_the_package(in_source_tree):
    assert not (ROOT / "inspector" / "resources").exists()
    assert {
        "icons/inspector.svg",
        "translations/inspector_de.qm",
        "templates/report.html.jinja",
    } <= in_source_tree.keys()
    assert {path.split("/")[0] for path in in_source_tree} == {"icons", "templates", "translations"}


def test_an_installed_wheel_has_the_same(in_source_tree, tmp_path):
    wheels, target = tmp_path / "wheels", tmp_path / "target"
    for command in (
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(wheels)],
        [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", str(target)],
    ):
        arguments = [*command, *map(str, wheels.glob("*.whl"))]
        process = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True)
        assert process.returncode == 0, process.stderr
    assert found_by(target, cwd=tmp_path) == in_source_tree


def test_the_bundle_has_the_same(in_source_tree, tmp_path):
    """The bundle's folder as the spec lays it out; packaging/smoke.py looks into a bundle that was built."""
    mapped = [
        node.elts[1].value
        for node in ast.walk(ast.parse((ROOT / "packaging" / "inspector.spec").read_text("utf-8")))
        if isinstance(node, ast.Tuple) and len(node.elts) == 2 and "'resources'" in ast.unparse(node.elts[0])
    ]
    assert len(mapped) == 1
    (tmp_path / "inspector").mkdir()
    for name in ("__init__.py", "resource_files.py"):
        (tmp_path / "inspector" / name).write_bytes((ROOT / "inspector" / name).read_bytes())
    (tmp_path / mapped[0]).symlink_to(ROOT / "resources", target_is_directory=True)
    assert found_by(tmp_path, cwd=tmp_path) == in_source_tree
