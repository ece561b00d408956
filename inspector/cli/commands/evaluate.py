"""`inspector-cli evaluate`."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from inspector.cli.console import (
    DEVICE,
    EXIT_BAD_INPUT,
    FRAME_RATE,
    JSON,
    LEARN_FROM,
    PROPERTIES,
    note,
    print_json,
    print_rows,
    refuse_overwriting,
    result_of,
)
from inspector.cli.kinds import commands_of
from inspector.cli.options import refuse_other_options


def evaluate(
    context: typer.Context,
    model: Annotated[Path, typer.Argument(help="Model folder, or a file exported from one.")],
    category: Annotated[Path, typer.Argument(help="Category with test images or clips, as the model takes them.")],
    report: Annotated[Path | None, typer.Option(help="Write a self-contained HTML page.")] = None,
    learn_from: list[str] | None = LEARN_FROM,
    properties: Path | None = PROPERTIES,
    frame_rate: float | None = FRAME_RATE,
    device: str = DEVICE,
    json: bool = JSON,
) -> None:
    """Compare a model's verdicts with labels and masks.

    Inspects the test images or clips of a category and prints AUROC, false rejects and escapes.
    """
    from inspector.store.onnx.exported import open_model
    from inspector.workflow.device import choose_device
    from inspector.workflow.evaluate.common import Evaluated
    from inspector.workflow.kinds import PageHead, kind_of_model

    refuse_overwriting(report)
    stored = open_model(model)
    kind = kind_of_model(stored.card)
    refuse_other_options(context, kind, f"{model} is a model of")
    scanned = kind.scan(category, learn_from=learn_from or (), stated_in=properties)
    updates = kind.evaluate(stored, scanned, device=choose_device(device), folder_rate=frame_rate)
    done = result_of(updates, Evaluated)
    if json:
        print_json(asdict(done.evaluation))
    else:
        print_rows(commands_of(kind).evaluation_rows(done.evaluation))
    for error in done.evaluation.errors:
        note(f"Error: {error}")
    if report is not None:
        title = f"{scanned.name}: evaluation"
        kind.write_evaluation(report, PageHead(title, stored), scanned, done)
        note(f"Page       {report.resolve()}")
    if done.evaluation.errors:
        raise typer.Exit(EXIT_BAD_INPUT)
