"""`inspector-cli suggest`."""

import shlex
from collections.abc import Sequence
from dataclasses import asdict
from itertools import count
from pathlib import Path
from typing import Annotated, Any

import typer

from inspector.cli.console import JSON, follow, print_json


def suggest(
    category: Annotated[Path, typer.Argument(help="Folder of good images, plain or in MVTec layout.")],
    weights: Annotated[
        bool, typer.Option("--weights/--no-weights", help="Whether pretrained weights are allowed here.")
    ] = True,
    json: bool = JSON,
) -> None:
    """Look at the good training images and say which method and settings to try, and why."""
    from inspector.core.methods import METHODS
    from inspector.data.category import scan_category
    from inspector.data.video.category import refuse_clips
    from inspector.workflow.advise.suggest import SuggestDone
    from inspector.workflow.advise.suggest import suggest as run

    refuse_clips(category, what="suggest looks at")
    scanned = scan_category(category)
    done = next(
        event for event in follow(run(scanned, weights=weights, available=METHODS)) if isinstance(event, SuggestDone)
    )
    _report(done, category, name=scanned.name, json=json)


def _report(done: Any, category: Path, *, name: str, json: bool) -> None:
    advice = done.advice
    commands = [_command(category, name, suggestion) for suggestion in advice.suggestions]
    if json:
        suggestions = [
            asdict(suggestion) | {"arguments": command, "command": shlex.join(command)}
            for suggestion, command in zip(advice.suggestions, commands, strict=True)
        ]
        print_json(asdict(advice) | {"suggestions": suggestions, "properties": asdict(done.properties)})
        return
    typer.echo("\n".join(advice.sentences))
    for suggestion, command in zip(advice.suggestions, commands, strict=True):
        typer.echo(f"\n# {suggestion.when}\n{shlex.join(command)}")
    for title, lines in (("Asked of you", advice.questions), ("To know", advice.notes)):
        if lines:
            typer.echo("\n".join(["", title, *(f"- {line}" for line in lines)]))


def _command(category: Path, name: str, suggestion: Any) -> Sequence[str]:
    output = _free(Path("models") / f"{name}-{suggestion.method}")
    return ["inspector-cli", "train", str(category), "--output", str(output), *suggestion.options]


def _free(path: Path) -> Path:
    """The path, or with a number where there is something already: models are never overwritten."""
    if not path.exists():
        return path
    return next(free for number in count(2) if not (free := path.with_name(f"{path.name}-{number}")).exists())
