"""`inspector-cli inspect`."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from inspector.cli.archive import ENGINE, RAY_ADDRESS, WORKERS, exit_by, inspect_to_archive, ray_workers, summary
from inspector.cli.console import DEVICE, EXIT_BAD_INPUT, FRAME_RATE, JSON, counted, follow, note, print_json, say
from inspector.cli.kinds import commands_of
from inspector.cli.options import refuse_other_options
from inspector.cli.run_outputs import CLIPS, CSV, CSV_FORMAT, HEATMAPS, MAPS, REPORT, RunOutputs, noting_written
from inspector.core.errors import InspectorError, RunError, SettingError
from inspector.workflow.export.csv_file import CsvForm

if TYPE_CHECKING:
    from inspector.data.contents import Collected
    from inspector.workflow.export.run_pictures import PictureFolders
    from inspector.workflow.kinds import AnyKind


def inspect(
    context: typer.Context,
    model: Annotated[Path, typer.Argument(help="Model folder, or a file exported from one.")],
    paths: Annotated[list[Path], typer.Argument(help="Images or clips, as the model takes them, and folders of them.")],
    output: Annotated[
        Path | None, typer.Option(help="Run file to write (default: run-TIME.h5 or run-TIME.clips here).")
    ] = None,
    csv: Path | None = CSV,
    csv_format: CsvForm = CSV_FORMAT,
    heatmaps: Path | None = HEATMAPS,
    clips: Path | None = CLIPS,
    maps: Path | None = MAPS,
    report: Path | None = REPORT,
    frame_rate: float | None = FRAME_RATE,
    fail_on_defect: Annotated[bool, typer.Option(help="Exit with 1 if an image or a clip is NG.")] = False,
    watch: Annotated[
        bool, typer.Option(help="Keep running and inspect whatever arrives in the folders, until Ctrl-C.")
    ] = False,
    resume: Annotated[bool, typer.Option(help="Resume an interrupted run.")] = False,
    shards_of: Annotated[
        int | None,
        typer.Option(min=1, help="For very many images: --output is a folder of run files with this many images each."),
    ] = None,
    engine: str | None = ENGINE,
    workers: int | None = WORKERS,
    ray_address: str | None = RAY_ADDRESS,
    device: str = DEVICE,
    json: bool = JSON,
) -> None:
    """Give images or clips a decision, a score and a heatmap.

    Writes a run file, and on request a table, pictures, maps and a page.
    """
    from inspector.data.contents import NOTHING, Collected
    from inspector.store.onnx.exported import open_model
    from inspector.store.runs.lifecycle import part_of
    from inspector.store.targets import Targets
    from inspector.workflow.advise.contents import left_out_sentences
    from inspector.workflow.device import choose_device
    from inspector.workflow.export.run_pictures import PictureFolders
    from inspector.workflow.inspect.added import naming_added
    from inspector.workflow.inspect.arrivals import Arrived
    from inspector.workflow.kinds import InspectJob, kind_of_model, kind_of_run

    stored = open_model(model)
    kind = kind_of_model(stored.card)
    refuse_other_options(context, kind, f"{model} is a model of")
    folders = PictureFolders(heatmaps, maps, clips)
    if watch:
        _check_watched(paths, folders, archive=shards_of is not None or engine is not None)
    on_ray = ray_workers(engine, workers=workers, ray_address=ray_address)
    if shards_of is not None or engine is not None:
        collected = kind.collect(paths)
        items, left_out = collected.items, collected.left_out
        if any(option is not None for option in (heatmaps, maps, report)):
            raise SettingError(
                "An archive has no --heatmaps, --maps or --report; inspect those images by themselves.",
                code="option.not_for_archives",
            )
        if csv is not None:
            Targets(item.path for item in items).claim(csv)
        for sentence in left_out_sentences(left_out):
            note(f"Note: {sentence}")
        inspect_to_archive(
            stored,
            items,
            output=output,
            shard_size=shards_of or 1000,
            workers=on_ray,
            device=device,
            csv=csv,
            csv_form=csv_format,
            resume=resume,
            fail_on_defect=fail_on_defect,
            json=json,
        )
        return
    output = output or Path(f"run-{datetime.now():%Y%m%d-%H%M%S}{kind.run_suffix}")
    if output.is_dir():
        raise SettingError(
            "{path} is a folder, and a run is one file.", code="run.is_folder", path=output, unit=kind.unit
        )
    if kind_of_run(output) is not kind:
        raise SettingError(
            "{path} would be taken for a run of another kind: the name of a run of {unit}s ends in {suffix}.",
            code="run.other_suffix",
            path=output,
            unit=kind.unit,
            suffix=kind.run_suffix,
        )
    interrupted = part_of(output) if resume and part_of(output).exists() else None
    if interrupted is None:
        if resume and output.exists():
            raise RunError(
                "{run} exists and is not interrupted, so there is nothing to resume.", code="run.complete", run=output
            )
        if resume:
            note(f"Note: There is no interrupted run {output} to resume, so it begins anew.")
        collected, run_id = (Collected([], NOTHING) if watch else kind.collect(paths)), None
    else:
        collected, run_id = _resumed(kind, interrupted, [] if watch else paths)
    items, left_out = collected.items, collected.left_out
    # Where more is to come, no picture's name is known before all is there.
    pictures = kind.pictures([item.path for item in items], PictureFolders() if watch else folders)
    outputs = RunOutputs(csv, csv_format, report, pictures)
    targets = Targets([item.path for item in items])
    targets.claim(output)
    targets.claim(part_of(output), own=lambda _: True)  # what is there already, the run itself looks at
    outputs.claim(targets, run_id=run_id)
    shown = commands_of(kind).output(stored, items, pictures, quiet=json)
    job = InspectJob(
        output,
        choose_device(device),
        folder_rate=frame_rate,
        resume=resume,
        left_out=left_out,
        watched=tuple(paths) if watch else (),
    )
    written_to = [folder for folder in (heatmaps, maps, clips) if folder is not None]
    updates = naming_added(kind.inspect(stored, items, job), items, partial(kind.collect, paths), outputs=written_to)
    if watch:
        note(f"Watching {', '.join(map(str, paths))}. Ctrl-C ends the run.")
    try:
        for update in follow(updates):
            if isinstance(update, Arrived):
                items.extend(update.items)  # which is the list that is shown
            shown.show(update)
    except KeyboardInterrupt:
        if watch and not output.exists() and not part_of(output).exists():
            note(f"No {kind.unit} arrived, so there is no run.")
            return
        if not watch or not output.exists():
            note(shown.resume_hint.format(part=f"{output}.part"))
            raise

    # A batch may be of a hundred thousand images: what need not be held whole is read from the file one by one.
    with kind.read_run(output) as run:
        title = f"Inspection of {counted(len(run), kind.unit)}"
        done: list[Path] = []
        try:
            with noting_written(done):
                without = shown.written
                if watch:
                    without = set()
                    came = [item.path for item in kind.items(run)]
                    outputs = RunOutputs(csv, csv_format, report, kind.pictures(came, folders))
                    outputs.claim(Targets(came), run_id=run.about.get("id"))
                missing = outputs.write(kind, run, stored, title=title, done=done, without=without)
        except (InspectorError, KeyboardInterrupt):
            note(f"The run {output} is complete. `inspector-cli export-run` writes what is missing of its outputs.")
            raise
        counts = {str(decision or "errors"): count for decision, count in run.counts().items()}
        if json:
            print_json(
                {
                    "run": str(output),
                    **counts,
                    "left_out": left_out.as_json(),
                    "pictures_missing": missing,
                    **shown.as_json(run),
                }
            )
        else:
            others = len(left_out.files) + len(left_out.images)
            beside = f" {counted(others, 'file')} left out." if others else ""
            say(f"{summary(counts, kind.unit)}{beside} Run: {output}")
    if missing:
        raise typer.Exit(EXIT_BAD_INPUT)
    exit_by(counts, fail_on_defect=fail_on_defect)


def _check_watched(paths: Sequence[Path], folders: "PictureFolders", *, archive: bool) -> None:
    """Refuse to watch what is no folder, or what the pictures themselves would come to."""
    if archive:
        raise SettingError(
            "An archive takes what is there when it begins, and cannot watch a folder.", code="option.not_for_archives"
        )
    for path in paths:
        if not path.is_dir():
            raise SettingError(
                "{path} is not a folder, and only folders can be watched.", code="watch.no_folder", path=path
            )
    watched = [path.resolve() for path in paths]
    for target in (folders.heatmaps, folders.maps, folders.clips):
        if target is not None and any(target.resolve().is_relative_to(path) for path in watched):
            raise SettingError(
                "{path} lies in a folder that is watched, and the pictures written there would be inspected, too.",
                code="watch.output_inside",
                path=target,
            )


def _resumed(kind: "AnyKind", part: Path, paths: Sequence[Path]) -> "tuple[Collected[Any], str | None]":
    """What an interrupted run is of, though some of it may be gone by now, and the run's id."""
    from inspector.data.contents import NOTHING, Collected
    from inspector.workflow.inspect.batch import resumed_items

    with kind.read_run(part) as run:
        batch, run_id = kind.items(run), run.about.get("id")
    places = {place for item in batch for place in (item.path, *item.path.parents)}
    there = [path for path in paths if path.exists() or path.absolute() not in places]
    found = kind.collect(there) if there else Collected([], NOTHING)
    items = resumed_items(found.items, batch)
    # A link that leads nowhere is still there; the run says of it what it is.
    gone = [item.name for item in items if not item.path.exists() and not item.path.is_symlink()]
    if gone:
        note(
            f"Note: {counted(len(gone), kind.unit)} of the interrupted run can no longer be found: {gone[0]}"
            f"{' and others' if len(gone) > 1 else ''}."
        )
    return Collected(items, found.left_out), run_id
