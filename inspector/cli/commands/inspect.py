"""`inspector-cli inspect`."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from inspector.cli.archive import ENGINE, RAY_ADDRESS, WORKERS, exit_by, inspect_to_archive, ray_workers, summary
from inspector.cli.console import DEVICE, FRAME_RATE, JSON, counted, follow, note, print_json, refuse_overwriting, say
from inspector.cli.kinds import commands_of
from inspector.cli.options import InspectOutputs, refuse_other_options
from inspector.core.errors import SettingError


def inspect(
    context: typer.Context,
    model: Annotated[Path, typer.Argument(help="Model folder, or a file exported from one.")],
    paths: Annotated[list[Path], typer.Argument(help="Images or clips, as the model takes them, and folders of them.")],
    output: Annotated[
        Path | None, typer.Option(help="Run file to write (default: run-TIME.h5 or run-TIME.clips here).")
    ] = None,
    csv: Annotated[
        Path | None, typer.Option(help="Also write a CSV table: one row per image, or per event of a clip.")
    ] = None,
    heatmaps: Annotated[
        Path | None,
        typer.Option(help="Also write each image, or the worst frame of each event, with its heatmap."),
    ] = None,
    clips: Annotated[
        Path | None, typer.Option(help="Also write each event of a clip as a video with its heatmap.")
    ] = None,
    maps: Annotated[Path | None, typer.Option(help="Also write each anomaly map as float32 TIFF.")] = None,
    report: Annotated[Path | None, typer.Option(help="Also write a self-contained HTML page.")] = None,
    frame_rate: float | None = FRAME_RATE,
    fail_on_defect: Annotated[bool, typer.Option(help="Exit with 1 if an image or a clip is decided NG.")] = False,
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
    """Inspect images or clips: a decision, a score and a heatmap for each image or event, and where the defect is."""
    from inspector.store.onnx.exported import open_model
    from inspector.workflow.advise.contents import left_out_sentences
    from inspector.workflow.device import choose_device
    from inspector.workflow.kinds import InspectJob, PageHead, kind_of_model, page_time

    stored = open_model(model)
    kind = kind_of_model(stored.card)
    refuse_other_options(context, kind, f"{model} is a model of")
    collected = kind.collect(paths)
    items, left_out = collected.items, collected.left_out
    on_ray = ray_workers(engine, workers=workers, ray_address=ray_address)
    if shards_of is not None or engine is not None:
        if any(option is not None for option in (heatmaps, maps, report)):
            raise SettingError(
                "An archive has no --heatmaps, --maps or --report; inspect those images by themselves.",
                code="option.not_for_archives",
            )
        refuse_overwriting(csv)
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
    refuse_overwriting(output, csv, report)
    shown = commands_of(kind).output(stored, items, InspectOutputs(heatmaps, maps, clips), quiet=json)
    job = InspectJob(output, choose_device(device), folder_rate=frame_rate, resume=resume, left_out=left_out)
    updates = kind.inspect(stored, items, job)
    try:
        for update in follow(updates):
            shown.show(update)
    except KeyboardInterrupt:
        note(shown.resume_hint.format(part=f"{output}.part"))
        raise

    # A batch may be of a hundred thousand images: what need not be held whole is read from the file one by one.
    with kind.read_run(output) as run:
        shown.finish(run)
        if csv is not None:
            kind.write_table(csv, run)
        if report is not None:
            title = f"Inspection of {counted(len(items), kind.unit)}"
            kind.write_report(report, PageHead(title, stored, page_time()), run)
            note(f"Page       {report.resolve()}")
        counts = {str(decision or "errors"): count for decision, count in run.counts().items()}
        if json:
            print_json({"run": str(output), **counts, "left_out": left_out.as_json(), **shown.as_json(run)})
        else:
            others = len(left_out.files) + len(left_out.images)
            beside = f" {counted(others, 'file')} left out." if others else ""
            say(f"{summary(counts, kind.unit)}{beside} Run: {output}")
    exit_by(counts, fail_on_defect=fail_on_defect)
