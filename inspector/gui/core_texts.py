"""Texts of the core's methods, whose files hold the translations, and remarks in the language of the screen."""

import re
from functools import lru_cache

from PySide6.QtCore import QCoreApplication

from inspector.core.methods import METHODS
from inspector.gui.error_templates.remarks import REMARKS
from inspector.gui.numbers import fixed

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
    return " ".join(map(core_text, name.split())).replace("_", " ")


def remark_text(remark: str) -> str:
    """A remark of a training in the language of the screen; models store it in English, which stays where no template
    fits."""
    for template in REMARKS:
        found = _pattern(str(template)).fullmatch(remark)
        if found is not None:
            fields = {name: _spoken(name, value) for name, value in found.groupdict().items()}
            return QCoreApplication.translate("Remarks", str(template)).format(**fields)
    return remark


def _spoken(field: str, value: str) -> str:
    """A field of a remark: a task or a change by its name, and a number as the language writes it."""
    if field in ("task", "change"):
        return core_text(value)
    return fixed(float(value), len(value.partition(".")[2])) if re.fullmatch(r"\d+\.\d+", value) else value


@lru_cache(maxsize=64)
def _pattern(template: str) -> re.Pattern[str]:
    """Finds the fields of a sentence that was made of a template."""
    pieces = re.split(r"\{(\w+)\}", template)
    return re.compile(
        "".join(f"(?P<{piece}>.+?)" if place % 2 else re.escape(piece) for place, piece in enumerate(pieces))
    )
