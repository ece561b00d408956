"""Whether two processes learn what one learns, and how fast.

    python training/two_processes.py parts/bottle --results training/results/two_processes.md

RIAD, preset cpu, the first steps of a training on a category's good images, on the CPU: in one process with all cores,
in one with a single thread (which shows what another order of the same additions does to the losses), and in two
processes with half the cores each, started by torchrun, with the same batches.
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

from inspector.core.fitting import FitStep, build_network, fit
from inspector.core.methods import create_method
from inspector.core.variation import Variation
from inspector.data.category import scan_category
from inspector.data.source import GoodImages, TrainingImages
from inspector.workflow.processes import join_processes

_CPU = torch.device("cpu")
_WARM_UP = 2  # steps that are not timed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("category", type=Path)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--images", type=int, default=32)
    parser.add_argument("--results", type=Path)
    parser.add_argument("--curve", type=Path, help=argparse.SUPPRESS)  # what the processes are started with
    arguments = parser.parse_args()
    if arguments.curve is not None:
        _learn(arguments)
        return
    cores = os.cpu_count()
    whole, single, two = (
        _curve(arguments, processes=processes, threads=threads)
        for processes, threads in ((1, cores), (1, 1), (2, max(1, cores // 2)))
    )
    places = [0, 2, 4, 9, arguments.steps - 1]
    rows = [
        _row(f"one process, {cores} threads", whole, whole, places),
        _row("one process, 1 thread", single, whole, places),
        _row(f"two processes, {max(1, cores // 2)} threads each", two, whole, places),
    ]
    heads = " | ".join(f"loss at step {place + 1}" for place in places)
    differences = " | ".join(f"up to step {place + 1}" for place in places)
    table = "\n".join(
        [
            "# Two processes learn what one learns",
            "",
            f"`python training/two_processes.py {arguments.category.name} --steps {arguments.steps}`; RIAD, preset "
            f"cpu, batches of {two['batch_size']}, seed 0, {cores} cores, torch {torch.__version__}; gloo.",
            "",
            f"| | s a step | {heads} |",
            f"| --- | --- |{' --- |' * len(places)}",
            *(told for told, _ in rows),
            "",
            "Largest relative difference of the loss from one process with all cores:",
            "",
            f"| | {differences} |",
            f"| --- |{' --- |' * len(places)}",
            *(difference for _, difference in rows[1:]),
            "",
            "What the order of additions leaves grows from step to step, in one process as in two. In double precision",
            "two processes stay within 1e-9 of one (`tests/workflow/test_processes.py`, for every kind of method).",
        ]
    )
    print(table)
    if arguments.results is not None:
        arguments.results.write_text(table + "\n", "utf-8")


def _learn(arguments: argparse.Namespace) -> None:
    """One of the processes: the first one writes the losses and seconds of each step."""
    processes, device = join_processes(_CPU)
    method = create_method("riad", preset="cpu", training={"steps": arguments.steps})
    paths = [image.path for image in scan_category(arguments.category).train[: arguments.images]]
    good = GoodImages(paths, size=method.config.image_size)
    for index in range(len(paths)):
        good.load(index)
    source = TrainingImages(good, range(len(paths)), Variation())
    losses, seconds, last = [], [], time.perf_counter()
    for event in fit(method, build_network(method, seed=0), source, seed=0, device=device, learner=processes.learner):
        if isinstance(event, FitStep):
            losses.append(sum(event.losses.values()))
            seconds.append(time.perf_counter() - last)
            last = time.perf_counter()
    if processes.first:
        told = {"losses": losses, "seconds": seconds, "batch_size": method.config.training.batch_size}
        arguments.curve.write_text(json.dumps(told), "utf-8")


def _curve(arguments: argparse.Namespace, *, processes: int, threads: int) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        curve = Path(folder) / "curve.json"
        command = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", str(processes), __file__]
        command += [str(arguments.category), "--steps", str(arguments.steps), "--images", str(arguments.images)]
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
