"""The tables of the papers, measured: methods × classes × seeds, each cell once."""

import os
import platform
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from inspector import __version__
from inspector.core.errors import CategoryError, InspectorError, ModelError, SettingError, StorageError
from inspector.core.fitting import FitStep
from inspector.core.methods import Method, create_method, require_image_method
from inspector.data.class_set import read_class_set
from inspector.store.benchmark_cells import cell_key, keep_cell, read_cells
from inspector.store.durable import replacing_file
from inspector.store.models.model_folder import file_sha256
from inspector.store.targets import Targets
from inspector.workflow.benchmark.categories import Categories
from inspector.workflow.benchmark.protocols import Conditions, OneVsAll, OutOfDistribution, Protocol
from inspector.workflow.benchmark.recipe import MethodEntry, Recipe
from inspector.workflow.benchmark.table import MeasuredCell, benchmark_table
from inspector.workflow.progress import Progress, Warned


@dataclass(frozen=True)
class BenchmarkJob:
    """What to measure; see the command line's options of the same names.

    Attributes:
        classes: of the recipe's classes only these; all of them where none is named.
        others: the sets that are not normal, for protocol `out_of_distribution`.
        results: JSON file of finished cells, which may be there already; the table is written beside it.
        limit: at most so many training images, test images and steps: a check that everything runs. Its cells
            are kept apart and its table has a name of its own.
        weights, download_weights: pretrained weights, for those methods that have a backbone.
    """

    recipe: Recipe
    data: Path
    results: Path
    device: torch.device
    classes: tuple[str, ...] = ()
    others: tuple[Path, ...] = ()
    limit: int | None = None
    weights: Path | None = None
    download_weights: bool = False

    @property
    def table(self) -> Path:
        return self.results.with_suffix(".md" if self.limit is None else f".limit{self.limit}.md")


@dataclass(frozen=True)
class Cell:
    """One method on one class with one seed."""

    entry: MethodEntry
    class_name: str
    seed: int

    def __str__(self) -> str:
        return f"{self.entry.label}, {self.class_name}, seed {self.seed}"


@dataclass(frozen=True)
class CellStarted:
    cell: Cell
    number: int
    cells: int


@dataclass(frozen=True)
class CellDone:
    """A cell's figures; `computed` now, or kept from an earlier run."""

    cell: Cell
    measured: dict[str, Any]
    computed: bool


@dataclass(frozen=True)
class CellFailed:
    """A cell that cannot be measured, such as one whose backbone has no weights; the others continue."""

    cell: Cell
    reason: str


@dataclass(frozen=True)
class BenchmarkDone:
    results: Path
    table: Path
    text: str
    computed: int
    reused: int
    failed: int


BenchmarkUpdate = Progress | Warned | FitStep | CellStarted | CellDone | CellFailed | BenchmarkDone


def benchmark(job: BenchmarkJob) -> Iterator[BenchmarkUpdate]:
    """Measure every cell of a recipe that has not been measured yet, and write the table.

    A finished cell is saved at once. A stopped run continues with the cell it was stopped in; what changes a
    figure (data, method's configuration, seed, limit, variation) makes another cell. The device does not: its
    name stands beside the figures. Nor does the program's version: measure anew into another file after a
    change of a method's code.

    Raises:
        SettingError: if a method of the recipe or one of its settings does not exist, or none is run on a class that
            is asked for; before any cell.
        ModelError: if there is no such file as `weights`.
        CategoryError: if the data cannot be read or lack a class.
        RunError, StorageError: if the results cannot be read or written.
    """
    cells = read_cells(job.results)  # find out before the work that it cannot be read
    targets = Targets()
    targets.claim(job.results, own=lambda _: True)
    targets.claim(job.table, own=lambda _: bool(cells))  # that of these results
    methods = _methods(job.recipe)
    if job.weights is not None and not job.weights.is_file():
        raise ModelError("{path}: there is no such weights file.", code="weights.no_file", path=job.weights)
    yield Progress("Reading", 0, 1)
    conditions = Conditions(job.recipe, job.device, job.limit, job.weights, job.download_weights)
    protocol = _protocol(job, conditions)
    plan, left_out = _plan(job, protocol)
    for sentence in left_out:
        yield Warned(sentence)
    yield Progress("Reading", 1, 1)
    finished: list[MeasuredCell] = []
    counts = {"computed": 0, "reused": 0, "failed": 0}
    for number, cell in enumerate(plan, start=1):
        yield CellStarted(cell, number, len(plan))
        try:
            method = methods[cell.entry.label]
            identity = {
                "protocol": job.recipe.protocol,
                **protocol.identity(cell.class_name),
                "method": method.name,
                "config": method.config.model_dump(mode="json"),
                "normalise": job.recipe.normalise,
                "seed": cell.seed,
                "limit": job.limit,
            }
            weights = conditions.pretrained(method)["weights"]
            if weights is not None:
                identity["weights"] = file_sha256(weights)
            key = cell_key(identity)
            computed = key not in cells
            if computed:
                measured = yield from protocol.measure(method, cell.class_name, seed=cell.seed)
                cells[key] = {**identity, "preset": cell.entry.preset, "measured": measured | _machine(job.device)}
        except StorageError:
            raise
        except InspectorError as error:
            counts["failed"] += 1
            yield CellFailed(cell, str(error))
            continue
        finished.append(MeasuredCell(cell.entry.label, cell.class_name, cell.seed, cells[key]))
        counts["computed" if computed else "reused"] += 1
        if computed:
            keep_cell(job.results, key, cells[key])
            _write_table(job, protocol, plan, finished)
        yield CellDone(cell, cells[key]["measured"], computed)
        yield Progress("Cells", number, len(plan))
    text = _write_table(job, protocol, plan, finished)
    yield BenchmarkDone(job.results, job.table, text, **counts)


def planned_cells(job: BenchmarkJob) -> list[Cell]:
    """The cells of a benchmark, finished or not.

    Raises:
        SettingError, CategoryError: as :func:`benchmark` does before any cell.
    """
    _methods(job.recipe)
    conditions = Conditions(job.recipe, job.device, job.limit, job.weights, job.download_weights)
    return _plan(job, _protocol(job, conditions))[0]


def _protocol(job: BenchmarkJob, conditions: Conditions) -> Protocol:
    if job.recipe.protocol == "category":
        return Categories(job.data, conditions)
    data = read_class_set(job.data)
    if job.recipe.protocol == "one_vs_all":
        return OneVsAll(data, conditions)
    return OutOfDistribution(data, [read_class_set(other) for other in job.others], conditions)


def _methods(recipe: Recipe) -> dict[str, Method]:
    """The methods by label, all made before any is trained: a mistake in the last must not cost the others' time."""
    methods = {}
    for number, entry in enumerate(recipe.methods, start=1):
        try:
            method = create_method(entry.name, preset=entry.preset, **entry.settings)
            require_image_method(method)
            methods[entry.label] = method
        except SettingError as error:
            raise SettingError(
                "{recipe}, method {number} ('{label}'): {problem}",
                code="benchmark.method_wrong",
                recipe=recipe.title,
                number=number,
                label=entry.label,
                problem=error,
            ) from error
    return methods


def _plan(job: BenchmarkJob, protocol: Protocol) -> tuple[list[Cell], list[str]]:
    """The cells, seed by seed, so that the first seed's table is whole as early as may be; and a sentence for each
    method that is not run on a class that is wanted."""
    recipe = job.recipe
    requested = [protocol.class_named(name) for name in job.classes]
    chosen: dict[str, list[str]] = {}
    left_out: list[str] = []
    for entry in recipe.methods:
        names = entry.classes or recipe.classes or protocol.classes
        chosen[entry.label] = _chosen(names, requested, protocol)
        missing = [name for name in requested if name not in chosen[entry.label]]
        if missing:
            left_out.append(f"'{entry.label}' is not run on {', '.join(missing)}: the recipe says {', '.join(names)}.")
    nowhere = [name for name in requested if not any(name in names for names in chosen.values())]
    if nowhere:
        stated = dict.fromkeys(name for entry in recipe.methods for name in entry.classes or recipe.classes)
        raise SettingError(
            "{recipe}: no method of the recipe is run on the class {wanted}; choose among {classes}.",
            code="benchmark.class_not_run",
            recipe=recipe.title,
            wanted=", ".join(nowhere),
            classes=", ".join(stated),
        )
    cells = [
        Cell(entry, name, seed) for seed in recipe.seeds for entry in recipe.methods for name in chosen[entry.label]
    ]
    return cells, left_out


def _chosen(names: Iterable[str], requested: Sequence[str], protocol: Protocol) -> list[str]:
    """Those of a recipe's classes that are wanted; all where none is named."""
    if not requested:
        return [protocol.class_named(name) for name in names]
    found = []
    for name in names:
        with suppress(CategoryError):  # what is not wanted may be missing
            found.append(protocol.class_named(name))
    return [name for name in found if name in requested]


def _write_table(job: BenchmarkJob, protocol: Protocol, plan: Sequence[Cell], finished: list[MeasuredCell]) -> str:
    planned = list(dict.fromkeys((cell.entry.label, cell.class_name) for cell in plan))
    text = benchmark_table(job.recipe, planned, finished, classes=protocol.classes, data=job.data.stem, limit=job.limit)
    with replacing_file(job.table) as part:
        part.write_text(text, "utf-8")
    return text


def _machine(device: torch.device) -> dict[str, Any]:
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else "cpu"
    return {
        "device": name,
        "threads": torch.get_num_threads(),
        "cpu": f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores",
        "torch": torch.__version__,
        "version": __version__,
    }
