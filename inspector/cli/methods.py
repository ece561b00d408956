"""`inspector-cli methods`."""

from typing import Any

import typer

from inspector.cli.console import JSON, print_json

_MAPS = {
    "always": "yes",
    "with crops": "of overlapping crops with --set crop_side=…, else the image is judged as a whole",
}


def methods(json: bool = JSON) -> None:
    """List the methods with their presets and what each is good and bad at."""
    from inspector.core.methods import METHODS, setting_names

    if json:
        print_json(
            {
                name: {
                    "title": method.title,
                    "presets": {preset: config.model_dump(mode="json") for preset, config in method.presets.items()},
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
        typer.echo(f"  settings {', '.join(setting_names(type(method.presets[next(iter(method.presets))])))}")
        typer.echo(f"  map      {_MAPS[_map(method)]}")
        typer.echo(f"  {method.hint}")


def _map(method: type[Any]) -> str:
    """`always`, or `with crops` for methods that judge the image as a whole unless they are told to judge crops."""
    fields = type(next(iter(method.presets.values()))).model_fields
    return "with crops" if "crop_side" in fields else "always"
