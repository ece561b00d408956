"""What each setting is called, its unit, and what it does, in one sentence."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from inspector.gui.setting_texts.image_texts import IMAGE_TEXTS
from inspector.gui.setting_texts.other_texts import OTHER_TEXTS

_TEXTS = IMAGE_TEXTS | OTHER_TEXTS


@dataclass(frozen=True)
class SettingText:
    """A setting in the language of the screen."""

    label: str
    unit: str
    explanation: str


def setting_text(method: str, name: str) -> SettingText:
    """The text of a method's setting; of a method that was added without texts, the setting's name.

    A test looks at the settings of all methods of this project.
    """
    key = f"{method}.{name}" if f"{method}.{name}" in _TEXTS else name
    if key not in _TEXTS:
        return SettingText(name.replace("_", " ").capitalize(), "", "")
    label, unit, explanation = _TEXTS[key]
    return SettingText(_translated(label), _translated(unit), _translated(explanation))


def _translated(text: object) -> str:
    return QCoreApplication.translate("Settings", str(text)) if text else ""
