"""Texts of the core's methods, whose files hold the translations, and remarks in the language of the screen."""

import re
from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QLocale

from inspector.core.methods import METHODS
from inspector.gui.error_templates import core, data, store, workflow
from inspector.gui.error_templates.remarks import HINTS, REMARKS, WORDS
from inspector.gui.numbers import fixed, moment_text
from inspector.workflow.report.language import ENGLISH, PageLanguage
from inspector.workflow.setting_texts import texts
from inspector.workflow.setting_texts.texts import SettingText
from inspector.workflow.setting_texts.words import WORDS as SETTING_WORDS

LANGUAGE = "language"  # the application's property that holds the code of its language, such as `de`


def core_text(text: str) -> str:
    """A method's title, hint or single word in the language of the screen; in English where nobody translated it."""
    language = _language()
    for method in METHODS.values():
        translated = method.texts_in(language).get(text)
        if translated is not None:
            return translated
    return text


def core_name(name: str) -> str:
    """The name of a task or of evidence, such as `task rotation` or `map k=4`, word by word."""
    return " ".join(map(core_text, name.split())).replace("_", " ")


def setting_text(method: str, name: str) -> SettingText:
    """What a method's setting is called in the language of the screen, its unit, and what it does."""
    english = texts.setting_text(method, name)
    return SettingText(_setting(english.label), _setting(english.unit), _setting(english.explanation))


def word_text(word: str) -> str:
    """A choice or a loss in the language of the screen; of a method that brings its own texts, as those have it."""
    return _setting(SETTING_WORDS[word]) if word in SETTING_WORDS else core_name(word)


def _setting(text: str) -> str:
    return QCoreApplication.translate("Settings", text) if text else ""


def remark_text(remark: str) -> str:
    """A remark, a warning or a finding in the language of the screen, and what to do about it there.

    Models store it in English, which stays where no template fits.
    """
    translate = QCoreApplication.translate
    for template in map(str, REMARKS):
        found = _pattern(template).fullmatch(remark)
        if found is not None:
            fields = {name: _spoken(name, value) for name, value in found.groupdict().items()}
            hints = [translate("Remarks", str(hint)) for start, hint in HINTS.items() if template.startswith(start)]
            return " ".join([translate("Remarks", template).format(**fields), *hints])
    return remark


def stored_text(sentence: str) -> str:
    """A remark, a doubt or an error that a run holds in English, in the language of the screen."""
    remark = remark_text(sentence)
    return remark if remark != sentence else _spoken_error(sentence)


def page_language() -> PageLanguage:
    """The language of the screen, for pages; those in English are the same everywhere."""
    language = _language()
    if language == "en":
        return ENGLISH
    locale = QLocale()
    return PageLanguage(
        code=language,
        translate=_page_text,
        sentence=stored_text,
        word=_title_or_name,
        decimal_point=locale.decimalPoint(),
        group_separator=locale.groupSeparator(),
        moment=moment_text,
    )


def _page_text(text: str) -> str:
    return QCoreApplication.translate("Pages", text)


def _title_or_name(text: str) -> str:
    translated = core_text(text)
    return core_name(text) if translated == text else translated


def _language() -> str:
    application = QCoreApplication.instance()
    return "en" if application is None else str(application.property(LANGUAGE) or "en")


def _spoken(field: str, value: str) -> str:
    """A field of a remark: tasks, changes and words in the language, an error too, and numbers as it writes them."""
    if field == "task":
        return core_text(value)
    if field == "change":
        return QCoreApplication.translate("Remarks", "“{word}”").format(word=word_text(value))
    if field == "problem":
        return _spoken_error(value)
    if field in ("names", "labels"):
        return _spoken_names(value)
    if value in WORDS:
        return QCoreApplication.translate("Remarks", value)
    return fixed(float(value), len(value.partition(".")[2])) if re.fullmatch(r"\d+\.\d+", value) else value


def _spoken_names(names: str) -> str:
    """Names as the lower layers list them: `a, b and 3 more`."""
    more = re.fullmatch(r"(.+) and (\d+) more", names)
    if more is not None:
        return QCoreApplication.translate("Remarks", "{first} and {n} more").format(first=more[1], n=more[2])
    return names.replace(" and ", QCoreApplication.translate("Remarks", " and "))


def _spoken_error(sentence: str) -> str:
    for template in _error_templates():
        found = _pattern(template).fullmatch(sentence)
        if found is not None:
            return QCoreApplication.translate("Errors", template).format(**found.groupdict())
    return sentence


@lru_cache(maxsize=1)
def _error_templates() -> list[str]:
    """Those that say most first, as `{file}: {reason}` fits nearly every sentence."""
    every = map(str, (*core.TEMPLATES, *data.TEMPLATES, *store.TEMPLATES, *workflow.TEMPLATES))
    return sorted(every, key=lambda template: -len(re.sub(r"\{\w+\}", "", template)))


@lru_cache(maxsize=1024)
def _pattern(template: str) -> re.Pattern[str]:
    """Finds the fields of a sentence that was made of a template; one that comes again is the same again."""
    pieces, known = re.split(r"\{(\w+)\}", template), set[str]()
    found = ""
    for place, piece in enumerate(pieces):
        if place % 2 == 0:
            found += re.escape(piece)
        else:
            found += f"(?P={piece})" if piece in known else f"(?P<{piece}>.+?)"
            known.add(piece)
    return re.compile(found, re.DOTALL)
