"""Errors in the language of the screen: the sentence from its template, and what to do about it by its code."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from inspector.core.errors import InspectorError

# The templates of the sentences are in the package error_templates, which is generated.
_HINTS: Mapping[str, str] = {
    "category.mixed_sizes": QT_TRANSLATE_NOOP("Errors", "Take it out of the category, or mark it as ignored."),
    "detector.weights_missing": QT_TRANSLATE_NOOP("Errors", "Choose the difference from the empty scene instead."),
    "device.no_cuda": QT_TRANSLATE_NOOP("Errors", "Choose the CPU, or let Inspector choose."),
    "memory": QT_TRANSLATE_NOOP("Errors", "Choose a smaller image size, or close other programs."),
    "model.exists": QT_TRANSLATE_NOOP("Errors", "Choose another name."),
    "output.exists": QT_TRANSLATE_NOOP("Errors", "Choose another name."),
    "run.in_use": QT_TRANSLATE_NOOP("Errors", "Wait until it is complete, or close the other window."),
    "storage.failed": QT_TRANSLATE_NOOP("Errors", "Check the folder's rights and the free space."),
    "training.unreadable_clip": QT_TRANSLATE_NOOP("Errors", "Take it out of the good clips, or leave it out."),
    "training.unreadable_image": QT_TRANSLATE_NOOP("Errors", "Take it out of the good images, or leave it out."),
    "weights.missing": QT_TRANSLATE_NOOP("Errors", "Choose the weights' file, or allow Inspector to download it."),
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
    source = _HINTS.get(error.code, "") if isinstance(error, InspectorError) else ""
    return QCoreApplication.translate("Errors", source) if source else ""


def error_message(error: BaseException) -> str:
    """What went wrong and what to do about it."""
    return " ".join(filter(None, (error_text(error), hint(error))))
