"""Errors in the language of the screen: the sentence from its template, and what to do about it by its code."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from inspector.core.errors import InspectorError

# The templates of the sentences are in the package error_templates, which is generated.
_HINTS: Mapping[str, object] = {  # as the stubs type QT_TRANSLATE_NOOP
    "clip.other_proportions": QT_TRANSLATE_NOOP("Errors", "Another camera needs a model of its own."),
    "clips.no_good": QT_TRANSLATE_NOOP("Errors", "Add good clips."),
    "clips.too_short": QT_TRANSLATE_NOOP("Errors", "Add longer good clips."),
    "detector.no_classes": QT_TRANSLATE_NOOP("Errors", "Use the detector from the training."),
    "detector.no_object": QT_TRANSLATE_NOOP(
        "Errors", "Lower the detector's confidence, choose another detector, or judge whole frames."
    ),
    "training.loss_not_finite": QT_TRANSLATE_NOOP("Errors", "Lower the learning rate."),
    "category.mixed_sizes": QT_TRANSLATE_NOOP("Errors", "Remove it from the category, or mark it as ignored."),
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
    "export.not_possible": QT_TRANSLATE_NOOP("Errors", "Inspect with the model itself."),
    "export.unreadable": QT_TRANSLATE_NOOP("Errors", "Check its name."),
    "folder.unreadable": QT_TRANSLATE_NOOP("Errors", "Check the folder's permissions."),
    "memory": QT_TRANSLATE_NOOP("Errors", "Choose a smaller image size, or close other programs."),
    "model.bad_name": QT_TRANSLATE_NOOP("Errors", "Choose another name."),
    "model.changed": QT_TRANSLATE_NOOP("Errors", "Copy the model again."),
    "model.damaged": QT_TRANSLATE_NOOP("Errors", "Copy the model again."),
    "model.exists": QT_TRANSLATE_NOOP("Errors", "Choose another name."),
    "model.exported": QT_TRANSLATE_NOOP("Errors", "Choose the model that it was exported from."),
    "model.missing": QT_TRANSLATE_NOOP("Errors", "Choose a folder that a training wrote."),
    "model.name_taken": QT_TRANSLATE_NOOP("Errors", "Choose another name."),
    "model.newer": QT_TRANSLATE_NOOP("Errors", "Update the program."),
    "output.exists": QT_TRANSLATE_NOOP("Errors", "Choose another name."),
    "records.failed": QT_TRANSLATE_NOOP("Errors", "Check the folder's permissions and the free disk space."),
    "records.newer": QT_TRANSLATE_NOOP("Errors", "Update the program."),
    "restore.name_taken": QT_TRANSLATE_NOOP("Errors", "Rename or discard the other one first."),
    "run.exists": QT_TRANSLATE_NOOP("Errors", "Choose another name."),
    "run.in_use": QT_TRANSLATE_NOOP("Errors", "Wait until it is complete, or close the other window."),
    "run.interrupted": QT_TRANSLATE_NOOP("Errors", "Resume it, or discard it first."),
    "run.missing": QT_TRANSLATE_NOOP("Errors", "It may have been moved or discarded."),
    "run.newer": QT_TRANSLATE_NOOP("Errors", "Update the program."),
    "run.not_writable": QT_TRANSLATE_NOOP("Errors", "Copy the file to such a folder."),
    "run.other_batch": QT_TRANSLATE_NOOP("Errors", "Inspect the same files, or choose another name."),
    "run.other_frame_rate": QT_TRANSLATE_NOOP("Errors", "Choose the same frame rate, or discard the run."),
    "run.other_model": QT_TRANSLATE_NOOP("Errors", "Inspect with the model that it was made with, or discard the run."),
    "storage.failed": QT_TRANSLATE_NOOP("Errors", "Check the folder's permissions and the free disk space."),
    "storage.file_in_path": QT_TRANSLATE_NOOP("Errors", "Choose another place."),
    "storage.full": QT_TRANSLATE_NOOP("Errors", "Free some space."),
    "storage.no_permission": QT_TRANSLATE_NOOP("Errors", "Choose another place, or change the folder's permissions."),
    "storage.read_only": QT_TRANSLATE_NOOP("Errors", "Choose another place."),
    "storage.too_large": QT_TRANSLATE_NOOP("Errors", "Choose another place."),
    "training.unreadable_clip": QT_TRANSLATE_NOOP("Errors", "Remove it from the good clips, or skip it."),
    "training.unreadable_image": QT_TRANSLATE_NOOP("Errors", "Remove it from the good images, or skip it."),
    "weights.cache_damaged": QT_TRANSLATE_NOOP("Errors", "Delete the file."),
    "weights.damaged": QT_TRANSLATE_NOOP("Errors", "Copy it again."),
    "weights.missing": QT_TRANSLATE_NOOP("Errors", "Choose the weights file, or allow Inspector to download it."),
    "weights.no_file": QT_TRANSLATE_NOOP("Errors", "Check its name."),
    "weights.other_backbone": QT_TRANSLATE_NOOP(
        "Errors", "Choose the weights of torchvision's network with that name."
    ),
    "workspace.damaged": QT_TRANSLATE_NOOP("Errors", "Move its folder away; Inspector then creates a new workspace."),
    "workspace.newer": QT_TRANSLATE_NOOP("Errors", "Update the program."),
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
        try:
            return error.worded(QCoreApplication.translate("Errors", error.template))
        except (KeyError, IndexError, ValueError):  # a translation whose fields are not those of the error
            return str(error)
    return f"{type(error).__name__}: {error}"


def hint(error: BaseException) -> str:
    """What to do about it; empty where its own sentence says enough."""
    source = _HINTS.get(error.code) if isinstance(error, InspectorError) else None
    return "" if source is None else QCoreApplication.translate("Errors", str(source))


def error_message(error: BaseException) -> str:
    """What went wrong and what to do about it."""
    return " ".join(filter(None, (error_text(error), hint(error))))
