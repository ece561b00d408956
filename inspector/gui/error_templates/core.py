"""Sentences of the errors of `inspector.core`; generated, see tests/gui/error_templates.py."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

TEMPLATES = (
    QT_TRANSLATE_NOOP(
        "Errors", "The training loss is not a finite number at step {step} ({terms}); the learning rate is {rate:.2g}."
    ),
    QT_TRANSLATE_NOOP("Errors", "There is no method '{name}'; the methods are: {known}."),
    QT_TRANSLATE_NOOP("Errors", "Method '{name}' has no preset '{preset}'; its presets are: {known}."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The setting training of method '{name}' cannot be used: expected settings of its own, such"
        " as training.steps=300, found {found}.",
    ),
    QT_TRANSLATE_NOOP("Errors", "The setting {setting} of method '{name}' cannot be used: {reason}."),
    QT_TRANSLATE_NOOP("Errors", "The settings of method '{name}' cannot be used: {reason}."),
    QT_TRANSLATE_NOOP("Errors", "Method '{name}' has no setting {setting}; its settings are: {known}."),
)
