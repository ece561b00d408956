"""`inspector-cli inspect`."""

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from inspector.cli.archive import ENGINE, RAY_ADDRESS, WORKERS, exit_by, inspect_to_archive, ray_workers, summary
from inspector.cli.console import (
    DEVICE,
    JSON,
    counted,
    follow,
    note,
    print_json,
    refuse_overwriting,
)


def inspect(
    model: Annotated[Path, typer.Argument(help="Model folder, or a file exported from one.")],
    paths: Annotated[list[Path], typer.Argument(help="Images, and folders of images.")],
    output: Annotated[Path | None, typer.Option(help="Run file to write (default: run-TIME.h5 here).")] = None,
    csv: Annotated[Path | None, typer.Option(help="Also write a CSV table.")] = None,
    heatmaps: Annotated[Path | None, typer.Option(help="Also write a picture of each image with its heatmap.")] = None,
    maps: Annotated[Path | None, typer.Option(help="Also write each anomaly map as float32 TIFF.")] = None,
    report: Annotated[Path | None, typer.Option(help="Also write a self-contained HTML page.")] = None,
    fail_on_defect: Annotated[bool, typer.Option(help="Exit with 1 when an image is decided NG.")] = False,
    resume: Annotated[bool, typer.Option(help="Go on with an interrupted run.")] = False,
    shards_of: Annotated[
        int | None,
        typer.Option(min=1, help="For very many images: --output is a folder of run files of so many images each."),
    ] = None,
    engine: str | None = ENGINE,
    workers: int | None = WORKERS,
    ray_address: str | None = RAY_ADDRESS,
    device: str = DEVICE,
    json: bool = JSON,
) -> None:
    """Inspect images: a decision, a score, a heatmap and the defect's regions for each."""
    from inspector.core.errors import SettingError
    from inspector.data.category import collect_images
    from inspector.store.onnx_file import open_model
    from inspector.store.run_file import Run
    from inspector.workflow.device import choose_device
    from inspector.workflow.export import write_csv, write_map
    from inspector.workflow.inspect import Inspected, inspect_batch
    from inspector.workflow.pictures import heatmap, picture, write_picture

    stored = open_model(model)
    images = collect_images(paths)
    on_ray = ray_workers(engine, workers=workers, ray_address=ray_address)
    if shards_of is not None or engine is not None:
        if output is None:
            raise SettingError("--shards-of and --engine write a folder of run files, an archive; name it by --output.")
        if any(option is not None for option in (heatmaps, maps, report)):
            raise SettingError("An archive has no --heatmaps, --maps or --report; inspect those images by themselves.")
        refuse_overwriting(csv)
        inspect_to_archive(
            stored,
            images,
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
    output = output or Path(f"run-{datetime.now():%Y%m%d-%H%M%S}.h5")
    if output.is_dir():
        raise SettingError(f"{output}: is a folder, and a run is one file; for an archive give its --shards-of, too.")
    refuse_overwriting(output, csv, report)
    pictured = heatmaps is not None or maps is not None
    targets = _targets([image.path for image in images]) if pictured else []

    def pictures(index: int, inspection: Any) -> None:
        if inspection.anomaly_map is None:
            return
        if heatmaps is not None:
            target = heatmaps / targets[index]
            write_picture(
                target.with_name(target.name + ("" if target.suffix.lower() == ".png" else ".png")),
                heatmap(
                    picture(images[index].path),
                    inspection,
                    calibration=stored.model.calibration,
                    point=stored.operating_point,
                ),
            )
        if maps is not None:
            target = maps / targets[index]
            write_map(target.with_name(target.name + ".tif"), inspection)

    shown: set[int] = set()
    try:
        for event in follow(inspect_batch(stored, images, output=output, device=choose_device(device), resume=resume)):
            if isinstance(event, Inspected):
                if pictured:
                    pictures(event.index, event.inspection)
                    shown.add(event.index)
                if not json:
                    _print(event.inspection)
    except KeyboardInterrupt:
        note(f"Every finished inspection is in {output}.part; run the same command with --resume to go on.")
        raise

    # A batch may be of a hundred thousand images: what need not be held whole is read from the file one by one.
    with Run(output) as run:
        if pictured:
            for index in sorted(set(run.finished()) - shown):  # finished before the run was interrupted
                pictures(index, run[index])
        if csv is not None:
            write_csv(csv, map(run.record, run.finished()))
        if report is not None:
            from inspector.cli.reporting import report_page

            report_page(
                report,
                title=f"Inspection of {counted(len(images), 'image')}",
                stored=stored,
                inspections=[run.record(index) for index in run.finished()],
                images=images,
                evaluation=None,
                with_map=run.with_map,
            )
        counts = {str(decision or "errors"): count for decision, count in run.counts().items()}
        if json:
            inspections = [_as_json(run.record(index)) for index in run.finished()]
            print_json({"run": str(output), **counts, "inspections": inspections})
        else:
            typer.echo(f"{summary(counts)} Run: {output}")
    exit_by(counts, fail_on_defect=fail_on_defect)


def _targets(paths: Sequence[Path]) -> list[Path]:
    """A place below an output folder for each image: its path below what all of them share."""
    absolute = [path.absolute() for path in paths]
    shared = Path(os.path.commonpath([path.parent for path in absolute]))
    return [path.relative_to(shared) for path in absolute]


def _print(inspection: Any) -> None:
    if inspection.error is not None:
        typer.echo(f"ERROR   {'':>10}  {inspection.name}  {inspection.error}")
        return
    where = ""
    if inspection.regions:
        worst = inspection.regions[0]
        where = f"  {worst.width}×{worst.height} px at ({worst.left}, {worst.top})"
    typer.echo(f"{inspection.decision:<7} {inspection.score:>10.4g}  {inspection.name}{where}{_failed(inspection)}")


def _failed(inspection: Any) -> str:
    """Which tasks failed, and of crops where; of a method with a single task only where."""
    if not inspection.failed:
        return ""
    worst = inspection.failed[0]
    whole = (worst.height, worst.width) == inspection.size
    if whole:
        return "  fails " + ", ".join(one.task for one in inspection.failed)
    place = f"{worst.width}×{worst.height} px at ({worst.left}, {worst.top})"
    return f"  fails {worst.task} in {place}" if worst.task else f"  worst crop {place}"


def _as_json(inspection: Any) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "image": inspection.name,
        "decision": inspection.decision,
        "score": inspection.score,
        "regions": [asdict(region) for region in inspection.regions],
        "failed": [asdict(one) for one in inspection.failed],
        "light": inspection.light,
        "timings_ms": {stage: round(ms, 1) for stage, ms in inspection.timings_ms.items()},
        "error": inspection.error,
    }
