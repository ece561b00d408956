"""What to do about an error, with the options and commands that do it: by the error's code.

The errors themselves name no option, as they are shown on the screen, too.
"""

from collections.abc import Mapping

from inspector.core.errors import InspectorError

_WAYS_OUT: Mapping[str, str] = {
    "archive.other_batch": "Give the same images and --shards-of, or choose another --output.",
    "category.holds_clips": "The commands train, evaluate, inspect and check take clips.",
    "category.mixed_sizes": "Take it out, or pass --mixed-sizes to resize all images to one shape.",
    "checkpoint.exists": "Pass --resume to continue it, or delete it to start again.",
    "detector.weights_missing": "Pass --download-weights, or choose --detector background.",
    "device.no_cuda": "Choose --device cpu or --device auto.",
    "device.unknown": "Choose --device auto, cpu or cuda.",
    "engine.unknown": "Choose --engine local or --engine ray.",
    "memory": "Choose a smaller image size (--set image_size=128), or fewer images at once.",
    "model.exists": "Choose another --output.",
    "option.only_images": "Leave it out.",
    "option.only_video": (
        "If the images are the frames of a clip, put their folder into a folder `training`, and name the folder that "
        "holds it."
    ),
    "output.exists": "Choose another name.",
    "output.named_twice": "Choose another name for one of them.",
    "run.exists": "Choose another --output.",
    "run.interrupted": "Pass --resume to continue it, or delete it first.",
    "run.is_folder": "Choose another --output; for an archive of images, give --shards-of as well.",
    "run.other_images": "Give the same paths, or choose another --output.",
    "run.other_model": "Delete it, or choose another --output.",
    "threshold.nothing": "Give --reject, --review, --max-false-reject or --max-review.",
    "threshold.no_reason": "Say why with --reason.",
    "threshold.value_and_wish": "Give --reject or --max-false-reject, and --review or --max-review, not both.",
    "storage.failed": "Check rights and free space.",
    "training.unreadable_clip": "Take it out of the good clips, or pass --skip-unreadable.",
    "training.unreadable_image": "Take it out of the good images, or pass --skip-unreadable.",
    "weights.missing": "Pass --weights FILE or --download-weights.",
    "weights.unused": "Leave out --weights and --download-weights.",
}


def way_out(error: InspectorError) -> str | None:
    """What to do about an error; None where its own sentence says enough."""
    return _WAYS_OUT.get(error.code)


def sentence(error: InspectorError) -> str:
    """The error with the way out."""
    hint = way_out(error)
    return str(error) if hint is None else f"{error} {hint}"
