"""Inspect very many images with `inspector-cli inspect`: memory, and what a kill halfway costs.

    python training/long_run.py MODEL IMAGES... [--count 100000] [--kill-after 0.4]

The command inspects links to the images (files and folders, used repeatedly) as one batch. SIGKILL ends its process
when a share of them is done, and the command runs again with --resume. The script reports the speed, the memory of
each process after its first 2000 images and its peak from then on, and whether every record that was finished before
the kill is unchanged at the end, including the milliseconds it took: if so, no image was inspected twice.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from inspector.data.category import collect_images
from inspector.store.runs.image_run import ImageRun

_WARM_UP = 2000  # images
_FOLDER = 1000  # images a folder


@dataclass
class Watched:
    """One process: how many images it inspected, for how long, and its memory in MB."""

    images: int
    seconds: float
    warm_mb: float
    peak_mb: float


def main() -> None:
    arguments = _arguments()
    files = [image.path.resolve() for image in collect_images(arguments.images)]
    with tempfile.TemporaryDirectory(dir=arguments.scratch) as scratch:
        folder, output = Path(scratch) / "images", Path(scratch) / "run.h5"
        for index in range(arguments.count):
            place = folder / f"{index // _FOLDER:05d}"
            place.mkdir(parents=True, exist_ok=True)
            file = files[index % len(files)]
            (place / f"{index:07d}{file.suffix}").symlink_to(file)
        command = [sys.executable, "-c", "from inspector.cli import main; main()", "inspect"]
        command += [str(arguments.model), str(folder), "--output", str(output), "--device", "cpu"]
        first = _watch(command, until=round(arguments.kill_after * arguments.count))
        with ImageRun(output) as run:
            finished = np.array(run.finished())
        before = _records(output, finished)
        second = _watch([*command, "--resume"], until=None)
        with ImageRun(output) as run:
            whole = len(run.finished()) == arguments.count and not run.interrupted
        same = before == _records(output, finished)
    print(f"{arguments.count} links to {len(files)} files; {os.environ.get('OMP_NUM_THREADS', 'all')} threads")
    print("| | images | images/s | MB after warm-up | peak MB from then on | growth MB |")
    print("|---|---|---|---|---|---|")
    for name, part in (("killed", first), ("resumed", second)):
        print(
            f"| {name} | {part.images} | {part.images / part.seconds:.0f} | {part.warm_mb:.0f} | {part.peak_mb:.0f} "
            f"| {part.peak_mb - part.warm_mb:.0f} |"
        )
    print(f"Finished before the kill: {len(finished)}; unchanged at the end: {'yes' if same else 'NO'}.")
    print(f"Every image has its record: {'yes' if whole else 'NO'}.")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("images", type=Path, nargs="+")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--kill-after", type=float, default=0.4, help="share of the images")
    parser.add_argument("--scratch", type=Path, help="folder for links and the run (default: the system's)")
    return parser.parse_args()


def _watch(command: list[str], *, until: int | None) -> Watched:
    """Run the command, which prints a line per image, and kill it after so many."""
    seen, warm, peak, started = 0, 0.0, 0.0, 0.0
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=os.environ | {"PYTHONUNBUFFERED": "1"}
    )
    assert process.stdout is not None
    for _ in process.stdout:
        seen += 1
        started = started or time.monotonic()
        if seen % 100 == 0:
            if seen == _WARM_UP:
                warm = _megabytes(process.pid)
            peak = max(peak, _megabytes(process.pid))
            seconds = time.monotonic() - started
            if until is not None and seen >= until:
                process.kill()
                break
    process.stdout.close()
    process.wait()
    return Watched(seen, seconds, warm, peak)


def _megabytes(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0  # it has just ended


def _records(path: Path, indices: np.ndarray) -> list[tuple[object, ...]]:
    """The records of these images, with the time that each took: no second inspection would take exactly as long."""
    with ImageRun(path) as run:
        records = (run.record(index) for index in indices.tolist())
        return [(one.name, one.score, one.error, *one.timings_ms.values()) for one in records]


if __name__ == "__main__":
    main()
