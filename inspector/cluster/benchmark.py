"""The cells of a benchmark, or the categories of a plant, trained and measured side by side by workers on Ray."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch

from inspector.cluster.ray_workers import Answer, RayWorkers
from inspector.core.errors import RunError
from inspector.store.benchmark_cells import keep_cell, read_cells
from inspector.workflow.benchmark.run import BenchmarkJob, BenchmarkUpdate, Cell, benchmark, planned_cells
from inspector.workflow.progress import Progress, Warned

Cells = dict[str, dict[str, Any]]


class CellWorker:
    """Measures one cell after the other, each as a benchmark of its own.

    Args:
        common: the job, and the cells that are measured already, by key.
    """

    def __init__(self, common: tuple[BenchmarkJob, Cells]) -> None:
        self._job, self._finished = common

    def load(self, *, threads: int) -> None:
        torch.set_num_threads(threads)

    def work(self, cell: Cell) -> Iterator[Cells]:
        """The finished cell by its key; nothing if it is measured already or cannot be measured."""
        with TemporaryDirectory() as folder:
            results = Path(folder) / self._job.results.name
            for key, cell_values in self._finished.items():
                keep_cell(results, key, cell_values)
            recipe = self._job.recipe.model_copy(update={"methods": (cell.entry,), "seeds": (cell.seed,)})
            for _ in benchmark(replace(self._job, recipe=recipe, classes=(cell.class_name,), results=results)):
                pass
            cells = read_cells(results)
        yield {key: cells[key] for key in cells.keys() - self._finished.keys()}


def benchmark_on_ray(job: BenchmarkJob, workers: RayWorkers) -> Iterator[BenchmarkUpdate]:
    """As :func:`benchmark`, with the cells measured by workers first.

    This process saves each finished cell at once. If a worker is lost, another measures its cell anew. What workers
    could not measure is tried here in the end, and the reason reported. The data must have the same path on every
    machine.

    Raises:
        InspectorError: as :func:`benchmark` and :meth:`RayWorkers.run`.
        RunError: if a cell has cost several workers; after all others were measured.
    """
    finished = read_cells(job.results)
    cells = planned_cells(job)
    absolute = replace(
        job,
        data=job.data.absolute(),
        others=tuple(other.absolute() for other in job.others),
        weights=None if job.weights is None else job.weights.absolute(),
    )
    done, given_up = 0, []
    yield Progress("On Ray", done, len(cells))
    for event in workers.run(CellWorker, (absolute, finished), cells, gpu=job.device.type == "cuda"):
        if isinstance(event, Answer):
            for key, cell in event.value.items():
                keep_cell(job.results, key, cell)
            done += 1
            yield Progress("On Ray", done, len(cells))
        else:
            where = "" if event.item is None else f" while it measured {event.item}"
            yield Warned(f"A worker was lost{where} ({event.reason}).")
            if event.given_up:
                given_up.append(str(event.item))
    if given_up:
        raise RunError(
            "{cells}: several workers were lost, one after the other, while they measured this; perhaps memory ran "
            "out. Finished cells are saved.",
            code="worker.cell_given_up",
            cells="; ".join(given_up),
        )
    yield from benchmark(job)
