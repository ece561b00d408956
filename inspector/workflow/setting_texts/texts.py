"""What each setting is called, its unit, and what it does, in one sentence."""

from collections.abc import Callable
from dataclasses import dataclass

from pydantic import JsonValue

from inspector.workflow.setting_fields import SIZE
from inspector.workflow.setting_texts.image_texts import IMAGE_TEXTS
from inspector.workflow.setting_texts.other_texts import OTHER_TEXTS
from inspector.workflow.setting_texts.words import WORDS

_TEXTS = IMAGE_TEXTS | OTHER_TEXTS


@dataclass(frozen=True)
class SettingText:
    """What a setting is called."""

    label: str
    unit: str
    explanation: str


def setting_text(method: str, name: str) -> SettingText:
    """The text of a method's setting; of a method that was added without texts, the setting's name.

    A test looks at the settings of all methods of this project.
    """
    key = f"{method}.{name}" if f"{method}.{name}" in _TEXTS else name
    if key not in _TEXTS:
        return SettingText(name.rpartition(".")[2].replace("_", " ").capitalize(), "", "")
    return SettingText(*_TEXTS[key])


def setting_word(word: str) -> str:
    """A choice of a setting in words."""
    return WORDS.get(word, word.replace("_", " "))


def setting_line(
    name: str,
    text: SettingText,
    value: JsonValue,
    *,
    word: Callable[[str], str] = setting_word,
    number: Callable[[float], str] = "{:g}".format,
) -> str:
    """A setting with its value and unit, such as `Object size: 64 px`; of the input's size, the width first.

    Args:
        word: what a choice is called.
        number: how numbers are written.
    """
    if name == SIZE and isinstance(value, list):  # stored as height and width
        written = " × ".join(number(side) for side in reversed(value) if isinstance(side, int))
    else:
        written = _written(value, word, number)
    return f"{text.label}: {written} {text.unit}".rstrip()


def _written(value: JsonValue, word: Callable[[str], str], number: Callable[[float], str]) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return word("on" if value else "off")
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, list):
        return ", ".join(_written(one, word, number) for one in value)
    return word(str(value))
