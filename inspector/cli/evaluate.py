"""`inspector-cli evaluate`."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from inspector.cli.console import (
    DEVICE,
    EXIT_BAD_INPUT,
    FRAME_RATE,
    JSON,
    figure,
    follow,
    note,
    print_json,
    refuse_overwriting,
    share,
)


def evaluate(
    model: Annotated[Path, typer.Argument(help="Model folder, or a file exported from one.")],
    category: Annotated[Path, typer.Argument(help="Category with test images.")],
    report: Annotated[Path | None, typer.Option(help="Write a self-contained HTML page (of images).")] = None,
    frame_rate: float | None = FRAME_RATE,
    device: str = DEVICE,
    json: bool = JSON,
) -> None:
    """Compare a model's verdicts with the labels and masks of a category's test images or clips."""
    from inspector.core.errors import SettingError
    from inspector.data.category import scan_category
    from inspector.store.onnx.exported import open_model
    from inspector.workflow.device import choose_device
    from inspector.workflow.evaluate.images import EvaluateDone
    from inspector.workflow.evaluate.images import evaluate as run

    refuse_overwriting(report)
    stored = open_model(model)
    if "clips" in stored.card:
        from inspector.cli.evaluate_video import evaluate_video

        if report is not None:
            raise SettingError("There is no --report of an evaluation of clips yet; inspect them with --report.")
        evaluate_video(stored, category, device=choose_device(device), frame_rate=frame_rate, json=json)
        return
    scanned = scan_category(category)
    done: EvaluateDone | None = None
    for event in follow(run(stored, scanned, device=choose_device(device))):
        if isinstance(event, EvaluateDone):
            done = event
    evaluation = done.evaluation
    if json:
        print_json(asdict(evaluation))
    else:
        print_evaluation(evaluation)
    for error in evaluation.errors:
        note(f"Error: {error}")
    if report is not None:
        from inspector.cli.reporting import report_page

        report_page(
            report,
            title=f"{scanned.name}: evaluation",
            stored=stored,
            inspections=done.inspections,
            images=scanned.test,
            evaluation=evaluation,
        )
    if evaluation.errors:
        raise typer.Exit(EXIT_BAD_INPUT)


def print_evaluation(evaluation: Any) -> None:
    """The figures for a person to read, on stdout."""
    rows = [
        ("Images", f"{evaluation.n_good} good, {evaluation.n_defective} defective"),
        ("Image AUROC", figure(evaluation.image_auroc)),
        ("Pixel AUROC", figure(evaluation.pixel_auroc)),
        ("AUPRO", figure(evaluation.aupro)),
        ("F1", figure(evaluation.f1)),
        ("False rejects", share(evaluation.false_reject) + " of good parts decided NG"),
        ("In review", share(evaluation.good_in_review) + " of good parts decided REVIEW"),
        ("Escapes", share(evaluation.escape) + " of defective parts decided OK"),
        *(
            (f"  {label}", f"{kind.n} images: {kind.ng} NG, {kind.review} REVIEW, {kind.ok} OK")
            for label, kind in evaluation.per_defect.items()
        ),
    ]
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        typer.echo(f"{name:<{width}}  {value}")
