"""Whether two processes learn the same as one, and how fast.

    python training/two_processes.py parts/bottle --results training/results/two_processes.md

The first steps of a RIAD training (preset cpu) on a category's good images, on the CPU: in one process with all cores,
in one with a single thread (which shows what another order of the same additions does to the losses), and in two
processes with half the cores each, started by torchrun, with the same batches; then one and two processes in double
precision, where rounding hides nothing.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import torch

from inspector.cluster.processes import join_processes
from inspector.core.building import build_network
from inspector.core.fitting import FitStep, Source, fit
from inspector.core.images.variation import Variation
from inspector.core.methods import create_method
from inspector.core.stages.framing import Framing
from inspector.data.category import scan_category
from inspector.data.images.batches import GoodImages, TrainingImages

_CPU = torch.device("cpu")
_WARM_UP = 2  # steps that are not timed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("category", type=Path)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--images", type=int, default=32)
    parser.add_argument("--results", type=Path)
    parser.add_argument("--curve", type=Path, help=argparse.SUPPRESS)  # for the processes started here
    parser.add_argument("--double", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.curve is not None:
        _learn(arguments)
        return
    cores, (load, *_) = os.cpu_count() or 1, os.getloadavg()
    half = max(1, cores // 2)
    whole, single, two, whole_double, two_double = (
        _curve(arguments, processes=processes, threads=threads, double=double)
        for processes, threads, double in (
            (1, cores, False), (1, 1, False), (2, half, False), (1, cores, True), (2, half, True),
        )
    )  # fmt: skip
    places = [0, 2, 4, 9, arguments.steps - 1]
    rows = [
        _row(f"one process, threads: {cores}", whole, whole, places),
        _row("one process, threads: 1", single, whole, places),
        _row(f"two processes, threads of each: {half}", two, whole, places),
        _row(f"two processes, threads of each: {half}, in double precision", two_double, whole_double, places),
    ]
    heads = " | ".join(f"loss at step {place + 1}" for place in places)
    differences = " | ".join(f"up to step {place + 1}" for place in places)
    table = "\n".join(
        [
            "# Two processes learn the same as one",
            "",
            f"`python training/two_processes.py {arguments.category.name} --steps {arguments.steps}`; RIAD, preset "
            f"cpu, batches of {two['batch_size']}, seed 0, {cores} cores, torch {torch.__version__}; gloo; "
            f"load average before: {load:.1f}.",
            "",
            f"| | s per step | {heads} |",
            f"| --- | --- |{' --- |' * len(places)}",
            *(losses for losses, _ in rows[:3]),
            "",
            "Largest relative difference of the loss from that of one process with all cores, in the same precision:",
            "",
            f"| | {differences} |",
            f"| --- |{' --- |' * len(places)}",
            *(difference for _, difference in rows[1:]),
            "",
            "Rounding differences grow from step to step, with another number of threads as with two processes.",
            "`tests/cluster/test_processes.py` compares other methods in double precision.",
        ]
    )
    print(table)
    if arguments.results is not None:
        arguments.results.write_text(table + "\n", "utf-8")


def _learn(arguments: argparse.Namespace) -> None:
    """One of the processes; the first one writes the losses and seconds of each step."""
    processes, device = join_processes(_CPU)
    method = create_method("riad", preset="cpu", training={"steps": arguments.steps})
    paths = [image.path for image in scan_category(arguments.category).train[: arguments.images]]
    good = GoodImages(paths, framing=Framing(method.config.image_size))
    for index in range(len(paths)):
        good.load(index)
    source: Source[torch.Tensor] = TrainingImages(good, range(len(paths)), Variation())
    losses, seconds, last = [], [], time.perf_counter()
    network = build_network(method, seed=0)
    if arguments.double:
        network, source = network.double(), _Double(source)
    for event in fit(method, network, source, seed=0, device=device, learner=processes.learner):
        if isinstance(event, FitStep):
            losses.append(sum(event.losses.values()))
            seconds.append(time.perf_counter() - last)
            last = time.perf_counter()
    if processes.first:
        curve = {"losses": losses, "seconds": seconds, "batch_size": method.config.training.batch_size}
        arguments.curve.write_text(json.dumps(curve), "utf-8")


class _Double:
    """A source's images in double precision."""

    def __init__(self, source: Source[torch.Tensor]) -> None:
        self._source = source

    def __len__(self) -> int:
        return len(self._source)

    def batch(self, indices: list[int], *, generator: torch.Generator) -> torch.Tensor:
        return self._source.batch(indices, generator=generator).double()


def _curve(arguments: argparse.Namespace, *, processes: int, threads: int, double: bool) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        curve = Path(folder) / "curve.json"
        command = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", str(processes), __file__]
        command += [str(arguments.category), "--steps", str(arguments.steps), "--images", str(arguments.images)]
        command += ["--double"] * double
        subprocess.run(
            [*command, "--curve", str(curve)], env=os.environ | {"OMP_NUM_THREADS": str(threads)}, check=True
        )
        return json.loads(curve.read_text("utf-8"))


def _row(name: str, curve: dict, reference: dict, places: list[int]) -> tuple[str, str]:
    losses = " | ".join(f"{curve['losses'][place]:.6f}" for place in places)
    pace = statistics.median(curve["seconds"][_WARM_UP:])
    apart = [abs(own / other - 1) for own, other in zip(curve["losses"], reference["losses"], strict=True)]
    differences = " | ".join(f"{max(apart[: place + 1]):.1e}" for place in places)
    return f"| {name} | {pace:.2f} | {losses} |", f"| {name} | {differences} |"


if __name__ == "__main__":
    main()
