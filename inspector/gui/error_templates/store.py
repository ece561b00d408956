"""Sentences of the errors of `inspector.store`; generated, see tests/gui/error_templates.py."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

TEMPLATES = (
    QT_TRANSLATE_NOOP("Errors", "{file}: the run was interrupted before image {image}."),
    QT_TRANSLATE_NOOP("Errors", "{file} is in use by another process or window."),
    QT_TRANSLATE_NOOP("Errors", "{file} is not a run, or it is damaged ({reason})."),
    QT_TRANSLATE_NOOP("Errors", "{file} has run format {found}, and this program reads formats up to {supported}."),
    QT_TRANSLATE_NOOP("Errors", "{file} already exists."),
    QT_TRANSLATE_NOOP("Errors", "{file} does not exist."),
    QT_TRANSLATE_NOOP("Errors", "{file} holds an interrupted run."),
    QT_TRANSLATE_NOOP("Errors", "{file} is a run of other files."),
    QT_TRANSLATE_NOOP(
        "Errors", "{file} cannot be opened: an interrupted run must be in a folder that can be written ({reason})."
    ),
)
