"""`inspector-cli benchmark`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from inspector.cli.archive import ENGINE, RAY_ADDRESS, WORKERS, ray_workers
from inspector.cli.console import DEVICE, EXIT_BAD_INPUT, JSON, SETTING, follow, note, print_json, say
from inspector.core.errors import SettingError

if TYPE_CHECKING:
    from inspector.workflow.benchmark.recipe import Recipe
    from inspector.workflow.benchmark.run import BenchmarkUpdate, Cell, CellDone


def benchmark(
    data: Annotated[
        Path, typer.Option(help="Images: an .npz or a folder of class folders; a category or a folder of categories.")
    ],
    results: Annotated[Path, typer.Option(help="JSON file of finished cells; the table is written beside it.")],
    recipe: Annotated[
        Path | None, typer.Argument(help="TOML file, see training/recipes; without one, give --protocol and --method.")
    ] = None,
    other: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="PATH", help="For out_of_distribution: a set that is not normal; may be given several times."
        ),
    ] = None,
    protocol: Annotated[
        str | None, typer.Option(help="Without a recipe: one_vs_all, out_of_distribution or category.")
    ] = None,
    method: Annotated[str | None, typer.Option(help="Only this method of the recipe, by label or name.")] = None,
    preset: Annotated[str | None, typer.Option(help="Another preset than the recipe's (without one: paper).")] = None,
    setting: list[str] | None = SETTING,
    classes: Annotated[
        str | None, typer.Option(help="Only these classes of the recipe, separated by commas: 1,5,8 or bottle,cable.")
    ] = None,
    seeds: Annotated[
        str | None,
        typer.Option(help="Only these seeds of the recipe, such as 0,1,2; any without a recipe."),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=2, help="Use at most this many images and steps, to see that everything runs.")
    ] = None,
    weights: Annotated[
        Path | None,
        typer.Option(help="ImageNet weights of a method's backbone: a safetensors file with torchvision's names."),
    ] = None,
    download_weights: Annotated[
        bool, typer.Option("--download-weights", help="Download ImageNet weights from torchvision once.")
    ] = False,
    engine: str | None = ENGINE,
    workers: int | None = WORKERS,
    ray_address: str | None = RAY_ADDRESS,
    device: str = DEVICE,
    json: bool = JSON,
) -> None:
    """Measure methods on public protocols.

    Writes a table with the published figures beside the measured ones. Finished cells are not computed again.
    """
    from inspector.workflow.benchmark.run import BenchmarkDone, BenchmarkJob, CellDone, CellFailed, CellStarted
    from inspector.workflow.benchmark.run import benchmark as run
    from inspector.workflow.device import choose_device
    from inspector.workflow.settings import parse_settings

    job = BenchmarkJob(
        recipe=_recipe(recipe, protocol, method).changed(
            method=method,
            preset=preset,
            settings=parse_settings(setting or []),
            seeds=_numbers(seeds),
        ),
        data=data,
        results=results,
        classes=tuple(part.strip() for part in (classes or "").split(",") if part.strip()),
        device=choose_device(device),
        others=tuple(other or ()),
        limit=limit,
        weights=weights,
        download_weights=download_weights,
    )
    on_ray = ray_workers(engine, workers=workers, ray_address=ray_address)
    updates: Iterator[BenchmarkUpdate] = run(job)
    if on_ray is not None:
        from inspector.cluster.benchmark import benchmark_on_ray

        updates = benchmark_on_ray(job, on_ray)
    done: BenchmarkDone | None = None
    cells: list[dict[str, Any]] = []
    try:
        for update in follow(updates):
            if isinstance(update, CellStarted):
                note(f"Cell {update.number} of {update.cells}: {update.cell}")
            elif isinstance(update, CellDone):
                _note_cell(update)
                cells.append(_plain(update.cell) | {"computed": update.computed, **update.measured})
            elif isinstance(update, CellFailed):
                note(f"Error: {update.cell}: {update.reason}")
                cells.append(_plain(update.cell) | {"error": update.reason})
            elif isinstance(update, BenchmarkDone):
                done = update
    except KeyboardInterrupt:
        note(f"Finished cells are in {results}. Run the same command to continue.")
        raise
    assert done is not None  # every benchmark ends with it
    if json:
        counts = {"computed": done.computed, "kept": done.reused, "failed": done.failed}
        print_json({"results": str(done.results), "table": str(done.table), **counts, "cells": cells})
    else:
        say(*done.text.split("\n"))
    note(f"Cells: {done.computed} computed, {done.reused} kept, {done.failed} failed; the table is {done.table}")
    if done.failed:
        raise typer.Exit(EXIT_BAD_INPUT)


def _recipe(path: Path | None, protocol: str | None, method: str | None) -> "Recipe":
    from inspector.workflow.benchmark.recipe import read_recipe, recipe_from

    if path is not None:
        if protocol is not None:
            raise SettingError(
                "The recipe says the protocol; leave out --protocol, or the recipe.", code="benchmark.two_protocols"
            )
        return read_recipe(path)
    if protocol is None or method is None:
        raise SettingError("Name a recipe, or give both --protocol and --method.", code="benchmark.no_recipe")
    values = {"title": f"{method}, {protocol}", "protocol": protocol, "methods": [{"name": method}]}
    return recipe_from(values, where="The options")


def _numbers(text: str | None) -> tuple[int, ...]:
    parts = [part.strip() for part in (text or "").split(",") if part.strip()]
    if not all(part.isdecimal() for part in parts):
        raise SettingError(
            "--seeds takes numbers separated by commas, such as 0,1,2, not '{text}'.", code="benchmark.seeds", text=text
        )
    return tuple(map(int, parts))


def _note_cell(cell: "CellDone") -> None:
    auroc = cell.measured["image_auroc"]
    how = f"{cell.measured['seconds']:.0f} s of training" if cell.computed else "from an earlier run"
    note(f"  image AUROC {'not measured' if auroc is None else f'{auroc:.4f}'}, {how}")


def _plain(cell: "Cell") -> dict[str, Any]:
    return {"method": cell.entry.label, "class": cell.class_name, "seed": cell.seed}
