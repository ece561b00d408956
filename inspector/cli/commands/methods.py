"""`inspector-cli methods`."""

from typing import TYPE_CHECKING

from inspector.cli.console import JSON, print_json, say

if TYPE_CHECKING:
    from inspector.core.methods import AnyMethod

_TAKES = {"images": "images, and frames of clips", "clips": "clips"}
_MAPS = {
    "always": "yes",
    "with crops": "of overlapping crops where crop_side asks for them, otherwise the whole image is scored",
    "of objects": "boxes of objects, where these are judged",
}


def methods(json: bool = JSON) -> None:
    """List the methods with their presets and settings.

    Says what each method is good and bad at.
    """
    from inspector.core.methods import METHODS, Training
    from inspector.workflow.settings import written_settings

    if json:
        print_json(
            {
                name: {
                    "title": method.title,
                    "presets": {preset: config.model_dump(mode="json") for preset, config in method.presets.items()},
                    "takes": _takes(method),
                    "map": _map(method),
                    "hint": method.hint,
                }
                for name, method in METHODS.items()
            }
        )
        return
    for name, method in METHODS.items():
        say(f"{name}: {method.title}")
        say(f"  presets  {', '.join(method.presets)}")
        for words in written_settings(method.presets["cpu"].model_dump(mode="json")):
            say(f"  --set    {' '.join(words)}")
        say(f"  takes    {_TAKES[_takes(method)]}")
        say(f"  map      {_MAPS[_map(method)]}")
        say(f"  {method.hint}")
    say("The settings have the values of preset cpu; change each with a --set of its own.")
    say(f"Settings of every training: {', '.join(f'training.{name}' for name in Training.model_fields)}.")


def _map(method: type["AnyMethod"]) -> str:
    """`always`, `of objects`, or `with crops` for methods that judge crops or the whole image."""
    from inspector.core.video.clip_view import view_of

    if view_of(method(method.presets["cpu"])).needs_objects:
        return "of objects"
    return "with crops" if "crop_side" in method.config_type().model_fields else "always"


def _takes(method: type["AnyMethod"]) -> str:
    from inspector.core.methods import image_methods

    return "images" if method.name in image_methods() else "clips"
