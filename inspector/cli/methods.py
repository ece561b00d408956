"""`inspector-cli methods`."""

import typer

from inspector.cli.console import JSON, print_json


def methods(json: bool = JSON) -> None:
    """List the methods with their presets and what each is good and bad at."""
    from inspector.core.methods import METHODS, setting_names

    if json:
        print_json(
            {
                name: {
                    "title": method.title,
                    "presets": {preset: config.model_dump(mode="json") for preset, config in method.presets.items()},
                    "has_map": method.has_map,
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
        typer.echo(f"  map      {'yes' if method.has_map else 'no, the image is judged as a whole'}")
        typer.echo(f"  {method.hint}")
