"""`inspector-cli inspect`."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from inspector.cli.archive import ENGINE, RAY_ADDRESS, WORKERS, exit_by, inspect_to_archive, ray_workers, summary
from inspector.cli.console import (
    DEVICE,
    FRAME_RATE,
    JSON,
    counted,
    follow,
    note,
    output_names,
    print_json,
    refuse_overwriting,
)
from inspector.cli.inspect_video import inspect_to_video_run


def inspect(
    model: Annotated[Path, typer.Argument(help="Model folder, or a file exported from one.")],
    paths: Annotated[list[Path], typer.Argument(help="Images, and folders of them; clips for a model of clips.")],
    output: Annotated[
        Path | None, typer.Option(help="Run file to write (default: run-TIME.h5 or .clips here).")
    ] = None,
    csv: Annotated[
        Path | None, typer.Option(help="Also write a CSV table: of the images, or of the clips' events.")
    ] = None,
    heatmaps: Annotated[
        Path | None,
        typer.Option(help="Also write a picture with its heatmap of each image, or each event's worst frame."),
    ] = None,
    clips: Annotated[
        Path | None, typer.Option(help="Of clips: also write each event as a video, with heatmap.")
    ] = None,
    maps: Annotated[Path | None, typer.Option(help="Also write each anomaly map as float32 TIFF.")] = None,
    report: Annotated[Path | None, typer.Option(help="Also write a self-contained HTML page.")] = None,
    frame_rate: float | None = FRAME_RATE,
    fail_on_defect: Annotated[bool, typer.Option(help="Exit with 1 when an image or a clip is decided NG.")] = False,
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
    """Inspect images or clips: a decision, a score and a heatmap for each image or event, and where the defect is."""
    from inspector.core.errors import SettingError
    from inspector.data.category import collect_images
    from inspector.store.onnx.exported import open_model
    from inspector.store.runs.image_run import ImageRun
    from inspector.workflow.device import choose_device
    from inspector.workflow.export.tables import write_csv, write_map
    from inspector.workflow.inspect.images import Inspected, inspect_batch
    from inspector.workflow.report.pictures import heatmap, picture, write_picture

    stored = open_model(model)
    if "clips" in stored.card:
        if maps is not None or any(option is not None for option in (shards_of, engine, workers, ray_address)):
            raise SettingError(
                "Clips are inspected one after the other into one run: --maps, --shards-of, --engine, --workers and "
                "--ray-address are for images."
            )
        inspect_to_video_run(
            stored,
            paths,
            output=output,
            csv=csv,
            heatmaps=heatmaps,
            videos=clips,
            report=report,
            frame_rate=frame_rate,
            device=device,
            resume=resume,
            fail_on_defect=fail_on_defect,
            json=json,
        )
        return
    if clips is not None or frame_rate is not None:
        raise SettingError(f"--clips and --frame-rate are for models of clips, and {model} is one of images.")
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
    targets = output_names([image.path for image in images]) if pictured else []

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
    with ImageRun(output) as run:
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
            typer.echo(f"{summary(counts, 'image')} Run: {output}")
    exit_by(counts, fail_on_defect=fail_on_defect)


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
