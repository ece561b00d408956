"""`inspector-cli evaluate` for a model of clips."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer

from inspector.cli.console import EXIT_BAD_INPUT, counted, figure, follow, note, print_json, share


def evaluate_video(stored: Any, category: Path, *, device: Any, frame_rate: float | None, json: bool) -> None:
    """Compare a model's frame scores, places and alarms with the labels and masks of a category's test clips."""
    from inspector.data.video.category import scan_video
    from inspector.workflow.evaluate.video import EvaluateVideoDone
    from inspector.workflow.evaluate.video import evaluate_video as run

    done: EvaluateVideoDone | None = None
    for event in follow(run(stored, scan_video(category), device=device, folder_rate=frame_rate)):
        if isinstance(event, EvaluateVideoDone):
            done = event
    found = done.evaluation
    if json:
        print_json(asdict(found))
    else:
        rows = [
            ("Clips", f"{found.clips} with {found.frames} frames, {found.abnormal} of them abnormal"),
            ("Frame AUROC, streaming", _both(found.streaming)),
            ("Frame AUROC, offline", _both(found.offline)),
            ("  each clip scaled by its own range", _both(found.offline_scaled)),
            ("RBDC", figure(found.rbdc)),
            ("TBDC", f"{figure(found.tbdc)} (tracks linked by overlap)"),
            ("Events found", _share(found.events_found, "of the labelled intervals have an alarm")),
            ("False alarms", _share(found.false_alarms, "of normal frames are NG")),
        ]
        width = max(len(name) for name, _ in rows)
        for name, value in rows:
            typer.echo(f"{name:<{width}}  {value}")
    for error in found.errors:
        note(f"Error: {error}")
    if found.errors:
        raise typer.Exit(EXIT_BAD_INPUT)


def _share(rate: Any, of_what: str) -> str:
    return "not measured: there are none" if rate is None else f"{share(rate)} {of_what}"


def _both(auroc: Any) -> str:
    left_out = f", {auroc.left_out} without both kinds of frames" if auroc.left_out else ""
    return f"micro {figure(auroc.micro)}, macro {figure(auroc.macro)} ({counted(auroc.clips, 'clip')}{left_out})"
