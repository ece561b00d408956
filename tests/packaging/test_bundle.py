"""What can be known of the bundle without building it; packaging/smoke.py tries one that was built."""

import ast
import importlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from configparser import ConfigParser
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.conftest import QT_MISSING

ROOT = Path(__file__).parents[2]
PACKAGING = ROOT / "packaging"


@pytest.fixture
def load(monkeypatch):
    """A module of packaging/, which is no package: its name is that of a library."""
    monkeypatch.syspath_prepend(PACKAGING)
    yield importlib.import_module
    for name in ("artwork", "contents", "isolation", "licences"):
        sys.modules.pop(name, None)


def imported() -> set[str]:
    """The full names of all that the program's sources import."""
    found = set()
    for file in (ROOT / "inspector").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return found


def test_no_module_that_the_program_imports_is_left_out_but_the_optional_ones(load):
    left_out = load("contents").modules_left_out("cpu")
    optional = {"ray", "pyarrow", "lightning_fabric", "accelerate", "av"}  # of extras, and what no command uses yet
    names = imported()
    assert {"torch", "PySide6.QtSvg", "pyqtgraph"} <= names
    wrong = {name for name in names for module in left_out if f"{name}.".startswith(f"{module}.")}
    assert {name for name in wrong if name.split(".")[0] not in optional} == set()


@pytest.mark.parametrize(
    ("file", "left_out", "cuda"),
    [
        ("torch/lib/libtorch_cpu.so", False, False),
        ("torch/lib/libtorch_cuda.so", False, True),
        ("nvidia/cudnn/lib/libcudnn.so.9", False, True),
        ("torch\\lib\\torch_cuda.dll", False, True),
        ("torch/bin/torch_shm_manager", False, False),
        ("torchvision/_C_stable.so", True, False),
        ("torchvision/models/detection/image_list.py", False, False),
        ("torch/bin/test_api", True, False),
        ("torch/lib/c10.lib", True, False),
        ("onnxruntime/capi/libonnxruntime.so.1.32.0", False, False),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", False, False),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", True, False),
        ("PySide6\\plugins\\platforms\\qwindows.dll", False, False),
        ("PySide6/Qt/translations/qtbase_de.qm", False, False),
        ("PySide6/Qt/translations/qtbase_fr.qm", True, False),
        ("inspector/resources/translations/inspector_de.qm", False, False),
    ],
)
def test_what_is_left_out(load, file, left_out, cuda):
    contents = load("contents")
    assert (contents.is_left_out(file), contents.is_for_cuda(file)) == (left_out, cuda)


def test_size_by_package_counts_a_linked_library_once(load, tmp_path):
    for name, size in (("inspector", 5), ("_internal/libz.so", 3), ("_internal/torch/lib/a.so", 20)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(bytes(size))
    (tmp_path / "_internal" / "a.so").symlink_to("torch/lib/a.so")
    assert load("contents").sizes(tmp_path) == {"torch": 20, "inspector": 5, "single libraries": 3}


def test_code_from_elsewhere_is_seen(load):
    maps = """\
7f00-7f01 r-xp 00000000 fe:00 1 /tmp/b/_internal/torch/lib/libtorch_cpu.so
7f00-7f01 r-xp 00000000 fe:00 2 /usr/lib/x86_64-linux-gnu/libc.so.6
7f00-7f01 r--p 00000000 fe:00 3 /home/a/weights.safetensors
7f00-7f01 r-xp 00000000 00:00 0 [vdso]
7f00-7f01 rwxp 00000000 00:00 0
7f00-7f01 r-xp 00000000 fe:00 4 /home/a/venv/lib/python3.11/site-packages/numpy/_core/_multiarray_umath.so
7f00-7f01 r-xp 00000000 fe:00 5 /usr/lib/python3.11/lib-dynload/_ssl.so (deleted)
"""
    assert load("isolation").foreign_code(maps.splitlines(), Path("/tmp/b")) == {
        "/home/a/venv/lib/python3.11/site-packages/numpy/_core/_multiarray_umath.so",
        "/usr/lib/python3.11/lib-dynload/_ssl.so",
    }


def test_windows_is_told_the_version(load):
    text = load("artwork").version_info("inspector-cli", "Inspector, command line", "1.20.3")
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    said = {call.args[0].value: call.args[1].value for call in calls if call.func.id == "StringStruct"}
    assert (said["FileVersion"], said["OriginalFilename"]) == ("1.20.3", "inspector-cli.exe")
    fixed = next(call for call in calls if call.func.id == "FixedFileInfo")
    assert ast.literal_eval(fixed.keywords[0].value) == (1, 20, 3, 0)


@pytest.mark.skipif(bool(QT_MISSING), reason=QT_MISSING)
def test_the_icon_has_the_programs_colour_and_transparent_corners(load, tmp_path):
    load("artwork").render_icon(tmp_path / "inspector.png")
    picture = np.asarray(Image.open(tmp_path / "inspector.png").convert("RGBA"))
    assert picture.shape == (256, 256, 4)
    assert picture[0, 0, 3] == 0
    assert tuple(picture[128, 20]) == (0x0B, 0x5C, 0xAD, 255)


@pytest.mark.skipif(sys.platform != "linux", reason="the entry of a Linux desktop's menu")
def test_the_menu_entry_is_installed_and_removed_again(tmp_path):
    bundle, data = tmp_path / '100 % "good" & cheap|$HOME', tmp_path / "data"
    shutil.copytree(PACKAGING / "linux", bundle)
    (bundle / "inspector.png").write_bytes(b"icon")
    install = [bundle / "install-desktop-entry.sh"]
    environment = os.environ | {"XDG_DATA_HOME": str(data)}
    subprocess.run(install, env=environment, check=True, capture_output=True)
    entry = ConfigParser(interpolation=None)
    entry.optionxform = str
    entry.read(data / "applications" / "inspector.desktop", "utf-8")
    said = entry["Desktop Entry"]
    assert (said["Type"], said["Icon"], said["StartupWMClass"]) == ("Application", "inspector", "Inspector")
    quoted, argument = re.fullmatch(r'"(.*)" (%f)', said["Exec"].replace("\\\\", "\\").replace("%%", "%")).groups()
    assert (re.sub(r"\\(.)", r"\1", quoted), argument) == (str(bundle / "inspector"), "%f")
    assert (data / "icons/hicolor/256x256/apps/inspector.png").read_bytes() == b"icon"
    subprocess.run([*install, "--remove"], env=environment, check=True, capture_output=True)
    assert [path for path in data.rglob("*") if path.is_file()] == []


def test_the_bundle_has_the_licence_of_everything_in_it(load, tmp_path):
    load("licences").write_licences(tmp_path, ROOT / "pyproject.toml")
    packages = {folder.name for folder in tmp_path.iterdir() if folder.is_dir()}
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    direct = {re.match(r"[\w-]+", requirement)[0].lower() for requirement in stated}
    assert direct <= packages
    assert {"python", "shiboken6", "jinja2", "markupsafe"} <= packages  # what those need, too
    assert packages.isdisjoint({"av", "ray", "pyinstaller"})
    for package in packages:
        texts = [file for file in (tmp_path / package).iterdir() if file.stat().st_size]
        assert texts, package
    listed = (tmp_path / "README.txt").read_text("utf-8").splitlines()
    assert {line.split()[0] for line in listed} == packages
    for package in ("pyside6-essentials", "shiboken6"):
        texts = {file.name: file.read_text("utf-8") for file in (tmp_path / package).iterdir()}
        assert "GNU LESSER GENERAL PUBLIC LICENSE" in texts["LGPL-3.0.txt"]
        assert "GNU GENERAL PUBLIC LICENSE" in texts["GPL-3.0.txt"]
    assert "LGPL-3.0.txt" in (tmp_path / "pyside6-essentials" / "README.txt").read_text("utf-8")


def test_a_package_without_a_known_licence_stops_the_build(load, monkeypatch):
    licences = load("licences")
    monkeypatch.setattr(licences, "_WITHOUT_TEXT", {})
    with pytest.raises(SystemExit, match=r"no licence is known of .*pyside6-essentials"):
        licences.licences(ROOT / "pyproject.toml")
