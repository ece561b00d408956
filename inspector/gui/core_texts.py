"""Texts of the core's methods in the language of the screen; each method's file holds its translations."""

from PySide6.QtCore import QCoreApplication

from inspector.core.methods import METHODS

LANGUAGE = "language"  # the application's property that holds the code of its language, such as `de`


def core_text(text: str) -> str:
    """A method's title, hint or single word in the language of the screen; in English where nobody translated it."""
    application = QCoreApplication.instance()
    language = "en" if application is None else application.property(LANGUAGE) or "en"
    for method in METHODS.values():
        translated = method.texts_in(language).get(text)
        if translated is not None:
            return translated
    return text


def core_name(name: str) -> str:
    """The name of a task or of evidence, such as `task rotation` or `map k=4`, word by word."""
    return " ".join(map(core_text, name.split()))
