"""What OpenMP's wait policy costs a training that shares its cores.

    python training/faults/waiting.py --results training/results/waiting.md

RIAD, preset cpu, trains on random images with as many threads as cores: alone, beside a process that keeps one core
busy, and beside it at the lower priority that the desktop gives its workers (Linux). OMP_WAIT_POLICY must be set
before torch is loaded, so each figure is the median of a separate process.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

_STEPS = """
import statistics, time, torch
from inspector.core.building import build_network
from inspector.core.fitting import FitStep, fit
from inspector.core.methods import create_method

method = create_method("riad", preset="cpu", training={"steps": 9})
images = torch.rand(16, 3, *method.config.image_size, generator=torch.Generator().manual_seed(0))

class Images:
    def __len__(self):
        return len(images)

    def batch(self, indices, *, generator):
        return images[indices]

times, last = [], time.perf_counter()
for event in fit(method, build_network(method, seed=0), Images(), seed=0, device=torch.device("cpu")):
    times.append(time.perf_counter() - last)
    last = time.perf_counter()
    steps = times[2:-1]  # without the start and the warm-up
print(torch.__version__, statistics.median(steps))
"""
_BUSY = "while True: pass"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--results", type=Path)
    arguments = parser.parse_args()
    threads = os.cpu_count()
    rows, version = [], ""
    for policy in (None, "PASSIVE"):
        environment = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"}
        environment |= {"OMP_NUM_THREADS": str(threads)} | ({"OMP_WAIT_POLICY": policy} if policy else {})
        alone, version = _step(environment)
        busy = subprocess.Popen([sys.executable, "-c", _BUSY])
        try:
            beside, _ = _step(environment)
            niced, _ = _step(environment, command=("nice", "-n", "10"))
        finally:
            busy.kill()
            busy.wait()
        rows.append(f"| {policy or 'not set'} | {alone:.2f} | {beside:.2f} | {niced:.2f} |")
        print(rows[-1], flush=True)
    table = "\n".join(
        [
            "# What waiting threads cost",
            "",
            f"`python training/faults/waiting.py`; RIAD, preset cpu, seconds per step (median of 7), {threads} threads",
            f"on as many cores, torch {version}, with no other load than the process named.",
            "",
            "| OMP_WAIT_POLICY | alone | beside a process that keeps one core busy | the same, at nice 10 |",
            "| --- | --- | --- | --- |",
            *rows,
        ]
    )
    if arguments.results is not None:
        arguments.results.write_text(table + "\n", "utf-8")


def _step(environment: dict[str, str], *, command: tuple[str, ...] = ()) -> tuple[float, str]:
    """Seconds per step, and torch's version."""
    printed = subprocess.run(
        [*command, sys.executable, "-c", _STEPS], env=environment, capture_output=True, text=True, check=True
    ).stdout.split()
    return float(printed[1]), printed[0]


if __name__ == "__main__":
    main()
