"""What to do about an error, with the options and commands that do it: by the error's code.

The errors themselves name no option, as they are shown on the screen, too.
"""

from collections.abc import Mapping

from inspector.core.errors import InspectorError

_WAYS_OUT: Mapping[str, str] = {
    "archive.no_output": "Give --output.",
    "benchmark.class_not_run": "Choose other --classes.",
    "benchmark.no_other_sets": "Give each with --other.",
    "category.mixed_sizes": "Take it out, or pass --mixed-sizes to resize all images to one shape.",
    "checkpoint.exists": "Pass --resume to continue it, or delete it to start again.",
    "device.no_cuda": "Choose --device cpu or --device auto.",
    "device.unknown": "Choose --device auto, cpu or cuda.",
    "export.differs": "Inspect with the model folder itself, and report this.",
    "export.int8_differs": "Export without --int8, or allow this many with --allow-flips.",
    "export.no_images": "Name some by --images.",
    "export.no_training_images": "Name the category's training images by --images.",
    "memory": "Choose a smaller image size (--set image_size=128), or fewer images at once.",
    "option.only_images": "Leave it out.",
    "option.only_video": (
        "If the images are the frames of a clip, put their folder into a folder `training`, and name the folder that "
        "holds it."
    ),
    "output.exists": "Choose another name.",
    "output.named_twice": "Choose another name for one of them.",
    "run.is_folder": "Choose another --output; for an archive of images, give --shards-of as well.",
    "storage.failed": "Check rights and free space.",
    "threshold.no_reason": "Say why with --reason.",
    "threshold.nothing": "Give --reject, --review, --max-false-reject or --max-review.",
    "threshold.value_and_budget": "Leave out one of --reject and --max-false-reject, or of --review and --max-review.",
    "training.unreadable_clip": "Take it out of the good clips, or pass --skip-unreadable.",
    "training.unreadable_image": "Take it out of the good images, or pass --skip-unreadable.",
    "weights.unused": "Leave out --weights and --download-weights.",
}


def way_out(error: InspectorError) -> str | None:
    """What to do about an error; None where its own sentence says enough."""
    return _WAYS_OUT.get(error.code)


def sentence(error: InspectorError) -> str:
    """The error with the way out."""
    hint = way_out(error)
    return str(error) if hint is None else f"{error} {hint}"
