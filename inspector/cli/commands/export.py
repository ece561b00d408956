"""`inspector-cli export`."""

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspector.cli.console import JSON, counted, percent, print_json, print_rows, refuse_overwriting, result_of

if TYPE_CHECKING:
    from inspector.workflow.export.models import ExportDone


class Format(StrEnum):
    ONNX = "onnx"


def export(
    model: Annotated[Path, typer.Argument(help="Model folder.")],
    images: Annotated[
        list[Path],
        typer.Option(
            metavar="PATH",
            help="Images of the category, or a folder of them, to compare verdicts on; may be given several times.",
        ),
    ],
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.ONNX,
    output: Annotated[Path | None, typer.Option(help="File to write (default: MODEL.onnx beside the folder).")] = None,
    int8: Annotated[
        bool,
        typer.Option("--int8", help="Quantise the network to 8 bits: smaller and, for most methods, faster on CPUs."),
    ] = False,
    allow_flips: Annotated[int, typer.Option(min=0, help="How many verdicts may differ from the model's.")] = 0,
    json: bool = JSON,
) -> None:
    """Write a model as one ONNX file for the line.

    The file is saved only if its verdicts match the model's.
    """
    from inspector.data.category import collect_images
    from inspector.store.models.model_folder import read_model
    from inspector.workflow.export.models import ExportDone, ExportJob, default_output, export_onnx, report_of

    stored = read_model(model)
    output = output or default_output(model, int8=int8)
    refuse_overwriting(output, report_of(output))
    job = ExportJob(stored, output, collect_images(images), int8=int8, allow_flips=allow_flips)
    done = result_of(export_onnx(job), ExportDone)
    if json:
        program = None if done.program is None else str(done.program)
        print_json({"format": str(form), "output": str(done.output), "program": program, **asdict(done.report)})
    else:
        _print(done)


def _print(done: "ExportDone") -> None:
    report = done.report
    on_threshold = f", {len(report.on_threshold)} on a threshold" if report.on_threshold else ""
    rows = [
        ("File", f"{done.output} ({report.size_bytes / 1e6:.1f} MB, {report.precision})"),
        ("Compared", f"on {counted(report.images, 'image')}, {report.made_up} of them made from the others"),
        ("Verdicts", f"{report.flips} of {report.images} differ{on_threshold}"),
        *(("", f"{one['image']}: {one['model'][1]} → {one['exported'][1]}") for one in report.flipped),
        *([("", f"{report.not_found} without a part that is found")] if report.not_found else []),
        (
            "Scores",
            f"differ by at most {report.largest_difference:.2g} of the spread of good images' scores "
            f"(median {report.median_difference:.2g})",
        ),
        (
            "Time",
            f"{report.exported_ms:.0f} ms per image by this file, {report.model_ms:.0f} ms by the model's folder "
            f"({counted(report.threads, 'thread')})",
        ),
    ]
    if report.false_reject_bound_95 is not None:
        bound = percent(report.false_reject_bound_95)
        rows.append(
            ("Proven", f"on {report.held_out} held-out good images: at most {bound} of good parts are rejected")
        )
    rows.append(("Report", str(done.report_file)))
    if done.program is not None:
        rows.append(("Program", f"{done.program}: the line needs this folder, too, which does what the graph cannot"))
    print_rows(rows)
