"""`inspector-cli suggest`."""

import shlex
from collections.abc import Sequence
from dataclasses import asdict
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from inspector.cli.console import JSON, LEARN_FROM, PROPERTIES, print_json, result_of, say

if TYPE_CHECKING:
    from inspector.workflow.advise.methods import Suggestion
    from inspector.workflow.advise.remarks import Question
    from inspector.workflow.advise.suggest import SuggestDone
    from inspector.workflow.kinds import AnyKind


def suggest(
    category: Annotated[Path, typer.Argument(help="Folder of good images or clips.")],
    weights: Annotated[
        bool, typer.Option("--weights/--no-weights", help="Whether methods with pretrained weights may be suggested.")
    ] = True,
    learn_from: list[str] | None = LEARN_FROM,
    properties: Path | None = PROPERTIES,
    json: bool = JSON,
) -> None:
    """Suggest a method and settings, and say why.

    Looks at the good images or clips of a category and prints the commands to run.
    """
    from inspector.core.methods import METHODS
    from inspector.workflow.advise.suggest import SuggestDone
    from inspector.workflow.kinds import kind_of_category

    kind = kind_of_category(category)
    scanned = kind.scan(category, learn_from=learn_from or (), stated_in=properties)
    done = result_of(kind.suggest(scanned, weights=weights, available=METHODS), SuggestDone)
    _report(done, category, kind, name=scanned.name, json=json)


def _report(done: "SuggestDone[Any]", category: Path, kind: "AnyKind", *, name: str, json: bool) -> None:
    from inspector.cli.kinds import commands_of

    use = commands_of(kind).suggestion_use
    advice = done.advice
    questions = [_question(question) for question in advice.questions]
    commands = [_command(category, name, suggestion, kind) for suggestion in advice.suggestions]
    if json:
        suggestions = [
            asdict(suggestion)
            | {"options": _options(suggestion, kind), "when": use(suggestion)}
            | {"arguments": command, "command": shlex.join(command)}
            for suggestion, command in zip(advice.suggestions, commands, strict=True)
        ]
        worded = {"suggestions": suggestions, "questions": questions}
        print_json(asdict(advice) | worded | {"properties": asdict(done.properties)})
        return
    say(*advice.sentences)
    for suggestion, command in zip(advice.suggestions, commands, strict=True):
        say("", f"# {use(suggestion)}", shlex.join(command))
    for title, lines in (("Warnings", advice.warnings), ("Questions", questions), ("Notes", advice.notes)):
        if lines:
            say("", title, *(f"- {line}" for line in lines))


def _command(category: Path, name: str, suggestion: "Suggestion", kind: "AnyKind") -> Sequence[str]:
    output = _free(Path("models") / f"{name}-{suggestion.method}")
    return ["inspector-cli", "train", str(category), "--output", str(output), *_options(suggestion, kind)]


def _options(suggestion: "Suggestion", kind: "AnyKind") -> list[str]:
    """The options of `inspector-cli train` besides --output."""
    from inspector.workflow.settings import written_setting

    options = ["--method", suggestion.method]
    if suggestion.preset != kind.default_preset(suggestion.method):
        options += ["--preset", suggestion.preset]
    if suggestion.pretrained and not suggestion.installed:
        options.append("--download-weights")
    for name, value in suggestion.settings.items():
        options += ["--set", written_setting(name, value)]
    if suggestion.skip_unreadable:
        options.append("--skip-unreadable")
    if suggestion.mixed_sizes:
        options.append("--mixed-sizes")
    if suggestion.locate is not None:
        options += ["--locate", suggestion.locate]
    return options


def _question(question: "Question") -> str:
    from inspector.workflow.advise.remarks import percent

    share, flip = percent(question.share), "both" if len(question.axes) > 1 else "".join(question.axes)
    if question.kind == "rotated":
        return (
            f"In {share} of the pairs of good images, one part is rotated against the other, by up to "
            f"{question.degrees}°. If that is intended, add --rotation {question.degrees}."
        )
    if question.kind == "mirrored":
        return (
            f"In {share} of the pairs of good images, one part mirrors the other. If that is intended, add --flip "
            f"{flip}."
        )
    if question.kind == "moving camera":
        return (
            f"In up to {share} of the sampled frames the scene is not where it is in the others: the camera moves, or "
            "the scene is plain and objects pass. If the camera moves, fix it: the methods expect one that does not "
            "move."
        )
    return (
        f"The part looks the same when mirrored ({share} of the similarity remains). If mirrored parts are good, "
        f"--flip {flip} gives the training more to learn from."
    )


def _free(path: Path) -> Path:
    """The path, with a number where it exists already: models are never overwritten."""
    if not path.exists():
        return path
    return next(free for number in count(2) if not (free := path.with_name(f"{path.name}-{number}")).exists())
