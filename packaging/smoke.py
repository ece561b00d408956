"""Try a bundle where no Python is: `python packaging/smoke.py dist/inspector-VERSION-SYSTEM-VARIANT`.

A copy of the bundle runs outside the repository, with an empty environment, and on Linux with every Python hidden from
it (isolation.py). It trains on a small rendered category, inspects it and writes a report; on Linux its window is
opened on a screen of its own (Xvfb, xdotool), driven by keys through a training, photographed and closed. Prints
tables; ends with 1 if something is not as it should be.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from contents import files_in, sizes
from isolation import Isolation, code_outside, watch
from PIL import Image
from window import close, find_window, photograph_after_settling, press, screen, wait_for

_STEPS = 8  # enough to see that it trains
_SIDE_PX = 128
_STARTS = 3
_SHOWN_MB = 10
TITLE = "Inspector"
_SUFFIX = ".exe" if os.name == "nt" else ""


class SmokeError(Exception):
    """What is not as it should be, as a sentence."""


@dataclass
class Smoke:
    """One bundle under test, and what was found so far.

    Attributes:
        name: of its folder, which tells version, system and variant.
        bundle: the copy that runs.
        seconds: how long every step took.
        starts_s: seconds to start, by program: cold, that is with no file of the bundle in memory, and warm.
        outside: code that was taken from elsewhere.
        load: processes that wanted a core in the minute before; None where the system does not tell.
    """

    name: str
    bundle: Path
    isolation: Isolation
    seconds: dict[str, float] = field(default_factory=dict)
    starts_s: dict[str, dict[str, float]] = field(default_factory=dict)
    outside: set[str] = field(default_factory=set)
    load: float | None = field(default_factory=lambda: os.getloadavg()[0] if hasattr(os, "getloadavg") else None)

    def start(self, name: str, *arguments: str | Path, **streams: Any) -> subprocess.Popen[str]:
        """Start one of the two programs."""
        return self.isolation.start([self.bundle / f"{name}{_SUFFIX}", *arguments], **streams)

    def command(self, *arguments: str | Path) -> str:
        """Run the frozen command line; what it wrote to stdout.

        Raises:
            SmokeError: if it does not end with 0.
        """
        name, output = f"inspector-cli {arguments[0]}", self.isolation.home / "output.txt"
        errors, started = output.with_name("errors.txt"), time.perf_counter()
        with output.open("w", encoding="utf-8") as out, errors.open("w", encoding="utf-8") as err:
            process = self.start("inspector-cli", *arguments, stdout=out, stderr=err)
            self.outside |= watch(process, self.bundle)
        self.seconds.setdefault(name, time.perf_counter() - started)
        expect(process.returncode == 0, f"{name} ends with {process.returncode}\n{errors.read_text('utf-8')}")
        return output.read_text("utf-8")

    def measure_start(self, name: str, start: Callable[[], float]) -> None:
        """Start a program with no file of the bundle in memory, where the system can be told so, and then with them.

        Args:
            start: starts the program; its seconds.
        """
        self.starts_s[name] = {}
        if hasattr(os, "posix_fadvise"):
            forget(self.bundle)
            self.starts_s[name]["cold"] = start()
        self.starts_s[name]["warm"] = median(start() for _ in range(_STARTS))


def main() -> None:
    """Try everything; print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--screenshots", type=Path, help="folder for pictures of the window")
    parser.add_argument("--json", type=Path, help="file for the figures")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="inspector-smoke-") as place:
        folder = Path(place).resolve()
        say(f"Copying {options.bundle}")
        bundle = Path(shutil.copytree(options.bundle, folder / "bundle", symlinks=True))
        smoke = Smoke(options.bundle.resolve().name, bundle, Isolation(folder))
        category = render_category(folder / "category")
        try:
            try_command_line(smoke, category)
            if sys.platform == "linux":
                with screen():
                    try_window(smoke, category, pictures=options.screenshots)
            else:
                say("The window is looked at on Linux only: open it by hand.")
            if smoke.outside:
                raise SmokeError(f"code was taken from outside the bundle: {', '.join(sorted(smoke.outside))}")
        except (SmokeError, RuntimeError) as failure:
            sys.exit(f"Failed: {failure}")
        figures = figures_of(smoke)
    print(table(figures), end="")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


def try_command_line(smoke: Smoke, category: Path) -> None:
    """Version, methods, training, inspection and report."""
    say("The command line: version, methods")
    smoke.measure_start("inspector-cli --version", lambda: _seconds_to_version(smoke))
    methods = json.loads(smoke.command("methods", "--json"))
    expect({"riad", "patchcore"} <= set(methods), f"methods: {', '.join(methods)}")
    models = smoke.isolation.home / "models"
    say("A training, an inspection and a report")
    settings = ("--set", f"training.steps={_STEPS}", "--set", f"image_size={_SIDE_PX}")
    smoke.command("train", category, "--output", models / "riad", "--method", "riad", *settings, "--json")
    decisions = try_model(smoke, models / "riad", category)
    say("An export")
    images = ("--images", category / "train" / "good", "--images", category / "test")
    smoke.command("export", models / "riad", *images, "--output", models / "riad.onnx", "--json")
    by_file = try_model(smoke, models / "riad.onnx", category)
    expect(by_file == decisions, f"the exported file decides {by_file}, the model {decisions}")
    say("Features of the network that the bundle contains")
    smoke.command("train", category, "--output", models / "patchcore", "--json")
    decisions = try_model(smoke, models / "patchcore", category)
    missed = [image for image, decision in decisions.items() if "spot" in image and decision != "NG"]
    expect(not missed, f"patchcore misses {', '.join(missed)}")
    # One or two of the good ones may well be NG: five held-out images reject every sixth good part.
    expect("OK" in decisions.values(), f"patchcore finds no good part: {decisions}")


def try_model(smoke: Smoke, model: Path, category: Path) -> dict[str, str]:
    """Inspect the test images and write the report; decisions by image."""
    run = smoke.isolation.home / f"{model.name}.h5"
    found = json.loads(smoke.command("inspect", model, category / "test", "--output", run, "--json"))["inspections"]
    errors = [inspection["error"] for inspection in found if inspection["error"]]
    expect(len(found) == len(list(category.glob("test/*/*.png"))) and not errors, f"inspections: {found}")
    report = run.with_suffix(".html")
    smoke.command("evaluate", model, category, "--report", report, "--json")
    expect(report.stat().st_size > 50_000, f"the report has {report.stat().st_size} bytes")
    return {inspection["image"]: inspection["decision"] for inspection in found}


def try_window(smoke: Smoke, category: Path, *, pictures: Path | None) -> None:
    """Start and close the window, then train in it by keys."""
    say("The window")
    smoke.measure_start("inspector", lambda: _seconds_to_window(smoke))
    say("A training in the window")
    last = {"method": "patchcore", "preset": "features"}
    settings = smoke.isolation.home / ".config" / "Inspector" / "Inspector.conf"
    settings.write_text(f"[General]\nlanguage=en\n\n[train]\nlast={json.dumps(json.dumps(last))}\n", "utf-8")
    started = time.perf_counter()
    process = smoke.start("inspector", category)
    window = wait_for(lambda: find_window(f"{category.name}.*{TITLE}"), process, "a window with the category")
    press(window, "ctrl+2")
    photograph_after_settling(pictures, "train")
    press(window, "ctrl+Return")
    workspace = smoke.isolation.home / "Documents" / TITLE / category.name
    wait_for(lambda: any(workspace.glob("models/*/model.json")), process, "a trained model")
    wait_for(lambda: any(workspace.glob("runs/*.h5")), process, "the inspections of the test images")
    smoke.seconds["inspector: training in the window"] = time.perf_counter() - started
    press(window, "ctrl+3")
    photograph_after_settling(pictures, "review")
    smoke.outside |= code_outside(process.pid, smoke.bundle)
    close(window, process)


def _seconds_to_window(smoke: Smoke) -> float:
    started = time.perf_counter()
    process = smoke.start("inspector")
    window = wait_for(lambda: find_window(TITLE), process, "a window")
    seconds = time.perf_counter() - started
    close(window, process)
    return seconds


def _seconds_to_version(smoke: Smoke) -> float:
    started = time.perf_counter()
    said = smoke.command("--version").strip()
    seconds = time.perf_counter() - started
    expect(f"inspector-{said}-" in smoke.name, f"--version says {said} in {smoke.name}")
    return seconds


def render_category(root: Path) -> Path:
    """Discs under sensor noise, good ones and ones with a dark spot, in MVTec's layout."""
    generator = np.random.default_rng(0)
    y, x = np.mgrid[:_SIDE_PX, :_SIDE_PX] - _SIDE_PX / 2
    for folder, images in (("train/good", 24), ("test/good", 3), ("test/spot", 3)):
        (root / folder).mkdir(parents=True)
        for n in range(images):
            grey = 60 + 120 * (np.hypot(x, y) < 0.35 * _SIDE_PX) + generator.normal(0, 4, x.shape)
            if folder == "test/spot":
                grey[50:66, 50:66] = 0
            Image.fromarray(grey.clip(0, 255).astype(np.uint8)).convert("RGB").save(root / folder / f"{n:03}.png")
    return root


def expect(condition: bool, found: str) -> None:
    """Raise `SmokeError` with what was found, unless it is as it should be."""
    if not condition:
        raise SmokeError(found)


def forget(bundle: Path) -> None:
    """Have the system read a bundle's files from disk again."""
    os.sync()
    for path in files_in(bundle):
        file = os.open(path, os.O_RDONLY)
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(file)


def figures_of(smoke: Smoke) -> dict[str, Any]:
    """What was measured, with the settings, for JSON."""
    by_package = sizes(smoke.bundle)
    return {
        "bundle": smoke.name,
        "megabytes": round(sum(by_package.values()) / 1e6),
        "megabytes_by_package": {package: round(size / 1e6, 1) for package, size in by_package.items()},
        "starts_s": smoke.starts_s,
        "seconds": smoke.seconds,
        "hidden": [str(folder) for folder in smoke.isolation.hidden],
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "threads": os.environ.get("OMP_NUM_THREADS", "not set"),
        "load": smoke.load,
    }


def table(figures: dict[str, Any]) -> str:
    """The figures as Markdown, with what they were measured on."""
    load = "" if figures["load"] is None else f", load {figures['load']:.1f}"
    rows = [
        f"`{figures['bundle']}`, {figures['megabytes']} MB, on {figures['system']}, {figures['cores']} cores, "
        f"OMP_NUM_THREADS {figures['threads']}{load}; {len(figures['hidden'])} folders of Pythons hidden from it.",
        "",
    ]
    rows += ["| to start | cold s | warm s |", "| --- | --- | --- |"]
    for name, found in figures["starts_s"].items():
        cold = f"{found['cold']:.1f}" if "cold" in found else "not measured"
        rows.append(f"| `{name}` | {cold} | {found['warm']:.1f} |")
    rows += ["", "| step | s |", "| --- | --- |"]
    rows += [f"| `{name}` | {seconds:.1f} |" for name, seconds in figures["seconds"].items()]
    large = [(name, size) for name, size in figures["megabytes_by_package"].items() if size >= _SHOWN_MB]
    rows += ["", "| package | MB |", "| --- | --- |", *(f"| {name} | {size:.0f} |" for name, size in large)]
    rest = figures["megabytes"] - sum(size for _, size in large)
    rows += [f"| the rest | {rest:.0f} |", f"| all of `{figures['bundle']}` | {figures['megabytes']} |"]
    return "\n".join(rows) + "\n"


def say(text: str) -> None:
    """Progress, to stderr."""
    print(time.strftime("%X"), text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
