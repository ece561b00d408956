"""`inspector-cli inspect` into an archive, and what commands that run on Ray have in common."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from inspector.cli.console import EXIT_BAD_INPUT, EXIT_DEFECTS, counted, note, print_json, result_of, say
from inspector.core.errors import SettingError
from inspector.workflow.export.csv_file import CsvForm

if TYPE_CHECKING:
    from inspector.cluster.ray_workers import RayWorkers
    from inspector.data.category import ImageRef
    from inspector.store.models.model_folder import StoredModel

ENGINE = typer.Option(None, help="What does the work: local, or ray for several workers or machines.")
WORKERS = typer.Option(None, min=1, help="Workers of --engine ray (default: one per GPU, or one per machine).")
RAY_ADDRESS = typer.Option(None, help="A running Ray cluster (default: RAY_ADDRESS, or this machine).")


def ray_workers(engine: str | None, *, workers: int | None, ray_address: str | None) -> "RayWorkers | None":
    """The workers of the engine `ray`; None for the engine `local`, which is also meant where none is named.

    Raises:
        SettingError: if there is no such engine, or an option does not apply to it.
    """
    if engine == "ray":
        from inspector.cluster.ray_workers import RayWorkers

        return RayWorkers(workers, ray_address)
    if engine not in (None, "local"):
        raise SettingError("There is no engine '{engine}'; choose local or ray.", code="engine.unknown", engine=engine)
    if workers is not None or ray_address is not None:
        raise SettingError("--workers and --ray-address are for --engine ray.", code="engine.not_ray")
    return None


def inspect_to_archive(
    stored: "StoredModel",
    images: "Sequence[ImageRef]",
    *,
    output: Path | None,
    shard_size: int,
    workers: "RayWorkers | None",
    device: str,
    csv: Path | None,
    csv_form: CsvForm,
    resume: bool,
    fail_on_defect: bool,
    json: bool,
) -> None:
    """Inspect many images into a folder of run files with one index, by workers on Ray or here."""
    from inspector.cluster.archive import ArchiveDone, ArchiveJob, RayEngine, inspect_archive, inspect_here
    from inspector.cluster.archive_folder import Archive
    from inspector.workflow.export.tables import write_csv

    if output is None:
        raise SettingError(
            "--shards-of and --engine write an archive, a folder of run files, and it has no name.",
            code="archive.no_output",
        )
    job = ArchiveJob(stored, images, output, shard_size=shard_size, device=device, resume=resume)
    try:
        done = result_of(inspect_archive(job, inspect_here if workers is None else RayEngine(workers)), ArchiveDone)
    except KeyboardInterrupt:
        note(f"Every finished inspection is in {output}. Run the same command with --resume to continue.")
        raise
    if csv is not None:
        with Archive(output) as archive:
            relative = partial(stored.score_scale.relative, point=stored.operating_point)
            write_csv(csv, archive.inspections(), relative=relative, form=csv_form)
    counts = {str(decision or "errors"): count for decision, count in done.decisions.items()}
    if json:
        print_json({"archive": str(output), "images": len(images), **counts})
    else:
        say(f"{summary(counts, 'image')} Archive: {output}")
    exit_by(counts, fail_on_defect=fail_on_defect)


def summary(counts: Mapping[str, int], noun: str) -> str:
    """How many images, or clips, were decided each way, and how many of them are `errors`, as a sentence."""
    decided = ", ".join(f"{count} {decision}" for decision, count in counts.items() if decision != "errors")
    return f"{counted(sum(counts.values()), noun)}: {decided}, {counted(counts['errors'], 'error')}."


def exit_by(counts: Mapping[str, int], *, fail_on_defect: bool) -> None:
    """End the command with the exit code that follows from these counts."""
    if counts["errors"]:
        raise typer.Exit(EXIT_BAD_INPUT)
    if fail_on_defect and counts["NG"]:
        raise typer.Exit(EXIT_DEFECTS)
