"""`inspector-cli methods`."""

from typing import Any

import typer

from inspector.cli.console import JSON, print_json

_TAKES = {"images": "images, and frames of clips", "clips": "clips"}
_MAPS = {
    "always": "yes",
    "with crops": "of overlapping crops with --set crop_side=…, else the image is judged as a whole",
    "of objects": "boxes of objects, where these are judged",
}


def methods(json: bool = JSON) -> None:
    """List the methods with their presets and what each is good and bad at."""
    from inspector.core.methods import METHODS, Training
    from inspector.workflow.settings import written_settings

    if json:
        print_json(
            {
                name: {
                    "title": method.title,
                    "presets": {preset: config.model_dump(mode="json") for preset, config in method.presets.items()},
                    "takes": method.takes,
                    "map": _map(method),
                    "hint": method.hint,
                }
                for name, method in METHODS.items()
            }
        )
        return
    for name, method in METHODS.items():
        typer.echo(f"{name}: {method.title}")
        typer.echo(f"  presets  {', '.join(method.presets)}")
        for words in written_settings(method.presets["cpu"].model_dump(mode="json")):
            typer.echo(f"  --set    {' '.join(words)}")
        typer.echo(f"  takes    {_TAKES[method.takes]}")
        typer.echo(f"  map      {_MAPS[_map(method)]}")
        typer.echo(f"  {method.hint}")
    typer.echo("The settings have the values of preset cpu; change each with a --set of its own.")
    typer.echo(f"Settings of every training: {', '.join(f'training.{name}' for name in Training.model_fields)}.")


def _map(method: type[Any]) -> str:
    """`always`, `of objects`, or `with crops` for methods that judge the whole image unless told to judge crops."""
    if any(look.of == "objects" for look in method(method.presets["cpu"]).looks):
        return "of objects"
    fields = type(next(iter(method.presets.values()))).model_fields
    return "with crops" if "crop_side" in fields else "always"
